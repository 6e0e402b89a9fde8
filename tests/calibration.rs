//! Calibration and scores: closed forms, figures by hand, laws, and what came of real estimates.

#[path = "../examples/backtest/landmark.rs"]
mod landmark;

use std::path::PathBuf;
use std::sync::Arc;

use landfall::report::{self, Questions};
use landfall::{
    Calibration, Distribution, Estimate, Format, History, Outcome, P10, P50, P80, P90, P95, PastEstimate,
    Percentile, Plan, PlanFile, RangeMeaning, Scores, Scoring, Shape, Spread, Task, date,
};

use crate::luck::Luck;

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

fn lognormal(low: f64, high: f64) -> Distribution {
    Distribution::fit(&Spread::shares(low..=high), RangeMeaning::P10P90).unwrap()
}

/// Ranges 4-9 (middle 6) that took 3, 6, 9, 9 and 12 over the middle: ratios 0.5, 1, 1.5, 1.5, 2.
#[test]
fn ranges_are_corrected_as_by_hand() {
    let entries = [3.0, 6.0, 9.0, 9.0, 12.0].map(|took| PastEstimate::new(4.0..=9.0, took));
    let fit = History::new(entries).fit().unwrap();
    assert!(close(fit.median_ratio, 1.5) && close(fit.bias, libm::sqrt(1.5)), "{fit:?}");
    // Five pairs have no interval: all of them lie on one side once in 16 times.
    assert_eq!((fit.pairs, fit.unfinished, fit.median_interval), (5, 0, None));
    let ranges = fit.ranges.as_ref().unwrap();
    // 4-9 held 6, 9 and 9 (an end is inside); 4.9-11.02 holds the same three.
    let (entered, after) = (ranges.entered.unwrap(), ranges.after_bias.unwrap());
    assert_eq!((entered.decided, entered.odds.probability, after.odds.probability), (5, 0.6, 0.6));
    // Wilson (1927): 3 of 5 is 0.2307 to 0.8824.
    assert!((entered.odds.low - 0.2307).abs() < 1e-4 && (entered.odds.high - 0.8824).abs() < 1e-4);
    assert!(close(ranges.hit_rate, 9.0 / 15.0) && close(ranges.claimed, 0.8));
    // z(0.9)/z(0.8).
    assert!((ranges.widening - 1.281_551_565_5 / 0.841_621_233_6).abs() < 1e-8);
    assert!(fit.ratios.is_none() && fit.numbers == 0 && fit.min_max == 0);
    let corrected = lognormal(4.0, 9.0).corrected(&fit.calibration()).unwrap();
    assert!(close(corrected.quantile(0.5), 6.0 * libm::sqrt(1.5)));
    assert!(close(corrected.quantile(0.8), 9.0 * libm::sqrt(1.5)));
}

/// Of ten ratios 1, 2, ... 10 the second and the ninth are the interval: P(Bin(10, 1/2) <= 1) is 1.1%, of <= 2 5.5%.
#[test]
fn the_interval_of_the_median_is_the_order_statistics_of_the_binomial() {
    let fit = History::new((1..=10).map(|took| PastEstimate::new(1.0, f64::from(took)))).fit().unwrap();
    assert_eq!((fit.median_ratio, fit.median_interval), (5.5, Some((2.0, 9.0))));
    assert!(close(libm::log(fit.bias), 10.0 / 15.0 * libm::log(5.5)));
}

#[test]
fn one_estimate_says_little() {
    let fit = History::new([PastEstimate::new(10.0, 64.0 * 10.0)]).fit().unwrap();
    assert!(close(fit.bias, 2.0));
    let Calibration { ratios: Some(ratios), .. } = fit.calibration() else { panic!() };
    let curve = Distribution::fit(&ratios, RangeMeaning::P10P90).unwrap();
    assert!(close(curve.quantile(0.5), 2.0));
    // Five sixths are a lognormal with P90/P10 = 3 and one sixth is a jump at its middle: Q(0.9) is its quantile at 0.88.
    let exact = 2.0 * libm::exp(1.174_986_792_066 * libm::log(3.0) / (2.0 * 1.281_551_565_545));
    assert!((curve.quantile(0.9) - exact).abs() < 1e-6, "{} {exact}", curve.quantile(0.9));
}

