//! 評価: what holds for all measurements. The instruments are rows of their own.

use super::{
    field::{Field, Kind},
    optional_count, pick, word, yes,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::definition::{Measurement, SoftLimits, VitalsRule},
};

const VITALS: [(VitalsRule, &str); 2] = [
    (VitalsRule::NotRequired, "求めない"),
    (VitalsRule::BeforeAndAfter, "出席した全員を、教室の前と後に測る"),
];

/// The limits that warn: their field, name, unit and the largest number.
const LIMITS: [(&str, &str, &str, i64); 4] = [
    ("systolic", "注意を出す上の血圧（以上）", "mmHg", 300),
    ("diastolic", "注意を出す下の血圧（以上）", "mmHg", 300),
    ("pulse_least", "注意を出す脈拍（以下）", "回／分", 300),
    ("pulse_most", "注意を出す脈拍（以上）", "回／分", 300),
];

const FIRST: &str = "measurement.first_at_session";
const VITALS_NAME: &str = "measurement.vitals";
const RESULT_SHEET: &str = "measurement.result_sheet";

fn limit_name(field: &str) -> String {
    format!("measurement.soft_limits.{field}")
}

pub(super) fn fields() -> Vec<Field> {
    let vitals = VITALS.iter().map(|(rule, label)| Choice::new(word(rule), *label)).collect();
    let mut fields = vec![
        Field::new(Kind::Number, FIRST, "最初の測定を行う回")
            .unit("回目")
            .optional()
            .hint("決めないときは空欄にします。"),
        Field::new(Kind::Radios(vitals), VITALS_NAME, "血圧・脈拍の測定"),
    ];
    fields.extend(LIMITS.map(|(field, label, unit, _)| {
        Field::new(Kind::Number, limit_name(field), label).unit(unit).optional()
    }));
    fields.push(Field::new(Kind::Check, RESULT_SHEET, "参加者に結果の用紙を渡す"));
    fields
}

pub(super) fn filled(measurement: &Measurement) -> Form {
    let first = measurement.first_at_session.map(|session| session.to_string()).unwrap_or_default();
    let limits = measurement.soft_limits.map(|limits| {
        [limits.systolic, limits.diastolic, limits.pulse_least, limits.pulse_most]
            .map(|limit| limit.to_string())
    });
    let form = Form::empty()
        .with(FIRST, first)
        .with(VITALS_NAME, word(&measurement.vitals))
        .with(RESULT_SHEET, yes(measurement.result_sheet));
    LIMITS
        .iter()
        .zip(limits.unwrap_or_default())
        .fold(form, |form, ((field, ..), limit)| form.with(&limit_name(field), limit))
}

pub(super) fn read(form: &mut Form, measurement: &mut Measurement) -> Option<()> {
    let first = optional_count(form, FIRST, "最初の測定を行う回", 400);
    let vitals = pick(form, VITALS_NAME, "血圧・脈拍の測定", &VITALS.map(|(rule, _)| rule));
    let soft_limits = soft_limits(form);
    measurement.first_at_session = first?;
    measurement.vitals = vitals?;
    measurement.soft_limits = soft_limits?;
    measurement.result_sheet = form.checked(RESULT_SHEET, "yes");
    Some(())
}

/// All four limits or none of them.
fn soft_limits(form: &mut Form) -> Option<Option<SoftLimits>> {
    let read =
        LIMITS.map(|(field, label, _, most)| optional_count::<u16>(form, &limit_name(field), label, most));
    match read {
        [Some(None), Some(None), Some(None), Some(None)] => Some(None),
        [Some(Some(systolic)), Some(Some(diastolic)), Some(Some(pulse_least)), Some(Some(pulse_most))] => {
            Some(Some(SoftLimits { systolic, diastolic, pulse_least, pulse_most }))
        }
        [_, _, _, _] => {
            for ((field, ..), _) in LIMITS.iter().zip(read).filter(|(_, read)| *read == Some(None)) {
                form.refuse(
                    &limit_name(field),
                    "血圧と脈拍の目安は、4つとも入力するか、4つとも空欄にしてください。",
                );
            }
            None
        }
    }
}
