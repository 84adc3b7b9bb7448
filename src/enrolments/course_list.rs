//! Who takes part in a course: places, waiting list in its order, and those who left.

use askama::Template;
use axum::extract::Path;
use time::Date;

use super::{
    SeeCourseEnrolments,
    db::{self, CourseRow, EnrolmentRow},
    placing::{count, places_of},
    states::EnrolmentState,
    withdrawal::reason_label,
};
use crate::{
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::{Chip, Row},
    },
    participants::{Person, people, shown_name},
    programmes::capacity::Turnout,
    vocab::{
        dates::wareki,
        ids::{CourseId, EnrolmentId},
    },
};

#[derive(Template)]
#[template(path = "enrolments/course.html")]
struct CourseView {
    id: CourseId,
    name: String,
    rows: Vec<Row>,
    turnout: String,
    placed: Vec<Line>,
    waiting: Vec<Line>,
    left: Vec<Line>,
    is_ward: bool,
}

struct Line {
    href: String,
    id: EnrolmentId,
    version: i32,
    tag: String,
    name: String,
    kana: String,
    age: String,
    since: String,
    chip: Chip,
    note: String,
    /// The next in the queue, and a place is free.
    is_next: bool,
}

pub async fn show(mut cx: View<SeeCourseEnrolments>, Path(id): Path<CourseId>) -> Result {
    let course = db::courses(cx.db(), Some(id)).await?.pop().ok_or(AppError::NotFound)?;
    cx.because_of(course.contract);
    let enrolments = db::of_course(cx.db(), id).await?;
    let items = people::items_for(&mut cx).await?;
    let ids: Vec<_> = enrolments.iter().map(|e| e.participant.0).collect();
    let mut people: Vec<Person> = Vec::new();
    for row in people::find_many(cx.db(), &ids).await? {
        people.push(people::open(&mut cx, row, items.as_deref())?);
    }
    let today = cx.today();
    let is_ward = cx.actor().role.is_ward();
    let free = is_ward && places_of(&course)?.call_up(count(course.enrolled), 1).is_ok();
    let mut view = CourseView {
        turnout: turnout(&course)?,
        rows: facts(&course, is_ward),
        name: course.name,
        id,
        placed: Vec::new(),
        waiting: Vec::new(),
        left: Vec::new(),
        is_ward,
    };
    for row in &enrolments {
        let Some(person) = people.iter().find(|p| p.id == row.participant) else { continue };
        let state =
            EnrolmentState::from_code(&row.state).ok_or_else(|| AppError::bug("state of an enrolment"))?;
        let mut line = line(row, person, state, today);
        match state {
            EnrolmentState::Enrolled => view.placed.push(line),
            EnrolmentState::Waiting => {
                line.is_next = free && view.waiting.is_empty();
                line.tag = (view.waiting.len() + 1).to_string();
                view.waiting.push(line);
            }
            EnrolmentState::Withdrawn | EnrolmentState::Completed => view.left.push(line),
        }
    }
    view.placed.sort_by(|a, b| (a.tag.len(), &a.tag).cmp(&(b.tag.len(), &b.tag)));
    cx.show(view).await
}

fn facts(course: &CourseRow, is_ward: bool) -> Vec<Row> {
    let mut rows = vec![
        Row::new("契約", course.contract_title.clone()),
        Row::new("会場", course.venue.clone()),
        Row::new("初回", wareki(course.first_on)),
        Row::new("定員", format!("{}人", course.capacity)),
        Row::new(
            "参加している人",
            format!(
                "{}人（残り{}人）",
                course.enrolled,
                (i64::from(course.capacity) - course.enrolled).max(0)
            ),
        ),
    ];
    if is_ward {
        rows.push(Row::new("待機している人", format!("{}人", course.waiting)));
        rows.push(Row::new("最少催行人数", format!("{}人", course.minimum)));
    }
    rows
}

/// What too few people mean; empty when there are enough, or the course is over.
fn turnout(course: &CourseRow) -> Result<String> {
    if !matches!(course.state.as_str(), "planned" | "running") {
        return Ok(String::new());
    }
    let turnout = places_of(course)?.turnout(count(course.enrolled), course.state == "running");
    Ok(if turnout == Turnout::Enough { String::new() } else { turnout.explanation().into() })
}

fn line(row: &EnrolmentRow, person: &Person, state: EnrolmentState, today: Date) -> Line {
    let since = match state {
        EnrolmentState::Waiting => row.applied_on,
        EnrolmentState::Enrolled => row.enrolled_on.unwrap_or(row.applied_on),
        EnrolmentState::Withdrawn | EnrolmentState::Completed => row.ended_on.unwrap_or(row.applied_on),
    };
    Line {
        href: format!("/enrolments/{}", row.id),
        id: row.id,
        version: row.version,
        tag: row.name_tag.map(|n| n.to_string()).unwrap_or_default(),
        name: shown_name(person),
        kana: person.identity.kana().trim().to_owned(),
        age: person.age_on(today).map(|age| format!("{age}歳")).unwrap_or_default(),
        since: wareki(since),
        chip: Chip::new(state.tone(), state.label()),
        note: row.withdrawal_reason.as_deref().map(reason_label).unwrap_or_default().to_owned(),
        is_next: false,
    }
}
