//! The pages of permits: applying, deciding, ending, reading.

pub mod applying;
pub mod deciding;
pub mod ending;
pub mod reading;

use super::{
    db::{self, Decision, Ending, Permit, Said},
    kinds::Kind,
    states::PermitState,
};
use crate::{
    kit::{
        ctx::Ctx,
        db::Reads,
        error::{AppError, Result},
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::PermitId,
};

/// A permit with its words opened.
pub struct Opened {
    pub permit: Permit,
    pub kind: Kind,
    pub state: PermitState,
    pub said: Said,
    /// Conditions, or why not.
    pub decision: Option<String>,
    pub ending: Option<String>,
}

async fn load(db: &mut Reads, id: PermitId) -> Result<(Permit, Kind, PermitState)> {
    let permit = db::find(db, id).await?.ok_or(AppError::NotFound)?;
    let kind = Kind::from_code(&permit.kind).ok_or_else(|| AppError::bug("unknown kind of permit"))?;
    let state = PermitState::from_code(&permit.state).ok_or_else(|| AppError::bug("unknown permit state"))?;
    Ok((permit, kind, state))
}

async fn open<P: Permission, M>(cx: &mut Ctx<P, M>, id: PermitId) -> Result<Opened> {
    let (permit, kind, state) = load(cx.db(), id).await?;
    let unit = Unit::Unit(permit.contract.0);
    let said = cx.open_paper(unit, id.0, 1, &permit.sealed)?;
    let decision =
        permit.decision.as_ref().map(|blob| cx.open_paper::<Decision>(unit, id.0, db::DECIDED, blob));
    let ending = permit.ending.as_ref().zip(permit.ending_version);
    let ending = ending.map(|(blob, version)| cx.open_paper::<Ending>(unit, id.0, version, blob));
    let (decision, ending) =
        (decision.transpose()?.map(|words| words.0), ending.transpose()?.map(|words| words.0));
    Ok(Opened { permit, kind, state, said, decision, ending })
}
