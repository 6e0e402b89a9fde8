//! The long form of estimates, delays and scales: which group of keys stands there, and what it says.

use super::{Decoder, Table};
use crate::error::{Code, Path};
use crate::file::node::{Node, Value};
use crate::names::quoted;
use crate::plan::{Items, Moments, Range, Spread, Weighted, read_percents};
use crate::units::Percentile;

/// What a long form says, its numbers being `Q` and its parts `T`.
pub(super) enum Long<Q, T> {
    Spread(Spread<Q>),
    Any(Vec<Weighted<T>>),
    Items(Items),
}

/// What is said of the long form of one quantity.
#[derive(Clone, Copy)]
pub(super) struct Words {
    /// A pair of ends.
    ends: &'static str,
    /// A list of what it was before.
    history: &'static str,
    /// What each percentile is.
    percentiles: &'static str,
    /// What else it may be had by.
    also: &'static str,
    /// Whether it may be had by counting items.
    counts: bool,
}

pub(super) const LONG_TIME: Words = Words {
    ends: "low = \"2 weeks\", high = \"3 weeks\"",
    history: "a list of times, such as [\"3d\", \"5d\", \"4d\"]",
    percentiles: "a table of percentiles, such as { p10 = \"2w\", p50 = \"3w\", p90 = \"7w\" }",
    also: ", or any, or items with throughput",
    counts: true,
};

pub(super) const LONG_SCALE: Words = Words {
    ends: "low = \"105%\", high = \"130%\"",
    history: "a list of percentages, such as [\"100%\", \"110%\", \"160%\"]",
    percentiles: "a table of percentiles, such as { p10 = \"90%\", p50 = \"105%\", p90 = \"150%\" }",
    also: ", or any",
    counts: false,
};

const LONG_NUMBER: Words = Words {
    ends: "low = 20, high = 30",
    history: "a list of numbers, such as [20, 25, 22]",
    percentiles: "a table of percentiles, such as { p10 = 20, p50 = 24, p90 = 35 }",
    also: "",
    counts: false,
};

impl Decoder {
    /// The long form, its numbers read by `quantity` and the parts of `any` by `part`.
    pub(super) fn long<Q: Copy, T>(
        &mut self,
        node: &Node,
        path: &Path,
        quantity: impl Fn(&mut Self, &Node, &Path) -> Option<Q>,
        part: impl Fn(&mut Self, &Node, &Path) -> T,
        words: Words,
    ) -> Option<Long<Q, T>> {
        let mut table = Table::open(self, node, path.clone(), words.ends)?;
        let before = self.faults.len();
        let ends = self.ends(&mut table, &quantity);
        let moments = self.moments(&mut table, &quantity);
        let percentiles =
            table.take("percentiles").map(|(node, path)| self.percentiles(node, path, &quantity, words));
        let history =
            table.take("history").map(|(node, path)| self.list(node, &path, words.history, &quantity));
        let any = table.take("any").map(|(node, path)| self.any(node, &path, &part));
        let items = if words.counts { self.items(&mut table) } else { None };
        let shape = table.take("shape").and_then(|(node, path)| self.shape(node, &path));
        let range = table.take("range").and_then(|(node, path)| self.meaning(node, &path));
        table.close(self, &[]);
        if self.faults.len() > before {
            return None;
        }
        let plain = shape.is_none() && range.is_none();
        let half_of_items = matches!(items, Some(None));
        let long = match (ends, moments, percentiles, history, any, items) {
            (Some((Some(low), likely, Some(high))), None, None, None, None, None) => {
                Some(Long::Spread(Spread::Range(Range { low, likely, high, shape, range })))
            }
            (None, Some((Some(mean), sd)), None, None, None, None) if range.is_none() => {
                shape.map(|shape| Long::Spread(Spread::Moments(Moments::new(mean, sd, shape))))
            }
            (None, None, Some(points), None, None, None) if plain => {
                Some(Long::Spread(Spread::Percentiles(points)))
            }
            (None, None, None, Some(values), None, None) if plain => {
                Some(Long::Spread(Spread::History(values)))
            }
            (None, None, None, None, Some(parts), None) if plain => Some(Long::Any(parts)),
            (None, None, None, None, None, Some(items)) if plain => items.map(Long::Items),
            _ => None,
        };
        if long.is_none() {
            match half_of_items {
                true => self.fault(
                    Code::MissingKey,
                    path,
                    node.at,
                    "items and throughput belong together",
                    "write both, such as items = \"20-30\", throughput = [3, 0, 5, 4]",
                ),
                false => self.no_curve(path, node, words),
            }
        }
        long
    }

    fn no_curve(&mut self, path: &Path, node: &Node, words: Words) {
        let help = format!(
            "write {} (and likely, shape, range); or mean with shape = \"exponential\"; or mean, sd and shape = \"normal\", \"lognormal\" or \"gamma\"; or percentiles, or history{}",
            words.ends, words.also
        );
        self.fault(Code::MissingKey, path, node.at, "these keys do not make a curve together", help);
    }

    /// Low, likely and high, where one of them is given.
    #[allow(clippy::type_complexity, reason = "three optional numbers")]
    fn ends<Q>(
        &mut self,
        table: &mut Table<'_>,
        quantity: impl Fn(&mut Self, &Node, &Path) -> Option<Q>,
    ) -> Option<(Option<Q>, Option<Q>, Option<Q>)> {
        let [low, likely, high] = ["low", "likely", "high"]
            .map(|key| table.take(key).map(|(node, path)| quantity(self, node, &path)));
        let given = low.is_some() || likely.is_some() || high.is_some();
        given.then(|| (low.flatten(), likely.flatten(), high.flatten()))
    }

