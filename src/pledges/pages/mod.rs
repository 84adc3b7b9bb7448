//! The pages of pledges: giving one's own, handing in a signed paper, reading, deciding.

pub mod deciding;
pub mod giving;
pub mod handing_in;
pub mod reading;

use super::{db, states::PledgeState};
use crate::{
    contracts::{self, states::ContractState},
    kit::{
        db::Reads,
        error::{AppError, Result},
    },
    vocab::ids::{ContractId, PledgeId},
};

/// The contract, if pledges may be given under it.
async fn in_force(db: &mut Reads, id: ContractId) -> Result<contracts::db::Contract> {
    let contract = contracts::db::find(db, id).await?.ok_or(AppError::NotFound)?;
    if ContractState::from_code(&contract.state).is_some_and(ContractState::is_in_force) {
        Ok(contract)
    } else {
        Err(AppError::refused("この契約は、締結の前か終了した後のため、誓約書を出せません。"))
    }
}

/// A pledge with its state.
async fn load(db: &mut Reads, id: PledgeId) -> Result<(db::Pledge, PledgeState)> {
    let pledge = db::find(db, id).await?.ok_or(AppError::NotFound)?;
    let state = PledgeState::from_code(&pledge.state).ok_or_else(|| AppError::bug("unknown pledge state"))?;
    Ok((pledge, state))
}
