//! The calibration: a correction that can be made.

use super::Findings;
use super::numbers::meant_as_percent;
use crate::curve::{Correction, Quantity, fit};
use crate::error::{Code, Path};
use crate::plan::{Calibration, Plan, RangeMeaning, percent_text};

/// A bias or a ratio beyond this many times, or below one part of it, is no correction.
const MOST: f64 = 100.0;

/// Shares of ranges that hold lie between these: beyond them they would be made wider or narrower without end.
const SHARES: (f64, f64) = (0.05, 0.99);

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    let Some(calibration) = &plan.calibration else { return };
    let path = |key: &str| Path::of(["calibration", key]);
    let Calibration { bias, hit_rate, claimed, ratios } = calibration;
    if !(*bias >= 1.0 / MOST && *bias <= MOST) {
        findings.add(
            Code::Calibration,
            path("bias"),
            format!("a bias of {bias} is no correction"),
            "write what work took against the middle of its range, such as 1.2 where it took a fifth longer, from 0.01 to 100",
        );
    }
    for (key, share) in [("hit_rate", hit_rate), ("claimed", claimed)] {
        let Some(share) = share.filter(|share| !(share.get() >= SHARES.0 && share.get() <= SHARES.1)) else {
            continue;
        };
        findings.add(
            Code::Calibration,
            path(key),
            format!(
                "a share of {}% of ranges that hold is beyond what can be corrected",
                percent_text(share.get())
            ),
            meant_as_percent(share.get()).unwrap_or_else(|| "write a share from 5% to 99%".to_owned()),
        );
    }
    if claimed.is_some() && hit_rate.is_none() {
        findings.add(
            Code::Calibration,
            path("claimed"),
            "claimed says what ranges were to hold, and how many held is not said",
            "add hit_rate, the share of ranges that held the outcome, or take claimed out",
        );
    }
    if hit_rate.is_some() && claimed.is_none() && plan.estimates.range == RangeMeaning::MinMax {
        findings.add(
            Code::Calibration,
            path("hit_rate"),
            "ranges of this plan hold every outcome (min-max), which no share of them can be held against",
            "say claimed, the share of outcomes that the earlier ranges were to hold",
        );
    }
    let Some(ratios) = ratios else { return };
    if *bias != 1.0 || hit_rate.is_some() {
        findings.add(
            Code::Calibration,
            path("ratios"),
            "ratios stand beside bias or hit_rate, and both say how far estimates were off",
            "keep one of the two",
        );
    }
    match fit(ratios, RangeMeaning::P10P90, Quantity::Number) {
        Err(fault) => findings.add(Code::Calibration, path("ratios"), fault.message, fault.help),
        Ok(curve) => {
            let (low, high) = (curve.quantile(0.01), curve.quantile(0.99));
            if !(low >= 1.0 / MOST && high <= MOST) {
                findings.add(
                    Code::Calibration,
                    path("ratios"),
                    "ratios lie below a hundredth or above a hundred times the estimate",
                    "write what work took against what was estimated, such as { percentiles = { p10 = 0.8, p50 = 1.1, p90 = 2 } }",
                );
            } else if let Some(ratio) = curve.constant() {
                findings.add(
                    Code::CertainRatios,
                    path("ratios"),
                    format!("ratios of {ratio} alone say that every task takes exactly {ratio} times the middle of its range: no range is left"),
                    format!("write bias = {ratio}, which moves the ranges and leaves them as wide as they are; or the ratios of several tasks"),
                );
            }
        }
    }
}

/// How the ranges of a plan are corrected; `None` where they are not, or the correction is none.
pub(super) fn correction(plan: &Plan) -> Option<Correction> {
    Correction::of(plan.calibration.as_ref()?, plan.estimates.range)
}
