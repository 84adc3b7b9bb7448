//! A contract year of each programme that ships: what falls due, on which day, and how it looks from the day it is shown to the
//! day it is escalated.

use std::fmt::Write as _;

use time::{Date, macros::date};
use uuid::Uuid;

use super::*;
use crate::{
    contracts::clauses,
    filings::occurrences::{BriefingDay, CourseDays},
    obligations::{
        binding::{Binding, ClauseRef},
        db::Obligation,
        library::Occasion,
        proposal::propose,
        views,
    },
    programmes::{
        Definition, Term,
        presets::{guidance, meguro, sendai, shinjuku},
    },
    vocab::ids::{ContractId, ObligationId},
};

const NUMBERED: &str = include_str!("../../../tests/fixtures/clauses-numbered.txt");
const ARTICLES: &str = include_str!("../../../tests/fixtures/clauses-articles.txt");
const YEARS: &str = include_str!("../../../tests/fixtures/contract-years.txt");

/// The clauses of a paper as proposed; what nobody has confirmed asks for nothing.
fn confirmed(paper: &str) -> Vec<BoundClause> {
    let bind = |clause: &clauses::SplitClause| {
        let binding = Binding::of_proposal(&propose(clause))?;
        let clause =
            ClauseRef { set: Uuid::from_u128(1), number: clause.number, label: clause.label.clone() };
        Some(BoundClause { clause, binding })
    };
    clauses::split(paper).unwrap().clauses.iter().filter_map(bind).collect()
}

fn year(programme: &Definition, paper: &str) -> Vec<DatedObligation> {
    let days = ContractDays {
        signed_on: Some(date!(2026 - 03 - 24)),
        term: Term { starts_on: date!(2026 - 04 - 01), ends_on: date!(2027 - 03 - 31) },
        briefings: vec![BriefingDay { id: Uuid::from_u128(2), on: date!(2026 - 05 - 18) }],
        courses: vec![CourseDays {
            id: Uuid::from_u128(3),
            name: "春".into(),
            first_on: date!(2026 - 06 - 04),
            last_on: date!(2026 - 09 - 17),
        }],
        sessions: Vec::new(),
        stays: None,
    };
    let came_up = |occasion, on: Date| Arisen {
        occasion,
        on,
        key: on.to_string(),
        subject: String::new(),
        due_on: None,
    };
    let arisen = [
        came_up(Occasion::Incident, date!(2026 - 07 - 14)),
        came_up(Occasion::TakeOut, date!(2026 - 08 - 12)),
        came_up(Occasion::Erasure, date!(2026 - 09 - 18)),
    ];
    let closed = ClosedDays::default();
    dated_obligations(&Facts {
        signed_on: date!(2026 - 03 - 24),
        days: &days,
        filings: &programme.filings,
        reports: &programme.reports,
        clauses: &confirmed(paper),
        arisen: &arisen,
        closed: &closed,
    })
}

fn years() -> [(&'static str, Vec<DatedObligation>); 4] {
    [
        ("目黒型", year(meguro(), ARTICLES)),
        ("新宿型", year(shinjuku(), NUMBERED)),
        ("仙台型", year(sendai(), NUMBERED)),
        ("保健指導", year(guidance(), NUMBERED)),
    ]
}

#[test]
fn every_obligation_of_a_year_falls_on_its_day() {
    let mut written = String::new();
    for (name, all) in years() {
        writeln!(written, "# {name}").unwrap();
        for one in all {
            let grace = if one.last_on == one.due_on { String::new() } else { format!(" ({})", one.last_on) };
            let clauses: Vec<&str> = one.clauses.iter().map(|clause| clause.label.as_str()).collect();
            let side = views::owed_by(one.owed_by.code());
            writeln!(written, "{}{grace} {side} {} [{}]", one.due_on, one.title, clauses.join(" ")).unwrap();
        }
    }
    assert_eq!(written, YEARS, "\n{written}");
}

fn stored(one: &DatedObligation) -> Obligation {
    Obligation {
        id: ObligationId(Uuid::from_u128(4)),
        contract: ContractId(Uuid::from_u128(5)),
        contract_number: "契第12号".into(),
        contract_title: "教室".into(),
        rule: one.rule.clone(),
        occurrence: one.occurrence.clone(),
        title: one.title.clone(),
        clauses: sqlx::types::Json(one.clauses.clone()),
        owed_by: one.owed_by.code().into(),
        event_on: one.event_on,
        due_on: one.due_on,
        last_on: one.last_on,
        explanation: one.explanation.clone(),
        evidence: one.evidence.code().into(),
        decision: "none".into(),
        gate: None,
        remind_on: one.remind_on,
        escalate_on: one.escalate_on,
        handed_in_on: None,
        state: "open".into(),
        done_on: None,
        done_by: None,
        note: String::new(),
        version: 1,
        signed_on: None,
        waiver_asked_at: None,
        waiver_asked_by: None,
        waiver_asker: None,
        waiver_reason: String::new(),
    }
}

/// Shown as coming from the day of its reminder, late from the day after its last one, escalated from then on.
#[test]
fn each_obligation_looks_as_near_or_late_as_it_is_on_every_day_of_the_year() {
    for (name, all) in years() {
        for one in &all {
            let row = stored(one);
            let mut day = date!(2026 - 03 - 24);
            while day <= date!(2027 - 06 - 30) {
                let said = views::chip(&row, day).text;
                let late = (day - one.last_on).whole_days();
                let place = format!("{name} {} on {day}: {said}", one.title);
                assert_eq!(said.contains("過ぎています"), late > 0, "{place}");
                assert_eq!(said.contains("要対応"), late > 0 && day >= one.escalate_on, "{place}");
                assert_eq!(said == "期限前", day < one.remind_on && day < one.due_on, "{place}");
                assert_eq!(said == "今日まで", day == one.due_on, "{place}");
                assert_eq!(row.is_late(day), late > 0, "{place}");
                day = day.next_day().unwrap();
            }
        }
    }
}
