//! What the pages of obligations print.

mod change;
mod clause_sets;
mod standing;
mod waiving;

use askama::Template;
use time::Date;

pub use change::{Change, OccasionForm, Versions};
pub use clause_sets::{ClauseForm, ClauseSetView};
pub use standing::{StandingView, clause_labels, gate_chip, standing_paper};
pub use waiving::Waiver;

use super::{
    completion,
    db::{Obligation, Wanted},
    library::{Evidence, Gate},
};
use crate::{
    breaches::ViewBreaches,
    contracts::{
        ViewRoster,
        db::Contract,
        views::{Head, Tab, trail_to},
    },
    erasure::ViewErasures,
    filings::{ViewFilings, WriteFiling},
    handovers::ViewHandovers,
    incidents::ViewIncidents,
    inspections::ViewInspections,
    job_windows::ViewJobWindows,
    kit::{
        ctx::Actor,
        error::Result,
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tag, Tone},
        permission::Permission,
    },
    lessons::ViewLessons,
    measures::ViewMeasures,
    permits::ViewPermits,
    pledges::ViewPledges,
    reports::{ReadReports, WriteReports},
    requests::ViewRequests,
    surveys::ViewSurveys,
    vocab::{
        dates::{jst_stamp, wareki},
        ids::ContractId,
    },
};

/// How an obligation stands: over, with the side that decides, past its last day, near its day, or not yet.
pub fn chip(obligation: &Obligation, today: Date) -> Chip {
    match obligation.state.as_str() {
        "done" => return Chip::new(Tone::Success, "済み"),
        "waived" => return Chip::new(Tone::Neutral, "不要"),
        _ => {}
    }
    if let Some(on) = obligation.handed_in_on {
        return match (on - obligation.last_on).whole_days() {
            late @ 1.. => Chip::new(Tone::Warning, format!("{late}日遅れて提出・確認待ち")),
            _ => Chip::new(Tone::Info, "提出・確認待ち"),
        };
    }
    let late = (today - obligation.last_on).whole_days();
    let left = (obligation.due_on - today).whole_days();
    match (late, left) {
        (1.., _) if today >= obligation.escalate_on => {
            Chip::new(Tone::Danger, format!("期限を{late}日過ぎています（要対応）"))
        }
        (1.., _) => Chip::new(Tone::Danger, format!("期限を{late}日過ぎています")),
        (_, ..0) => Chip::new(Tone::Warning, "翌開庁日まで"),
        (_, 0) => Chip::new(Tone::Warning, "今日まで"),
        (_, 1..) if today >= obligation.remind_on => Chip::new(Tone::Warning, format!("あと{left}日")),
        (_, 1..) => Chip::new(Tone::Neutral, "期限前"),
    }
}

/// Who owes it.
pub fn owed_by(code: &str) -> &'static str {
    match code {
        "ward" => "区",
        "contractor" => "受託者",
        _ => "区と受託者",
    }
}

struct Line {
    href: String,
    due: String,
    title: String,
    explanation: String,
    owed_by: &'static str,
    clauses: Vec<Link>,
    contract: String,
    contract_href: String,
    chip: Chip,
}

fn line(obligation: Obligation, today: Date) -> Line {
    let contract_href = format!("/contracts/{}", obligation.contract);
    Line {
        href: format!("/obligations/{}", obligation.id),
        due: wareki(obligation.due_on),
        chip: chip(&obligation, today),
        owed_by: owed_by(&obligation.owed_by),
        clauses: clauses(&obligation),
        contract: format!("{}　{}", obligation.contract_number, obligation.contract_title),
        contract_href,
        title: obligation.title,
        explanation: obligation.explanation,
    }
}

/// The clauses that ask for it, each where it stands on the contract's page.
fn clauses(obligation: &Obligation) -> Vec<Link> {
    let page = format!("/contracts/{}/clauses", obligation.contract);
    obligation
        .clauses
        .iter()
        .map(|clause| Link::new(&clause.label, format!("{page}#clause-{}-{}", clause.set, clause.number)))
        .collect()
}

/// Over all contracts.
#[derive(Template)]
#[template(path = "obligations/list.html")]
pub struct List {
    form: Form,
    states: Vec<Choice>,
    sides: Vec<Choice>,
    tags: Vec<Tag>,
    lines: Vec<Line>,
    pager: Pager,
    follows: bool,
}

