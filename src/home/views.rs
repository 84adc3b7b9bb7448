//! What the home pages print.

use askama::Template;
use time::Date;

use super::{
    db,
    dues::Dues,
    waiting::{first_day, waiting_task, waiting_tasks},
};
use crate::{
    guidance::Late,
    kit::{
        ctx::Actor,
        parts::{Card, Chip, Task, Tone},
    },
    vocab::dates::with_weekday,
};

#[derive(Template)]
#[template(path = "home/help.html")]
pub struct Help;

#[derive(Template)]
#[template(path = "home/ward.html")]
pub struct WardHome {
    today: String,
    /// Until the ward's first contract is there.
    first_steps: Vec<Task>,
    tasks: Vec<Task>,
    /// Whether the reader is led to the papers of all contracts that are overdue.
    pub leads_to_papers: bool,
    /// Obligations that are late.
    pub late: i64,
    classes: Vec<ClassRow>,
}

#[derive(Template)]
#[template(path = "home/contractor.html")]
pub struct ContractorHome {
    today: String,
    contract_title: String,
    designated: bool,
    /// What keeps somebody from seeing people though the ward accepted their list; empty when nothing does.
    lacks: &'static str,
    manager: bool,
    contract_href: String,
    cards: Vec<Card>,
    tasks: Vec<Task>,
    /// Obligations that are late.
    pub late: i64,
}

#[derive(Template)]
#[template(path = "home/centre.html")]
pub struct CentreHome {
    today: String,
    tasks: Vec<Task>,
}

/// A line of the ward's week.
pub struct ClassRow {
    pub day: String,
    pub time: String,
    /// Empty for whoever may not open a class.
    pub href: String,
    pub course: String,
    pub venue: String,
    pub chip: Chip,
    /// 「18人 / 20人」, empty before the class.
    pub people: String,
}

impl WardHome {
    /// `reads_people`: the reader may open a class and what waits for a decision.
    pub fn new(
        today: Date,
        due: Dues,
        waiting: &[db::Waiting],
        classes: &[db::Class],
        reads_people: bool,
        first_steps: Vec<Task>,
    ) -> Self {
        let mut dated: Vec<(Option<Date>, Task)> =
            waiting.iter().flat_map(|w| waiting_tasks(w, today)).collect();
        dated.extend(due.tasks(today, |_| true));
        Self {
            today: with_weekday(today),
            first_steps,
            tasks: by_date(dated),
            leads_to_papers: false,
            late: 0,
            classes: classes.iter().map(|class| class_row(class, reads_people)).collect(),
        }
    }
}

impl ContractorHome {
    pub fn new(
        actor: &Actor,
        today: Date,
        mut due: Dues,
        (waiting, late): (&[db::Waiting], Option<Late>),
        classes: &[db::Class],
        lacks: &'static str,
    ) -> Self {
        let mut dated: Vec<(Option<Date>, Task)> =
            waiting.iter().map(|w| (first_day(w), waiting_task(w, today))).collect();
        // A paper that came back waits under its own name.
        due.papers.retain(|paper| !paper.is_returned);
        dated.extend(due.tasks(today, |by| by != "ward"));
        dated.extend(late.map(|late| (Some(late.since), late_task(&late))));
        Self {
            today: with_weekday(today),
            contract_title: actor.contract_title.clone(),
            designated: actor.sees_people(),
            lacks,
            manager: actor.role == crate::kit::permission::Role::ContractorManager,
            contract_href: actor
                .contract
                .map_or_else(|| "/contracts".into(), |c| format!("/contracts/{c}/roster")),
            cards: classes.iter().map(|class| class_card(class, today, actor.sees_people())).collect(),
            tasks: by_date(dated),
            late: 0,
        }
    }
}

