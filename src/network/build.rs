//! Plan → network.

use std::sync::Arc;

use super::changes::changes;
use super::columns::{Columns, lay_out};
use super::costs::Costs;
use super::facts::Facts;
use super::keys::{Purpose, key};
use super::order::order;
use super::past::{History, Learned, pace_of};
use super::presence::presences;
use super::staff::{Work, paces, staff};
use super::{ChangeKind, Common, FACTOR_UNIT, Lag, Link, Network, Node, Size, scenario};
use crate::calendar::Axis;
use crate::check::{Lookup, Reading, check, links_of, selected};
use crate::curve::{Curve, Cut, Draw, Misfit, Quantity, Tables};
use crate::error::{Code, Diagnostic, Error, Path, Result, Severity};
use crate::plan::{self, Estimate, Plan, Scale, Spread};
use crate::units::{TICKS_PER_DAY, ticks};

/// The most tables of a network: 512 MiB of them.
const MOST_TABLES: usize = 65_536;

/// The most work with curves that are cut into pieces: half a minute or so.
const MOST_CUTTING: usize = 20_000;

impl Network {
    /// Checks a plan and makes it ready to be simulated.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Plan`](crate::ErrorKind::Plan) with every fault when the plan has errors.
    pub fn new(plan: &Plan) -> Result<Self> {
        Self::built(plan, sound(plan)?, false, Origin::of(plan))
    }

    /// The network of a changed plan, of which nothing is warned; what was done and spent before is known.
    ///
    /// # Errors
    ///
    /// As [`Network::new`].
    pub(crate) fn changed(plan: &Plan, facts: &Facts) -> Result<Self> {
        sound(plan)?;
        Self::built(plan, Vec::new(), false, Origin { facts: Some(facts), ..Origin::of(plan) })
    }

    /// The network of a plan whose trials are gone through event by event even where that makes no difference.
    pub(crate) fn with_events(plan: &Plan) -> Result<Self> {
        Self::built(plan, Vec::new(), true, Origin::of(plan))
    }

    fn built(plan: &Plan, findings: Vec<Diagnostic>, always: bool, origin: Origin<'_>) -> Result<Self> {
        build(plan, findings, always, origin, Tables::default()).map_err(unforeseen)
    }
}

/// What the check warns of in a plan without errors.
fn sound(plan: &Plan) -> Result<Vec<Diagnostic>> {
    let findings = check(plan);
    let wrong = findings.iter().any(|finding| finding.severity() == Severity::Error);
    if wrong { Err(Error::plan(findings)) } else { Ok(findings) }
}

/// The check has asked everything that can fail here; if it let something through, that is still an error, not a panic.
pub(super) fn unforeseen(fault: Misfit) -> Error {
    Error::plan(vec![Diagnostic::new(fault.code, Path::root(), fault.message, fault.help)])
}

/// What a plan is a change of.
#[derive(Clone, Copy)]
pub(super) struct Origin<'o> {
    /// The plan whose shares are inside the estimates where the usual unplanned work is.
    pub(super) usual: &'o Plan,
    /// What is known of the plan that was changed.
    pub(super) facts: Option<&'o Facts>,
}

impl<'o> Origin<'o> {
    /// A plan of its own.
    pub(super) fn of(plan: &'o Plan) -> Self {
        Self { usual: plan, facts: None }
    }
}

