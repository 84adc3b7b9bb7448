//! The list of courses, and one course with its calendar.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use sqlx::types::Json;
use time::Date;

use super::{
    CourseTab, PlanCourse, ViewCourses,
    db::{self, Course, CourseLine, Session, Sister, Wanted},
    make_up, tabs, words,
};
use crate::{
    briefings,
    kit::{
        ctx::View,
        db::Reads,
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tag},
        permission::Permission,
    },
    programmes::{
        self, CancellationCause, Definition,
        cancelled::payable,
        capacity::Turnout,
        definition::{Cancellation, Places},
    },
    staffing,
    trainings::ViewTrainings,
    venues,
    vocab::{
        dates::{jst_local, jst_stamp, wareki},
        ids::{ContractId, CourseId, SessionId},
    },
};

#[derive(Template)]
#[template(path = "courses/list.html")]
struct ListView {
    form: Form,
    contracts: Vec<Choice>,
    states: Vec<Choice>,
    tags: Vec<Tag>,
    lines: Vec<ListLine>,
    pager: Pager,
    filtered: bool,
    may_plan: bool,
    /// Whether the reader is led to the ward's trainings.
    trainings: bool,
}

struct ListLine {
    href: String,
    name: String,
    contract: String,
    when: String,
    venue: String,
    people: String,
    progress: String,
    chip: Chip,
}

#[derive(Deserialize)]
pub struct Asked {
    contract: Option<String>,
    state: Option<String>,
    page: Option<u32>,
}

const PAGE: u32 = 50;
const STATES: [(&str, &str); 4] =
    [("planned", "開始前"), ("running", "実施中"), ("finished", "終了"), ("cancelled", "中止")];

pub async fn list(mut cx: View<ViewCourses>, Query(asked): Query<Asked>) -> Result {
    let contract: Option<ContractId> = asked.contract.as_deref().and_then(|id| id.parse().ok());
    let state = asked
        .state
        .as_deref()
        .filter(|code| STATES.iter().any(|(known, _)| known == code))
        .unwrap_or_default();
    let page = asked.page.unwrap_or(1).max(1);
    let wanted = Wanted { contract, state };
    let total = db::count(cx.db(), &wanted).await?;
    let lines = db::list(cx.db(), &wanted, i64::from(PAGE), i64::from(page - 1) * i64::from(PAGE)).await?;
    let contracts = contract_choices(cx.db(), contract).await?;
    let sees_people = cx.actor().sees_people();
    let contract = contract.map(|c| c.to_string()).unwrap_or_default();
    let states: Vec<Choice> = STATES.map(|(code, label)| Choice::new(code, label)).to_vec();
    let tags = tags(&contracts, &contract, &states, state);
    let view = ListView {
        form: Form::empty().with("contract", contract.clone()).with("state", state),
        filtered: !tags.is_empty(),
        tags,
        lines: lines.iter().map(|line| list_line(line, sees_people)).collect(),
        pager: Pager::new(
            total.unsigned_abs(),
            u64::from(page),
            u64::from(PAGE),
            &list_href(&contract, state),
        ),
        may_plan: PlanCourse::allows(cx.actor().role),
        trainings: ViewTrainings::allows(cx.actor().role),
        contracts,
        states,
    };
    cx.show(view).await
}

/// The contracts a list can be narrowed to.
async fn contract_choices(reads: &mut Reads, chosen: Option<ContractId>) -> Result<Vec<Choice>> {
    let mut contracts: Vec<Choice> = db::contracts(reads)
        .await?
        .iter()
        .map(|c| Choice::new(c.id.to_string(), format!("{}　{}", c.number, c.title)))
        .collect();
    // A contract that is over is not offered, but named when its own page leads here.
    if let Some(id) = chosen.filter(|id| contracts.iter().all(|known| known.code != id.to_string()))
        && let Some(over) = crate::contracts::db::find(reads, id).await?
    {
        contracts.push(Choice::new(id.to_string(), format!("{}　{}", over.number, over.title)));
    }
    Ok(contracts)
}

fn list_href(contract: &str, state: &str) -> String {
    format!("/courses?contract={contract}&state={state}")
}

/// What narrows the list, each with the list without it.
fn tags(contracts: &[Choice], contract: &str, states: &[Choice], state: &str) -> Vec<Tag> {
    let tag = |what: &str, choices: &[Choice], code: &str, remove_href: String| {
        let chosen = choices.iter().find(|choice| choice.code == code)?;
        Some(Tag { label: format!("{what}：{}", chosen.label), remove_href })
    };
    let by_contract = tag("契約", contracts, contract, list_href("", state));
    by_contract.into_iter().chain(tag("状態", states, state, list_href(contract, ""))).collect()
}

