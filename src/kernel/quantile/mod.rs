//! Random bits → values with a given distribution.
//!
//! 32 bits `k` stand for the probability (k + ½) / 2³². It is counted from its nearer end, so that both tails are equally fine:
//! down to 2⁻³³.

mod closed;
mod fine;
mod pieces;
mod table;

use fearless_simd::prelude::*;
use fearless_simd::{dispatch, f32x8, u32x8};

use super::Level;
use super::nearest::nearest;
use closed::{triangle, uniform};
use fine::{exp, fine_place, read_fine};
pub use pieces::{MOST_PIECES, Pieces};
use table::read;
pub(super) use table::{PART, Places, place};

/// A cubic in t from 0 to 1, lowest power first.
pub type Cell = [f32; 4];

/// Cells a side of a table has: 8 for each of the 32 octaves from 2⁻³³ to 2⁻¹.
pub const CELLS_PER_SIDE: usize = 256;

/// A tabulated quantile function: the cells of the lower side, then those of the upper side, each from its tail inwards.
pub type Table = [Cell; 2 * CELLS_PER_SIDE];

/// As [`Cell`], for curves whose tail is so far out that four-byte floats would show.
pub type FineCell = [f64; 4];

/// Cells a side of a fine table has: 32 for each octave.
pub const FINE_CELLS_PER_SIDE: usize = 1024;

/// As [`Table`], with finer and more exact cells.
pub type FineTable = [FineCell; 2 * FINE_CELLS_PER_SIDE];

/// A standard quantile function.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Source<'a> {
    /// Uniform on [0, 1].
    Uniform,
    /// The triangle on [0, 1] with this mode.
    Triangle(f32),
    /// What a table says.
    Table(&'a Table),
    /// exp(s x), x being what a table says and s within ±60.
    Exp(&'a FineTable, f64),
    /// What pieces of any width say.
    Pieces(&'a Pieces),
}

/// What becomes of a standard value x: `shift + scale * x`, but at least the floor.
///
/// It is computed as a whole number that is a multiple of eight, plus what is left of the shift, plus `scale * x`; the latter two in
/// floats of four bytes, which leaves 24 bits to the spread of the values, however far from 0 they lie. The values of
/// [`Source::Exp`] and [`Source::Pieces`] are computed in eight bytes throughout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Map {
    flip: bool,
    shift: f64,
    scale: f64,
    floor: f64,
    base: i32,
    /// The shift less the base, the scale and the floor less the base.
    narrow: [f32; 3],
}

impl Map {
    /// The map with this shift, scale and floor (minus infinity for none); with `flip` the bits are inverted first, which mirrors the
    /// source.
    pub fn new(flip: bool, shift: f64, scale: f64, floor: f64) -> Self {
        /// Beyond this a value could not lie within ±2³⁰.
        const LARGEST: f64 = 536_870_912.0;
        // As a float that lies below 2³¹ in any case; of what is no number, 0.
        let base = 8 * (shift.clamp(-LARGEST, LARGEST) / 8.0).floor() as i32;
        let from_base = |value: f64| (value - f64::from(base)) as f32;
        Self { flip, shift, scale, floor, base, narrow: [from_base(shift), scale as f32, from_base(floor)] }
    }

    /// Whether there is a floor.
    fn has_floor(&self) -> bool {
        self.floor > f64::NEG_INFINITY
    }

    /// What is added to the standard values.
    pub fn shift(&self) -> f64 {
        self.shift
    }
}

/// The probability at which cell `cell` of a side of a [`Table`] begins, counted from that side's end; `CELLS_PER_SIDE` gives where the
/// last one ends, 0.5.
///
/// # Panics
///
/// When `cell` is above `CELLS_PER_SIDE`.
pub const fn edge(cell: usize) -> f64 {
    assert!(cell <= CELLS_PER_SIDE, "a side has so many cells");
    edge_of(cell, 8)
}

/// The same for a [`FineTable`].
///
/// # Panics
///
/// When `cell` is above `FINE_CELLS_PER_SIDE`.
pub const fn fine_edge(cell: usize) -> f64 {
    assert!(cell <= FINE_CELLS_PER_SIDE, "a side has so many cells");
    edge_of(cell, 32)
}

const fn edge_of(cell: usize, per_octave: usize) -> f64 {
    let octave = (1u64 << (cell / per_octave)) as f64;
    octave * (1.0 + (cell % per_octave) as f64 / per_octave as f64) / (1u64 << 33) as f64
}

/// The value of a cubic at t.
#[inline(always)]
fn fine_cubic(&[c0, c1, c2, c3]: &FineCell, t: f64) -> f64 {
    c0 + t * (c1 + t * (c2 + t * c3))
}

/// The values that the bits stand for. Of columns of unequal length as many trials are done as the shorter has.
pub fn values(level: Level, bits: &[u32], source: Source<'_>, map: &Map, out: &mut [f64]) {
    dispatch!(level.0, simd => draw(simd, bits, source, map.flip, out, &Values(map)));
}

/// The values that the bits stand for, rounded to the nearest whole numbers, ties to even: what [`adjust::round`](super::adjust::round)
/// makes of [`values`] that lie within its bounds. All have to lie within ±2³⁰.
pub fn ticks(level: Level, bits: &[u32], source: Source<'_>, map: &Map, out: &mut [i32]) {
    if map.has_floor() {
        dispatch!(level.0, simd => draw(simd, bits, source, map.flip, out, &Ticks::<true>(map)));
    } else {
        dispatch!(level.0, simd => draw(simd, bits, source, map.flip, out, &Ticks::<false>(map)));
    }
}

/// 1.5 × 2⁵²: the lowest bits of a float that is added to it are those of the nearest whole number, ties to even.
pub(super) const TO_WHOLE: f64 = 6_755_399_441_055_744.0;

/// What is made of eight standard values.
trait Finish<T> {
    fn narrow<S: Simd>(&self, simd: S, x: f32x8<S>, out: &mut [T; 8]);

    fn wide(&self, x: &[f64; 8], out: &mut [T; 8]);
}

/// The values themselves.
struct Values<'a>(&'a Map);

