//! Lines of text: sentences, items, and what fits into a table.

use std::fmt::Write;

use super::words::{plain, wrapped};

/// The most characters of a line of sentences.
pub(super) const WIDTH: usize = 100;

/// The longest title that is shown whole.
const LONGEST_TITLE: usize = 40;

/// Sentences after an empty line.
pub(super) fn paragraph(out: &mut String, text: &str) -> std::fmt::Result {
    writeln!(out, "\n{}", wrapped(text, WIDTH, ""))
}

/// One of several things.
pub(super) fn item(out: &mut String, text: &str) -> std::fmt::Result {
    writeln!(out, "  {}", wrapped(text, WIDTH - 2, "    "))
}

/// A title that is safe to show and short enough for a table.
pub(super) fn shown(title: &str) -> String {
    shortened_to(&plain(title), LONGEST_TITLE)
}

/// A text of at most so many characters.
pub(super) fn shortened_to(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// A text with spaces up to a width in characters.
pub(super) fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.chars().count());
    format!("{text}{}", " ".repeat(missing))
}
