//! What the pages of organisations print.

use askama::Template;
use time::Date;

use super::{
    closed_days::{self, Entry, Kind, Listed},
    db,
};
use crate::{
    contracts::states::ContractState,
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tone},
    },
    vocab::{dates::fiscal_year_label, ids::ClosedDayId},
};

/// Which of the lists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Contractors,
    Centres,
    Departments,
    ClosedDays,
}

fn tabs(here: Tab) -> Vec<Link> {
    let all = [
        (Tab::Contractors, "受託者", "/organisations"),
        (Tab::Centres, "地域包括支援センター", "/organisations/centres"),
        (Tab::Departments, "所管課", "/organisations/departments"),
        (Tab::ClosedDays, "閉庁日", "/organisations/closed-days"),
    ];
    let link = |(tab, label, href)| {
        if tab == here { Link::new(label, href).current() } else { Link::new(label, href) }
    };
    all.into_iter().map(link).collect()
}

#[derive(Template)]
#[template(path = "organisations/contractors.html")]
pub struct Contractors {
    pub rows: Vec<db::Contractor>,
    pub pager: Pager,
    tabs: Vec<Link>,
}

impl Contractors {
    pub fn new(rows: Vec<db::Contractor>, pager: Pager) -> Self {
        Self { rows, pager, tabs: tabs(Tab::Contractors) }
    }
}

#[derive(Template)]
#[template(path = "organisations/contractor_new.html")]
pub struct ContractorNew {
    pub form: Form,
    /// The contractor that has this 法人番号 already.
    pub existing: Option<Link>,
}

#[derive(Template)]
#[template(path = "organisations/contractor.html")]
pub struct ContractorShow {
    form: Form,
    name: String,
    rows: Vec<Row>,
    contracts: Vec<AgreedRow>,
    accounts: db::Accounts,
    base: String,
}

struct AgreedRow {
    href: String,
    number: String,
    title: String,
    chip: Chip,
}

impl ContractorShow {
    pub fn new(
        contractor: &db::Contractor,
        contracts: Vec<db::Agreed>,
        accounts: db::Accounts,
        form: Form,
    ) -> Self {
        let row = |agreed: db::Agreed| AgreedRow {
            href: format!("/contracts/{}", agreed.id),
            chip: ContractState::from_code(&agreed.state)
                .map_or_else(|| Chip::new(Tone::Neutral, "不明"), ContractState::chip),
            number: agreed.number,
            title: agreed.title,
        };
        Self {
            form,
            name: contractor.name.clone(),
            rows: vec![
                Row::new("法人番号", &contractor.corporate_number),
                Row::new("所在地", &contractor.address),
                Row::new("電話番号", &contractor.telephone),
            ],
            contracts: contracts.into_iter().map(row).collect(),
            accounts,
            base: format!("/organisations/contractors/{}", contractor.id),
        }
    }

    /// The same page with what was typed.
    #[must_use]
    pub fn with(self, form: Form) -> Self {
        Self { form, ..self }
    }
}

/// The code for a first password, shown once.
#[derive(Template)]
#[template(path = "organisations/slip.html")]
pub struct Slip {
    pub contractor: String,
    pub name: String,
    pub login_name: String,
    pub code: String,
    pub hours: i64,
    pub back: String,
}

#[derive(Template)]
#[template(path = "organisations/centres.html")]
pub struct Centres {
    rows: Vec<CentreRow>,
    tabs: Vec<Link>,
}

struct CentreRow {
    href: String,
    name: String,
    operator: String,
    telephone: String,
    districts: i64,
}

impl Centres {
    pub fn new(centres: Vec<db::Centre>) -> Self {
        let row = |centre: db::Centre| CentreRow {
            href: format!("/organisations/centres/{}", centre.id),
            name: centre.name,
            operator: centre.operator,
            telephone: centre.telephone,
            districts: centre.districts,
        };
        Self { rows: centres.into_iter().map(row).collect(), tabs: tabs(Tab::Centres) }
    }
}

#[derive(Template)]
#[template(path = "organisations/centre.html")]
pub struct CentreForm {
    pub form: Form,
    pub title: String,
    pub action: String,
    pub label: &'static str,
    /// 町丁目 that now belong to other centres: the person must say that they move.
    pub moves: Vec<String>,
}

#[derive(Template)]
#[template(path = "organisations/departments.html")]
pub struct Departments {
    rows: Vec<db::Department>,
    tabs: Vec<Link>,
}

impl Departments {
    pub fn new(rows: Vec<db::Department>) -> Self {
        Self { rows, tabs: tabs(Tab::Departments) }
    }
}

#[derive(Template)]
#[template(path = "organisations/department.html")]
pub struct DepartmentForm {
    pub form: Form,
    pub title: &'static str,
    pub action: String,
    pub label: &'static str,
}

#[derive(Template)]
#[template(path = "organisations/closed_days.html")]
pub struct ClosedDaysView {
    form: Form,
    kinds: Vec<Choice>,
    rows: Vec<ClosedRow>,
    year: String,
    listed: Vec<Listed>,
    tabs: Vec<Link>,
}

struct ClosedRow {
    id: ClosedDayId,
    day: String,
    kind: &'static str,
    reason: String,
}

impl ClosedDaysView {
    pub fn new(form: Form, entries: Vec<(ClosedDayId, Entry)>, today: Date) -> Self {
        let all: Vec<Entry> = entries.iter().map(|(_, entry)| entry.clone()).collect();
        let (year, listed) = closed_days::of_year(&all, today);
        let row = |(id, entry): (ClosedDayId, Entry)| ClosedRow {
            id,
            day: closed_days::span(&entry),
            kind: entry.kind.label(),
            reason: entry.reason,
        };
        Self {
            form,
            kinds: Kind::ALL.map(|kind| Choice::new(kind.code(), kind.label())).to_vec(),
            rows: entries.into_iter().map(row).collect(),
            year: fiscal_year_label(year),
            listed,
            tabs: tabs(Tab::ClosedDays),
        }
    }
}

#[derive(Template)]
#[template(path = "organisations/closed_day_removal.html")]
pub struct ClosedDayRemoval {
    pub what: String,
    pub reason: String,
    pub id: ClosedDayId,
}
