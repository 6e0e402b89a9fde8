//! A report as text, for a terminal.

use super::layout::{shortened_to, wrapped, wrapped_after};
use super::parts::{Part, Report, Row, Table};

/// The most characters of a line of sentences.
const WIDTH: usize = 100;

/// What stands under something is so much further to the right.
const INDENT: usize = 2;

/// Between columns.
const GAP: usize = 2;

/// A name of a column takes so many characters in a line at least, and, like a first cell, so many lines at most.
const HEAD: usize = 12;
const LINES: usize = 3;

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
    let fitted =
        |text: &str| table.most.map_or_else(|| vec![text.to_owned()], |most| lines_of(text, most, "  "));
    // Rows stand a little to the right of what they are about.
    let grouped = table.rows.iter().any(|row| matches!(row, Row::Group(_)));
    let first = indent + if grouped { INDENT } else { 0 };
    let columns = table.columns();
    let mut widths = vec![0; columns];
    for row in &table.rows {
        if let Row::Cells(cells) = row {
            let widest = |lines: &[String]| lines.iter().map(|line| length(line)).max().unwrap_or(0);
            for (column, (cell, width)) in cells.iter().zip(&mut widths).enumerate() {
                let own = if column == 0 { widest(&fitted(cell)) } else { length(cell) };
                *width = own.max(*width);
            }
        }
    }
    // Names of columns are broken where all of them side by side are too long.
    let whole: usize = table.head.iter().zip(&widths).map(|(head, width)| length(head).max(*width)).sum();
    let breaks = first + whole + GAP * columns.saturating_sub(1) > WIDTH;
    let mut heads: Vec<Vec<String>> = Vec::new();
    for (head, width) in table.head.iter().zip(&mut widths) {
        let room = if breaks { HEAD.max(*width) } else { length(head) };
        let lines = lines_of(head, room.max(1), "");
        *width = lines.iter().map(|line| length(line)).max().unwrap_or(0).max(*width);
        heads.push(lines);
    }
    let height = heads.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        // The last lines stand on the table.
        let cell = |lines: &Vec<String>| {
            (at + lines.len()).checked_sub(height).and_then(|at| lines.get(at)).cloned().unwrap_or_default()
        };
        write_row(out, table, &heads.iter().map(cell).collect::<Vec<_>>(), &[], &widths, first);
    }
    for row in &table.rows {
        match row {
            Row::Cells(cells) => {
                let lines = fitted(cells.first().map_or("", String::as_str));
                let mut of_row = cells.clone();
                if let (Some(cell), Some(line)) = (of_row.first_mut(), lines.first()) {
                    cell.clone_from(line);
                }
                write_row(out, table, &of_row, lines.get(1..).unwrap_or_default(), &widths, first);
            }
            Row::Group(text) => line(out, &format!("{}{text}", " ".repeat(indent))),
            Row::Line => {
                let all = widths.iter().sum::<usize>() + GAP * columns.saturating_sub(1);
                line(out, &format!("{}{}", " ".repeat(first), "-".repeat(all)));
            }
        }
    }
}

/// A text in lines of at most so many characters, a few of them, each after the first behind `indent`; what does not fit is cut.
fn lines_of(text: &str, most: usize, indent: &str) -> Vec<String> {
    let room = most.saturating_sub(length(indent)).max(1);
    let words = text.split(' ').flat_map(|word| {
        let letters: Vec<char> = word.chars().collect();
        let parts = letters.chunks(room).map(|part| part.iter().collect::<String>());
        if letters.is_empty() { vec![String::new()] } else { parts.collect() }
    });
    let whole = wrapped(&words.collect::<Vec<_>>().join(" "), most, indent);
    let mut lines = whole.lines();
    let mut fitted: Vec<String> =
        lines.by_ref().take(LINES - 1).map(|line| shortened_to(line, most)).collect();
    let rest: Vec<&str> = lines.map(str::trim_start).collect();
    if !rest.is_empty() {
        fitted.push(shortened_to(&format!("{indent}{}", rest.join(" ")), most));
    }
    fitted
}

/// Writes the cells of a row; `below` are further lines of its first cell.
fn write_row(
    out: &mut String,
    table: &Table,
    cells: &[String],
    below: &[String],
    widths: &[usize],
    indent: usize,
) {
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
    // The last cell may go on in further lines, which are empty so far to the left.
    let mut lines = text.split('\n').map(str::to_owned).collect::<Vec<_>>();
    for (place, of_first) in below.iter().enumerate() {
        let before = format!("{}{of_first}", " ".repeat(indent));
        match lines.get_mut(place + 1) {
            None => lines.push(before),
            Some(line) => {
                let rest: String = line.chars().skip(length(&before)).collect();
                *line = before + &rest;
            }
        }
    }
    lines.iter().for_each(|of| line(out, of));
}
