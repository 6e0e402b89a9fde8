//! The smallest program that builds a plan in code and asks when it will ship.

use landfall::{Estimate, P50, P85, Plan, Risk, Task, date};

fn main() -> landfall::Result<()> {
    let plan = Plan::new("Checkout revamp", date(2027, 1, 4))
        .task(Task::new("api", Estimate::parse("2-3 weeks")?))
        .task(Task::new("ui", Estimate::weeks(1.0..=4.0).likely(2.0)).after("api"))
        .risk(Risk::new("db", 0.30).becomes("api", Estimate::weeks(4.0..=5.0)));
    let forecast = plan.forecast()?;
    println!("P50 {}  P85 {}", forecast.date(P50), forecast.date(P85));
    println!("by 1 April: {:.0}%", 100.0 * forecast.odds_by(date(2027, 4, 1)));
    Ok(())
}
