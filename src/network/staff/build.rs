//! Plan → staff.

use std::collections::HashMap;
use std::rc::Rc;

use super::days::Days;
use super::effects::effects;
use super::{Crew, Interrupts, Need, Out, Plain, Pool, Staff, flat};
use crate::calendar::{Axis, Calendar, WorkingDays};
use crate::check::{Lookup, People, own_calendars, pace, planned, staff as staff_of};
use crate::curve::{Curve, Cut, Misfit};
use crate::network::build::Builder;
use crate::network::keys::{Purpose, interrupts, key};
use crate::network::{Link, Node};
use crate::plan::{Idle, Pace, Plan, ROADMAP, Team, TeamCalendar};
use crate::units::TICKS_PER_DAY;

/// What a plan says of who does what.
pub(in crate::network) struct Work<'p> {
    plan: &'p Plan,
    /// By task: the teams in the plan, and how many people it needs of each.
    pub(in crate::network) staff: Vec<Vec<(usize, u32)>>,
    /// The teams that some task needs.
    used: Vec<bool>,
}

impl<'p> Work<'p> {
    pub(in crate::network) fn new(plan: &'p Plan, lookup: &Lookup<'p>) -> Self {
        let staff: Vec<Vec<(usize, u32)>> = match plan.teams.is_empty() {
            true => vec![Vec::new(); plan.tasks.len()],
            false => (0..plan.tasks.len()).map(|task| staff_of(plan, lookup, task)).collect(),
        };
        let mut used = vec![false; plan.teams.len()];
        staff.iter().flatten().for_each(|&(team, _)| used[team] = true);
        Self { plan, staff, used }
    }

    fn teams(&self) -> impl Iterator<Item = (usize, &'p Team)> {
        self.plan.teams.iter().enumerate().filter(|&(team, _)| self.used[team])
    }

    /// The calendars that work is done on, each once, the plan's first.
    pub(in crate::network) fn calendars(&self) -> Vec<Calendar> {
        let plan = &self.plan.calendar;
        std::iter::once(plan.clone()).chain(self.own().into_iter().map(|days| days.over(plan))).collect()
    }

    /// The days of teams that are not the plan's, each once.
    fn own(&self) -> Vec<&'p TeamCalendar> {
        own_calendars(self.plan, |team| self.used[team])
    }
}

/// What the durations of tasks are multiplied by where the usual unplanned work is inside (METHOD 8).
pub(in crate::network) fn paces(work: &Work<'_>) -> Vec<(usize, f64)> {
    if work.plan.estimates.pace != Pace::Usual {
        return Vec::new();
    }
    let paces = work.staff.iter().map(|teams| pace(work.plan, teams)).enumerate();
    paces.filter(|&(_, pace)| pace < 1.0).collect()
}

