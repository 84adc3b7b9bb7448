//! What the tablet's script asks and sends. Every answer is JSON, refusals too (`kit::shield`), and none is kept.

pub mod contact;
pub mod packing;
pub mod sending;
pub mod wiping;

use time::Date;

use super::{
    db::{self, Tablet},
    states::{Standing, TabletState},
};
use crate::{
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    vocab::ids::TabletId,
};

/// A tablet of the contract that the login acts under. One of another contract that the login may choose is named by that contract;
/// any other id is nothing.
async fn tablet<P: Permission, M>(cx: &mut Ctx<P, M>, id: TabletId) -> Result<Tablet> {
    let contract = cx.contract()?;
    let found = db::find(cx.db(), id).await?.filter(|tablet| tablet.contract == contract);
    if let Some(tablet) = found {
        return Ok(tablet);
    }
    match db::contract_of_ours(cx.db(), id).await? {
        Some(title) => Err(AppError::Stale(format!(
            "この端末は別の契約（{title}）のものです。契約を選び直してください。"
        ))),
        None => Err(AppError::NotFound),
    }
}

/// # Errors
/// When the stored state is unknown.
pub fn standing_of(tablet: &Tablet, today: Date) -> Result<Standing> {
    let state = AppError::known(&tablet.state, TabletState::from_code)?;
    Ok(Standing::of(state, tablet.permitted_until, today, (tablet.packs > 0, tablet.wipes > 0)))
}

/// Passes for a tablet that is permitted today.
fn permitted(tablet: &Tablet, today: Date) -> Result<()> {
    let why = match standing_of(tablet, today)? {
        Standing::Permitted => return Ok(()),
        Standing::Requested => "この端末は、区の許可を待っています。",
        Standing::Refused => "この端末は、区が許可しませんでした。",
        Standing::Revoked | Standing::Wiped => "この端末の許可は終わっています。",
        Standing::Expired => "この端末の許可の期限が過ぎています。区に新しい許可を求めてください。",
    };
    Err(AppError::Stale(why.into()))
}
