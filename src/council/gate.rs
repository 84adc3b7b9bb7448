//! 関門: a contract whose ward requires it isn't signed before the approval of what it says.

use thiserror::Error;

use super::db;
use crate::{
    contracts::db::Contract,
    kit::{db::Reads, error::Result},
};

/// Why it can't be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Shut {
    #[error(
        "この契約は、審議会などの承認を得てから締結します。付議の画面で、付議書を提出し、承認を記録してください。"
    )]
    NotApproved,
    #[error(
        "承認された付議書と、契約の受託者・期間・情報項目が違っています。次の版を付議するか、契約の内容を承認されたものに戻してください。"
    )]
    Changed,
}

/// What keeps the contract from being signed; `None` when nothing does.
pub async fn shut(db: &mut Reads, contract: &Contract) -> Result<Option<Shut>> {
    let basis = db::basis(db, contract.id).await?;
    if !basis.is_some_and(|basis| basis.required) {
        return Ok(None);
    }
    Ok(verdict(db::approved(db, contract).await?))
}

/// `approved`: for each approved version, whether it says the same of the contract.
fn verdict(approved: Vec<bool>) -> Option<Shut> {
    match (approved.is_empty(), approved.contains(&true)) {
        (true, _) => Some(Shut::NotApproved),
        (false, true) => None,
        (false, false) => Some(Shut::Changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_approved_version_that_still_fits_opens_it() {
        assert_eq!(verdict(Vec::new()), Some(Shut::NotApproved));
        assert_eq!(verdict(vec![false, false]), Some(Shut::Changed));
        assert_eq!(verdict(vec![false, true]), None);
    }
}
