//! The pages of tablets: registering, deciding, stopping, reading, and what waits for a person.

pub mod deciding;
pub mod parked;
pub mod reading;
pub mod registering;
pub mod stopping;

use super::{
    db::{self, DECIDED, Decision, Device, Revocation, Tablet},
    states::TabletState,
};
use crate::{
    contracts,
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::TabletId,
};

/// A tablet with its words opened.
pub struct Opened {
    pub tablet: Tablet,
    pub state: TabletState,
    pub device: Device,
    /// Conditions, or why not.
    pub decision: Option<String>,
    pub revocation: Option<String>,
    /// The codes of the contract's information items.
    pub items: Vec<String>,
}

async fn open<P: Permission, M>(cx: &mut Ctx<P, M>, id: TabletId) -> Result<Opened> {
    let tablet = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let state = AppError::known(&tablet.state, TabletState::from_code)?;
    let unit = Unit::Unit(tablet.contract.0);
    let contract = contracts::db::find(cx.db(), tablet.contract).await?.ok_or(AppError::NotFound)?;
    let device = cx.open_paper(unit, id.0, 1, &tablet.sealed)?;
    let decision = tablet.decision.as_ref().map(|blob| cx.open_paper::<Decision>(unit, id.0, DECIDED, blob));
    let revocation = tablet.revocation.as_ref().zip(tablet.revocation_version);
    let revocation = revocation.map(|(blob, version)| cx.open_paper::<Revocation>(unit, id.0, version, blob));
    let (decision, revocation) =
        (decision.transpose()?.map(|words| words.0), revocation.transpose()?.map(|words| words.0));
    Ok(Opened { tablet, state, device, decision, revocation, items: contract.items })
}
