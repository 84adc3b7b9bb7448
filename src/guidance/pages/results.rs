//! 検査値の入力: further values of a day, as the person's doctor measured them. The check-up's are the ward's.

use askama::Template;
use axum::extract::Path;
use time::Date;

use super::{hand, past_day};
use crate::{
    audit::Event,
    guidance::{
        RecordGuidance,
        db::records::{self, ResultRow},
        loading::Target,
        plausible::unlike_body,
        readings::{self, Readings},
        reported,
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    participants::shown_name,
    programmes::{definition::Guidance, guidance::CheckupValue},
    vocab::{
        dates::short,
        ids::{EnrolmentId, GuidanceResultId},
    },
};

#[derive(Template)]
#[template(path = "guidance/result.html")]
struct EditView {
    form: Form,
    base: String,
    action: String,
    name: String,
    is_new: bool,
    groups: Vec<Group>,
}

/// A group of values as a fieldset.
struct Group {
    label: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    label: String,
    unit: String,
    hint: String,
}

fn field_of(code: &str) -> String {
    format!("v_{code}")
}

fn view(target: &Target, result: Option<GuidanceResultId>, form: Form) -> EditView {
    let base = format!("/guidance/{}", target.row.id);
    let field = |written: &String| {
        let value = CheckupValue::read(written);
        let is_worded = readings::is_worded(value.unit);
        Field {
            name: field_of(value.code),
            label: value.name.clone(),
            unit: if is_worded { String::new() } else { value.unit.to_owned() },
            hint: if is_worded { readings::example(value.unit) } else { String::new() },
        }
    };
    EditView {
        action: result.map_or_else(|| format!("{base}/results"), |id| format!("{base}/results/{id}")),
        base,
        name: shown_name(&target.person),
        is_new: result.is_none(),
        groups: target
            .place
            .guidance
            .result_groups
            .iter()
            .map(|group| Group {
                label: group.label.clone(),
                fields: group.values.iter().map(field).collect(),
            })
            .collect(),
        form,
    }
}

pub async fn new(mut cx: View<RecordGuidance>, Path(id): Path<EnrolmentId>) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.guide().map_err(AppError::refused)?;
    let form = Form::empty().with("taken_on", short(cx.today()));
    cx.show(view(&target, None, form)).await
}

/// The day and at least one value, or the problems in `form`.
fn read(form: &mut Form, guidance: &Guidance, today: Date) -> Option<(Date, Readings)> {
    let taken_on = past_day(form, "taken_on", "測った日", today);
    let mut found = Readings::new();
    for value in guidance.values() {
        let field = field_of(value.code);
        if let Some(Some(number)) = form.parse(&field, |typed| readings::read(&value, typed)) {
            found.insert(value.code.to_owned(), number);
        }
    }
    if let Some(told) = unlike_body(&found) {
        form.refuse(&field_of("bmi"), told);
    }
    if found.is_empty() && !form.has_problems() {
        form.general("検査値を1つ以上入力してください。");
    }
    (!form.has_problems()).then_some((taken_on?, found))
}

pub async fn create(
    mut cx: Act<RecordGuidance>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.guide().map_err(AppError::refused)?;
    let Some((taken_on, found)) = read(&mut form, target.place.guidance, cx.today()) else {
        return cx.invalid(view(&target, None, form)).await;
    };
    if let Some(why) = unfit(&mut cx, &target, taken_on, None).await? {
        form.refuse("taken_on", why);
        return cx.invalid(view(&target, None, form)).await;
    }
    let (row, hand) = (GuidanceResultId(cx.new_id()), hand(&cx));
    let who = (target.row.contract, id, target.row.participant);
    let done = records::insert_result(cx.write(), row, who, (taken_on, "clinic", &found), hand).await;
    if let Err(error) = done {
        expect_violation(error, "guidance_result_once")?;
        return Err(AppError::stale());
    }
    cx.commit(Event::new("guidance.result").about(id.0).under(target.row.contract))
        .await?
        .redirect_with(format!("/guidance/{id}"), "検査値を入力しました。")
}

