//! What a report says, as HTML. Every text of the plan is escaped here.

use super::terms::meaning;
use crate::report::chart::{Chart, escaped};
use crate::report::parts::{Part, Report, Row, Table};

/// The parts of a report after each other.
pub(super) fn report(out: &mut String, report: &Report) {
    parts(out, report, "h2");
}

/// The same where it belongs to what stands above it.
pub(super) fn under(out: &mut String, report: &Report) {
    parts(out, report, "h3");
}

fn parts(out: &mut String, report: &Report, heading: &str) {
    let mut in_list = false;
    for part in &report.parts {
        let is_item = matches!(part, Part::Item(_));
        match (in_list, is_item) {
            (false, true) => out.push_str("<ul>\n"),
            (true, false) => out.push_str("</ul>\n"),
            _ => {}
        }
        in_list = is_item;
        match part {
            Part::Title(text) => *out += &format!("<h1 dir=\"auto\">{}</h1>\n", escaped(text)),
            Part::Heading(text) => {
                *out += &format!("<{heading} dir=\"auto\">{}</{heading}>\n", escaped(text))
            }
            Part::Paragraph(text) => *out += &format!("<p dir=\"auto\">{}</p>\n", escaped(text)),
            Part::Item(text) => *out += &format!("<li dir=\"auto\">{}</li>\n", escaped(text)),
            Part::Table(of) => table(out, of),
            Part::Lines(lines) => {
                *out += &format!(
                    "<pre>{}</pre>\n",
                    lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("\n")
                )
            }
        }
    }
    if in_list {
        out.push_str("</ul>\n");
    }
}

/// A chart, with what it says for those who do not see it inside.
pub(super) fn figure(out: &mut String, chart: &Chart) {
    *out += &format!("<figure id=\"{}\">\n{}</figure>\n", chart.name(), chart.svg());
}

/// What a column is called, with what that means where it is a word of the trade.
fn head(text: &str) -> String {
    match meaning(text) {
        Some(means) => format!(
            "<span class=\"tip\" tabindex=\"0\">{}<span role=\"tooltip\">{}</span></span>",
            escaped(text),
            escaped(means)
        ),
        None => escaped(text),
    }
}

fn side(table: &Table, column: usize) -> &'static str {
    if table.is_right(column) { " class=\"n\"" } else { "" }
}

fn table(out: &mut String, table: &Table) {
    let columns = table.columns();
    out.push_str("<div class=\"wide\"><table>\n");
    if !table.head.is_empty() {
        out.push_str("<thead><tr>");
        for column in 0..columns {
            let text = table.head.get(column).map_or("", String::as_str).trim();
            let tag = if text.is_empty() { "td" } else { "th" };
            let scope = if text.is_empty() { "" } else { " scope=\"col\"" };
            *out += &format!("<{tag}{scope}{}>{}</{tag}>", side(table, column), head(text));
        }
        out.push_str("</tr></thead>\n");
    }
    out.push_str("<tbody>\n");
    for row in &table.rows {
        match row {
            Row::Cells(cells) => {
                out.push_str("<tr>");
                for column in 0..columns {
                    let text = cells.get(column).map_or("", String::as_str).trim();
                    *out += &cell(table, column, text);
                }
                out.push_str("</tr>\n");
            }
            Row::Group(text) => {
                *out += &format!(
                    "<tr class=\"group\"><th colspan=\"{columns}\" dir=\"auto\">{}</th></tr>\n",
                    escaped(text)
                );
            }
            Row::Line => *out += &format!("<tr class=\"line\"><td colspan=\"{columns}\"></td></tr>\n"),
        }
    }
    out.push_str("</tbody></table></div>\n");
}

fn cell(table: &Table, column: usize, text: &str) -> String {
    // Odds are shown as a bar, too.
    let is_odds = table.head.get(column).is_some_and(|head| head == "on time");
    let share =
        text.split('%').next().and_then(|number| number.trim_start_matches(['<', '>']).parse::<u8>().ok());
    match share.filter(|_| is_odds && text.contains('%')) {
        Some(share) => {
            format!("<td class=\"odds\" style=\"--odds:{}%\">{}</td>", share.min(100), escaped(text))
        }
        None if column == 0 => format!("<td dir=\"auto\">{}</td>", escaped(text)),
        None if is_date(text) => format!(
            "<td class=\"day{}\">{}</td>",
            if table.is_right(column) { " n" } else { "" },
            escaped(text)
        ),
        None => format!("<td{}>{}</td>", side(table, column), escaped(text)),
    }
}

/// Whether a text is a date that should stay on one line.
fn is_date(text: &str) -> bool {
    text.len() <= 22 && text.bytes().filter(u8::is_ascii_digit).count() >= 5 && text.contains(' ')
}
