//! In which formats the examples write.

use landfall::report::Report;

/// A format that an example writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(dead_code, reason = "not every example writes all of them")]
pub(crate) enum Output {
    Text,
    Markdown,
    Json,
    Csv,
    CsvTasks,
    CsvTrials,
    Mermaid,
    Html,
}

impl Output {
    /// Its name after `--format`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::CsvTasks => "csv-tasks",
            Self::CsvTrials => "csv-trials",
            Self::Mermaid => "mermaid",
            Self::Html => "html",
        }
    }

    /// A report as text or as Markdown.
    pub(crate) fn written(self, report: &Report) -> String {
        if self == Self::Markdown { report.markdown() } else { report.text() }
    }
}
