//! One enrolment: what it is, and the acts of the ward on it: from the waiting list to a place, withdrawal, completion.

use askama::Template;
use axum::extract::Path;
use time::Date;

use super::{
    ChangeEnrolment, SeeEnrolment,
    db::{self, Change, EnrolmentRow},
    notes::EnrolmentNote,
    papers::{Papers, papers},
    placing::{count, places_of},
    start,
    states::{EnrolmentAct, EnrolmentState, next},
    withdrawal,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Row},
        permission::Permission,
        typed::Typed,
    },
    participants::{Person, people, shown_name},
    vocab::{dates::wareki, ids::EnrolmentId},
};

#[derive(Template)]
#[template(path = "enrolments/show.html")]
struct ShowView {
    id: EnrolmentId,
    person_href: String,
    name: String,
    chip: Chip,
    rows: Vec<Row>,
    verdict: Vec<String>,
    course_href: String,
    version: i32,
    may_change: bool,
    waits: bool,
    /// Why somebody waiting cannot have a place now; empty when a place is free.
    why_not: String,
    /// Where the start month of somebody waiting for a rolling course is decided; empty elsewhere.
    start_href: String,
    consents_href: String,
    /// What is wrong with the required consents; empty when nothing is.
    consents_wanting: String,
    application_href: String,
    is_live: bool,
    has_place: bool,
}

#[derive(Template)]
#[template(path = "enrolments/withdrawal.html")]
struct WithdrawalView {
    form: Form,
    id: EnrolmentId,
    name: String,
    place: String,
    reasons: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "enrolments/completion.html")]
struct CompletionView {
    form: Form,
    id: EnrolmentId,
    name: String,
    place: String,
}

pub(super) fn state_of(row: &EnrolmentRow) -> Result<EnrolmentState> {
    EnrolmentState::from_code(&row.state).ok_or_else(|| AppError::bug("state of an enrolment"))
}

/// The enrolment and its person, opened for the reader.
pub(super) async fn open<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    id: EnrolmentId,
) -> Result<(EnrolmentRow, Person)> {
    let row = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let items = people::items_for(cx).await?;
    let register = people::find(cx.db(), row.participant).await?.ok_or(AppError::NotFound)?;
    let person = people::open(cx, register, items.as_deref())?;
    cx.because_of(row.contract);
    Ok((row, person))
}

pub(super) fn note_of<P: Permission, M>(cx: &mut Ctx<P, M>, row: &EnrolmentRow) -> Result<EnrolmentNote> {
    match &row.sealed {
        Some(sealed) => cx.open(row.participant, row.unit(), row.id.0, row.version, sealed),
        None => Ok(EnrolmentNote::default()),
    }
}

pub async fn show(mut cx: View<SeeEnrolment>, Path(id): Path<EnrolmentId>) -> Result {
    let (row, person) = open(&mut cx, id).await?;
    let role = cx.actor().role;
    let state = state_of(&row)?;
    // The note is the unit's: wards and the contractor read it, a centre does not.
    let note = if role.is_centre() { EnrolmentNote::default() } else { note_of(&mut cx, &row)? };
    let waits_for_ward = role.is_ward() && state == EnrolmentState::Waiting;
    let is_rolling = waits_for_ward && start::is_rolling(cx.db(), &row).await?;
    let why_not = if waits_for_ward && !is_rolling { why_not(&mut cx, &row).await? } else { String::new() };
    let papers = if role.is_centre() { Papers::default() } else { papers(&mut cx, &row, state).await? };
    let mut rows = facts(&row);
    if role.is_ward() && !note.decision.is_empty() {
        rows.push(Row::new("判定不能のまま登録した理由", note.decision));
    }
    if !note.remark.is_empty() {
        rows.push(Row::new("辞退についての補足", note.remark));
    }
    cx.show(ShowView {
        id,
        person_href: format!("/participants/{}", person.id),
        name: shown_name(&person),
        chip: Chip::new(state.tone(), state.label()),
        rows,
        verdict: if role.is_ward() { note.verdict } else { Vec::new() },
        course_href: row
            .course
            .filter(|_| !role.is_centre())
            .map(|c| format!("/courses/{c}/enrolments"))
            .unwrap_or_default(),
        version: row.version,
        may_change: role.is_ward(),
        waits: state == EnrolmentState::Waiting,
        why_not,
        start_href: if is_rolling { format!("/enrolments/{id}/start") } else { String::new() },
        consents_href: papers.consents,
        consents_wanting: papers.wanting,
        application_href: papers.application,
        is_live: matches!(state, EnrolmentState::Waiting | EnrolmentState::Enrolled),
        has_place: state == EnrolmentState::Enrolled,
    })
    .await
}

