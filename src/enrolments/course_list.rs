//! Who takes part in a course: places, waiting list in its order, and those who left.

use askama::Template;
use axum::extract::Path;
use time::Date;

use super::{
    SeeCourseEnrolments,
    db::{self, CourseRow, EnrolmentRow},
    entrance::{self, Place},
    months,
    placing::{count, places_of},
    states::EnrolmentState,
    withdrawal::reason_label,
};
use crate::{
    courses::{self, CourseTab},
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::{Chip, Link, Row},
    },
    participants::{Person, people, shown_name},
    programmes::capacity::Turnout,
    vocab::{
        dates::{wareki, year_and_month},
        ids::{CourseId, EnrolmentId},
    },
};

#[derive(Template)]
#[template(path = "enrolments/course.html")]
struct CourseView {
    id: CourseId,
    name: String,
    tabs: Vec<Link>,
    rows: Vec<Row>,
    turnout: String,
    placed: Vec<Line>,
    waiting: Vec<Line>,
    /// Whoever waits first could begin.
    has_vacancy: bool,
    left: Vec<Line>,
    is_ward: bool,
    /// People come by the month, each for a stay of their own.
    is_rolling: bool,
    /// Empty where places are not given by the month.
    months: Vec<Month>,
    /// How many still take part although their stay is over.
    over: usize,
}

/// The places of one month.
struct Month {
    name: String,
    users: u16,
    capacity: u16,
    free: u16,
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
    /// Takes part no more, and nobody has said so yet.
    is_over: bool,
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
    let is_rolling = course.is_rolling();
    let months = if is_rolling { months_of(&mut cx, &course, today).await? } else { Vec::new() };
    let over = enrolments.iter().filter(|row| is_over(row, today)).count();
    let free = is_ward && !is_rolling && places_of(&course)?.call_up(count(course.enrolled), 1).is_ok();
    let has_vacancy = is_ward && is_live(&course) && could_begin(&mut cx, &course, &enrolments, free).await?;
    let mut view = CourseView {
        has_vacancy,
        turnout: if is_rolling { String::new() } else { turnout(&course)? },
        rows: facts(&course, is_ward, over),
        is_rolling,
        months,
        over,
        name: course.name,
        tabs: courses::tabs(id, cx.actor(), CourseTab::People),
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

/// Whether there is a place for whoever waits first: in the course, or in every month of a stay. `free`: the course has one.
async fn could_begin(
    cx: &mut View<SeeCourseEnrolments>,
    course: &CourseRow,
    enrolments: &[EnrolmentRow],
    free: bool,
) -> Result<bool> {
    let waits = |row: &&EnrolmentRow| row.state == EnrolmentState::Waiting.code();
    let Some(first) = enrolments.iter().find(waits) else { return Ok(false) };
    if !course.is_rolling() {
        return Ok(free);
    }
    let today = cx.today();
    let entrance = entrance::entrance(cx.db(), course.id, first.priority, Some(first.id)).await?;
    let offer = entrance.offer(today, today, None)?;
    Ok(offer.is_ok_and(|offer| matches!(offer.place, Place::Stay { .. })))
}

fn is_live(course: &CourseRow) -> bool {
    matches!(course.state.as_str(), "planned" | "running")
}

/// The places of this month and those to come.
async fn months_of(
    cx: &mut View<SeeCourseEnrolments>,
    course: &CourseRow,
    today: Date,
) -> Result<Vec<Month>> {
    let users = months::users(&db::stays(cx.db(), course.id).await?);
    let capacity = count(course.capacity.into());
    let month = |first: Date| {
        let users = users.get(&first).copied().unwrap_or_default();
        Month { name: year_and_month(first), users, capacity, free: capacity.saturating_sub(users) }
    };
    Ok(months::shown(today, course.ends_on).into_iter().map(month).collect())
}

/// Whether somebody still stands as taking part although the stay is over.
fn is_over(row: &EnrolmentRow, today: Date) -> bool {
    row.state == "enrolled" && row.stay_to.is_some_and(|last| last < today)
}

/// `over`: how many of those with a place have a stay that is over.
fn facts(course: &CourseRow, is_ward: bool, over: usize) -> Vec<Row> {
    let free = (i64::from(course.capacity) - course.enrolled).max(0);
    let (capacity, enrolled) = if course.is_rolling() {
        (format!("月ごとに{}人", course.capacity), format!("{}人", now_in(course.enrolled, over)))
    } else {
        (format!("{}人", course.capacity), format!("{}人（残り{free}人）", course.enrolled))
    };
    let mut rows = vec![
        Row::new("契約", course.contract_title.clone()),
        Row::new("会場", course.venue.clone()),
        Row::new("初回", wareki(course.first_on)),
        Row::new("定員", capacity),
        Row::new("参加している人", enrolled),
    ];
    if is_ward {
        rows.push(Row::new("待機している人", format!("{}人", course.waiting)));
        if !course.is_rolling() && course.minimum > 0 {
            rows.push(Row::new("最少催行人数", format!("{}人", course.minimum)));
        }
    }
    rows
}

/// Those who take part today.
fn now_in(enrolled: i64, over: usize) -> i64 {
    enrolled - i64::try_from(over).unwrap_or_default()
}

/// What too few people mean; empty when there are enough, or the course is over.
fn turnout(course: &CourseRow) -> Result<String> {
    if !is_live(course) {
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
        since: match (state, row.stay_from.zip(row.stay_to)) {
            (EnrolmentState::Enrolled, Some((from, to))) => format!("{}〜{}", wareki(from), wareki(to)),
            _ => wareki(since),
        },
        chip: Chip::new(state.tone(), state.label()),
        note: match (state, row.priority) {
            (EnrolmentState::Waiting, Some(class)) => format!("優先{class}"),
            _ => row.withdrawal_reason.as_deref().map(reason_label).unwrap_or_default().to_owned(),
        },
        is_over: is_over(row, today),
        is_next: false,
    }
}
