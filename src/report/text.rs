//! A report as text, for a terminal.

use super::layout::{shortened_to, wrapped, wrapped_after};
use super::parts::{Part, Report, Row, Table};

/// The most characters of a line of sentences.
const WIDTH: usize = 100;

/// What stands under something is so much further to the right.
const INDENT: usize = 2;

/// Between columns.
const GAP: usize = 2;

/// A name of a column takes so many characters in a line at least, and so many lines at most.
const HEAD: usize = 12;
const HEAD_LINES: usize = 3;

/// The last column has room for so many characters at least.
const NARROWEST: usize = 24;

impl Report {
    /// As text for people, about 100 columns wide.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut before: Option<&Part> = None;
        for part in &self.parts {
            let (at_start, under) = (before.is_none(), under(before, part));
            if !at_start && !under {
                out.push('\n');
            }
            match part {
                Part::Title(text) | Part::Heading(text) | Part::Paragraph(text) => {
                    line(&mut out, &wrapped(text, WIDTH, ""));
                }
                Part::Item(text) => line(&mut out, &format!("  {}", wrapped(text, WIDTH - 2, "    "))),
                Part::Lines(lines) => lines.iter().for_each(|of| line(&mut out, &format!("  {of}"))),
                Part::Table(table) => {
                    write_table(&mut out, table, if under { INDENT } else { 0 });
                }
            }
            before = Some(part);
        }
        out
    }
}

/// Whether a part stands right under the one before it.
fn under(before: Option<&Part>, part: &Part) -> bool {
    match part {
        Part::Title(_) | Part::Heading(_) | Part::Paragraph(_) => false,
        Part::Item(_) => matches!(before, Some(Part::Heading(_) | Part::Table(_) | Part::Item(_))),
        Part::Lines(_) => matches!(before, Some(Part::Heading(_))),
        // Names of columns stand for a heading.
        Part::Table(table) => match before {
            Some(Part::Heading(_)) => true,
            Some(Part::Item(_)) => table.head.is_empty(),
            _ => false,
        },
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn write_table(out: &mut String, table: &Table, indent: usize) {
    let table = &narrowed(table);
    // Rows stand a little to the right of what they are about.
    let grouped = table.rows.iter().any(|row| matches!(row, Row::Group(_)));
    let first = indent + if grouped { INDENT } else { 0 };
    let columns = table.columns();
    let mut widths = vec![0; columns];
    for row in &table.rows {
        if let Row::Cells(cells) = row {
            cells.iter().zip(&mut widths).for_each(|(cell, width)| *width = length(cell).max(*width));
        }
    }
    // Names of columns are broken where all of them side by side are too long.
    let whole: usize = table.head.iter().zip(&widths).map(|(head, width)| length(head).max(*width)).sum();
    let breaks = first + whole + GAP * columns.saturating_sub(1) > WIDTH;
    let mut heads: Vec<Vec<String>> = Vec::new();
    for (head, width) in table.head.iter().zip(&mut widths) {
        let room = if breaks { HEAD.max(*width) } else { length(head) };
        let lines = wrapped(head, room, "");
        let lines: Vec<String> =
            lines.lines().take(HEAD_LINES).map(|line| shortened_to(line, room.max(1))).collect();
        *width = lines.iter().map(|line| length(line)).max().unwrap_or(0).max(*width);
        heads.push(lines);
    }
    let height = heads.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        // The last lines stand on the table.
        let cell = |lines: &Vec<String>| {
            (at + lines.len()).checked_sub(height).and_then(|at| lines.get(at)).cloned().unwrap_or_default()
        };
        write_row(out, table, &heads.iter().map(cell).collect::<Vec<_>>(), &widths, first);
    }
    for row in &table.rows {
        match row {
            Row::Cells(cells) => write_row(out, table, cells, &widths, first),
            Row::Group(text) => line(out, &format!("{}{text}", " ".repeat(indent))),
            Row::Line => {
                let all = widths.iter().sum::<usize>() + GAP * columns.saturating_sub(1);
                line(out, &format!("{}{}", " ".repeat(first), "-".repeat(all)));
            }
        }
    }
}

/// A table whose first cells and names of columns are as narrow as it wants.
fn narrowed(table: &Table) -> Table {
    let mut table = table.clone();
    let Some(most) = table.most else { return table };
    let first = table.rows.iter_mut().filter_map(|row| match row {
        Row::Cells(cells) => cells.first_mut(),
        _ => None,
    });
    first.chain(&mut table.head).for_each(|text| *text = shortened_to(text, most));
    table
}

fn write_row(out: &mut String, table: &Table, cells: &[String], widths: &[usize], indent: usize) {
    let mut text = " ".repeat(indent);
    let mut at = indent;
    let last = widths.len().saturating_sub(1);
    for (column, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        if column > 0 {
            text.push_str(&" ".repeat(GAP));
            at += GAP;
        }
        let space = " ".repeat(width.saturating_sub(length(cell)));
        if table.is_right(column) {
            text.push_str(&space);
            text.push_str(cell);
        } else if column == last {
            text.push_str(&wrapped_after(cell, at, WIDTH.max(at + NARROWEST), &" ".repeat(at + 2)));
        } else {
            text.push_str(cell);
            text.push_str(&space);
        }
        at += width;
    }
    line(out, &text);
}