impl CentreHome {
    /// What has not been opened first, what only waits to be closed last.
    pub fn new(today: Date, mut inbox: Vec<db::centre::Inbox>, hearings: &db::centre::Hearings) -> Self {
        inbox
            .sort_by_key(|line| ["sent", "opened", "answered"].iter().position(|state| line.state == *state));
        let mut tasks: Vec<Task> = hearings_task(hearings, today).into_iter().collect();
        tasks.extend(inbox.iter().map(|line| inbox_task(line, today)));
        Self { today: with_weekday(today), tasks }
    }
}

/// What has a date first, the earliest on top.
fn by_date(mut dated: Vec<(Option<Date>, Task)>) -> Vec<Task> {
    dated.sort_by_key(|(date, _)| (date.is_none(), *date));
    dated.into_iter().map(|(_, task)| task).collect()
}

/// Contacts of the guidance whose days are over.
fn late_task(late: &Late) -> Task {
    Task {
        label: "期間を過ぎた保健指導の連絡".into(),
        hint: format!("いちばん古い期限：{}", with_weekday(late.since)),
        href: format!("/contracts/{}/guidance?state=late", late.contract),
        chip: Chip::new(Tone::Danger, format!("{}件", late.contacts)),
    }
}

fn inbox_task(line: &db::centre::Inbox, today: Date) -> Task {
    let (label, tone) = match line.state.as_str() {
        "sent" => ("まだ開いていない連絡シート", Tone::Warning),
        "opened" => ("回答していない連絡シート", Tone::Info),
        _ => ("回答して、完了していない連絡シート", Tone::Neutral),
    };
    Task {
        label: label.into(),
        hint: line
            .next_due
            .filter(|_| line.state != "answered")
            .map(|due| Chip::until(due, today).text)
            .unwrap_or_default(),
        href: format!("/liaison?state={}", line.state),
        chip: Chip::new(tone, format!("{}件", line.sheets)),
    }
}

/// Somebody waits for it to take part: it comes before the sheets.
fn hearings_task(hearings: &db::centre::Hearings, today: Date) -> Option<Task> {
    (hearings.waiting > 0).then(|| Task {
        label: "答えていない聞き取りの依頼".into(),
        hint: hearings.next_due.map(|due| Chip::until(due, today).text).unwrap_or_default(),
        href: "/hearings".into(),
        chip: if hearings.late > 0 {
            Chip::new(Tone::Danger, format!("{}件（うち期限切れ{}件）", hearings.waiting, hearings.late))
        } else {
            Chip::new(Tone::Warning, format!("{}件", hearings.waiting))
        },
    })
}

fn state_chip(state: &str) -> Chip {
    match state {
        "open" => Chip::new(Tone::Info, "記録中"),
        "closed" => Chip::new(Tone::Success, "記録ずみ"),
        "cancelled" => Chip::new(Tone::Neutral, "中止"),
        _ => Chip::new(Tone::Neutral, "予定"),
    }
}

fn clock(time: time::Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

fn class_row(class: &db::Class, opens: bool) -> ClassRow {
    let recorded = class.present + class.absent;
    ClassRow {
        day: with_weekday(class.held_on),
        time: clock(class.starts_at),
        href: if opens { format!("/sessions/{}", class.id) } else { String::new() },
        course: format!("{} 第{}回", class.course, class.number),
        venue: class.venue.clone(),
        chip: state_chip(&class.state),
        people: if recorded == 0 { String::new() } else { format!("{}人 / {recorded}人", class.present) },
    }
}

/// `opens`: the reader sees people, and so may open the class.
fn class_card(class: &db::Class, today: Date, opens: bool) -> Card {
    let day = if class.held_on == today { "今日".into() } else { with_weekday(class.held_on) };
    Card {
        title: format!("{day} {}　{} 第{}回", clock(class.starts_at), class.course, class.number),
        href: if opens { format!("/sessions/{}", class.id) } else { String::new() },
        lines: vec![class.venue.clone()],
        chip: Some(state_chip(&class.state)),
    }
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
