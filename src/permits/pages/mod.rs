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
        parts::UNREAD,
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
    /// `None` for whoever may not read it: somebody else's, outside the accepted 従事者名簿. So for what became of it.
    pub said: Option<Said>,
    /// Conditions, or why not.
    pub decision: Option<String>,
    pub ending: Option<String>,
}

impl Opened {
    /// What became of it, or why it was revoked; withdrawn ones have no words.
    pub fn ending(&self) -> Option<String> {
        let is_hidden = self.state == PermitState::Ended && self.ending.is_none();
        if is_hidden { Some(UNREAD.into()) } else { self.ending.clone() }
    }

    /// For the paper, which is whole or isn't handed out.
    pub fn is_whole(&self) -> bool {
        self.said.is_some() && (self.state != PermitState::Ended || self.ending.is_some())
    }
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
    let said = permit.sealed.as_ref().map(|blob| cx.open_paper(unit, id.0, 1, blob)).transpose()?;
    let decision =
        permit.decision.as_ref().map(|blob| cx.open_paper::<Decision>(unit, id.0, db::DECIDED, blob));
    let ending = permit.ending.as_ref().map(|blob| cx.open_paper::<Ending>(unit, id.0, permit.version, blob));
    let (decision, ending) =
        (decision.transpose()?.map(|words| words.0), ending.transpose()?.map(|words| words.0));
    Ok(Opened { permit, kind, state, said, decision, ending })
}