impl List {
    pub fn new(rows: Vec<Obligation>, total: i64, wanted: &Wanted<'_>, follows: bool) -> Self {
        let (state, side) = (wanted.state, wanted.owed_by);
        let states = vec![
            Choice::new("open", "残っている"),
            Choice::new("late", "期限切れ"),
            Choice::new("handed_in", "提出・確認待ち"),
            Choice::new("done", "済み"),
            Choice::new("waived", "不要"),
        ];
        let sides = vec![Choice::new("ward", "区"), Choice::new("contractor", "受託者")];
        let label =
            |choices: &[Choice], code: &str| choices.iter().find(|c| c.code == code).map(|c| c.label.clone());
        let mut tags = Vec::new();
        if let Some(label) = label(&states, state) {
            tags.push(Tag {
                label: format!("状態：{label}"),
                remove_href: format!("/obligations?state=&owed_by={side}"),
            });
        }
        if let Some(label) = label(&sides, side) {
            tags.push(Tag {
                label: format!("行う側：{label}"),
                remove_href: format!("/obligations?state={state}"),
            });
        }
        Self {
            form: Form::empty().with("state", state).with("owed_by", side),
            states,
            sides,
            tags,
            lines: rows.into_iter().map(|row| line(row, wanted.today)).collect(),
            follows,
            pager: Pager::new(
                total.unsigned_abs(),
                wanted.page.unsigned_abs(),
                wanted.size.unsigned_abs(),
                &format!("/obligations?state={state}&owed_by={side}"),
            ),
        }
    }
}

/// Of one contract.
#[derive(Template)]
#[template(path = "obligations/of_contract.html")]
pub struct OfContract {
    head: Head,
    lines: Vec<Line>,
    pager: Pager,
    /// Empty when the person may not, or the contract isn't in force.
    renewal: String,
    /// Where something that came up is told; empty as above.
    occasion: String,
    unsigned: bool,
}

