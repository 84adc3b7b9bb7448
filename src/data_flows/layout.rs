//! 配置: where the parts of the drawing stand. What passes is written in a column at the left, one row below the other; the parties
//! stand side by side at the right, each over its own line, and an arrow of each row goes from line to line. Units are pixels.

use super::flow::{Flow, parties};

const MARGIN: i32 = 8;
/// The column of words.
const WORDS: i32 = 400;
/// The share of each party.
const LANE: i32 = 132;
const HEAD_GAP: i32 = 8;
pub const TEXT: i32 = 15;
const LINE: i32 = 21;
const PAD: i32 = 10;
/// Half the height of an arrow with its number.
const ARROW: i32 = 13;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// A party's box, its words line by line, and its line downwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    pub frame: Rect,
    pub lines: Vec<Line>,
    pub x: i32,
}

/// A line of words; `y` is its base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub x: i32,
    pub y: i32,
    pub text: String,
}

/// What passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    pub number: usize,
    pub words: Rect,
    pub lines: Vec<Line>,
    pub y: i32,
    pub from: i32,
    pub to: i32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub width: i32,
    pub height: i32,
    pub lanes: Vec<Lane>,
    pub arrows: Vec<Arrow>,
    /// Where the lines of the parties begin and end.
    pub top: i32,
    pub bottom: i32,
}

impl Arrow {
    pub fn middle(&self) -> i32 {
        i32::midpoint(self.from, self.to)
    }

    /// The corners of its head.
    pub fn head(&self) -> String {
        let back = if self.to > self.from { self.to - 10 } else { self.to + 10 };
        format!("{},{} {back},{} {back},{}", self.to, self.y, self.y - 6, self.y + 6)
    }
}

/// The first row is numbered after the `before` rows of the drawings that come before this one.
pub fn layout(flows: &[Flow], before: usize) -> Layout {
    let names = parties(flows);
    let heads: Vec<Vec<String>> = names.iter().map(|name| wrapped(name, LANE - HEAD_GAP - 2 * PAD)).collect();
    let head_height = 2 * PAD + LINE * count(heads.iter().map(Vec::len).max().unwrap_or(1));
    let lanes: Vec<Lane> =
        heads.iter().enumerate().map(|(nth, lines)| lane(nth, lines, head_height)).collect();
    let at = |name: &str| {
        let nth = names.iter().position(|known| *known == name);
        nth.and_then(|nth| lanes.get(nth)).map_or(WORDS, |lane| lane.x)
    };
    let top = MARGIN + head_height;
    let mut y = top + PAD;
    let mut arrows = Vec::with_capacity(flows.len());
    for (nth, flow) in flows.iter().enumerate() {
        let number = before + nth + 1;
        let lines = words(number, flow);
        let height = (2 * PAD + LINE * count(lines.len())).max(2 * ARROW + 2 * PAD);
        let words = Rect { x: MARGIN, y, width: WORDS - 2 * MARGIN, height };
        arrows.push(Arrow {
            number,
            words,
            lines: placed(&lines, MARGIN + PAD, y + PAD),
            y: y + height / 2,
            from: at(&flow.from),
            to: at(&flow.to),
        });
        y += height + HEAD_GAP;
    }
    let width = WORDS + LANE * count(names.len()) + MARGIN;
    Layout { width, height: y + MARGIN, lanes, arrows, top, bottom: y }
}

fn lane(nth: usize, lines: &[String], height: i32) -> Lane {
    let left = WORDS + LANE * count(nth);
    let frame = Rect { x: left + HEAD_GAP / 2, y: MARGIN, width: LANE - HEAD_GAP, height };
    let x = left + LANE / 2;
    Lane { frame, lines: placed(lines, x, MARGIN + PAD), x }
}

fn placed(lines: &[String], x: i32, top: i32) -> Vec<Line> {
    let base = |nth: usize| top + LINE * count(nth) + TEXT;
    lines.iter().enumerate().map(|(nth, text)| Line { x, y: base(nth), text: text.clone() }).collect()
}

/// What a row says: the thing, then how it goes and when.
fn words(number: usize, flow: &Flow) -> Vec<String> {
    let room = WORDS - 2 * MARGIN - 2 * PAD;
    let mut lines = wrapped(&format!("{number}　{}", flow.what), room);
    let how = [("媒体：", &flow.medium), ("保護：", &flow.protection), ("時期：", &flow.when)];
    for (label, text) in how.into_iter().filter(|(_, text)| !text.is_empty()) {
        lines.extend(wrapped(&format!("{label}{text}"), room));
    }
    lines
}