fn facts(row: &EnrolmentRow) -> Vec<Row> {
    let day = |date: Option<Date>| date.map(wareki).unwrap_or_default();
    let mut rows = vec![
        Row::new("契約", row.contract_title.clone()),
        Row::new("教室・個別支援", row.place_name()),
        Row::new("申込日", wareki(row.applied_on)),
        Row::new("参加した日", day(row.enrolled_on)),
    ];
    if row.course.is_some() {
        rows.push(Row::new("名札番号", row.name_tag.map(|n| n.to_string()).unwrap_or_default()));
    }
    if let (Some(from), Some(to)) = (row.stay_from, row.stay_to) {
        rows.push(Row::new("利用期間", format!("{}から{}まで", wareki(from), wareki(to))));
    }
    if row.ended_on.is_some() {
        rows.push(Row::new("終わった日", day(row.ended_on)));
    }
    if let Some(reason) = &row.withdrawal_reason {
        rows.push(Row::new("辞退の理由", withdrawal::reason_label(reason)));
    }
    rows
}

/// Why a waiting person cannot have a place now; empty when one is free and it is their turn.
async fn why_not<P: Permission, M: Send>(cx: &mut Ctx<P, M>, row: &EnrolmentRow) -> Result<String> {
    let course = row.course.ok_or_else(|| AppError::bug("waiting without a course"))?;
    let state = db::courses(cx.db(), Some(course)).await?.pop().ok_or(AppError::NotFound)?;
    let position = db::position(cx.db(), course, row.id).await?;
    let answer = places_of(&state)?.call_up(count(state.enrolled), count(position));
    Ok(answer.err().map(|refusal| refusal.to_string()).unwrap_or_default())
}

/// From the waiting list to a place.
pub async fn place(mut cx: Act<ChangeEnrolment>, Path(id): Path<EnrolmentId>, Typed(form): Typed) -> Result {
    let course = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?.course;
    if let Some(course) = course {
        db::lock_course(cx.write(), course).await?;
    }
    let (row, _) = open(&mut cx, id).await?;
    if start::is_rolling(cx.db(), &row).await? {
        return Err(AppError::refused(
            "この教室は月ごとに入ります。「開始月を決める」から、開始する月を決めてください。",
        ));
    }
    let to = next(state_of(&row)?, EnrolmentAct::GivePlace).map_err(AppError::refused)?;
    let refusal = why_not(&mut cx, &row).await?;
    if !refusal.is_empty() {
        return Err(AppError::refused(refusal));
    }
    let name_tag = match course {
        Some(course) => Some(db::next_name_tag(cx.db(), course).await?),
        None => None,
    };
    let today = cx.today();
    let note = note_of(&mut cx, &row)?;
    let change =
        Turn { to, name_tag, enrolled_on: Some(today), ended_on: None, stay: None, reason: None, note };
    let event = store(&mut cx, &row, form.value("version"), change, "enrolment.place").await?;
    cx.commit(event).await?.redirect_with(format!("/enrolments/{id}"), "待機から参加に変えました。")
}

pub async fn ask_withdrawal(mut cx: View<ChangeEnrolment>, Path(id): Path<EnrolmentId>) -> Result {
    let (row, person) = open(&mut cx, id).await?;
    next(state_of(&row)?, EnrolmentAct::Withdraw).map_err(AppError::refused)?;
    let form = Form::empty().with("version", row.version.to_string()).with("ended_on", wareki(cx.today()));
    cx.show(withdrawal_view(&row, &person, form)).await
}

fn withdrawal_view(row: &EnrolmentRow, person: &Person, form: Form) -> WithdrawalView {
    WithdrawalView {
        form,
        id: row.id,
        name: shown_name(person),
        place: row.place_name(),
        reasons: withdrawal::choices(),
    }
}

pub async fn withdraw(
    mut cx: Act<ChangeEnrolment>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let (row, person) = open(&mut cx, id).await?;
    let to = next(state_of(&row)?, EnrolmentAct::Withdraw).map_err(AppError::refused)?;
    let reason = form.choice("reason", "辞退の理由", &withdrawal::codes());
    let remark = form.optional_lines("remark", "補足", 400);
    let ended_on = read_end(&mut form, &row, cx.today());
    let (Some(reason), Some(remark), Some(ended_on), false) = (reason, remark, ended_on, form.has_problems())
    else {
        return cx.invalid(withdrawal_view(&row, &person, form)).await;
    };
    let mut note = note_of(&mut cx, &row)?;
    note.remark = remark;
    let change = Turn {
        to,
        name_tag: row.name_tag,
        enrolled_on: row.enrolled_on,
        ended_on: Some(ended_on),
        stay: None,
        reason: Some(reason),
        note,
    };
    let event = store(&mut cx, &row, form.value("version"), change, "enrolment.withdraw").await?;
    cx.commit(event).await?.redirect_with(format!("/enrolments/{id}"), "辞退を記録しました。")
}

