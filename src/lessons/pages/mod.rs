//! The pages of lessons: preparing, taking, recording who was there, reporting, deciding.

pub mod deciding;
pub mod preparing;
pub mod reading;
pub mod reporting;
pub mod taking;

use super::{db, states::LessonState};
use crate::{
    contracts,
    kit::{
        db::Reads,
        error::{AppError, Result},
    },
    vocab::ids::{ContractId, LessonId},
};

/// What can't be done under a contract that isn't in force.
const CLOSED: &str = "教育・訓練を記録できません";

/// The contract, if lessons may be kept under it.
async fn in_force(db: &mut Reads, id: ContractId) -> Result<contracts::db::Contract> {
    contracts::in_force(db, id, CLOSED).await
}

/// A lesson with its state.
async fn load(db: &mut Reads, id: LessonId) -> Result<(db::Lesson, LessonState)> {
    let lesson = db::find(db, id).await?.ok_or(AppError::NotFound)?;
    let state = LessonState::from_code(&lesson.state).ok_or_else(|| AppError::bug("unknown lesson state"))?;
    Ok((lesson, state))
}
