//! 特記事項: the clauses of a contract, and storing what was corrected.

use axum::extract::Path;

use super::{contract, draft_contract, may_draft, state_of};
use crate::{
    audit::Event,
    contracts::{DraftContract, ViewContracts, clauses::SplitClause, correction, db, forms, views},
    kit::{
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result},
        typed::Typed,
    },
    vocab::ids::{ClauseSetId, ContractId},
};

pub async fn show(mut cx: View<ViewContracts>, Path(id): Path<ContractId>) -> Result {
    let contract = contract(cx.db(), id).await?;
    let clauses = clauses_of(cx.db(), &contract).await?;
    let may_edit = may_draft(cx.actor().role) && state_of(&contract)?.is_draft();
    let view = views::ClauseList::new(&contract, cx.actor(), clauses, may_edit)?;
    cx.show(view).await
}

/// The stored clauses on the screen of correction.
pub async fn edit(mut cx: View<DraftContract>, Path(id): Path<ContractId>) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let clauses = clauses_of(cx.db(), &contract).await?;
    if clauses.is_empty() {
        return Err(AppError::NotFound);
    }
    cx.show(views::Correction::stored(&contract, &clauses)?).await
}

/// Stores the corrected clauses as a new set; the draft's set before it goes if nothing else carries it.
pub async fn store(mut cx: Act<DraftContract>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let contract = draft_contract(cx.db(), id).await?;
    let settled = forms::corrected(&mut form).and_then(|corrected| {
        correction::settle(corrected).map_err(|problem| form.general(problem.to_string())).ok()
    });
    let Some(clauses) = settled else {
        return cx.invalid(views::Correction::typed(&contract, form)).await;
    };
    let set = ClauseSetId(cx.new_id());
    let (name, now) = (format!("{}（{}）", contract.title, contract.number), cx.now());
    db::clause_sets::insert(cx.write(), set, &name, now).await?;
    for clause in &clauses {
        let clause_id = cx.new_id();
        db::clause_sets::insert_clause(cx.write(), set, clause_id, clause).await?;
    }
    if !db::clause_sets::bind(cx.write(), id, forms::version(&form), set.0).await? {
        return Err(AppError::stale());
    }
    if let Some(old) = contract.clause_set {
        db::clause_sets::remove_unused(cx.write(), old).await?;
    }
    let count = clauses.len();
    let event = Event::new("contract.clauses")
        .about(id.0)
        .under(id)
        .detail(serde_json::json!({ "set": set, "clauses": count }));
    cx.commit(event)
        .await?
        .redirect_with(format!("/contracts/{id}/clauses"), &format!("特記事項{count}条を取り込みました。"))
}

async fn clauses_of(db: &mut Reads, contract: &db::Contract) -> Result<Vec<SplitClause>> {
    match contract.clause_set {
        Some(set) => db::clause_sets::clauses(db, set).await,
        None => Ok(Vec::new()),
    }
}
