//! What a report says, part by part, before it is text, Markdown or a page.

/// What a report says, part by part; the same whether it is written as [text](Report::text) or as [Markdown](Report::markdown).
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let said = report::forecast(&plan.forecast()?, &report::Questions::default());
/// assert!(said.text().starts_with("Search\n\nWhen will it ship?"));
/// assert!(said.markdown().starts_with("# Search\n\n## When will it ship?"));
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    pub(super) parts: Vec<Part>,
}

/// A part of a report. Its texts are safe to show on a terminal, and nothing else: a format escapes what it must.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// What the whole is about.
    Title(String),
    /// What the parts that follow are about.
    Heading(String),
    /// A sentence or some.
    Paragraph(String),
    /// One of several things.
    Item(String),
    /// Things beside each other.
    Table(Table),
    /// Lines to be copied as they are.
    Lines(Vec<String>),
}

/// Things beside each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table {
    /// What the columns are; empty where that goes without saying.
    pub(super) head: Vec<String>,
    /// In text, the first cell of a row is broken into lines of so many characters.
    pub(super) most: Option<usize>,
    /// From this column on cells stand at the right of their column.
    pub(super) right_from: Option<usize>,
    pub(super) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Row {
    Cells(Vec<String>),
    /// What the rows that follow are about.
    Group(String),
    /// A line across.
    Line,
}

impl Report {
    pub(super) fn title(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Title(text.into()));
    }

    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Heading(text.into()));
    }

    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Paragraph(text.into()));
    }

    pub(super) fn item(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Item(text.into()));
    }

    pub(super) fn items(&mut self, texts: impl IntoIterator<Item = String>) {
        self.parts.extend(texts.into_iter().map(Part::Item));
    }

    /// A table; none where it has no rows.
    pub(super) fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.parts.push(Part::Table(table));
        }
    }

    pub(super) fn lines(&mut self, lines: Vec<String>) {
        self.parts.push(Part::Lines(lines));
    }

    /// What another report says, after this.
    pub fn then(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }
}

impl Table {
    /// A table whose columns have names.
    pub(super) fn of<T: Into<String>>(head: impl IntoIterator<Item = T>) -> Self {
        Self { head: head.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// The same with cells at the right from a column on.
    pub(super) fn right_from(mut self, column: usize) -> Self {
        self.right_from = Some(column);
        self
    }

    /// The same with first cells broken into lines of so many characters where it is written as text, whose lines have an end.
    pub(super) fn narrow(mut self, most: usize) -> Self {
        self.most = Some(most);
        self
    }

    pub(super) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(Row::Cells(cells.into_iter().map(Into::into).collect()));
    }

    pub(super) fn group(&mut self, text: impl Into<String>) {
        self.rows.push(Row::Group(text.into()));
    }

    pub(super) fn line(&mut self) {
        self.rows.push(Row::Line);
    }

    /// How many columns it has.
    pub(super) fn columns(&self) -> usize {
        let of = |row: &Row| if let Row::Cells(cells) = row { cells.len() } else { 0 };
        self.rows.iter().map(of).max().unwrap_or(0).max(self.head.len())
    }

    pub(super) fn is_right(&self, column: usize) -> bool {
        self.right_from.is_some_and(|from| column >= from)
    }
}