/// The curve of ratios has, at each of its percentiles, the share of the mixture that defines it.
#[test]
fn the_curve_of_ratios_is_the_mixture_that_defines_it() {
    let mut luck = Luck(3);
    let took: Vec<f64> = (0..31).map(|_| 0.5 + 3.0 * luck.uniform()).collect();
    let fit = History::new(took.iter().map(|&took| PastEstimate::new(1.0, took))).fit().unwrap();
    let Some(Spread::Percentiles(points)) = fit.ratios else { panic!() };
    let sd = libm::log(3.0) / (2.0 * 1.281_551_565_544_6);
    let prior = Distribution::fit(
        &Spread::percentiles([(P50, fit.bias), (P90, fit.bias * libm::exp(1.281_551_565_544_6 * sd))]),
        RangeMeaning::P10P90,
    )
    .unwrap();
    for (percentile, value) in points {
        let share = |x: f64| {
            let seen = took.iter().filter(|&&took| took * fit.bias / fit.median_ratio <= x).count() as f64;
            (seen + 5.0 * prior.cdf(x)) / 36.0
        };
        let p = percentile.share();
        assert!(
            share(value * (1.0 - 1e-9)) <= p + 1e-9 && share(value * (1.0 + 1e-9)) >= p - 1e-9,
            "{percentile}"
        );
    }
}

/// Single numbers 10 that took 10, 20 and 40; two more that had taken 15 and 50 are not finished. By hand: the shares at or below are
/// 1/5, then 1 - 4/5 x 2/3 = 7/15, then 1 - 8/15 x 1/2 = 11/15.
#[test]
fn unfinished_work_counts_for_what_is_known_of_it() {
    let outcomes = [
        Outcome::Finished(10.0),
        Outcome::Unfinished(15.0),
        Outcome::Finished(20.0),
        Outcome::Finished(40.0),
        Outcome::Unfinished(50.0),
    ];
    let history = |estimate: fn(Outcome) -> PastEstimate| History::new(outcomes.map(estimate));
    let fit = history(|outcome| PastEstimate::new(10.0, outcome)).fit().unwrap();
    assert_eq!((fit.median_ratio, fit.median_is_beyond, fit.unfinished), (4.0, false, 2));
    assert!(close(fit.bias, 2.0));
    // As ranges 5-20 (middle 10): one at the end of the range, one below it; 50 so far is known to be a miss.
    let fit = history(|outcome| PastEstimate::new(5.0..=20.0, outcome)).fit().unwrap();
    let entered = fit.ranges.unwrap().entered.unwrap();
    assert_eq!(entered.decided, 4);
    assert!(close(entered.odds.probability, 7.0 / 15.0), "{entered:?}");
    let beyond = [Outcome::Finished(10.0), Outcome::Unfinished(20.0), Outcome::Unfinished(20.0)];
    let fit = History::new(beyond.map(|outcome| PastEstimate::new(10.0, outcome))).fit().unwrap();
    assert!(fit.median_is_beyond && fit.median_ratio == 2.0);
    let nothing = History::new([PastEstimate::new(1.0, Outcome::Unfinished(1.0))]).fit().unwrap_err();
    assert!(nothing.to_string().contains("nothing in the history is finished"));
}

#[test]
fn ranges_decide_the_width_and_everything_the_bias() {
    let entries = [
        PastEstimate::new(4.0..=9.0, 12.0),
        PastEstimate::new(1.0..=3.0, 4.0).range(RangeMeaning::MinMax),
        PastEstimate::new(5.0, 10.0),
        PastEstimate::new(1.0..=3.0, 3.0).range(RangeMeaning::MinMax),
    ];
    let fit = History::new(entries.clone()).fit().unwrap();
    assert_eq!((fit.median_ratio, fit.numbers, fit.min_max), (2.0, 1, 2));
    assert_eq!(fit.min_max_held.unwrap().odds.probability, 0.5);
    let calibration = fit.calibration();
    assert!(calibration.hit_rate.is_some() && calibration.ratios.is_none());
    // Without the range the number decides, and without both the bias is all there is.
    let fit = History::new(entries[1..].to_vec()).fit().unwrap();
    assert!(fit.ranges.is_none() && fit.calibration().ratios.is_some());
    let fit = History::new([entries[1].clone(), entries[3].clone()]).fit().unwrap();
    assert_eq!(fit.calibration(), Calibration::new(fit.bias));
}

