//! 中止: of one session, or of a course with all that is left of it. Before anything is written the page says whether
//! each session is paid and by which rule; nothing cancelled is ever opened again.

use askama::Template;
use axum::extract::Path;
use time::{OffsetDateTime, macros::offset};
use uuid::Uuid;

use super::{
    CancelSession,
    db::{self, Course, Decision, Session},
    reschedule, words,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        permission::Permission,
        typed::Typed,
    },
    obligations,
    programmes::{
        self, CancellationCause,
        cancelled::{Payable, payable},
    },
    vocab::{
        dates::{jst_date, jst_local, jst_time, parse_time, wareki},
        ids::{CourseId, SessionId},
    },
};

#[derive(Template)]
#[template(path = "courses/cancel.html")]
struct CancelView {
    form: Form,
    title: String,
    what: String,
    action: String,
    back: String,
    deciders: Vec<Choice>,
    causes: Vec<Choice>,
    verdicts: Vec<Payable>,
}

/// What is to be cancelled: the planned sessions and where the page stands.
struct Target {
    course: Course,
    sessions: Vec<Session>,
    title: String,
    what: String,
    action: String,
}

pub async fn session(mut cx: View<CancelSession>, Path(id): Path<SessionId>) -> Result {
    let target = one(&mut cx, id).await?;
    let view = view_of(&target, fresh(cx.now()), Vec::new());
    cx.show(view).await
}

pub async fn course(mut cx: View<CancelSession>, Path(id): Path<CourseId>) -> Result {
    let target = whole(&mut cx, id).await?;
    let view = view_of(&target, fresh(cx.now()), Vec::new());
    cx.show(view).await
}

pub async fn cancel_session(
    mut cx: Act<CancelSession>,
    Path(id): Path<SessionId>,
    Typed(form): Typed,
) -> Result {
    let target = one(&mut cx, id).await?;
    cancel(cx, target, form, Event::new("session.cancel").about(id.0)).await
}

pub async fn cancel_course(
    mut cx: Act<CancelSession>,
    Path(id): Path<CourseId>,
    Typed(form): Typed,
) -> Result {
    let target = whole(&mut cx, id).await?;
    cancel(cx, target, form, Event::new("course.cancel").about(id.0)).await
}

async fn one<P: Permission, M>(cx: &mut Ctx<P, M>, id: SessionId) -> Result<Target> {
    let mut place = reschedule::planned(cx, id).await?;
    let session = place.sessions.swap_remove(place.index);
    Ok(Target {
        title: format!("{}を中止する", session.title(&place.course.name)),
        what: words::when(session.held_on, session.starts_at, session.minutes),
        action: format!("/sessions/{id}/cancellation"),
        sessions: vec![session],
        course: place.course,
    })
}

async fn whole<P: Permission, M>(cx: &mut Ctx<P, M>, id: CourseId) -> Result<Target> {
    let course = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let sessions: Vec<Session> =
        db::sessions(cx.db(), id).await?.into_iter().filter(Session::is_planned).collect();
    if sessions.is_empty() {
        return Err(AppError::refused("この教室には、これから行う回がありません。"));
    }
    Ok(Target {
        title: format!("{}を中止する", course.name),
        what: format!("これから行う{}回をすべて中止します。", sessions.len()),
        action: format!("/courses/{id}/cancellation"),
        sessions,
        course,
    })
}

/// The form opens with now as the moment of the decision, which is what is asked most often.
fn fresh(now: OffsetDateTime) -> Form {
    Form::empty().with("decided_on", wareki(jst_date(now))).with("decided_at", jst_time(now))
}

fn view_of(target: &Target, form: Form, verdicts: Vec<Payable>) -> CancelView {
    CancelView {
        form,
        title: target.title.clone(),
        what: target.what.clone(),
        action: target.action.clone(),
        back: format!("/courses/{}", target.course.id),
        deciders: vec![Choice::new("ward", "区"), Choice::new("contractor", "受託者")],
        causes: CancellationCause::ALL.map(|cause| Choice::new(cause.code(), cause.label())).to_vec(),
        verdicts,
    }
}

async fn cancel(mut cx: Act<CancelSession>, target: Target, mut form: Form, event: Event) -> Result {
    let Some(decision) = read(&mut form, cx.now()) else {
        let view = view_of(&target, form, Vec::new());
        return cx.invalid(view).await;
    };
    let rule = &programmes::of(cx.db(), target.course.programme).await?.cancellation;
    let decided_at = jst_local(decision.at);
    let verdicts: Vec<Payable> = target
        .sessions
        .iter()
        .map(|session| payable(rule, session.held_on, decided_at, decision.cause))
        .collect();
    if form.value("confirmed") != "yes" {
        let view = view_of(&target, form, verdicts);
        return cx.show(view).await;
    }
    let ids: Vec<Uuid> = target.sessions.iter().map(|session| session.id.0).collect();
    let cancelled = db::cancel_sessions(cx.write(), &ids, &decision).await?;
    if cancelled != ids.len() as u64 {
        return Err(AppError::stale());
    }
    db::settle_course(cx.write(), target.course.id).await?;
    obligations::follow(&mut cx, target.course.contract).await?;
    let paid = verdicts.iter().filter(|verdict| verdict.payable).count();
    let detail = serde_json::json!({ "sessions": cancelled, "payable": paid, "cause": decision.cause.code(), "by": decision.by });
    let notice = format!("{cancelled}回を中止にしました。");
    cx.commit(event.under(target.course.contract).detail(detail))
        .await?
        .redirect_with(format!("/courses/{}", target.course.id), &notice)
}

fn read(form: &mut Form, now: OffsetDateTime) -> Option<Decision> {
    let by = form.choice("by", "決めた人", &["ward", "contractor"]);
    let day = form.date("decided_on", "決めた日");
    let time = form.parse("decided_at", parse_time);
    let causes = CancellationCause::ALL.map(CancellationCause::code);
    let cause = form.choice("cause", "理由の区分", &causes).as_deref().and_then(CancellationCause::from_code);
    let reason = form.required("reason", "理由", 200);
    let at = day.zip(time).map(|(day, time)| day.with_time(time).assume_offset(offset!(+9)));
    if at.is_some_and(|at| at > now) {
        form.refuse("decided_at", "決めた日時は、今より前の日時を入力してください。");
    }
    let decision = Decision { by: by?, at: at?, cause: cause?, reason: reason? };
    (!form.has_problems()).then_some(decision)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn typed(decided_at: &str) -> Form {
        let form =
            Form::empty().with("by", "ward").with("decided_on", "2026/11/19").with("decided_at", decided_at);
        form.with("cause", "weather").with("reason", "台風の接近")
    }

    #[test]
    fn a_decision_is_read_on_the_japanese_clock() {
        let decision = read(&mut typed("16:00"), datetime!(2026-11-20 0:00 UTC)).unwrap();
        let decided_at = jst_local(decision.at);
        assert_eq!(decided_at, datetime!(2026-11-19 16:00));
        let rule = &programmes::meguro().cancellation;
        assert!(!payable(rule, time::macros::date!(2026 - 11 - 20), decided_at, decision.cause).payable);
    }

    #[test]
    fn nobody_decides_in_the_future() {
        let mut form = typed("16:01");
        assert!(read(&mut form, datetime!(2026-11-19 07:00 UTC)).is_none());
        assert!(form.problem("decided_at").is_some());
    }
}