/// The network of a plan.
pub(super) fn build(
    plan: &Plan,
    warnings: Vec<Diagnostic>,
    events: bool,
    origin: Origin<'_>,
    mut tables: Tables,
) -> std::result::Result<Network, Misfit> {
    let shared_plan = Arc::new(plan.clone());
    let lookup = Lookup::new(plan);
    let work = Work::new(plan, &lookup);
    let axis = Axis::of(&work.calendars(), plan.start).map_err(|error| Misfit::of_calendar(&error))?;
    let paces = paces_of(origin.usual);
    let mut builder = Builder { reading: Reading::new(plan), tables: &mut tables, sizes: Vec::new() };

    let history = History::new(plan, &builder.reading, &lookup, &axis, &paces, origin.facts)?;
    let as_of = history.as_ref().map_or(0, |history| history.as_of);
    let mut under_way = Vec::new();

    let mut nodes = Vec::with_capacity(lookup.len());
    for (number, task) in plan.tasks.iter().enumerate() {
        let pace = pace_of(&paces, number);
        if let Some(history) = &history
            && let Some((past, takes, plan_ticks)) =
                history.of_task(number, &axis, &mut builder, pace, &mut under_way)?
        {
            nodes.push(Node { past: Some(past), ..Node::new(&task.name, takes, 0, plan_ticks) });
            continue;
        }
        let not_before = task.not_before.map_or(0, |day| axis.morning_of(day)).max(as_of);
        let (takes, value) = builder.duration(&task.takes)?;
        nodes.push(Node::new(&task.name, takes, not_before, ticks(value * pace)));
    }
    let nothing = builder.nothing();
    nodes.extend(plan.milestones.iter().map(|milestone| Node::new(&milestone.name, nothing, 0, 0)));
    for milestone in origin.facts.into_iter().flat_map(|facts| facts.still_to_come(plan)) {
        let node = &mut nodes[plan.tasks.len() + milestone];
        (node.not_before, node.held_until) = (as_of, as_of);
    }
    let not_over_before =
        if origin.facts.is_some_and(|facts| facts.is_cut_short_by(plan)) { as_of } else { 0 };
    let (shared, learned) = correlate(plan, &lookup, history.as_ref(), &mut nodes);

    let mut links = Vec::new();
    let mut links_from = vec![0];
    for number in 0..lookup.len() {
        for (_, _, link) in links_of(plan, number) {
            let lag = match link.lag {
                None => Lag::Ticks(0),
                Some(plan::Lag::Time(amount)) => Lag::Ticks(ticks(builder.reading.days(amount)?)),
                Some(plan::Lag::Share(share)) => Lag::Share(share),
            };
            // The check has refused names that are not in the plan.
            let Some(from) = lookup.number(&link.task) else { continue };
            links.push(Link { from, kind: link.kind, lag });
        }
        links_from.push(links.len());
    }
    let order = order(&links, &links_from);
    let presences = presences(plan, &lookup, &order, &mut nodes);
    let Columns { waits, outputs, slots } = lay_out(&mut nodes, &order, &links, &links_from);
    for node in 0..nodes.len() {
        // What was started before what it waits for does not finish as late.
        let waits = |link: &&Link| nodes[node].waits_for(link);
        let of_node: Vec<Link> =
            links[links_from[node]..links_from[node + 1]].iter().filter(waits).copied().collect();
        for link in of_node.iter().filter(|link| !link.kind.waits_for_start() && link.lag.is_positive()) {
            nodes[link.from].may_end = false;
        }
    }
    let held_until = hold(&mut nodes, &order, &links, &links_from).max(not_over_before);

    let staff = staff(&work, &lookup, &axis, &nodes, (&order, &links, &links_from), &mut builder, events)?;
    let pasts = history.as_ref().map_or(&[][..], |history| &history.pasts);
    let facts = Facts::new(&shared_plan, &work, pasts, |task| nodes[task].past, &paces, origin.facts);
    let costs = Costs::new(plan, &work, staff.as_deref(), facts.spent);
    let settled = |node: usize| nodes[node].past.is_some_and(|past| past.finish.is_some());
    let (changes, changes_from) = changes(
        plan,
        &lookup,
        &paces,
        |node, change| !settled(node) && nodes[node].is_changed_by(change),
        &mut builder,
    )?;
    let chances = history.as_ref().map(History::chances);
    let risks = scenario::scenarios(plan, chances.as_deref());
    let risk_order = scenario::order(&risks);
    builder.few_curves()?;
    let mut network = Network {
        plan: shared_plan,
        axis: Arc::new(axis),
        warnings,
        nodes,
        order,
        links,
        links_from,
        changes,
        changes_from,
        risks,
        risk_order,
        sizes: builder.sizes,
        presences,
        shared,
        learned,
        as_of,
        under_way,
        curves: builder.tables.finish(),
        tables: Arc::default(),
        held_until,
        not_over_before,
        slots,
        waits,
        outputs,
        latest: 0,
        staff,
        costs,
        facts: Arc::new(facts),
        within_axis: false,
    };
    network.bound();
    network.tables = Arc::new(tables);
    Ok(network)
}

