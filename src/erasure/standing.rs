//! What keeps a contract from being closed, as far as return and erasure go.

use super::db;
use crate::{
    handovers,
    kit::{db::Reads, error::Result},
    vocab::ids::ContractId,
};

/// Sentences of what is not yet returned, erased or given back; empty when the contract may be closed.
pub async fn outstanding(reads: &mut Reads, contract: ContractId) -> Result<Vec<String>> {
    let mut sentences = handovers::outstanding(reads, contract).await?;
    let (open, is_whole) = db::standing(reads, contract).await?;
    if open > 0 {
        sentences.push(format!("区の受理を待っている返還・消去の報告が{open}件あります。"));
    }
    if !is_whole {
        sentences.push("契約全体の返還・消去の報告が、まだ受理されていません。".into());
    }
    Ok(sentences)
}