/// The values, rounded.
struct Ticks<'a, const FLOOR: bool>(&'a Map);

#[inline(always)]
fn mapped<S: Simd, const FLOOR: bool>(map: &Map, x: f32x8<S>) -> f32x8<S> {
    let [shift, scale, floor] = map.narrow;
    let y = x * scale + shift;
    if FLOOR { y.max(floor) } else { y }
}

#[inline(always)]
fn mapped_wide<const FLOOR: bool>(map: &Map, x: f64) -> f64 {
    let y = x * map.scale + map.shift;
    if !FLOOR || y > map.floor { y } else { map.floor }
}

impl Finish<f64> for Values<'_> {
    #[inline(always)]
    fn narrow<S: Simd>(&self, _simd: S, x: f32x8<S>, out: &mut [f64; 8]) {
        let y: [f32; 8] = mapped::<S, true>(self.0, x).into();
        let base = f64::from(self.0.base);
        for (out, y) in out.iter_mut().zip(y) {
            *out = base + f64::from(y);
        }
    }

    #[inline(always)]
    fn wide(&self, x: &[f64; 8], out: &mut [f64; 8]) {
        for (out, &x) in out.iter_mut().zip(x) {
            *out = mapped_wide::<true>(self.0, x);
        }
    }
}

impl<const FLOOR: bool> Finish<i32> for Ticks<'_, FLOOR> {
    #[inline(always)]
    fn narrow<S: Simd>(&self, simd: S, x: f32x8<S>, out: &mut [i32; 8]) {
        // The base is even, so that ties go the same way with it and without.
        *out = (nearest(simd, mapped::<S, FLOOR>(self.0, x)) + self.0.base).into();
    }

    #[inline(always)]
    fn wide(&self, x: &[f64; 8], out: &mut [i32; 8]) {
        for (out, &x) in out.iter_mut().zip(x) {
            *out = (mapped_wide::<FLOOR>(self.0, x) + TO_WHOLE).to_bits() as u32 as i32;
        }
    }
}

/// What a table says in eight cells, by where they begin in it when it is flat, a part of the way through each.
#[inline(always)]
pub(super) fn read_flat<S: Simd>(simd: S, table: &Table, begins: &[u32; 8], ways: &[f32; 8]) -> f32x8<S> {
    let table: &[f32; 8 * CELLS_PER_SIDE] =
        table.as_flattened().first_chunk().expect("a table has so many cells");
    read(simd, table, begins, ways)
}

