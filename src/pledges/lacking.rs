//! 何が足りないか: what keeps somebody from seeing people though a list with their name was accepted, in words. The gate itself is
//! `custodian_lacks` in migrations/0047_mends.sql.

use super::db;
use crate::kit::{ctx::Ctx, error::Result, permission::Permission};

/// The sentence about the code of [`db::lacks`].
pub fn in_words(code: &str) -> &'static str {
    match code {
        "pledge" => "誓約書がまだ有効でないため、参加者の情報は見られません。",
        _ => "個人情報の教育をまだ終えていない（または期限が切れた）ため、参加者の情報は見られません。",
    }
}

/// What keeps the reader out of the contract they act under; empty when nothing does.
pub async fn keeps_out<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<&'static str> {
    let Some(contract) = cx.actor().contract.filter(|_| !cx.actor().sees_people()) else { return Ok("") };
    let (account, today) = (cx.actor().account, cx.today());
    let lacks = db::lacks(cx.db(), contract, account, today).await?;
    Ok(lacks.as_deref().map_or("", in_words))
}
