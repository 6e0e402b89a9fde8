//! The place of a value in a plan.

use std::collections::HashMap;
use std::fmt;

use crate::names::quoted;

/// The longest plain key that is shown as it is.
const LONGEST_KEY: usize = 60;

/// One step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into the entry with this key.
    Key(String),
    /// Into the entry at this place of a list, from 0.
    Index(usize),
}

/// The place of a value in a plan, shown as `task.api.after[1]`; a key that is not plain stands in quotes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

impl Path {
    /// The plan itself.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path of these keys, outermost first.
    pub(crate) fn of<const N: usize>(keys: [&str; N]) -> Self {
        Self(keys.into_iter().map(|key| Step::Key(key.to_owned())).collect())
    }

    /// This path, one key further in.
    pub(crate) fn key(&self, key: &str) -> Self {
        self.then(Step::Key(key.to_owned()))
    }

    /// This path, one list entry further in.
    pub(crate) fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }

    /// This path in the file, where the plan lacks some entries of its lists: for each list how many entries that are there come before
    /// each that is missing.
    pub(crate) fn with_dropped(&self, dropped: &HashMap<Self, Vec<usize>>) -> Self {
        let mut whole = Self::root();
        for step in &self.0 {
            let step = match (step, dropped.get(&whole)) {
                (Step::Index(index), Some(missing)) => {
                    Step::Index(index + missing.partition_point(|before| before <= index))
                }
                _ => step.clone(),
            };
            whole.0.push(step);
        }
        whole
    }

    /// This path and every path around it, the plan itself left out.
    pub(crate) fn prefixes(&self) -> impl Iterator<Item = Self> + '_ {
        (1..=self.0.len()).map(|length| Self(self.0[..length].to_vec()))
    }

    /// The steps from the plan to the value.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("plan");
        }
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => {
                    if place > 0 {
                        f.write_str(".")?;
                    }
                    let plain = !key.is_empty()
                        && key
                            .chars()
                            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '#' | '@' | '*'));
                    match plain && key.chars().nth(LONGEST_KEY).is_none() {
                        true => f.write_str(key)?,
                        false => f.write_str(&quoted(key))?,
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn a_path_reads_like_the_file_and_quotes_what_is_not_plain() {
        let path = Path::of(["task", "a.b", "after"]).index(1);
        assert_eq!(path.to_string(), "task.\"a.b\".after[1]");
        assert_eq!(Path::root().to_string(), "plan");
        assert_eq!(Path::of(["task", "a\n\u{1b}[2J"]).to_string(), "task.\"a\\n\\u{1b}[2J\"");
    }
}
