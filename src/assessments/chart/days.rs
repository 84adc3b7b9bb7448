//! The figure over the days on which a value was taken, with the number that selects people as a dashed line. Drawn narrow,
//! so that its words keep 16 px and more in a column of a page.

use time::Date;

use super::axis::Axis;
use super::svg::{Anchor, Drawing, Point, STYLES, Weight};
use super::{Figure, Reading, Scale, Table};
use crate::vocab::dates::short;

/// A number to compare with, and its words: 「選定の基準 6.5以上」.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    pub at: Reading,
    pub words: String,
}

/// A figure of one value of one person.
#[derive(Clone, Debug)]
pub struct DayChart<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    pub scale: Scale<'a>,
    /// In the order of the days.
    pub taken: Vec<(Date, Reading)>,
    pub limit: Option<Limit>,
}

const SIZE: (i64, i64) = (3300, 2500);
const LEFT: i64 = 520;
const RIGHT: i64 = 3040;
const TOP: i64 = 660;
const BOTTOM: i64 = 2080;
/// Days closer together than this share a label.
const LABEL_GAP: i64 = 480;

impl DayChart<'_> {
    pub fn figure(&self) -> Figure {
        let caption_sentence = self.caption();
        let svg = (self.taken.len() > 1).then(|| self.draw(&caption_sentence));
        Figure { caption_sentence, svg, table: self.table() }
    }

    fn caption(&self) -> String {
        let limit = self.limit.as_ref().map_or_else(String::new, |limit| format!("（{}）", limit.words));
        let (Some((_, first)), Some((_, last))) = (self.taken.first(), self.taken.last()) else {
            return format!("{}の記録はありません{limit}", self.title);
        };
        let went = match last.cmp(first) {
            std::cmp::Ordering::Less => "下がりました",
            std::cmp::Ordering::Equal => "変わりませんでした",
            std::cmp::Ordering::Greater => "上がりました",
        };
        let (from, to) = (self.scale.number(*first), self.scale.full(*last));
        match (self.taken.len(), first == last) {
            (1, _) => format!("{}は{to}でした{limit}", self.title),
            (_, true) => format!("{}は{to}で{went}{limit}", self.title),
            (_, false) => format!("{}は{from}→{to}に{went}{limit}", self.title),
        }
    }

    fn table(&self) -> Table {
        let row = |(day, reading): &(Date, Reading)| vec![short(*day), self.scale.full(*reading)];
        Table {
            head: vec!["日".to_owned(), self.title.to_owned()],
            rows: self.taken.iter().map(row).collect(),
        }
    }

    fn draw(&self, description: &str) -> String {
        let mut drawing = Drawing::new();
        let limit = self.limit.as_ref().map(|limit| limit.at);
        let readings: Vec<Reading> = self.taken.iter().map(|(_, reading)| *reading).chain(limit).collect();
        let axis = Axis::around(&readings, false, self.scale.decimals, (TOP, BOTTOM));
        for tick in axis.ticks() {
            let y = axis.y(tick);
            drawing.rule((LEFT, y), (RIGHT, y), "#d9d9d9");
            drawing.text((LEFT - 60, y + 50), Anchor::End, Weight::Soft, &self.scale.number(tick));
        }
        let unit = format!("（{}）", self.scale.unit);
        drawing.text((60, 430), Anchor::Start, Weight::Soft, &unit);
        let points: Vec<Point> =
            self.taken.iter().map(|(day, reading)| (self.x(*day), axis.y(*reading))).collect();
        self.days(&mut drawing);
        if let Some(limit) = &self.limit {
            let y = axis.y(limit.at);
            drawing.dashed_rule((LEFT, y), (RIGHT, y));
            drawing.text((RIGHT, 200), Anchor::End, Weight::Plain, &format!("- - - {}", limit.words));
        }
        if let Some(style) = STYLES.first() {
            drawing.marked_line(&points, style);
        }
        self.numbers(&mut drawing, &points);
        drawing.finish(self.id, SIZE, self.title, description)
    }

    /// Days lie as far apart as they are.
    fn x(&self, day: Date) -> i64 {
        let (Some((first, _)), Some((last, _))) = (self.taken.first(), self.taken.last()) else {
            return LEFT;
        };
        let (from, to) = (LEFT + 180, RIGHT - 180);
        let whole = i64::from(last.to_julian_day() - first.to_julian_day());
        let part = i64::from(day.to_julian_day() - first.to_julian_day());
        if whole > 0 { from + (to - from) * part / whole } else { from.midpoint(to) }
    }

    fn days(&self, drawing: &mut Drawing) {
        let last_at = self.taken.last().map_or(LEFT, |(day, _)| self.x(*day));
        let mut before = i64::MIN / 2;
        for (at, (day, _)) in self.taken.iter().enumerate() {
            let x = self.x(*day);
            let is_last = at + 1 == self.taken.len();
            if x - before >= LABEL_GAP && (is_last || last_at - x >= LABEL_GAP) {
                let words = format!("{}/{}", u8::from(day.month()), day.day());
                drawing.text((x, BOTTOM + 230), Anchor::Middle, Weight::Soft, &words);
                before = x;
            }
        }
    }

    /// The number above its marker, where it has room.
    fn numbers(&self, drawing: &mut Drawing, points: &[Point]) {
        let last_at = points.last().map_or(LEFT, |(x, _)| *x);
        let mut before = i64::MIN / 2;
        for (at, ((x, y), (_, reading))) in points.iter().zip(&self.taken).enumerate() {
            let is_last = at + 1 == points.len();
            if x - before >= LABEL_GAP && (is_last || last_at - x >= LABEL_GAP) {
                let words = self.scale.number(*reading);
                drawing.text((*x, y - 110), Anchor::Middle, Weight::Haloed, &words);
                before = *x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn chart(taken: &[(Date, i64)], limit: bool) -> Figure {
        DayChart {
            id: "value-hba1c",
            title: "HbA1c",
            scale: Scale { unit: "％", decimals: 1 },
            taken: taken.iter().map(|(day, tenths)| (*day, Reading::tenths(*tenths))).collect(),
            limit: limit
                .then(|| Limit { at: Reading::tenths(65), words: "選定の基準 6.5以上".into() }),
        }
        .figure()
    }

    #[test]
    fn the_limit_is_a_line_with_words() {
        let figure = chart(
            &[(date!(2026 - 04 - 10), 72), (date!(2026 - 04 - 14), 71), (date!(2026 - 09 - 01), 68)],
            true,
        );
        assert_eq!(figure.caption_sentence, "HbA1cは7.2→6.8％に下がりました（選定の基準 6.5以上）");
        let svg = figure.svg.unwrap();
        assert_eq!(svg.matches("chart-limit").count(), 1);
        assert!(svg.contains("- - - 選定の基準 6.5以上") && svg.matches("<circle").count() == 3);
        assert!(svg.contains(">4/10<") && !svg.contains(">4/14<") && svg.contains(">9/1<"), "{svg}");
        assert!(!svg.contains("style="));
        assert_eq!(figure.table.rows.len(), 3);
    }

    #[test]
    fn one_day_is_a_table_and_two_equal_ones_are_level() {
        assert_eq!(chart(&[(date!(2026 - 04 - 10), 72)], false).svg, None);
        let level = chart(&[(date!(2026 - 04 - 10), 72), (date!(2026 - 05 - 10), 72)], false);
        assert_eq!(level.caption_sentence, "HbA1cは7.2％で変わりませんでした");
        assert_eq!(chart(&[], true).caption_sentence, "HbA1cの記録はありません（選定の基準 6.5以上）");
    }

    #[test]
    fn words_are_large_enough_where_the_drawing_is_narrowest() {
        let svg = chart(&[(date!(2026 - 04 - 10), 72), (date!(2026 - 05 - 10), 70)], true).svg.unwrap();
        let sizes =
            svg.split("font-size=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<i64>().ok());
        assert!(sizes.into_iter().all(|size| size * 360 / (SIZE.0 / 10) >= 16));
    }
}
