//! 参加勧奨の電話: one attempt, its outcome, and what follows from it: the first day of the guidance, or the end.

use askama::Template;
use axum::extract::Path;
use time::{Date, OffsetDateTime};

use super::{TEXT, hand};
use crate::{
    audit::Event,
    enrolments::{EnrolmentNote, withdrawal},
    guidance::{
        RecordGuidance,
        calls::Outcome,
        db::{
            records,
            targets::{self, Ending},
        },
        loading::{FIRST, Target},
        words::CallWords,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::{Choice, Form},
        typed::Typed,
    },
    participants::shown_name,
    vocab::{
        dates::{jst_at, jst_date, jst_time, parse_date, parse_time, short},
        ids::EnrolmentId,
    },
};

#[derive(Template)]
#[template(path = "guidance/call.html")]
struct CallView {
    form: Form,
    base: String,
    name: String,
    telephone: String,
    outcomes: Vec<Choice>,
    reasons: Vec<Choice>,
}

/// A call as it is stored.
struct Call {
    called_at: OffsetDateTime,
    outcome: Outcome,
    note: String,
    /// The first day of the guidance, of somebody who takes part.
    starts_on: Option<Date>,
    /// Why, of somebody who declines.
    reason: Option<String>,
}

fn view(target: &Target, form: Form) -> CallView {
    CallView {
        form,
        base: format!("/guidance/{}", target.row.id),
        name: shown_name(&target.person),
        telephone: target.person.identity.telephone.clone(),
        outcomes: Outcome::ALL.map(|one| Choice::new(one.code(), one.label())).to_vec(),
        reasons: withdrawal::choices(),
    }
}

pub async fn new(mut cx: View<RecordGuidance>, Path(id): Path<EnrolmentId>) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.call().map_err(AppError::refused)?;
    let now = cx.now();
    let form = Form::empty().with("called_on", short(jst_date(now))).with("called_at", jst_time(now));
    cx.show(view(&target, form)).await
}

/// Reads the form, or records its problems. Guidance begins on the day of the call or later, inside the contract.
fn read(form: &mut Form, now: OffsetDateTime, ends_on: Date) -> Option<Call> {
    let day = form.date("called_on", "電話した日");
    let time = form.parse("called_at", parse_time);
    let called_at = day.zip(time).map(|(day, time)| jst_at(day, time));
    if called_at.is_some_and(|at| at > now) {
        form.refuse("called_at", "今より前の日時を入力してください。例：10:25");
    }
    let outcome = form
        .choice("outcome", "結果", &Outcome::ALL.map(Outcome::code))
        .and_then(|code| Outcome::from_code(&code));
    let note = form.optional_lines("note", "話したこと", TEXT);
    let starts_on = match outcome {
        Some(Outcome::Joined) => form.date("starts_on", "参加を始める日").map(Some),
        _ => form.parse_optional("starts_on", parse_date).map(|_| None),
    };
    if let (Some(Some(start)), Some(day)) = (starts_on, day)
        && (start < day || start > ends_on)
    {
        form.refuse("starts_on", "参加を始める日は、電話した日から契約の終わりの日までにしてください。");
    }
    let reason = match outcome {
        Some(Outcome::Declined) => form.choice("reason", "辞退の理由", &withdrawal::codes()).map(Some),
        _ => Some(None),
    };
    let call = Call {
        called_at: called_at?,
        outcome: outcome?,
        note: note?,
        starts_on: starts_on?,
        reason: reason?,
    };
    (!form.has_problems()).then_some(call)
}

pub async fn create(
    mut cx: Act<RecordGuidance>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.call().map_err(AppError::refused)?;
    let Some(call) = read(&mut form, cx.now(), target.place.contract.ends_on) else {
        return cx.invalid(view(&target, form)).await;
    };
    let (row, hand) = (cx.new_id(), hand(&cx));
    let sealed = cx.seal(target.unit(), row, FIRST, &CallWords { note: call.note.clone() })?;
    records::insert_call(cx.write(), row, &target.row, (call.called_at, call.outcome.code(), &sealed), hand)
        .await?;
    if let Some(on) = call.starts_on
        && !targets::start(cx.write(), id, on).await?
    {
        return Err(AppError::stale());
    }
    if let Some(reason) = &call.reason {
        let ending = Ending {
            state: "withdrawn",
            on: jst_date(call.called_at).max(target.row.selected_on),
            reason: Some(reason),
            sealed: &[],
        };
        end(&mut cx, &target, ending, call.note).await?;
    }
    let event = Event::new("guidance.call").about(id.0).under(target.row.contract);
    cx.commit(event.detail(serde_json::json!({ "outcome": call.outcome.code() })))
        .await?
        .redirect_with(format!("/guidance/{id}"), "電話を記録しました。")
}

/// Ends the enrolment; what was said stands in its note, as where the ward ends one.
pub(super) async fn end(
    cx: &mut Act<RecordGuidance>,
    target: &Target,
    ending: Ending<'_>,
    remark: String,
) -> Result<()> {
    let (id, version) = (target.row.id, target.row.version);
    let mut note: EnrolmentNote = match targets::note_of(cx.db(), id).await? {
        Some(sealed) => cx.open(target.row.participant, target.unit(), id.0, version, &sealed)?,
        None => EnrolmentNote::default(),
    };
    note.remark = remark;
    let sealed = cx.seal(target.unit(), id.0, version + 1, &note)?;
    if !targets::end(cx.write(), id, version, &Ending { sealed: &sealed, ..ending }).await? {
        return Err(AppError::stale());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-06-17 10:00 +9);

    fn typed(outcome: &str) -> Form {
        let form = Form::empty().with("called_on", "R8.6.16").with("called_at", "18:30");
        form.with("outcome", outcome)
    }

    fn reading(form: &mut Form) -> Option<Call> {
        read(form, NOW, date!(2027 - 03 - 31))
    }

    #[test]
    fn who_takes_part_begins_on_a_day_and_who_declines_has_a_reason() {
        let call = reading(&mut typed("joined").with("starts_on", "R8.7.1")).unwrap();
        assert_eq!((call.starts_on, call.reason), (Some(date!(2026 - 07 - 01)), None));
        let call = reading(&mut typed("declined").with("reason", "illness")).unwrap();
        assert_eq!((call.starts_on, call.reason.as_deref()), (None, Some("illness")));
        for (outcome, field) in [("joined", "starts_on"), ("declined", "reason")] {
            let mut form = typed(outcome);
            assert!(reading(&mut form).is_none());
            assert!(form.problem(field).is_some(), "{outcome}");
        }
        assert_eq!(reading(&mut typed("absent").with("reason", "illness")).unwrap().reason, None);
    }

    #[test]
    fn nobody_is_called_tomorrow_and_begins_before_the_call_or_after_the_contract() {
        let mut form = typed("absent").with("x", "");
        form = Form::from_pairs(vec![
            ("called_on".into(), "R8.6.18".into()),
            ("called_at".into(), "9:00".into()),
            ("outcome".into(), form.value("outcome").into()),
        ]);
        assert!(reading(&mut form).is_none() && form.problem("called_at").is_some());
        for day in ["R8.6.15", "R9.4.1"] {
            let mut form = typed("joined").with("starts_on", day);
            assert!(reading(&mut form).is_none() && form.problem("starts_on").is_some(), "{day}");
        }
    }
}
