//! The recording form without a script: what was typed beside what its author had been shown, turned into operations.
//! A field that was left as it was shown makes none, so two forms sent at once disturb each other only where they differ.

use std::collections::BTreeMap;

use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    entry::{AttendanceStatus, Entry, Field, Flags},
    operations::{FieldOut, OperationIn},
    record_view::{FormError, Row},
    vitals::Reading,
};
use crate::kit::form::Form;

/// What is wrong with a field of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub field: Field,
    pub text: String,
}

/// The people whose fields the form carries.
pub fn people(form: &Form, roster: &[Uuid]) -> Vec<Uuid> {
    roster.iter().copied().filter(|id| sent(form, &format!("seen.{id}"))).collect()
}

fn sent(form: &Form, name: &str) -> bool {
    !form.values(name).is_empty()
}

/// The operations of one person, or what is wrong with their fields. `new_key` makes an operation's key.
pub fn operations_of(
    form: &Form,
    participant: Uuid,
    at: OffsetDateTime,
    mut new_key: impl FnMut() -> Uuid,
) -> Result<Vec<OperationIn>, Vec<Problem>> {
    let seen: BTreeMap<Field, FieldOut> =
        serde_json::from_str(form.value(&format!("seen.{participant}"))).unwrap_or_default();
    let (mut operations, mut problems) = (Vec::new(), Vec::new());
    for field in Field::ALL {
        let value = match typed(form, participant, field) {
            None => continue,
            Some(Err(text)) => {
                problems.push(Problem { field, text });
                continue;
            }
            Some(Ok(value)) => value,
        };
        let value = value.or_else(|| everyone_is_here(form, field));
        let before = seen.get(&field);
        let decides = form.checked(&format!("decide.{}.{participant}", field.code()), "yes");
        if decides || value != before.and_then(|out| out.value.clone()) {
            let base = before.map_or(0, |out| out.version);
            operations.push(OperationIn { key: new_key(), participant, field, value, base, at });
        }
    }
    if problems.is_empty() { Ok(operations) } else { Err(problems) }
}

/// 「全員を出席にする」 fills who has no attendance yet.
fn everyone_is_here(form: &Form, field: Field) -> Option<String> {
    let pressed = field == Field::Attendance && form.checked("all_present", "yes");
    pressed.then(|| AttendanceStatus::Present.code().to_owned())
}

/// The text form of a field as typed; `None` when the form does not carry the field.
fn typed(form: &Form, participant: Uuid, field: Field) -> Option<Result<Option<String>, String>> {
    let name = |stem: &str| format!("{stem}.{participant}");
    let text = match field {
        Field::Pre | Field::Post => {
            if !sent(form, &name(&format!("{}_systolic", field.code()))) {
                return None;
            }
            let figure = |part: &str| form.value(&name(&format!("{}_{part}", field.code()))).to_owned();
            let figures = [figure("systolic"), figure("diastolic"), figure("pulse")];
            let reading = Reading::from_fields([&figures[0], &figures[1], &figures[2]]);
            return Some(match reading {
                Ok(reading) => Ok(reading.map(|reading| reading.to_string())),
                Err(problem) => Err(format!("{}：{problem}", field.label())),
            });
        }
        Field::Flags => {
            // Ticks that are off are not sent; the memo beside them says that they were on the form.
            if !sent(form, &name("memo")) {
                return None;
            }
            let ticked = |code: &str| form.checked(&name(&format!("flag_{code}")), "yes");
            return Some(Ok(
                Flags::new(ticked("centre"), ticked("ward")).map(|flags| Entry::Flags(flags).to_string())
            ));
        }
        Field::Attendance | Field::Memo | Field::UnmeasuredPre | Field::UnmeasuredPost => name(field.code()),
    };
    if !sent(form, &text) {
        return None;
    }
    let lines = form.value(&text).replace("\r\n", "\n");
    Some(match Entry::parse(field, &lines) {
        Ok(entry) => Ok(entry.map(|entry| entry.to_string())),
        Err(problem) => Err(problem.to_string()),
    })
}

