//! The longest-path pass over a network, one column of trials at a time. All times are whole ticks, so sums are exact in any order.
//! Of columns of unequal length as many trials are done as the shortest has.

/// Raises each start to the finish of a predecessor plus a lag.
///
/// Finishes and lags lie between -2³⁰ and 2³⁰, both excluded, so that their sum fits.
pub fn wait_for(starts: &mut [i32], finishes: &[i32], lag: i32) {
    for (start, &finish) in starts.iter_mut().zip(finishes) {
        let ready = finish + lag;
        *start = if ready > *start { ready } else { *start };
    }
}

/// The finishes of starts and durations, cut at `horizon`; starts are cut there too.
///
/// Durations lie within [0, `horizon`], and the horizon below 2³⁰, so that the sum fits.
pub fn finish(starts: &mut [i32], durations: &[i32], horizon: i32, finishes: &mut [i32]) {
    for ((finish, start), &duration) in finishes.iter_mut().zip(starts).zip(durations) {
        *start = if *start < horizon { *start } else { horizon };
        let sum = *start + duration;
        *finish = if sum < horizon { sum } else { horizon };
    }
}

/// Raises each of `latest` to the other column's value.
pub fn latest(latest: &mut [i32], others: &[i32]) {
    for (latest, &other) in latest.iter_mut().zip(others) {
        *latest = if other > *latest { other } else { *latest };
    }
}

/// The sum of the differences `after - before` and the sum of their squares, exact.
pub fn sums(before: &[i32], after: &[i32]) -> (i64, i128) {
    let mut sum = 0;
    let mut squares = 0;
    for (&before, &after) in before.iter().zip(after) {
        let difference = i64::from(after) - i64::from(before);
        sum += difference;
        squares += i128::from(difference) * i128::from(difference);
    }
    (sum, squares)
}

/// The largest value of a column, at least 0.
pub fn peak(values: &[i32]) -> i32 {
    values.iter().fold(0, |peak, &value| if value > peak { value } else { peak })
}