/// The text in lines that are no wider than `room`.
fn wrapped(text: &str, room: i32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for c in text.chars() {
        let wide = if c.is_ascii() { TEXT * 2 / 3 } else { TEXT };
        if used + wide > room && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

/// A count of a few, as a number of pixels is counted.
fn count(few: usize) -> i32 {
    i32::try_from(few).unwrap_or(i32::MAX / 1_000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data_flows::flow::{MOST_FLOWS, MOST_PARTIES};

    /// The space an arrow takes, its number in the middle included.
    fn space(arrow: &Arrow) -> Rect {
        let (left, right) = (arrow.from.min(arrow.to), arrow.from.max(arrow.to));
        Rect { x: left, y: arrow.y - ARROW, width: right - left, height: 2 * ARROW }
    }

    fn overlap(a: Rect, b: Rect) -> bool {
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    }

    fn widest(line: &str) -> i32 {
        line.chars().map(|c| if c.is_ascii() { TEXT * 2 / 3 } else { TEXT }).sum()
    }

    fn check(layout: &Layout) {
        let heads = layout.lanes.iter().map(|lane| lane.frame);
        let rows = layout.arrows.iter().flat_map(|arrow| [arrow.words, space(arrow)]);
        let all: Vec<Rect> = heads.chain(rows).collect();
        for (nth, one) in all.iter().enumerate() {
            assert!(one.x >= 0 && one.y >= 0, "{one:?}");
            assert!(one.x + one.width <= layout.width && one.y + one.height <= layout.height, "{one:?}");
            for other in all.iter().skip(nth + 1) {
                assert!(!overlap(*one, *other), "{one:?} and {other:?}");
            }
        }
        for arrow in &layout.arrows {
            for line in &arrow.lines {
                let words = arrow.words;
                assert!(line.x + widest(&line.text) <= words.x + words.width, "{line:?}");
                assert!(line.y - TEXT >= words.y && line.y <= words.y + words.height, "{line:?}");
            }
        }
        for lane in &layout.lanes {
            assert!(lane.lines.iter().all(|line| widest(&line.text) <= lane.frame.width));
            assert!(lane.lines.iter().all(|line| line.y <= lane.frame.y + lane.frame.height));
        }
    }

    #[test]
    fn two_parties_stand_side_by_side_and_arrows_point_to_who_receives() {
        let flow = |from: &str, to: &str| Flow {
            from: from.into(),
            to: to.into(),
            what: "名簿".into(),
            ..Flow::default()
        };
        let layout = layout(&[flow("区", "受託者"), flow("受託者", "区")], 0);
        check(&layout);
        assert_eq!(layout.lanes.len(), 2);
        let (there, back) = (&layout.arrows[0], &layout.arrows[1]);
        assert!(there.from < there.to && back.from > back.to && there.y < back.y);
        assert_eq!((there.from, there.to), (back.to, back.from));
    }

    #[test]
    fn an_empty_sheet_is_drawn_too() {
        check(&layout(&[], 0));
    }

    #[test]
    fn a_long_word_is_broken() {
        assert_eq!(wrapped("一二三四五六七八九十", 5 * TEXT), ["一二三四五", "六七八九十"]);
        assert_eq!(wrapped("", 30), [""]);
    }

    proptest! {
        #[test]
        fn nothing_overlaps_for_twelve_parties_and_thirty_flows(
            flows in proptest::collection::vec(
                (0..MOST_PARTIES, 1..MOST_PARTIES, "[ぁ-んA-z一-龠]{0,60}", "[ぁ-ん]{0,40}", 1_usize..40), 0..=MOST_FLOWS,
            ),
        ) {
            let party = |nth: usize, length: usize| format!("{}{nth}", "機関".repeat(length / 2));
            let flows: Vec<Flow> = flows
                .iter()
                .map(|(from, step, what, how, length)| Flow {
                    from: party(*from, 10),
                    to: party((from + step) % MOST_PARTIES, 10),
                    what: what.repeat(length / 20 + 1),
                    medium: how.clone(),
                    protection: what.clone(),
                    when: how.clone(),
                })
                .collect();
            let layout = layout(&flows, 0);
            prop_assert_eq!(layout.arrows.len(), flows.len());
            check(&layout);
        }
    }
}
