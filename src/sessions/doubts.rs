//! 確かめる値: what is typed from paper and reaches a limit of the ward is stored only once its author said that it is right, as on
//! the tablet. The tick stands for one reading and the limits it reaches: a figure that changes is asked about again.

use uuid::Uuid;

use super::{
    entry::Field,
    fields,
    operations::OperationIn,
    roster::{Roster, Someone},
    vitals::{Reading, SoftAlert, SoftLimits},
};
use crate::kit::form::Form;

/// A reading to look at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Where it was typed: `pre-{id}`.
    pub field: String,
    /// 「区の基準：上180以上 — 佐藤 幸子さん 開始前 190/75・80」
    pub sentence: String,
    /// Name and value of the tick that says it is right.
    pub tick: String,
    pub value: String,
    pub confirmed: bool,
}

/// Every reading among what is about to be stored that reaches a limit.
pub fn of(roster: &Roster, operations: &[OperationIn], form: &Form) -> Vec<Doubt> {
    let doubt = |operation: &OperationIn| {
        let someone = roster.people.iter().find(|someone| someone.id() == operation.participant)?;
        let (label, previous) = match operation.field {
            Field::Pre => ("開始前", someone.previous_pre),
            Field::Post => ("終了後", someone.previous_post),
            Field::Attendance | Field::UnmeasuredPre | Field::UnmeasuredPost | Field::Memo | Field::Flags => {
                return None;
            }
        };
        let now = reading(operation)?;
        let before = if operation.field == Field::Post { first_of(someone, operations) } else { None };
        let rules = reached(&roster.head.limits, now, (previous, before))?;
        Some(asked((operation.field, operation.participant), (&someone.name(), label), now, &rules, form))
    };
    operations.iter().filter_map(doubt).collect()
}

fn reading(operation: &OperationIn) -> Option<Reading> {
    operation.value.as_deref()?.parse().ok()
}

/// The reading before the class: as typed with the others, else as it is stored.
fn first_of(someone: &Someone, operations: &[OperationIn]) -> Option<Reading> {
    let typed = |one: &&OperationIn| one.participant == someone.id() && one.field == Field::Pre;
    match operations.iter().find(typed) {
        Some(operation) => reading(operation),
        None => fields::reading(&someone.cells, Field::Pre),
    }
}

/// 「上180以上・下110以上」; `None` when nothing is reached.
fn reached(
    limits: &SoftLimits,
    now: Reading,
    (previous, before): (Option<Reading>, Option<Reading>),
) -> Option<String> {
    let alerts = limits.check(now, previous, before);
    let rules: Vec<String> = alerts.into_iter().map(SoftAlert::limit).collect();
    (!rules.is_empty()).then(|| rules.join("・"))
}

fn asked(
    (field, participant): (Field, Uuid),
    (name, moment): (&str, &str),
    now: Reading,
    rules: &str,
    form: &Form,
) -> Doubt {
    let tick = format!("right_{}.{participant}", field.code());
    let value = format!("{now} {rules}");
    Doubt {
        field: format!("{}-{participant}", field.code()),
        sentence: format!("区の基準：{rules} — {name}さん {moment} {}", now.shown()),
        confirmed: form.checked(&tick, &value),
        tick,
        value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_stands_for_the_very_reading_and_its_limits() {
        let (id, limits) = (Uuid::from_u128(1), SoftLimits::example());
        let of = |text: &str, form: &Form| {
            let now: Reading = text.parse().unwrap();
            let rules = reached(&limits, now, (None, None)).unwrap();
            asked((Field::Pre, id), ("佐藤", "開始前"), now, &rules, form)
        };
        let first = of("190/115/80", &Form::empty());
        assert_eq!(first.sentence, "区の基準：上180以上・下110以上 — 佐藤さん 開始前 190/115・80");
        assert!(!first.confirmed && first.field == format!("pre-{id}"));
        let ticked = Form::empty().with(&first.tick, &first.value);
        assert!(of("190/115/80", &ticked).confirmed);
        assert!(!of("191/115/80", &ticked).confirmed, "another reading");
        assert_eq!(reached(&limits, "128/76/70".parse().unwrap(), (None, None)), None);
    }
}
