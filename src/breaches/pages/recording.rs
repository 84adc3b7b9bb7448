//! 違反・損害を記録する.

use axum::extract::Path;

use crate::{
    audit::Event,
    breaches::{
        WriteBreach,
        db::{
            self, Entry,
            sources::{self, Sources},
        },
        duties,
        forms::record,
        states::BreachRefusal,
        views::RecordView,
        words::VERSION,
    },
    contracts::{self, db::Contract},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::ids::{BreachId, ContractId},
};

/// The contract in force, with what a record may name.
async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<(Contract, Sources)> {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    if !contract.is_in_force() {
        return Err(AppError::refused(BreachRefusal::NotInForce));
    }
    let sources = sources::sources(cx.db(), id).await?;
    if sources.clauses.is_empty() {
        return Err(AppError::refused(BreachRefusal::NoClauses));
    }
    Ok((contract, sources))
}

/// Whether something can be recorded under the contract today.
pub async fn may_record<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<bool> {
    match load(cx, id).await {
        Ok(_) => Ok(true),
        Err(AppError::Refused(_) | AppError::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

pub async fn new(mut cx: View<WriteBreach>, Path(id): Path<ContractId>) -> Result {
    let (contract, sources) = load(&mut cx, id).await?;
    let form = record::blank(cx.today());
    cx.show(RecordView::new(&contract, &sources, form)).await
}

pub async fn record(
    mut cx: Act<WriteBreach>,
    Path(contract_id): Path<ContractId>,
    Typed(mut form): Typed,
) -> Result {
    let (contract, sources) = load(&mut cx, contract_id).await?;
    let Some(new) = record::read(&mut form, &sources, cx.today()) else {
        return cx.invalid(RecordView::new(&contract, &sources, form)).await;
    };
    let id = BreachId(cx.new_id());
    let sealed = cx.seal(Unit::Unit(contract_id.0), id.0, VERSION, &new.words)?;
    let entry = Entry { contract: contract_id, by: cx.actor().account, now: cx.now() };
    db::insert(cx.write(), id, entry, (&new, &sealed)).await?;
    duties::noticed(&mut cx, contract_id, (id, new.kind), new.noticed_on).await?;
    let event = Event::new("breach.record").about(id.0).under(contract_id);
    let event = event.detail(serde_json::json!({ "kind": new.kind.code() }));
    let notice = "記録しました。受託者には、まだ見えません。次に、対応を決めます。";
    cx.commit(event).await?.redirect_with(format!("/breaches/{id}"), notice)
}