/// What the durations of tasks are multiplied by where the usual unplanned work of a plan is inside.
pub(super) fn paces_of(plan: &Plan) -> Vec<(usize, f64)> {
    paces(&Work::new(plan, &Lookup::new(plan)))
}

/// Notes for each task what its duration has in common with others; returns the shared streams that are read (METHOD 11), and what the
/// finished tasks have taught of each.
fn correlate(
    plan: &Plan,
    lookup: &Lookup<'_>,
    history: Option<&History<'_>>,
    nodes: &mut [Node],
) -> (Vec<u64>, Vec<Learned>) {
    let mut streams = Vec::new();
    let learned = |correlation: f64, tasks: &[usize]| history.and_then(|h| h.learned(tasks, correlation));
    let mut grouped = vec![false; plan.tasks.len()];
    for group in &plan.groups {
        let tasks = group.tasks.iter().flat_map(|selector| selected(lookup, selector));
        let tasks: Vec<usize> = tasks.filter(|&task| task < plan.tasks.len()).collect();
        tasks.iter().for_each(|&task| grouped[task] = true);
        let learned = learned(group.correlation, &tasks);
        share(&group.name, group.correlation, &tasks, learned, nodes, &mut streams);
    }
    let others: Vec<usize> = (0..plan.tasks.len()).filter(|&task| !grouped[task]).collect();
    let correlation = plan.estimates.correlation.unwrap_or(0.0);
    let learned = learned(correlation, &others);
    share("", correlation, &others, learned, nodes, &mut streams);
    streams.into_iter().unzip()
}

/// Gives these tasks the shared stream of this name.
fn share(
    name: &str,
    correlation: f64,
    tasks: &[usize],
    learned: Learned,
    nodes: &mut [Node],
    streams: &mut Vec<(u64, Learned)>,
) {
    let shared = key(name, Purpose::Shared);
    if correlation >= 1.0 && learned.is_none() {
        // All of them have the one number.
        tasks.iter().for_each(|&task| nodes[task].key = shared);
    } else if correlation > 0.0 && !tasks.is_empty() {
        let common = Common {
            shared: streams.len(),
            common: correlation.sqrt() as f32,
            own: (1.0 - correlation).max(0.0).sqrt() as f32,
        };
        streams.push((shared, learned));
        tasks.iter().for_each(|&task| nodes[task].common = Some(common));
    }
}

/// Notes for each node the latest morning that it or anything it waits for is held until; returns the latest of all.
fn hold(nodes: &mut [Node], order: &[usize], links: &[Link], links_from: &[usize]) -> i32 {
    // Until when starts are held; finishes may be held for longer, by other finishes.
    // What may not be there holds nothing in the trials in which it is not, and those cannot be told apart by the tick.
    let of_node =
        |node: &Node| if node.presence.is_none() && node.past.is_none() { node.not_before } else { 0 };
    let mut starts: Vec<i32> = nodes.iter().map(of_node).collect();
    for &node in order {
        let mut finish = 0;
        let of_node = links[links_from[node]..links_from[node + 1]].iter();
        for link in of_node.filter(|link| link.lag.is_positive() && nodes[node].waits_for(link)) {
            let held = match link.kind.waits_for_start() {
                true => starts[link.from],
                false => nodes[link.from].held_until,
            };
            let by = if link.kind.holds_finish() { &mut finish } else { &mut starts[node] };
            *by = held.max(*by);
        }
        nodes[node].held_until = finish.max(starts[node]);
    }
    nodes.iter().map(|node| node.held_until).max().unwrap_or(0)
}

impl Node {
    fn new(name: &str, takes: Draw, not_before: i32, plan_ticks: i32) -> Self {
        Self {
            key: key(name, Purpose::Duration),
            common: None,
            takes,
            in_ticks: false,
            constant: None,
            not_before,
            past: None,
            presence: None,
            slot: 0,
            starts_after: 0..0,
            ends_after: 0..0,
            absent_after: 0..0,
            outputs: 0..0,
            may_end: true,
            held_until: not_before,
            plan_ticks,
        }
    }

