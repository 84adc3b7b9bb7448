//! What keeps a contract from being closed, as far as the ledger and erasure go. What has to be reported besides is an obligation and
//! stands among them.

use super::db;
use crate::{
    handovers,
    kit::{db::Reads, error::Result},
    vocab::ids::ContractId,
};

/// Sentences of what is on its way, unaccounted for or undecided; empty when the contract may be closed.
pub async fn outstanding(reads: &mut Reads, contract: ContractId) -> Result<Vec<String>> {
    let mut sentences = handovers::outstanding(reads, contract).await?;
    let waiting = db::waiting(reads, contract).await?;
    if waiting > 0 {
        sentences.push(format!("区の受理を待っている返還・消去の報告が{waiting}件あります。"));
    }
    Ok(sentences)
}
