//! The before-and-after table of a group: how many improved, kept or worsened (A3.3).

use std::collections::BTreeMap;

use super::comparison::{Change, Comparison, Exclusion};
use super::reading::Value;

/// A count and its share of the denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub count: usize,
    /// Tenths of a percent, rounded half up; `None` when the denominator is zero.
    pub per_mille: Option<usize>,
}

impl Share {
    /// `count` out of `total`.
    pub fn of(count: usize, total: usize) -> Self {
        Self { count, per_mille: (total > 0).then(|| (count * 2000 + total) / (2 * total)) }
    }

    /// For example `42.9%`, or `—` without a denominator.
    pub fn percent(self) -> String {
        self.per_mille.map_or_else(|| "—".to_owned(), |tenths| format!("{}.{}%", tenths / 10, tenths % 10))
    }
}

/// One row of the table. The percentages are not forced to sum to 100.0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The denominator: everyone with a change.
    pub n: usize,
    pub improved: Share,
    pub kept: Share,
    pub worsened: Share,
    /// 維持 at the upper limit, counted inside `kept`.
    pub at_ceiling: usize,
    /// People outside the denominator, by reason.
    pub excluded: BTreeMap<Exclusion, usize>,
    /// Means over the pairs that have both values.
    pub means: Option<(Value, Value)>,
    /// The rule, printed under the table; empty for an empty group.
    pub rule: String,
}

/// Counts the comparisons of one measure.
pub fn tally(comparisons: &[Comparison]) -> Tally {
    let count = |change| comparisons.iter().filter(|c| c.change == change).count();
    let n = comparisons.len() - count(Change::Excluded);
    let mut excluded = BTreeMap::new();
    for why in comparisons.iter().filter_map(|comparison| comparison.excluded) {
        *excluded.entry(why).or_default() += 1;
    }
    let (pre, post): (Vec<Value>, Vec<Value>) = comparisons.iter().filter_map(|c| c.values).unzip();
    Tally {
        n,
        improved: Share::of(count(Change::Improved), n),
        kept: Share::of(count(Change::Kept), n),
        worsened: Share::of(count(Change::Worsened), n),
        at_ceiling: comparisons.iter().filter(|comparison| comparison.ceiling).count(),
        excluded,
        means: Value::mean(&pre).zip(Value::mean(&post)),
        rule: comparisons.first().map(|comparison| comparison.rule.to_string()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessments::measures;
    use crate::assessments::physical::MeasureRecord;
    use crate::assessments::{Answers, Policies, Reading, compare};

    fn grips(pairs: &[(i64, Option<i64>)]) -> Vec<Comparison> {
        let grip = measures::find("grip").unwrap();
        let answer = |tenths| {
            Answers::Measured(MeasureRecord::performed(grip, "best", &[Some(Reading::tenths(tenths))]))
        };
        let compared = |(pre, post): &(i64, Option<i64>)| {
            compare(Some(&answer(*pre)), post.map(answer).as_ref(), &Policies::default())
        };
        pairs.iter().map(compared).collect()
    }

    #[test]
    fn seven_pairs() {
        let pairs = [(200, 210), (200, 220), (200, 201), (200, 200), (180, 180), (200, 190), (200, 199)];
        let mut people: Vec<(i64, Option<i64>)> =
            pairs.iter().map(|(pre, post)| (*pre, Some(*post))).collect();
        people.push((200, None));
        let row = tally(&grips(&people));
        assert_eq!((row.n, row.improved.count, row.kept.count, row.worsened.count), (7, 3, 2, 2));
        let percents = [row.improved, row.kept, row.worsened].map(Share::percent);
        assert_eq!(percents, ["42.9%", "28.6%", "28.6%"]);
        assert_eq!(row.excluded, BTreeMap::from([(Exclusion::NotBothMeasured, 1)]));
        let (pre, post) = row.means.unwrap();
        assert_eq!((pre.show(2), post.show(2)), ("19.71".into(), "20.00".into()));
        assert!(row.rule.contains("改善"));
    }

    #[test]
    fn halves_round_up_and_nobody_has_no_percentage() {
        assert_eq!(Share::of(1, 16).percent(), "6.3%");
        assert_eq!(Share::of(1, 2000).percent(), "0.1%");
        assert_eq!(Share::of(3, 3).percent(), "100.0%");
        assert_eq!(tally(&[]).improved.percent(), "—");
        assert_eq!(tally(&[]).means, None);
    }
}