const TAKEN: &str = "この日の検査値はすでにあります。一覧の日付を開いて直すか、別の日を入力してください。";

/// Why the values can't have this day: another row has it, or the report on it is accepted.
async fn unfit<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    target: &Target,
    on: Date,
    but: Option<GuidanceResultId>,
) -> Result<Option<String>> {
    let rows = records::results(cx.db(), target.row.id).await?;
    if rows.iter().any(|row| row.taken_on == on && Some(row.id) != but) {
        return Ok(Some(TAKEN.to_owned()));
    }
    reported::refusal(cx.db(), target.place.contract.id, on).await
}

/// The row, when it is one the contractor may correct.
async fn own<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    target: &Target,
    result: GuidanceResultId,
) -> Result<ResultRow> {
    let rows = records::results(cx.db(), target.row.id).await?;
    let row = rows.into_iter().find(|row| row.id == result).ok_or(AppError::NotFound)?;
    if !target.place.shows_records() {
        return Err(AppError::refused("検査値は、この契約の情報項目に含まれていないため、直せません。"));
    }
    if row.source != "clinic" {
        return Err(AppError::refused(
            "健診の値は区のデータです。ここでは直せません。区に連絡してください。",
        ));
    }
    match reported::refusal(cx.db(), target.place.contract.id, row.taken_on).await? {
        Some(why) => Err(AppError::refused(why)),
        None => Ok(row),
    }
}

pub async fn edit(
    mut cx: View<RecordGuidance>,
    Path((id, result)): Path<(EnrolmentId, GuidanceResultId)>,
) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.guide().map_err(AppError::refused)?;
    let row = own(&mut cx, &target, result).await?;
    let mut form =
        Form::empty().with("taken_on", short(row.taken_on)).with("version", row.version.to_string());
    for value in target.place.guidance.values() {
        if let Some(number) = row.figures.0.get(value.code) {
            form = form.with(&field_of(value.code), readings::shown(value.unit, *number));
        }
    }
    cx.show(view(&target, Some(result), form)).await
}

pub async fn update(
    mut cx: Act<RecordGuidance>,
    Path((id, result)): Path<(EnrolmentId, GuidanceResultId)>,
    Typed(mut form): Typed,
) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.guide().map_err(AppError::refused)?;
    own(&mut cx, &target, result).await?;
    let Some((taken_on, found)) = read(&mut form, target.place.guidance, cx.today()) else {
        return cx.invalid(view(&target, Some(result), form)).await;
    };
    if let Some(why) = unfit(&mut cx, &target, taken_on, Some(result)).await? {
        form.refuse("taken_on", why);
        return cx.invalid(view(&target, Some(result), form)).await;
    }
    let version: i32 = form.value("version").parse().map_err(|_| AppError::stale())?;
    let hand = hand(&cx);
    if !records::update_result(cx.write(), (result, version), (taken_on, &found), hand).await? {
        return Err(AppError::stale());
    }
    cx.commit(Event::new("guidance.result_correct").about(id.0).under(target.row.contract))
        .await?
        .redirect_with(format!("/guidance/{id}"), "検査値を直しました。")
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::{programmes::presets, vocab::decimal::Decimal};

    fn reading(form: &mut Form) -> Option<(Date, Readings)> {
        read(form, presets::guidance().guidance.as_ref().unwrap(), date!(2026 - 06 - 17))
    }

    #[test]
    fn a_day_has_at_least_one_value() {
        let mut form =
            Form::empty().with("taken_on", "R8.6.10").with("v_hba1c", "6.8").with("v_urine_protein", "±");
        let (on, found) = reading(&mut form).unwrap();
        assert_eq!(on, date!(2026 - 06 - 10));
        assert_eq!(found.into_values().collect::<Vec<_>>(), [Decimal(680), Decimal(100)]);
        let mut form = Form::empty().with("taken_on", "R8.6.10");
        assert!(reading(&mut form).is_none() && form.problem("").is_some());
        let mut form = Form::empty().with("taken_on", "R8.6.10").with("v_egfr", "低い");
        assert!(reading(&mut form).is_none() && form.problem("v_egfr").is_some());
    }
}
