//! A report as Markdown, for a pull request or a wiki.

use super::parts::{Part, Report, Row, Table};

impl Report {
    /// As Markdown with the tables that GitHub, GitLab and most wikis know. Texts of the plan are escaped: they are shown as they were
    /// written, whatever is in them.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        let mut before: Option<&Part> = None;
        for part in &self.parts {
            let follows = matches!((before, part), (None, _) | (Some(Part::Item(_)), Part::Item(_)));
            if !follows {
                out.push('\n');
            }
            match part {
                Part::Title(text) => out += &format!("# {}\n", escaped(text)),
                Part::Heading(text) => out += &format!("## {}\n", escaped(text)),
                Part::Paragraph(text) => out += &format!("{}\n", escaped(text)),
                Part::Item(text) => out += &format!("- {}\n", escaped(text)),
                Part::Table(table) => write_table(&mut out, table),
                Part::Lines(lines) => {
                    let fence = "`".repeat(fence(lines));
                    out += &format!("{fence}\n{}\n{fence}\n", lines.join("\n"));
                }
            }
            before = Some(part);
        }
        out
    }
}

fn write_table(out: &mut String, table: &Table) {
    let columns = table.columns();
    let row = |cells: &mut dyn Iterator<Item = String>| {
        let mut text = String::from("|");
        for cell in cells.chain(std::iter::repeat(String::new())).take(columns) {
            text += &format!(" {cell} |");
        }
        text + "\n"
    };
    let cell = |text: &str| escaped_from(text.trim(), 1);
    *out += &row(&mut table.head.iter().map(|head| cell(head)));
    let mut sides = (0..columns).map(|column| if table.is_right(column) { "---:" } else { "---" }.to_owned());
    *out += &row(&mut sides);
    for of in &table.rows {
        *out += &match of {
            Row::Cells(cells) => row(&mut cells.iter().map(|text| cell(text))),
            Row::Group(text) => row(&mut std::iter::once(format!("**{}**", escaped(text)))),
            Row::Line => row(&mut std::iter::repeat_n("⸻".to_owned(), columns)),
        };
    }
}

/// A text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    escaped_from(text, 0)
}

/// The same of a text that begins so far into its line: what only means something where a line begins stands for itself then.
fn escaped_from(text: &str, column: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        let begins = column + place == 0;
        let means = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            '#' | '+' | '-' | '=' | ':' => begins,
            // "1. " and "1) " begin a list.
            '.' | ')' => {
                column == 0 && !begins && text[..place].bytes().all(|before| before.is_ascii_digit())
            }
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// How many backquotes stand around lines: more than follow each other inside.
fn fence(lines: &[String]) -> usize {
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    longest.max(2) + 1
}
