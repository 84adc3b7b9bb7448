//! 手書きの記録票: the blank paper of a session, and the screen on which it is typed in — one table in the paper's row order, for the
//! keyboard. What is typed goes the way of every other record; a reading that reaches a limit of the ward is asked about first.

use askama::Template;
use axum::extract::Path;

use super::record::{finish, may_begin, may_record, retype, typed};
use crate::{
    audit::Event,
    courses::words,
    documents::{
        Issue, SessionSheet,
        parts::{Fact, PersonName},
        session_sheet::SheetPerson,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        handing_out::Whom,
        typed::Typed,
    },
    programmes::{self, VitalsRule},
    sessions::{
        PrintSheet, RecordSession,
        doubts::{self, Doubt},
        record_view::{FormError, Row},
        roster::{self, Roster, Someone},
        vitals::Reading,
    },
    vocab::ids::SessionId,
};

pub async fn paper(mut cx: View<PrintSheet>, Path(id): Path<SessionId>) -> Result {
    let roster = roster::load(&mut cx, id).await?;
    let head = &roster.head;
    if roster.people.is_empty() {
        return Err(AppError::refused("この日の名簿に参加者がいません。"));
    }
    let programme = programmes::of(cx.db(), head.programme).await?;
    let issue = Issue::new(&cx, Whom::Opened, "手書きの記録票", head.title());
    let sheet = SessionSheet {
        masthead: issue.masthead(&cx),
        facts: vec![
            Fact::new("日時", words::when(head.held_on, head.starts_at, head.minutes)),
            Fact::new("会場", &head.venue),
        ],
        people: roster.people.iter().map(person).collect(),
        measures: programme.measurement.vitals == VitalsRule::BeforeAndAfter,
    };
    let event = Event::new("session.sheet").about(id.0).under(head.contract);
    issue.pdf(cx, event, sheet).await
}

fn person(someone: &Someone) -> SheetPerson {
    let told = |reading: Option<Reading>| reading.map(|reading| reading.shown()).unwrap_or_default();
    SheetPerson {
        name: PersonName::new(someone.name(), someone.person.identity.kana().trim()),
        tag: someone.tag(),
        pre: told(someone.previous_pre),
        post: told(someone.previous_post),
    }
}

#[derive(Template)]
#[template(path = "sessions/sheet.html")]
struct SheetView {
    title: String,
    date: String,
    action: String,
    back: String,
    paper: String,
    errors: Vec<FormError>,
    /// What to look at again before it is stored.
    doubts: Vec<Doubt>,
    /// 「空欄の全員を出席にする」 was ticked.
    all_present: bool,
    lines: Vec<Line>,
    measures: bool,
}

/// One row of the paper.
struct Line {
    number: usize,
    row: Row,
}

impl SheetView {
    fn new(roster: &Roster, measures: bool) -> Self {
        let href = roster.head.href();
        Self {
            title: roster.head.title(),
            date: roster.head.date(),
            action: format!("{href}/sheet"),
            back: href.clone(),
            paper: format!("{href}/sheet.pdf"),
            errors: Vec::new(),
            doubts: Vec::new(),
            all_present: false,
            lines: (1..).zip(roster.rows()).map(|(number, row)| Line { number, row }).collect(),
            measures,
        }
    }
}

impl Line {
    /// What is wrong with a field of this row; empty when nothing is.
    fn problem<'a>(&self, errors: &'a [FormError], field: &str) -> &'a str {
        let own = format!("{field}-{}", self.row.id);
        errors.iter().find(|error| error.field == own).map_or("", |error| error.message.as_str())
    }

    /// Whether something is wrong with what stands beside the path of the digits.
    fn is_open(&self, errors: &[FormError]) -> bool {
        ["unmeasured_pre", "unmeasured_post", "memo", "flags"]
            .iter()
            .any(|field| !self.problem(errors, field).is_empty())
    }

    /// Whether something is written there.
    fn is_filled(&self) -> bool {
        let row = &self.row;
        let reasons = row.moments.iter().any(|moment| !moment.unmeasured.is_empty());
        reasons || !row.memo.is_empty() || row.flag_centre || row.flag_ward
    }
}

pub async fn show(mut cx: View<RecordSession>, Path(id): Path<SessionId>) -> Result {
    let roster = roster::load(&mut cx, id).await?;
    may_record(&cx, &roster.head)?;
    may_begin(cx.db(), &roster.head).await?;
    let programme = programmes::of(cx.db(), roster.head.programme).await?;
    let measures = programme.measurement.vitals == VitalsRule::BeforeAndAfter;
    cx.show(SheetView::new(&roster, measures)).await
}

pub async fn post(mut cx: Act<RecordSession>, Path(id): Path<SessionId>, Typed(form): Typed) -> Result {
    let roster = roster::load(&mut cx, id).await?;
    let (operations, errors) = typed(&cx, &roster, &form);
    let doubts = doubts::of(&roster, &operations, &form);
    if !errors.is_empty() || doubts.iter().any(|doubt| !doubt.confirmed) {
        let programme = programmes::of(cx.db(), roster.head.programme).await?;
        let mut view = SheetView::new(&roster, programme.measurement.vitals == VitalsRule::BeforeAndAfter);
        view.errors = errors;
        view.doubts = doubts;
        view.all_present = form.checked("all_present", "yes");
        for line in &mut view.lines {
            retype(std::slice::from_mut(&mut line.row), &form);
        }
        return cx.invalid(view).await;
    }
    finish(cx, id, &operations, &format!("/sessions/{id}/sheet")).await
}
