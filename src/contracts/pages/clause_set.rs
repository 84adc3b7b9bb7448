//! 条項: the texts of a contract, and storing what was corrected.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{contract, draft_contract, may_draft, state_of};
use crate::{
    audit::Event,
    contracts::{
        DraftContract, ViewContracts,
        clauses::SplitClause,
        correction,
        db::{self, clause_sets::NewSet},
        forms, views,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        typed::Typed,
    },
    obligations,
    vocab::ids::{ClauseSetId, ContractId, ContractTextId},
};

/// Every clause of every text, with what it was confirmed to mean.
pub async fn show(mut cx: View<ViewContracts>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    let texts = db::clause_sets::texts(cx.db(), id).await?;
    let mut read = Vec::with_capacity(texts.len());
    for text in texts {
        let clauses = db::clause_sets::clauses(cx.db(), text.set).await?;
        let confirmed = obligations::db::bindings::of_set(cx.db(), text.set).await?;
        read.push((text, clauses, confirmed));
    }
    let wanted = obligations::db::Wanted {
        contract: Some(id),
        state: "",
        owed_by: "",
        today: cx.today(),
        page: 1,
        size: 1_000,
    };
    let due = obligations::db::list(cx.db(), &wanted).await?;
    let role = cx.actor().role;
    let may_edit = may_draft(role) && state_of(&contract)?.is_draft();
    let view = views::ClauseList::new(&contract, cx.actor(), read, (&due, cx.today()), may_edit)?;
    cx.show(view).await
}

/// Which text is corrected.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    text: Option<ContractTextId>,
}

/// The stored clauses on the screen of correction.
pub async fn edit(
    mut cx: View<DraftContract>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let text = text(&mut cx, id, asked.text.ok_or(AppError::NotFound)?).await?;
    let clauses = db::clause_sets::clauses(cx.db(), text.set).await?;
    cx.show(views::Correction::stored(&contract, &clauses, &text)?).await
}

async fn text<M>(
    cx: &mut crate::kit::ctx::Ctx<DraftContract, M>,
    contract: ContractId,
    text: ContractTextId,
) -> Result<db::clause_sets::Text> {
    let texts = db::clause_sets::texts(cx.db(), contract).await?;
    texts.into_iter().find(|one| one.id == text).ok_or(AppError::NotFound)
}

/// Stores the corrected clauses as a new set. In place of a text, the set before it goes if nothing else carries it; what was
/// confirmed of clauses that stayed as they were is kept.
pub async fn store(mut cx: Act<DraftContract>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let settled = forms::corrected(&mut form).and_then(|corrected| {
        correction::settle(corrected).map_err(|problem| form.general(problem.to_string())).ok()
    });
    let kind = form.choice("kind", "文書の種類", &super::clause_import::KINDS);
    let name = kind.as_ref().and_then(|kind| forms::text_name(&mut form, &contract, kind));
    let (Some(clauses), Some(kind), Some(name)) = (settled, kind, name) else {
        return cx.invalid(views::Correction::typed(&contract, form)).await;
    };
    let before = match form.value("replaces").parse::<ContractTextId>() {
        Ok(replaced) => Some(text(&mut cx, id, replaced).await?),
        Err(_) => None,
    };
    if !db::clause_sets::touch(cx.write(), id, form.version()).await? {
        return Err(AppError::stale());
    }
    let set = ClauseSetId(cx.new_id());
    insert(&mut cx, set, (&name, &kind), &clauses).await?;
    if let Some(before) = before {
        keep_confirmations(&mut cx, before.set, (set, &clauses)).await?;
        db::clause_sets::drop_text(cx.write(), id, before.id).await?;
        db::clause_sets::remove_unused(cx.write(), before.set).await?;
    }
    let (text, now, by) = (ContractTextId(cx.new_id()), cx.now(), cx.actor().account);
    db::clause_sets::carry(cx.write(), (text, id, set), now, by).await?;
    let count = clauses.len();
    let event = Event::new("contract.clauses")
        .about(id.0)
        .under(id)
        .detail(serde_json::json!({ "set": set, "clauses": count }));
    cx.commit(event).await?.redirect_with(
        format!("/clause-sets/{set}"),
        &format!("{count}条を取り込みました。次は、条項が求めることを確かめてください。"),
    )
}

async fn insert(
    cx: &mut Act<DraftContract>,
    set: ClauseSetId,
    (name, kind): (&str, &str),
    clauses: &[SplitClause],
) -> Result<()> {
    let new = NewSet { id: set, name, kind, version: 1, follows: None, now: cx.now() };
    db::clause_sets::insert(cx.write(), &new).await?;
    for clause in clauses {
        let clause_id = cx.new_id();
        db::clause_sets::insert_clause(cx.write(), set, clause_id, clause).await?;
    }
    Ok(())
}

/// Takes over what was confirmed of clauses whose number and words are the same.
async fn keep_confirmations(
    cx: &mut Act<DraftContract>,
    from: ClauseSetId,
    (to, clauses): (ClauseSetId, &[SplitClause]),
) -> Result<()> {
    let old = db::clause_sets::clauses(cx.db(), from).await?;
    let confirmed = obligations::db::bindings::of_set(cx.db(), from).await?;
    let (now, by) = (cx.now(), cx.actor().account);
    for clause in clauses.iter().filter(|clause| old.contains(clause)) {
        let of_clause = |one: &&obligations::db::bindings::Confirmed| one.number == i32::from(clause.number);
        let Some(known) = confirmed.iter().find(of_clause) else { continue };
        let binding = known.binding();
        let new = obligations::db::bindings::New {
            set: to,
            number: clause.number,
            after: 0,
            binding: &binding,
            as_proposed: known.as_proposed,
            now,
            by,
        };
        obligations::db::bindings::insert(cx.write(), &new).await?;
    }
    Ok(())
}

/// Takes a text from a draft.
pub async fn remove(
    mut cx: Act<DraftContract>,
    Path((id, text_id)): Path<(ContractId, ContractTextId)>,
    Typed(form): Typed,
) -> Result {
    let text = text(&mut cx, id, text_id).await?;
    draft_contract(cx.db(), id).await?;
    if !db::clause_sets::touch(cx.write(), id, form.version()).await? {
        return Err(AppError::stale());
    }
    db::clause_sets::drop_text(cx.write(), id, text.id).await?;
    db::clause_sets::remove_unused(cx.write(), text.set).await?;
    let event = Event::new("contract.clauses")
        .about(id.0)
        .under(id)
        .detail(serde_json::json!({ "set": text.set, "removed": text.clauses }));
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}/clauses"), "文書を契約から外しました。")
}

/// What will be taken away.
pub async fn removal(
    mut cx: View<DraftContract>,
    Path((id, text_id)): Path<(ContractId, ContractTextId)>,
) -> Result {
    let text = text(&mut cx, id, text_id).await?;
    let contract = draft_contract(cx.db(), id).await?;
    cx.show(views::Removal::new(&contract, &text)).await
}
