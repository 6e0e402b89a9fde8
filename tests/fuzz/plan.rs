//! Bytes → any plan whatever.

use arbitrary::Unstructured;
use landfall::{
    Alternative, Amount, Calendar, Calibration, Chance, Change, Date, Effect, Estimate, Group, Holiday, Idle,
    Interrupt, Items, Join, Leave, Link, LinkKind, Milestone, Pace, Percentile, Plan, RangeMeaning, Risk,
    RiskStatus, Scale, Shape, Spread, Status, Task, TaskField, TaskStatus, Team, TeamField, Unit, Week, When,
    date,
};

/// Numbers that no plan should hold, and some that one may.
const WILD: [f64; 16] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    -0.0,
    -1.0,
    f64::MIN_POSITIVE,
    1e-9,
    1e-3,
    1.0 - f64::EPSILON,
    1000.0,
    32_000.0,
    186_000.0,
    1e6,
    1e9,
    1e300,
    f64::MAX,
];

/// Names beyond those that things have.
const NAMES: [&str; 8] = ["", "*", "kind:roadmap", "tag:x", "none", "a.b", "\u{202e}\0", "team:crew"];

/// A plan made of the bytes; `wild` ones have anything in them, others mostly what can be simulated.
pub(crate) fn plan(bytes: &[u8], wild: bool) -> Plan {
    let mut of = Of { bytes: Unstructured::new(bytes), wild };
    of.plan()
}

struct Of<'a> {
    bytes: Unstructured<'a>,
    wild: bool,
}

