//! 従事者名簿: who is in force now, its versions, handing one in.

use axum::extract::Path;

use super::{contract, roster_missing::missing, state_of};
use crate::{
    audit::Event,
    contracts::{
        DraftRoster, ViewRoster, db,
        db::{roster_steps, rosters},
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
    pledges,
    sealing::Unit,
    vocab::ids::{ContractId, RosterId},
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

/// What changes from the list in force before this version; nothing for the first one.
async fn changed<P: Permission, M>(cx: &mut Ctx<P, M>, loaded: &Loaded) -> Result<Vec<Change>> {
    let versions = rosters::of_contract(cx.db(), loaded.contract.id).await?;
    let was_in_force = |state: &str| ["accepted", "replaced"].contains(&state);
    let before = versions
        .iter()
        .find(|before| before.number < loaded.roster.number && was_in_force(before.state.as_str()));
    let Some(before) = before else { return Ok(Vec::new()) };
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
    let ready = submittable(&mut cx, contract, id).await?;
    cx.show(views::RosterSubmission::new(&ready, Form::empty())).await
}

/// A version that may go to the ward.
pub struct Ready {
    pub loaded: Loaded,
    /// What it changes of the list in force.
    pub changes: Vec<Change>,
    /// It is in force as soon as it is handed in: the clauses want such a change notified, not approved.
    pub by_notice: bool,
}

async fn submittable<M>(cx: &mut Ctx<DraftRoster, M>, contract: ContractId, id: RosterId) -> Result<Ready> {
    let mut loaded = load(cx.db(), contract, id).await?;
    let by_notice =
        is_change(cx.db(), contract).await? && rosters::notice_is_enough(cx.db(), contract).await?;
    roster::next(loaded.state, if by_notice { RosterAct::Notify } else { RosterAct::Submit })
        .map_err(AppError::refused)?;
    open(cx, contract, &mut loaded.lines)?;
    let asked = asked(&rosters::clause_texts(cx.db(), contract).await?);
    let missing = missing(cx, &loaded, &asked).await?;
    if !missing.is_empty() {
        let words: String = missing.into_iter().map(|one| one.words).collect();
        return Err(AppError::refused(words));
    }
    let changes = changed(cx, &loaded).await?;
    Ok(Ready { loaded, changes, by_notice })
}

/// Whether the contract has a list that the ward accepted.
async fn is_change(db: &mut Reads, contract: ContractId) -> Result<bool> {
    let versions = rosters::of_contract(db, contract).await?;
    Ok(versions.iter().any(|roster| roster.state == RosterState::Accepted.code()))
}

pub async fn submit(
    mut cx: Act<DraftRoster>,
    Path((contract, id)): Path<(ContractId, RosterId)>,
    Typed(mut form): Typed,
) -> Result {
    let ready = submittable(&mut cx, contract, id).await?;
    let words = if ready.changes.is_empty() {
        Some(String::new())
    } else {
        form.required_lines("reason", "変更の理由", 1000)
    };
    let Some(words) = words else {
        return cx.invalid(views::RosterSubmission::new(&ready, form)).await;
    };
    let reason = Some(ChangeReason(words)).filter(|reason| !reason.0.is_empty());
    let sealed = reason.map(|reason| cx.seal(Unit::Unit(contract.0), id.0, 1, &reason)).transpose()?;
    let (by, version, roster) = ((cx.actor().account, cx.now()), form.version(), &ready.loaded.roster);
    let is_done = if ready.by_notice {
        roster_steps::notify(cx.write(), roster, version, by, sealed.as_deref()).await?
    } else {
        roster_steps::submit(cx.write(), roster, version, by, sealed.as_deref()).await?
    };
    if !is_done {
        return Err(AppError::stale());
    }
    let on = Some(cx.today());
    obligations::register_handed_in(&mut cx, contract, Evidence::Roster, on).await?;
    pledges::duties::hand_in_when_whole(&mut cx, contract).await?;
    let (action, notice) = if ready.by_notice {
        ("roster.notify", "従事者の変更を区に届け出ました。この名簿は、いまから有効です。")
    } else {
        (
            "roster.submit",
            "従事者名簿を提出しました。区が確認して承認すると、名簿の人が参加者の情報を見られるようになります。",
        )
    };
    let event = Event::new(action)
        .about(id.0)
        .under(contract)
        .detail(serde_json::json!({ "people": ready.loaded.lines.len(), "changes": ready.changes.len() }));
    cx.commit(event).await?.redirect_with(format!("/contracts/{contract}/roster"), notice)
}

fn states(versions: &[rosters::Roster]) -> Result<Vec<RosterState>> {
    let state = |roster: &rosters::Roster| {
        RosterState::from_code(&roster.state).ok_or_else(|| AppError::bug("unknown roster state"))
    };
    versions.iter().map(state).collect()
}
