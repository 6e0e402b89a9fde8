//! A chart's frame: its title, its axes, and what is drawn between them.

use std::convert::Infallible;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};

use super::ink::Ink;
use super::labels;
use super::scale::Scale;
use super::sheet::{Sheet, UNITS};
use super::width::{fitted, width};

/// The width of a chart [pixels].
pub(super) const WIDTH: u32 = 800;

/// Sizes of letters [pixels].
pub(super) const SMALL: f64 = 12.0;
pub(super) const USUAL: f64 = 13.0;
const LARGE: f64 = 17.0;

/// What is left free around everything, and under the title [pixels].
const MARGIN: f64 = 16.0;
const HEAD: f64 = 62.0;
const FOOT: f64 = 30.0;

/// The height of what is said of a line from top to bottom [pixels].
const UPRIGHT: f64 = 18.0;

/// How lines are dashed; several beside each other can be told apart without their colours.
pub(super) const DASHED: &str = "6 4";
pub(super) const DOTTED: &str = "2 3";
pub(super) const DASHES: [Option<&str>; 6] =
    [None, Some("9 4"), Some(DOTTED), Some("9 3 2 3"), Some("14 4"), Some("5 2 2 2 2 2")];

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

/// A text to be drawn: its size, its ink, on which side of its place it begins or ends, and whether it is bold.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters {
    pub(super) size: f64,
    pub(super) ink: Ink,
    pub(super) side: Side,
    pub(super) bold: bool,
}

impl Letters {
    /// Beginning at its place.
    pub(super) fn new(ink: Ink) -> Self {
        Self { size: SMALL, ink, side: Side::Left, bold: false }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn side(self, side: Side) -> Self {
        Self { side, ..self }
    }

    pub(super) fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    fn style(self) -> TextStyle<'static> {
        let weight = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let of_side = match self.side {
            Side::Left => HPos::Left,
            Side::Middle => HPos::Center,
            Side::Right => HPos::Right,
        };
        TextStyle {
            font: FontDesc::new(FontFamily::SansSerif, f64::from(units(self.size)), weight),
            color: self.ink.solid().to_backend_color(),
            pos: Pos::new(of_side, VPos::Center),
        }
    }
}

/// A part of a sheet between two axes.
pub(super) struct Frame {
    pub(super) sheet: Sheet,
    area: DrawingArea<Sheet, Shift>,
    chart: ChartContext<'static, Sheet, Cartesian2d<Scale, Scale>>,
    pub(super) x: Scale,
    pub(super) y: Scale,
}

/// The room around what is between the axes [pixels], beside what the title takes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Room {
    pub(super) top: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// A sheet holds whatever is drawn on it, so drawing cannot fail.
pub(super) fn sure<T>(drawn: Result<T, DrawingAreaErrorKind<Infallible>>) -> T {
    drawn.expect("a sheet holds whatever is drawn on it")
}

fn units(pixels: f64) -> i32 {
    (pixels * f64::from(UNITS)).round() as i32
}

fn line(ink: RGBAColor, width: f64) -> ShapeStyle {
    ink.stroke_width(units(width).max(1) as u32)
}

/// A sheet with a title and what is said under it.
pub(super) fn sheet(height: f64, title: &str, below: &str) -> Sheet {
    let sheet = Sheet::new(WIDTH, height.ceil() as u32);
    let area = sheet.clone().into_drawing_area();
    let most = f64::from(WIDTH) - 2.0 * MARGIN;
    let put = |text: &str, letters: Letters, y: f64| {
        let text = fitted(text, letters.size, most);
        sure(area.draw_text(&text, &letters.style(), (units(MARGIN), units(y))));
    };
    put(title, Letters::new(Ink::Text).bold().size(LARGE), 24.0);
    put(below, Letters::new(Ink::Muted).size(USUAL), 46.0);
    sheet
}

impl Frame {
    /// A frame over the whole of a sheet that has a title, with marks along its axes and a line through each.
    pub(super) fn new(sheet: &Sheet, room: Room, x: Scale, y: Scale) -> Self {
        let area = sheet.clone().into_drawing_area();
        let (wide, high) = area.dim_in_pixel();
        let (left, top) = (units(MARGIN + room.left), units(HEAD + room.top));
        let right = wide as i32 - units(MARGIN + room.right);
        let bottom = high as i32 - units(FOOT + room.bottom);
        let inner = area.clone().shrink((left, top), ((right - left) as u32, (bottom - top) as u32));
        let mut chart = sure(ChartBuilder::on(&inner).build_cartesian_2d(x.clone(), y.clone()));
        let grid = line(Ink::Grid.solid(), 1.0);
        sure(
            chart
                .configure_mesh()
                .disable_axes()
                .bold_line_style(grid)
                .light_line_style(RGBAColor(0, 0, 0, 0.0))
                .draw(),
        );
        Self { sheet: sheet.clone(), area, chart, x, y }
    }

    /// Says the marks of the axes, under it and at its left.
    pub(super) fn says_marks(self) -> Self {
        use plotters::coord::ranged1d::{Ranged, ValueFormatter};
        let muted = Letters::new(Ink::Muted);
        for mark in self.x.key_points(0) {
            self.text(
                (mark, self.y.from()),
                (0.0, 14.0),
                &self.x.format_ext(&mark),
                muted.side(Side::Middle),
            );
        }
        for mark in self.y.key_points(0) {
            self.text((self.x.from(), mark), (-6.0, 0.0), &self.y.format_ext(&mark), muted.side(Side::Right));
        }
        self
    }

