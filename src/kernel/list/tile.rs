//! A few trials at a time from columns of jobs into rows of trials and back.

use super::LAST;

/// So many trials are brought into rows at once: as many values of a column as two lines of the cache have.
pub(super) const TRIALS: usize = 32;

/// The matrices, job by job.
pub(super) struct Columns<'a> {
    pub(super) length: usize,
    pub(super) durations: &'a [i32],
    pub(super) starts: &'a mut [i32],
    pub(super) finishes: &'a mut [i32],
}

/// How many values a stage and rows for all trials have, each row of `width` values: a number of 32s.
pub(super) fn rows_size(width: usize) -> usize {
    2 * TRIALS * width
}

impl Columns<'_> {
    /// Durations of the trials from `first` on, each trial a row, each job at its place. The stage takes as much as the rows.
    #[inline(always)]
    pub(super) fn read(
        &self,
        first: usize,
        places: &[u32],
        constants: &[(u32, i32)],
        stage: &mut [i32],
        rows: &mut [i32],
    ) {
        let stage = stage.as_chunks_mut::<TRIALS>().0;
        // First everything is brought here, and turned then: columns are far from each other, and so are rows.
        for (job, &place) in places.iter().enumerate() {
            let column = &self.durations[job * self.length..][..self.length][first..];
            let staged = &mut stage[place as usize];
            if let Some(whole) = column.first_chunk() {
                *staged = *whole;
            } else {
                staged[..column.len()].copy_from_slice(column);
            }
        }
        for &(place, constant) in constants {
            stage[place as usize] = [constant; TRIALS];
        }
        let width = stage.len();
        for (at, block) in stage.as_chunks::<TRIALS>().0.iter().enumerate() {
            for trial in 0..TRIALS {
                let row = &mut rows[trial * width + at * TRIALS..][..TRIALS];
                row.copy_from_slice(&block.map(|staged| staged[trial]));
            }
        }
    }

    /// The other way round: rows of starts, and finishes from them.
    #[inline(always)]
    pub(super) fn write(&mut self, first: usize, places: &[u32], stage: &mut [i32], rows: &[i32]) {
        let stage = stage.as_chunks_mut::<TRIALS>().0;
        let width = stage.len();
        for (at, block) in stage.as_chunks_mut::<TRIALS>().0.iter_mut().enumerate() {
            for trial in 0..TRIALS {
                let row = &rows[trial * width + at * TRIALS..][..TRIALS];
                for (staged, &start) in block.iter_mut().zip(row) {
                    staged[trial] = start;
                }
            }
        }
        for (job, &place) in places.iter().enumerate() {
            let all = job * self.length..(job + 1) * self.length;
            let (starts, durations) =
                (&mut self.starts[all.clone()][first..], &self.durations[all.clone()][first..]);
            let staged = &stage[place as usize];
            if let Some(whole) = starts.first_chunk_mut() {
                *whole = *staged;
            } else {
                starts.copy_from_slice(&staged[..starts.len()]);
            }
            finish::<TRIALS>(
                &staged[..starts.len().min(TRIALS)],
                durations,
                &mut self.finishes[all][first..],
            );
        }
    }
}

/// The finishes of as many trials as there are starts, fastest if there are so many.
#[inline(always)]
pub(super) fn finish<const T: usize>(starts: &[i32], durations: &[i32], finishes: &mut [i32]) {
    let whole = (starts.first_chunk::<T>(), durations.first_chunk::<T>(), finishes.first_chunk_mut::<T>());
    if let (Some(starts), Some(durations), Some(finishes)) = whole {
        *finishes = std::array::from_fn(|trial| end(starts[trial], durations[trial]));
    } else {
        for ((finish, &start), &duration) in finishes.iter_mut().zip(starts).zip(durations) {
            *finish = end(start, duration);
        }
    }
}

/// When a job finishes that starts at a time.
#[inline(always)]
pub(super) fn end(start: i32, duration: i32) -> i32 {
    // Both are below 2³⁰, but where nothing starts there may be anything.
    let sum = start.wrapping_add(duration);
    if sum < LAST { sum } else { LAST }
}
