//! プログラム・配置予定表 as PDF (S4 6(1)⑥). It names those who give the class and no participant.

use axum::extract::Path;

use super::{
    PrintPlan,
    db::Session,
    loading::{Loaded, load},
    views::{names_of, people},
};
use crate::{
    audit::Event,
    courses::words,
    documents::{Issue, SessionPlan, parts::Fact, session_plan::PlannedLine},
    kit::{ctx::View, error::Result, handing_out::Whom},
    vocab::ids::CourseId,
};

const TITLE: &str = "プログラム・配置予定表";

pub async fn pdf(mut cx: View<PrintPlan>, Path(id): Path<CourseId>) -> Result {
    let loaded = load(&mut cx, id).await?;
    let issue = Issue::new(&cx, Whom::Unread, TITLE, &loaded.course.name).without_handling();
    let paper = SessionPlan {
        masthead: issue.masthead(&cx),
        facts: facts(&loaded),
        lines: loaded.sessions.iter().map(|session| line(&loaded, session)).collect(),
    };
    let event = Event::new("plan.print").about(id.0).under(loaded.course.contract);
    issue.pdf(cx, event, paper).await
}

fn facts(loaded: &Loaded) -> Vec<Fact> {
    let course = &loaded.course;
    let when = format!(
        "{}から全{}回　{}",
        words::day(course.first_on),
        loaded.sessions.len(),
        words::hours(course.starts_at, course.minutes)
    );
    vec![
        Fact::new("事業名", &course.contract_title),
        Fact::new("コース名", &course.name),
        Fact::new("日程", when),
        Fact::new("会場名", &course.venue),
        Fact::new("実施事業者", &course.contractor),
    ]
}

fn line(loaded: &Loaded, session: &Session) -> PlannedLine {
    let add_ons = names_of(loaded.programme, &session.add_ons);
    let content = [session.content.as_str(), add_ons.as_str()];
    let content: Vec<&str> = content.into_iter().filter(|text| !text.is_empty()).collect();
    if session.state == "cancelled" {
        return PlannedLine {
            number: format!("第{}回", session.number),
            day: words::day(session.held_on),
            content: "中止".to_owned(),
            ..PlannedLine::default()
        };
    }
    PlannedLine {
        number: format!("第{}回", session.number),
        day: words::day(session.held_on),
        content: content.join("\n"),
        aim: session.aim.clone(),
        staff: loaded.duties_of(session.id, true).map(|duty| people(std::iter::once(duty))).collect(),
    }
}
