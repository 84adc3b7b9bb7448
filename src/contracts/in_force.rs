//! 締結中の契約: what is asked before anything is done under a contract, and what is answered when it isn't in force.

use super::{
    db::{self, Contract},
    states::ContractState,
};
use crate::{
    kit::{
        db::Reads,
        error::{AppError, Result},
    },
    vocab::ids::ContractId,
};

/// A contract under which something may be done. `what` ends the sentence of the refusal: 「誓約書を出せません」.
///
/// # Errors
/// Not found, not signed yet, or over.
pub async fn in_force(db: &mut Reads, id: ContractId, what: &str) -> Result<Contract> {
    let contract = db::find(db, id).await?.ok_or(AppError::NotFound)?;
    if contract.is_in_force() { Ok(contract) } else { Err(not_in_force(what)) }
}

/// Of a row that says in which state its contract is.
pub fn is_in_force(state: &str) -> bool {
    ContractState::from_code(state).is_some_and(ContractState::is_in_force)
}

pub fn not_in_force(what: &str) -> AppError {
    AppError::refused(format!("この契約は、締結の前か終了した後のため、{what}。"))
}