/// The bits, through the source, to what `finish` makes of the values.
#[inline(always)]
fn draw<S: Simd, T: Copy + Default>(
    simd: S,
    bits: &[u32],
    source: Source<'_>,
    flip: bool,
    out: &mut [T],
    finish: &impl Finish<T>,
) {
    let mask = if flip { u32::MAX } else { 0 };
    let flipped = |bits: &[u32; 8]| u32x8::simd_from(simd, *bits) ^ mask;
    match source {
        Source::Uniform => parts(
            bits,
            out,
            #[inline(always)]
            |bits, out| finish.narrow(simd, uniform(flipped(bits)), out),
        ),
        Source::Triangle(mode) => parts(
            bits,
            out,
            #[inline(always)]
            |bits, out| finish.narrow(simd, triangle(simd, flipped(bits), mode), out),
        ),
        Source::Table(table) => {
            let table: &[f32; 8 * CELLS_PER_SIDE] =
                table.as_flattened().first_chunk().expect("a table has so many cells");
            let mut places = Places { begins: [[0; 8]; PART / 8], ways: [[0.0; 8]; PART / 8] };
            parts(
                bits,
                out,
                #[inline(always)]
                |bits: &[u32; PART], out: &mut [T; PART]| {
                    let eights = bits.as_chunks::<8>().0.iter();
                    for ((begin, way), bits) in places.begins.iter_mut().zip(&mut places.ways).zip(eights) {
                        let (begins, ways) = place(flipped(bits));
                        (*begin, *way) = (begins.into(), ways.into());
                    }
                    let eights = out.as_chunks_mut::<8>().0.iter_mut();
                    for ((begins, ways), out) in places.begins.iter().zip(&places.ways).zip(eights) {
                        finish.narrow(simd, read(simd, table, begins, ways), out);
                    }
                },
            );
        }
        Source::Exp(table, factor) => parts(
            bits,
            out,
            #[inline(always)]
            |bits: &[u32; PART], out: &mut [T; PART]| {
                let (mut cells, mut ways) = ([0; PART], [0.0; PART]);
                for ((cell, way), &bits) in cells.iter_mut().zip(&mut ways).zip(bits) {
                    (*cell, *way) = fine_place(bits ^ mask);
                }
                let eights = cells.as_chunks::<8>().0.iter().zip(ways.as_chunks::<8>().0);
                for ((cells, ways), out) in eights.zip(out.as_chunks_mut::<8>().0) {
                    let ((cells, more_cells), (ways, more_ways)) = (cells.split_at(4), ways.split_at(4));
                    let low = read_fine(simd, table, cells, ways) * factor;
                    let high = read_fine(simd, table, more_cells, more_ways) * factor;
                    let mut grown = [0.0; 8];
                    grown[..4].copy_from_slice(exp(low).as_slice());
                    grown[4..].copy_from_slice(exp(high).as_slice());
                    finish.wide(&grown, out);
                }
            },
        ),
        Source::Pieces(pieces) => parts(
            bits,
            out,
            #[inline(always)]
            |bits: &[u32; PART], out: &mut [T; PART]| {
                let (mut flipped, mut values) = (*bits, [0.0; PART]);
                flipped.iter_mut().for_each(|bits| *bits ^= mask);
                pieces.part(&flipped, &mut values);
                for (values, out) in values.as_chunks::<8>().0.iter().zip(out.as_chunks_mut::<8>().0) {
                    finish.wide(values, out);
                }
            },
        ),
    }
}

/// Calls `part` for so many trials at a time; what is left over in the end is filled up.
#[inline(always)]
fn parts<T: Copy + Default, const N: usize>(
    bits: &[u32],
    out: &mut [T],
    mut part: impl FnMut(&[u32; N], &mut [T; N]),
) {
    let length = bits.len().min(out.len());
    let (bits, bits_left) = bits[..length].as_chunks::<N>();
    let (out, out_left) = out[..length].as_chunks_mut::<N>();
    for (bits, out) in bits.iter().zip(out) {
        part(bits, out);
    }
    if !bits_left.is_empty() {
        let (mut padded, mut values) = ([0; N], [T::default(); N]);
        padded[..bits_left.len()].copy_from_slice(bits_left);
        part(&padded, &mut values);
        out_left.copy_from_slice(&values[..out_left.len()]);
    }
}
