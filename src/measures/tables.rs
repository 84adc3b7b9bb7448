//! 一覧表: the marks of both sides against the version before, as pages and papers print them.

use serde::{Deserialize, Serialize};

use super::{
    items::{measures_of, usages},
    marks::{Marks, words},
};
use crate::vocab::side::Side;

/// One side's measures of one use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureTable {
    pub heading: String,
    pub lines: Vec<MeasureLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureLine {
    /// 運用上の対策・システム上の対策
    pub kind: String,
    pub text: String,
    /// ○ or −; empty while nobody marked it.
    pub mark: String,
    /// The mark of the version before; empty when it had none.
    pub before: String,
    pub changed: bool,
}

/// The marks of one version.
#[derive(Clone, Copy, Default)]
pub struct Sides<'a> {
    pub has_connection: bool,
    pub ward: Option<&'a Marks>,
    pub contractor: Option<&'a Marks>,
}

/// The tables of a version; `before` is the version accepted before it.
pub fn tables(now: Sides<'_>, before: Option<Sides<'_>>) -> Vec<MeasureTable> {
    let mut tables = Vec::new();
    for usage in usages(now.has_connection) {
        for side in [Side::Ward, Side::Contractor] {
            let lines = measures_of(*usage).map(|measure| {
                let mark = |sides: Sides<'_>| sides.of(side).and_then(|marks| marks.of(*usage, &measure));
                let (is, was) = (mark(now), before.and_then(mark));
                MeasureLine {
                    kind: measure.kind.label().to_owned(),
                    text: words(&measure, side).to_owned(),
                    mark: sign(is),
                    before: sign(was),
                    changed: before.is_some() && is.is_some() && is != was,
                }
            });
            let whose =
                if side == Side::Ward { "区が行う対策" } else { "受託者に行わせる対策" };
            tables.push(MeasureTable {
                heading: format!("{}：{whose}", usage.label()),
                lines: lines.collect(),
            });
        }
    }
    tables
}

impl<'a> Sides<'a> {
    fn of(self, side: Side) -> Option<&'a Marks> {
        match side {
            Side::Ward => self.ward,
            Side::Contractor => self.contractor,
        }
    }
}

fn sign(mark: Option<bool>) -> String {
    match mark {
        Some(true) => "○",
        Some(false) => "−",
        None => "",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::items::Usage;

    #[test]
    fn what_changed_since_the_version_before_is_marked() {
        let before = Marks::all_but(false, &[(Usage::Outsourcing, "standby")]);
        let now = Marks::all_but(true, &[(Usage::Connection, "rooms")]);
        let sides =
            |marks, has_connection| Sides { has_connection, ward: Some(marks), contractor: Some(marks) };
        let tables = tables(sides(&now, true), Some(sides(&before, false)));
        assert_eq!(tables.len(), 4);
        let changed = |table: &MeasureTable| table.lines.iter().filter(|line| line.changed).count();
        assert_eq!(
            tables.iter().map(changed).collect::<Vec<_>>(),
            [1, 1, 16, 16],
            "a new list is new as a whole"
        );
        let standby = tables[0].lines.iter().find(|line| line.changed).unwrap();
        assert_eq!((standby.mark.as_str(), standby.before.as_str()), ("○", "−"));
    }

    #[test]
    fn a_first_version_has_nothing_to_compare_and_no_mark_is_no_change() {
        let now = Marks::all_but(false, &[]);
        let half = Sides { has_connection: false, ward: Some(&now), contractor: None };
        let whole = Sides { contractor: Some(&now), ..half };
        assert!(tables(half, None).iter().flat_map(|table| &table.lines).all(|line| !line.changed));
        let against = tables(half, Some(whole));
        assert!(against[1].lines.iter().all(|line| line.mark.is_empty() && !line.changed));
    }
}
