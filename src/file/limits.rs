//! How large a plan may be, where it comes from somebody who is not trusted.

use std::io::Read;

use super::{Format, MOST_BYTES, PlanFile, text_within};
use crate::error::{Code, Diagnostic, Error, Path, Result};
use crate::plan::Plan;

/// How large a plan may be. What a plan can be at all is limited anyway (docs/limits.md); a service that forecasts the plans of others may
/// want less, so that none takes more than its part of the time and memory there is.
///
/// ```
/// use landfall::{ErrorKind, Format, Limits, PlanFile};
///
/// let limits = Limits::default().bytes(64 << 10).tasks(500);
/// let text = "start = 2027-01-04\n[task.api]\ntakes = \"2-3 weeks\"\n";
/// let file = PlanFile::parse_within(text, Format::Toml, &limits)?;
/// let error = PlanFile::parse_within(text, Format::Toml, &limits.tasks(0)).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Plan);
/// println!("{error}"); // error[P112] task: tasks and milestones: 1, and at most 0 are taken here
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a text; 16 MiB, and no more than that.
    pub bytes: u64,
    /// Tasks and milestones together; 1,000,000.
    pub tasks: usize,
    /// Links of all of them; 1,000,000.
    pub links: usize,
    /// Risks; 1,000,000.
    pub risks: usize,
    /// Teams; 1,000.
    pub teams: usize,
    /// Effects; 1,000,000.
    pub effects: usize,
    /// Alternatives; 1,000,000.
    pub alternatives: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let most = 1_000_000;
        Self {
            bytes: MOST_BYTES,
            tasks: most,
            links: most,
            risks: most,
            teams: 1000,
            effects: most,
            alternatives: most,
        }
    }
}

macro_rules! setters {
    ($($name:ident: $type:ty),+) => {
        $(
            #[doc = concat!("The same with at most so many ", stringify!($name), ".")]
            #[must_use]
            pub fn $name(mut self, most: $type) -> Self {
                self.$name = most;
                self
            }
        )+
    };
}

impl Limits {
    setters!(bytes: u64, tasks: usize, links: usize, risks: usize, teams: usize, effects: usize, alternatives: usize);

    /// Holds a plan against these limits.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Plan`](crate::ErrorKind::Plan) with everything there is too much of.
    pub fn check(&self, plan: &Plan) -> Result<()> {
        let links = plan.tasks.iter().map(|task| task.after.len() + task.needs.len()).sum::<usize>()
            + plan.milestones.iter().map(|milestone| milestone.after.len()).sum::<usize>();
        let counts = [
            ("task", "tasks and milestones", plan.tasks.len() + plan.milestones.len(), self.tasks),
            ("task", "links", links, self.links),
            ("risk", "risks", plan.risks.len(), self.risks),
            ("team", "teams", plan.teams.len(), self.teams),
            ("effect", "effects", plan.effects.len(), self.effects),
            ("alternative", "alternatives", plan.alternatives.len(), self.alternatives),
        ];
        let faults: Vec<Diagnostic> = counts
            .into_iter()
            .filter(|(_, _, count, most)| count > most)
            .map(|(key, what, count, most)| {
                let message = format!("{what}: {count}, and at most {most} are taken here");
                Diagnostic::new(
                    Code::PlanLimit,
                    Path::of([key]),
                    message,
                    "split the plan, or ask for larger limits",
                )
            })
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(Error::plan(faults)) }
    }
}

impl PlanFile {
    /// As [`PlanFile::parse`], of a text and plan that are no larger than allowed.
    ///
    /// # Errors
    ///
    /// As [`PlanFile::parse`], and [`ErrorKind::Plan`](crate::ErrorKind::Plan) for what is larger.
    pub fn parse_within(text: &str, format: Format, limits: &Limits) -> Result<Self> {
        if text.len() as u64 > limits.bytes {
            return Err(Error::plan(vec![super::too_large(limits.bytes)]));
        }
        let file = Self::parse(text, format)?;
        limits.check(&file.plan)?;
        Ok(file)
    }

    /// As [`PlanFile::read_from`], of a text and plan that are no larger than allowed. No more is read than that.
    ///
    /// # Errors
    ///
    /// As [`PlanFile::read_from`], and [`ErrorKind::Plan`](crate::ErrorKind::Plan) for what is larger.
    pub fn read_within(stream: impl Read, format: Format, limits: &Limits) -> Result<Self> {
        Self::parse_within(&text_within(stream, limits.bytes.min(MOST_BYTES))?, format, limits)
    }
}
