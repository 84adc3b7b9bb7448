//! 適用日: from when the rules of a schedule hold, and how its sum is made.

use time::Date;

use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{Definition, FeeSchedule, Rounding, Tax},
        forms::{
            count,
            field::{Field, Kind},
            pick, word, yes,
        },
    },
    vocab::dates::{add_months, wareki},
};

const ROUNDINGS: [(Rounding, &str); 3] =
    [(Rounding::Down, "切り捨てる"), (Rounding::HalfUp, "四捨五入する"), (Rounding::Up, "切り上げる")];

/// The day of a schedule for which none is typed yet.
const UNTYPED: Date = Date::MIN;

/// The newest schedule once more, a year later: usually a price changes and the rest stays.
pub(super) fn next(definition: &Definition) -> FeeSchedule {
    match definition.fees.last() {
        Some(newest) => FeeSchedule { from: add_months(newest.from, 12), ..newest.clone() },
        None => FeeSchedule {
            from: UNTYPED,
            tax: Tax::default(),
            rounding: Rounding::default(),
            net_of_user_fees: false,
            rules: Vec::new(),
        },
    }
}

pub(super) fn fields(path: &str) -> Vec<Field> {
    let named = |field: &str| format!("{path}.{field}");
    let roundings = ROUNDINGS.iter().map(|(one, label)| Choice::new(word(one), *label)).collect();
    vec![
        Field::new(Kind::Date, named("from"), "使い始める日")
            .hint("この日から、次の適用日の前の日まで使います。例：令和9年4月1日"),
        Field::new(Kind::Number, named("tax"), "合計に加える消費税")
            .unit("％")
            .hint("加えないとき（単価に含むか、かからないとき）は0にします。"),
        Field::new(Kind::Radios(roundings), named("rounding"), "1円未満の扱い"),
        Field::new(Kind::Check, named("net_of_user_fees"), "参加者から受け取った額を差し引く"),
    ]
}

pub(super) fn filled(path: &str, schedule: &FeeSchedule) -> Form {
    let named = |field: &str| format!("{path}.{field}");
    let tax = match schedule.tax {
        Tax::Included => 0,
        Tax::Added(percent) => percent,
    };
    let from = if schedule.from == UNTYPED { String::new() } else { wareki(schedule.from) };
    Form::empty()
        .with(&named("from"), from)
        .with(&named("tax"), tax.to_string())
        .with(&named("rounding"), word(&schedule.rounding))
        .with(&named("net_of_user_fees"), yes(schedule.net_of_user_fees))
}

pub(super) fn read(form: &mut Form, path: &str, schedule: &FeeSchedule) -> Option<FeeSchedule> {
    let named = |field: &str| format!("{path}.{field}");
    let from = form.date(&named("from"), "使い始める日");
    let tax: Option<u8> = count(form, &named("tax"), "消費税", 100);
    let rounding = pick(form, &named("rounding"), "1円未満の扱い", &ROUNDINGS.map(|(one, _)| one));
    Some(FeeSchedule {
        from: from?,
        tax: match tax? {
            0 => Tax::Included,
            percent => Tax::Added(percent),
        },
        rounding: rounding?,
        net_of_user_fees: form.checked(&named("net_of_user_fees"), "yes"),
        rules: schedule.rules.clone(),
    })
}
