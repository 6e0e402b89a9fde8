//! The plans that are measured: PERT everywhere, and the same with everything else that a plan can say of tasks, links and risks.
#![allow(dead_code, unreachable_pub, reason = "each bench uses some of them")]

use landfall::{
    Amount, Estimate, Items, Link, LinkKind, P10, P50, P90, Plan, RangeMeaning, Risk, Shape, Task, date,
};

/// Tasks with about two predecessors each, PERT of 64 shapes.
pub fn plain(tasks: usize) -> Plan {
    (0..tasks).fold(Plan::new("bench", date(2027, 1, 4)), |plan, number| {
        plan.task(linked(Task::new(name(number), pert(number)), number, false))
    })
}

/// As many tasks, half of them estimated in other ways, every fifth link of another kind or with a percentage, one task in twenty that may
/// not exist, and twenty risks that change about every task once.
pub fn everything(tasks: usize) -> Plan {
    let mut plan = Plan::new("bench", date(2027, 1, 4));
    for number in 0..tasks {
        let task = Task::new(name(number), estimate(number)).tag(format!("tag{}", number % 20));
        let task = linked(task, number, true);
        plan = plan.task(if number % 20 == 7 { task.exists(0.6) } else { task });
    }
    for number in 0..20 {
        let tag = format!("#tag{number}");
        let risk = Risk::new(format!("r{number:02}"), 0.1);
        plan = plan.risk(match number % 5 {
            0 => risk.becomes(tag, Estimate::days(5.0..=15.0)),
            1 => risk.scales(tag, 1.1..=1.4).each(),
            2 => risk.scales("*", 1.05..=1.2).absorb("staffing").one_of("people"),
            3 => risk.delays(tag, Estimate::days(-1.0..=3.0)),
            _ => risk.delays(tag, Estimate::days(1.0..=2.0)).given(format!("r{:02}", number - 4), 0.5),
        });
        // Of those that scale everything, only two.
        if number % 5 == 2 && number > 7 {
            plan.risks.pop();
        }
    }
    plan
}

fn name(number: usize) -> String {
    format!("t{number}")
}

fn pert(number: usize) -> Estimate {
    let likely = 2.0 + (number % 64) as f64 / 10.0;
    Estimate::days(1.0..=10.0).likely(likely).range(RangeMeaning::MinMax)
}

fn estimate(number: usize) -> Estimate {
    let days = Amount::days;
    match number % 20 {
        1 => Estimate::percentiles([(P10, days(2.0)), (P50, days(4.0)), (P90, days(9.0))]),
        3 => Estimate::history([2.0, 3.0, 3.0, 5.0, 8.0, 13.0].map(days)),
        5 => Estimate::any([(7.0, Estimate::days(2.0..=3.0)), (3.0, Estimate::days(6.0..=9.0))]),
        7 => Estimate::Items(Items::new(10.0..=15.0, [3, 0, 5, 4]).per(days(1.0))),
        9 | 11 => Estimate::mean_sd(days(4.0), days(2.0), Shape::Gamma),
        13 | 15 => Estimate::days(2.0..=6.0),
        17 => Estimate::days(1.0..=10.0).likely(3.0).shape(Shape::Triangular).range(RangeMeaning::MinMax),
        19 => Estimate::days(1.0..=9.0).range(RangeMeaning::MinMax),
        _ => pert(number),
    }
}

fn linked(task: Task, number: usize, all_kinds: bool) -> Task {
    let link = |step: usize| Link::to(name(number - step));
    let task = if number >= 3 { task.after(link(3)) } else { task };
    if number < 10 {
        return task;
    }
    let link = link(10);
    task.after(match number % 25 {
        4 if all_kinds => link.kind(LinkKind::StartStart).lag(Amount::days(1.0)),
        9 if all_kinds => link.kind(LinkKind::FinishFinish),
        14 if all_kinds => link.kind(LinkKind::StartFinish).lag(Amount::days(2.0)),
        19 | 24 if all_kinds => link.lag_share(-0.5),
        _ => link,
    })
}
