//! Plan → network.

use std::sync::Arc;

use super::keys::{Purpose, key};
use super::order::{assign_slots, order};
use super::{Change, ChangeKind, FACTOR_UNIT, Link, Network, Node, Scenario, Size};
use crate::calendar::Axis;
use crate::check::{Lookup, Reading, check, links_of, select};
use crate::curve::{Curve, Cut, Draw, Misfit, Quantity, Tables};
use crate::error::{Code, Diagnostic, Error, Path, Result, Severity};
use crate::kernel::path::Wait;
use crate::plan::{Amount, Estimate, Plan, Risk, Scale};
use crate::units::{TICKS_PER_DAY, ticks};

/// The most tables of a network: 512 MiB of them.
const MOST_TABLES: usize = 65_536;

impl Network {
    /// Checks a plan and makes it ready to be simulated.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Plan`](crate::ErrorKind::Plan) with every fault when the plan has errors.
    pub fn new(plan: &Plan) -> Result<Self> {
        let findings = check(plan);
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return Err(Error::plan(findings));
        }
        // The check has asked everything that can fail here; if it let something through, that is still an error, not a panic.
        build(plan, findings).map_err(|fault| {
            Error::plan(vec![Diagnostic::new(fault.code, Path::root(), fault.message, fault.help)])
        })
    }
}

fn build(plan: &Plan, warnings: Vec<Diagnostic>) -> std::result::Result<Network, Misfit> {
    let days = plan.calendar.working_days().map_err(|error| Misfit {
        code: Code::NoWorkingDay,
        message: error.to_string(),
        help: String::new(),
    })?;
    let axis = Axis::new(days, plan.start);
    let lookup = Lookup::new(plan);
    let mut builder = Builder { reading: Reading::new(plan), tables: Tables::default(), sizes: Vec::new() };

    let mut nodes = Vec::with_capacity(lookup.len());
    for task in &plan.tasks {
        let not_before = task.not_before.map_or(0, |day| axis.morning_of(day));
        let (takes, value) = builder.duration(&task.takes)?;
        nodes.push(Node::new(&task.name, takes, not_before, ticks(value)));
    }
    let (nothing, _) = builder.duration(&Estimate::days(0.0))?;
    nodes.extend(plan.milestones.iter().map(|milestone| Node::new(&milestone.name, nothing, 0, 0)));

    let mut links = Vec::new();
    let mut links_from = vec![0];
    for number in 0..lookup.len() {
        for (_, _, link) in links_of(plan, number) {
            let lag = builder.reading.days(link.lag.unwrap_or(Amount::days(0.0)))?;
            // The check has refused names that are not in the plan.
            let Some(from) = lookup.number(&link.task) else { continue };
            links.push(Link { from, lag: ticks(lag) });
        }
        links_from.push(links.len());
    }
    let order = order(&links, &links_from);
    let slots = assign_slots(&mut nodes, &order, &links, &links_from);
    for link in links.iter().filter(|link| link.lag >= 0) {
        nodes[link.from].may_end = false;
    }

    for &node in &order {
        let of_node = &links[links_from[node]..links_from[node + 1]];
        let held = of_node.iter().filter(|link| link.lag >= 0).map(|link| nodes[link.from].held_until).max();
        nodes[node].held_until = nodes[node].held_until.max(held.unwrap_or(0));
    }
    let held_until = nodes.iter().map(|node| node.held_until).max().unwrap_or(0);

    let (changes, changes_from) = builder.changes(plan, &lookup)?;
    let risks = plan.risks.iter().map(Scenario::new).collect();
    let waits = links.iter().map(|link| Wait { column: nodes[link.from].slot, lag: link.lag }).collect();
    let mut network = Network {
        plan: Arc::new(plan.clone()),
        axis: Arc::new(axis),
        warnings,
        nodes,
        order,
        links,
        links_from,
        changes,
        changes_from,
        risks,
        sizes: builder.sizes,
        tables: builder.tables.finish(),
        held_until,
        slots,
        waits,
        latest: 0,
        within_axis: false,
    };
    network.bound();
    Ok(network)
}

impl Node {
    fn new(name: &str, takes: Draw, not_before: i32, plan_ticks: i32) -> Self {
        Self {
            key: key(name, Purpose::Duration),
            takes,
            in_ticks: false,
            constant: None,
            not_before,
            slot: 0,
            may_end: true,
            held_until: not_before,
            plan_ticks,
        }
    }
}

impl Scenario {
    fn new(risk: &Risk) -> Self {
        // Bits k stand for the probability (k + 1/2) / 2^32, which lies below the chance exactly for the k below this.
        let threshold = (risk.chance.get() * 4_294_967_296.0 - 0.5).ceil().clamp(0.0, 4_294_967_296.0) as u64;
        Self { happens: key(&risk.name, Purpose::Happens), size: key(&risk.name, Purpose::Size), threshold }
    }
}

/// Estimates → draws, each distinct one once.
struct Builder<'p> {
    reading: Reading<'p>,
    tables: Tables,
    sizes: Vec<Size>,
}

