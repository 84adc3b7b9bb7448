//! 従事者名簿: who is in force now, its versions, submitting one and deciding on it.

use axum::extract::Path;

use super::{contract, state_of};
use crate::{
    audit::Event,
    contracts::{
        DecideRoster, DraftRoster, ViewRoster, db,
        db::rosters,
        roster::{self, RosterAct, RosterState},
        views,
    },
    kit::{
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        form::Form,
        typed::Typed,
    },
    obligations::{self, Evidence},
    vocab::{
        dates::jst_date,
        ids::{ContractId, RosterId},
    },
};

pub async fn overview(mut cx: View<ViewRoster>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    let (role, today) = (cx.actor().role, cx.today());
    let versions = rosters::of_contract(cx.db(), id).await?;
    let in_force = match versions.iter().find(|roster| roster.state == RosterState::Accepted.code()) {
        Some(accepted) => rosters::designations(cx.db(), accepted.id).await?,
        None => Vec::new(),
    };
    let states = states(&versions)?;
    let may_begin = role
        .is_contractor()
        .then(|| roster::may_begin(state_of(&contract)?.is_in_force(), &states).map_err(AppError::refused));
    let may_begin = may_begin.is_some_and(|allowed| allowed.is_ok());
    let view = views::RosterOverview::new(&contract, cx.actor(), &versions, &in_force, today, may_begin)?;
    cx.show(view).await
}

/// A new version, with the lines of the one in force.
pub async fn begin(mut cx: Act<DraftRoster>, Path(id): Path<ContractId>, Typed(_): Typed) -> Result {
    let contract = contract(cx.db(), id).await?;
    let versions = rosters::of_contract(cx.db(), id).await?;
    roster::may_begin(state_of(&contract)?.is_in_force(), &states(&versions)?).map_err(AppError::refused)?;
    let number = versions.first().map_or(1, |newest| newest.number + 1);
    let new = RosterId(cx.new_id());
    if let Err(error) = rosters::insert(cx.write(), new, id, number).await {
        expect_violation(error, "roster_number_once")?;
        return Err(AppError::stale());
    }
    if let Some(accepted) = versions.iter().find(|roster| roster.state == RosterState::Accepted.code()) {
        for line in rosters::designations(cx.db(), accepted.id).await? {
            let line_id = cx.new_id();
            rosters::copy_designation(cx.write(), new, line.id, line_id).await?;
        }
    }
    let event =
        Event::new("roster.begin").about(new.0).under(id).detail(serde_json::json!({ "number": number }));
    cx.commit(event).await?.redirect(format!("/contracts/{id}/rosters/{new}"))
}

/// One version with its contract and its lines.
pub struct Loaded {
    pub contract: db::Contract,
    pub roster: rosters::Roster,
    pub state: RosterState,
    pub lines: Vec<rosters::Designation>,
}

impl Loaded {
    /// The address of this version.
    pub fn href(&self) -> String {
        format!("/contracts/{}/rosters/{}", self.contract.id, self.roster.id)
    }

    pub fn entries(&self) -> Vec<roster::Entry> {
        views::entries(&self.lines)
    }
}

pub async fn load(reads: &mut Reads, contract: ContractId, id: RosterId) -> Result<Loaded> {
    let roster = rosters::find(reads, contract, id).await?.ok_or(AppError::NotFound)?;
    let contract = super::contract(reads, contract).await?;
    let state = RosterState::from_code(&roster.state).ok_or_else(|| AppError::bug("unknown roster state"))?;
    let lines = rosters::designations(reads, id).await?;
    Ok(Loaded { contract, roster, state, lines })
}

pub async fn show(mut cx: View<ViewRoster>, Path((contract, id)): Path<(ContractId, RosterId)>) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    let role = cx.actor().role;
    cx.show(views::RosterShow::new(&loaded, role)?).await
}

pub async fn submission(
    mut cx: View<DraftRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    may_submit(&loaded)?;
    cx.show(views::RosterConfirm::submission(&loaded)).await
}

