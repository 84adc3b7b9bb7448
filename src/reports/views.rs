//! What the pages of a report print.

use askama::Template;

use super::{db, drawing::Block, states::ReportState};
use crate::{
    figures::{Check, Standing},
    kit::{
        form::{Choice, Form},
        parts::{Chip, Link, Moment, Pager, Row, Tag, Task, Tone},
    },
    vocab::dates::{jst_date, jst_stamp, jst_time, wareki},
};

#[derive(Template)]
#[template(path = "reports/list.html")]
pub struct ListView {
    pub form: Form,
    pub states: Vec<Choice>,
    pub tags: Vec<Tag>,
    pub waiting: Vec<WaitingRow>,
    pub rows: Vec<ReportRow>,
    pub pager: Pager,
    pub may_start: bool,
}

/// A report that is or will be due and that nobody has begun.
pub struct WaitingRow {
    pub title: String,
    pub contract: String,
    pub due: String,
    pub explanation: String,
    pub chip: Chip,
    /// What the form sends: the contract, its course if it has one, the report's code and the period's first day.
    pub contract_id: String,
    pub course: String,
    pub code: &'static str,
    pub period: String,
}

pub struct ReportRow {
    pub href: String,
    pub title: String,
    pub contract: String,
    pub contractor: String,
    pub due: String,
    pub chip: Chip,
}

#[derive(Template)]
#[template(path = "reports/show.html")]
pub struct ShowView {
    pub trail: Vec<Link>,
    pub title: String,
    pub chip: Chip,
    pub facts: Vec<Row>,
    pub return_reason: String,
    pub groups: Vec<TaskGroup>,
    pub whole_href: String,
    pub whole_label: &'static str,
    pub pdf_href: String,
    pub history: Vec<Moment>,
}

pub struct TaskGroup {
    pub title: &'static str,
    pub tasks: Vec<Task>,
}

#[derive(Template)]
#[template(path = "reports/section.html")]
pub struct SectionView {
    pub trail: Vec<Link>,
    pub subject: String,
    pub block: Block,
    pub note: &'static str,
    pub edits: Vec<Link>,
    pub back_href: String,
}

#[derive(Template)]
#[template(path = "reports/edit.html")]
pub struct EditView {
    pub form: Form,
    pub trail: Vec<Link>,
    pub title: &'static str,
    pub subject: String,
    pub hint: &'static str,
    pub is_goal: bool,
    pub optional: bool,
    pub outcomes: Vec<Choice>,
    pub return_reason: String,
    /// What somebody else stored meanwhile; empty when nobody did.
    pub stored: String,
    pub version: i32,
    pub action: String,
    pub back_href: String,
}

#[derive(Template)]
#[template(path = "reports/whole.html")]
pub struct WholeView {
    pub trail: Vec<Link>,
    pub title: String,
    pub ward: String,
    pub contractor: String,
    pub chip: Chip,
    pub contents: Vec<Link>,
    pub blocks: Vec<Block>,
    pub obstacles: Vec<String>,
    /// The reader may submit it now or once the obstacles are gone.
    pub is_writer: bool,
    pub return_reason: String,
    pub version: i32,
    pub base: String,
}

#[derive(Template)]
#[template(path = "reports/review.html")]
pub struct ReviewView {
    pub form: Form,
    pub trail: Vec<Link>,
    pub heading: String,
    pub title: String,
    pub ward: String,
    pub contractor: String,
    pub chip: Chip,
    pub checks: Vec<CheckRow>,
    pub attention: usize,
    pub contents: Vec<Link>,
    pub blocks: Vec<Block>,
    pub version: i32,
    pub base: String,
}

pub struct CheckRow {
    pub label: &'static str,
    pub found: String,
    pub chip: Chip,
}

#[derive(Template)]
#[template(path = "reports/acceptance.html")]
pub struct AcceptanceView {
    pub report: String,
    pub contractor: String,
    pub attention: usize,
    pub version: i32,
    pub base: String,
}

#[derive(Template)]
#[template(path = "reports/lists.html")]
pub struct ListsView {
    pub course: String,
    pub tabs: Vec<Link>,
    pub lists: Vec<ListChoice>,
    pub formats: Vec<Choice>,
    pub purposes: Vec<Choice>,
    pub roster_href: String,
    pub back_href: String,
}

pub struct ListChoice {
    pub title: &'static str,
    pub what: String,
    pub action: String,
}

pub fn state_chip(state: ReportState) -> Chip {
    Chip::new(state.tone(), state.label())
}

pub fn report_row(row: &db::Listed, title: String) -> ReportRow {
    let state = ReportState::from_code(&row.state);
    ReportRow {
        href: format!("/reports/{}", row.id),
        title,
        contract: row.contract_title.clone(),
        contractor: row.contractor.clone(),
        due: wareki(row.due_on),
        chip: state.map_or_else(|| Chip::new(Tone::Neutral, "不明"), state_chip),
    }
}

pub fn moment(one: db::history::Happened) -> Moment {
    let what = match one.act.as_str() {
        "started" => "作成を始めました",
        "submitted" => "提出しました",
        "returned" => "差し戻しました",
        "accepted" => "受理しました",
        _ => "記録しました",
    };
    Moment {
        when: jst_stamp(one.at),
        iso: format!("{}T{}+09:00", jst_date(one.at), jst_time(one.at)),
        who: format!("{}　{}", one.organisation, one.person),
        what: what.into(),
        note: one.reason,
    }
}

pub fn check_row(check: &Check) -> CheckRow {
    let chip = match check.standing {
        Standing::Good => Chip::new(Tone::Success, "よい"),
        Standing::Attention => Chip::new(Tone::Warning, "確認"),
    };
    CheckRow { label: check.label, found: check.found.clone(), chip }
}

pub fn attention(checks: &[Check]) -> usize {
    checks.iter().filter(|check| check.standing == Standing::Attention).count()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn an_act_is_told_to_people_and_to_machines() {
        let told = moment(db::history::Happened {
            act: "returned".into(),
            at: datetime!(2026-11-20 05:05 UTC),
            person: "今井".into(),
            organisation: "若葉区".into(),
            reason: "確認してください。".into(),
        });
        assert_eq!(
            (told.when.as_str(), told.iso.as_str()),
            ("令和8年11月20日 14:05", "2026-11-20T14:05+09:00")
        );
        assert_eq!((told.what.as_str(), told.who.as_str()), ("差し戻しました", "若葉区　今井"));
    }
}