/// Ranges that were to hold half of what they hold are not taken for too wide before any is seen.
#[test]
fn what_is_taken_for_granted_widens_every_claim_alike() {
    let unseen = |meaning| {
        let entries = [
            PastEstimate::new(2.0..=3.0, Outcome::Unfinished(0.0)).range(meaning),
            PastEstimate::new(1.0, 1.0),
        ];
        History::new(entries).fit().unwrap().ranges.unwrap().widening
    };
    for meaning in [RangeMeaning::P5P95, RangeMeaning::P25P75] {
        assert!(close(unseen(meaning), unseen(RangeMeaning::P10P90)));
    }
}

/// Truths that are lognormal around ranges half as wide as they should be, and a fifth later: 1,000 of them bring the middle 80% back.
/// n = 1,000, the share inside the corrected ranges lies within 3.5 standard errors (0.044) of 80% and what shrinkage costs (1%).
#[test]
fn a_long_history_finds_the_width_and_the_bias() {
    let mut luck = Luck(8);
    let truth = |luck: &mut Luck, low: f64, high: f64| {
        let wide = Distribution::fit(
            &Spread::percentiles([
                (P10, 1.2 * low * libm::sqrt(low / high)),
                (P90, 1.2 * high * libm::sqrt(high / low)),
            ]),
            RangeMeaning::P10P90,
        );
        wide.unwrap().quantile(luck.uniform())
    };
    let entries = (0..1000).map(|k| {
        let low = 1.0 + f64::from(k % 7);
        PastEstimate::new(low..=2.0 * low, truth(&mut luck, low, 2.0 * low))
    });
    let history = History::new(entries);
    let fit = history.fit().unwrap();
    let ranges = fit.ranges.as_ref().unwrap();
    assert!((fit.bias - 1.2).abs() < 0.08 && (ranges.widening - 2.0).abs() < 0.2, "{fit:?}");
    let (low, high) = fit.median_interval.unwrap();
    assert!(low < 1.2 && high > 1.2);
    let scores = history.scores(&Scoring::default()).unwrap();
    let inside = |scores: &Scores| scores.inside(0.8).unwrap().odds.probability;
    assert!((inside(&scores.corrected) - 0.8).abs() < 0.054, "{}", inside(&scores.corrected));
    assert!(inside(&scores.entered) < 0.55 && scores.corrected.crps < scores.entered.crps);
}

/// Whatever the history, a plan takes what comes of it.
#[test]
fn every_fit_goes_into_a_plan() {
    let plan = || Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(2.0..=3.0)));
    let mut luck = Luck(1);
    for case in 0..200 {
        let count = 1 + (luck.uniform() * 40.0) as usize;
        let same = luck.uniform();
        let entries = (0..count).map(|_| {
            let took = if luck.uniform() < same { 1.0 } else { libm::exp(8.0 * luck.uniform() - 4.0) };
            let outcome =
                if luck.uniform() < 0.2 { Outcome::Unfinished(took) } else { Outcome::Finished(took) };
            match case % 3 {
                0 => PastEstimate::new(1.0, outcome),
                1 => PastEstimate::new(0.8..=1.3, outcome).range(RangeMeaning::P25P75),
                _ if luck.uniform() < 0.5 => PastEstimate::new(1.0, outcome),
                _ => PastEstimate::new(0.1..=1.3, outcome).range(RangeMeaning::MinMax),
            }
        });
        let entries: Vec<PastEstimate> = entries.chain([PastEstimate::new(1.0, 1.0)]).collect();
        let fit = History::new(entries).fit().unwrap();
        let findings = plan().calibration(fit.calibration()).check();
        assert!(findings.is_empty(), "{findings:?} {fit:?}");
    }
    let alike = History::new(vec![PastEstimate::new(1.0, 1.0); 5000]).fit().unwrap();
    assert!(plan().calibration(alike.calibration()).check().is_empty());
}

