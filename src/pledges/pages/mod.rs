//! The pages of pledges: giving one's own, handing in a signed paper, reading, deciding.

pub mod deciding;
pub mod giving;
pub mod handing_in;
pub mod reading;

use super::{db, states::PledgeState};
use crate::{
    contracts,
    kit::{
        db::Reads,
        error::{AppError, Result},
    },
    vocab::ids::{ContractId, PledgeId},
};

/// The contract, if pledges may be given under it.
async fn in_force(db: &mut Reads, id: ContractId) -> Result<contracts::db::Contract> {
    contracts::in_force(db, id, "誓約書を出せません").await
}

/// A pledge with its state.
async fn load(db: &mut Reads, id: PledgeId) -> Result<(db::Pledge, PledgeState)> {
    let pledge = db::find(db, id).await?.ok_or(AppError::NotFound)?;
    let state = PledgeState::from_code(&pledge.state).ok_or_else(|| AppError::bug("unknown pledge state"))?;
    Ok((pledge, state))
}
