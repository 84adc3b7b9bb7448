//! 従事者名簿: who is in force now, its versions, submitting one and deciding on it.

use axum::extract::Path;

use super::{contract, roster_missing::missing, state_of};
use crate::{
    audit::Event,
    contracts::{
        DecideRoster, DraftRoster, ViewRoster, db,
        db::rosters,
        particulars::{ChangeReason, asked},
        roster::{self, RosterAct, RosterState},
        roster_changes::{Change, changes},
        views,
    },
    kit::{
        ctx::{Act, Ctx, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    obligations::{self, Evidence},
    sealing::Unit,
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
        let mut lines = rosters::designations(cx.db(), accepted.id).await?;
        open(&cx, id, &mut lines)?;
        for line in lines {
            let line_id = cx.new_id();
            let sealed = line.said.map(|said| cx.seal(Unit::Unit(id.0), line_id, 1, &said)).transpose()?;
            rosters::copy_designation(cx.write(), new, line.id, line_id, sealed.as_deref()).await?;
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

/// Opens what is sealed of the lines.
pub fn open<P: Permission, M>(
    cx: &Ctx<P, M>,
    contract: ContractId,
    lines: &mut [rosters::Designation],
) -> Result<()> {
    for line in lines {
        let Some(blob) = &line.particulars else { continue };
        line.said = Some(cx.open_paper(Unit::Unit(contract.0), line.id.0, line.sealed_version, blob)?);
    }
    Ok(())
}

/// The lines of the list in force that this version is to replace, and what changes; nothing for the first one.
async fn changed<P: Permission, M>(cx: &mut Ctx<P, M>, loaded: &Loaded) -> Result<Vec<Change>> {
    let versions = rosters::of_contract(cx.db(), loaded.contract.id).await?;
    let accepted = versions.iter().find(|roster| roster.state == RosterState::Accepted.code());
    let Some(before) = accepted.filter(|before| before.id != loaded.roster.id) else { return Ok(Vec::new()) };
    let mut before = rosters::designations(cx.db(), before.id).await?;
    open(cx, loaded.contract.id, &mut before)?;
    Ok(changes(&before, &loaded.lines))
}

/// Why the list changes, as its contractor said.
fn reason<P: Permission, M>(cx: &Ctx<P, M>, roster: &rosters::Roster) -> Result<Option<String>> {
    let unit = Unit::Unit(roster.contract.0);
    let opened = roster.reason.as_ref().map(|blob| cx.open_paper::<ChangeReason>(unit, roster.id.0, 1, blob));
    Ok(opened.transpose()?.map(|reason| reason.0))
}

pub async fn show(mut cx: View<ViewRoster>, Path((contract, id)): Path<(ContractId, RosterId)>) -> Result {
    let mut loaded = load(cx.db(), contract, id).await?;
    open(&cx, contract, &mut loaded.lines)?;
    let told =
        views::Told { reason: reason(&cx, &loaded.roster)?, changes: changed(&mut cx, &loaded).await? };
    let texts = rosters::clause_texts(cx.db(), contract).await?;
    let (role, asked) = (cx.actor().role, asked(&texts));
    let missing = if role.is_contractor() && loaded.state.is_editable() {
        missing(&mut cx, &loaded, &asked).await?
    } else {
        Vec::new()
    };
    cx.show(views::RosterShow::new(&loaded, role, (&asked, missing), told)).await
}

pub async fn submission(
    mut cx: View<DraftRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
) -> Result {
    let (loaded, changes) = submittable(&mut cx, contract, id).await?;
    cx.show(views::RosterSubmission::new(&loaded, changes, Form::empty())).await
}

/// A version that may be submitted, with what it changes.
async fn submittable<M>(
    cx: &mut Ctx<DraftRoster, M>,
    contract: ContractId,
    id: RosterId,
) -> Result<(Loaded, Vec<Change>)> {
    let mut loaded = load(cx.db(), contract, id).await?;
    roster::next(loaded.state, RosterAct::Submit).map_err(AppError::refused)?;
    open(cx, contract, &mut loaded.lines)?;
    let asked = asked(&rosters::clause_texts(cx.db(), contract).await?);
    let missing = missing(cx, &loaded, &asked).await?;
    if !missing.is_empty() {
        let words: String = missing.into_iter().map(|one| one.words).collect();
        return Err(AppError::refused(words));
    }
    let changes = changed(cx, &loaded).await?;
    Ok((loaded, changes))
}

pub async fn submit(
    mut cx: Act<DraftRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(mut form): Typed,
) -> Result {
    let (loaded, changes) = submittable(&mut cx, contract, id).await?;
    let words = if changes.is_empty() {
        Some(String::new())
    } else {
        form.required_lines("reason", "変更の理由", 1000)
    };
    let Some(words) = words else {
        return cx.invalid(views::RosterSubmission::new(&loaded, changes, form)).await;
    };
    let reason = Some(ChangeReason(words)).filter(|reason| !reason.0.is_empty());
    let sealed = reason.map(|reason| cx.seal(Unit::Unit(contract.0), id.0, 1, &reason)).transpose()?;
    let by = (cx.actor().account, cx.now());
    if !rosters::submit(cx.write(), &loaded.roster, form.version(), by, sealed.as_deref()).await? {
        return Err(AppError::stale());
    }
    let on = Some(cx.today());
    obligations::register_handed_in(&mut cx, loaded.contract.id, Evidence::Roster, on).await?;
    let event = Event::new("roster.submit")
        .about(id.0)
        .under(loaded.contract.id)
        .detail(serde_json::json!({ "people": loaded.lines.len(), "changes": changes.len() }));
    let to = format!("/contracts/{}/roster", loaded.contract.id);
    cx.commit(event).await?.redirect_with(
        to,
        "従事者名簿を提出しました。区が確認して承認すると、名簿の人が参加者の情報を見られるようになります。",
    )
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
