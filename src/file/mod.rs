//! Plan files: TOML, JSON and YAML with one shape, read and written.
//!
//! Every format is read into one tree of nodes that know their places, and one decoder walks it, so that all faults come at
//! once in every format.

mod cells;
mod decode;
#[cfg(feature = "json")]
mod json;
mod limits;
mod node;
#[cfg(feature = "schema")]
mod schema;
mod serde_impl;
mod shape;
mod stack;
mod status;
#[cfg(feature = "toml")]
mod toml;
#[cfg(feature = "yaml")]
mod yaml;

use std::collections::HashSet;
use std::io::Read;
use std::path::Path as FilePath;

use crate::check::check;
use crate::error::{Code, Diagnostic, Error, ErrorKind, Path, Result, Severity};
use crate::plan::Plan;

pub(crate) use cells::cells;
use decode::Decoded;
pub use limits::Limits;
use node::{Locator, Node, Placed};
#[cfg(feature = "schema")]
pub(crate) use schema::plan_schema;
pub(crate) use shape::{points_text, shares_text};

/// The most bytes a plan file may have: 16 MiB, some hundred thousand tasks.
pub const MOST_BYTES: u64 = 16 << 20;

/// The format of a plan file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// TOML, the default.
    Toml,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

impl Format {
    /// The format by the extension of a file's name: `toml`, `json`, `yaml` or `yml`.
    pub fn of_path(path: impl AsRef<FilePath>) -> Option<Self> {
        path.as_ref().extension()?.to_str()?.parse().ok()
    }
}

impl std::str::FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text.to_ascii_lowercase().as_str() {
            "toml" => Ok(Self::Toml),
            "json" => Ok(Self::Json),
            "yaml" | "yml" => Ok(Self::Yaml),
            _ => Err(Error::argument(format!("{text:?} is no format of plan files: toml, json or yaml"))),
        }
    }
}

/// A plan read from a file, and the warnings about it with their lines.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlanFile {
    /// The plan, free of errors.
    pub plan: Plan,
    /// What may not be what was meant, in the order of the file.
    pub warnings: Vec<Diagnostic>,
}

impl PlanFile {
    /// Reads and checks a plan file, its format by its extension.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] when it cannot be read, [`ErrorKind::Argument`] when its extension is not known, and
    /// [`ErrorKind::Plan`] with every fault, each with its line and column, when the plan has errors.
    pub fn read(path: impl AsRef<FilePath>) -> Result<Self> {
        let path = path.as_ref();
        Self::read_as(path, format_of(path)?)
    }

    /// Reads and checks a plan file in a format that its extension need not say.
    ///
    /// # Errors
    ///
    /// As [`PlanFile::read`].
    pub fn read_as(path: impl AsRef<FilePath>, format: Format) -> Result<Self> {
        Self::parse(&text_of(path.as_ref())?, format)
    }

    /// Reads and checks a plan from a stream, such as standard input; at most [`MOST_BYTES`].
    ///
    /// # Errors
    ///
    /// As [`PlanFile::read`].
    pub fn read_from(stream: impl Read, format: Format) -> Result<Self> {
        Self::parse(&text_from(stream)?, format)
    }

    /// Reads and checks the text of a plan file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Plan`] with every fault when the plan has errors; [`ErrorKind::Argument`] when this build of landfall
    /// does not read the format.
    pub fn parse(text: &str, format: Format) -> Result<Self> {
        if text.len() as u64 > MOST_BYTES {
            return Err(Error::plan(vec![too_large(MOST_BYTES)]));
        }
        // A byte order mark is no part of the text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (node, faults) = tree(text, format)?;
        let Some(node) = node else { return Err(Error::plan(node::position(text, faults))) };
        let (plan, findings) = judge(decode::plan(&node, faults), &node);
        let findings = node::position(text, findings);
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return Err(Error::plan(findings));
        }
        Ok(Self { plan, warnings: findings })
    }
}

impl Plan {
    /// Reads and checks a plan file, its format by its extension. To see the warnings too, use [`PlanFile::read`].
    ///
    /// # Errors
    ///
    /// As [`PlanFile::read`].
    pub fn read(path: impl AsRef<FilePath>) -> Result<Self> {
        PlanFile::read(path).map(|file| file.plan)
    }

    /// Reads and checks the text of a plan file.
    ///
    /// # Errors
    ///
    /// As [`PlanFile::parse`].
    ///
    /// # Example
    ///
    /// ```
    /// use landfall::{Format, Plan};
    ///
    /// let text = r#"
    /// start = 2027-01-04
    /// [task]
    /// api = { takes = "2-3 weeks" }
    /// ui  = { takes = "1 / 2 / 5 weeks", after = ["api"] }
    /// "#;
    /// let plan = Plan::parse(text, Format::Toml)?;
    /// assert_eq!(plan.tasks.len(), 2);
    /// # Ok::<(), landfall::Error>(())
    /// ```
    pub fn parse(text: &str, format: Format) -> Result<Self> {
        PlanFile::parse(text, format).map(|file| file.plan)
    }

    /// This plan as the text of a plan file. Reading it back gives an equal plan.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] when this build of landfall does not write the format, or the plan holds what no file can
    /// hold, such as two tasks of one name.
    pub fn to_text(&self, format: Format) -> Result<String> {
        write(self, format)
    }
}

