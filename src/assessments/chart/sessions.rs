//! The figure over the sessions of a course: bars for counts, lines for vital signs.

use super::axis::Axis;
use super::svg::{Anchor, Drawing, Point, STYLES, Weight};
use super::{Figure, MOST_LINES, Reading, Scale, Table};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Bars from zero; one series.
    Bars,
    /// Lines with markers; a session without a reading leaves a gap.
    Lines,
}

/// A figure over the sessions.
#[derive(Clone, Debug)]
pub struct SessionChart<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    pub scale: Scale<'a>,
    pub shape: Shape,
    /// The name of each session on the axis, for example `第1回` or `4/12`.
    pub sessions: Vec<String>,
    /// A name and one reading per session; a bar chart draws the first, a line chart the first [`MOST_LINES`].
    pub series: Vec<(String, Vec<Option<Reading>>)>,
}

const SIZE: (i64, i64) = (7200, 3000);
const LEFT: i64 = 600;
const RIGHT: i64 = 6080;
const TOP: i64 = 380;
const BOTTOM: i64 = 2500;
/// Bars carry their number while their columns are at least this wide.
const NUMBERED_BAR: i64 = 280;

impl SessionChart<'_> {
    pub fn figure(&self) -> Figure {
        let caption_sentence = self.caption();
        let svg = Some(self.draw(&caption_sentence));
        Figure { caption_sentence, svg, table: self.table() }
    }

    fn caption(&self) -> String {
        let parts: Vec<String> =
            self.series.iter().map(|(name, readings)| self.range(name, readings)).collect();
        format!("{}：{}", self.title, parts.join("、"))
    }

    /// The lowest and highest reading of a series in words.
    fn range(&self, name: &str, readings: &[Option<Reading>]) -> String {
        let known = || readings.iter().flatten().copied();
        match (known().min(), known().max()) {
            (Some(low), Some(high)) if low == high => {
                format!("{name}は{}回の記録がすべて{}でした", known().count(), self.scale.full(low))
            }
            (Some(low), Some(high)) => {
                let (count, low) = (known().count(), self.scale.number(low));
                format!("{name}は{count}回の記録で{low}〜{}でした", self.scale.full(high))
            }
            _ => format!("{name}の記録はありません"),
        }
    }

    fn table(&self) -> Table {
        let names = self.series.iter().map(|(name, _)| name.clone());
        let head = std::iter::once("回".to_owned()).chain(names).collect();
        let cell = |reading: Option<Reading>| reading.map_or_else(|| "—".to_owned(), |r| self.scale.full(r));
        let row = |(index, session): (usize, &String)| {
            let cells = self.series.iter().map(|(_, readings)| cell(readings.get(index).copied().flatten()));
            std::iter::once(session.clone()).chain(cells).collect()
        };
        Table { head, rows: self.sessions.iter().enumerate().map(row).collect() }
    }

    fn draw(&self, description: &str) -> String {
        let most = if self.shape == Shape::Bars { 1 } else { MOST_LINES };
        let drawn = &self.series[..self.series.len().min(most)];
        let readings: Vec<Reading> =
            drawn.iter().flat_map(|(_, readings)| readings).flatten().copied().collect();
        let axis = Axis::around(&readings, self.shape == Shape::Bars, self.scale.decimals, (TOP, BOTTOM));
        let mut drawing = Drawing::new();
        self.frame(&mut drawing, &axis);
        match self.shape {
            Shape::Bars => self.bars(&mut drawing, drawn, &axis),
            Shape::Lines => self.lines(&mut drawing, drawn, &axis),
        }
        drawing.finish(self.id, SIZE, self.title, description)
    }

    /// The middle of a session's column.
    fn x(&self, index: usize) -> i64 {
        let index = i64::try_from(index).unwrap_or_default();
        LEFT + self.column() * index + self.column() / 2
    }

    fn column(&self) -> i64 {
        (RIGHT - LEFT) / i64::try_from(self.sessions.len().max(1)).unwrap_or(1)
    }

    fn frame(&self, drawing: &mut Drawing, axis: &Axis) {
        for tick in axis.ticks() {
            let y = axis.y(tick);
            drawing.rule((LEFT, y), (RIGHT, y), "#d9d9d9");
            drawing.text((LEFT - 100, y + 45), Anchor::End, Weight::Soft, &self.scale.number(tick));
        }
        drawing.rule((LEFT, BOTTOM), (RIGHT, BOTTOM), "#666666");
        drawing.text((LEFT - 500, TOP - 180), Anchor::Start, Weight::Soft, &self.unit_note());
        let every = self.labelled_every();
        for (index, session) in self.sessions.iter().enumerate().step_by(every) {
            drawing.text((self.x(index), BOTTOM + 220), Anchor::Middle, Weight::Soft, session);
        }
    }

    /// Every how many sessions a name fits under the axis.
    fn labelled_every(&self) -> usize {
        let widest = self.sessions.iter().map(|name| text_width(name)).max().unwrap_or_default() + 80;
        usize::try_from(widest.div_euclid(self.column().max(1)) + 1).unwrap_or(1)
    }

    fn unit_note(&self) -> String {
        format!("（{}）", self.scale.unit)
    }

    fn bars(&self, drawing: &mut Drawing, drawn: &[(String, Vec<Option<Reading>>)], axis: &Axis) {
        let width = self.column() * 6 / 10;
        for (_, readings) in drawn {
            for (index, reading) in readings.iter().enumerate().take(self.sessions.len()) {
                let Some(reading) = *reading else { continue };
                let (x, y) = (self.x(index), axis.y(reading));
                drawing.bar((x - width / 2, y), width, (BOTTOM - y).max(0));
                if self.column() >= NUMBERED_BAR {
                    drawing.text((x, y - 60), Anchor::Middle, Weight::Plain, &self.scale.number(reading));
                }
            }
        }
    }

    fn lines(&self, drawing: &mut Drawing, drawn: &[(String, Vec<Option<Reading>>)], axis: &Axis) {
        let mut last_label: Option<i64> = None;
        let mut ends = Vec::new();
        for ((name, readings), style) in drawn.iter().zip(&STYLES) {
            let points: Vec<Option<Point>> = (0..self.sessions.len())
                .map(|index| Some((self.x(index), axis.y(readings.get(index).copied().flatten()?))))
                .collect();
            for run in points.split(Option::is_none) {
                let run: Vec<Point> = run.iter().flatten().copied().collect();
                drawing.marked_line(&run, style);
            }
            ends.extend(points.iter().flatten().last().map(|point| (point.1, name)));
        }
        ends.sort();
        for (y, name) in ends {
            let y = last_label.map_or(y, |above| y.max(above + 200));
            drawing.text((RIGHT + 60, y + 50), Anchor::Start, Weight::Bold, name);
            last_label = Some(y);
        }
    }
}

/// The width of a small label: Japanese letters are square, digits and Latin letters about half as wide.
fn text_width(text: &str) -> i64 {
    text.chars().map(|c| if c.is_ascii() { 90 } else { 160 }).sum()
}
