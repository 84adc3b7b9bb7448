//! 済みになるまで: a paper, a report or a 従事者名簿 that was handed in lies with the side that decides on it, and whoever owed it
//! isn't late any more; the decision closes its obligation, or it comes back and is open again with its day.

use time::Date;

use super::{
    db::{
        Done,
        named::{self, Closing},
    },
    library::Evidence,
    named::Named,
};
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    vocab::ids::{AccountId, ContractId},
};

/// Said at an obligation that a paper closed.
pub const DONE_BY_PAPER: &str = "提出物で済みになりました。";

/// The paper or report lies with the side that decides on it.
pub async fn hand_in<P: Permission>(cx: &mut Act<P>, named: &Named<'_>, on: Date) -> Result<()> {
    named::mark(cx.write(), named, Some(on)).await?;
    Ok(())
}

/// It came back.
pub async fn hand_back<P: Permission>(cx: &mut Act<P>, named: &Named<'_>) -> Result<()> {
    named::mark(cx.write(), named, None).await?;
    Ok(())
}

/// It was decided on, or nothing is to be decided: closes the obligation of its occurrence; without one, what was handed in, else
/// what is due first of its kind. `on`: when it was handed in. Returns how many were closed.
pub async fn settle<P: Permission>(cx: &mut Act<P>, named: &Named<'_>, on: Date, note: &str) -> Result<u64> {
    let done = Done { state: "done", on, by: cx.actor().account, note };
    Ok(named::close(cx.write(), named, &done).await?)
}

/// A contractor's register lies with the ward since `on`, or came back.
pub async fn register_handed_in<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    evidence: Evidence,
    on: Option<Date>,
) -> Result<()> {
    named::mark_register(cx.write(), contract, evidence, on).await?;
    Ok(())
}

/// A register holds the proof: closes what it proves. `occurrence` may be empty for every one that is open. Returns how many
/// were closed.
pub async fn register_settled<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    evidence: Evidence,
    occurrence: &str,
    on: Date,
    by: AccountId,
) -> Result<u64> {
    let side = if cx.actor().role.is_contractor() { "contractor" } else { "ward" };
    let note = format!("{}により済みになりました。", evidence.label());
    let done = Done { state: "done", on, by, note: &note };
    let closing = Closing { contract, evidence, occurrence, side, done };
    Ok(named::close_by_register(cx.write(), &closing).await?)
}