    /// Mean and sd, where one of them is given.
    fn moments<Q>(
        &mut self,
        table: &mut Table<'_>,
        quantity: impl Fn(&mut Self, &Node, &Path) -> Option<Q>,
    ) -> Option<(Option<Q>, Option<Q>)> {
        let [mean, sd] =
            ["mean", "sd"].map(|key| table.take(key).map(|(node, path)| quantity(self, node, &path)));
        let given = mean.is_some() || sd.is_some();
        given.then(|| (mean.flatten(), sd.flatten()))
    }

    /// Percentiles by name, in rising order whatever their order in the file: a table has none.
    fn percentiles<Q>(
        &mut self,
        node: &Node,
        path: Path,
        quantity: impl Fn(&mut Self, &Node, &Path) -> Option<Q>,
        words: Words,
    ) -> Vec<(Percentile, Q)> {
        let Value::Table(entries) = &node.value else {
            self.wrong(&path, node, words.percentiles);
            return Vec::new();
        };
        // Reports keys that come twice.
        if Table::open(self, node, path.clone(), words.percentiles).is_none() {
            return Vec::new();
        }
        let mut points = Vec::with_capacity(entries.len());
        for entry in entries {
            let path = path.key(&entry.key);
            let named =
                entry.key.starts_with(['p', 'P']).then(|| entry.key.parse::<Percentile>().ok()).flatten();
            let Some(percentile) = named else {
                let message = format!("{} is no percentile", quoted(&entry.key));
                let help = "write p and a number between 0.01 and 99.99, such as p10, p50 or p97.5";
                self.fault(Code::UnknownKey, &path, entry.at, message, help);
                continue;
            };
            if let Some(value) = quantity(self, &entry.node, &path) {
                points.push((percentile, value));
            }
        }
        points.sort_by_key(|&(percentile, _)| percentile);
        points
    }

    /// One or the other.
    fn any<T>(
        &mut self,
        node: &Node,
        path: &Path,
        part: impl Fn(&mut Self, &Node, &Path) -> T,
    ) -> Vec<Weighted<T>> {
        let wanted =
            "a list, such as [{ weight = 7, takes = \"2-3 weeks\" }, { weight = 3, takes = \"4-5 weeks\" }]";
        self.list(node, path, wanted, |decoder, node, path| {
            let mut table = Table::open(decoder, node, path.clone(), "a table with weight and takes")?;
            let weight = match table.take("weight") {
                Some((node, path)) => decoder.number(node, &path, "a number, such as 7"),
                None => {
                    table.missing(
                        decoder,
                        "weight",
                        "say how likely it is against the others, such as weight = 7",
                    );
                    None
                }
            };
            let takes = match table.take("takes") {
                Some((node, path)) => Some(part(decoder, node, &path)),
                None => {
                    table.missing(decoder, "takes", "say what it is then, such as takes = \"2-3 weeks\"");
                    None
                }
            };
            table.close(decoder, &[]);
            Some(Weighted::new(weight?, takes?))
        })
    }

    /// Items, throughput, per and split, where one of them is given; `Some(None)` where they do not say enough.
    #[allow(clippy::option_option, reason = "given, and whether it can be read")]
    fn items(&mut self, table: &mut Table<'_>) -> Option<Option<Items>> {
        let items = table.take("items").map(|(node, path)| self.numbers(node, &path));
        let wanted = "a list of whole numbers, such as [3, 0, 5, 4]";
        let throughput =
            table.take("throughput").map(|(node, path)| self.list(node, &path, wanted, Self::whole));
        let per = table.take("per").map(|(node, path)| self.amount(node, &path));
        let split = table.take("split").map(|(node, path)| self.numbers(node, &path));
        if items.is_none() && throughput.is_none() && per.is_none() && split.is_none() {
            return None;
        }
        let (Some(Some(count)), Some(throughput)) = (items, throughput) else { return Some(None) };
        let mut items = Items::new(0.0, throughput);
        items.items = count;
        items.per = per.flatten();
        items.split = split.flatten();
        Some(Some(items))
    }

    /// A number without a unit.
    pub(super) fn number(&mut self, node: &Node, path: &Path, wanted: &str) -> Option<f64> {
        match node.value {
            Value::Integer(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            _ => {
                self.wrong(path, node, wanted);
                None
            }
        }
    }

    /// A whole number from 0 on.
    fn whole(&mut self, node: &Node, path: &Path) -> Option<u32> {
        match node.value {
            Value::Integer(value) if u32::try_from(value).is_ok() => u32::try_from(value).ok(),
            _ => {
                self.wrong(path, node, "a whole number of items, 0 or more, such as 3");
                None
            }
        }
    }

    /// Numbers without a unit: 25, "20-30", or the long form.
    pub(super) fn numbers(&mut self, node: &Node, path: &Path) -> Option<Spread<f64>> {
        let wanted = "a number or a range of them, such as 25 or \"20-30\"";
        match &node.value {
            Value::Text(text) => match read_percents(text) {
                Ok(points) if !text.contains('%') => Spread::of_points(&points),
                _ => {
                    let message = format!("{} is no number and no range of them", quoted(text));
                    self.fault(Code::Amount, path, node.at, message, format!("write {wanted}"));
                    None
                }
            },
            Value::Table(_) => {
                let number = |decoder: &mut Self, node: &Node, path: &Path| {
                    decoder.number(node, path, "a number, such as 20")
                };
                match self.long(node, path, number, number, LONG_NUMBER)? {
                    Long::Spread(spread) => Some(spread),
                    Long::Any(_) | Long::Items(_) => {
                        self.no_curve(path, node, LONG_NUMBER);
                        None
                    }
                }
            }
            _ => self.number(node, path, wanted).map(Spread::shares),
        }
    }
}
