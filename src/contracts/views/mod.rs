//! What the pages of contracts print.

mod clauses;
mod contract;
mod next;
mod roster;
mod roster_decision;
mod roster_submission;
mod steps;

pub use clauses::{ClauseImport, ClauseList, Correction, Item, Removal, flat};
pub use contract::{Choose, Counts, DraftForm, List, Show};
pub use roster::{EntryForm, RosterOverview, RosterShow, Told, entries};
pub use roster_decision::{RosterConfirm, RosterReturn};
pub use roster_submission::RosterSubmission;
pub use steps::{Signature, Step};

use super::{ViewContracts, db::Contract, states::ContractState};
use crate::{
    breaches::ViewBreaches,
    council::ViewCouncil,
    data_flows::ViewDataFlows,
    erasure::ViewErasures,
    kit::{
        ctx::Actor,
        error::{AppError, Result},
        parts::{Chip, Link},
        permission::{Permission, Role},
    },
    measures::ViewMeasures,
    tablets::ViewTablets,
    trainings::ViewTrainings,
    vocab::{dates::wareki, ids::ContractId},
};

/// The top of every page of a contract: where one is, what it is, its pages.
pub struct Head {
    pub trail: Vec<Link>,
    pub heading: String,
    pub chip: Chip,
    pub tabs: Vec<Link>,
}

/// The pages of a contract that have a tab here; the other tabs lead to other features' lists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Clauses,
    Standing,
    Roster,
    Pledges,
    Permits,
    Surveys,
    Obligations,
    Fees,
    Filings,
    Handovers,
    Erasures,
    UserFees,
    Measures,
    Flows,
    Council,
    Tablets,
}

impl Head {
    /// The top of the page behind a tab.
    ///
    /// # Errors
    /// [`AppError::Bug`] when the stored state is unknown.
    pub fn new(contract: &Contract, reader: &Actor, tab: Tab, heading: impl Into<String>) -> Result<Self> {
        let state = ContractState::from_code(&contract.state)
            .ok_or_else(|| AppError::bug("unknown contract state"))?;
        // Whoever reads no contract is led from no page to one.
        let leads = ViewContracts::allows(reader.role);
        Ok(Self {
            trail: if leads { trail(contract, None) } else { Vec::new() },
            heading: heading.into(),
            chip: state.chip(),
            tabs: if leads { tabs(contract, reader, tab) } else { Vec::new() },
        })
    }
}

/// The auditor is led to nothing about people, a contractor in no accepted 従事者名簿 to nothing but that register.
fn tabs(contract: &Contract, reader: &Actor, here: Tab) -> Vec<Link> {
    let id = contract.id;
    let works_here = reader.role != Role::WardAuditor;
    let sees_people = works_here && reader.sees_people();
    let manages = sees_people && reader.role != Role::ContractorRecorder;
    let is_course = contract.has_sessions();
    let lessons = if is_course {
        ("教室", format!("/courses?contract={id}"))
    } else if contract.style == crate::programmes::Style::Guidance.code() {
        ("保健指導", format!("/contracts/{id}/guidance"))
    } else {
        ("個別支援", format!("/services?contract={id}"))
    };
    let all = [
        (Some(Tab::Overview), "概要", format!("/contracts/{id}"), true),
        (Some(Tab::Clauses), "条項", format!("/contracts/{id}/clauses"), true),
        (
            Some(Tab::Standing),
            "現況",
            format!("/contracts/{id}/standing"),
            reader.role != Role::ContractorRecorder,
        ),
        (Some(Tab::Roster), "従事者名簿", format!("/contracts/{id}/roster"), works_here),
        (
            Some(Tab::Pledges),
            "誓約と教育",
            format!("/contracts/{id}/pledges"),
            works_here && reader.role != Role::ContractorRecorder,
        ),
        (
            Some(Tab::Permits),
            "許可",
            format!("/contracts/{id}/permits"),
            works_here && reader.role != Role::ContractorRecorder,
        ),
        (
            Some(Tab::Surveys),
            "調査票と計画",
            format!("/contracts/{id}/surveys"),
            works_here && reader.role != Role::ContractorRecorder,
        ),
        (
            Some(Tab::Tablets),
            "端末",
            format!("/contracts/{id}/tablets"),
            works_here && is_course && ViewTablets::allows(reader.role),
        ),
        (None, lessons.0, lessons.1, if is_course { works_here } else { sees_people }),
        (None, "参加申込み", format!("/applications?contract={id}"), sees_people && is_course),
        (None, "参加者", format!("/participants?contract={id}"), sees_people),
        (Some(Tab::Obligations), "義務", format!("/contracts/{id}/obligations"), true),
        (Some(Tab::Fees), "委託料", format!("/contracts/{id}/fees"), true),
        (
            Some(Tab::UserFees),
            "利用者負担",
            format!("/contracts/{id}/user-fees"),
            manages && contract.charges_users,
        ),
        (Some(Tab::Filings), "提出物", format!("/contracts/{id}/filings"), true),
        (Some(Tab::Handovers), "受渡し管理簿", format!("/contracts/{id}/handovers"), sees_people),
        (
            Some(Tab::Erasures),
            "返還・消去",
            format!("/contracts/{id}/erasures"),
            ViewErasures::allows(reader.role),
        ),
        (Some(Tab::Measures), "対策", format!("/contracts/{id}/measures"), ViewMeasures::allows(reader.role)),
        (
            Some(Tab::Flows),
            "情報の流れ",
            format!("/contracts/{id}/data-flows"),
            sees_people && ViewDataFlows::allows(reader.role),
        ),
        (Some(Tab::Council), "付議", format!("/contracts/{id}/council"), ViewCouncil::allows(reader.role)),
        (
            None,
            "検査",
            format!("/inspections?contract={id}"),
            works_here && reader.role != Role::ContractorRecorder,
        ),
        (None, "事故・急変", format!("/incidents?contract={id}"), sees_people),
        (None, "違反と対応", format!("/breaches?contract={id}"), ViewBreaches::allows(reader.role)),
        (None, "研修", "/trainings".to_owned(), ViewTrainings::allows(reader.role)),
        (
            None,
            "苦情・意見",
            format!("/complaints?state=all&contract={id}"),
            sees_people && contract.style != "guidance",
        ),
        (None, "報告", format!("/reports?contract={id}"), sees_people),
    ];
    let link = |(tab, label, href, _): (Option<Tab>, &str, String, bool)| {
        let link = Link::new(label, href);
        if tab == Some(here) { link.current() } else { link }
    };
    all.into_iter().filter(|(.., shown)| *shown).map(link).collect()
}

/// 契約 › 件名 (› a page below it).
fn trail(contract: &Contract, below: Option<Link>) -> Vec<Link> {
    trail_to((contract.id, &named(contract)), below)
}

/// The same where no more is known of the contract than what it is called.
pub fn trail_to((id, name): (ContractId, &str), below: Option<Link>) -> Vec<Link> {
    let contract = Link::new(name, format!("/contracts/{id}"));
    [Link::new("契約", "/contracts"), contract].into_iter().chain(below).collect()
}

/// 「契第12号　シニアの部活」
fn named(contract: &Contract) -> String {
    format!("{}　{}", contract.number, contract.title)
}

/// 「令和8年5月1日〜令和9年3月31日」
fn term(contract: &Contract) -> String {
    format!("{}〜{}", wareki(contract.starts_on), wareki(contract.ends_on))
}
