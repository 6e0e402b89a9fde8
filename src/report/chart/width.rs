//! How wide a text is, as far as that can be told without its letters.

/// The width of a text at a font size of 1, a little too wide rather than too narrow.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(of_letter).sum()
}

fn of_letter(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.30,
        'f' | 'r' | 't' | ' ' | '(' | ')' | '[' | ']' | '/' | '-' => 0.38,
        'm' | 'M' | 'w' | 'W' | '%' | '@' => 0.92,
        'A'..='Z' => 0.70,
        '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        // Letters of the east of Asia, and pictures, are as wide as they are high.
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 1.0,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => 1.0,
        '\u{1f000}'..='\u{3ffff}' => 1.3,
        _ => 0.58,
    }
}

/// A text that is no wider than so many pixels at a font size, shortened where it is.
pub(super) fn fitted(text: &str, size: f64, most: f64) -> String {
    if width(text) * size <= most {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut wide = width("…") * size;
    for c in text.chars() {
        wide += of_letter(c) * size;
        if wide > most {
            break;
        }
        out.push(c);
    }
    out.trim_end().to_owned() + "…"
}
