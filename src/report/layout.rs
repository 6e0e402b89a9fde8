//! Texts that fit: broken into lines, or shortened.

use super::words::plain;

/// The longest title that is shown whole in a table of text.
pub(super) const LONGEST_TITLE: usize = 40;

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

/// A text broken into lines of at most `width` characters where words allow, each after the first behind `indent`.
pub(super) fn wrapped(text: &str, width: usize, indent: &str) -> String {
    wrapped_after(text, 0, width, indent)
}

/// The same where `before` characters stand before it in its first line.
pub(super) fn wrapped_after(text: &str, before: usize, width: usize, indent: &str) -> String {
    let mut lines = String::new();
    let mut length = before;
    for (place, word) in text.split(' ').enumerate() {
        let long = word.chars().count();
        if place > 0 && length + 1 + long > width {
            lines.push('\n');
            lines.push_str(indent);
            length = indent.chars().count();
        } else if place > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += long;
    }
    lines
}
