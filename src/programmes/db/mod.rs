//! Statements of programmes and their versions.

pub mod drafts;
pub mod versions;

use time::OffsetDateTime;
use uuid::Uuid;

use super::Definition;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ProgrammeId, ProgrammeVersionId},
};

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

/// A line of the list.
pub struct Line {
    pub id: ProgrammeId,
    pub name: String,
    /// Number and day of the published version; absent before the first.
    pub published: Option<i32>,
    pub published_at: Option<OffsetDateTime>,
    pub draft: Option<i32>,
    /// Contracts bound to any of its versions.
    pub contracts: i64,
}

/// One page of the ward's programmes, by name.
pub async fn list(db: &mut Reads, page: i64) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select p.id as "id: ProgrammeId", p.name, u.number as "published?", u.published_at, d.number as "draft?",
                  (select count(*) from contract c join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
                   where c.ward_id = p.ward_id and v.programme_id = p.id) as "contracts!"
           from programme p
           left join programme_version u on u.ward_id = p.ward_id and u.programme_id = p.id and u.state = 'published'
           left join programme_version d on d.ward_id = p.ward_id and d.programme_id = p.id and d.state = 'draft'
           where p.ward_id = (select app_ward()) order by p.name, p.code limit 50 offset $1"#,
        (page - 1) * 50
    )
    .fetch_all(db.conn())
    .await
}

/// The codes of all the ward's programmes.
pub async fn codes(db: &mut Reads) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("select code from programme where ward_id = (select app_ward()) order by code")
        .fetch_all(db.conn())
        .await
}

/// A programme.
pub struct Programme {
    pub id: ProgrammeId,
    pub code: String,
    pub name: String,
}

pub async fn find(db: &mut Reads, id: ProgrammeId) -> sqlx::Result<Option<Programme>> {
    sqlx::query_as!(
        Programme,
        r#"select id as "id: ProgrammeId", code, name from programme where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// The ward's programme of that code.
pub async fn of_code(db: &mut Reads, code: &str) -> sqlx::Result<Option<Programme>> {
    sqlx::query_as!(
        Programme,
        r#"select id as "id: ProgrammeId", code, name from programme where ward_id = (select app_ward()) and code = $1"#,
        code
    )
    .fetch_optional(db.conn())
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
