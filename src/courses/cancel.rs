//! 中止: of one session, or of a course with all that is left of it. Before anything is written the page says whether
//! each session is paid and by which rule; nothing cancelled is ever opened again.

use askama::Template;
use axum::extract::Path;
use time::OffsetDateTime;
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
        definition::{Cancellation, Decider},
    },
    vocab::{
        dates::{jst_at, jst_date, jst_local, jst_time, parse_time, wareki},
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
    let rule = rule_of(&mut cx, &target).await?;
    let view = view_of(&target, rule, fresh(cx.now()), Vec::new());
    cx.show(view).await
}

pub async fn course(mut cx: View<CancelSession>, Path(id): Path<CourseId>) -> Result {
    let target = whole(&mut cx, id).await?;
    let rule = rule_of(&mut cx, &target).await?;
    let view = view_of(&target, rule, fresh(cx.now()), Vec::new());
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

async fn rule_of<P: Permission, M>(cx: &mut Ctx<P, M>, target: &Target) -> Result<&'static Cancellation> {
    Ok(&programmes::of(cx.db(), target.course.programme).await?.cancellation)
}

/// The form opens with now as the moment of the decision, which is what is asked most often.
fn fresh(now: OffsetDateTime) -> Form {
    Form::empty().with("decided_on", wareki(jst_date(now))).with("decided_at", jst_time(now))
}

fn view_of(target: &Target, rule: &Cancellation, form: Form, verdicts: Vec<Payable>) -> CancelView {
    CancelView {
        form,
        title: target.title.clone(),
        what: target.what.clone(),
        action: target.action.clone(),
        back: format!("/courses/{}", target.course.id),
        deciders: vec![Choice::new("ward", "区"), Choice::new("contractor", "受託者")],
        causes: rule.offered().iter().map(|(cause, _)| Choice::new(cause.code(), cause.label())).collect(),
        verdicts,
    }
}

async fn cancel(mut cx: Act<CancelSession>, target: Target, mut form: Form, event: Event) -> Result {
    let rule = rule_of(&mut cx, &target).await?;
    let Some(decision) = read(&mut form, rule, cx.now()) else {
        let view = view_of(&target, rule, form, Vec::new());
        return cx.invalid(view).await;
    };
    let decided_at = jst_local(decision.at);
    let verdicts: Vec<Payable> = target
        .sessions
        .iter()
        .map(|session| payable(rule, session.held_on, decided_at, decision.cause))
        .collect();
    if form.value("confirmed") != "yes" {
        let view = view_of(&target, rule, form, verdicts);
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

fn read(form: &mut Form, rule: &Cancellation, now: OffsetDateTime) -> Option<Decision> {
    let by = form.choice("by", "決めた人", &["ward", "contractor"]);
    let day = form.date("decided_on", "決めた日");
    let time = form.parse("decided_at", parse_time);
    let offered = rule.offered();
    let causes: Vec<&str> = offered.iter().map(|(cause, _)| cause.code()).collect();
    let cause = form.choice("cause", "理由の区分", &causes).as_deref().and_then(CancellationCause::from_code);
    let reason = form.required("reason", "理由", 200);
    let at = day.zip(time).map(|(day, time)| jst_at(day, time));
    if at.is_some_and(|at| at > now) {
        form.refuse("decided_at", "決めた日時は、今より前の日時を入力してください。");
    }
    let decider = offered.iter().find(|(known, _)| Some(*known) == cause).map(|(_, decider)| *decider);
    if let (Some(by), Some(decider)) = (&by, decider)
        && !may_decide(decider, by)
    {
        form.refuse("by", format!("この理由による中止は{}が決めます。", decider.label()));
    }
    let decision = Decision { by: by?, at: at?, cause: cause?, reason: reason? };
    (!form.has_problems()).then_some(decision)
}

/// A decision of the centre is written down for the ward or for the contractor, whoever it told.
fn may_decide(decider: Decider, by: &str) -> bool {
    match decider {
        Decider::Ward => by == "ward",
        Decider::Contractor => by == "contractor",
        Decider::Centre => true,
    }
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
        let rule = &programmes::meguro().cancellation;
        let decision = read(&mut typed("16:00"), rule, datetime!(2026-11-20 0:00 UTC)).unwrap();
        let decided_at = jst_local(decision.at);
        assert_eq!(decided_at, datetime!(2026-11-19 16:00));
        assert!(!payable(rule, time::macros::date!(2026 - 11 - 20), decided_at, decision.cause).payable);
    }

    #[test]
    fn nobody_decides_in_the_future() {
        let mut form = typed("16:01");
        let rule = &programmes::meguro().cancellation;
        assert!(read(&mut form, rule, datetime!(2026-11-19 07:00 UTC)).is_none());
        assert!(form.problem("decided_at").is_some());
    }

    #[test]
    fn each_cause_is_decided_by_whom_the_programme_names() {
        let rule = &programmes::meguro().cancellation;
        let decided = |by: &str, cause: &str| {
            let form =
                Form::empty().with("by", by).with("decided_on", "2026/11/19").with("decided_at", "9:00");
            let mut form = form.with("cause", cause).with("reason", "事情");
            let read = read(&mut form, rule, datetime!(2026-11-20 0:00 UTC)).is_some();
            (read, form.problem("by").map(str::to_owned))
        };
        assert_eq!(decided("ward", "weather"), (true, None));
        assert_eq!(decided("contractor", "contractor_convenience"), (true, None));
        let (read, why) = decided("contractor", "weather");
        assert!(!read && why.is_some_and(|why| why.contains("区が決めます")));
    }
}
