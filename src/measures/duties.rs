//! 義務との結び付き: 「情報保護の対策の一覧表の確認」 is owed by both. The contractor's marks lie with the ward, whose acceptance is the proof
//! for both sides.

use time::Date;

use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::{self, Evidence, Named},
    vocab::ids::ContractId,
};

/// The rule of the library that the list answers.
const CHECKLIST: &str = "measures_checklist";

pub async fn marked<P: Permission>(cx: &mut Act<P>, contract: ContractId) -> Result<()> {
    let today = cx.today();
    obligations::register_handed_in(cx, contract, Evidence::Measures, Some(today)).await
}

/// `marked_on`: when the contractor had marked its side.
pub async fn accepted<P: Permission>(cx: &mut Act<P>, contract: ContractId, marked_on: Date) -> Result<()> {
    let (today, by) = (cx.today(), cx.actor().account);
    obligations::register_settled(cx, contract, Evidence::Measures, "", today, by).await?;
    let theirs = Named { contract, rule: CHECKLIST.into(), occurrence: String::new(), owed_by: "contractor" };
    obligations::settle(cx, &theirs, marked_on, "区が対策の一覧を確認し、済みになりました。").await?;
    Ok(())
}