/// The staff of a plan; none where it makes no difference, unless it is asked for all the same.
pub(in crate::network) fn staff(
    work: &Work<'_>,
    lookup: &Lookup<'_>,
    axis: &Axis,
    nodes: &[Node],
    (node_order, links, links_from): (&[usize], &[Link], &[usize]),
    builder: &mut Builder<'_>,
    always: bool,
) -> Result<Option<Box<Staff>>, Misfit> {
    let plan = work.plan;
    if !always && plan.effects.is_empty() && work.teams().next().is_none() {
        return Ok(None);
    }
    // Tasks by priority and plan order, then the milestones.
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    // What was started goes on before anything else begins.
    order[..plan.tasks.len()].sort_by_key(|&task| (nodes[task].past.is_none(), plan.tasks[task].priority));
    let mut jobs = vec![0; nodes.len()];
    order.iter().enumerate().for_each(|(job, &node)| jobs[node] = job);
    let effects = effects(plan, lookup, axis, &jobs, builder)?;
    let mut crews = Crews::default();
    for (number, team) in work.teams() {
        crews.add(number, team, builder)?;
    }
    let mut needs = Vec::with_capacity(nodes.len());
    for (job, &node) in order.iter().enumerate() {
        let uses = work.staff.get(node).map_or(&[][..], Vec::as_slice);
        let affected = !effects.acts.is_empty() && effects.acts_from[job] < effects.acts_from[job + 1];
        needs.push(match uses {
            // Its speed changes, so it is looked after like the tasks of a team of which there is always enough.
            [] if affected => vec![Need { pool: crews.nobody(), people: 1 }],
            _ => uses
                .iter()
                .map(|&(team, people)| Need { pool: crews.pool(team, plan, node), people })
                .collect(),
        });
    }
    crews.join(&needs);
    let (calendars, own) = (work.calendars(), work.own());
    let days_of: Vec<Rc<WorkingDays>> = calendars
        .iter()
        .map(|calendar| Ok(Rc::new(calendar.working_days().map_err(|error| Misfit::of_calendar(&error))?)))
        .collect::<Result<_, Misfit>>()?;
    let presence = |crew: &Crew| {
        let team = crew.team.map(|team| &plan.teams[team]);
        let place = team.and_then(|team| own.iter().position(|&days| *days == team.calendar));
        People::new(Rc::clone(&days_of[place.map_or(0, |place| place + 1)]), team)
    };
    let mut presences: Vec<People> = crews.teams.iter().map(presence).collect();
    let week = calendars.iter().fold(plan.calendar.week, |week, calendar| week.or(calendar.week));
    let dates = calendars.iter().flat_map(|calendar| &calendar.holidays).map(|holiday| holiday.to);
    let dates = dates.chain(work.teams().flat_map(|(_, team)| {
        team.leave.iter().map(|leave| leave.to).chain(team.joins.iter().map(|join| join.from))
    }));
    let last = dates.max().unwrap_or(plan.start);
    let days = Days::new(axis, &mut presences, last, week.len())?;

    let mut outs = vec![Vec::new(); nodes.len()];
    let mut waits = vec![[0, 0]; nodes.len()];
    for node in 0..nodes.len() {
        for link in &links[links_from[node]..links_from[node + 1]] {
            let holds_finish = link.kind.holds_finish();
            waits[jobs[node]][usize::from(holds_finish)] += 1;
            outs[jobs[link.from]].push(Out {
                to: jobs[node],
                of_start: link.kind.waits_for_start(),
                holds_finish,
                lag: link.lag,
            });
        }
    }
    // Enough people for everything at once, and nothing that changes their speed.
    let mut needed = vec![0u64; crews.teams.len()];
    for need in needs.iter().flatten() {
        needed[crews.pools[need.pool].team] += u64::from(need.people);
    }
    let enough = |(team, crew): (usize, &Crew)| {
        !crew.shared
            && crew.interrupts.is_empty()
            && days.fewest(team).is_some_and(|fewest| needed[team] <= u64::from(fewest))
    };
    let plain = links.iter().all(|link| !link.kind.holds_finish() && link.lag.is_positive());
    let enough = plain
        && !axis.has_more_days()
        && effects.acts.is_empty()
        && crews.teams.iter().enumerate().all(enough);
    // Nobody looks after anything, so that there is nothing to be known beforehand.
    let alone = effects.acts.is_empty() && crews.teams.is_empty();
    if !always && (enough || alone) {
        return Ok(None);
    }
    let (needs, needs_from) = flat(needs);
    let (outs, outs_from) = flat(outs);
    let mut staff = Staff {
        not_before: order.iter().map(|&node| nodes[node].not_before).collect(),
        nodes: order,
        nobody: crews.nobody.map(|team| crews.teams[team].domain),
        teams: crews.teams,
        pools: crews.pools,
        domains: crews.domains,
        needs,
        needs_from,
        outs,
        outs_from,
        waits,
        days,
        effects: effects.effects,
        entries: effects.entries,
        acts: effects.acts,
        acts_from: effects.acts_from,
        tied: effects.tied,
        tied_from: effects.tied_from,
        plain: None,
    };
    if !always && !axis.has_more_days() && nodes.iter().all(|node| node.past.is_none()) {
        staff.plain = Plain::new(plan, &staff, node_order);
    }
    Ok(Some(Box::new(staff)))
}

/// The teams so far.
#[derive(Default)]
struct Crews {
    teams: Vec<Crew>,
    /// The place of each team of the plan that has one.
    places: HashMap<usize, usize>,
    /// The place of the one that stands for nobody.
    nobody: Option<usize>,
    pools: Vec<Pool>,
    domains: Vec<Vec<usize>>,
}

