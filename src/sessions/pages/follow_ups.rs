//! 欠席への対応: who has to be asked or told, and what was done.

use askama::Template;
use axum::extract::{Path, Query};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::{
    audit::Event,
    courses::words,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        parts::{Chip, Link, Pager, Row},
        permission::Permission,
        typed::Typed,
    },
    participants::people::{self, Person},
    programmes::definition::TellWhom,
    sealing::{Sealable, Unit},
    sessions::{
        CompleteFollowUp, ViewFollowUps,
        db::follow_ups::{self, FollowUpLine},
    },
    vocab::{dates::jst_stamp, ids::FollowUpId},
};

/// What was done about an absence, sealed with the course's key.
#[derive(Serialize, Deserialize)]
pub(crate) struct Done {
    pub(crate) text: String,
}

impl Sealable for Done {
    const TABLE: &'static str = "follow_up";
}

#[derive(Template)]
#[template(path = "sessions/follow_ups.html")]
struct ListView {
    tabs: Vec<Link>,
    open: bool,
    total: i64,
    lines: Vec<ListLine>,
    pager: Pager,
}

struct ListLine {
    href: String,
    name: String,
    kind: String,
    explanation: String,
    due: Option<Chip>,
    session: String,
    done: String,
}

#[derive(Template)]
#[template(path = "sessions/follow_up.html")]
struct ShowView {
    form: Form,
    action: String,
    name: String,
    kind: String,
    facts: Vec<Row>,
    may_complete: bool,
    /// Where the letter about this absence is written; empty when there is none to write.
    letter_href: String,
}

#[derive(Deserialize)]
pub struct Asked {
    state: Option<String>,
    page: Option<u32>,
}

const PAGE: u32 = 50;

pub async fn list(mut cx: View<ViewFollowUps>, Query(asked): Query<Asked>) -> Result {
    let done = asked.state.as_deref() == Some("done");
    let state = if done { "done" } else { "open" };
    let page = asked.page.unwrap_or(1).max(1);
    let total = follow_ups::count(cx.db(), state).await?;
    let lines =
        follow_ups::list(cx.db(), state, i64::from(PAGE), i64::from(page - 1) * i64::from(PAGE)).await?;
    let people = open_people(&mut cx, &lines).await?;
    let tab = |label, href, here: bool| {
        if here { Link::new(label, href).current() } else { Link::new(label, href) }
    };
    let view = ListView {
        tabs: vec![tab("対応がまだ", "/follow-ups", !done), tab("対応ずみ", "/follow-ups?state=done", done)],
        open: !done,
        total,
        lines: lines.iter().map(|line| list_line(line, &people, cx.today())).collect(),
        pager: Pager::new(
            total.unsigned_abs(),
            u64::from(page),
            u64::from(PAGE),
            &format!("/follow-ups?state={state}"),
        ),
    };
    cx.show(view).await
}

fn list_line(line: &FollowUpLine, people: &[Person], today: Date) -> ListLine {
    let by = line.done_by.clone().unwrap_or_default();
    ListLine {
        href: format!("/follow-ups/{}", line.id),
        name: name_of(line, people),
        kind: kind_of(line),
        explanation: line.explanation.clone(),
        due: line.due_on.map(|due| Chip::until(due, today)),
        session: format!(
            "{}　{}",
            words::session_title(&line.course_name, line.number),
            words::day(line.held_on)
        ),
        done: line.done_at.map(|at| format!("{} {by}", jst_stamp(at))).unwrap_or_default(),
    }
}

/// 「区と担当の地域包括支援センターに連絡」; tasks of before this was kept name both.
fn kind_of(line: &FollowUpLine) -> String {
    let told = line.tell.iter().filter_map(|code| TellWhom::from_code(code));
    let told: Vec<&str> = told.map(TellWhom::label).collect();
    match (line.kind.as_str(), told.as_slice()) {
        ("contact", _) => "本人に連絡".to_owned(),
        (_, []) => "区・包括に連絡".to_owned(),
        (_, told) => format!("{}に連絡", told.join("と")),
    }
}

