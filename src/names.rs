//! Names in messages: quoted, and the one that may have been meant.

use std::cell::Cell;

/// Names longer than this are not compared: nobody misspells them, and comparing costs the product of their lengths.
const LONGEST: usize = 64;

/// The longest text that is quoted whole.
const QUOTED: usize = 60;

/// The beginning of a text, short enough for a message.
pub(crate) fn shortened(text: &str) -> String {
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    text.chars().take(QUOTED).chain(['…']).collect()
}

/// A text in quotes, short enough for a message. Only what would break the line is escaped, so that every script stays readable.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in shortened(text).chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            c if is_unseen(c) => quoted.extend(c.escape_default()),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Whether a character is not seen, or turns the line around: two names that look alike may differ in it. Those that join letters, or keep
/// them apart, belong to scripts.
pub(crate) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A word with its article: "a task", "an effect".
pub(crate) fn one(word: &str) -> String {
    format!("{} {word}", if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}

/// How many misspelt names get a suggestion: each costs a look at all names, and nobody reads more.
const MOST_SUGGESTIONS: usize = 100;

/// Suggestions for misspelt names out of many, until there were enough of them.
#[derive(Debug, Default)]
pub(crate) struct Suggestions(Cell<usize>);

impl Suggestions {
    /// What to do about a name, when a near one is among the candidates, which are asked for only while suggestions are made.
    pub(crate) fn did_you_mean<'a, I: IntoIterator<Item = &'a str>>(
        &self,
        name: &str,
        candidates: impl FnOnce() -> I,
    ) -> Option<String> {
        let made = self.0.replace(self.0.get() + 1);
        if made < MOST_SUGGESTIONS { did_you_mean(name, candidates()) } else { None }
    }
}

/// What to do about a name, when a near one is among the candidates.
pub(crate) fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, candidates).map(|near| format!("did you mean {}?", quoted(near)))
}

/// The candidate nearest to `name`, when one is near enough to be meant.
fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    let allowed = (length / 3).min(4);
    candidates
        .into_iter()
        .filter(|candidate| {
            candidate.len() <= 4 * LONGEST && candidate.chars().count().abs_diff(length) <= allowed
        })
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{nearest, quoted};

    #[test]
    fn quotes_leave_scripts_readable_and_lines_whole() {
        assert_eq!(quoted("cafe\u{301} \"数据\"\n"), "\"cafe\u{301} \\\"数据\\\"\\n\"");
        assert_eq!(quoted("a\u{200b}pi\u{202e}"), "\"a\\u{200b}pi\\u{202e}\"");
        assert_eq!(quoted(&"a".repeat(100)).chars().count(), 63);
    }

    #[test]
    fn a_misspelt_name_finds_what_was_meant_and_a_strange_one_finds_nothing() {
        let names = ["api", "schema", "auth-refactor"];
        assert_eq!(nearest("apl", names), Some("api"));
        assert_eq!(nearest("Schema", names), Some("schema"));
        assert_eq!(nearest("auth-refcator", names), Some("auth-refactor"));
        assert_eq!(nearest("billing", names), None);
        assert_eq!(nearest("L", ["M", "S"]), None);
        assert_eq!(nearest(&"a".repeat(10_000), names), None);
    }
}
