//! Lists of jobs, scheduled each way, against event by event.

use landfall::kernel::Level;
use landfall::kernel::list::{self, Job, Jobs, List, Scratch, Unfit, Way};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{plans, twins};

/// Jobs with what they wait for, and pools, of all sorts: one pool or several, needs that are the same or not, with lags, waits for
/// starts and earliest starts or without, and durations among which there are many ties, or which end beyond the last tick.
#[derive(Debug, Clone)]
struct Plan {
    jobs: Vec<Job>,
    begins: Vec<usize>,
    waits: Vec<list::Wait>,
    units: Vec<u32>,
    durations: Vec<i32>,
    length: usize,
}

impl Plan {
    fn list(&self) -> List<'_> {
        List { jobs: &self.jobs, begins: &self.begins, waits: &self.waits, units: &self.units }
    }
}

/// Numbers, later cut to what they are to say.
fn plan() -> impl Strategy<Value = Plan> {
    // Most plans have but some of it, so that each way has many.
    let some = proptest::bool::weighted(0.3);
    let pools = prop_oneof![3 => Just(1u32), 1 => Just(0), 3 => 2u32..6];
    let sort = (pools, 0u32..4, 0u32..4, [some; 4], 0u32..4, any::<bool>());
    (1usize..=140, prop_oneof![1usize..4, 15usize..20])
        .prop_flat_map(move |(count, length)| {
            let order = vec(any::<u16>(), count);
            let rows = vec(any::<[u16; 6]>(), count);
            let waits = vec(vec(any::<[u16; 4]>(), 0..4), count);
            let durations = vec(any::<u32>(), count * length);
            (
                sort.clone(),
                vec(prop_oneof![4 => 1u32..12, 1 => 12u32..60], 6),
                order,
                rows,
                waits,
                durations,
                Just(length),
            )
        })
        .prop_map(|(sort, units, order, rows, all_waits, durations, length)| {
            let (pools, tight, span, [varied, lags, early, unpooled], crowd, spread) = sort;
            let count = rows.len();
            // Small pools more often than large ones.
            let units: Vec<u32> = units[..pools as usize]
                .iter()
                .map(|&units| if tight > 0 { units.min(4) } else { units })
                .collect();
            let jobs = rows
                .iter()
                .map(|row| {
                    let alone = pools == 0 || unpooled && row[0] % 4 == 0;
                    let pool = (!alone).then(|| row[1] as usize % pools as usize);
                    let need =
                        pool.map_or(1, |pool| if varied { 1 + u32::from(row[2]) % units[pool] } else { 1 });
                    let earliest = if early && row[3] % 4 == 0 { i32::from(row[4] % 30) - 5 } else { 0 };
                    Job { pool, need, earliest }
                })
                .collect();
            // Whoever comes first in some order may be waited for: often the order of the numbers, not always.
            let rank = |job: usize| if spread { (usize::from(order[job]), job) } else { (0, job) };
            let (mut begins, mut waits) = (vec![0], Vec::new());
            for (job, mine) in all_waits.iter().enumerate() {
                // A few wait for very many.
                let more = if crowd == 3 && job % 16 == 15 { count } else { 0 };
                let all = mine.iter().copied().chain((0..more).map(|other| [other as u16, 0, 0, 0]));
                for [other, lag, kind, often] in all {
                    let other = usize::from(other) % count;
                    if rank(other) < rank(job) {
                        let lag = if span == 3 { 10_000 * i32::from(lag) } else { i32::from(lag % 12) };
                        let lag = if lags && often % 2 == 0 { lag } else { 0 };
                        waits.push(list::Wait { job: other, lag, from_start: lags && kind % 4 == 0 });
                    }
                }
                begins.push(waits.len());
            }
            let durations = durations
                .into_iter()
                .map(|word| match span {
                    0 => word % 3,
                    1 => word % 20,
                    2 => word % 100_000,
                    _ => word >> (2 + word % 8),
                } as i32)
                .collect();
            Plan { jobs, begins, waits, units, durations, length }
        })
}

proptest! {
    #![proptest_config(plans::config(256))]

    #[test]
    fn lists_are_scheduled_as_event_by_event(plan in plan()) {
        let list = plan.list();
        let size = plan.durations.len();
        let (mut starts, mut finishes) = (vec![0; size], vec![0; size]);
        twins::schedule(&list, &plan.durations, plan.length, &mut starts, &mut finishes);
        for way in Way::ALL {
            let jobs = match Jobs::on(way, &list) {
                Ok(jobs) => jobs,
                Err(Unfit::Way) if way != Way::Any => continue,
                Err(unfit) => panic!("{unfit}"),
            };
            let mut scratch = Scratch::new(&jobs);
            for level in Level::available() {
                let (mut ours, mut ours_too) = (vec![-1; size], vec![-1; size]);
                list::schedule(level, &jobs, &mut scratch, &plan.durations, plan.length, &mut ours, &mut ours_too);
                prop_assert_eq!((&ours, &ours_too), (&starts, &finishes), "{} {:?}", level, way);
            }
        }
    }
}

