//! One finding about a plan.

use std::fmt;

use super::{Code, Path};

/// One finding about a plan: its code, its place, what is wrong and the way out.
///
/// Displayed as
/// `error[P201] task.ui.after[0] (line 9, column 10): task "ui" waits for "apl", which is not in the plan; did you mean "api"?`
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Which rule found it; `docs/diagnostics.md` has a section for each.
    pub code: Code,
    /// The value it is about.
    pub path: Path,
    /// Where that stands in the file; `None` for a plan built in code.
    pub position: Option<Position>,
    /// What is wrong.
    pub message: String,
    /// The way out, a clause to follow the message.
    pub help: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The plan can be simulated, and the answer may not be what was meant.
    Warning,
    /// The plan cannot be simulated.
    Error,
}

/// A place in a text file, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, path: Path, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, path, position: None, message: message.into(), help: help.into() }
    }

    pub(crate) fn at(mut self, position: Option<Position>) -> Self {
        self.position = position;
        self
    }

    /// Whether it is an error or a warning; a property of its code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] {}", self.severity(), self.code, self.path)?;
        if let Some(position) = self.position {
            write!(f, " (line {}, column {})", position.line, position.column)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.help.is_empty() {
            write!(f, "; {}", self.help)?;
        }
        Ok(())
    }
}
