//! 日程の変更: one session moves to another day, with the reason. Only a session nothing has been recorded of.

use askama::Template;
use axum::extract::Path;
use time::Date;

use super::{
    MoveSession,
    db::{self, Course, Session},
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
    programmes::{
        self, Term,
        definition::Calendar,
        session_dates::{MoveRefusal, OffKind, may_make_up, may_move},
    },
    vocab::{business_days::ClosedDays, ids::SessionId},
};

#[derive(Template)]
#[template(path = "courses/move.html")]
struct MoveView {
    form: Form,
    title: String,
    now: String,
    action: String,
    back: String,
}

/// A session with its course and all its sisters in order.
pub(super) struct InCourse {
    pub course: Course,
    pub sessions: Vec<Session>,
    pub index: usize,
}

impl InCourse {
    pub fn session(&self) -> Result<&Session> {
        self.sessions.get(self.index).ok_or(AppError::NotFound)
    }

    /// What to be warned of when the session is held on another day, or why it can't be. A cancelled session is no
    /// neighbour: its day is free. Only a session in place of a cancelled one may come between others or after them.
    pub fn may_hold(
        &self,
        calendar: &Calendar,
        closed: &ClosedDays,
        to: Date,
        today: Date,
    ) -> std::result::Result<String, String> {
        let session = self.sessions.get(self.index).ok_or_else(|| MoveRefusal::NoSuchSession.to_string())?;
        if to < today {
            return Err("今日か、今日より後の日を入力してください。".to_owned());
        }
        if session.is_planned() && session.held_on == to {
            return Err("今の日と同じです。変更後の日を入力してください。".to_owned());
        }
        let term = Term { starts_on: self.course.term_starts_on, ends_on: self.course.term_ends_on };
        let off = if session.is_planned() && session.makes_up.is_none() {
            let (days, at) = self.in_order();
            may_move(calendar, closed, term, &days, at, to)
        } else {
            // Agreed upon beside the rhythm: a week with one more is what was wanted.
            may_make_up(calendar, closed, term, &self.other_days(), to).map(|_| Vec::new())
        };
        let off = off.map_err(|refusal| refusal.to_string())?;
        if self.other_days().contains(&to) {
            return Err(MoveRefusal::DayTaken.to_string());
        }
        let too_many = off.into_iter().filter(|one| one.kind == OffKind::TooMany);
        Ok(too_many.map(|one| one.explanation).collect())
    }

    /// The days of the sessions that keep their order, and the place of this one among them.
    fn in_order(&self) -> (Vec<Date>, usize) {
        let stays = |(index, session): &(usize, &Session)| {
            *index == self.index || (session.state != "cancelled" && session.makes_up.is_none())
        };
        let kept: Vec<(usize, &Session)> = self.sessions.iter().enumerate().filter(stays).collect();
        let at = kept.iter().position(|(index, _)| *index == self.index).unwrap_or(usize::MAX);
        (kept.into_iter().map(|(_, session)| session.held_on).collect(), at)
    }

    /// The days on which something else is held.
    fn other_days(&self) -> Vec<Date> {
        let all = self.sessions.iter().enumerate();
        let others = all.filter(|(index, session)| *index != self.index && session.state != "cancelled");
        others.map(|(_, session)| session.held_on).collect()
    }
}

/// Finds a session among its sisters.
pub(super) async fn in_course<P: Permission, M>(cx: &mut Ctx<P, M>, id: SessionId) -> Result<InCourse> {
    let course = db::course_of(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let course = db::find(cx.db(), course).await?.ok_or(AppError::NotFound)?;
    let sessions = db::sessions(cx.db(), course.id).await?;
    let index = sessions.iter().position(|session| session.id == id).ok_or(AppError::NotFound)?;
    Ok(InCourse { course, sessions, index })
}

/// Finds a session that may still be changed.
pub(super) async fn planned<P: Permission, M>(cx: &mut Ctx<P, M>, id: SessionId) -> Result<InCourse> {
    let found = in_course(cx, id).await?;
    if found.session()?.is_planned() {
        Ok(found)
    } else {
        Err(AppError::refused("記録を始めた回と中止した回の日程は変えられません。"))
    }
}

pub async fn show(mut cx: View<MoveSession>, Path(id): Path<SessionId>) -> Result {
    let found = planned(&mut cx, id).await?;
    let form = Form::empty().with("version", found.session()?.version.to_string());
    let view = view_of(&found, form)?;
    cx.show(view).await
}

fn view_of(found: &InCourse, form: Form) -> Result<MoveView> {
    let session = found.session()?;
    Ok(MoveView {
        form,
        title: session.title(&found.course.name),
        now: words::when(session.held_on, session.starts_at, session.minutes),
        action: format!("/sessions/{}/move", session.id),
        back: format!("/courses/{}", found.course.id),
    })
}

pub async fn save(mut cx: Act<MoveSession>, Path(id): Path<SessionId>, Typed(mut form): Typed) -> Result {
    let found = planned(&mut cx, id).await?;
    let closed = organisations::closed_days(cx.db()).await?;
    let to = form.date("to", "変更後の日");
    let reason = form.required("reason", "変更の理由", 200);
    let mut warnings = String::new();
    if let Some(to) = to {
        let calendar = &programmes::of(cx.db(), found.course.programme).await?.calendar;
        match found.may_hold(calendar, &closed, to, cx.today()) {
            Ok(said) => warnings = said,
            Err(refusal) => form.refuse("to", refusal),
        }
    }
    let (Some(to), Some(reason), false) = (to, reason, form.has_problems()) else {
        let view = view_of(&found, form)?;
        return cx.invalid(view).await;
    };
    let session = found.session()?;
    let as_shown = form.value("version").parse() == Ok(session.version);
    if !as_shown || !db::move_session(cx.write(), session, to, &reason).await? {
        return Err(AppError::stale());
    }
    obligations::follow(&mut cx, found.course.contract).await?;
    let event = Event::new("session.move")
        .about(id.0)
        .under(found.course.contract)
        .detail(serde_json::json!({ "from": session.held_on, "to": to }));
    cx.commit(event).await?.redirect_with(
        format!("/courses/{}", found.course.id),
        &format!("第{}回を{}に変えました。{warnings}", session.number, words::day(to)),
    )
}
