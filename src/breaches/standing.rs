//! What keeps a contract from being closed, as far as breaches go: something that was told and isn't decided. What is owed besides
//! is an obligation and stands among them.

use super::db::consequences;
use crate::{
    kit::{db::Reads, error::Result},
    vocab::ids::ContractId,
};

/// Sentences of what is undecided; empty when the contract may be closed.
pub async fn outstanding(reads: &mut Reads, contract: ContractId) -> Result<Vec<String>> {
    let undecided = consequences::undecided(reads, contract).await?;
    Ok(match undecided {
        0 => Vec::new(),
        some => vec![format!("違反・損害について、通知して決定していない対応が{some}件あります。")],
    })
}
