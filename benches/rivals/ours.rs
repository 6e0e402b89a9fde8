//! landfall, by its public functions.

use std::hint::black_box;

use landfall::{
    Estimate, Forecast, Network, Percentile, Plan, RangeMeaning, Sampling, Shape, Simulation, Task, date,
};

use crate::case::{Case, Curve, PERCENTS, Percentiles, TRIALS};

pub(crate) fn network(case: &Case) -> Network {
    let shape = match case.curve {
        Curve::Pert => Shape::Pert,
        Curve::Triangle => Shape::Triangular,
    };
    let mut plan = Plan::new("rivals", date(2027, 1, 4));
    for (number, work) in case.works().into_iter().enumerate() {
        let takes = Estimate::days(work.low..=work.high).likely(work.likely);
        let task = Task::new(format!("t{number}"), takes.shape(shape).range(RangeMeaning::MinMax));
        plan = plan.task(work.after.iter().fold(task, |task, before| task.after(format!("t{before}"))));
    }
    Network::new(&plan).expect("the plan is sound")
}

pub(crate) fn answer(network: &Network) -> Percentiles {
    let trials = Simulation::new()
        .trials(TRIALS)
        .threads(1)
        .tasks(false)
        .sampling(Sampling::Random)
        .run(black_box(network))
        .expect("it fits");
    let forecast = Forecast::new(network, &trials);
    PERCENTS.map(|percent| {
        let percentile = Percentile::new(percent as f64).expect("it is one");
        forecast.finish().days(percentile).get()
    })
}
