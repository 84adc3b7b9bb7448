//! 誓約書の写しを出す義務: it lies with the ward once everybody in the lists that were handed in has pledged, and is done once the
//! ward has received every pledge. Source: S3 特記仕様書 4(4)(5).
//!
//! Invariant: without a list that was handed in there is nobody to have pledged, and the duty stays open.

use super::db::{self, Counted};
use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::{self, Named},
    vocab::ids::ContractId,
};

/// The rule of the library that asks for pledges.
const RULE: &str = "pledge";

fn named(contract: ContractId) -> Named<'static> {
    Named::of_rule(contract, RULE, "", "contractor")
}

/// A pledge was given, or a list handed in.
pub async fn hand_in_when_whole<P: Permission>(cx: &mut Act<P>, contract: ContractId) -> Result<()> {
    match db::counted(cx.db(), contract).await? {
        Counted { people: 1.., ungiven: 0, .. } => {
            let on = cx.today();
            obligations::hand_in(cx, &named(contract), on).await
        }
        Counted { .. } => Ok(()),
    }
}

/// A pledge was received, or a list accepted.
pub async fn settle_when_received<P: Permission>(cx: &mut Act<P>, contract: ContractId) -> Result<()> {
    if let Counted { people: 1.., unreceived: 0, last_on: Some(on), .. } =
        db::counted(cx.db(), contract).await?
    {
        let note = "従事者全員の誓約書を区が受理しました。";
        obligations::settle(cx, &named(contract), on, note).await?;
    }
    Ok(())
}

/// A pledge was given back.
pub async fn hand_back<P: Permission>(cx: &mut Act<P>, contract: ContractId) -> Result<()> {
    obligations::hand_back(cx, &named(contract)).await
}
