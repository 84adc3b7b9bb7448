//! 解除: a contract ends before its day. It goes into its closing, so that everything is reported, given back and erased; what is
//! due at the end of the contract is dated by the new end.

use time::Date;

use super::{
    db::{self, Contract},
    states::{self, ContractState},
};
use crate::{
    kit::{
        ctx::Act,
        error::{AppError, Result},
        permission::Permission,
    },
    obligations,
};

/// `last`: the last day of the contract, decided on already: the database lets nothing else shorten a term.
pub async fn terminate<P: Permission>(cx: &mut Act<P>, contract: &Contract, last: Date) -> Result<()> {
    let state =
        ContractState::from_code(&contract.state).ok_or_else(|| AppError::bug("unknown contract state"))?;
    let after = states::terminated(state).map_err(AppError::refused)?;
    if !db::end_on(cx.write(), contract, after.code(), last).await? {
        return Err(AppError::stale());
    }
    obligations::follow(cx, contract.id).await
}
