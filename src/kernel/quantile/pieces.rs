//! A quantile function in pieces of any width, each a cubic: what has jumps and bends where no table has an edge.

use super::{FineCell, PART, fine_cubic};

/// A quantile function in pieces: cubics in `bits + ½ - begin`, one from each begin to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Pieces {
    begins: Vec<u32>,
    cells: Vec<FineCell>,
    /// The first and the last piece of each range of the bits: in most of them the same, so that no search is needed.
    guide: Box<[[u16; 2]; 2 * RANGES_PER_SIDE]>,
    /// Whether each piece has the one value.
    is_flat: bool,
}

/// Ranges a side has: 32 for each octave of the tail, as pieces mostly are the narrower the farther out they lie.
const RANGES_PER_SIDE: usize = 32 * 32;

/// The most pieces there may be.
pub const MOST_PIECES: usize = 1 << 16;

impl Pieces {
    /// The function of these pieces: where each begins, and its cubic, lowest power first.
    ///
    /// # Panics
    ///
    /// When the first does not begin at 0, when they do not rise, or when there are more than [`MOST_PIECES`].
    pub fn new(pieces: impl IntoIterator<Item = (u32, FineCell)>) -> Self {
        let (begins, cells): (Vec<u32>, Vec<FineCell>) = pieces.into_iter().unzip();
        assert!(begins.first() == Some(&0), "the first piece begins at 0");
        assert!(begins.is_sorted_by(|a, b| a < b), "pieces rise");
        assert!(begins.len() <= MOST_PIECES, "there are too many pieces");
        let piece_at = |bits: u32| (begins.partition_point(|&begin| begin <= bits) - 1) as u16;
        let mut guide = Box::new([[0; 2]; 2 * RANGES_PER_SIDE]);
        for place in 0..RANGES_PER_SIDE {
            // The distances from the end whose octave and sixteenth of it these are.
            let (first, last) = (first_of(place), first_of(place + 1).saturating_sub(1));
            if first <= last {
                let (first, last) = (first as u32, last as u32);
                guide[place] = [piece_at(first), piece_at(last)];
                guide[RANGES_PER_SIDE + place] = [piece_at(!last), piece_at(!first)];
            }
        }
        let is_flat = cells.iter().all(|&[_, c1, c2, c3]| c1 == 0.0 && c2 == 0.0 && c3 == 0.0);
        Self { begins, cells, guide, is_flat }
    }

    /// How many pieces there are.
    #[allow(clippy::len_without_is_empty, reason = "there is at least one")]
    pub fn len(&self) -> usize {
        self.begins.len()
    }

    /// The values at the bits of a part: first the range of each, then its piece, then what that says.
    #[inline(always)]
    pub(super) fn part(&self, bits: &[u32; PART], values: &mut [f64; PART]) {
        let mut ranges = [0; PART];
        for (range, &bits) in ranges.iter_mut().zip(bits) {
            *range = range_of(bits);
        }
        if self.is_flat {
            for ((value, &bits), &range) in values.iter_mut().zip(bits).zip(&ranges) {
                *value = self.cells[self.find(bits, range)][0];
            }
            return;
        }
        for ((value, &bits), &range) in values.iter_mut().zip(bits).zip(&ranges) {
            let piece = self.find(bits, range);
            let way = f64::from(bits - self.begins[piece]) + 0.5;
            *value = fine_cubic(&self.cells[piece], way);
        }
    }

    /// The piece of the bits, which lie in this range.
    #[inline(always)]
    fn find(&self, bits: u32, range: u32) -> usize {
        let [first, last] = self.guide[range as usize & (2 * RANGES_PER_SIDE - 1)];
        let (mut first, mut last) = (usize::from(first), usize::from(last));
        while first < last {
            let middle = (first + last).div_ceil(2);
            if self.begins[middle] <= bits {
                first = middle;
            } else {
                last = middle - 1;
            }
        }
        first
    }
}

/// The range of the bits: the exponent of their distance from the nearer end as a float, with its top five mantissa bits.
#[inline(always)]
fn range_of(bits: u32) -> u32 {
    // All ones in the upper half.
    let upper = bits.cast_signed() >> 31;
    let distance = f64::from(bits.cast_signed() ^ upper) + 0.5;
    let range = (distance.to_bits() - 0.5f64.to_bits()) >> 47;
    range as u32 + (upper.cast_unsigned() & RANGES_PER_SIDE as u32)
}

/// The first distance that lies in this range or beyond it.
fn first_of(range: usize) -> u64 {
    let begin = f64::from_bits(0.5f64.to_bits() + ((range as u64) << 47));
    (begin - 0.5).ceil() as u64
}
