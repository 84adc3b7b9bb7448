//! The few SVG elements the figures are made of. Coordinates are tenths of a pixel.

use std::fmt::Write;

/// Look of a line: colour, dash and marker differ, so that none is told by colour alone.
pub struct Style {
    class: &'static str,
    colour: &'static str,
    dash: Option<&'static str>,
    marker: Marker,
}

#[derive(Clone, Copy)]
enum Marker {
    Disc,
    Square,
    Triangle,
    Diamond,
}

/// The looks in order of use; every colour has at least 4.5:1 against white.
pub static STYLES: [Style; 4] = [
    Style { class: "chart-line-1", colour: "#0017c1", dash: None, marker: Marker::Disc },
    Style { class: "chart-line-2", colour: "#ac3e00", dash: Some("8 4"), marker: Marker::Square },
    Style { class: "chart-line-3", colour: "#115a36", dash: Some("2 4"), marker: Marker::Triangle },
    Style { class: "chart-line-4", colour: "#8b008b", dash: Some("10 3 2 3"), marker: Marker::Diamond },
];

const INK: &str = "#1a1a1a";
const SOFT_INK: &str = "#595959";
const FONT: &str = "BIZ UDPGothic, sans-serif";

#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How strongly a text stands out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Plain,
    Bold,
    Soft,
    /// Bold on a white rim, where a line may run below it.
    Haloed,
}

/// A drawing under construction.
pub struct Drawing {
    body: String,
}

/// A point in tenths of a pixel.
pub type Point = (i64, i64);

fn px(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

/// Text as it may stand between tags and inside quotes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

impl Drawing {
    pub fn new() -> Self {
        Self { body: String::new() }
    }

    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(element);
    }

    /// A thin rule of the frame.
    pub fn rule(&mut self, from: Point, to: Point, colour: &str) {
        let (x1, y1, x2, y2) = (px(from.0), px(from.1), px(to.0), px(to.1));
        self.add(format_args!(
            r#"<line class="chart-rule" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="1"/>"#
        ));
    }

    /// A dashed line across the drawing: a limit.
    pub fn dashed_rule(&mut self, from: Point, to: Point) {
        let (x1, y1, x2, y2) = (px(from.0), px(from.1), px(to.0), px(to.1));
        self.add(format_args!(
            r##"<line class="chart-limit" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#ac3e00" stroke-width="2" stroke-dasharray="7 5"/>"##
        ));
    }

    /// A line through the points with a marker on each.
    pub fn marked_line(&mut self, points: &[Point], style: &Style) {
        if points.len() > 1 {
            let path: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", px(*x), px(*y))).collect();
            let dash = style.dash.map_or_else(String::new, |dash| format!(r#" stroke-dasharray="{dash}""#));
            self.add(format_args!(
                r#"<polyline class="{}" points="{}" fill="none" stroke="{}" stroke-width="2.5"{dash}/>"#,
                style.class,
                path.join(" "),
                style.colour
            ));
        }
        for point in points {
            self.marker(*point, style);
        }
    }

    fn marker(&mut self, (x, y): Point, style: &Style) {
        let (class, colour) = (style.class, style.colour);
        let polygon = |corners: &[Point]| {
            let corners: Vec<String> =
                corners.iter().map(|(dx, dy)| format!("{},{}", px(x + dx), px(y + dy))).collect();
            corners.join(" ")
        };
        let corners = match style.marker {
            Marker::Disc => {
                let (cx, cy) = (px(x), px(y));
                self.add(format_args!(
                    r##"<circle class="{class}" cx="{cx}" cy="{cy}" r="5" fill="{colour}" stroke="#ffffff" stroke-width="1.5"/>"##
                ));
                return;
            }
            Marker::Square => polygon(&[(-45, -45), (45, -45), (45, 45), (-45, 45)]),
            Marker::Triangle => polygon(&[(0, -60), (55, 45), (-55, 45)]),
            Marker::Diamond => polygon(&[(0, -65), (60, 0), (0, 65), (-60, 0)]),
        };
        self.add(format_args!(
            r##"<polygon class="{class}" points="{corners}" fill="#ffffff" stroke="{colour}" stroke-width="2.5"/>"##
        ));
    }

    /// A thin line of one person behind the group's line.
    pub fn faint_line(&mut self, from: Point, to: Point) {
        let (x1, y1, x2, y2) = (px(from.0), px(from.1), px(to.0), px(to.1));
        self.add(format_args!(
            r##"<line class="chart-faint" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#b3b3b3" stroke-width="1"/>"##
        ));
    }

    /// An upright bar.
    pub fn bar(&mut self, (x, y): Point, width: i64, height: i64) {
        let (x, y, width, height) = (px(x), px(y), px(width), px(height));
        let (class, colour) = ("chart-bar-1", STYLES[0].colour);
        self.add(format_args!(
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}" rx="2" fill="{colour}"/>"#
        ));
    }

    pub fn text(&mut self, (x, y): Point, anchor: Anchor, weight: Weight, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (colour, size) = if weight == Weight::Soft { (SOFT_INK, 16) } else { (INK, 17) };
        let bold = match weight {
            Weight::Bold => r#" font-weight="700""#,
            Weight::Haloed => {
                r##" font-weight="700" paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round""##
            }
            Weight::Plain | Weight::Soft => "",
        };
        let (x, y, text) = (px(x), px(y), escape(text));
        self.add(format_args!(
            r#"<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"{bold}>{text}</text>"#
        ));
    }

    /// The whole drawing with its accessible name and description. `id` must be unique on the page.
    pub fn finish(self, id: &str, size: (i64, i64), title: &str, description: &str) -> String {
        let (id, title, description) = (escape(id), escape(title), escape(description));
        let (width, height) = (px(size.0), px(size.1));
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="{id}-title {id}-desc" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="{FONT}"><title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc><g aria-hidden="true">{}</g></svg>"#,
            self.body
        )
    }
}