impl OfContract {
    /// # Errors
    /// When the contract's stored state is unknown.
    pub fn new(
        contract: &Contract,
        reader: &Actor,
        rows: Vec<Obligation>,
        (total, wanted): (i64, &Wanted<'_>),
        (may_renew, may_tell): (bool, bool),
    ) -> Result<Self> {
        let href = format!("/contracts/{}/obligations", contract.id);
        let size = wanted.size.unsigned_abs();
        Ok(Self {
            head: Head::new(contract, reader, Tab::Obligations, "義務")?,
            lines: rows.into_iter().map(|row| line(row, wanted.today)).collect(),
            pager: Pager::new(total.unsigned_abs(), wanted.page.unsigned_abs(), size, &href),
            renewal: if may_renew { format!("{href}/renewal") } else { String::new() },
            occasion: if may_tell {
                format!("/contracts/{}/occasions/new", contract.id)
            } else {
                String::new()
            },
            unsigned: contract.signed_on.is_none(),
        })
    }
}

/// One obligation, and saying that it is done.
#[derive(Template)]
#[template(path = "obligations/show.html")]
pub struct Show {
    form: Form,
    trail: Vec<Link>,
    title: String,
    chip: Chip,
    rows: Vec<Row>,
    clauses: Vec<Link>,
    /// Why this person can't mark it done; empty when they can.
    refusal: String,
    is_open: bool,
    /// The page of the register that does it, for whoever may open that page.
    places: Vec<Link>,
    waiver: String,
    action: String,
    back: String,
}

impl Show {
    pub fn new(obligation: &Obligation, reader: &Actor, today: Date, form: Form) -> Self {
        let role = reader.role;
        let back = format!("/contracts/{}/obligations", obligation.contract);
        let is_open = obligation.is_open();
        let refusal = completion::may_complete(
            role,
            (&obligation.owed_by, &obligation.decision),
            &obligation.evidence,
            is_open,
        )
        .err();
        let waives = is_open && super::WaiveObligation::allows(role);
        Self {
            form,
            trail: trail(obligation),
            title: obligation.title.clone(),
            chip: chip(obligation, today),
            rows: rows(obligation),
            clauses: clauses(obligation),
            refusal: refusal.map(|refusal| refusal.to_string()).unwrap_or_default(),
            is_open,
            places: place(obligation, reader).into_iter().collect(),
            waiver: if waives { format!("/obligations/{}/waiver", obligation.id) } else { String::new() },
            action: format!("/obligations/{}/completion", obligation.id),
            back,
        }
    }
}

fn trail(obligation: &Obligation) -> Vec<Link> {
    let contract = format!("{}　{}", obligation.contract_number, obligation.contract_title);
    let below = Link::new("義務", format!("/contracts/{}/obligations", obligation.contract));
    trail_to((obligation.contract, &contract), Some(below))
}

/// The page where what proves it is made or read.
fn place(obligation: &Obligation, reader: &Actor) -> Option<Link> {
    let (contract, role) = (obligation.contract, reader.role);
    let evidence = Evidence::from_code(&obligation.evidence)?;
    let is_own = obligation.is_open() && (obligation.owed_by == "contractor") == role.is_contractor();
    if evidence == Evidence::Report {
        let label = if is_own && WriteReports::allows(role) {
            "報告書を作る・開く"
        } else {
            "報告書を開く"
        };
        let may_read = ReadReports::allows(role) && reader.sees_people();
        return may_read.then(|| Link::new(label, format!("/reports?contract={contract}")));
    }
    if obligation.rule == "job_window" {
        return ViewJobWindows::allows(role).then(|| Link::new("保守作業を開く", "/job-windows"));
    }
    if let Some((label, href, allowed)) = register(evidence, contract, reader) {
        return allowed.then(|| Link::new(label, href));
    }
    let is_paper = evidence == Evidence::Filing || obligation.rule.starts_with("filing/");
    let label = if is_own && WriteFiling::allows(role) { "提出物を出す" } else { "提出物を開く" };
    (is_paper && ViewFilings::allows(role))
        .then(|| Link::new(label, format!("/contracts/{contract}/filings")))
}

/// The register of a contract that proves a duty: what leads there, its page, and whether the reader may open it.
fn register(
    evidence: Evidence,
    contract: ContractId,
    reader: &Actor,
) -> Option<(&'static str, String, bool)> {
    let role = reader.role;
    let of_contract = |page: &str| format!("/contracts/{contract}/{page}");
    match evidence {
        Evidence::Roster => Some(("従事者名簿を開く", of_contract("roster"), ViewRoster::allows(role))),
        Evidence::Pledge => Some(("誓約書を開く", of_contract("pledges"), ViewPledges::allows(role))),
        Evidence::Training => {
            Some(("教育・訓練の記録を開く", of_contract("lessons"), ViewLessons::allows(role)))
        }
        Evidence::Permission => Some(("許可の申請を開く", of_contract("permits"), ViewPermits::allows(role))),
        Evidence::ProtectionPlan | Evidence::Survey => {
            Some(("調査票・計画を開く", of_contract("surveys"), ViewSurveys::allows(role)))
        }
        Evidence::Handover => Some((
            "受渡し管理簿を開く",
            of_contract("handovers"),
            ViewHandovers::allows(role) && reader.sees_people(),
        )),
        Evidence::Erasure => {
            Some(("返還・消去の記録を開く", of_contract("erasures"), ViewErasures::allows(role)))
        }
        Evidence::Inspection => Some((
            "検査の記録を開く",
            format!("/inspections?contract={contract}"),
            ViewInspections::allows(role),
        )),
        Evidence::Request => Some(("区の求めを開く", "/requests".into(), ViewRequests::allows(role))),
        Evidence::Incident => {
            let sees = ViewIncidents::allows(role) && reader.sees_people();
            Some(("事故・急変の報告を開く", "/incidents".into(), sees))
        }
        Evidence::Breach => {
            let href = format!("/breaches?contract={contract}");
            Some(("違反と対応の記録を開く", href, ViewBreaches::allows(role)))
        }
        Evidence::Measures => Some(("対策の一覧を開く", of_contract("measures"), ViewMeasures::allows(role))),
        Evidence::Report
        | Evidence::Filing
        | Evidence::Complaint
        | Evidence::Rehearsal
        | Evidence::Record
        | Evidence::Condition => None,
    }
}

fn rows(obligation: &Obligation) -> Vec<Row> {
    let evidence = Evidence::from_code(&obligation.evidence).map_or("", Evidence::label);
    let mut rows = vec![
        Row::new("期限", wareki(obligation.due_on)),
        Row::new("期限の決まり方", &obligation.explanation),
        Row::new("行う側", owed_by(&obligation.owed_by)),
        Row::new("何で済むか", evidence),
    ];
    if let Some(on) = obligation.handed_in_on {
        rows.push(Row::new("提出した日", wareki(on)));
    }
    if let Some(gate) = obligation.gate.as_deref().and_then(Gate::from_code) {
        rows.push(Row::new("済むまで止まること", gate.label()));
    }
    if let Some(at) = obligation.waiver_asked_at {
        let asker = obligation.waiver_asker.clone().unwrap_or_else(|| "区の担当者".into());
        rows.push(Row::new(
            "不要にする提案",
            format!("{}　{asker}　{}", jst_stamp(at), obligation.waiver_reason),
        ));
    }
    if let Some(on) = obligation.done_on {
        let is_waived = obligation.state == "waived";
        rows.push(Row::new(if is_waived { "不要にした日" } else { "行った日" }, wareki(on)));
        let by = obligation.done_by.as_deref().unwrap_or("相手方の担当者");
        rows.push(Row::new("記録した人", by));
        // What a record elsewhere met has no words of its own.
        if !obligation.note.is_empty() {
            rows.push(Row::new(if is_waived { "不要な理由" } else { "行ったこと" }, &obligation.note));
        }
    }
    rows
}
