//! The runs behind an explanation: the plan as it is, and every change of it on the same trials.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Explanation;
use super::attempts::{Attempt, attempts};
use super::cause::Driver;
use super::changes;
use super::criticality::{Way, ways};
use super::finding::findings;
use super::joins::{NoRisk, additivity, calm, joins};
use super::lever::Lever;
use super::outcomes::{Now, Outcomes};
use super::shares::{CauseGroup, CauseShares};
use crate::change::{Changed, Dropped, changed};
use crate::check::Reading;
use crate::compare::Shift;
use crate::error::{Error, ErrorKind, Result, Severity};
use crate::forecast::{Finish, Forecast};
use crate::names::{did_you_mean, quoted};
use crate::network::Network;
use crate::plan::{Change, Milestone, Plan};
use crate::simulate::{MOST_KEPT_OF_TASKS, Simulation, Tally, Targets, Trials};
use crate::units::{P80, Percentile};

/// Where runs take long, all changes are run in so many trials first …
const FIRST_TRIALS: usize = 1024;

/// … and so many drivers and levers, those that move the date most, in all.
const MOST_IN_ALL: usize = 10;

/// … and so many of those that make it earlier.
const MOST_HELPS: usize = 3;

/// Runs take long where changes, trials, and what a trial has together pass this: some seconds.
const LONG: u64 = 10_000_000_000;

impl Plan {
    /// Explains the plan with 10,000 trials from seed 0, at P80. For anything else, see [`Simulation::explain`].
    ///
    /// # Errors
    ///
    /// As [`Simulation::explain`].
    pub fn explain(&self) -> Result<Explanation> {
        Simulation::new().explain(self)
    }
}

impl Simulation<'_> {
    /// Explains when a plan is finished, at P80: forecasts it, and runs it again without each cause and with each lever.
    ///
    /// Of the trials at most the first 16,384 are explained.
    ///
    /// # Errors
    ///
    /// As [`Network::new`] and [`Simulation::run`], and [`ErrorKind::Limit`] where the memory does not hold 512 trials of all tasks.
    pub fn explain(&self, plan: &Plan) -> Result<Explanation> {
        self.explain_of(&Network::new(plan)?, None, P80)
    }

    /// The same of a plan that was made ready, of a milestone (by its name, or its title) instead of the whole plan, or at another percentile.
    ///
    /// # Errors
    ///
    /// As [`Simulation::explain`], and [`ErrorKind::Argument`] for a milestone that is not there.
    pub fn explain_of(
        &self,
        network: &Network,
        milestone: Option<&str>,
        percentile: Percentile,
    ) -> Result<Explanation> {
        let target = milestone.map(|name| milestone_called(&network.plan, name)).transpose()?;
        let whole = self.tasks(true);
        let most = self.most_trials()?.min(MOST_KEPT_OF_TASKS);
        let count = whole.kept_of_tasks(network, most);
        if count == 0 && most > 0 {
            let message = "an explanation needs the starts and finishes of all tasks, which the memory allowed does not hold; allow more";
            return Err(Error::new(ErrorKind::Limit, message));
        }
        // No trials at all is an error of the run.
        let whole = whole.exactly(count).with_ways(Targets::of(network, target, count));
        Run::new(self, whole, network, target, percentile)?.explain()
    }
}

/// Explaining under way.
struct Run<'a> {
    simulation: Simulation<'a>,
    tally: Tally<'a>,
    network: &'a Network,
    trials: Trials,
    forecast: Forecast,
    /// The place of the milestone that is explained.
    target: Option<usize>,
    percentile: Percentile,
    now: Now,
    first: usize,
}

/// What came of an attempt.
struct Tried {
    outcomes: Outcomes,
    shift: Shift,
    dropped: Vec<Dropped>,
}

