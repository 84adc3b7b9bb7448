//! What is due soon or overdue, as tasks of a home.

use time::Date;

use super::db;
use crate::{
    filings::Owed,
    kit::parts::{Chip, Task, Tone},
    vocab::dates::with_weekday,
};

/// What is due soon or overdue: obligations, and papers the programmes ask for.
pub struct Dues {
    pub obligations: Vec<db::Due>,
    /// The longest overdue first.
    pub papers: Vec<Owed>,
}

/// Most papers on a home page; the rest stands with the contract.
const PAPERS: usize = 30;

impl Dues {
    /// Those of whoever the reader answers for, each with the day it is due.
    pub fn tasks(
        &self,
        today: Date,
        is_mine: fn(&str) -> bool,
    ) -> impl Iterator<Item = (Option<Date>, Task)> {
        let owed_by = |paper: &Owed| if paper.by_ward { "ward" } else { "contractor" };
        let obligations = self.obligations.iter().filter(move |due| is_mine(&due.owed_by));
        let papers = self.papers.iter().filter(move |paper| is_mine(owed_by(paper))).take(PAPERS);
        obligations
            .map(move |due| (Some(due.due_on), due_task(due, today)))
            .chain(papers.map(move |paper| (Some(paper.last_day), paper_task(paper, today))))
    }
}

fn paper_task(paper: &Owed, today: Date) -> Task {
    let by = if paper.by_ward { "区が出す" } else { "受託者が出す" };
    let about = if paper.subject.is_empty() { by.to_owned() } else { format!("{by}　{}", paper.subject) };
    Task {
        label: format!("提出物：{}", paper.title),
        hint: format!("{}　{about}", paper.contract_title),
        href: format!("/contracts/{}/filings", paper.contract),
        chip: Chip::until(paper.last_day, today),
    }
}

fn due_task(due: &db::Due, today: Date) -> Task {
    Task {
        label: if due.is_paper { format!("提出物：{}", due.title) } else { due.title.clone() },
        hint: format!(
            "{}　{}",
            due.contract_title,
            match (due.owed_by.as_str(), due.is_paper) {
                ("ward", false) => "区が行う",
                ("ward", true) => "区が出す",
                (_, false) => "受託者が行う",
                (_, true) => "受託者が出す",
            }
        ),
        href: if due.is_paper {
            format!("/contracts/{}/filings", due.contract)
        } else {
            format!("/obligations/{}", due.id)
        },
        chip: obligation_chip(due, today),
    }
}

/// Nobody is late before the last day is over; what stays undone is escalated.
fn obligation_chip(due: &db::Due, today: Date) -> Chip {
    if due.due_on < today && today <= due.last_on {
        return Chip::new(Tone::Warning, format!("{}まで", with_weekday(due.last_on)));
    }
    let mut chip = Chip::until(due.due_on, today);
    if today >= due.escalate_on {
        chip.text.push_str("・要対応");
    }
    chip
}
