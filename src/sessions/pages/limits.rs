//! 血圧・脈拍の基準: the ward's own limits. All empty, which is how a ward begins, leaves those of each programme.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    sessions::{SetVitalLimits, db::lists, vitals::SoftLimits},
};

#[derive(Template)]
#[template(path = "sessions/limits.html")]
struct LimitsView {
    form: Form,
    switched_on: bool,
    example: bool,
}

/// Whether the form opens with the sources' example values.
#[derive(Deserialize)]
pub struct Asked {
    example: Option<String>,
}

/// (name, label, what is accepted)
const FIELDS: [(&str, &str, std::ops::RangeInclusive<i64>); 8] = [
    ("systolic_from", "血圧の上がこの値以上", 50..=260),
    ("diastolic_from", "血圧の下がこの値以上", 30..=160),
    ("systolic_below", "血圧の上がこの値未満", 50..=260),
    ("pulse_below", "脈拍がこの値未満", 30..=220),
    ("pulse_from", "脈拍がこの値以上", 30..=220),
    ("systolic_change", "前回との血圧の上の差がこの値以上", 1..=200),
    ("systolic_rise", "開始前より血圧の上がこの値以上高い", 1..=200),
    ("diastolic_rise", "開始前より血圧の下がこの値以上高い", 1..=130),
];

pub async fn show(mut cx: View<SetVitalLimits>, Query(asked): Query<Asked>) -> Result {
    let stored = stored(lists::vital_limits(cx.db()).await?);
    let example = asked.example.is_some();
    let form = form_of(if example { SoftLimits::example() } else { stored });
    cx.show(LimitsView { form, switched_on: stored != SoftLimits::default(), example }).await
}

fn stored(json: serde_json::Value) -> SoftLimits {
    serde_json::from_value(json).unwrap_or_default()
}

fn form_of(limits: SoftLimits) -> Form {
    let text = |value: Option<u16>| value.map(|v| v.to_string()).unwrap_or_default();
    let values = [
        limits.systolic_from,
        limits.diastolic_from,
        limits.systolic_below,
        limits.pulse_below,
        limits.pulse_from,
        limits.systolic_change,
        limits.systolic_rise,
        limits.diastolic_rise,
    ];
    FIELDS.iter().zip(values).fold(Form::empty(), |form, ((name, ..), value)| form.with(name, text(value)))
}

pub async fn save(mut cx: Act<SetVitalLimits>, Typed(mut form): Typed) -> Result {
    let limits = read(&mut form);
    let (Some(limits), false) = (limits, form.has_problems()) else {
        let switched_on = stored(lists::vital_limits(cx.db()).await?) != SoftLimits::default();
        return cx.invalid(LimitsView { form, switched_on, example: false }).await;
    };
    let json = serde_json::to_value(limits).map_err(AppError::bug)?;
    lists::set_vital_limits(cx.write(), &json).await?;
    let notice = if limits == SoftLimits::default() {
        "基準を使わないようにしました。"
    } else {
        "基準を保存しました。次に開く記録の画面から使われます。"
    };
    cx.commit(Event::new("vital_limits.set").detail(json)).await?.redirect_with("/settings/vitals", notice)
}

fn read(form: &mut Form) -> Option<SoftLimits> {
    let mut values = [None; 8];
    for ((name, label, range), value) in FIELDS.into_iter().zip(&mut values) {
        *value = form
            .optional_whole_number(name, &format!("「{label}」"), range)
            .flatten()
            .and_then(|n| u16::try_from(n).ok());
    }
    let [
        systolic_from,
        diastolic_from,
        systolic_below,
        pulse_below,
        pulse_from,
        systolic_change,
        systolic_rise,
        diastolic_rise,
    ] = values;
    refuse_overlap(form, "systolic_below", systolic_below, systolic_from, "血圧の上");
    refuse_overlap(form, "pulse_below", pulse_below, pulse_from, "脈拍");
    (!form.has_problems()).then_some(SoftLimits {
        systolic_from,
        diastolic_from,
        systolic_below,
        pulse_below,
        pulse_from,
        systolic_change,
        systolic_rise,
        diastolic_rise,
    })
}

/// With 「未満」 above 「以上」 every reading would be asked about.
fn refuse_overlap(form: &mut Form, name: &str, below: Option<u16>, from: Option<u16>, what: &str) {
    if let (Some(below), Some(from)) = (below, from)
        && below > from
    {
        form.refuse(name, format!("{what}の「未満」は「以上」より小さい値を入力してください。"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_reads_back_what_it_shows() {
        assert_eq!(read(&mut form_of(SoftLimits::example())), Some(SoftLimits::example()));
        assert_eq!(read(&mut form_of(SoftLimits::default())), Some(SoftLimits::default()));
    }

    #[test]
    fn limits_that_would_ask_about_every_reading_are_refused() {
        let mut form = form_of(SoftLimits { systolic_below: Some(200), ..SoftLimits::example() });
        assert_eq!(read(&mut form), None);
        assert!(form.problem("systolic_below").is_some());
    }
}