impl<'a> Run<'a> {
    fn new(
        simulation: &Simulation<'a>,
        whole: Simulation<'a>,
        network: &'a Network,
        target: Option<usize>,
        percentile: Percentile,
    ) -> Result<Self> {
        let tally = Tally::new(simulation);
        let runs = whole.quiet().each(&tally, whole.most_trials()?, &[()], |()| whole.quiet().run(network));
        let trials = runs?.remove(0);
        let forecast = Forecast::new(network, &trials);
        let finish = explained(&forecast, target);
        let stratified = trials.sampling().is_stratified();
        let first = FIRST_TRIALS.min(trials.len());
        let ticks: Arc<[i32]> = finish.plan_ticks().into();
        let now = Now::new(ticks, percentile, stratified, &[trials.len(), first]);
        Ok(Self {
            simulation: whole.quiet(),
            tally,
            network,
            trials,
            forecast,
            target,
            percentile,
            now,
            first,
        })
    }

    fn explain(self) -> Result<Explanation> {
        let (network, plan) = (self.network, &*self.network.plan);
        let ways = ways(&network.axis, &self.trials, &self.forecast);
        let is_it = |(target, _): &&(Option<usize>, Way)| *target == self.target;
        let lost = || Error::argument("nobody looked for what drives that");
        let (_, way) = ways.iter().find(is_it).ok_or_else(lost)?;
        let (attempts, left_out) = attempts(network, &self.forecast, way);
        let (drivers, levers) = self.try_all(attempts)?;
        let (shares, no_risk) = self.shares()?;
        let target = self.target.map(|place| plan.tasks.len() + place);
        let joins = joins(network, &self.trials, target);
        let additivity = additivity(network, &self.trials, way, self.percentile);
        let mut explanation = Explanation {
            percentile: self.percentile,
            target: self.target.map(|place| plan.milestones[place].name.clone()),
            drivers,
            levers,
            left_out,
            shares,
            joins,
            additivity,
            no_risk,
            findings: Vec::new(),
            ways,
            forecast: self.forecast,
        };
        explanation.findings = findings(&explanation);
        Ok(explanation)
    }

    /// The finish that is explained in the first trials of the plan with some changes, and what is no longer in it; nothing where that is no
    /// plan any more, lacks what is explained, or does not end in every trial.
    fn finish(&self, changes: &[Change], count: usize) -> Result<Option<(Finish, Vec<Dropped>)>> {
        let network = self.network;
        let Changed { plan, dropped, findings } = changed(&network.plan, changes);
        let is_sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
        let milestone = match self.target {
            None => None,
            Some(place) => {
                let name = &network.plan.milestones[place].name;
                let Some(place) = plan.milestones.iter().position(|milestone| milestone.name == *name) else {
                    return Ok(None);
                };
                Some(place)
            }
        };
        if !is_sound || plan.tasks.is_empty() {
            return Ok(None);
        }
        let made = match network.variant(plan) {
            // More curves than there is memory for, where the plan itself is near the limit.
            Err(error) if error.kind() == ErrorKind::Plan => return Ok(None),
            made => made?,
        };
        let ends = match self.simulation.again((network, &self.trials), &made, count) {
            // With other work in other hands some runs may come to a standstill, or pass the end of the axis.
            Err(error) if matches!(error.kind(), ErrorKind::Standstill | ErrorKind::Horizon) => {
                return Ok(None);
            }
            ends => ends?,
        };
        let (held_until, sample) = match milestone {
            None => (made.held_until, ends.plan_sample()),
            Some(place) => {
                (made.nodes[made.plan.tasks.len() + place].held_until, ends.milestone_sample(place))
            }
        };
        Ok(Some((Finish::new(&made.axis, held_until, sample), dropped)))
    }