    /// Where a point lies on the sheet [pixels].
    pub(super) fn place(&self, point: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.chart.backend_coord(&point);
        (f64::from(x) / f64::from(UNITS), f64::from(y) / f64::from(UNITS))
    }

    pub(super) fn line(&self, points: Vec<(f64, f64)>, ink: Ink, width: f64) {
        sure(self.chart.plotting_area().draw(&PathElement::new(points, line(ink.solid(), width))));
    }

    pub(super) fn dashed(&self, points: Vec<(f64, f64)>, ink: Ink, width: f64, dashes: Option<&'static str>) {
        self.sheet.dashes(dashes);
        self.line(points, ink, width);
        self.sheet.dashes(None);
    }

    pub(super) fn area(&self, points: Vec<(f64, f64)>, ink: Ink, opacity: f64) {
        sure(self.chart.plotting_area().draw(&Polygon::new(points, ink.thin(opacity))));
    }

    /// A bar from one corner to the other.
    pub(super) fn bar(&self, from: (f64, f64), to: (f64, f64), ink: Ink, opacity: f64) {
        sure(self.chart.plotting_area().draw(&Rectangle::new([from, to], ink.thin(opacity).filled())));
    }

    /// The outline of a bar.
    pub(super) fn outline(&self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        sure(self.chart.plotting_area().draw(&Rectangle::new([from, to], line(ink.solid(), width))));
    }

    pub(super) fn dot(&self, at: (f64, f64), radius: f64, ink: Ink) {
        sure(self.chart.plotting_area().draw(&Circle::new(at, units(radius), ink.solid().filled())));
    }

    /// A square that stands on a corner.
    pub(super) fn diamond(&self, at: (f64, f64), half: f64, ink: Ink) {
        self.diamond_on_sheet(self.place(at), half, ink);
    }

    /// The same at a place of the sheet [pixels].
    pub(super) fn diamond_on_sheet(&self, (x, y): (f64, f64), half: f64, ink: Ink) {
        let corner = |across: f64, down: f64| (units(x + across), units(y + down));
        let corners = vec![corner(0.0, -half), corner(half, 0.0), corner(0.0, half), corner(-half, 0.0)];
        sure(self.area.draw(&Polygon::new(corners, ink.solid())));
    }

    /// A text so many pixels to the right of and below a point.
    pub(super) fn text(&self, at: (f64, f64), (right, down): (f64, f64), text: &str, letters: Letters) {
        let (x, y) = self.place(at);
        sure(self.area.draw_text(text, &letters.style(), (units(x + right), units(y + down))));
    }

    /// A text at a place of the sheet [pixels].
    pub(super) fn text_on_sheet(&self, (x, y): (f64, f64), text: &str, letters: Letters) {
        sure(self.area.draw_text(text, &letters.style(), (units(x), units(y))));
    }

    /// A line on the sheet [pixels].
    pub(super) fn line_on_sheet(
        &self,
        points: &[(f64, f64)],
        ink: Ink,
        width: f64,
        dashes: Option<&'static str>,
    ) {
        let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        self.sheet.dashes(dashes);
        sure(self.area.draw(&PathElement::new(points, line(ink.solid(), width))));
        self.sheet.dashes(None);
    }

    /// A bar on the sheet [pixels].
    pub(super) fn bar_on_sheet(&self, (x, y): (f64, f64), (wide, high): (f64, f64), ink: Ink, opacity: f64) {
        let corners = [(units(x), units(y)), (units(x + wide), units(y + high))];
        sure(self.area.draw(&Rectangle::new(corners, ink.thin(opacity).filled())));
    }

    /// On which side of a line from top to bottom a text has room, and how far from it [pixels]: at its left, else at its right.
    pub(super) fn beside(&self, x: f64, text: &str) -> (Side, f64) {
        let ((at, _), (left, _)) = (self.place((x, 0.0)), self.place((self.x.from(), 0.0)));
        match at - width(text) * SMALL - 8.0 > left {
            true => (Side::Right, -6.0),
            false => (Side::Left, 6.0),
        }
    }

    /// Lines from top to bottom, each with what it stands for above the frame, where [`above`] has made room.
    pub(super) fn uprights<T: AsRef<str>>(&self, lines: &[(f64, T, Ink)]) {
        let (left, top) = self.place((self.x.from(), self.y.to()));
        let (right, bottom) = self.place((self.x.to(), self.y.from()));
        let places: Vec<(f64, f64)> = lines
            .iter()
            .map(|(x, text, _)| (self.place((self.x.within(*x), 0.0)).0, width(text.as_ref()) * SMALL))
            .collect();
        for ((row, side), ((x, _), (_, text, ink))) in
            labels::arranged(&places, left, right).into_iter().zip(places.iter().zip(lines))
        {
            let y = top - UPRIGHT * (row as f64 + 0.5);
            self.line_on_sheet(&[(*x, bottom), (*x, y - 6.0)], *ink, 1.5, Some(DASHED));
            let across = if side == Side::Right { -labels::BESIDE } else { labels::BESIDE };
            self.text_on_sheet((x + across, y), text.as_ref(), Letters::new(*ink).side(side));
        }
    }
}

/// The room that so many texts take above a frame [pixels].
pub(super) fn above(texts: usize) -> f64 {
    UPRIGHT * texts as f64
}