#[test]
fn lists_that_do_not_hold_together_are_refused() {
    let job = |pool, need| Job { pool, need, earliest: 0 };
    let wait = |job, lag| list::Wait { job, lag, from_start: false };
    let two = [job(Some(0), 1), job(None, 0)];
    let refused = |jobs: &[Job], begins: &[usize], waits: &[list::Wait]| {
        Jobs::new(&List { jobs, begins, waits, units: &[3] }).err()
    };
    assert_eq!(refused(&two, &[0, 0, 1], &[wait(0, 5)]), None);
    assert_eq!(refused(&[], &[0], &[]), None);
    assert_eq!(refused(&two, &[0, 1], &[wait(0, 5)]), Some(Unfit::Begins));
    assert_eq!(refused(&two, &[0, 2, 1], &[wait(0, 5)]), Some(Unfit::Begins));
    assert_eq!(refused(&two, &[0, 0, 0], &[wait(0, 5)]), Some(Unfit::Begins));
    assert_eq!(refused(&[job(Some(1), 1)], &[0, 0], &[]), Some(Unfit::Job(0)));
    assert_eq!(refused(&[job(Some(0), 0)], &[0, 0], &[]), Some(Unfit::Job(0)));
    assert_eq!(refused(&[job(Some(0), 4)], &[0, 0], &[]), Some(Unfit::Job(0)));
    assert_eq!(refused(&two, &[0, 0, 1], &[wait(2, 0)]), Some(Unfit::Wait(1)));
    assert_eq!(refused(&two, &[0, 0, 1], &[wait(0, -1)]), Some(Unfit::Wait(1)));
    assert_eq!(refused(&two, &[0, 1, 2], &[wait(1, 0), wait(0, 0)]), Some(Unfit::Circle));
    // Five needs of one pool are too many for words, and two for few.
    let ways = |jobs: &[Job]| {
        let begins = vec![0; jobs.len() + 1];
        let list = List { jobs, begins: &begins, waits: &[], units: &[9] };
        assert_eq!(Jobs::on(Way::Any, &list).map(|jobs| jobs.way()), Ok(Way::Any));
        Jobs::new(&list).map(|jobs| jobs.way())
    };
    let needs: Vec<Job> = (2..7).map(|need| job(Some(0), need)).collect();
    assert_eq!(ways(&needs), Ok(Way::Any));
    assert_eq!(ways(&needs[..4]), Ok(Way::Words));
    assert_eq!(ways(&needs[..1]), Ok(Way::Few));
    let list = List { jobs: &two, begins: &[0, 0, 0], waits: &[], units: &[3] };
    assert_eq!(Jobs::on(Way::Few, &list).err(), Some(Unfit::Way));
}

/// More jobs, pools, lags and people at a time than the random lists have.
#[test]
fn large_lists_are_scheduled_as_event_by_event() {
    let mut state = 1u32;
    let mut below = |end: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % end
    };
    for (count, pools, unpooled, lags, way) in [
        (900, 3, true, true, Way::Words),
        (600, 2, true, false, Way::Words),
        (1200, 70, false, true, Way::Any),
    ] {
        let jobs: Vec<Job> = (0..count)
            .map(|_| {
                let pool = (!unpooled || below(2) == 0).then(|| below(pools));
                Job { pool, need: 1, earliest: 0 }
            })
            .collect();
        let (mut begins, mut waits) = (vec![0], Vec::new());
        for job in 0..count {
            for _ in 0..if job < 300 { 0 } else { below(3) } {
                let lag = if lags && below(3) == 0 { below(50) as i32 } else { 0 };
                waits.push(list::Wait { job: job - 1 - below(300), lag, from_start: false });
            }
            begins.push(waits.len());
        }
        let units = vec![7; pools];
        let list = List { jobs: &jobs, begins: &begins, waits: &waits, units: &units };
        let durations: Vec<i32> = (0..3 * count).map(|_| below(400) as i32).collect();
        let (mut starts, mut finishes) = (vec![0; 3 * count], vec![0; 3 * count]);
        twins::schedule(&list, &durations, 3, &mut starts, &mut finishes);
        for on in [way, Way::Any] {
            let jobs = Jobs::on(on, &list).expect("it can go this way");
            let mut scratch = Scratch::new(&jobs);
            let (mut ours, mut ours_too) = (vec![-1; 3 * count], vec![-1; 3 * count]);
            list::schedule(Level::best(), &jobs, &mut scratch, &durations, 3, &mut ours, &mut ours_too);
            assert!((&ours, &ours_too) == (&starts, &finishes), "{count} jobs, {on:?}");
        }
        assert_eq!(Jobs::new(&list).map(|jobs| jobs.way()), Ok(way));
    }
}
