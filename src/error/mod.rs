//! Bad news: what is wrong with a plan ([`Diagnostic`]) and why a call failed ([`Error`]).

mod code;
mod diagnostic;
mod path;

use std::fmt;

pub use code::Code;
pub use diagnostic::{Diagnostic, Position, Severity};
pub use path::{Path, Step};

/// What a call of this crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed. [`kind`](Error::kind) says which sort of failure it was; where a plan is at fault,
/// [`diagnostics`](Error::diagnostics) lists every fault of it.
pub struct Error {
    kind: ErrorKind,
    message: String,
    diagnostics: Vec<Diagnostic>,
    source: Option<std::io::Error>,
}

/// The sort of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The plan has errors; [`Error::diagnostics`] lists them all.
    Plan,
    /// A file could not be read or written.
    Io,
    /// An argument of the call is outside its bounds.
    Argument,
    /// The run was cancelled by the progress callback.
    Cancelled,
    /// The run would need more memory than it may take.
    Limit,
    /// Some trials end beyond the axis of about 186,000 working days, 500 to 700 years after the start.
    Horizon,
    /// In some trials tasks wait for people for ever that others keep whose finish is held by a link.
    Standstill,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), diagnostics: Vec::new(), source: None }
    }

    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Argument, message)
    }

    pub(crate) fn io(message: impl Into<String>, source: std::io::Error) -> Self {
        Self { source: Some(source), ..Self::new(ErrorKind::Io, message) }
    }

    /// This error, said of a file.
    pub(crate) fn about(self, file: &std::path::Path) -> Self {
        Self { message: format!("cannot read {}", file.display()), ..self }
    }

    /// This error, where it is one of a run, said of one of several.
    pub(crate) fn of(self, what: &str) -> Self {
        match self.kind {
            ErrorKind::Plan | ErrorKind::Cancelled => self,
            _ => Self { message: format!("{what}: {}", self.message), ..self },
        }
    }

    /// The error for a plan with these diagnostics, at least one of them an error.
    pub(crate) fn plan(diagnostics: Vec<Diagnostic>) -> Self {
        let errors = diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
        let message = match errors {
            1 => "the plan has an error".to_owned(),
            n => format!("the plan has {n} errors"),
        };
        Self { diagnostics, ..Self::new(ErrorKind::Plan, message) }
    }

    /// The sort of failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Every fault of the plan, in the order of the file; empty unless the kind is [`ErrorKind::Plan`].
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// As `Display`, so that a program whose `main` returns the error shows what a person can read.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(source) = &self.source {
            write!(f, ": {source}")?;
        }
        for diagnostic in &self.diagnostics {
            write!(f, "\n{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
