//! The before-and-after figure: a line per series from the beginning to the end.

use super::axis::Axis;
use super::svg::{Anchor, Drawing, Point, STYLES, Weight};
use super::{Figure, MOST_LINES, SMALLEST_GROUP, Scale, Table};
use crate::assessments::measures::{Direction, Measure};
use crate::assessments::reading::{Reading, Value};

/// One line with its name, which may be empty when there is only one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlopeLine {
    pub name: String,
    pub pre: Reading,
    pub post: Reading,
}

/// A before-and-after figure.
#[derive(Clone, Debug)]
pub struct SlopeChart<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    pub scale: Scale<'a>,
    pub direction: Direction,
    /// The first [`MOST_LINES`] are drawn; all are in the table.
    pub lines: Vec<SlopeLine>,
    /// The people behind a mean, drawn thin and unnamed.
    pub people: Vec<(Reading, Reading)>,
    /// The lines are means of a group.
    pub of_group: bool,
}

const SIZE: (i64, i64) = (5200, 3000);
const LEFT: i64 = 1300;
const RIGHT: i64 = 3700;
const TOP: i64 = 560;
const BOTTOM: i64 = 2620;
/// Labels on one side stay this far apart.
const LABEL_GAP: i64 = 200;

impl<'a> SlopeChart<'a> {
    /// The figure of one person's measure.
    pub fn of_person(id: &'a str, measure: &'a Measure, pre: Value, post: Value) -> Self {
        let line = SlopeLine { name: String::new(), pre: pre.reading(), post: post.reading() };
        Self {
            id,
            title: measure.name,
            scale: Scale { unit: measure.unit, decimals: measure.decimals },
            direction: measure.direction,
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
        let (pre, post) = (self.scale.number(line.pre), self.scale.number(line.post));
        if pre == post {
            return format!("{}{whose}は{mean}{post}{}で変わりませんでした", self.title, self.scale.unit);
        }
        let verb = match (line.post > line.pre, self.scale.unit) {
            (true, "秒") => "長くなりました",
            (false, "秒") => "短くなりました",
            (true, _) => "上がりました",
            (false, _) => "下がりました",
        };
        format!("{}{whose}は{mean}{pre}→{post}{}に{verb}", self.title, self.scale.unit)
    }

    fn table(&self) -> Table {
        let head = ["", "開始時", "終了時", "差"].map(str::to_owned).to_vec();
        let row = |line: &SlopeLine| {
            let name = if line.name.is_empty() { self.title } else { &line.name };
            let at = |reading: Reading| Value::from(reading).rounded(self.scale.decimals);
            let difference = at(line.post).minus(at(line.pre)).show_signed(self.scale.decimals);
            vec![
                name.to_owned(),
                self.scale.full(line.pre),
                self.scale.full(line.post),
                format!("{difference}{}", self.scale.unit),
            ]
        };
        Table { head, rows: self.lines.iter().map(row).collect() }
    }

    fn draw(&self, description: &str) -> String {
        let mut drawing = Drawing::new();
        let drawn = &self.lines[..self.lines.len().min(MOST_LINES)];
        let own = drawn.iter().flat_map(|line| [line.pre, line.post]);
        let readings: Vec<Reading> =
            own.chain(self.people.iter().flat_map(|(pre, post)| [*pre, *post])).collect();
        let axis = Axis::around(&readings, false, self.scale.decimals, (TOP, BOTTOM));
        self.frame(&mut drawing);
        for (pre, post) in &self.people {
            drawing.faint_line((LEFT, axis.y(*pre)), (RIGHT, axis.y(*post)));
        }
        for (line, style) in drawn.iter().zip(&STYLES) {
            drawing.marked_line(&[(LEFT, axis.y(line.pre)), (RIGHT, axis.y(line.post))], style);
        }
        self.labels(&mut drawing, drawn, &axis);
        drawing.finish(self.id, SIZE, self.title, description)
    }

    fn frame(&self, drawing: &mut Drawing) {
        for (x, word) in [(LEFT, "開始時"), (RIGHT, "終了時")] {
            drawing.rule((x, TOP - 100), (x, BOTTOM + 60), "#8c8c8c");
            drawing.text((x, TOP - 200), Anchor::Middle, Weight::Bold, word);
        }
        let note = match self.direction {
            Direction::HigherIsBetter => "値が大きいほどよい項目です",
            Direction::LowerIsBetter => "値が小さいほどよい項目です",
            Direction::Neither => "",
        };
        drawing.text(((LEFT + RIGHT) / 2, BOTTOM + 280), Anchor::Middle, Weight::Soft, note);
    }

    fn labels(&self, drawing: &mut Drawing, drawn: &[SlopeLine], axis: &Axis) {
        let left: Vec<i64> = drawn.iter().map(|line| axis.y(line.pre)).collect();
        let right: Vec<i64> = drawn.iter().map(|line| axis.y(line.post)).collect();
        for (line, y) in drawn.iter().zip(apart(&left)) {
            let at: Point = (LEFT - 140, y + 50);
            drawing.text(at, Anchor::End, Weight::Plain, &self.scale.full(line.pre));
        }
        for (line, y) in drawn.iter().zip(apart(&right)) {
            let label = format!("{} {}", self.scale.full(line.post), line.name);
            drawing.text((RIGHT + 140, y + 50), Anchor::Start, Weight::Bold, label.trim_end());
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
