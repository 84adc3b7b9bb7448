//! The one draft a programme may have: begun, changed, published or discarded.

use serde_json::Value;
use time::OffsetDateTime;

use crate::{
    kit::db::{Reads, Writes},
    programmes::Definition,
    vocab::ids::{AccountId, ProgrammeId, ProgrammeVersionId},
};

/// A draft as it is stored. Never kept in memory: it changes.
pub struct Draft {
    pub id: ProgrammeVersionId,
    pub number: i32,
    pub definition: Definition,
    /// For stale edits.
    pub version: i32,
}

pub async fn find(db: &mut Reads, programme: ProgrammeId) -> sqlx::Result<Option<Draft>> {
    let row = sqlx::query!(
        r#"select id as "id: ProgrammeVersionId", number, definition, version from programme_version
           where ward_id = (select app_ward()) and programme_id = $1 and state = 'draft'"#,
        programme.0
    )
    .fetch_optional(db.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let definition = serde_json::from_value(row.definition).map_err(|e| sqlx::Error::Decode(Box::new(e)))?;
    Ok(Some(Draft { id: row.id, number: row.number, definition, version: row.version }))
}

/// A draft to begin.
pub struct NewDraft<'a> {
    pub programme: ProgrammeId,
    pub version: ProgrammeVersionId,
    pub definition: &'a Definition,
    pub by: AccountId,
    pub at: OffsetDateTime,
}

/// A new programme of the ward.
///
/// # Errors
/// A violation of `programme_code_once` when the ward has a programme of that code.
pub async fn insert_programme(db: &mut Writes, id: ProgrammeId, definition: &Definition) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into programme (ward_id, id, code, name) values (app_ward(), $1, $2, $3)",
        id.0,
        definition.code,
        definition.name
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The next version, as a draft.
///
/// # Errors
/// A violation of `programme_one_draft` when there is a draft already.
pub async fn begin(db: &mut Writes, draft: &NewDraft<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into programme_version (ward_id, id, programme_id, number, definition, made_at, made_by)
         select app_ward(), $1, $2, 1 + coalesce(max(v.number), 0), $3, $4, $5 from programme_version v
         where v.ward_id = (select app_ward()) and v.programme_id = $2",
        draft.version.0,
        draft.programme.0,
        stored(draft.definition)?,
        draft.at,
        draft.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed or published it first.
pub async fn change(
    db: &mut Writes,
    draft: ProgrammeVersionId,
    version: i32,
    definition: &Definition,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update programme_version set definition = $3, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'draft'",
        draft.0,
        version,
        stored(definition)?
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A draft to publish.
pub struct Publication<'a> {
    pub programme: ProgrammeId,
    pub draft: ProgrammeVersionId,
    pub version: i32,
    pub name: &'a str,
    pub note: &'a str,
    pub by: AccountId,
    pub at: OffsetDateTime,
}

/// Retires the version before, publishes the draft and names the programme anew. False when somebody else was first.
pub async fn publish(db: &mut Writes, new: &Publication<'_>) -> sqlx::Result<bool> {
    sqlx::query!(
        "update programme_version set state = 'retired', retired_at = $2, version = version + 1
         where ward_id = (select app_ward()) and programme_id = $1 and state = 'published'",
        new.programme.0,
        new.at
    )
    .execute(db.conn())
    .await?;
    let done = sqlx::query!(
        "update programme_version set state = 'published', note = $3, published_at = $4, published_by = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'draft'",
        new.draft.0,
        new.version,
        new.note,
        new.at,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "update programme set name = $2 where ward_id = (select app_ward()) and id = $1",
        new.programme.0,
        new.name
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes the draft, and the programme with it when it never had another version. False when somebody else was first.
pub async fn discard(
    db: &mut Writes,
    programme: ProgrammeId,
    draft: ProgrammeVersionId,
    version: i32,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from programme_version where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'draft'",
        draft.0,
        version
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "delete from programme p where p.ward_id = (select app_ward()) and p.id = $1
           and not exists (select 1 from programme_version v where v.ward_id = p.ward_id and v.programme_id = p.id)",
        programme.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

fn stored(definition: &Definition) -> sqlx::Result<Value> {
    serde_json::to_value(definition).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}
