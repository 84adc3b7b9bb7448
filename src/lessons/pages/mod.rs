//! The pages of lessons: preparing, taking, recording who was there, reporting, deciding.

pub mod deciding;
pub mod preparing;
pub mod reading;
pub mod reporting;
pub mod taking;

use super::{db, states::LessonState};
use crate::{
    contracts::{self, states::ContractState},
    kit::{
        db::Reads,
        error::{AppError, Result},
    },
    vocab::ids::{ContractId, LessonId},
};

const OVER: &str = "この契約は、締結の前か終了した後のため、教育・訓練を記録できません。";

/// The contract, if lessons may be kept under it.
async fn in_force(db: &mut Reads, id: ContractId) -> Result<contracts::db::Contract> {
    let contract = contracts::db::find(db, id).await?.ok_or(AppError::NotFound)?;
    if is_in_force(&contract.state) { Ok(contract) } else { Err(AppError::refused(OVER)) }
}

fn is_in_force(state: &str) -> bool {
    ContractState::from_code(state).is_some_and(ContractState::is_in_force)
}

/// A lesson with its state.
async fn load(db: &mut Reads, id: LessonId) -> Result<(db::Lesson, LessonState)> {
    let lesson = db::find(db, id).await?.ok_or(AppError::NotFound)?;
    let state = LessonState::from_code(&lesson.state).ok_or_else(|| AppError::bug("unknown lesson state"))?;
    Ok((lesson, state))
}
