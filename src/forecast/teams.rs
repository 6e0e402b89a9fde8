//! How the teams' time was used, and which team holds the finish up.

use jiff::civil::Date;

use crate::calendar::Week;
use crate::dispatch::{Load, Of, STRETCH};
use crate::network::{Crew, Network};
use crate::plan::{Idle, Pace, Plan, Team};
use crate::simulate::{TimeSums, Trials};
use crate::units::{TICKS_PER_DAY, WorkDays};

/// How a team's time was used from the plan's start to its finish, as means over the trials that were kept of tasks (the first 16,384 at most).
///
/// Shares are of the time that its people have on its working days, leave taken off; together they are 1.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TeamForecast {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The time of all its people together, until the plan is finished [working days].
    pub available: WorkDays,
    /// The kinds of work that its time is shared out to; one without a name where it is not.
    pub kinds: Vec<KindForecast>,
    /// What work that nobody planned took.
    pub unplanned: f64,
    /// What interrupts took.
    pub interrupts: f64,
    /// What was left over.
    pub idle: f64,
    /// How long the way to the plan's finish waited for people of this team [working days]. The way leads back from what finishes
    /// last to what held its start, and so on.
    pub waited: WorkDays,
    /// How much time the team's tasks on that way lost because its people had other things to do, or were away [working days]. Its days off
    /// are not counted, nor is what effects do.
    pub slowed: WorkDays,
    /// The share of trials in which these two were more than those of any other team.
    pub limits: f64,
    /// How its time was used over time, five working days at a time, as means over the first 1,024 trials; up to ten years.
    pub weeks: Vec<TeamWeek>,
}

/// How a team's time was used in five working days, until the plan is finished: means over trials, those included that were finished before
/// [working days of all its people together].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TeamWeek {
    /// The first of the days.
    pub from: Date,
    /// What there was while the plan was not finished.
    pub available: WorkDays,
    /// What tasks took, by kind of work in the order of [`TeamForecast::kinds`].
    pub used: Vec<WorkDays>,
    /// What interrupts took.
    pub interrupts: WorkDays,
    /// What unplanned work took.
    pub unplanned: WorkDays,
}

/// How the time of a team for one kind of work was used.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KindForecast {
    /// The kind; `None` where the team's time is not shared out.
    pub kind: Option<String>,
    /// Its share of the team's time as written.
    pub planned: Option<f64>,
    /// What its tasks took of the team's time.
    pub used: f64,
    /// What they left of their share; below 0 where they were lent more than that.
    pub unused: Option<f64>,
}

impl TeamForecast {
    /// How long the team held the plan's finish up: what it was waited for and what it was slow [working days].
    pub fn held_up(&self) -> WorkDays {
        WorkDays::new(self.waited.get() + self.slowed.get())
    }
}

/// The teams that have tasks, in plan order; none where their people make no difference, or no tasks were kept.
pub(super) fn teams(network: &Network, trials: &Trials) -> Vec<TeamForecast> {
    let sums = trials.use_of_time();
    let Some(staff) = network.staff.as_ref().filter(|_| sums.trials > 0) else { return Vec::new() };
    let mean_days = |sum: i128| WorkDays::new(sum as f64 / sums.trials as f64 / f64::from(TICKS_PER_DAY));
    let forecast = |(place, crew): (usize, &Crew)| {
        let team = &network.plan.teams[crew.team?];
        let available = sums.available[place] as f64;
        let share = |sum: f64| if available > 0.0 { sum / available } else { 0.0 };
        let (interrupts, unplanned) = (sums.interrupts[place] as f64, sums.unplanned[place] as f64);
        let kinds = crew.pools.clone().map(|pool| {
            let used = sums.spent[pool] as f64;
            let planned = crew.shared.then_some(staff.pools[pool].share);
            // In each trial the shares are scaled by what is left of unplanned work.
            let all = (available - interrupts - unplanned) / (1.0 - crew.planned);
            KindForecast {
                kind: crew.shared.then(|| team.share[pool - crew.pools.start].0.clone()),
                planned,
                used: share(used),
                unused: planned.map(|planned| share(planned * all - used)),
            }
        });
        let kinds: Vec<KindForecast> = kinds.collect();
        let used: f64 = kinds.iter().map(|kind| kind.used).sum();
        Some(TeamForecast {
            name: team.name.clone(),
            title: team
                .title
                .clone()
                .filter(|title| !title.trim().is_empty())
                .unwrap_or_else(|| team.name.clone()),
            available: mean_days(sums.available[place]),
            idle: (1.0 - used - share(interrupts) - share(unplanned)).max(0.0),
            kinds,
            unplanned: share(unplanned),
            interrupts: share(interrupts),
            waited: mean_days(sums.waited[place]),
            slowed: mean_days(sums.slowed[place]),
            limits: sums.limits[place] as f64 / sums.trials as f64,
            weeks: weeks(network, sums, place, crew),
        })
    };
    staff.teams.iter().enumerate().filter_map(forecast).collect()
}

/// How the time of a team was used over time.
fn weeks(network: &Network, sums: &TimeSums, place: usize, crew: &Crew) -> Vec<TeamWeek> {
    let Some(staff) = network.staff.as_ref().filter(|_| sums.load_trials > 0) else { return Vec::new() };
    let pools = staff.pools.len();
    let columns = pools + 3 * staff.teams.len();
    let mean = |sum: i128| WorkDays::new(sum as f64 / sums.load_trials as f64 / f64::from(TICKS_PER_DAY));
    let week = |(number, of): (usize, &[i128])| {
        let column = |what| mean(of[Load::column(pools, place, what)]);
        TeamWeek {
            from: network.axis.date(number as i64 * i64::from(STRETCH / TICKS_PER_DAY)),
            available: column(Of::Available),
            used: crew.pools.clone().map(|pool| mean(of[pool])).collect(),
            interrupts: column(Of::Interrupts),
            unplanned: column(Of::Unplanned),
        }
    };
    sums.load.chunks_exact(columns).enumerate().map(week).collect()
}

/// How long a kind of work of one person takes on the plan's calendar, against its estimate: when it is alone, and when all people of
/// the team are at such work, whom there are so many when the plan starts, and other work leaves nothing of its share. `None` where nothing
/// makes it longer.
pub(crate) fn stretches(plan: &Plan, team: &Team, kind: &str) -> Option<(f64, f64, u64)> {
    let joined = team.joins.iter().filter(|join| join.from <= plan.start).map(|join| u64::from(join.people));
    let people = u64::from(team.people) + joined.sum::<u64>();
    let week = |week: Week| week.len().max(1) as f64;
    let days = week(plan.calendar.week) / week(team.calendar.week.unwrap_or(plan.calendar.week));
    if team.share.is_empty() {
        return (days != 1.0).then_some((days, days, people));
    }
    let &(_, share) = team.share.iter().find(|(other, _)| other == kind)?;
    let most = team.share.iter().map(|(_, share)| share).sum::<f64>().min(1.0);
    // What is inside the estimates already does not come on top.
    let inside = match plan.estimates.pace {
        Pace::Focus => days,
        Pace::Usual => days * most,
    };
    // Where idle time is lent, all of it can be had alone.
    let alone = if team.idle == Idle::Lent { most } else { share };
    Some((inside / most.min(alone * people.max(1) as f64), inside / most.min(share), people))
}