    /// Tries everything: in the first trials, and what moves the date most, in all. Drivers and levers, those that move it most first.
    fn try_all(&self, attempts: Vec<Attempt>) -> Result<(Vec<Driver>, Vec<Lever>)> {
        let all = self.trials.len();
        let Network { nodes, changes, risks, sizes, .. } = self.network;
        let of_trial = nodes.len() + changes.len() + risks.len() + sizes.len();
        let work = attempts.len() as u64 * all as u64 * of_trial as u64;
        let count = if self.network.staff.is_some() || work > LONG { self.first } else { all };
        let attempt = |attempt: &Attempt, count: usize| -> Result<Option<Tried>> {
            let Some((finish, dropped)) = self.finish(&attempt.changes, count)? else { return Ok(None) };
            let mut ticks = finish.plan_ticks();
            ticks.truncate(count);
            let (outcomes, shift) = self.now.with(ticks);
            Ok(Some(Tried { outcomes, shift, dropped }))
        };
        let tried = self.simulation.each(&self.tally, count, &attempts, |one| attempt(one, count))?;
        let mut tried: Vec<(Attempt, Tried)> =
            attempts.into_iter().zip(tried).filter_map(|(attempt, tried)| Some((attempt, tried?))).collect();
        tried.sort_by(|(_, one), (_, other)| larger(one.shift, other.shift));
        if count < all {
            let places = |is: fn(&Attempt) -> bool| {
                let chosen = tried.iter().enumerate().filter(move |(_, (attempt, _))| is(attempt));
                chosen.map(|(place, _)| place).take(MOST_IN_ALL)
            };
            // What makes it earlier matters too.
            let helps = tried
                .iter()
                .enumerate()
                .rev()
                .filter(|(_, (attempt, tried))| attempt.cause.is_some() && tried.shift.days.get() > 0.0);
            let mut chosen: Vec<usize> = places(|attempt| attempt.cause.is_some())
                .chain(places(|attempt| attempt.action.is_some()))
                .chain(helps.map(|(place, _)| place).take(MOST_HELPS))
                .collect();
            chosen.sort_unstable();
            chosen.dedup();
            let again =
                self.simulation.each(&self.tally, all, &chosen, |&place| attempt(&tried[place].0, all))?;
            for (place, in_all) in chosen.into_iter().zip(again) {
                if let Some(in_all) = in_all {
                    tried[place].1 = in_all;
                }
            }
            tried.sort_by(|(_, one), (_, other)| larger(one.shift, other.shift));
        }
        Ok(drivers_and_levers(tried))
    }

