//! The before-and-after figure: a line per series from the beginning to the end, with the months between where there
//! are any. Drawn narrow, so that its words keep 16 px and more in a column of a page and 12 pt on half a sheet of A4.

use super::axis::Axis;
use super::svg::{Anchor, Drawing, Point, STYLES, Weight};
use super::{Figure, MOST_LINES, SMALLEST_GROUP, Scale, Table};
use crate::assessments::measures::{Direction, Measure};
use crate::assessments::reading::{Reading, Value};

/// One line with its name, which may be empty when there is only one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlopeLine {
    pub name: String,
    /// One for each occasion of the chart.
    pub readings: Vec<Reading>,
}

/// A before-and-after figure.
#[derive(Clone, Debug)]
pub struct SlopeChart<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    pub scale: Scale<'a>,
    pub direction: Direction,
    /// The names of the occasions in order: 開始時, then months, then 終了時.
    pub occasions: Vec<String>,
    /// The first [`MOST_LINES`] are drawn; all are in the table.
    pub lines: Vec<SlopeLine>,
    /// The people behind a mean, drawn thin and unnamed.
    pub people: Vec<(Reading, Reading)>,
    /// The lines are means of a group.
    pub of_group: bool,
}

const SIZE: (i64, i64) = (3300, 2500);
const TOP: i64 = 560;
const BOTTOM: i64 = 2080;
/// Labels on one side stay this far apart.
const LABEL_GAP: i64 = 200;

impl SlopeLine {
    fn first(&self) -> Reading {
        self.readings.first().copied().unwrap_or(Reading::whole(0))
    }

    fn last(&self) -> Reading {
        self.readings.last().copied().unwrap_or(Reading::whole(0))
    }
}

impl<'a> SlopeChart<'a> {
    /// The figure of one person's measure.
    pub fn of_person(id: &'a str, measure: &'a Measure, pre: Value, post: Value) -> Self {
        Self::over(id, measure, &[("開始時".to_owned(), pre), ("終了時".to_owned(), post)])
    }

    /// The figure of one person's measure over any number of occasions, the beginning first.
    pub fn over(id: &'a str, measure: &'a Measure, taken: &[(String, Value)]) -> Self {
        let readings = taken.iter().map(|(_, value)| value.reading()).collect();
        let line = SlopeLine { name: String::new(), readings };
        Self {
            id,
            title: measure.name,
            scale: Scale { unit: measure.unit, decimals: measure.decimals },
            direction: measure.direction,
            occasions: taken.iter().map(|(occasion, _)| occasion.clone()).collect(),
            lines: vec![line],
            people: Vec::new(),
            of_group: false,
        }
    }

    /// The figure of a group: the mean line over everyone's thin lines. `None` without a pair.
    pub fn of_group(id: &'a str, measure: &'a Measure, pairs: &[(Value, Value)]) -> Option<Self> {
        let (pre, post): (Vec<Value>, Vec<Value>) = pairs.iter().copied().unzip();
        let mut chart = Self::of_person(id, measure, Value::mean(&pre)?, Value::mean(&post)?);
        chart.lines[0].name = "平均".to_owned();
        chart.people = pairs.iter().map(|(pre, post)| (pre.reading(), post.reading())).collect();
        chart.of_group = true;
        Some(chart)
    }

    pub fn figure(&self) -> Figure {
        let caption_sentence = self.caption();
        let small = self.of_group && self.people.len() < SMALLEST_GROUP;
        let svg = (!small).then(|| self.draw(&caption_sentence));
        Figure { caption_sentence, svg, table: self.table() }
    }

    fn caption(&self) -> String {
        let parts: Vec<String> = self.lines.iter().map(|line| self.conclusion(line)).collect();
        parts.join("。")
    }

    fn conclusion(&self, line: &SlopeLine) -> String {
        let whose = if line.name.is_empty() || self.of_group {
            String::new()
        } else {
            format!("（{}）", line.name)
        };
        let mean = if self.of_group { "平均" } else { "" };
        let (pre, post) = (self.scale.number(line.first()), self.scale.number(line.last()));
        if pre == post {
            return format!("{}{whose}は{mean}{post}{}で変わりませんでした", self.title, self.scale.unit);
        }
        let verb = match (line.last() > line.first(), self.scale.unit) {
            (true, "秒") => "長くなりました",
            (false, "秒") => "短くなりました",
            (true, _) => "上がりました",
            (false, _) => "下がりました",
        };
        format!("{}{whose}は{mean}{pre}→{post}{}に{verb}", self.title, self.scale.unit)
    }

