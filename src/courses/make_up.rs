//! 振替: a cancelled session is held on another day, where the programme lets it be. What was cancelled stays so, with its
//! own fee.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use time::{Date, Duration};

use super::{
    MakeUpSession,
    db::{self, Course, Session},
    reschedule::{self, InCourse},
    words,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    obligations, organisations,
    programmes::{self, Definition},
    reports,
    vocab::{dates::parse_time, ids::SessionId},
};

#[derive(Template)]
#[template(path = "courses/make_up.html")]
struct MakeUpView {
    form: Form,
    title: String,
    missed: String,
    /// Why it was cancelled, and whether it is paid all the same.
    why: String,
    /// What the day is typed like: a near one.
    hint: String,
    action: String,
    back: String,
}

/// A cancelled session that may be held on another day.
async fn missed<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: SessionId,
) -> Result<(InCourse, &'static Definition)> {
    let found = reschedule::in_course(cx, id).await?;
    let programme = programmes::of(cx.db(), found.course.programme).await?;
    let session = found.session()?;
    let refusal = if session.state != "cancelled" {
        "中止していない回に、振替は要りません。日を変えるときは「日を変える」を使ってください。"
    } else if session.made_up.is_some() {
        "この回の振替はすでに決まっています。"
    } else if found.course.state == "cancelled" {
        "この教室はすべて中止になりました。新しい教室として計画してください。"
    } else if !programme.calendar.make_up_sessions {
        "この事業では、中止した回を別の日に行えません。"
    } else if is_reported(cx, &found.course, session).await? {
        "実施報告を受理した教室の回は、振り替えられません。"
    } else {
        return Ok((found, programme));
    };
    Err(AppError::refused(refusal))
}

async fn is_reported<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    course: &Course,
    session: &Session,
) -> Result<bool> {
    Ok(reports::freezes(cx.db(), course.contract, Some(course.id), session.held_on).await?)
}

/// Which of a course's cancelled sessions may still be held on another day.
pub(super) async fn still_missed<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    programme: &Definition,
    course: &Course,
    sessions: &[Session],
) -> Result<BTreeSet<SessionId>> {
    let mut missed = BTreeSet::new();
    if !programme.calendar.make_up_sessions || course.state == "cancelled" {
        return Ok(missed);
    }
    for session in sessions.iter().filter(|session| session.state == "cancelled" && session.made_up.is_none())
    {
        if !is_reported(cx, course, session).await? {
            missed.insert(session.id);
        }
    }
    Ok(missed)
}

pub async fn show(mut cx: View<MakeUpSession>, Path(id): Path<SessionId>) -> Result {
    let (found, programme) = missed(&mut cx, id).await?;
    let session = found.session()?;
    let today = cx.today();
    let form = Form::empty()
        .with("version", session.version.to_string())
        .with("starts_at", words::clock(session.starts_at));
    let view = view_of(&found, programme, form, today)?;
    cx.show(view).await
}

fn view_of(found: &InCourse, programme: &Definition, form: Form, today: Date) -> Result<MakeUpView> {
    let session = found.session()?;
    Ok(MakeUpView {
        form,
        title: session.title(&found.course.name),
        missed: words::when(session.held_on, session.starts_at, session.minutes),
        hint: format!("ほかの回のない日を入力します。{}", words::example(near(session, today))),
        why: session.cancellation(&programme.cancellation),
        action: format!("/sessions/{}/make-up", session.id),
        back: format!("/courses/{}", found.course.id),
    })
}

/// A day that could be typed: a week after the one that was missed, or after today.
fn near(session: &Session, today: Date) -> Date {
    session.held_on.max(today).saturating_add(Duration::weeks(1))
}

pub async fn save(mut cx: Act<MakeUpSession>, Path(id): Path<SessionId>, Typed(mut form): Typed) -> Result {
    let (found, programme) = missed(&mut cx, id).await?;
    let closed = organisations::closed_days(cx.db()).await?;
    let today = cx.today();
    let session = found.session()?;
    let to = form.day_near("to", "振替の日", near(session, today));
    let at = form.parse("starts_at", parse_time);
    let mut warnings = String::new();
    if let Some(to) = to {
        match found.may_hold(&programme.calendar, &closed, to, today) {
            Ok(said) => warnings = said,
            Err(refusal) => form.refuse("to", refusal),
        }
    }
    let (Some(to), Some(at), false) = (to, at, form.has_problems()) else {
        let view = view_of(&found, programme, form, today)?;
        return cx.invalid(view).await;
    };
    let new = SessionId(cx.new_id());
    let as_shown = form.value("version").parse() == Ok(session.version);
    if !as_shown || !db::make_up(cx.write(), session, new, to, at).await? {
        return Err(AppError::stale());
    }
    obligations::follow(&mut cx, found.course.contract).await?;
    let event = Event::new("session.make_up")
        .about(new.0)
        .under(found.course.contract)
        .detail(serde_json::json!({ "missed": session.id, "to": to }));
    cx.commit(event).await?.redirect_with(
        format!("/courses/{}", found.course.id),
        &format!("第{}回の振替を{}に決めました。{warnings}", session.number, words::day(to)),
    )
}
