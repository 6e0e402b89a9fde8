//! Random bits → values with a given distribution.
//!
//! 32 bits `k` stand for the probability (k + ½) / 2³². It is counted from its nearer end, so that both tails are equally fine:
//! down to 2⁻³³.

/// A cubic in t from 0 to 1, lowest power first.
pub type Cell = [f32; 4];

/// Cells a side of a table has: 8 for each of the 32 octaves from 2⁻³³ to 2⁻¹.
pub const CELLS_PER_SIDE: usize = 256;

/// The probability at which cell `cell` of a side begins, counted from that side's end; `CELLS_PER_SIDE` gives where the last one
/// ends, 0.5.
///
/// # Panics
///
/// When `cell` is above `CELLS_PER_SIDE`.
pub fn edge(cell: usize) -> f64 {
    assert!(cell <= CELLS_PER_SIDE, "a side has {CELLS_PER_SIDE} cells");
    let octave = (1u64 << (cell / 8)) as f64;
    octave * (1.0 + (cell % 8) as f64 / 8.0) / (1u64 << 33) as f64
}

/// The probabilities of uniform bits.
pub fn uniform(bits: &[u32], flip: bool, out: &mut [f64]) {
    let mask = if flip { u32::MAX } else { 0 };
    for (out, &bits) in out.iter_mut().zip(bits) {
        *out = probability(bits ^ mask);
    }
}

#[inline(always)]
fn probability(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// A triangle on [0, 1] with its mode at `mode`.
pub fn triangle(bits: &[u32], flip: bool, mode: f64, out: &mut [f64]) {
    let mask = if flip { u32::MAX } else { 0 };
    for (out, &bits) in out.iter_mut().zip(bits) {
        let bits = bits ^ mask;
        let (below, above) = (probability(bits), probability(!bits));
        let rising = (mode * below).sqrt();
        let falling = 1.0 - ((1.0 - mode) * above).sqrt();
        *out = if below <= mode { rising } else { falling };
    }
}

/// A tabulated quantile function: `table` holds the cells of the lower side, then those of the upper side, each from its tail
/// inwards.
///
/// # Panics
///
/// When the table does not have `2 * CELLS_PER_SIDE` cells.
pub fn table(bits: &[u32], flip: bool, table: &[Cell], out: &mut [f64]) {
    let Some(table) = table.first_chunk::<{ 2 * CELLS_PER_SIDE }>() else {
        panic!("a table has {} cells, not {}", 2 * CELLS_PER_SIDE, table.len())
    };
    let mask = if flip { u32::MAX } else { 0 };
    for (out, &bits) in out.iter_mut().zip(bits) {
        *out = f64::from(read(table, bits ^ mask));
    }
}

#[inline(always)]
fn read(table: &[Cell; 2 * CELLS_PER_SIDE], bits: u32) -> f32 {
    // The exponent of a float, with its top three mantissa bits, is the number of an eighth of an octave.
    const HALF: u32 = 0.5f32.to_bits();
    const BELOW_2_31: f32 = 2_147_483_520.0;
    let upper = bits >> 31;
    let folded = bits ^ 0u32.wrapping_sub(upper);
    let distance = folded as i32 as f32 + 0.5;
    let distance = if distance < BELOW_2_31 { distance } else { BELOW_2_31 };
    let place = distance.to_bits().wrapping_sub(HALF);
    let cell = (place >> 20) + (upper << 8);
    let t = (place & 0xF_FFFF) as i32 as f32 * (1.0 / 1_048_576.0);
    let [c0, c1, c2, c3] = table[cell as usize & (2 * CELLS_PER_SIDE - 1)];
    c0 + t * (c1 + t * (c2 + t * c3))
}

/// `shift + scale * x` for each value, within the floor and the ceiling.
pub fn scale(values: &mut [f64], shift: f64, scale: f64, floor: f64, ceiling: f64) {
    for value in values {
        let scaled = shift + scale * *value;
        let scaled = if scaled > floor { scaled } else { floor };
        *value = if scaled < ceiling { scaled } else { ceiling };
    }
}