impl Of<'_> {
    /// Below `count`.
    fn below(&mut self, count: usize) -> usize {
        self.bytes.int_in_range(0..=count.max(1) - 1).unwrap_or(0)
    }

    /// Once in so many; never when the bytes are used up.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    fn is_wild(&mut self) -> bool {
        let times = if self.wild { 24 } else { 192 };
        self.once_in(times)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// 0 to 16 in quarters, or anything at all.
    fn number(&mut self) -> f64 {
        match self.is_wild() {
            true if self.once_in(2) => f64::from_bits(self.bytes.arbitrary().unwrap_or(0)),
            true => self.pick(&WILD),
            false => self.below(65) as f64 / 4.0,
        }
    }

    /// 0 to 1, or anything at all.
    fn share(&mut self) -> f64 {
        match self.is_wild() {
            true => self.number(),
            false => self.below(21) as f64 / 20.0,
        }
    }

    fn count(&mut self) -> u32 {
        match self.is_wild() {
            true => self.bytes.arbitrary().unwrap_or(0),
            false => self.below(5) as u32,
        }
    }

    fn day(&mut self) -> Date {
        match self.is_wild() {
            true => {
                let (year, month) = (self.below(10_000) as i16, 1 + self.below(12) as i8);
                Date::new(year, month, 1 + self.below(28) as i8).expect("every month has it")
            }
            false => {
                date(2027, 1, 4).saturating_add(landfall::jiff::Span::new().days(self.below(120) as i64 - 10))
            }
        }
    }

    /// The name of a thing: `t3`, or of another kind, or of none.
    fn name(&mut self, kind: &str, count: usize) -> String {
        match self.is_wild() {
            true if self.once_in(2) => self.pick(&NAMES).to_owned(),
            true => format!("{}{}", self.pick(&["t", "m", "r", "e", "crew", "g"]), self.below(12)),
            false => format!("{kind}{}", self.below(count)),
        }
    }

    fn selector(&mut self, tasks: usize) -> String {
        match self.below(6) {
            0 => "*".to_owned(),
            1 => self
                .pick(&["tag:x", "tag:y", "kind:roadmap", "kind:debt", "team:crew0", "team:crew1"])
                .to_owned(),
            _ => self.name("t", tasks),
        }
    }

    fn amount(&mut self) -> Amount {
        let unit = self.pick(&[Unit::Days, Unit::Days, Unit::Hours, Unit::Weeks, Unit::Sprints]);
        Amount::new(self.number(), unit)
    }

    fn shape(&mut self) -> Shape {
        self.pick(Shape::ALL)
    }

    fn estimate(&mut self, depth: usize) -> Estimate {
        let (low, more) = (self.number(), self.number());
        let ends = low..=low + more;
        let plain = match self.below(10) {
            0 => Estimate::days(low),
            1 => Estimate::days(ends).likely(low + more / 2.0),
            2 => Estimate::mean_sd(self.amount(), self.amount(), self.shape()),
            3 => Estimate::exponential(self.amount()),
            4 => {
                let count = self.below(5);
                Estimate::history((0..count).map(|_| self.amount()).collect::<Vec<_>>())
            }
            5 => {
                let count = self.below(5);
                let mut at = 0.0;
                let points: Vec<_> = (0..count)
                    .map(|place| {
                        at += self.number();
                        let percent = 5.0 + 20.0 * place as f64 + self.below(20) as f64;
                        (Percentile::new(percent).expect("it is one"), Amount::days(at))
                    })
                    .collect();
                Estimate::percentiles(points)
            }
            6 if depth > 0 => {
                let count = self.below(4);
                Estimate::any(
                    (0..count).map(|_| (self.share(), self.estimate(depth - 1))).collect::<Vec<_>>(),
                )
            }
            // Slow, so not often.
            7 if self.once_in(8) => {
                let count = self.below(20);
                let counts: Vec<u32> = (0..count).map(|_| self.count()).collect();
                let items = Items::new(ends, counts);
                let items = if self.once_in(2) { items.per(self.amount()) } else { items };
                Estimate::Items(if self.once_in(2) { items.split(1.0..=1.0 + self.number()) } else { items })
            }
            8 => Estimate::Size(self.name("size", 2)),
            _ => Estimate::days(ends),
        };
        // Only a range has these.
        match (self.below(6), &plain) {
            (0, Estimate::Spread(Spread::Range(_))) => plain.shape(self.shape()),
            (1, Estimate::Spread(Spread::Range(_))) => plain.range(self.pick(RangeMeaning::ALL)),
            _ => plain,
        }
    }

    fn scale(&mut self) -> Scale {
        let low = self.share();
        match self.below(4) {
            0 => Scale::from(Spread::shares(low..=low + self.share())),
            1 => Scale::any([(self.share(), Scale::from(self.share())), (self.share(), Scale::from(low))]),
            _ => Scale::from(2.0 * low),
        }
    }

    fn link(&mut self, to: usize) -> Link {
        let link = Link::to(self.name("t", to));
        let link = if self.once_in(4) { link.kind(self.pick(LinkKind::ALL)) } else { link };
        match self.below(6) {
            0 => link.lag(self.amount()),
            1 => link.lag(Amount::days(-self.number())),
            2 => link.lag_share(self.share() - 0.5),
            _ => link,
        }
    }

    fn task(&mut self, number: usize, teams: usize, wild: bool) -> Task {
        let mut task = Task::new(format!("t{number}"), self.estimate(2));
        let before = if wild { number + 3 } else { number };
        for _ in 0..self.below(3).min(before) {
            task = task.after(self.link(before));
        }
        if self.once_in(12) && before > 0 {
            task = task.needs(self.link(before));
        }
        if self.once_in(6) {
            task = task.exists(Chance::new(self.share()));
        }
        if self.once_in(6) {
            task = task.not_before(self.day());
        }
        if self.once_in(4) {
            task = task.tag(self.pick(&["x", "y"]));
        }
        if teams > 0 && self.once_in(2) {
            task = task.team(self.name("crew", teams)).people(self.count() / 2 + 1);
            if self.once_in(6) {
                task = task.uses(self.name("crew", teams), self.count() / 2 + 1);
            }
        }
        if self.once_in(4) {
            task = task.kind(self.pick(&["roadmap", "debt", "unplanned"]));
        }
        if self.once_in(8) {
            task = task.priority(self.bytes.arbitrary().unwrap_or(0));
        }
        if self.once_in(6) {
            task = task.value(self.number());
        }
        if self.once_in(6) {
            task = task.cost(self.number());
        }
        task
    }

    fn team(&mut self, number: usize) -> Team {
        let mut team = Team::new(format!("crew{number}"), self.count().saturating_add(1));
        if self.once_in(3) {
            let share = self.share();
            team = team.share("roadmap", share);
            if self.once_in(2) {
                team = team.share("debt", (1.0 - share) * self.share());
            }
            if self.once_in(2) {
                team = team.unplanned(self.scale());
            }
        }
        if self.once_in(2) {
            team = team.idle(Idle::Lent);
        }
        if self.once_in(4) {
            let from = self.day();
            team = team.leave(Leave::new(from, self.day().max(from)).people(self.count()));
        }
        if self.once_in(4) {
            team = team.join(Join::new(self.day(), self.count()));
        }
        if self.once_in(4) {
            team = team.week(self.week());
        }
        if self.once_in(4) {
            let estimate = self.estimate(1);
            team = team.interrupt(Interrupt::new(self.amount(), estimate));
        }
        if self.once_in(4) {
            team = team.cost_per_person_day(self.number());
        }
        team
    }

    fn week(&mut self) -> Week {
        let days = self.below(128);
        let all = [
            landfall::jiff::civil::Weekday::Monday,
            landfall::jiff::civil::Weekday::Tuesday,
            landfall::jiff::civil::Weekday::Wednesday,
            landfall::jiff::civil::Weekday::Thursday,
            landfall::jiff::civil::Weekday::Friday,
            landfall::jiff::civil::Weekday::Saturday,
            landfall::jiff::civil::Weekday::Sunday,
        ];
        Week::of(all.into_iter().enumerate().filter(|(place, _)| days >> place & 1 == 1).map(|(_, day)| day))
    }

    fn risk(&mut self, number: usize, tasks: usize) -> Risk {
        let mut risk = Risk::new(format!("r{number}"), Chance::new(self.share()));
        for _ in 0..1 + self.below(2) {
            let of = self.selector(tasks);
            risk = match self.below(3) {
                0 => risk.becomes(of, self.estimate(1)),
                1 => risk.scales(of, self.scale()),
                _ => risk.delays(of, self.estimate(1)),
            };
        }
        if self.once_in(6) {
            risk = risk.each();
        }
        if self.once_in(6) {
            risk = risk.absorb("together");
        }
        if self.once_in(6) && number > 0 {
            risk = risk.given(self.name("r", number), Chance::new(self.share()));
        } else if self.once_in(6) {
            risk = risk.one_of("set");
        }
        risk
    }

    fn effect(&mut self, number: usize, tasks: usize) -> Effect {
        let mut effect = Effect::new(format!("e{number}"));
        effect.when = match self.below(4) {
            0 => When::While(self.name("t", tasks)),
            1 => When::After(self.name("t", tasks)),
            2 => When::From(self.day()),
            _ => When::Always,
        };
        for _ in 0..1 + self.below(2) {
            let of = self.selector(tasks);
            effect = match self.once_in(2) {
                true => effect.slows(of, self.scale()),
                false => effect.saves(of, self.scale()),
            };
        }
        if self.once_in(3) {
            effect = effect.lasts(self.amount());
        }
        if self.once_in(3) {
            effect = effect.next(self.count());
        }
        effect
    }

    fn status(&mut self, tasks: usize, risks: usize) -> Status {
        let mut status = Status::new(self.day());
        for _ in 0..self.below(5) {
            let name = self.name("t", tasks);
            let day = self.day();
            let mut of = match self.below(3) {
                0 => TaskStatus::open(name),
                1 => TaskStatus::started(name, day),
                _ => TaskStatus::finished(name, day, self.day().max(day)),
            };
            if self.once_in(3) {
                of = of.remaining(self.estimate(1));
            }
            if self.once_in(4) {
                of = of.done(self.amount());
            }
            status = status.task(of);
        }
        for _ in 0..self.below(3) {
            let name = self.name("r", risks);
            status = status.risk(match self.below(3) {
                0 => RiskStatus::open(name),
                1 => RiskStatus::happened(name),
                _ => RiskStatus::over(name),
            });
        }
        status
    }

    fn alternative(&mut self, number: usize, tasks: usize) -> Alternative {
        let mut alternative = Alternative::new(format!("a{number}"));
        for _ in 0..1 + self.below(3) {
            let name = self.name("t", tasks);
            alternative = match self.below(4) {
                0 => alternative.drop(name),
                1 => alternative.change(Change::task(name, [TaskField::Takes(self.estimate(1))])),
                2 => {
                    let name = self.name("crew", 2);
                    alternative.change(Change::team(name, [TeamField::People(self.count())]))
                }
                _ => alternative.change(Change::task(name, [TaskField::After(vec![self.link(tasks)])])),
            };
        }
        if self.once_in(4) && number > 0 {
            alternative = alternative.based_on(self.name("a", number));
        }
        alternative
    }

    fn plan(&mut self) -> Plan {
        let start = if self.once_in(4) { self.day() } else { date(2027, 1, 4) };
        let mut plan =
            Plan::new("", start).size("size0", Estimate::days(2.0..=5.0)).range(self.pick(RangeMeaning::ALL));
        let teams = self.below(3);
        let tasks = 1 + self.below(9);
        let loops = self.is_wild();
        for number in 0..teams {
            plan = plan.team(self.team(number));
        }
        if teams > 0 && self.once_in(2) {
            plan = plan.default_team(self.name("crew", teams));
        }
        for number in 0..tasks {
            plan = plan.task(self.task(number, teams, loops));
        }
        for number in 0..self.below(3) {
            let mut milestone = Milestone::new(format!("m{number}")).after(self.link(tasks));
            if self.once_in(2) {
                milestone = milestone.target(self.day()).value_per_week(self.number());
            }
            plan = plan.milestone(milestone.value(self.number()));
        }
        let risks = self.below(4);
        for number in 0..risks {
            plan = plan.risk(self.risk(number, tasks));
        }
        for number in 0..self.below(3) {
            plan = plan.effect(self.effect(number, tasks));
        }
        for number in 0..self.below(3) {
            plan = plan.alternative(self.alternative(number, tasks));
        }
        if self.once_in(4) {
            plan = plan.correlation(self.share());
        }
        if self.once_in(6) {
            plan = plan.group(Group::new("g", self.share()).tasks(self.selector(tasks)));
        }
        if self.once_in(4) {
            let from = self.day();
            let holiday = Holiday::span(from, self.day().max(from));
            let mut calendar = Calendar::default().holiday(holiday);
            if self.once_in(2) {
                calendar = calendar.week(self.week());
            }
            if self.once_in(3) {
                calendar.hours_per_day = self.number();
            }
            plan = plan.calendar(calendar);
        }
        if self.once_in(4) {
            plan = plan.sprint(self.amount());
        }
        if self.once_in(4) {
            plan = plan.pace(Pace::Usual);
        }
        if self.once_in(6) {
            plan = plan.budget(self.number());
        }
        if self.once_in(6) {
            let calibration = Calibration::new(0.5 + self.share());
            plan =
                plan.calibration(calibration.hit_rate(Chance::new(self.share()), Chance::new(self.share())));
        }
        if self.once_in(3) {
            plan = plan.status(self.status(tasks, risks));
        }
        plan
    }
}
