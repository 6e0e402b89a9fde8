//! A status in a file of its own.

use std::collections::HashSet;
use std::path::Path as FilePath;

use super::node::{self, Locator};
use super::{Format, MOST_BYTES, PlanFile, decode, format_of, is_of_key, text_of, too_large, tree};
use crate::check::check;
use crate::error::{Error, Path, Result, Severity, Step};

impl PlanFile {
    /// This plan with the status in a file of its own, its format by its extension. The file holds what stands under `status` in a plan
    /// file, or that key with it.
    ///
    /// # Errors
    ///
    /// As [`PlanFile::with_status_text`], and [`ErrorKind::Io`](crate::ErrorKind::Io) when the file cannot be read.
    pub fn with_status(self, path: impl AsRef<FilePath>) -> Result<Self> {
        let path = path.as_ref();
        let format = format_of(path)?;
        self.with_status_text(&text_of(path)?, format)
    }

    /// This plan with the status that a text holds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Plan`](crate::ErrorKind::Plan) with every fault when the status has errors, lines and columns being those of this text;
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) when the plan has a status already, or this build of landfall does not read
    /// the format.
    ///
    /// # Example
    ///
    /// ```
    /// use landfall::{Format, PlanFile, date};
    ///
    /// let plan = "start = 2027-01-04\n[task]\napi = { takes = \"2-3 weeks\" }\n";
    /// let status = "as_of = 2027-01-15\n[task.api]\nstarted = 2027-01-04\n";
    /// let file = PlanFile::parse(plan, Format::Toml)?.with_status_text(status, Format::Toml)?;
    /// assert_eq!(file.plan.status.map(|status| status.as_of), Some(date(2027, 1, 15)));
    /// # Ok::<(), landfall::Error>(())
    /// ```
    pub fn with_status_text(self, text: &str, format: Format) -> Result<Self> {
        if self.plan.status.is_some() {
            let message = "the plan file has a status of its own; take [status] out of it, or give no other";
            return Err(Error::argument(message));
        }
        if text.len() as u64 > MOST_BYTES {
            return Err(Error::plan(vec![too_large(MOST_BYTES)]));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (node, faults) = tree(text, format)?;
        let Some(node) = node else { return Err(Error::plan(node::position(text, faults))) };
        let (status, mut findings, under_key) = decode::status(&node, faults, &self.plan);
        let broken: HashSet<Path> = findings.iter().map(|(fault, _)| fault.path.clone()).collect();
        let clean = findings.is_empty();
        let plan = self.plan.status(status);
        let mut locator = Locator::new(&node);
        for finding in check(&plan) {
            let is_error = finding.severity() == Severity::Error;
            let of_status = matches!(finding.path.steps(), [Step::Key(key), ..] if key == "status");
            let follows = finding.path.prefixes().any(|path| broken.contains(&path));
            // The plan itself is free of errors, and its warnings are known.
            if !(of_status || is_error) || !(clean || is_error && !follows) {
                continue;
            }
            let at = of_status.then(|| {
                let inside = if under_key { finding.path.clone() } else { below(&finding.path) };
                locator.locate(&inside, is_of_key(finding.code))
            });
            findings.push((finding, at));
        }
        let findings = node::position(text, findings);
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return Err(Error::plan(findings));
        }
        let warnings = self.warnings.into_iter().chain(findings).collect();
        Ok(Self { plan, warnings })
    }
}

/// A path without its first step.
fn below(path: &Path) -> Path {
    path.steps()[1..].iter().fold(Path::root(), |path, step| match step {
        Step::Key(key) => path.key(key),
        Step::Index(index) => path.index(*index),
    })
}
