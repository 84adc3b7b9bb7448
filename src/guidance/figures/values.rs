//! 検査値の推移: first and last value of each person, and what they come to over all. Hundredths throughout.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{GuidanceRows, TargetFact};
use crate::{
    guidance::readings::{Readings, is_worded, shown},
    programmes::{
        definition::Guidance,
        guidance::{Better, CheckupValue},
    },
    vocab::decimal::Decimal,
};

/// Which way a value went, where its programme says which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Improved,
    Unchanged,
    Worsened,
}

/// A value of one person on the first and on the last day it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChange {
    pub code: String,
    pub name: String,
    pub unit: String,
    pub first: Decimal,
    pub last: Decimal,
    pub verdict: Option<Verdict>,
}

/// A value over all people who have it on two days or more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueChange {
    pub code: String,
    pub name: String,
    pub unit: String,
    pub people: usize,
    pub first: Middle,
    pub last: Middle,
    pub rose: usize,
    pub unchanged: usize,
    pub fell: usize,
    /// Absent where no way is better.
    pub improved: Option<usize>,
    pub worsened: Option<usize>,
}

/// Median and mean, rounded to hundredths, halves up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Middle {
    pub median: Decimal,
    pub mean: Decimal,
}

impl Verdict {
    pub fn label(self) -> &'static str {
        match self {
            Self::Improved => "改善",
            Self::Unchanged => "変化なし",
            Self::Worsened => "悪化",
        }
    }
}

impl PersonChange {
    pub fn difference(&self) -> Decimal {
        Decimal(self.last.0.saturating_sub(self.first.0))
    }
}

/// The changes of one person, in the order of the definition; a value that was taken once has none.
pub fn of_person(guidance: &Guidance, results: &[(Date, Readings)]) -> Vec<PersonChange> {
    guidance.values().filter_map(|value| change(guidance, &value, results)).collect()
}

/// The values of all people who took part, in the order of the definition; those nobody has twice are left out.
pub(super) fn changes(guidance: &Guidance, rows: &GuidanceRows) -> Vec<ValueChange> {
    changed(guidance, rows)
        .map(|(value, people)| {
            let changes: Vec<PersonChange> = people.into_iter().map(|(_, change)| change).collect();
            together(&value, guidance.better(value.code).is_some(), &changes)
        })
        .collect()
}

/// Each of these values with the people who have it twice and how it went.
pub(super) fn changed<'a>(
    guidance: &'a Guidance,
    rows: &'a GuidanceRows,
) -> impl Iterator<Item = (CheckupValue<'a>, Vec<(&'a TargetFact, PersonChange)>)> {
    let people = move |value: &CheckupValue<'a>| -> Vec<(&'a TargetFact, PersonChange)> {
        rows.people().filter_map(|one| Some((one, change(guidance, value, &one.results)?))).collect()
    };
    let values = guidance.values().map(move |value| {
        let people = people(&value);
        (value, people)
    });
    values.filter(|(_, people)| !people.is_empty())
}

/// Which changes a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// Whoever has the value twice.
    Anywhere,
    Rose,
    Unchanged,
    Fell,
    Improved,
    Worsened,
}

impl Went {
    pub fn has(self, change: &PersonChange) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Rose => change.last > change.first,
            Self::Unchanged => change.last == change.first,
            Self::Fell => change.last < change.first,
            Self::Improved => change.verdict == Some(Verdict::Improved),
            Self::Worsened => change.verdict == Some(Verdict::Worsened),
        }
    }
}

impl ValueChange {
    /// `None` where it isn't told.
    pub fn went(&self, went: Went) -> Option<usize> {
        match went {
            Went::Anywhere => Some(self.people),
            Went::Unchanged => Some(self.unchanged),
            Went::Rose => self.improved.is_none().then_some(self.rose),
            Went::Fell => self.improved.is_none().then_some(self.fell),
            Went::Improved => self.improved,
            Went::Worsened => self.worsened,
        }
    }

    /// 「HbA1c（％）」
    pub fn heading(&self) -> String {
        if self.unit.is_empty() || is_worded(&self.unit) {
            self.name.clone()
        } else {
            format!("{}（{}）", self.name, self.unit)
        }
    }

