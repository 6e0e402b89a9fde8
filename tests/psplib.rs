//! The 480 instances of PSPLIB with 30 activities and four resources (Kolisch and Sprecher, European Journal of Operational Research 96,
//! 1997): every schedule is feasible, none is better than what is proven, and the averages above the optimum are those of the scheme.
//!
//! The instances lie beside the project, in `../shared/data/psplib`; where they are absent, this test says so and passes.

use std::path::PathBuf;

use landfall::{Estimate, Network, Plan, Simulation, TICKS_PER_DAY, Task, Team, date};
use serde_json::Value;

struct Instance {
    name: String,
    capacities: Vec<u32>,
    durations: Vec<i64>,
    needs: Vec<Vec<u32>>,
    successors: Vec<Vec<usize>>,
    longest_path: i64,
    bound: i64,
    optimum: i64,
}

fn folder() -> Option<PathBuf> {
    let data = std::env::var_os("LANDFALL_DATA")
        .map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data").into(), PathBuf::from);
    Some(data.join("psplib")).filter(|folder| folder.is_dir())
}

fn instances(folder: &std::path::Path) -> Vec<Instance> {
    let numbers = |value: &Value| -> Vec<i64> {
        value.as_array().unwrap().iter().map(|number| number.as_i64().unwrap()).collect()
    };
    let small = |value: &Value| numbers(value).into_iter().map(|number| number as u32).collect::<Vec<u32>>();
    let read = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        Instance {
            name: value["id"].as_str().unwrap().to_owned(),
            capacities: small(&value["cap"]),
            durations: numbers(&value["dur"]),
            needs: value["req"].as_array().unwrap().iter().map(small).collect(),
            successors: value["succ"]
                .as_array()
                .unwrap()
                .iter()
                .map(|list| numbers(list).into_iter().map(|number| number as usize).collect())
                .collect(),
            longest_path: value["mpm"].as_i64().unwrap(),
            bound: value["lb"].as_i64().unwrap(),
            optimum: value["ub"].as_i64().unwrap(),
        }
    };
    std::fs::read_to_string(folder.join("j30.jsonl")).unwrap().lines().map(read).collect()
}

/// Activities in an order in which each comes after those it waits for.
fn order(instance: &Instance) -> Vec<usize> {
    let mut waits = vec![0; instance.durations.len()];
    instance.successors.iter().flatten().for_each(|&successor| waits[successor] += 1);
    let mut order: Vec<usize> = (0..waits.len()).filter(|&activity| waits[activity] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for &successor in &instance.successors[order[next]] {
            waits[successor] -= 1;
            if waits[successor] == 0 {
                order.push(successor);
            }
        }
        next += 1;
    }
    order
}

/// The earliest starts of the unlimited schedule.
fn earliest_starts(instance: &Instance) -> Vec<i64> {
    let mut starts = vec![0; instance.durations.len()];
    for activity in order(instance) {
        for &successor in &instance.successors[activity] {
            starts[successor] = starts[successor].max(starts[activity] + instance.durations[activity]);
        }
    }
    starts
}

/// The latest finishes of the unlimited schedule: the priorities of the rule LFT.
fn latest_finishes(instance: &Instance) -> Vec<i64> {
    let mut finishes = vec![instance.longest_path; instance.durations.len()];
    for activity in order(instance).into_iter().rev() {
        for &successor in &instance.successors[activity] {
            finishes[activity] = finishes[activity].min(finishes[successor] - instance.durations[successor]);
        }
    }
    finishes
}

/// The instance as a plan: a day for a period, a team for a resource.
fn plan(instance: &Instance, priorities: Option<&[i64]>) -> Plan {
    let name = |activity: usize| format!("a{activity}");
    let mut plan = Plan::new(&instance.name, date(2027, 1, 4)).correlation(0.0);
    for (resource, &capacity) in instance.capacities.iter().enumerate() {
        plan = plan.team(Team::new(format!("r{resource}"), capacity));
    }
    for (activity, &duration) in instance.durations.iter().enumerate() {
        let mut task = Task::new(name(activity), Estimate::days(duration as f64));
        for (resource, &need) in instance.needs[activity].iter().enumerate().filter(|(_, need)| **need > 0) {
            task = task.uses(format!("r{resource}"), need);
        }
        if let Some(priorities) = priorities {
            task = task.priority(priorities[activity]);
        }
        plan.tasks.push(task);
    }
    for (activity, successors) in instance.successors.iter().enumerate() {
        for &successor in successors {
            plan.tasks[successor].after.push(name(activity).into());
        }
    }
    plan
}