    /// What groups of causes cost together, and when it is finished without risks.
    fn shares(&self) -> Result<(Option<CauseShares>, Option<NoRisk>)> {
        let network = self.network;
        let plan = &*network.plan;
        let used = || plan.teams.iter().filter(|team| self.forecast.uses_team(&team.name));
        let reading = Reading::new(plan);
        let unplanned = || {
            used().flat_map(|team| {
                changes::nothing_unplanned(team).into_iter().chain(changes::no_interrupts(team))
            })
        };
        // What happened cannot be prevented, and what cannot happen any more need not be.
        let risks = self.forecast.risks();
        let open =
            || plan.risks.iter().zip(risks).filter(|(_, of)| of.settled.is_none()).map(|(risk, _)| risk);
        let people: Vec<Change> = match network.staff.is_some() {
            true => used().map(|team| changes::unlimited(plan, team)).collect(),
            false => Vec::new(),
        };
        let groups = [
            (CauseGroup::Ranges, changes::settle_all(plan, &reading)),
            (CauseGroup::Risks, open().map(|risk| changes::prevent(&risk.name)).collect()),
            (CauseGroup::Unplanned, unplanned().collect()),
            (CauseGroup::People, people),
        ];
        let groups: Vec<(CauseGroup, Vec<Change>)> =
            groups.into_iter().filter(|(_, changes)| !changes.is_empty()).collect();
        if groups.is_empty() {
            return Ok((None, None));
        }
        let subsets: Vec<usize> = (1..1 << groups.len()).collect();
        let all = self.trials.len();
        let finishes = self.simulation.each(&self.tally, all, &subsets, |subset| {
            let chosen = groups.iter().enumerate().filter(|(place, _)| subset >> place & 1 == 1);
            let changes: Vec<Change> = chosen.flat_map(|(_, (_, changes))| changes.clone()).collect();
            Ok(self.finish(&changes, all)?.map(|(finish, _)| finish))
        })?;
        let Some(finishes) = finishes.into_iter().collect::<Option<Vec<Finish>>>() else {
            return Ok((None, None));
        };
        let rank = self.percentile.rank(all);
        let at = |mut ticks: Vec<i32>| i64::from(*ticks.select_nth_unstable(rank - 1).1);
        let now = explained(&self.forecast, self.target);
        let mut ticks = vec![at(now.plan_ticks())];
        ticks.extend(finishes.iter().map(|finish| at(finish.plan_ticks())));
        let alone: Vec<Shift> =
            (0..groups.len()).map(|place| self.now.with(finishes[(1 << place) - 1].plan_ticks()).1).collect();
        // Once one happened there is no such case any more.
        let calmly = groups.iter().position(|(group, _)| *group == CauseGroup::Risks);
        let calmly = calmly.filter(|_| risks.iter().all(|risk| risk.settled != Some(true)));
        let chance = |place: usize| match (&plan.status, risks[place].settled) {
            (None, _) => plan.risks[place].chance.get(),
            // As likely as is known by now.
            (Some(_), None) => risks[place].happened,
            (Some(_), Some(_)) => 0.0,
        };
        let no_risk = calmly.map(|place| {
            let finish = &finishes[(1 << place) - 1];
            NoRisk {
                probability: calm(plan, chance),
                days: finish.days(self.percentile),
                date: finish.date(self.percentile),
            }
        });
        let groups: Vec<CauseGroup> = groups.into_iter().map(|(group, _)| group).collect();
        Ok((Some(CauseShares::new(&groups, &ticks, &alone)), no_risk))
    }
}

/// The finish that is explained.
fn explained(forecast: &Forecast, target: Option<usize>) -> &Finish {
    target.map_or(forecast.finish(), |place| &forecast.milestones()[place].finish)
}

/// The milestone with this name, or whose own this title is, by its place.
fn milestone_called(plan: &Plan, name: &str) -> Result<usize> {
    let milestones = &plan.milestones;
    let titled = |milestone: &Milestone| milestone.title.as_deref() == Some(name);
    let by_title = || match milestones.iter().filter(|milestone| titled(milestone)).count() {
        1 => milestones.iter().position(titled),
        _ => None,
    };
    let unknown = || {
        let names = || milestones.iter().map(|milestone| milestone.name.as_str());
        let near = did_you_mean(name, names()).unwrap_or_else(|| match names().next() {
            None => "it has none".to_owned(),
            Some(_) => format!("it has {}", names().map(quoted).collect::<Vec<_>>().join(", ")),
        });
        Error::argument(format!("the plan has no milestone {}; {near}", quoted(name)))
    };
    milestones.iter().position(|milestone| milestone.name == name).or_else(by_title).ok_or_else(unknown)
}

/// What was tried, as drivers and as levers.
fn drivers_and_levers(tried: Vec<(Attempt, Tried)>) -> (Vec<Driver>, Vec<Lever>) {
    let (mut drivers, mut levers) = (Vec::new(), Vec::new());
    for (Attempt { cause, action, name, title, frequency, changes }, tried) in tried {
        let Tried { outcomes, shift, dropped } = tried;
        let moved = shift.reversed();
        if let Some(cause) = cause {
            drivers.push(Driver {
                cause,
                name: name.clone(),
                title: title.clone(),
                frequency,
                impact: moved,
                changes: changes.clone(),
                outcomes: outcomes.clone(),
            });
        }
        if let Some(action) = action {
            levers.push(Lever { action, name, title, gain: moved, changes, dropped, outcomes });
        }
    }
    (drivers, levers)
}

/// Which of two moves makes it earlier by more.
fn larger(one: Shift, other: Shift) -> Ordering {
    one.days.get().total_cmp(&other.days.get())
}
