//! Random numbers for made-up histories (SplitMix64, Steele et al. 2014).

pub(crate) struct Luck(pub(crate) u64);

impl Luck {
    /// Between 0 and 1, both excluded.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ z >> 31) >> 12) as f64 + 0.5) / (1u64 << 52) as f64
    }

    /// About normal: the sum of twelve, less six.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}