#[test]
fn a_text_is_read_with_all_its_columns() {
    let text = "task;Low;high;likely;claimed;actual;finished;so_far\n\
                a;2;3;;;2.5;yes;\n\"b;c\";2;6;3;min-max;;no;4\nd;2;3;;75%;;;1\n\ne;4;9;;p5-p95;9;no;\n";
    let history = History::parse(text).unwrap();
    let expected = [
        PastEstimate::new(2.0..=3.0, 2.5),
        PastEstimate::of(Spread::parse("2 / 3 / 6").unwrap(), Outcome::Unfinished(4.0))
            .range(RangeMeaning::MinMax),
        PastEstimate::of(
            Spread::percentiles(
                [12.5, 87.5].map(|p| Percentile::new(p).unwrap()).into_iter().zip([2.0, 3.0]),
            ),
            Outcome::Unfinished(1.0),
        ),
        PastEstimate::new(4.0..=9.0, Outcome::Unfinished(9.0)).range(RangeMeaning::P5P95),
    ];
    assert_eq!(history.entries, expected);
    let both = History::parse("low,high,estimate,actual\n2,3,,2\n,,5,6\n").unwrap();
    assert_eq!(both.entries, [PastEstimate::new(2.0..=3.0, 2.0), PastEstimate::new(5.0, 6.0)]);
}

#[test]
fn every_fault_of_a_text_is_told_with_its_line() {
    let text = "low,high,actual,claimed,finished,likely\n3,2,1\n2,x,1\n,,1\n2,3,-1\n2,3,\n2,3,1,120%\n2,3,1,,maybe\n\
                2,3,nan\n2,3,1,70%,,2.5\n2,3,1e300\n-2,-1,1\n2,4,3\n";
    let message = History::parse(text).unwrap_err().to_string();
    insta::assert_snapshot!(message);
    for (text, part) in [
        ("", "is empty"),
        ("low,actual\n1,2\n", "low, high and actual"),
        ("estimate,actual\n", "heading only"),
        ("3\n4\n", "the first line names the columns"),
        ("low,high,actual\n1,500,2,000,1,800\n", "line 2: there are 6 cells under 3 headings"),
        ("low;high;actual\n1,500;2,000;1,800\n", "line 2: there are 6 cells under 3 headings"),
        (
            "low,high,actual,finshed\n2,4,5,no\n",
            "no column is called \"finshed\"; did you mean \"finished\"?",
        ),
        ("low,high,high,actual\n2,4,5,3\n", "two columns are called \"high\""),
    ] {
        let message = History::parse(text).unwrap_err().to_string();
        assert!(message.contains(part), "{message}");
    }
    // Columns of other names, empty cells at the end and a heading with a space are no faults.
    let text = "task,low,high,actual,So far,note\na,2,4,,5,later,,\n";
    assert_eq!(History::parse(text).unwrap().entries[0].outcome, Outcome::Unfinished(5.0));
    let many: String = "estimate,actual\n".chars().chain("1,x\n".repeat(30).chars()).collect();
    assert!(History::parse(&many).unwrap_err().to_string().ends_with("and 10 more"));
    let long = |lines| format!("estimate,actual\n{}", "1,2\n".repeat(lines));
    assert_eq!(History::parse(&long(100_000)).unwrap().entries.len(), 100_000);
    assert!(History::parse(&long(100_001)).unwrap_err().to_string().contains("more than 100000 lines"));
    let far = History::new([PastEstimate::new(1.0, 1e6), PastEstimate::new(1.0, 1e6)]);
    let far = History::new(std::iter::repeat_n(far.entries[0].clone(), 50)).fit().unwrap_err().to_string();
    assert!(far.contains("in the same unit"), "{far}");
    let wrong = History::new([PastEstimate::new(0.0, 1.0), PastEstimate::new(1.0, 0.0)]).fit().unwrap_err();
    assert!(wrong.to_string().starts_with("entry 1: ") && wrong.to_string().contains("\nentry 2: "));
    assert!(History::default().fit().is_err() && History::default().scores(&Scoring::default()).is_err());
}

