//! 参加申込みの一覧, of all contracts or of one.

use axum::extract::Query;
use serde::Deserialize;

use super::subject;
use crate::{
    applications::{
        ViewApplications, WriteApplication,
        db::{self, Listed, Wanted},
        sheet::Sheet,
        states::ApplicationState,
        views::{ApplicationLine, ListView},
    },
    kit::{
        ctx::View,
        error::{Result, unless_erased},
        form::Choice,
        parts::{Link, Pager},
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::ContractId,
};

const PAGE: u64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    contract: String,
    state: String,
    page: Option<u64>,
}

pub async fn list(mut cx: View<ViewApplications>, Query(asked): Query<Asked>) -> Result {
    let is_contractor = cx.actor().role.is_contractor();
    let contract: Option<ContractId> =
        if is_contractor { Some(cx.contract()?) } else { asked.contract.parse().ok() };
    let state = match asked.state.as_str() {
        "all" => "all",
        code => ApplicationState::from_code(code).map_or("", ApplicationState::code),
    };
    let wanted = Wanted { contract, state };
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = db::count(cx.db(), wanted).await?.unsigned_abs();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let rows = db::list(cx.db(), wanted, PAGE.cast_signed(), offset).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(line(&mut cx, row)?);
    }
    let contracts = db::contracts(cx.db()).await?;
    let of = contract.map(|id| id.to_string()).unwrap_or_default();
    let filter = if is_contractor { String::new() } else { format!("&contract={of}") };
    let takes = crate::applications::TakeApplicants::allows(cx.actor().role);
    let has_contract = contracts.iter().any(|one| Some(one.id) == contract);
    let view = ListView {
        tabs: tabs(state, &filter),
        lines,
        pager: Pager::new(total, page, PAGE, &format!("/applications?state={state}{filter}")),
        contract: of.clone(),
        state: state.to_owned(),
        contracts: if is_contractor {
            Vec::new()
        } else {
            let choice = |one: &db::Contract| {
                Choice::new(one.id.to_string(), format!("{}　{}", one.number, one.title))
            };
            contracts.iter().map(choice).collect()
        },
        papers: if takes && has_contract { format!("/contracts/{of}/applicants") } else { String::new() },
        new_href: new_href(&contracts, contract, WriteApplication::allows(cx.actor().role)),
        shows_contract: !is_contractor,
        empty: if contracts.is_empty() {
            "参加申込みを受け付ける教室の契約がありません。"
        } else {
            "この条件の申込みはありません。"
        },
    };
    cx.show(view).await
}

/// Where a new application is begun; empty where none can be.
fn new_href(contracts: &[db::Contract], contract: Option<ContractId>, may: bool) -> String {
    let is_open = |one: &&db::Contract| one.is_open && contract.is_none_or(|id| id == one.id);
    match (may && contracts.iter().any(|one| is_open(&one)), contract) {
        (false, _) => String::new(),
        (true, Some(id)) => format!("/applications/new?contract={id}"),
        (true, None) => "/applications/new".to_owned(),
    }
}

fn tabs(state: &str, filter: &str) -> Vec<Link> {
    let open = [("", "手続き中")];
    let states = ApplicationState::ALL.map(|one| (one.code(), one.label()));
    let all = open.into_iter().chain(states).chain([("all", "すべて")]);
    all.map(|(code, label)| {
        let link = Link::new(label, format!("/applications?state={code}{filter}"));
        if code == state { link.current() } else { link }
    })
    .collect()
}

fn line(cx: &mut View<ViewApplications>, row: Listed) -> Result<ApplicationLine> {
    let unit = Unit::Unit(row.contract.0);
    let who = subject(row.id, row.participant);
    let sheet = unless_erased(cx.open::<Sheet>(who, unit, row.id.0, row.version, &row.sealed))?;
    Ok(ApplicationLine::new(&row, sheet.as_ref()))
}