pub async fn ask_completion(mut cx: View<ChangeEnrolment>, Path(id): Path<EnrolmentId>) -> Result {
    let (row, person) = open(&mut cx, id).await?;
    next(state_of(&row)?, EnrolmentAct::Complete).map_err(AppError::refused)?;
    let form = Form::empty().with("version", row.version.to_string()).with("ended_on", wareki(cx.today()));
    cx.show(CompletionView { form, id, name: shown_name(&person), place: row.place_name() }).await
}

pub async fn complete(
    mut cx: Act<ChangeEnrolment>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let (row, person) = open(&mut cx, id).await?;
    let to = next(state_of(&row)?, EnrolmentAct::Complete).map_err(AppError::refused)?;
    let Some(ended_on) = read_end(&mut form, &row, cx.today()) else {
        return cx
            .invalid(CompletionView { form, id, name: shown_name(&person), place: row.place_name() })
            .await;
    };
    let note = note_of(&mut cx, &row)?;
    let change = Turn {
        to,
        name_tag: row.name_tag,
        enrolled_on: row.enrolled_on,
        ended_on: Some(ended_on),
        stay: None,
        reason: None,
        note,
    };
    let event = store(&mut cx, &row, form.value("version"), change, "enrolment.complete").await?;
    cx.commit(event).await?.redirect_with(format!("/enrolments/{id}"), "参加を終了にしました。")
}

/// The last day: not before the person came, not in the future.
fn read_end(form: &mut Form, row: &EnrolmentRow, today: Date) -> Option<Date> {
    let ended_on = form.date("ended_on", "終わった日")?;
    // Whoever stops before a stay begins stops today.
    let first = row.enrolled_on.unwrap_or(row.applied_on).min(today);
    if ended_on < first || ended_on > today {
        form.refuse(
            "ended_on",
            format!("終わった日は、{}から今日までの日付を入力してください。", wareki(first)),
        );
        return None;
    }
    Some(ended_on)
}

/// What an act makes of an enrolment.
pub(super) struct Turn {
    pub to: EnrolmentState,
    pub name_tag: Option<i32>,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub stay: Option<(Date, Date)>,
    pub reason: Option<String>,
    pub note: EnrolmentNote,
}

pub(super) async fn store(
    cx: &mut Act<ChangeEnrolment>,
    row: &EnrolmentRow,
    version: &str,
    turn: Turn,
    action: &'static str,
) -> Result<Event> {
    if version != row.version.to_string() {
        return Err(AppError::stale());
    }
    let sealed = cx.seal(row.unit(), row.id.0, row.version + 1, &turn.note)?;
    let change = Change {
        state: turn.to.code(),
        name_tag: turn.name_tag,
        enrolled_on: turn.enrolled_on,
        ended_on: turn.ended_on,
        stay: turn.stay,
        withdrawal_reason: turn.reason.as_deref(),
        sealed: Some(&sealed),
    };
    if !db::change(cx.write(), row.id, row.version, &change).await? {
        return Err(AppError::stale());
    }
    Ok(Event::new(action).about(row.id.0).under(row.contract).of([row.participant]))
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::vocab::ids::{ContractId, ParticipantId};

    fn row() -> EnrolmentRow {
        EnrolmentRow {
            id: EnrolmentId(Uuid::from_u128(1)),
            contract: ContractId(Uuid::from_u128(2)),
            contract_title: "シニアの部活".into(),
            participant: ParticipantId(Uuid::from_u128(3)),
            course: None,
            course_name: None,
            state: "enrolled".into(),
            name_tag: None,
            applied_on: date!(2026 - 04 - 01),
            enrolled_on: Some(date!(2026 - 04 - 14)),
            ended_on: None,
            stay_from: None,
            stay_to: None,
            priority: None,
            withdrawal_reason: None,
            sealed: None,
            version: 1,
        }
    }

    #[test]
    fn an_end_lies_between_the_first_day_and_today() {
        let end = |typed: &str| {
            let mut form = Form::empty().with("ended_on", typed);
            (
                read_end(&mut form, &row(), date!(2026 - 11 - 20)).is_some(),
                form.problem("ended_on").map(str::to_owned),
            )
        };
        assert_eq!(end("令和8年4月14日"), (true, None));
        assert_eq!(end("2026-11-20"), (true, None));
        let outside = Some("終わった日は、令和8年4月14日から今日までの日付を入力してください。".to_owned());
        assert_eq!(end("2026-04-13"), (false, outside.clone()));
        assert_eq!(end("2026-11-21"), (false, outside));
    }

    #[test]
    fn an_individual_service_has_a_key_of_its_own_and_no_name_tag() {
        assert_eq!(row().unit(), crate::sealing::Unit::Unit(row().id.0));
        assert!(facts(&row()).iter().all(|fact| fact.label != "名札番号"));
    }
}
