//! 教室を計画する: the form under a contract, the days it leads to, and the course that is made from them.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

use super::{
    PlanCourse,
    db::{self, ContractLine, NewCourse},
    draft::{self, DayChoices, Draft},
    words,
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
    obligations, organisations,
    programmes::{self, CoursePlan, Definition, Term},
    sealing::Unit,
    vocab::ids::{ContractId, CourseId, SessionId},
};

#[derive(Template)]
#[template(path = "courses/new.html")]
struct NewView {
    form: Form,
    contract: Option<Chosen>,
    contracts: Vec<Choice>,
    weekdays: Vec<Choice>,
    weeks: Vec<Choice>,
    preview: Option<Preview>,
}

struct Chosen {
    id: String,
    title: String,
    term: String,
    programme: &'static str,
    days: DayChoices,
    /// How often sessions are held, in the programme's words.
    rhythm: String,
}

struct Preview {
    /// What the second form sends again.
    fields: Vec<(&'static str, String)>,
    warnings: Vec<String>,
    lines: Vec<PreviewLine>,
    /// `全16回　10:00〜12:00`
    caption: String,
}

struct PreviewLine {
    number: u16,
    day: String,
    note: String,
}

#[derive(Deserialize)]
pub struct Asked {
    contract: Option<ContractId>,
}

const FIELDS: [&str; 11] = [
    "contract",
    "name",
    "venue",
    "first_on",
    "starts_at",
    "minutes",
    "count",
    "weekdays",
    "weeks",
    "capacity",
    "minimum",
];

pub async fn new(mut cx: View<PlanCourse>, Query(asked): Query<Asked>) -> Result {
    let contracts = course_contracts(&mut cx).await?;
    let chosen = match asked.contract {
        Some(id) => Some(contracts.iter().find(|(line, ..)| line.id == id).ok_or(AppError::NotFound)?),
        None => None,
    };
    let form = chosen.map_or_else(Form::empty, |(_, plan, _)| draft::defaults(plan));
    let view = view_of(&contracts, chosen.map(|(line, ..)| line.id), form, None);
    cx.show(view).await
}

type CourseContract = (ContractLine, CoursePlan, &'static Definition);

/// Contracts whose programme is held as a course.
async fn course_contracts<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<Vec<CourseContract>> {
    let mut contracts = Vec::new();
    for line in db::contracts(cx.db()).await? {
        let programme = programmes::of(cx.db(), line.programme).await?;
        contracts.extend(programme.course().map(|plan| (line, plan, programme)));
    }
    Ok(contracts)
}

fn view_of(
    contracts: &[CourseContract],
    chosen: Option<ContractId>,
    form: Form,
    preview: Option<Preview>,
) -> NewView {
    let contract =
        contracts.iter().find(|(line, ..)| Some(line.id) == chosen).map(|(line, _, programme)| Chosen {
            id: line.id.to_string(),
            title: format!("{}　{}", line.number, line.title),
            term: format!("{}から{}まで", words::day(line.starts_on), words::day(line.ends_on)),
            programme: &programme.name,
            days: DayChoices::of(programme),
            rhythm: programme.calendar.rhythm.sentence(),
        });
    let contracts = contracts
        .iter()
        .map(|(line, ..)| Choice::new(line.id.to_string(), format!("{}　{}", line.number, line.title)))
        .collect();
    NewView {
        form,
        contract,
        contracts,
        weekdays: draft::weekdays(),
        weeks: draft::weeks_of_month(),
        preview,
    }
}

/// What was typed, read under its contract; `Err` is the page with the problems.
async fn read<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    form: &mut Form,
) -> Result<(Vec<CourseContract>, ContractId, Option<Draft>)> {
    let contracts = course_contracts(cx).await?;
    let chosen: ContractId = form.value("contract").parse().map_err(|_| AppError::NotFound)?;
    let (line, _, programme) =
        contracts.iter().find(|(line, ..)| line.id == chosen).ok_or(AppError::NotFound)?;
    let closed = organisations::closed_days(cx.db()).await?;
    let draft =
        draft::read(form, programme, Term { starts_on: line.starts_on, ends_on: line.ends_on }, &closed);
    Ok((contracts, chosen, draft))
}

pub async fn preview(mut cx: Act<PlanCourse>, Typed(mut form): Typed) -> Result {
    let (contracts, chosen, draft) = read(&mut cx, &mut form).await?;
    let Some(draft) = draft else {
        return cx.invalid(view_of(&contracts, Some(chosen), form, None)).await;
    };
    let preview = preview_of(&draft, &form);
    cx.show(view_of(&contracts, Some(chosen), form, Some(preview))).await
}

fn preview_of(draft: &Draft, form: &Form) -> Preview {
    Preview {
        fields: FIELDS
            .iter()
            .flat_map(|name| form.values(name).into_iter().map(|value| (*name, value.to_owned())))
            .collect(),
        warnings: draft.warnings.clone(),
        caption: format!("全{}回　{}", draft.sessions.len(), words::hours(draft.starts_at, draft.minutes)),
        lines: draft
            .sessions
            .iter()
            .map(|session| PreviewLine {
                number: session.number,
                day: words::day(session.on),
                note: session.reason().unwrap_or_default(),
            })
            .collect(),
    }
}

pub async fn create(mut cx: Act<PlanCourse>, Typed(mut form): Typed) -> Result {
    let (contracts, chosen, draft) = read(&mut cx, &mut form).await?;
    let Some(draft) = draft else {
        return cx.invalid(view_of(&contracts, Some(chosen), form, None)).await;
    };
    let id = CourseId(cx.new_id());
    let new = NewCourse {
        id,
        contract: chosen,
        name: &draft.name,
        venue: &draft.venue,
        starts_at: draft.starts_at,
        minutes: draft.minutes,
        capacity: i32::from(draft.places.capacity),
        minimum: i32::from(draft.places.minimum),
        sessions: draft.sessions.iter().map(|session| (SessionId(cx.new_id()), session.on)).collect(),
        reasons: draft.sessions.iter().map(|session| session.reason().unwrap_or_default()).collect(),
    };
    db::insert(cx.write(), &new).await?;
    // What the course produces is sealed with a key of its own, made before anything refers to it.
    cx.app().keys.make(Unit::Unit(id.0))?;
    obligations::follow(&mut cx, chosen).await?;
    let event = Event::new("course.plan")
        .about(id.0)
        .under(chosen)
        .detail(serde_json::json!({ "sessions": new.sessions.len() }));
    cx.commit(event)
        .await?
        .redirect_with(format!("/courses/{id}"), "教室を作りました。次に、参加者を登録してください。")
}
