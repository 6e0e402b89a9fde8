//! The colours of charts, on paper and on a dark page.

use plotters::style::{RGBAColor, RGBColor};

/// A colour by what it is for. The six of [`SERIES`] can be told apart by the colour-blind (Okabe and Ito, Color Universal Design, 2008), and
/// never carry a meaning alone: there is a label, a pattern or a place beside each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Text,
    Muted,
    Grid,
    Paper,
    Blue,
    Orange,
    Green,
    Red,
    Purple,
    Sky,
}

/// What is beside each other takes these in turn.
pub(super) const SERIES: [Ink; 6] = [Ink::Blue, Ink::Orange, Ink::Green, Ink::Red, Ink::Purple, Ink::Sky];

impl Ink {
    const ALL: [Self; 10] = [
        Self::Text,
        Self::Muted,
        Self::Grid,
        Self::Paper,
        Self::Blue,
        Self::Orange,
        Self::Green,
        Self::Red,
        Self::Purple,
        Self::Sky,
    ];

    /// The colour on paper, and on a dark page.
    fn codes(self) -> [&'static str; 2] {
        match self {
            Self::Text => ["#1f2328", "#e6edf3"],
            Self::Muted => ["#59636e", "#9aa4af"],
            Self::Grid => ["#d8dee4", "#343b44"],
            Self::Paper => ["#ffffff", "#0f141a"],
            Self::Blue => ["#0072b2", "#4aa8dd"],
            Self::Orange => ["#c77700", "#f0a830"],
            Self::Green => ["#00805c", "#2fbf94"],
            Self::Red => ["#d0470a", "#ff7f45"],
            Self::Purple => ["#a8477f", "#db93bd"],
            Self::Sky => ["#3a94c4", "#8ccdf2"],
        }
    }

    /// The colour on paper.
    pub(super) fn code(self) -> &'static str {
        self.codes()[0]
    }

    /// The colour for a drawing, which a [`style`] sheet turns into that of a dark page.
    pub(super) fn solid(self) -> RGBAColor {
        let code = self.code();
        let part = |from: usize| u8::from_str_radix(&code[from..from + 2], 16).unwrap_or(0);
        let RGBColor(red, green, blue) = RGBColor(part(1), part(3), part(5));
        RGBAColor(red, green, blue, 1.0)
    }

    /// The same, and what lies under it shines through.
    pub(super) fn thin(self, opacity: f64) -> RGBAColor {
        let RGBAColor(red, green, blue, _) = self.solid();
        RGBAColor(red, green, blue, opacity)
    }
}

/// What makes a chart dark on a dark page, and not on paper.
pub(super) fn style() -> String {
    let mut rules = String::new();
    for ink in Ink::ALL {
        let [light, dark] = ink.codes();
        rules += &format!(
            ".landfall-chart [fill=\"{light}\"]{{fill:{dark}}}.landfall-chart [stroke=\"{light}\"]{{stroke:{dark}}}"
        );
    }
    format!("@media screen and (prefers-color-scheme:dark){{{rules}}}")
}