fn name_of(line: &FollowUpLine, people: &[Person]) -> String {
    let person = people.iter().find(|person| person.id == line.participant);
    let name = person.map(|person| person.identity.name().replace('　', " ")).unwrap_or_default();
    if name.trim().is_empty() {
        person.map_or_else(|| "（参加者）".into(), |person| format!("参加者番号{}", person.number))
    } else {
        name
    }
}

/// The people of the lines, each through the contract's items when a contractor asks.
async fn open_people<P: Permission, M>(cx: &mut Ctx<P, M>, lines: &[FollowUpLine]) -> Result<Vec<Person>> {
    let items = match (cx.actor().role.is_contractor(), lines.first()) {
        (true, Some(line)) => Some(people::items_of(cx.db(), line.contract).await?),
        _ => None,
    };
    let mut ids: Vec<Uuid> = lines.iter().map(|line| line.participant.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = people::find_many(cx.db(), &ids).await?;
    rows.into_iter().map(|row| people::open(cx, row, items.as_deref())).collect()
}

pub async fn show(mut cx: View<ViewFollowUps>, Path(id): Path<FollowUpId>) -> Result {
    let line = follow_ups::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let view = view_of(&mut cx, &line, Form::empty().with("version", line.version.to_string())).await?;
    cx.show(view).await
}

async fn view_of<P: Permission, M>(cx: &mut Ctx<P, M>, line: &FollowUpLine, form: Form) -> Result<ShowView> {
    cx.because_of(line.contract);
    let people = open_people(cx, std::slice::from_ref(line)).await?;
    let mut facts = vec![
        Row::new("することと理由", line.explanation.clone()),
        Row::new(
            "教室",
            format!("{}　{}", words::session_title(&line.course_name, line.number), words::day(line.held_on)),
        ),
    ];
    facts.extend(line.due_on.map(|due| Row::new("期限", format!("{}まで", words::day(due)))));
    if let Some(telephone) =
        people.first().map(|person| person.identity.telephone.clone()).filter(|t| !t.is_empty())
    {
        facts.push(Row::new("電話番号", telephone));
    }
    if let Some(blob) = &line.sealed {
        let Done { text } =
            cx.open(line.participant, Unit::Unit(line.course.0), line.id.0, line.version, blob)?;
        facts.push(Row::new("したこと", text));
        facts.push(Row::new(
            "対応した人",
            format!(
                "{} {}",
                line.done_by.clone().unwrap_or_default(),
                line.done_at.map(jst_stamp).unwrap_or_default()
            ),
        ));
    }
    let may_complete = line.state == "open" && cx.actor().role.is_contractor();
    let place = match line.kind.as_str() {
        "contact" => None,
        _ => follow_ups::enrolment(cx.db(), line.course, line.participant).await?.filter(|_| may_complete),
    };
    let letter_href = place.map(|id| format!("/liaison/new?enrolment={id}&kind=absence")).unwrap_or_default();
    Ok(ShowView {
        form,
        action: format!("/follow-ups/{}/completion", line.id),
        name: name_of(line, &people),
        kind: kind_of(line),
        facts,
        may_complete,
        letter_href,
    })
}

pub async fn complete(
    mut cx: Act<CompleteFollowUp>,
    Path(id): Path<FollowUpId>,
    Typed(mut form): Typed,
) -> Result {
    let line = follow_ups::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    if line.state != "open" {
        return Err(AppError::stale());
    }
    let Some(text) = form.required_lines("done", "したこと", 500) else {
        let view = view_of(&mut cx, &line, form).await?;
        return cx.invalid(view).await;
    };
    let version = form.version();
    let sealed = cx.seal(Unit::Unit(line.course.0), id.0, version + 1, &Done { text })?;
    let (by, now) = (cx.actor().account, cx.now());
    if !follow_ups::complete(cx.write(), id, version, &sealed, by, now).await? {
        return Err(AppError::stale());
    }
    cx.commit(Event::new("follow_up.complete").about(id.0).under(line.contract).of([line.participant]))
        .await?
        .redirect_with("/follow-ups", "対応を記録しました。")
}
