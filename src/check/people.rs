//! How many people a team has on which day.

use std::rc::Rc;

use jiff::civil::Date;

use crate::calendar::WorkingDays;
use crate::plan::Team;

/// The days of a team, gone through from the first on.
pub(crate) struct People {
    days: Rc<WorkingDays>,
    /// How many more or fewer people there are from which day on, in the order of the days; none of the team that stands for nobody.
    changes: Option<Vec<(Date, i64)>>,
    next: usize,
    people: i64,
}

impl People {
    /// Of a team; without one, of nobody in particular, of whom there are always enough.
    pub(crate) fn new(days: Rc<WorkingDays>, team: Option<&Team>) -> Self {
        let changes = team.map(|team| {
            let joins = team.joins.iter().map(|join| (join.from, i64::from(join.people)));
            let leave = team.leave.iter().flat_map(|leave| {
                let people = i64::from(leave.people);
                [(Some(leave.from), -people), (leave.to.tomorrow().ok(), people)]
            });
            let leave = leave.filter_map(|(day, people)| Some((day?, people)));
            let mut changes: Vec<(Date, i64)> = joins.chain(leave).collect();
            changes.sort_unstable_by_key(|&(day, _)| day);
            changes
        });
        Self { days, changes, next: 0, people: team.map_or(0, |team| i64::from(team.people)) }
    }

    /// The people of the team on a day, which lies after those asked for before; `None` where it does not work.
    pub(crate) fn on(&mut self, date: Date) -> Option<u32> {
        let Some(changes) = &self.changes else { return self.days.is_worked(date).then_some(u32::MAX) };
        while let Some(&(_, people)) = changes.get(self.next).filter(|(day, _)| *day <= date) {
            self.people += people;
            self.next += 1;
        }
        self.days.is_worked(date).then(|| self.people.clamp(0, i64::from(u32::MAX) - 1) as u32)
    }
}