    /// First and last median, 「7.1→6.9」, 「＋→±」.
    pub fn medians(&self) -> String {
        let said = |number| shown(&self.unit, number);
        format!("{}→{}", said(self.first.median), said(self.last.median))
    }

    /// First and last mean; steps have none.
    pub fn means(&self) -> String {
        if is_worded(&self.unit) {
            return "—".to_owned();
        }
        format!("{}→{}", self.first.mean, self.last.mean)
    }
}

fn change(
    guidance: &Guidance,
    value: &CheckupValue<'_>,
    results: &[(Date, Readings)],
) -> Option<PersonChange> {
    let taken = || results.iter().filter_map(|(_, readings)| readings.get(value.code).copied());
    if taken().count() < 2 {
        return None;
    }
    let (first, last) = (taken().next()?, taken().next_back()?);
    let verdict = guidance.better(value.code).map(|better| match (last.cmp(&first), better) {
        (Ordering::Equal, _) => Verdict::Unchanged,
        (Ordering::Less, Better::Lower) | (Ordering::Greater, Better::Higher) => Verdict::Improved,
        (Ordering::Less, Better::Higher) | (Ordering::Greater, Better::Lower) => Verdict::Worsened,
    });
    Some(PersonChange {
        code: value.code.to_owned(),
        name: value.name.clone(),
        unit: value.unit.to_owned(),
        first,
        last,
        verdict,
    })
}

fn together(value: &CheckupValue<'_>, has_direction: bool, changes: &[PersonChange]) -> ValueChange {
    let went = |went: Went| changes.iter().filter(|change| went.has(change)).count();
    ValueChange {
        code: value.code.to_owned(),
        name: value.name.clone(),
        unit: value.unit.to_owned(),
        people: went(Went::Anywhere),
        first: middle(changes.iter().map(|change| change.first).collect()),
        last: middle(changes.iter().map(|change| change.last).collect()),
        rose: went(Went::Rose),
        unchanged: went(Went::Unchanged),
        fell: went(Went::Fell),
        improved: has_direction.then(|| went(Went::Improved)),
        worsened: has_direction.then(|| went(Went::Worsened)),
    }
}

/// Nothing of nothing is 0.
fn middle(mut values: Vec<Decimal>) -> Middle {
    values.sort_unstable();
    let Some(count) = i64::try_from(values.len()).ok().filter(|count| *count > 0) else {
        return Middle::default();
    };
    let sum: i64 = values.iter().map(|value| value.0).sum();
    let (low, high) = (values[(values.len() - 1) / 2].0, values[values.len() / 2].0);
    Middle { median: Decimal(rounded(low + high, 2)), mean: Decimal(rounded(sum, count)) }
}

/// The quotient to the nearest whole, halves up.
fn rounded(sum: i64, by: i64) -> i64 {
    (2 * sum + by).div_euclid(2 * by)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[i64]) -> (i64, i64) {
        let middle = middle(values.iter().copied().map(Decimal).collect());
        (middle.median.0, middle.mean.0)
    }

    #[test]
    fn medians_and_means_are_exact_and_halves_go_up() {
        assert_eq!(of(&[]), (0, 0));
        assert_eq!(of(&[680]), (680, 680));
        assert_eq!(of(&[681, 680]), (681, 681)); // 680.5 of a hundredth
        assert_eq!(of(&[900, 100, 200]), (200, 400));
        assert_eq!(of(&[1, 1, 2]), (1, 1)); // 1.33
        assert_eq!(of(&[1, 2, 2]), (2, 2)); // 1.67
    }

    proptest! {
        #[test]
        fn the_middle_lies_between_the_ends_whatever_the_order(mut values in prop::collection::vec(0_i64..10_000_000, 1..300)) {
            let (median, mean) = of(&values);
            let (least, most) = (*values.iter().min().unwrap(), *values.iter().max().unwrap());
            prop_assert!((least..=most).contains(&median) && (least..=most).contains(&mean));
            values.reverse();
            prop_assert_eq!(of(&values), (median, mean));
        }
    }
}
