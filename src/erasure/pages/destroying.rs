//! 鍵の破棄: proposed by one person of the ward, done by another, after the retention period.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::{
        self,
        db::Contract,
        views::{Head, Tab},
    },
    erasure::{
        DestroyKeys,
        db::destructions::{self, Destruction, Gone, NewDestruction},
        keys::{self, DestructionRefusal, DestructionState},
        views::{DestructionView, DestructionsView},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::ids::{ContractId, CourseId, KeyDestructionId},
};

pub async fn of_contract(mut cx: View<DestroyKeys>, Path(id): Path<ContractId>) -> Result {
    let view = list(&mut cx, id, Form::empty()).await?;
    cx.show(view).await
}

async fn list<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId, form: Form) -> Result<DestructionsView> {
    let contract = contract(cx, id).await?;
    let units =
        units(cx, &contract).await?.into_iter().map(|(code, name, _)| Choice::new(code, name)).collect();
    let rows = destructions::list(cx.db(), id).await?;
    let head = Head::new(&contract, cx.actor(), Tab::Erasures, "鍵の破棄")?;
    Ok(DestructionsView::new(id, head, (units, keys::over_on(&contract)), &rows, form))
}

async fn contract<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Contract> {
    contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)
}

/// What may be proposed once the contract is closed: its courses that were given back, and all of it.
async fn units<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: &Contract,
) -> Result<Vec<(String, String, Option<CourseId>)>> {
    if keys::over_on(contract).is_none() {
        return Ok(Vec::new());
    }
    let mut units: Vec<_> = destructions::ready(cx.db(), contract.id)
        .await?
        .into_iter()
        .map(|(id, name)| (id.to_string(), format!("教室：{name}"), Some(id)))
        .collect();
    units.push(("contract".into(), "契約全体（教室・個別支援・書類のすべて）".into(), None));
    Ok(units)
}

pub async fn propose(mut cx: Act<DestroyKeys>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = contract(&mut cx, id).await?;
    let units = units(&mut cx, &contract).await?;
    let codes: Vec<&str> = units.iter().map(|(code, ..)| code.as_str()).collect();
    let unit = form.choice("unit", "破棄する鍵", &codes);
    let kept_until = form.date("kept_until", "保存期間の終わる日");
    let over_on = keys::over_on(&contract).ok_or_else(|| AppError::refused(DestructionRefusal::NotClosed))?;
    if let Some(refusal) = kept_until.and_then(|day| keys::may_end(over_on, day, cx.today()).err()) {
        form.refuse_dated_back("kept_until", refusal.to_string());
    }
    let basis = form.required("basis", "保存期間の根拠と数え方", 200);
    let copies = form.required_lines("copies", "鍵の写しの置き場所", 1_000);
    let (Some(unit), Some(kept_until), Some(basis), Some(copies), false) =
        (unit, kept_until, basis, copies, form.has_problems())
    else {
        // Whoever sets the end of what must be kept too early dates it back.
        let tried = form.dated_back(Event::new("key.refused").under(id));
        let view = list(&mut cx, id, form).await?;
        return cx.invalid_but_known(tried, view).await;
    };
    let course = units.iter().find(|(code, ..)| *code == unit).and_then(|(.., course)| *course);
    let proposal = KeyDestructionId(cx.new_id());
    let (by, now) = (cx.actor().account, cx.now());
    let new = NewDestruction {
        id: proposal,
        contract: id,
        course,
        kept_until,
        basis: &basis,
        copies: &copies,
        by,
        now,
    };
    if !destructions::insert(cx.write(), &new).await? {
        return Err(AppError::refused("この鍵の破棄は、すでに提案されているか、済んでいます。"));
    }
    let event = Event::new("key.propose").about(proposal.0).under(id);
    cx.commit(event).await?.redirect_with(
        format!("/key-destructions/{proposal}"),
        "鍵の破棄を提案しました。別の人の確認を待ちます。",
    )
}

async fn load<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: KeyDestructionId,
) -> Result<(Destruction, DestructionState)> {
    let found = destructions::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let state = DestructionState::from_code(&found.state)
        .ok_or_else(|| AppError::bug("unknown state of a destruction"))?;
    Ok((found, state))
}

