//! The pages of pledges: giving one's own, handing in a signed paper, reading, deciding.

pub mod deciding;
pub mod giving;
pub mod handing_in;
pub mod reading;

use super::{RULE, db, states::PledgeState};
use crate::{
    contracts,
    kit::{
        ctx::Act,
        db::Reads,
        error::{AppError, Result},
        permission::Permission,
    },
    obligations::{self, Named},
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

/// Once everybody in the accepted list has pledged, the pledges lie with the ward, and nobody is late with them.
async fn hand_in_when_whole<P: Permission>(cx: &mut Act<P>, contract: ContractId) -> Result<()> {
    if db::counted(cx.db(), contract).await?.ungiven > 0 {
        return Ok(());
    }
    let (named, on) = (Named::of_rule(contract, RULE, "", "contractor"), cx.today());
    obligations::hand_in(cx, &named, on).await
}
