//! The people of a team: what shares of their time its kinds of work get, and what comes in between.

use std::collections::BTreeMap;

use landfall::{Idle, Scale, Spread, Team};

use super::days::Days;

/// The planned unplanned share: what the other shares leave.
pub(super) fn planned(team: &Team) -> f64 {
    if team.share.is_empty() {
        return 0.0;
    }
    let mut sum = 0.0;
    for (_, share) in &team.share {
        sum += share;
    }
    let left = 1.0 - sum;
    if left.abs() < 1e-9 { 0.0 } else { left }
}

/// Whether the unplanned share is another one in each trial.
pub(super) fn is_drawn(team: &Team) -> bool {
    let constant =
        |scale: &Scale| matches!(scale, Scale::Spread(Spread::Range(range)) if range.low == range.high);
    !team.share.is_empty() && team.unplanned.as_ref().is_some_and(|scale| !constant(scale))
}

/// The rate at which each kind of work goes on, by the people that its tasks need together.
pub(super) fn rates(
    team: &Team,
    unplanned: f64,
    people: i64,
    needed: &BTreeMap<String, i64>,
) -> BTreeMap<String, f64> {
    if team.share.is_empty() {
        return needed.keys().map(|kind| (kind.clone(), 1.0)).collect();
    }
    let most = 1.0 - unplanned;
    let factor = most / (1.0 - planned(team));
    let has: BTreeMap<&str, f64> =
        team.share.iter().map(|(kind, share)| (kind.as_str(), (share * factor) * people as f64)).collect();
    let needs = |kind: &str| needed.get(kind).copied().unwrap_or(0) as f64;
    let mut rates: BTreeMap<String, f64> = BTreeMap::new();
    for (kind, &people) in needed {
        rates.insert(kind.clone(), most.min(has[kind.as_str()] / people as f64));
    }
    if team.idle == Idle::Lent {
        lend(team, most, &has, needs, &mut rates);
    }
    rates
}

/// Gives the kinds that are short what the others leave, round by round.
fn lend(
    team: &Team,
    most: f64,
    has: &BTreeMap<&str, f64>,
    needs: impl Fn(&str) -> f64,
    rates: &mut BTreeMap<String, f64>,
) {
    let kinds = || team.share.iter().map(|(kind, share)| (kind.as_str(), *share));
    let lacks = |kind: &str| needs(kind) * most - has[kind];
    let is_short = |kind: &str| has[kind] < needs(kind) * most;
    let mut pool = 0.0;
    for (kind, _) in kinds().filter(|(kind, _)| !is_short(kind)) {
        pool += has[kind] - needs(kind) * most;
    }
    let mut short: Vec<(&str, f64)> = kinds().filter(|(kind, _)| is_short(kind)).collect();
    loop {
        let mut shares = 0.0;
        for (_, share) in &short {
            shares += share;
        }
        let part = |share: f64| pool * share / shares;
        let (enough, still): (Vec<_>, Vec<_>) =
            short.iter().copied().partition(|&(kind, share)| lacks(kind) <= part(share));
        if enough.is_empty() {
            for &(kind, share) in &still {
                rates.insert(kind.to_owned(), (has[kind] + part(share)) / needs(kind));
            }
            return;
        }
        for (kind, _) in enough {
            rates.insert(kind.to_owned(), most);
            pool -= lacks(kind);
        }
        short = still;
    }
}

/// Something that came in between and is not done yet.
struct Call {
    /// When it came [ticks of the team's working time].
    came: i64,
    /// The place of its entry in the file.
    place: usize,
    /// What is left of it [ticks].
    left: i64,
}

/// Gives the first so many gaps and times of an entry [ticks].
type Drawn<'a> = dyn Fn(usize, usize) -> Vec<(i64, i64)> + 'a;

/// What comes in between in one team.
pub(super) struct Calls<'a> {
    team: &'a Team,
    days: &'a Days<'a>,
    drawn: Box<Drawn<'a>>,
    /// Those that are known, by the place of the entry.
    known: Vec<Vec<(i64, i64)>>,
    /// By entry: how many have come, and when the next one comes [ticks of the team's working time].
    next: Vec<(usize, i64)>,
    /// Those that are there, in the order in which they came.
    there: Vec<Call>,
    /// The first so many of them have been handled since this tick.
    handled: usize,
    since: i64,
}

impl<'a> Calls<'a> {
    pub(super) fn new(
        team: &'a Team,
        days: &'a Days<'a>,
        drawn: impl Fn(usize, usize) -> Vec<(i64, i64)> + 'a,
    ) -> Self {
        let known: Vec<Vec<(i64, i64)>> = (0..team.interrupts.len()).map(|place| drawn(place, 16)).collect();
        let next = known.iter().map(|known| (0, known[0].0)).collect();
        Self { team, days, drawn: Box::new(drawn), known, next, there: Vec::new(), handled: 0, since: 0 }
    }

    /// How many people it takes from the team.
    pub(super) fn handled(&self) -> i64 {
        self.handled as i64
    }

    /// Lets time go by up to this tick.
    pub(super) fn advance(&mut self, now: i64) {
        let position = self.days.position(&self.team.name, now);
        let gone = position - self.days.position(&self.team.name, self.since);
        for call in &mut self.there[..self.handled] {
            call.left -= gone;
        }
        self.since = now;
        for place in 0..self.known.len() {
            while self.next[place].1 <= position {
                self.arrive(place);
            }
        }
        self.there.sort_by_key(|call| (call.came, call.place));
        // What takes no time keeps nobody.
        self.there.retain(|call| call.left > 0);
        let people = self.days.at(now).of(&self.team.name).people;
        self.handled = self.there.len().min(people as usize);
    }

    /// The next one of an entry comes.
    fn arrive(&mut self, place: usize) {
        let (count, came) = self.next[place];
        self.there.push(Call { came, place, left: self.known[place][count].1 });
        if count + 1 == self.known[place].len() {
            self.known[place] = (self.drawn)(place, 2 * self.known[place].len());
        }
        self.next[place] = (count + 1, came + self.known[place][count + 1].0);
    }

    /// The tick of the next that comes or is done, after that up to which time went by.
    pub(super) fn event(&self) -> Option<i64> {
        let position = self.days.position(&self.team.name, self.since);
        let ends = self.there[..self.handled].iter().map(|call| position + call.left);
        let next = self.next.iter().map(|&(_, comes)| comes).chain(ends).min()?;
        Some(self.days.reads(&self.team.name, next, self.since))
    }
}