/// What the decoder found and what the check adds to it. What the check says about a place that could not be read is left
/// out, and so are its warnings then: both may only follow from the fault.
fn judge(decoded: Decoded, node: &Node) -> (Plan, Vec<Placed>) {
    let Decoded { plan, mut faults, dropped } = decoded;
    let clean = faults.is_empty();
    let broken: HashSet<Path> = faults.iter().map(|(fault, _)| fault.path.clone()).collect();
    if faults.iter().any(|(fault, _)| fault.code == Code::WrongKind && fault.path == Path::root()) {
        return (plan, faults);
    }
    let around: HashSet<Path> = broken.iter().flat_map(Path::prefixes).collect();
    let mut locator = Locator::new(node);
    for mut finding in check(&plan) {
        finding.path = finding.path.with_dropped(&dropped);
        // Nothing being left of a list or table may only be because it could not be read.
        let of_lack = matches!(finding.code, Code::NoTask | Code::NoWorkingDay | Code::EmptyMilestone);
        let follows = (of_lack && around.contains(&finding.path))
            || finding.path.prefixes().any(|path| broken.contains(&path));
        if clean || (finding.severity() == Severity::Error && !follows) {
            let of_key = is_of_key(finding.code);
            let at = locator.locate(&finding.path, of_key);
            faults.push((finding, Some(at)));
        }
    }
    (plan, faults)
}

/// Whether a finding is about a key, and not about its value.
fn is_of_key(code: Code) -> bool {
    matches!(
        code,
        Code::BadName
            | Code::DuplicateName
            | Code::UnknownName
            | Code::SelectsNothing
            | Code::AmbiguousSelector
            | Code::MilestoneEffect
            | Code::NearName
            | Code::DroppedAndChanged
            | Code::UnknownInStatus
    )
}

/// The format by a file's name.
fn format_of(path: &FilePath) -> Result<Format> {
    Format::of_path(path).ok_or_else(|| {
        let message = format!("{}: the name must end in .toml, .json, .yaml or .yml", path.display());
        Error::argument(message)
    })
}

/// The text of a file.
fn text_of(path: &FilePath) -> Result<String> {
    let file = std::fs::File::open(path)
        .map_err(|error| Error::io(format!("cannot read {}", path.display()), error))?;
    text_from(file).map_err(|error| match error.kind() {
        ErrorKind::Io => error.about(path),
        _ => error,
    })
}

/// The text of a stream.
fn text_from(stream: impl Read) -> Result<String> {
    text_within(stream, MOST_BYTES)
}

/// The same of at most so many bytes.
fn text_within(stream: impl Read, most: u64) -> Result<String> {
    let mut bytes = Vec::new();
    let mut limited = stream.take(most + 1);
    limited.read_to_end(&mut bytes).map_err(|error| Error::io("cannot read the plan", error))?;
    if bytes.len() as u64 > most {
        return Err(Error::plan(vec![too_large(most)]));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
        let fault = node::syntax("the file is not UTF-8 text here", "save it as UTF-8", Some(at));
        Error::plan(node::position(&text, vec![fault]))
    })
}

fn too_large(most: u64) -> Diagnostic {
    let most = match most {
        whole if whole >= 1 << 20 && whole.is_multiple_of(1 << 20) => format!("{} MiB", whole >> 20),
        bytes => format!("{bytes} bytes"),
    };
    let message = format!("the file has more than {most}");
    Diagnostic::new(Code::FileLimit, Path::root(), message, "split the plan, or build it in code")
}

/// The tree of a text.
#[allow(unreachable_patterns, unused_variables, reason = "which formats there are depends on the features")]
fn tree(text: &str, format: Format) -> Result<(Option<Node>, Vec<Placed>)> {
    stack::on_its_own_stack(|| match format {
        #[cfg(feature = "toml")]
        Format::Toml => Ok(toml::read(text)),
        #[cfg(feature = "json")]
        Format::Json => Ok(json::read(text)),
        #[cfg(feature = "yaml")]
        Format::Yaml => Ok(yaml::read(text)),
        _ => Err(not_built(format)),
    })
}

#[allow(unreachable_patterns, unused_variables, reason = "which formats there are depends on the features")]
fn write(plan: &Plan, format: Format) -> Result<String> {
    match format {
        #[cfg(feature = "toml")]
        Format::Toml => ::toml::to_string(plan).map_err(|error| unwritable(&error)),
        #[cfg(feature = "json")]
        Format::Json => serde_json::to_string_pretty(plan).map_err(|error| unwritable(&error)),
        #[cfg(feature = "yaml")]
        Format::Yaml => serde_saphyr::to_string(plan).map_err(|error| unwritable(&error)),
        _ => Err(not_built(format)),
    }
}

#[allow(dead_code, reason = "without any format nothing can be written")]
fn unwritable(error: &dyn std::fmt::Display) -> Error {
    Error::argument(format!("the plan cannot be written: {error}"))
}

#[allow(dead_code, reason = "with every format nothing is missing")]
fn not_built(format: Format) -> Error {
    let feature = match format {
        Format::Toml => "toml",
        Format::Json => "json",
        Format::Yaml => "yaml",
    };
    Error::argument(format!("this build of landfall has no {feature}; build it with the feature {feature:?}"))
}
