//! The pages of programmes.

pub mod differences;
pub mod draft;
pub mod export;
pub mod import;
pub mod list;
pub mod publication;
pub mod rows;
pub mod section;
pub mod show;
pub mod trial;

use std::borrow::Cow;

use super::{
    Definition,
    db::{
        self, Programme,
        drafts::{self, Draft},
        versions::Version,
    },
};
use crate::{
    kit::{
        db::Reads,
        error::{AppError, Result},
        permission::Role,
    },
    vocab::ids::ProgrammeId,
};

async fn programme(db: &mut Reads, id: ProgrammeId) -> Result<Programme> {
    db::find(db, id).await?.ok_or(AppError::NotFound)
}

/// The programme with its draft.
async fn with_draft(db: &mut Reads, id: ProgrammeId) -> Result<(Programme, Draft)> {
    let programme = programme(db, id).await?;
    let draft = drafts::find(db, id).await?.ok_or(AppError::NotFound)?;
    Ok((programme, draft))
}

/// What a version says. A draft is read anew each time; a published one is kept for good.
async fn definition(
    db: &mut Reads,
    programme: ProgrammeId,
    version: &Version,
) -> Result<Cow<'static, Definition>> {
    if version.is_draft() {
        let draft = drafts::find(db, programme).await?.ok_or(AppError::NotFound)?;
        return Ok(Cow::Owned(draft.definition));
    }
    Ok(Cow::Borrowed(super::of(db, version.id).await?))
}

/// The version of that number, with the programme and what it says.
async fn numbered(
    db: &mut Reads,
    id: ProgrammeId,
    number: i32,
) -> Result<(Programme, Version, Cow<'static, Definition>)> {
    let programme = programme(db, id).await?;
    let versions = db::versions::of(db, id).await?;
    let version = versions.into_iter().find(|one| one.number == number).ok_or(AppError::NotFound)?;
    let definition = definition(db, id, &version).await?;
    Ok((programme, version, definition))
}

fn may_edit(role: Role) -> bool {
    matches!(role, Role::WardAdmin | Role::WardOfficer)
}