pub async fn show(mut cx: View<DestroyKeys>, Path(id): Path<KeyDestructionId>) -> Result {
    let (found, state) = load(&mut cx, id).await?;
    let sealing = destructions::keys(cx.db(), found.contract, found.course).await?;
    let left = sealing.iter().filter(|key| cx.app().keys.has(Unit::Unit(**key))).count();
    let by = cx.actor().account;
    let may_confirm = state.confirm((found.proposed_by, by), (found.kept_until, cx.today())).is_ok();
    cx.show(DestructionView::new(&found, state, (sealing.len(), left), may_confirm)).await
}

/// Decided in the transaction, done after it: a key that outlives a crash in between is destroyed when it is confirmed again.
pub async fn confirm(
    mut cx: Act<DestroyKeys>,
    Path(id): Path<KeyDestructionId>,
    Typed(form): Typed,
) -> Result {
    let (found, state) = load(&mut cx, id).await?;
    let by = cx.actor().account;
    let units: Vec<Unit> = destructions::keys(cx.db(), found.contract, found.course)
        .await?
        .into_iter()
        .map(Unit::Unit)
        .collect();
    let is_unfinished =
        state == DestructionState::Confirmed && units.iter().any(|unit| cx.app().keys.has(*unit));
    let event = Event::new("key.destroy").about(id.0).under(found.contract);
    if !is_unfinished {
        if let Err(refusal) = state.confirm((found.proposed_by, by), (found.kept_until, cx.today())) {
            return cx.refuse(Event::new("key.refused").about(id.0).under(found.contract), refusal).await;
        }
        still_given_back(&mut cx, &found).await?;
        let fingerprints = fingerprints(&cx, &units)?;
        let version = form.version();
        // Before anything is deleted: whoever withdraws it at the same moment is waited for, or waits.
        if !destructions::lock(cx.write(), (id, version)).await? {
            return Err(AppError::stale());
        }
        let numbers = destructions::delete_numbers(cx.write(), id).await?;
        let (hand, state) = ((cx.now(), by), DestructionState::Confirmed.code());
        let gone = Gone { fingerprints, numbers };
        if !destructions::decide(cx.write(), (id, version), state, hand, Some(&gone)).await? {
            return Err(AppError::stale());
        }
    }
    let app = cx.app().clone();
    let committed = cx.commit(event.detail(serde_json::json!({ "rows": units.len() }))).await?;
    for unit in units {
        app.keys.destroy(unit)?;
    }
    committed.redirect_with(
        format!("/key-destructions/{id}"),
        "鍵を破棄しました。封じられていた情報は、もう読めません。",
    )
}

async fn still_given_back(cx: &mut Act<DestroyKeys>, found: &Destruction) -> Result<()> {
    let contract = contract(cx, found.contract).await?;
    let over_on = keys::over_on(&contract).ok_or_else(|| AppError::refused(DestructionRefusal::NotClosed))?;
    keys::may_end(over_on, found.kept_until, cx.today()).map_err(AppError::refused)?;
    let ready: Vec<_> = units(cx, &contract).await?.into_iter().map(|(.., course)| course).collect();
    keys::still_ready(&ready, found.course).map_err(AppError::refused)
}

fn fingerprints<P: Permission, M>(cx: &Ctx<P, M>, units: &[Unit]) -> Result<Vec<String>> {
    let held = units.iter().filter(|unit| cx.app().keys.has(**unit));
    held.map(|unit| Ok(cx.app().keys.fingerprint(*unit)?)).collect()
}

pub async fn withdraw(
    mut cx: Act<DestroyKeys>,
    Path(id): Path<KeyDestructionId>,
    Typed(form): Typed,
) -> Result {
    let (found, state) = load(&mut cx, id).await?;
    if state != DestructionState::Proposed {
        return Err(AppError::refused(DestructionRefusal::AlreadyDecided));
    }
    let version = form.version();
    let hand = (cx.now(), cx.actor().account);
    if !destructions::decide(cx.write(), (id, version), DestructionState::Withdrawn.code(), hand, None)
        .await?
    {
        return Err(AppError::stale());
    }
    let event = Event::new("key.withdraw").about(id.0).under(found.contract);
    cx.commit(event).await?.redirect_with(format!("/key-destructions/{id}"), "提案を取り下げました。")
}