impl Crews {
    fn add(&mut self, number: usize, team: &Team, builder: &mut Builder<'_>) -> Result<(), Misfit> {
        let begin = self.pools.len();
        let place = self.teams.len();
        self.places.insert(number, place);
        let pool = |share| Pool { team: place, share };
        match team.share.is_empty() {
            true => self.pools.push(pool(1.0)),
            false => self.pools.extend(team.share.iter().map(|&(_, share)| pool(share))),
        }
        let unplanned = match &team.unplanned {
            Some(share) if !team.share.is_empty() => builder.unplanned(share)?,
            _ => None,
        };
        let of_interrupt = |(place, interrupt): (usize, &crate::plan::Interrupt)| {
            let gap = Curve::Exponential { mean: builder.days(interrupt.every)? };
            let takes = builder.duration(&interrupt.takes)?.0;
            let gaps = builder.tables.draw(&gap, f64::from(TICKS_PER_DAY), Cut::Below);
            Ok(Interrupts { key: interrupts(&team.name, place), gaps, takes })
        };
        let interrupts =
            team.interrupts.iter().enumerate().map(of_interrupt).collect::<Result<_, Misfit>>()?;
        self.teams.push(Crew {
            team: Some(number),
            pools: begin..self.pools.len(),
            domain: 0,
            shared: !team.share.is_empty(),
            lent: team.idle == Idle::Lent,
            planned: planned(team),
            unplanned: unplanned.map(|draw| (key(&team.name, Purpose::Unplanned), draw)),
            interrupts,
        });
        Ok(())
    }

    /// The pool of nobody, of whom there is always enough.
    fn nobody(&mut self) -> usize {
        if let Some(place) = self.nobody {
            return self.teams[place].pools.start;
        }
        self.nobody = Some(self.teams.len());
        self.pools.push(Pool { team: self.teams.len(), share: 1.0 });
        self.teams.push(Crew {
            team: None,
            pools: self.pools.len() - 1..self.pools.len(),
            domain: 0,
            shared: false,
            lent: false,
            planned: 0.0,
            unplanned: None,
            interrupts: Vec::new(),
        });
        self.pools.len() - 1
    }

    /// The pool of a team that a task draws on.
    fn pool(&self, team: usize, plan: &Plan, task: usize) -> usize {
        // Every team that a task needs was added.
        let pools = self.places.get(&team).map_or(0..1, |&place| self.teams[place].pools.clone());
        let kind = plan.tasks[task].kind.as_deref().unwrap_or(ROADMAP);
        // The check has refused kinds that the team has no share for.
        let place = plan.teams[team].share.iter().position(|(other, _)| other == kind).unwrap_or(0);
        pools.start + place
    }

    /// Joins the teams that tasks need together.
    fn join(&mut self, needs: &[Vec<Need>]) {
        /// The first of those that a team is joined with.
        fn first(joined: &mut [usize], mut team: usize) -> usize {
            while joined[team] != team {
                joined[team] = joined[joined[team]];
                team = joined[team];
            }
            team
        }
        let mut joined: Vec<usize> = (0..self.teams.len()).collect();
        for needs in needs {
            for need in needs {
                let (one, other) = (self.pools[needs[0].pool].team, self.pools[need.pool].team);
                let (one, other) = (first(&mut joined, one), first(&mut joined, other));
                joined[one.max(other)] = one.min(other);
            }
        }
        let mut numbers = vec![None; self.teams.len()];
        for team in 0..self.teams.len() {
            let number = *numbers[first(&mut joined, team)].get_or_insert_with(|| {
                self.domains.push(Vec::new());
                self.domains.len() - 1
            });
            self.domains[number].push(team);
            self.teams[team].domain = number;
        }
    }
}

impl Builder<'_> {
    /// The curve of a random unplanned share; `None` where it is always the same.
    fn unplanned(&mut self, share: &crate::plan::Scale) -> Result<Option<crate::curve::Draw>, Misfit> {
        let curve = self.reading.share(share)?;
        Ok(curve.constant().is_none().then(|| self.tables.draw(&curve, 1.0, Cut::Below)))
    }
}
