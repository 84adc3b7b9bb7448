//! From content to the 利用実績報告書 that page and PDF print.

use time::Date;

use super::{asked::Asked, content::Content, loading::month_label};
use crate::{
    documents::{
        Masthead, ServiceReport,
        parts::Fact,
        service_report::{DayUse, Monitoring, ServiceDay, ServiceUser, Visit},
    },
    figures::{
        MonthFigures,
        month::{Occasion, Step, Use, UserLine},
    },
    vocab::dates::{wareki, weekday},
};

pub fn paper(content: &Content, figures: &MonthFigures, asked: Asked, masthead: Masthead) -> ServiceReport {
    ServiceReport {
        masthead,
        outline: asked.outline(),
        words: content.narrative.sections.clone(),
        facts: facts(content, figures),
        summary: summary(figures),
        days: days(figures),
        users: figures.users.iter().map(|user| service_user(content, user)).collect(),
        visits: figures.visits.iter().map(|one| visit(content, one)).collect(),
        monitorings: figures.monitorings.iter().map(|one| monitoring(content, one)).collect(),
    }
}

fn facts(content: &Content, figures: &MonthFigures) -> Vec<Fact> {
    let facts = &content.facts;
    vec![
        Fact::new("契約件名", &facts.contract_title),
        Fact::new("契約番号", &facts.contract_number),
        Fact::new("対象月", month_label(figures.month)),
        Fact::new("実施事業者", &facts.contractor),
        Fact::new("報告書作成日", wareki(facts.prepared_on)),
        Fact::new("利用の定め", &facts.rhythm),
    ]
}

fn summary(figures: &MonthFigures) -> Vec<Fact> {
    let people = figures.attended;
    let sexes = if people.with_sex() {
        format!("（男 {}人・女 {}人）", people.male, people.female)
    } else {
        String::new()
    };
    let support = people.support.map_or_else(|| "—".to_owned(), |count| format!("{count}人"));
    vec![
        Fact::new("利用実人数", format!("{}人{sexes}", people.total)),
        Fact::new("うち要支援（再掲）", support),
        Fact::new("延利用回数", format!("{}回", figures.attendances)),
        Fact::new("新しく利用した人", format!("{}人", figures.began)),
        Fact::new("利用を終えた人", format!("{}人", figures.ended)),
        Fact::new(
            "訪問・モニタリング",
            format!("訪問 {}件・モニタリング {}件", figures.visits.len(), figures.monitorings.len()),
        ),
    ]
}

/// A day on which nobody was expected is shaded.
fn days(figures: &MonthFigures) -> Vec<ServiceDay> {
    let served = |index: usize| {
        figures.users.iter().any(|user| matches!(user.uses.get(index), Some(Use::Attended | Use::Absent)))
    };
    let mut day = Some(figures.month);
    let mut all = Vec::new();
    for (index, present) in figures.present.iter().enumerate() {
        let Some(on) = day else { break };
        all.push(ServiceDay {
            day: on.day(),
            weekday: weekday(on).to_string(),
            closed: !served(index),
            present: *present,
        });
        day = on.next_day();
    }
    all
}

fn service_user(content: &Content, user: &UserLine) -> ServiceUser {
    let uses = user.uses.iter().map(|one| match one {
        Use::None => DayUse::None,
        Use::Attended => DayUse::Attended,
        Use::Absent => DayUse::Absent,
        Use::Visited => DayUse::Visited,
    });
    let remark: Vec<String> = [
        user.began_on.map(|on| format!("{}日から", on.day())),
        user.ended_on.map(|on| format!("{}日まで", on.day())),
    ]
    .into_iter()
    .flatten()
    .collect();
    ServiceUser {
        name: content.people.name(user.participant),
        // The column is narrow, and every name ends alike.
        centre: Some(user.centre.trim_end_matches("地域包括支援センター").to_owned()),
        planned: content.facts.rhythm.clone(),
        uses: uses.collect(),
        attended: usize::try_from(user.attended).unwrap_or_default(),
        ended: user.ended_on.is_some(),
        remark: (!remark.is_empty()).then(|| remark.join("、")),
    }
}

fn month_day(on: Date) -> String {
    format!("{}月{}日（{}）", u8::from(on.month()), on.day(), weekday(on))
}

fn visit(content: &Content, one: &Occasion) -> Visit {
    let kind = if one.step == Step::HomeVisit { "事前訪問" } else { "最終訪問" };
    Visit {
        date: month_day(one.on),
        name: content.people.name(one.participant),
        kind: kind.into(),
        staff: one.by.clone(),
        note: None,
    }
}

fn monitoring(content: &Content, one: &Occasion) -> Monitoring {
    Monitoring {
        date: month_day(one.on),
        name: content.people.name(one.participant),
        progress: "実施".into(),
        plan: "—".into(),
        note: Some(format!("記録者：{}", one.by)),
    }
}

/// The sign of a day's use.
pub fn sign(one: &DayUse) -> &'static str {
    match one {
        DayUse::None => "",
        DayUse::Attended => "○",
        DayUse::Absent => "×",
        DayUse::Visited => "訪",
    }
}

/// Whose service ended in the month.
pub fn finished(paper: &ServiceReport) -> Vec<&ServiceUser> {
    paper.users.iter().filter(|user| user.ended).collect()
}
