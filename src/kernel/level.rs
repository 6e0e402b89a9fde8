//! Which instruction set a kernel runs on.

use std::fmt;

/// An instruction set that this processor has. Kernels give the same bits on each of them; only the time differs.
///
/// ```
/// use landfall::kernel::{Level, stream};
///
/// let (mut fast, mut slow) = ([0; 300], [0; 300]);
/// stream::fill(Level::best(), 7, 1, 0, &mut fast);
/// stream::fill(Level::lowest(), 7, 1, 0, &mut slow);
/// assert_eq!(fast, slow);
/// ```
#[derive(Clone, Copy)]
pub struct Level(pub(super) fearless_simd::Level);

impl Level {
    /// The widest one.
    pub fn best() -> Self {
        Self(fearless_simd::Level::new())
    }

    /// The one that every processor of this kind has.
    pub fn lowest() -> Self {
        Self(fearless_simd::Level::baseline())
    }

    /// All of them, the lowest first.
    pub fn available() -> Vec<Self> {
        let best = fearless_simd::Level::new();
        let mut all = vec![Self::lowest()];
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        let between = [
            best.as_sse2().map(fearless_simd::Level::Sse2),
            best.as_sse4_2().map(fearless_simd::Level::Sse4_2),
            best.as_avx2().map(fearless_simd::Level::Avx2),
        ];
        // Other processors have one beside the lowest at most.
        #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
        let between: [Option<fearless_simd::Level>; 0] = [];
        for level in between.into_iter().flatten().chain([best]).map(Self) {
            if all.iter().all(|other| other.name() != level.name()) {
                all.push(level);
            }
        }
        all
    }

    /// Its usual name, such as "AVX2".
    pub fn name(self) -> &'static str {
        match self.0 {
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            fearless_simd::Level::Sse2(_) => "SSE2",
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            fearless_simd::Level::Sse4_2(_) => "SSE4.2",
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            fearless_simd::Level::Avx2(_) => "AVX2",
            #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
            fearless_simd::Level::Avx512(_) => "AVX-512",
            #[cfg(target_arch = "aarch64")]
            fearless_simd::Level::Neon(_) => "NEON",
            _ => "baseline",
        }
    }
}

impl Default for Level {
    /// The widest one.
    fn default() -> Self {
        Self::best()
    }
}

impl PartialEq for Level {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Level {}

impl fmt::Debug for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Level({})", self.name())
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
