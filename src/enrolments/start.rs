//! 開始月: somebody who waits for a rolling course is given the months of a stay; whose stay is over is completed.

use askama::Template;
use axum::extract::Path;

use super::{
    ChangeEnrolment, db,
    db::EnrolmentRow,
    entrance::{self, Entrance, Offer, Place},
    show::{Turn, note_of, open, state_of, store},
    states::{EnrolmentAct, next},
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        db::Reads,
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    participants::{Person, shown_name},
    programmes::start::ByHand,
    vocab::{
        dates::wareki,
        ids::{CourseId, EnrolmentId},
    },
};

#[derive(Template)]
#[template(path = "enrolments/start.html")]
struct StartView {
    form: Form,
    id: EnrolmentId,
    version: i32,
    name: String,
    place: String,
    /// What the rule gives now.
    says: String,
    explanation: Vec<String>,
}

/// Whether an enrolment is one of a class that people enter by the month.
pub(super) async fn is_rolling(db: &mut Reads, row: &EnrolmentRow) -> Result<bool> {
    let Some(course) = row.course else { return Ok(false) };
    Ok(db::courses(db, Some(course)).await?.first().is_some_and(db::CourseRow::is_rolling))
}

pub async fn ask(mut cx: View<ChangeEnrolment>, Path(id): Path<EnrolmentId>) -> Result {
    let (row, person, entrance) = load(&mut cx, id).await?;
    let today = cx.today();
    let offer = entrance.offer(today, today, None)?.map_err(AppError::refused)?;
    cx.show(view_of(&row, &person, &offer, Form::empty())).await
}

fn view_of(row: &EnrolmentRow, person: &Person, offer: &Offer, form: Form) -> StartView {
    StartView {
        form,
        id: row.id,
        version: row.version,
        name: shown_name(person),
        place: row.place_name(),
        says: offer.says(),
        explanation: offer.explanation.clone(),
    }
}

/// The one who waits, with the class as it stands for them.
async fn load<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: EnrolmentId,
) -> Result<(EnrolmentRow, Person, Entrance)> {
    let (row, person) = open(cx, id).await?;
    next(state_of(&row)?, EnrolmentAct::GivePlace).map_err(AppError::refused)?;
    let course = row.course.ok_or(AppError::NotFound)?;
    let entrance = entrance::entrance(cx.db(), course, row.priority, Some(id)).await?;
    if !entrance.is_rolling() {
        return Err(AppError::refused(
            "この教室には開始月がありません。参加の画面から、参加に変えてください。",
        ));
    }
    Ok((row, person, entrance))
}

/// Gives the stay, by the rule or by hand.
pub async fn give(
    mut cx: Act<ChangeEnrolment>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let course = db::find(cx.db(), id).await?.and_then(|row| row.course).ok_or(AppError::NotFound)?;
    db::lock_course(cx.write(), course).await?;
    let (row, person, entrance) = load(&mut cx, id).await?;
    let today = cx.today();
    let by_rule = entrance.offer(today, today, None)?.map_err(AppError::refused)?;
    let Some(by_hand) = read_by_hand(&mut form) else {
        return cx.invalid(view_of(&row, &person, &by_rule, form)).await;
    };
    let reason = by_hand.as_ref().map(|by_hand| by_hand.reason.clone());
    let offer = match by_hand {
        None => by_rule,
        Some(by_hand) => match entrance.offer(row.applied_on, today, Some(by_hand))? {
            Ok(offer) => offer,
            Err(refusal) => {
                form.refuse("start_on", refusal.to_string());
                return cx.invalid(view_of(&row, &person, &by_rule, form)).await;
            }
        },
    };
    let Place::Stay { from, to } = offer.place else {
        form.refuse(
            "start_on",
            "空きのある月がありません。待機のままにするか、開始日と理由を入力してください。",
        );
        return cx.invalid(view_of(&row, &person, &offer, form)).await;
    };
    let name_tag = Some(db::next_name_tag(cx.db(), course).await?);
    let mut note = note_of(&mut cx, &row)?;
    note.verdict.extend(offer.explanation.iter().chain(&offer.warnings).cloned());
    if let Some(reason) = reason {
        note.decision = [note.decision, reason]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n");
    }
    let to_state = next(state_of(&row)?, EnrolmentAct::GivePlace).map_err(AppError::refused)?;
    let turn = Turn {
        to: to_state,
        name_tag,
        enrolled_on: Some(from),
        ended_on: None,
        stay: Some((from, to)),
        reason: None,
        note,
    };
    let event = store(&mut cx, &row, form.value("version"), turn, "enrolment.place").await?;
    let notice = format!("{}から参加することを決めました。", wareki(from));
    cx.commit(event).await?.redirect_with(format!("/enrolments/{id}"), &notice)
}

/// `Some(None)`: the rule decides. A date without a reason, or a reason without a date, is asked about.
pub fn read_by_hand(form: &mut Form) -> Option<Option<ByHand>> {
    let is_empty = |name: &str| form.value(name).trim().is_empty();
    if is_empty("start_on") && is_empty("start_reason") {
        return Some(None);
    }
    let start_on = form.date("start_on", "開始日");
    let reason = form.required_lines("start_reason", "開始日を手で決める理由", 400);
    Some(Some(ByHand { start_on: start_on?, reason: reason? }))
}

/// 「終了した人を完了にする」: everybody of a class whose stay is over.
pub async fn complete_stays(mut cx: Act<ChangeEnrolment>, Path(course): Path<CourseId>) -> Result {
    if !db::lock_course(cx.write(), course).await? {
        return Err(AppError::NotFound);
    }
    let today = cx.today();
    let over = db::over(cx.db(), course, today).await?;
    let Some(contract) = over.first().map(|row| row.contract) else {
        return Err(AppError::refused("利用期間が終わった人はいません。画面を読み込み直してください。"));
    };
    let mut people = Vec::with_capacity(over.len());
    for row in &over {
        let to = next(state_of(row)?, EnrolmentAct::Complete).map_err(AppError::refused)?;
        let note = note_of(&mut cx, row)?;
        let turn = Turn {
            to,
            name_tag: row.name_tag,
            enrolled_on: row.enrolled_on,
            ended_on: row.stay_to,
            stay: None,
            reason: None,
            note,
        };
        store(&mut cx, row, &row.version.to_string(), turn, "enrolment.complete").await?;
        people.push(row.participant);
    }
    let event = Event::new("enrolment.complete").about(course.0).under(contract).of(people);
    let notice = format!("{}人の参加を終了にしました。", over.len());
    cx.commit(event).await?.redirect_with(format!("/courses/{course}/enrolments"), &notice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_by_hand_has_a_reason() {
        assert_eq!(read_by_hand(&mut Form::empty()), Some(None));
        let mut form = Form::empty().with("start_on", "R8.12.1");
        assert_eq!(read_by_hand(&mut form), None);
        assert!(form.problem("start_reason").is_some());
        let mut form = Form::empty().with("start_on", "R8.12.1").with("start_reason", "本人の希望");
        let by_hand = read_by_hand(&mut form).unwrap().unwrap();
        assert_eq!(by_hand.reason, "本人の希望");
    }
}