/// A problem with its place on the page.
pub fn error_at(participant: Uuid, name: &str, problem: &Problem) -> FormError {
    FormError {
        anchor: format!("row-{participant}"),
        field: format!("{}-{participant}", problem.field.code()),
        message: format!("{name}さん：{}", problem.text),
    }
}

/// Puts what was typed back into a row, so that nothing has to be typed twice.
pub fn retype(row: &mut Row, form: &Form) {
    let id = row.id.clone();
    let value = |stem: &str| form.value(&format!("{stem}.{id}")).to_owned();
    for choice in &mut row.attendance {
        choice.chosen = choice.code == value("attendance");
    }
    for moment in &mut row.moments {
        for figure in &mut moment.figures {
            figure.value = value(&format!("{}_{}", moment.code, figure.code));
        }
        moment.unmeasured = value(&format!("unmeasured_{}", moment.code));
    }
    for conflict in &mut row.conflicts {
        conflict.chosen = value(&format!("decide.{}", conflict.field)) == "yes";
    }
    row.memo = value("memo");
    row.flag_centre = value("flag_centre") == "yes";
    row.flag_ward = value("flag_ward") == "yes";
    row.seen = value("seen");
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const SATO: Uuid = Uuid::from_u128(1);

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::from_pairs(
            pairs.iter().map(|(name, value)| (format!("{name}.{SATO}"), (*value).to_owned())).collect(),
        )
    }

    type Sent = (Field, Option<String>, i32);

    fn operations(form: &Form) -> Result<Vec<Sent>, Vec<Problem>> {
        let made = operations_of(form, SATO, datetime!(2026-11-20 10:05 +9), || Uuid::from_u128(5))?;
        Ok(made.into_iter().map(|o| (o.field, o.value, o.base)).collect())
    }

    const SEEN: &str = r#"{"attendance":{"version":2,"value":"present"},"pre":{"version":1,"value":"128/76/70"},"memo":{"version":1,"value":"元気"}}"#;

    #[test]
    fn only_what_was_changed_is_sent_with_the_version_that_was_shown() {
        let form = form(&[
            ("seen", SEEN),
            ("attendance", "late"),
            ("pre_systolic", "１２８"),
            ("pre_diastolic", "76"),
            ("pre_pulse", "70"),
            ("post_systolic", "120"),
            ("post_diastolic", "70"),
            ("post_pulse", "66"),
            ("memo", ""),
            ("flag_ward", "yes"),
        ]);
        assert_eq!(
            operations(&form).unwrap(),
            [
                (Field::Attendance, Some("late".into()), 2),
                (Field::Post, Some("120/70/66".into()), 0),
                (Field::Memo, None, 1),
                (Field::Flags, Some("ward".into()), 0),
            ]
        );
    }

    #[test]
    fn fields_that_are_not_on_the_form_stay_as_they_are() {
        assert_eq!(operations(&form(&[("seen", SEEN), ("memo", "元気")])).unwrap(), []);
    }

    #[test]
    fn a_decision_is_sent_although_the_value_is_the_one_shown() {
        let form = form(&[("seen", SEEN), ("attendance", "present"), ("decide.attendance", "yes")]);
        assert_eq!(operations(&form).unwrap(), [(Field::Attendance, Some("present".into()), 2)]);
    }

    #[test]
    fn everyone_is_present_but_who_has_an_attendance() {
        let with =
            |attendance: &str| form(&[("seen", "{}"), ("attendance", attendance)]).with("all_present", "yes");
        assert_eq!(operations(&with("")).unwrap(), [(Field::Attendance, Some("present".into()), 0)]);
        assert_eq!(operations(&with("late")).unwrap(), [(Field::Attendance, Some("late".into()), 0)]);
    }

    #[test]
    fn a_half_typed_reading_says_what_is_missing() {
        let form =
            form(&[("seen", "{}"), ("pre_systolic", "128"), ("pre_diastolic", "76"), ("pre_pulse", "")]);
        assert_eq!(
            operations(&form),
            Err(vec![Problem {
                field: Field::Pre,
                text: "開始前の血圧・脈拍：脈拍を入力してください。例：70".to_owned()
            }])
        );
    }
}