    /// Whether a link holds it: what was started before what it waits for goes on, and what is finished stays so.
    pub(crate) fn waits_for(&self, link: &Link) -> bool {
        self.past.is_none_or(|past| past.finish.is_none() && link.kind.holds_finish())
    }

    /// Whether a change acts on it: where it is said what is left of it, risks are in that.
    fn is_changed_by(&self, change: ChangeKind) -> bool {
        self.past.is_none_or(|past| past.under_way.is_some() || matches!(change, ChangeKind::Pace(_)))
    }
}

/// Estimates → draws, each distinct one once.
pub(super) struct Builder<'p> {
    pub(super) reading: Reading<'p>,
    pub(super) tables: &'p mut Tables,
    pub(super) sizes: Vec<Size>,
}

impl Builder<'_> {
    /// Refuses more shapes than there is memory for; each takes 8 KiB.
    fn few_tables(&self) -> std::result::Result<(), Misfit> {
        if self.tables.work() < MOST_TABLES {
            return Ok(());
        }
        Err(Misfit {
            code: Code::PlanLimit,
            message: format!("the plan has more than {MOST_TABLES} estimates of different shape"),
            help: "use sizes, or the same ratios of low, likely and high, for tasks that are alike"
                .to_owned(),
        })
    }

    /// Refuses more curves to be cut into pieces than there is time for.
    fn few_curves(&self) -> std::result::Result<(), Misfit> {
        if self.tables.cutting() <= MOST_CUTTING {
            return Ok(());
        }
        Err(Misfit {
            code: Code::PlanLimit,
            message: "the plan has too many different histories, percentile curves and possibilities"
                .to_owned(),
            help: "use sizes for tasks that are alike".to_owned(),
        })
    }

    /// A duration [ticks], and its value on the plan date [days].
    pub(super) fn duration(&mut self, estimate: &Estimate) -> std::result::Result<(Draw, f64), Misfit> {
        let Some(read) = self.reading.estimate(estimate, Quantity::Duration)? else {
            return Ok((self.nothing(), 0.0));
        };
        self.few_tables()?;
        Ok((self.ticks(&read.curve, read.cut), read.plan_value))
    }

    /// What takes no time.
    pub(super) fn nothing(&mut self) -> Draw {
        self.ticks(&Curve::Constant(0.0), Cut::Nothing)
    }

    fn ticks(&mut self, curve: &Curve, cut: Cut) -> Draw {
        self.tables.draw(curve, f64::from(TICKS_PER_DAY), cut)
    }

    /// What is added to a duration [ticks].
    pub(super) fn delay(&mut self, estimate: &Estimate) -> std::result::Result<Draw, Misfit> {
        self.few_tables()?;
        Ok(match self.reading.estimate(estimate, Quantity::Delay)? {
            Some(read) => self.ticks(&read.curve, read.cut),
            None => self.nothing(),
        })
    }

    /// An amount [working days].
    pub(super) fn days(&self, amount: plan::Amount) -> std::result::Result<f64, Misfit> {
        self.reading.days(amount)
    }

    /// What an effect adds to a duration, or saves of it, as a share; and that share on the plan date.
    pub(super) fn share(&mut self, share: &Scale, saves: bool) -> std::result::Result<(Draw, f64), Misfit> {
        self.few_tables()?;
        let curve = if saves { self.reading.share(share)? } else { self.reading.slow(share)? };
        let value = match share {
            Scale::Spread(Spread::Range(range)) => range.likely,
            _ => None,
        };
        let value = value.unwrap_or_else(|| curve.quantile(0.5)).max(0.0);
        Ok((self.tables.draw(&curve, 1.0, Cut::Below), value))
    }

    /// What a duration is multiplied by [units of a factor].
    pub(super) fn scale(&mut self, scale: &Scale) -> std::result::Result<Draw, Misfit> {
        self.few_tables()?;
        let curve = self.reading.scale(scale)?;
        Ok(self.tables.draw(&curve, 1.0 / FACTOR_UNIT, Cut::Below))
    }
}
