//! What charts are drawn on: SVG that scales, can be read aloud, and turns dark on a dark page.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
use std::rc::Rc;

use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    FontTransform,
};

use super::ink::{Ink, style};
use super::width::width;

/// So many units are a pixel: whole numbers of pixels would give curves steps.
pub(super) const UNITS: i32 = 10;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A sheet that a chart is drawn on. Copies draw on the same one.
#[derive(Debug, Clone)]
pub(super) struct Sheet(Rc<RefCell<State>>);

#[derive(Debug)]
struct State {
    /// [units]
    size: (u32, u32),
    body: String,
    dashes: Option<&'static str>,
    halo: bool,
}

impl Sheet {
    /// A sheet of so many pixels.
    pub(super) fn new(width: u32, height: u32) -> Self {
        let size = (width * UNITS as u32, height * UNITS as u32);
        Self(Rc::new(RefCell::new(State { size, body: String::new(), dashes: None, halo: false })))
    }

    /// What is drawn until [`Sheet::end`] belongs together, and this says what it is: a browser shows it where the mouse rests.
    pub(super) fn begin(&self, says: &str) {
        self.put(format_args!("<g><title>{}</title>", escaped(says)));
    }

    pub(super) fn end(&self) {
        self.put(format_args!("</g>\n"));
    }

    /// Lines from now on are dashed, or not.
    pub(super) fn dashes(&self, dashes: Option<&'static str>) {
        self.0.borrow_mut().dashes = dashes;
    }

    /// Texts from now on are kept free of what lies under them, or not.
    pub(super) fn halo(&self, halo: bool) {
        self.0.borrow_mut().halo = halo;
    }

    /// The drawing as a file: its name begins the names of its parts, its title and description are what is read aloud.
    pub(super) fn svg(&self, name: &str, title: &str, description: &str) -> String {
        let state = self.0.borrow();
        let (width, height) = (state.size.0 / UNITS as u32, state.size.1 / UNITS as u32);
        let (title, description) = (escaped(title), escaped(description));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"landfall-chart\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" \
             font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif\">\n\
             <title id=\"{name}-title\">{title}</title>\n<desc id=\"{name}-desc\">{description}</desc>\n\
             <style>{}</style>\n<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n{}</svg>\n",
            style(),
            Ink::Paper.code(),
            state.body,
        )
    }

    fn put(&self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.0.borrow_mut().body.write_fmt(text);
    }

    fn put_shape(&self, shape: &str, color: BackendColor, stroke: Option<u32>) {
        if color.alpha <= 0.0 {
            return;
        }
        let code = code(color);
        let dashes =
            self.0.borrow().dashes.map_or(String::new(), |dashes| format!(" stroke-dasharray=\"{dashes}\""));
        match stroke {
            Some(width) => {
                let opacity = opacity("stroke", color.alpha);
                let width = pixels(width as i32);
                self.put(format_args!(
                    "<{shape} fill=\"none\" stroke=\"{code}\" stroke-width=\"{width}\"{opacity}{dashes}/>\n"
                ));
            }
            None => {
                let opacity = opacity("fill", color.alpha);
                self.put(format_args!("<{shape} fill=\"{code}\"{opacity}/>\n"));
            }
        }
    }
}

impl DrawingBackend for Sheet {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.0.borrow().size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + UNITS, y + UNITS), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (left, right) = (left.min(right), left.max(right));
        let (top, bottom) = (top.min(bottom), top.max(bottom));
        let shape = format!(
            "rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            pixels(left),
            pixels(top),
            pixels(right - left),
            pixels(bottom - top)
        );
        self.put_shape(&shape, style.color(), (!fill).then(|| style.stroke_width()));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.put_shape(&points("polyline", path), style.color(), Some(style.stroke_width()));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let shape =
            format!("circle cx=\"{}\" cy=\"{}\" r=\"{}\"", pixels(x), pixels(y), pixels(radius as i32));
        self.put_shape(&shape, style.color(), (!fill).then(|| style.stroke_width()));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.put_shape(&points("polygon", path), style.color(), None);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, (x, y): BackendCoord) -> Drawn {
        let size = style.size() / f64::from(UNITS);
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        // How far the foot of the letters lies below; not every program that shows SVG knows other ways to say it.
        let down = match style.anchor().v_pos {
            VPos::Top => 0.8,
            VPos::Center => 0.35,
            VPos::Bottom => -0.2,
        };
        let down = (down * style.size()).round() as i32;
        let (x, y, turn) = match style.transform() {
            FontTransform::None => (x, y + down, String::new()),
            FontTransform::Rotate90 => (x - down, y, turned(90, x - down, y)),
            FontTransform::Rotate180 => (x, y - down, turned(180, x, y - down)),
            FontTransform::Rotate270 => (x + down, y, turned(270, x + down, y)),
        };
        let weight = match style.style() {
            FontStyle::Bold => " font-weight=\"600\"",
            FontStyle::Italic | FontStyle::Oblique => " font-style=\"italic\"",
            FontStyle::Normal => "",
        };
        let halo = match self.0.borrow().halo {
            true => format!(
                " stroke=\"{}\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
                Ink::Paper.code()
            ),
            false => String::new(),
        };
        self.put(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{size}\" fill=\"{}\"{anchor}{weight}{turn}{halo}>{}</text>\n",
            pixels(x),
            pixels(y),
            code(style.color()),
            escaped(text)
        ));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size();
        Ok(((width(text) * size) as u32, (1.2 * size) as u32))
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Drawn {
        // No chart has one.
        Ok(())
    }
}

fn turned(by: u32, x: i32, y: i32) -> String {
    format!(" transform=\"rotate({by} {} {})\"", pixels(x), pixels(y))
}

/// Units as pixels.
fn pixels(units: i32) -> String {
    let (sign, size) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
    match (size / UNITS as u32, size % UNITS as u32) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenths) => format!("{sign}{whole}.{tenths}"),
    }
}

fn points(shape: &str, path: impl IntoIterator<Item = BackendCoord>) -> String {
    let points: Vec<String> = path.into_iter().map(|(x, y)| format!("{},{}", pixels(x), pixels(y))).collect();
    format!("{shape} points=\"{}\"", points.join(" "))
}

fn code(BackendColor { rgb: (red, green, blue), .. }: BackendColor) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn opacity(of: &str, alpha: f64) -> String {
    if alpha < 1.0 { format!(" {of}-opacity=\"{alpha}\"") } else { String::new() }
}

/// A text that XML shows as it is. What XML cannot hold at all is shown as what cannot be shown.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