    fn table(&self) -> Table {
        let occasions = self.occasions.iter().map(String::as_str);
        let head = std::iter::once("").chain(occasions).chain(["差"]).map(str::to_owned).collect();
        let row = |line: &SlopeLine| {
            let name = if line.name.is_empty() { self.title } else { &line.name };
            let at = |reading: Reading| Value::from(reading).rounded(self.scale.decimals);
            let difference = at(line.last()).minus(at(line.first())).show_signed(self.scale.decimals);
            let readings = line.readings.iter().map(|reading| self.scale.full(*reading));
            std::iter::once(name.to_owned())
                .chain(readings)
                .chain([format!("{difference}{}", self.scale.unit)])
                .collect()
        };
        Table { head, rows: self.lines.iter().map(row).collect() }
    }

    fn draw(&self, description: &str) -> String {
        let mut drawing = Drawing::new();
        let drawn = &self.lines[..self.lines.len().min(MOST_LINES)];
        let own = drawn.iter().flat_map(|line| line.readings.iter().copied());
        let readings: Vec<Reading> =
            own.chain(self.people.iter().flat_map(|(pre, post)| [*pre, *post])).collect();
        let axis = Axis::around(&readings, false, self.scale.decimals, (TOP, BOTTOM));
        let (left, right) = self.sides();
        self.frame(&mut drawing);
        for (pre, post) in &self.people {
            drawing.faint_line((left, axis.y(*pre)), (right, axis.y(*post)));
        }
        for (line, style) in drawn.iter().zip(&STYLES) {
            let points: Vec<Point> =
                (0..).zip(&line.readings).map(|(place, reading)| (self.x(place), axis.y(*reading))).collect();
            drawing.marked_line(&points, style);
        }
        if self.has_months() {
            self.values(&mut drawing, drawn, &axis);
        } else {
            self.labels(&mut drawing, drawn, &axis);
        }
        drawing.finish(self.id, SIZE, self.title, description)
    }

    /// Whether anything was measured between the beginning and the end.
    fn has_months(&self) -> bool {
        self.occasions.len() > 2
    }

    /// Where the first and the last occasion stand: two leave room for their values beside them.
    fn sides(&self) -> (i64, i64) {
        if self.has_months() { (380, 2920) } else { (1000, 2160) }
    }

    fn x(&self, place: usize) -> i64 {
        let (left, right) = self.sides();
        let place = i64::try_from(place).unwrap_or_default();
        let steps = i64::try_from(self.occasions.len().saturating_sub(1).max(1)).unwrap_or(1);
        left + (right - left) * place / steps
    }

    fn frame(&self, drawing: &mut Drawing) {
        for (place, occasion) in self.occasions.iter().enumerate() {
            let x = self.x(place);
            let top = if self.has_months() { TOP - 300 } else { TOP - 120 };
            drawing.rule((x, top), (x, BOTTOM + 60), "#8c8c8c");
            drawing.text((x, 190), Anchor::Middle, Weight::Bold, occasion);
        }
        let note = match self.direction {
            Direction::HigherIsBetter => "値が大きいほどよい項目です",
            Direction::LowerIsBetter => "値が小さいほどよい項目です",
            Direction::Neither => "",
        };
        let unit = if self.has_months() { format!("（{}）", self.scale.unit) } else { String::new() };
        let middle = self.sides().0.midpoint(self.sides().1);
        drawing.text((middle, BOTTOM + 320), Anchor::Middle, Weight::Soft, &format!("{note}{unit}"));
    }

    fn labels(&self, drawing: &mut Drawing, drawn: &[SlopeLine], axis: &Axis) {
        let (start, end) = self.sides();
        let left: Vec<i64> = drawn.iter().map(|line| axis.y(line.first())).collect();
        let right: Vec<i64> = drawn.iter().map(|line| axis.y(line.last())).collect();
        for (line, y) in drawn.iter().zip(apart(&left)) {
            let at: Point = (start - 140, y + 60);
            drawing.text(at, Anchor::End, Weight::Plain, &self.scale.full(line.first()));
        }
        for (line, y) in drawn.iter().zip(apart(&right)) {
            let label = format!("{} {}", self.scale.full(line.last()), line.name);
            drawing.text((end + 140, y + 60), Anchor::Start, Weight::Bold, label.trim_end());
        }
    }

    /// The number of every occasion above its marker.
    fn values(&self, drawing: &mut Drawing, drawn: &[SlopeLine], axis: &Axis) {
        for line in drawn {
            for (place, reading) in line.readings.iter().enumerate() {
                let at: Point = (self.x(place), axis.y(*reading) - 110);
                drawing.text(at, Anchor::Middle, Weight::Haloed, &self.scale.number(*reading));
            }
        }
    }
}

/// The heights moved down where needed so that labels do not overlap, in the given order.
fn apart(heights: &[i64]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by_key(|index| heights[*index]);
    let mut placed = heights.to_vec();
    for pair in order.windows(2) {
        placed[pair[1]] = placed[pair[1]].max(placed[pair[0]] + LABEL_GAP);
    }
    let overflow = order.last().map_or(0, |last| (placed[*last] - BOTTOM).max(0));
    placed.into_iter().map(|height| height - overflow).collect()
}