/// Starts and finishes [days].
fn schedule(plan: &Plan) -> Vec<(i64, i64)> {
    let network = Network::new(plan).unwrap();
    let trials = Simulation::new().trials(1).threads(1).run(&network).unwrap();
    let days = |ticks: Option<Vec<i32>>| {
        let ticks = ticks.unwrap()[0];
        assert_eq!(ticks % TICKS_PER_DAY, 0);
        i64::from(ticks / TICKS_PER_DAY)
    };
    (0..plan.tasks.len()).map(|task| (days(trials.starts_of(task)), days(trials.finishes_of(task)))).collect()
}

/// Whether a schedule keeps to the instance: durations, precedence, and capacity on every day.
fn is_feasible(instance: &Instance, schedule: &[(i64, i64)]) -> bool {
    let last = schedule.iter().map(|&(_, finish)| finish).max().unwrap_or(0);
    let durations = schedule
        .iter()
        .zip(&instance.durations)
        .all(|(&(start, finish), duration)| finish - start == *duration);
    let precedence = instance.successors.iter().enumerate().all(|(activity, successors)| {
        successors.iter().all(|&successor| schedule[successor].0 >= schedule[activity].1)
    });
    let capacity = (0..last).all(|day| {
        instance.capacities.iter().enumerate().all(|(resource, &capacity)| {
            let at_work =
                schedule.iter().enumerate().filter(|(_, (start, finish))| (*start..*finish).contains(&day));
            at_work.map(|(activity, _)| instance.needs[activity][resource]).sum::<u32>() <= capacity
        })
    });
    durations && precedence && capacity
}

#[test]
fn schedules_are_feasible_and_as_near_the_optimum_as_the_scheme_comes() {
    let Some(folder) = folder() else {
        println!("skipped: ../shared/data/psplib is absent");
        return;
    };
    let instances = instances(&folder);
    assert_eq!(instances.len(), 480);
    let (mut above_lft, mut above_order, mut unlimited) = (0.0, 0.0, 0);
    for instance in &instances {
        let name = &instance.name;
        let priorities = latest_finishes(instance);
        let earliest: Vec<(i64, i64)> = earliest_starts(instance)
            .into_iter()
            .zip(&instance.durations)
            .map(|(start, duration)| (start, start + duration))
            .collect();
        for (above, priorities) in [(&mut above_lft, Some(&priorities[..])), (&mut above_order, None)] {
            let schedule = schedule(&plan(instance, priorities));
            assert!(is_feasible(instance, &schedule), "{name}");
            let makespan = schedule.iter().map(|&(_, finish)| finish).max().unwrap();
            assert!(
                makespan >= instance.bound && instance.bound >= instance.longest_path,
                "{name}: {makespan}"
            );
            // Where the people are enough for the earliest starts, these come out.
            if is_feasible(instance, &earliest) {
                assert_eq!(schedule, earliest, "{name}");
                unlimited += 1;
            }
            *above += makespan as f64 / instance.optimum as f64 - 1.0;
        }
    }
    let percent = |sum: f64| 100.0 * sum / instances.len() as f64;
    let (lft, in_order) = (percent(above_lft), percent(above_order));
    println!(
        "above the optimum: latest finish time {lft:.2}%, plan order {in_order:.2}%; {} of 480 unlimited",
        unlimited / 2
    );
    assert!(unlimited >= 100, "{unlimited}");
    assert!(lft <= 5.5, "{lft}");
    assert!(in_order <= 8.0, "{in_order}");
}

#[test]
fn the_checker_sees_what_is_wrong() {
    let instance = Instance {
        name: String::new(),
        capacities: vec![1],
        durations: vec![2, 1, 1],
        needs: vec![vec![1], vec![1], vec![0]],
        successors: vec![vec![2], vec![], vec![]],
        longest_path: 3,
        bound: 3,
        optimum: 3,
    };
    assert!(is_feasible(&instance, &[(0, 2), (2, 3), (2, 3)]));
    assert!(!is_feasible(&instance, &[(0, 2), (1, 2), (2, 3)]), "two at once");
    assert!(!is_feasible(&instance, &[(0, 2), (2, 3), (1, 2)]), "too early");
    assert!(!is_feasible(&instance, &[(0, 3), (3, 4), (3, 4)]), "too long");
}