fn list_line(line: &CourseLine, sees_people: bool) -> ListLine {
    ListLine {
        href: format!("/courses/{}", line.id),
        name: line.name.clone(),
        contract: line.contract_title.clone(),
        when: format!("{}から　{}", words::day(line.first_on), words::hours(line.starts_at, line.minutes)),
        venue: line.venue.clone(),
        people: if sees_people {
            format!("{} / {}人", line.taken_part, line.capacity)
        } else {
            format!("— / {}人", line.capacity)
        },
        progress: words::progress(line.held, line.sessions, line.cancelled),
        chip: words::course_chip(&line.state),
    }
}

#[derive(Template)]
#[template(path = "courses/show.html")]
struct ShowView {
    name: String,
    chip: Chip,
    facts: Vec<Row>,
    tabs: Vec<Link>,
    turnout: Option<(&'static str, String)>,
    sessions: Vec<SessionLine>,
    /// Whether the programme asks for people.
    staffed: bool,
    /// How many still stand as taking part although their stay is over.
    over: i64,
    over_href: String,
    completes: bool,
    cancel_href: String,
    may_plan: bool,
}

struct SessionLine {
    /// Empty for whoever may not see people.
    href: String,
    number: i32,
    day: String,
    note: String,
    /// To the session in whose place this one is held, or to the one held in its place.
    sister: Option<Link>,
    chip: Chip,
    counts: String,
    staff: String,
    /// How the session stands against the staffing standard, with the place that says why.
    check: Option<(Chip, String)>,
    move_href: String,
    cancel_href: String,
    make_up_href: String,
}

pub async fn show(mut cx: View<ViewCourses>, Path(id): Path<CourseId>) -> Result {
    let mut course = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let today = cx.today();
    let over = db::over(cx.db(), id, today).await?;
    course.enrolled -= over;
    let sessions = db::sessions(cx.db(), id).await?;
    let programme = programmes::of(cx.db(), course.programme).await?;
    let checks = staffing::checks_of(&mut cx, id).await?;
    let briefings = briefings::days(cx.db(), course.contract).await?;
    let may_plan = PlanCourse::allows(cx.actor().role);
    let missed = if may_plan {
        make_up::still_missed(&mut cx, programme, &course, &sessions).await?
    } else {
        BTreeSet::new()
    };
    let sees_people = cx.actor().sees_people();
    let live = matches!(course.state.as_str(), "planned" | "running");
    let unready = venues::keeps_closed(cx.db(), id).await?;
    let view = ShowView {
        name: course.name.clone(),
        chip: words::course_chip(&course.state),
        facts: facts(&course, &words::all_sessions(&sessions), sees_people, &briefings),
        tabs: tabs(id, cx.actor(), CourseTab::Overview),
        // What keeps the course from beginning comes before how many are in it.
        turnout: unready
            .map(|text| ("warning", text))
            .or_else(|| turnout(&course, today).filter(|_| sees_people))
            .filter(|_| live),
        sessions: sessions
            .iter()
            .map(|session| {
                let line = session_line(session, programme, &missed, (may_plan, sees_people), today);
                let check = checks
                    .get(&session.id)
                    .map(|check| (check.chip(), format!("/courses/{id}/plan#session-{}", session.number)));
                SessionLine { check, ..line }
            })
            .collect(),
        staffed: !programme.staffing.is_empty(),
        over: if sees_people { over } else { 0 },
        over_href: format!("/courses/{id}/enrolments"),
        completes: cx.actor().role.is_ward(),
        cancel_href: if may_plan && live { format!("/courses/{id}/cancellation") } else { String::new() },
        may_plan,
    };
    cx.show(view).await
}

fn facts(
    course: &Course,
    sessions: &str,
    sees_people: bool,
    briefings: &[(Option<CourseId>, Date)],
) -> Vec<Row> {
    let minimum = if course.minimum > 0 {
        format!("・最少催行人数{}人", course.minimum)
    } else {
        String::new()
    };
    let people = if sees_people {
        format!("{}人（定員{}人・待機{}人{minimum}）", course.enrolled, course.capacity, course.waiting)
    } else {
        format!("定員{}人{minimum}", course.capacity)
    };
    let of_course = |(of, _): &&(Option<CourseId>, Date)| of.is_none_or(|of| of == course.id);
    let days: Vec<String> = briefings.iter().filter(of_course).map(|(_, day)| words::day(*day)).collect();
    let briefing =
        if days.is_empty() { "まだ登録がありません".to_owned() } else { days.join("、") };
    vec![
        Row::new("契約", course.contract_title.clone()),
        Row::new("会場", course.venue.clone()),
        Row::new("体験・説明会", briefing),
        Row::new(
            "日時",
            format!(
                "{}から{sessions}　{}",
                words::day(course.first_on),
                words::hours(course.starts_at, course.minutes)
            ),
        ),
        Row::new("参加者", people),
    ]
}

/// Whether the people are enough to begin, or to go on. Before the first day nothing is decided yet.
fn turnout(course: &Course, today: Date) -> Option<(&'static str, String)> {
    let number = |count: i32| u16::try_from(count).unwrap_or_default();
    let places = Places::of_course(number(course.capacity), number(course.minimum)).ok()?;
    let enrolled = u16::try_from(course.enrolled).unwrap_or(u16::MAX);
    let turnout = places.turnout(enrolled, course.state == "running");
    Some(match turnout {
        Turnout::Enough => ("success", turnout.explanation().into()),
        Turnout::CancelCourse if course.first_on > today => {
            let lacking = course.minimum.max(1) - i32::from(enrolled);
            (
                "info",
                format!(
                    "最少催行人数まであと{lacking}人です。初回までに満たないときは、原則として中止になります。"
                ),
            )
        }
        Turnout::CancelCourse | Turnout::NotifyWard | Turnout::CancelSession => {
            ("warning", turnout.explanation().into())
        }
    })
}

/// `opens`: the reader sees people, and so may open the records of a session.
fn session_line(
    session: &Session,
    programme: &Definition,
    missed: &BTreeSet<SessionId>,
    (may_plan, opens): (bool, bool),
    today: Date,
) -> SessionLine {
    let change = may_plan && session.is_planned();
    SessionLine {
        href: if opens { format!("/sessions/{}", session.id) } else { String::new() },
        number: session.number,
        day: words::day(session.held_on),
        note: note_of(session, &programme.cancellation),
        sister: session.sister(),
        chip: words::session_chip(&session.state, session.held_on < today),
        counts: if matches!(session.state.as_str(), "open" | "closed") {
            format!("{}人・{}人", session.present, session.absent)
        } else {
            "—".into()
        },
        staff: if session.staff.is_empty() { "—".into() } else { session.staff.clone() },
        check: None,
        move_href: if change { format!("/sessions/{}/move", session.id) } else { String::new() },
        cancel_href: if change { format!("/sessions/{}/cancellation", session.id) } else { String::new() },
        make_up_href: if missed.contains(&session.id) {
            format!("/sessions/{}/make-up", session.id)
        } else {
            String::new()
        },
    }
}

/// Why a session stands where it stands, or why it is not held and whether it is paid.
fn note_of(session: &Session, rule: &Cancellation) -> String {
    let moved = match session.moved_from {
        Some(from) => format!("{}から変更：{}", wareki(from), session.move_reason),
        None => session.move_reason.clone(),
    };
    [moved, session.cancellation(rule)]
        .into_iter()
        .filter(|note| !note.is_empty())
        .collect::<Vec<_>>()
        .join("　")
}

impl Session {
    /// Who cancelled it when and why, and whether it is paid; empty when it wasn't.
    pub fn cancellation(&self, rule: &Cancellation) -> String {
        let (Some(at), Some(cause)) =
            (self.cancel_decided_at, self.cancel_cause.as_deref().and_then(CancellationCause::from_code))
        else {
            return String::new();
        };
        let verdict = payable(rule, self.held_on, jst_local(at), cause);
        let by = self.cancelled_by.as_deref().map(words::decider).unwrap_or_default();
        let paid = if verdict.payable { "委託料の対象" } else { "委託料の対象外" };
        format!("中止（{by}が{}に決定・{}）{paid}。{}", jst_stamp(at), cause.label(), self.cancel_reason)
    }

    /// Where it was held again, or what it is held in place of. Led to by its place in the calendar, which everybody may open.
    pub fn sister(&self) -> Option<Link> {
        let to = |one: &Sister, label: String| Link::new(label, format!("#session-{}", one.number));
        match (&self.makes_up, &self.made_up) {
            (Some(Json(missed)), _) => Some(to(
                missed,
                format!("第{}回（{}・中止）の振替", missed.number, words::day(missed.held_on)),
            )),
            (None, Some(Json(made))) => {
                Some(to(made, format!("第{}回（{}）に振替", made.number, words::day(made.held_on))))
            }
            (None, None) => None,
        }
    }

    pub fn title(&self, course: &str) -> String {
        words::session_title(course, self.number)
    }

    pub fn is_planned(&self) -> bool {
        self.state == "planned"
    }
}
