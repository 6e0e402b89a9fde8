//! Effects of a plan file.

use super::{Decoder, Table};
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::plan::{Effect, Scale, When};

impl Decoder {
    pub(super) fn effect(&mut self, name: String, node: &Node, path: Path) -> Effect {
        let mut effect = Effect::new(name);
        let wanted = "a table, such as { after = \"refactor\", saves = { \"#feature\" = \"20%\" } }";
        let Some(mut table) = Table::open(self, node, path.clone(), wanted) else { return effect };
        effect.title = table.text(self, "title");
        effect.note = table.text(self, "note");
        let while_ = table.take("while").map(|(node, path)| self.text(node, &path).map(When::While));
        let after = table.take("after").map(|(node, path)| self.text(node, &path).map(When::After));
        let from = table.take("from").map(|(node, path)| self.date(node, &path).map(When::From));
        let whens: Vec<Option<When>> = [while_, after, from].into_iter().flatten().collect();
        if whens.len() > 1 {
            self.fault(
                Code::TwoBeginnings,
                &path,
                node.at,
                "an effect begins in one way, and more than one of while, after and from stands here",
                "keep one of them, or make two effects",
            );
        }
        effect.when = whens.into_iter().flatten().next().unwrap_or_default();
        effect.lasts = table.take("lasts").and_then(|(node, path)| self.amount(node, &path));
        effect.next = table.take("next").and_then(|(node, path)| match node.value {
            Value::Integer(tasks) if (1..=i64::from(u32::MAX)).contains(&tasks) => Some(tasks as u32),
            Value::Integer(tasks) => {
                let (message, help) = match tasks > 0 {
                    true => (
                        "more tasks than any plan has",
                        "take it out: then it is felt by all that it selects",
                    ),
                    false => ("none", "write 1 or more, or take it out"),
                };
                let message = format!("the next {tasks} tasks are {message}");
                self.fault(Code::NumberOutOfBounds, &path, node.at, message, help);
                None
            }
            _ => {
                self.wrong(&path, node, "a whole number of tasks, such as 3");
                None
            }
        });
        for (key, map) in [("slows", &mut effect.slows), ("saves", &mut effect.saves)] {
            table.each(self, key, |decoder, selector, node, path| {
                let share = decoder.scale(node, &path).unwrap_or_else(|| Scale::from(0.1));
                map.push((selector, share));
            });
        }
        table.close(self, &[]);
        effect
    }
}
