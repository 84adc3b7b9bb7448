//! The lists: what waits, what is overdue, what a contract owes.

use askama::Template;
use time::Date;

use super::by;
use crate::{
    contracts::views::Head,
    filings::{
        db::{Listed, Wanted},
        gathering::Owed,
        lines::{Line, When},
    },
    kit::parts::{Chip, Link, Pager},
    obligations::{db::owed::LatePaper, views::owed_by},
    programmes::due::DueDay,
    vocab::{
        dates::{jst_date, jst_stamp, wareki, wareki_with_weekday},
        ids::ContractId,
        side::Side,
    },
};

#[derive(Template)]
#[template(path = "filings/list.html")]
pub struct ListView {
    pub tabs: Vec<Link>,
    pub papers: Vec<PaperLine>,
    pub overdue: Vec<OverdueLine>,
    pub pager: Pager,
    pub empty: &'static str,
}

/// A paper that was handed in.
pub struct PaperLine {
    href: String,
    title: String,
    subject: String,
    /// Empty on the page of one contract.
    contract: String,
    by: String,
    filed: String,
    due: String,
    late: bool,
    chip: Chip,
}

/// A paper that isn't there although its day is over.
pub struct OverdueLine {
    due_on: Date,
    due: String,
    title: String,
    subject: String,
    side: &'static str,
    contract: String,
    href: String,
    chip: Chip,
}

#[derive(Template)]
#[template(path = "filings/of_contract.html")]
pub struct OfContractView {
    pub head: Head,
    pub open: Vec<OwedLine>,
    /// How many open ones come after those shown.
    pub more: usize,
    pub others: Vec<OwedLine>,
    pub papers: Vec<PaperLine>,
    pub pager: Pager,
    pub asks_nothing: bool,
    pub in_force: bool,
}

/// A paper that is owed, once or whenever its occasion comes up.
pub struct OwedLine {
    title: String,
    subject: String,
    /// The strict day; empty when there is none.
    due: String,
    /// The open day to act by, when the strict one is closed.
    practical: String,
    how: String,
    side: &'static str,
    decision: &'static str,
    chip: Chip,
    /// Where it is read, once it was handed in.
    paper_href: String,
    /// Where it is handed in; empty for whoever doesn't.
    write_href: String,
}

pub fn tabs(here: &str) -> Vec<Link> {
    let all = [
        ("undecided", "決定を待つもの"),
        ("returned", "差し戻されたもの"),
        ("overdue", "期限を過ぎたもの"),
        ("all", "出されたものすべて"),
    ];
    let link = |(code, label): (&str, &str)| {
        let link = Link::new(label, format!("/filings?show={code}"));
        if code == here { link.current() } else { link }
    };
    all.map(link).to_vec()
}

pub fn empty_of(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Undecided => "受理や承認を待っている提出物はありません。",
        Wanted::Returned => "差し戻されて、まだ出し直されていない提出物はありません。",
        Wanted::All => "提出物はまだありません。出すものは、契約の「提出物」にあります。",
    }
}

pub fn paper_line(paper: &Listed, with_contract: bool) -> PaperLine {
    PaperLine {
        href: format!("/filings/{}", paper.id),
        title: paper.title.clone(),
        subject: subject(&paper.subject, paper.day_on),
        contract: if with_contract {
            format!("{}　{}", paper.contract_number, paper.contract_title)
        } else {
            String::new()
        },
        by: by(&paper.side, paper.filed_by.as_ref()),
        filed: jst_stamp(paper.filed_at),
        due: paper.due_on.map(wareki).unwrap_or_default(),
        late: paper.last_on.is_some_and(|last| jst_date(paper.filed_at) > last),
        chip: paper.chip(),
    }
}

fn subject(subject: &str, day: Option<Date>) -> String {
    let day = day.map(wareki);
    [Some(subject.to_owned()), day]
        .into_iter()
        .flatten()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join("　")
}

impl OverdueLine {
    /// A paper that an obligation asks for.
    pub fn of_duty(paper: &LatePaper, today: Date) -> Self {
        Self {
            due_on: paper.due_on,
            due: wareki_with_weekday(paper.due_on),
            title: paper.title.clone(),
            subject: String::new(),
            side: owed_by(&paper.owed_by),
            contract: format!("{}　{}", paper.contract_number, paper.contract_title),
            href: format!("/contracts/{}/filings", paper.contract),
            chip: Chip::due(paper.last_on, today),
        }
    }

    /// A paper of a single session or person.
    pub fn of_record(paper: &Owed, today: Date) -> Self {
        Self {
            due_on: paper.due_on,
            due: wareki_with_weekday(paper.due_on),
            title: paper.title.clone(),
            subject: paper.subject.clone(),
            side: if paper.by_ward { Side::Ward.label() } else { Side::Contractor.label() },
            contract: format!("{}　{}", paper.contract_number, paper.contract_title),
            href: format!("/contracts/{}/filings", paper.contract),
            chip: Chip::due(paper.last_day, today),
        }
    }

    /// The longest overdue first.
    pub fn order(&self) -> (Date, &str, &str) {
        (self.due_on, &self.contract, &self.title)
    }
}

/// The strict day, the open day beside it, how they came about, and which one it is.
fn day_words(when: &When) -> (String, String, String, String) {
    match when {
        When::Due { occurrence, day } => (
            wareki_with_weekday(day.due_on),
            practical(day),
            day.explanation.clone(),
            occurrence.subject.clone(),
        ),
        When::Undated(why) => (String::new(), String::new(), why.clone(), String::new()),
        When::Occasion(occasion) => {
            (String::new(), String::new(), format!("出すとき：{occasion}"), String::new())
        }
    }
}

fn practical(day: &DueDay) -> String {
    match (day.practical_on, day.grace_until) {
        (Some(on), _) => format!("{}までに", wareki_with_weekday(on)),
        (None, Some(on)) => format!("{}まで猶予", wareki_with_weekday(on)),
        (None, None) => String::new(),
    }
}

/// `writes`: the side of a reader who may hand something in now.
pub fn owed_line(contract: ContractId, line: &Line<'_>, writes: Option<Side>, today: Date) -> OwedLine {
    let (due, practical, how, subject) = day_words(&line.when);
    let may_write = writes == Some(line.side) && !line.is_handed_in() && line.why_not_yet().is_none();
    let key = match &line.when {
        When::Due { occurrence, .. } => occurrence.key.as_str(),
        When::Undated(_) | When::Occasion(_) => "",
    };
    OwedLine {
        title: line.filing.title.clone(),
        subject,
        due,
        practical,
        how,
        side: line.side.label(),
        decision: line.filing.decision.label(),
        chip: line.chip(today),
        paper_href: line.paper.map(|paper| format!("/filings/{}", paper.id)).unwrap_or_default(),
        write_href: if may_write {
            format!("/contracts/{contract}/filings/new?code={}&for={key}", line.filing.code)
        } else {
            String::new()
        },
    }
}