pub async fn submit(
    mut cx: Act<DraftRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(form): Typed,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    may_submit(&loaded)?;
    let (by, now) = (cx.actor().account, cx.now());
    if !rosters::submit(cx.write(), &loaded.roster, form.version(), by, now).await? {
        return Err(AppError::stale());
    }
    let on = Some(jst_date(now));
    obligations::register_handed_in(&mut cx, loaded.contract.id, Evidence::Roster, on).await?;
    let event = Event::new("roster.submit")
        .about(id.0)
        .under(loaded.contract.id)
        .detail(serde_json::json!({ "people": loaded.lines.len() }));
    let to = format!("/contracts/{}/roster", loaded.contract.id);
    cx.commit(event).await?.redirect_with(
        to,
        "従事者名簿を提出しました。区が確認して承認すると、名簿の人が参加者の情報を見られるようになります。",
    )
}

fn may_submit(loaded: &Loaded) -> Result<()> {
    roster::next(loaded.state, RosterAct::Submit).map_err(AppError::refused)?;
    roster::check(&loaded.entries()).map_err(AppError::refused)
}

pub async fn acceptance(
    mut cx: View<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    may_accept(&loaded)?;
    cx.show(views::RosterConfirm::acceptance(&loaded)).await
}

/// Accepts a version, retires the one before it, and notes the obligation to submit a list as done.
pub async fn accept(
    mut cx: Act<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(form): Typed,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    may_accept(&loaded)?;
    let (by, now) = (cx.actor().account, cx.now());
    if !rosters::accept(cx.write(), &loaded.roster, form.version(), by, now).await? {
        return Err(AppError::stale());
    }
    let on = jst_date(loaded.roster.submitted_at.unwrap_or(now));
    obligations::settle(&mut cx, loaded.contract.id, Evidence::Roster, "", on, by).await?;
    let event = Event::new("roster.accept")
        .about(id.0)
        .under(loaded.contract.id)
        .detail(serde_json::json!({ "people": loaded.lines.len() }));
    let to = format!("/contracts/{}/roster", loaded.contract.id);
    cx.commit(event).await?.redirect_with(to, "従事者名簿を承認しました。")
}

fn may_accept(loaded: &Loaded) -> Result<()> {
    roster::next(loaded.state, RosterAct::Accept).map_err(AppError::refused)?;
    if !state_of(&loaded.contract)?.is_in_force() {
        return Err(AppError::refused("契約が終了しているため、従事者名簿は承認できません。"));
    }
    roster::check(&loaded.entries()).map_err(AppError::refused)
}

pub async fn return_form(
    mut cx: View<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    roster::next(loaded.state, RosterAct::Return).map_err(AppError::refused)?;
    let form = Form::empty().with("version", loaded.roster.version.to_string());
    cx.show(views::RosterReturn::new(&loaded, form)).await
}

pub async fn give_back(
    mut cx: Act<DecideRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(mut form): Typed,
) -> Result {
    let loaded = load(cx.db(), contract, id).await?;
    roster::next(loaded.state, RosterAct::Return).map_err(AppError::refused)?;
    let Some(reason) = form.required_lines("reason", "差し戻す理由", 1000) else {
        return cx.invalid(views::RosterReturn::new(&loaded, form)).await;
    };
    let (by, now) = (cx.actor().account, cx.now());
    if !rosters::give_back(cx.write(), &loaded.roster, form.version(), by, now, &reason).await? {
        return Err(AppError::stale());
    }
    obligations::register_handed_in(&mut cx, loaded.contract.id, Evidence::Roster, None).await?;
    let event = Event::new("roster.return").about(id.0).under(loaded.contract.id);
    let to = format!("/contracts/{}/roster", loaded.contract.id);
    cx.commit(event).await?.redirect_with(to, "従事者名簿を差し戻しました。")
}

fn states(versions: &[rosters::Roster]) -> Result<Vec<RosterState>> {
    let state = |roster: &rosters::Roster| {
        RosterState::from_code(&roster.state).ok_or_else(|| AppError::bug("unknown roster state"))
    };
    versions.iter().map(state).collect()
}