/// Two forecasts, uniform on 0 to 10, and outcomes 2 and 9.5.
#[test]
fn scores_are_as_by_hand() {
    let range = Spread::parse("0-10").unwrap();
    let uniform = Distribution::fit(&range, RangeMeaning::MinMax).unwrap();
    let pairs = [(uniform.clone(), Outcome::Finished(2.0)), (uniform.clone(), Outcome::Finished(9.5))];
    let scores = Scores::of(&pairs, &Scoring::default()).unwrap();
    assert_eq!(scores.pit, [Outcome::Finished(0.2), Outcome::Finished(0.95)]);
    assert_eq!(scores.inside(0.8).unwrap().odds.probability, 0.5);
    assert_eq!(scores.inside(0.9).unwrap().odds.probability, 1.0);
    let coverage = [P10, P50, P80, P95].map(|p| scores.coverage(p).unwrap().odds.probability);
    assert_eq!(coverage, [0.0, 0.5, 0.5, 1.0]);
    let loss = scores.pinball.iter().find(|(percentile, _)| *percentile == P80).unwrap().1.unwrap();
    // 0.2 x (8 - 2) and 0.8 x (9.5 - 8).
    assert!(close(loss, (1.2 + 1.2) / 2.0), "{loss}");
    // 10 (u^2 - u + 1/3).
    let crps = [0.2, 0.95].map(|u: f64| 10.0 * (u * u - u + 1.0 / 3.0));
    assert!(close(scores.crps.unwrap(), (crps[0] + crps[1]) / 2.0));
    // One more that has taken 5: half of what is left, 2/3, is what 9.5 stands for; the weights are 1/3 and 2/3.
    let [first, second] = pairs;
    let pairs = [first, second, (uniform, Outcome::Unfinished(5.0))];
    let scores = Scores::of(&pairs, &Scoring::default()).unwrap();
    assert!(close(scores.coverage(P50).unwrap().odds.probability, 1.0 / 3.0));
    assert_eq!((scores.coverage(P50).unwrap().decided, scores.coverage(P80).unwrap().decided), (2, 2));
    assert!(close(scores.crps.unwrap(), (crps[0] + 2.0 * crps[1]) / 3.0));
    let mut scoring = Scoring::default();
    scoring.levels = vec![1.5];
    assert!(Scores::of(&pairs, &scoring).is_err() && Scores::of(&[], &Scoring::default()).is_err());
}

/// Outcomes drawn from their forecasts hold their odds. n = 2,000, alpha = 0.001 for each: within 3.29 standard errors. Of a forecast that
/// is one of two values, the places in its jumps are spread evenly, too.
#[test]
fn honest_forecasts_hold_their_odds_also_where_they_jump() {
    let mut luck = Luck(4);
    let two = Distribution::fit(&Spread::history([3.0, 8.0]), RangeMeaning::P10P90).unwrap();
    let pert = Distribution::fit(&Spread::parse("2 / 3 / 9").unwrap(), RangeMeaning::P10P90).unwrap();
    for forecast in [lognormal(2.0, 9.0), pert, two] {
        let mut pairs: Vec<(Distribution, Outcome)> = (0..2000)
            .map(|_| (forecast.clone(), Outcome::Finished(forecast.quantile(luck.uniform()))))
            .collect();
        // A third of them is given up at random, long before most are finished or long after.
        for watched in [false, true] {
            let scores = Scores::of(&pairs, &Scoring::default()).unwrap();
            for (percentile, hit) in &scores.coverage {
                let (p, hit) = (percentile.share(), hit.unwrap());
                let most = 3.29 * libm::sqrt(p * (1.0 - p) / hit.decided as f64) + 1e-9;
                assert!((hit.odds.probability - p).abs() < most, "{percentile} {watched} {hit:?}");
            }
            assert_eq!(Scores::of(&pairs, &Scoring::default()).unwrap(), scores);
            for (forecast, outcome) in &mut pairs {
                let stop = forecast.quantile(luck.uniform().sqrt()) * (0.9 + 0.3 * luck.uniform());
                let (Outcome::Finished(took) | Outcome::Unfinished(took)) = *outcome;
                if took > stop {
                    *outcome = Outcome::Unfinished(stop);
                }
            }
        }
    }
}

/// The CRPS of the normal curve, sd (z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)) (Gneiting and Raftery 2007), at its mean.
#[test]
fn the_crps_at_the_mean_of_a_normal_curve_is_its_closed_form() {
    let mut range = landfall::Range::new(10.0, 20.0);
    range.shape = Some(Shape::Normal);
    let normal = Distribution::fit(&Spread::Range(range), RangeMeaning::P10P90).unwrap();
    let scores = Scores::of(&[(normal.clone(), 15.0.into())], &Scoring::default()).unwrap();
    let exact = normal.sd() * (libm::sqrt(2.0) - 1.0) / libm::sqrt(std::f64::consts::PI);
    assert!(close(scores.crps.unwrap(), exact));
}

#[test]
fn the_text_of_a_history_of_ranges() {
    let history = History::parse(include_str!("../examples/histories/team.csv")).unwrap();
    let scores = history.scores(&Scoring::default()).unwrap();
    let text = report::calibration(&history.fit().unwrap(), Some(&scores)).text();
    crate::readme::shows(&text);
    insta::assert_snapshot!(text);
}

