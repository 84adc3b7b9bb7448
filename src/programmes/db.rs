//! Statements of programmes and their versions.

use time::OffsetDateTime;
use uuid::Uuid;

use super::Definition;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ProgrammeId, ProgrammeVersionId},
};

/// The text of a version, and whether it can no longer change.
pub struct Stored {
    pub text: String,
    pub is_final: bool,
}

/// # Errors
/// `RowNotFound` when the reader may not see it.
pub async fn stored(db: &mut Reads, version: ProgrammeVersionId) -> sqlx::Result<Stored> {
    sqlx::query_as!(
        Stored,
        r#"select definition::text as "text!", state <> 'draft' as "is_final!" from programme_version
           where ward_id = (select app_ward()) and id = $1"#,
        version.0
    )
    .fetch_one(db.conn())
    .await
}

/// A published version that contracts may be made from.
pub struct Published {
    pub version: ProgrammeVersionId,
    pub code: String,
}

/// By name.
pub async fn published(db: &mut Reads) -> sqlx::Result<Vec<Published>> {
    sqlx::query_as!(
        Published,
        r#"select v.id as "version: ProgrammeVersionId", p.code
           from programme p join programme_version v on v.ward_id = p.ward_id and v.programme_id = p.id
           where p.ward_id = (select app_ward()) and v.state = 'published' order by p.name, p.code"#
    )
    .fetch_all(db.conn())
    .await
}

/// A programme's first version, published at once: a preset that is taken over as it is.
pub struct TakenOver<'a> {
    pub programme: ProgrammeId,
    pub version: ProgrammeVersionId,
    pub definition: &'a Definition,
    pub by: AccountId,
    pub at: OffsetDateTime,
}

/// # Errors
/// A violation of `programme_code_once` when the ward has a programme of that code.
pub async fn take_over(db: &mut Writes, taken: &TakenOver<'_>) -> sqlx::Result<()> {
    let definition =
        serde_json::to_value(taken.definition).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    sqlx::query!(
        "with made as (
           insert into programme (ward_id, id, code, name) values (app_ward(), $1, $2, $3) returning ward_id, id)
         insert into programme_version (ward_id, id, programme_id, number, state, definition, note, made_at, made_by, published_at, published_by)
         select ward_id, $4, id, 1, 'published', $5, 'ひな形から作成', $6, $7, $6, $7 from made",
        taken.programme.0,
        taken.definition.code,
        taken.definition.name,
        taken.version.0 as Uuid,
        definition,
        taken.at,
        taken.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
