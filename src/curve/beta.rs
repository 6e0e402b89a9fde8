//! The beta distribution on [0, 1], its parameters at least 1 where a quantile is asked for.

/// A beta distribution with what its functions need again and again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beta {
    a: f64,
    b: f64,
    /// ln B(a, b).
    ln_beta: f64,
}

impl Beta {
    pub(crate) fn new(a: f64, b: f64) -> Self {
        Self { a, b, ln_beta: libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b) }
    }

    /// The PERT curve whose mode lies at `place` of the way from its low end, in [0, 1].
    pub(crate) fn pert(place: f64) -> Self {
        Self::new(1.0 + 4.0 * place, 5.0 - 4.0 * place)
    }

    /// The distribution of 1 - x.
    pub(crate) fn mirrored(self) -> Self {
        Self { a: self.b, b: self.a, ..self }
    }

    /// The density at `x` in (0, 1).
    pub(crate) fn density(&self, x: f64) -> f64 {
        libm::exp((self.a - 1.0) * libm::log(x) + (self.b - 1.0) * libm::log1p(-x) - self.ln_beta)
    }

    /// The share of outcomes at or below `x`: the regularised incomplete beta function, by its continued fraction
    /// (Lentz's method; DLMF 8.17.22).
    pub(crate) fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 || x >= 1.0 {
            return f64::from(u8::from(x >= 1.0));
        }
        // The fraction converges fast on the lower side of the mean; the other side is its mirror.
        if x < (self.a + 1.0) / (self.a + self.b + 2.0) {
            self.fraction(x)
        } else {
            1.0 - self.mirrored().fraction(1.0 - x)
        }
    }

    fn fraction(&self, x: f64) -> f64 {
        const TINY: f64 = 1e-300;
        let (a, b) = (self.a, self.b);
        let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - self.ln_beta) / a;
        let keep = |value: f64| if value.abs() < TINY { TINY } else { value };
        let mut c = 1.0;
        let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
        let mut value = d;
        // About sqrt(max(a, b)) steps are needed; the bound only ends what no caller asks for.
        for step in 1..200_000 {
            let m = f64::from(step);
            let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
            d = 1.0 / keep(1.0 + even * d);
            c = keep(1.0 + even / c);
            value *= d * c;
            let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
            d = 1.0 / keep(1.0 + odd * d);
            c = keep(1.0 + odd / c);
            let change = d * c;
            value *= change;
            if (change - 1.0).abs() < 1e-16 {
                break;
            }
        }
        front * value
    }

    /// The x below which each share lies, and the density there; the shares rise within (0, 0.5], each at most a quarter above the one
    /// before.
    ///
    /// The first is searched for, each next one is reached from the one before by the Taylor series of the density, whose terms follow
    /// from x(1-x) f' = ((a-1)(1-x) - (b-1)x) f.
    pub(crate) fn rising(self, shares: impl Iterator<Item = f64>) -> impl Iterator<Item = (f64, f64)> {
        let beta = self;
        shares.scan(None, move |last: &mut Option<(f64, f64, f64)>, p| {
            let (x, density) = match *last {
                None => {
                    let x = beta.lower(p);
                    (x, beta.density(x))
                }
                Some((q, x, density)) => beta.step(x, density, p - q),
            };
            *last = Some((p, x, density));
            Some((x, density))
        })
    }

    /// From an x with its density to the x below which `more` of the outcomes lie besides, with its density.
    fn step(&self, x: f64, density: f64, more: f64) -> (f64, f64) {
        const TERMS: usize = 20;
        let (a, b) = (self.a, self.b);
        // In v = h / x; terms[j] is what v^j is multiplied by.
        let at_x = (a - 1.0) * (1.0 - x) - (b - 1.0) * x;
        let mut terms = [1.0; TERMS];
        for j in 1..TERMS {
            let n = (j - 1) as f64;
            let before = if j > 1 { (a + b - 2.0 - (n - 1.0)) * terms[j - 2] * x } else { 0.0 };
            terms[j] = ((at_x - (1.0 - 2.0 * x) * n) * terms[j - 1] - before) / ((1.0 - x) * (n + 1.0));
        }
        let wanted = more / (density * x);
        let mut v = wanted;
        let mut here = 1.0;
        // Newton doubles the digits; the first guess has one.
        for _ in 0..6 {
            let mut sum = 0.0;
            here = 0.0;
            for j in (0..TERMS).rev() {
                sum = sum * v + terms[j] / (j + 1) as f64;
                here = here * v + terms[j];
            }
            let change = (sum * v - wanted) / here;
            v -= change;
            if change.abs() <= 1e-15 * v {
                break;
            }
        }
        (x + x * v, density * here)
    }

    /// The x below which a share `p` in (0, 0.5] lies.
    ///
    /// Newton on ln F(x) as a function of ln x, which is nearly straight in the tail, kept inside a bracket.
    pub(crate) fn lower(&self, p: f64) -> f64 {
        // Parameters below 1, or none at all, are no PERT: better no number than a long search for one.
        if !(self.a >= 1.0 && self.b >= 1.0) {
            return f64::NAN;
        }
        // F(x) is about x^a / (a B(a, b)) in the tail.
        let ln_p = libm::log(p);
        let guess = libm::exp(((ln_p + self.ln_beta + libm::log(self.a)) / self.a).min(-1e-3));
        let (mut low, mut high) = (0.0, 1.0);
        let mut x = guess;
        for _ in 0..200 {
            let reached = self.cdf(x);
            if reached < p {
                low = x;
            } else {
                high = x;
            }
            let slope = x * self.density(x) / reached;
            let step = libm::log(reached / p) / slope;
            let mut next = x * libm::exp(-step);
            if !(next >= low && next <= high) {
                next = 0.5 * (low + high);
            }
            let change = (next - x).abs();
            x = next;
            // Newton doubles the digits: after a step of 1e-9 nothing is left to gain.
            if change <= 1e-9 * x || high - low <= 1e-16 * x {
                break;
            }
        }
        x
    }
}