#[test]
fn the_text_of_single_numbers_and_of_everything() {
    let numbers =
        History::parse("estimate,actual\n10,14\n20,35\n5,8\n8,9\n30,48\n4,7\n12,20\n6,10\n").unwrap();
    let mut text = report::calibration(&numbers.fit().unwrap(), None).text();
    let all = "low,high,estimate,actual,claimed,so_far\n2,3,,2.5,,\n1,4,,5,min-max,\n,,4,6,,\n2,4,,,90%,5\n";
    text += &report::calibration(&History::parse(all).unwrap().fit().unwrap(), None).text();
    insta::assert_snapshot!(text);
}

/// The lines that the text gives for the plan file are read as the correction that was fitted, to six digits.
#[test]
fn the_lines_for_the_plan_file_are_the_correction() {
    for text in [include_str!("../examples/histories/team.csv"), "estimate,actual\n1,1\n1,1\n1,1\n2,9\n"] {
        let fit = History::parse(text).unwrap().fit().unwrap();
        let text = report::calibration(&fit, None).text();
        let (_, lines) = text.split_once("In the plan file\n").unwrap();
        let plan = format!("start = 2027-01-04\n[task]\na = {{ takes = \"2-3 weeks\" }}\n{lines}");
        let read = PlanFile::parse(&plan, Format::Toml).unwrap().plan.calibration.unwrap();
        for u in [0.01, 0.1, 0.5, 0.9, 0.99] {
            let at =
                |calibration: &Calibration| lognormal(2.0, 3.0).corrected(calibration).unwrap().quantile(u);
            let (one, other) = (at(&read), at(&fit.calibration()));
            assert!((one - other).abs() < 1e-4 * one, "{u}: {one} {other}");
        }
    }
}

#[test]
fn a_calibrated_plan_says_so_and_shows_both_dates() {
    let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(4.0..=6.0)));
    let entered = plan.forecast().unwrap();
    let plan = plan.calibration(Calibration::new(1.3).hit_rate(0.5, 0.8));
    assert_eq!(plan.as_entered().forecast().unwrap(), entered);
    let forecast = plan.forecast().unwrap();
    let mut questions = Questions::default();
    questions.as_entered = Some(Arc::new(entered.clone()));
    insta::assert_snapshot!(report::forecast(&forecast, &questions).text());
    let json = report::json(&forecast, &questions).unwrap();
    assert!(json.contains("\"as_entered\": {"));
    assert!(!report::forecast(&entered, &Questions::default()).text().contains("corrected"));
}

/// The release dates of 54 software projects (Little 2006): first dates hold for 2 of them; corrected by what came of the others, P50, P80
/// and P90 hold for as many as they say, within what 54 projects can tell.
#[test]
fn release_dates_corrected_by_other_projects_hold_as_often_as_they_say() {
    let data = std::env::var_os("LANDFALL_DATA")
        .map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data").into(), PathBuf::from);
    let folder = data.join("estimates");
    if !folder.is_dir() {
        eprintln!("release dates: skipped, {} is absent", folder.display());
        return;
    }
    let (projects, without) = landmark::projects(&folder).unwrap();
    assert_eq!((projects.len(), without, landmark::held_as_entered(&projects)), (54, 0, 2));
    let held = landmark::held(&projects, &landmark::corrected(&projects).unwrap());
    for (percentile, held) in landmark::PERCENTILES.into_iter().zip(held) {
        let (low, high) = match percentile {
            P50 => (0.41, 0.59),
            P80 => (0.70, 0.90),
            P90 => (0.82, 0.96),
            _ => continue,
        };
        let share = held as f64 / 54.0;
        assert!((low..=high).contains(&share), "{percentile}: {held} of 54");
    }
}

#[test]
fn a_range_of_work_does_not_begin_below_nothing() {
    let fault =
        |line: &str| History::parse(&format!("low,high,actual,claimed\n{line}\n")).unwrap_err().to_string();
    assert!(fault("-3,5,4,").contains("less than nothing"), "{}", fault("-3,5,4,"));
    assert!(fault("0,5,4,").contains("min-max"), "{}", fault("0,5,4,"));
    assert!(History::parse("low,high,actual,claimed\n0,5,4,min-max\n1,5,4,\n").is_ok());
}