impl Builder<'_> {
    /// Refuses more shapes than there is memory for; each takes 8 KiB.
    fn few_tables(&self) -> std::result::Result<(), Misfit> {
        if self.tables.len() < MOST_TABLES {
            return Ok(());
        }
        Err(Misfit {
            code: Code::PlanLimit,
            message: format!("the plan has more than {MOST_TABLES} estimates of different shape"),
            help: "use sizes, or the same ratios of low, likely and high, for tasks that are alike"
                .to_owned(),
        })
    }

    /// A duration [ticks], and its value on the plan date [days].
    fn duration(&mut self, estimate: &Estimate) -> std::result::Result<(Draw, f64), Misfit> {
        let Some(read) = self.reading.estimate(estimate, Quantity::Duration)? else {
            return Ok((self.ticks(&Curve::Constant(0.0), Cut::Nothing), 0.0));
        };
        self.few_tables()?;
        Ok((self.ticks(&read.curve, read.cut), read.plan_value))
    }

    fn ticks(&mut self, curve: &Curve, cut: Cut) -> Draw {
        self.tables.draw(curve, f64::from(TICKS_PER_DAY), cut)
    }

    fn delay(&mut self, estimate: &Estimate) -> std::result::Result<Draw, Misfit> {
        self.few_tables()?;
        Ok(match self.reading.estimate(estimate, Quantity::Delay)? {
            Some(read) => self.ticks(&read.curve, read.cut),
            None => self.ticks(&Curve::Constant(0.0), Cut::Nothing),
        })
    }

    fn scale(&mut self, scale: &Scale) -> std::result::Result<Draw, Misfit> {
        self.few_tables()?;
        let curve = self.reading.scale(scale)?;
        Ok(self.tables.draw(&curve, 1.0 / FACTOR_UNIT, Cut::Below))
    }

    /// What risks do to each node: replacing before scaling before delaying, and within these by the risks' names.
    fn changes(
        &mut self,
        plan: &Plan,
        lookup: &Lookup<'_>,
    ) -> std::result::Result<(Vec<Change>, Vec<usize>), Misfit> {
        let mut risks: Vec<usize> = (0..plan.risks.len()).collect();
        risks.sort_by_key(|&risk| &plan.risks[risk].name);
        let mut changes: Vec<(usize, Change)> = Vec::new();
        for &risk in &risks {
            let becomes =
                |builder: &mut Self, estimate| Ok(ChangeKind::Becomes(builder.duration(estimate)?.0));
            self.note(lookup, risk, &plan.risks[risk].becomes, becomes, &mut changes)?;
        }
        for &risk in &risks {
            let scales = |builder: &mut Self, scale| {
                let draw = builder.scale(scale)?;
                Ok(ChangeKind::Scales(builder.size(risk, draw)))
            };
            self.note(lookup, risk, &plan.risks[risk].scales, scales, &mut changes)?;
        }
        for &risk in &risks {
            let delays = |builder: &mut Self, delay| {
                let draw = builder.delay(delay)?;
                Ok(ChangeKind::Delays(builder.size(risk, draw)))
            };
            self.note(lookup, risk, &plan.risks[risk].delays, delays, &mut changes)?;
        }
        // Stable: within a node the order above stays.
        changes.sort_by_key(|&(node, _)| node);
        let mut from = vec![0; lookup.len() + 1];
        for &(node, _) in &changes {
            from[node + 1] += 1;
        }
        for node in 0..lookup.len() {
            from[node + 1] += from[node];
        }
        Ok((changes.into_iter().map(|(_, change)| change).collect(), from))
    }

    /// Notes what each entry of a risk does to the nodes it selects.
    fn note<'e, T>(
        &mut self,
        lookup: &Lookup<'_>,
        risk: usize,
        entries: &'e [(String, T)],
        kind: impl Fn(&mut Self, &'e T) -> std::result::Result<ChangeKind, Misfit>,
        changes: &mut Vec<(usize, Change)>,
    ) -> std::result::Result<(), Misfit> {
        let kinds = entries.iter().map(|(_, entry)| kind(self, entry));
        let kinds = kinds.collect::<std::result::Result<Vec<ChangeKind>, Misfit>>()?;
        for (node, place) in select(lookup, entries, usize::MAX).chosen {
            changes.push((node, Change { risk, kind: kinds[place] }));
        }
        Ok(())
    }

    /// The number of a size; equal ones of a risk that lie together are one.
    fn size(&mut self, risk: usize, draw: Draw) -> usize {
        /// So far back equal ones are looked for: enough for what people write, and never long.
        const RECENT: usize = 8;
        let size = Size { risk, draw };
        let recent = self.sizes.len().saturating_sub(RECENT);
        match self.sizes[recent..].iter().position(|other| *other == size) {
            Some(place) => recent + place,
            None => {
                self.sizes.push(size);
                self.sizes.len() - 1
            }
        }
    }
}
