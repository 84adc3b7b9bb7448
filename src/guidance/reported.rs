//! 受理した報告の期間: a record whose day lies in one stays as the report counted it.

use time::Date;

use crate::{
    kit::{db::Reads, error::Result},
    reports,
    vocab::{dates::wareki, ids::ContractId},
};

/// Why nothing of this day may be written or changed any more; `None` while it may.
pub async fn refusal(db: &mut Reads, contract: ContractId, on: Date) -> Result<Option<String>> {
    let is_closed = reports::freezes(db, contract, None, on).await?;
    let why = || format!("{}を含む期間の報告を区が受理したため、この日の記録は変えられません。", wareki(on));
    Ok(is_closed.then(why))
}
