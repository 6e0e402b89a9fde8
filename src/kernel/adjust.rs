//! Changes to a column of values in the trials where something happens, and the rounding to whole ticks.
//! Of columns of unequal length as many trials are done as the shortest has.

/// Whether something with this threshold happens, for each of the bits: `happened` becomes 1 where they lie below it, else 0.
pub fn happens(bits: &[u32], threshold: u64, happened: &mut [u8]) {
    for (happened, &bits) in happened.iter_mut().zip(bits) {
        *happened = u8::from(u64::from(bits) < threshold);
    }
}

/// How often something happened.
pub fn count(happened: &[u8]) -> u64 {
    happened.iter().map(|&happened| u64::from(happened)).sum()
}

/// Replaces `values` by `others` where it happened; where it also happened before (`replaced`), the larger stays.
pub fn replace(values: &mut [f64], replaced: &mut [u8], happened: &[u8], others: &[f64]) {
    for (((value, replaced), &happened), &other) in values.iter_mut().zip(replaced).zip(happened).zip(others)
    {
        let take = happened == 1 && (*replaced == 0 || other > *value);
        *value = if take { other } else { *value };
        *replaced |= happened;
    }
}

/// Multiplies `values` by `factors` where it happened.
pub fn multiply(values: &mut [f64], happened: &[u8], factors: &[f64]) {
    for ((value, &happened), &factor) in values.iter_mut().zip(happened).zip(factors) {
        *value *= if happened == 1 { factor } else { 1.0 };
    }
}

/// Adds `amounts` to `values` where it happened.
pub fn add(values: &mut [f64], happened: &[u8], amounts: &[f64]) {
    for ((value, &happened), &amount) in values.iter_mut().zip(happened).zip(amounts) {
        *value += if happened == 1 { amount } else { 0.0 };
    }
}

/// Rounds values to whole ticks, to the nearest, halves up, within [0, `most`].
pub fn round(values: &[f64], most: i32, out: &mut [i32]) {
    let limit = f64::from(most);
    for (out, &value) in out.iter_mut().zip(values) {
        let value = if value > 0.0 { value } else { 0.0 };
        let value = if value < limit { value } else { limit };
        *out = (value + 0.5) as i32;
    }
}
