//! Rows of the register: participants, their tokens and certifications, and the districts a form offers.

pub mod history;
pub mod list;

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Register, entry::District};
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, CentreId, DistrictId, ParticipantId, SearchId},
};

pub async fn districts(db: &mut Reads) -> sqlx::Result<Vec<District>> {
    sqlx::query_as!(
        District,
        r#"select d.id as "id: DistrictId", d.name, d.centre_id as "centre: CentreId", c.name as centre_name
           from district d join centre c on c.ward_id = d.ward_id and c.id = d.centre_id
           where d.ward_id = (select app_ward()) order by c.name, d.name"#
    )
    .fetch_all(db.conn())
    .await
}

/// Names of the place a participant belongs to, the day of registration, and the certification in force.
pub struct Surroundings {
    pub district: String,
    pub centre: String,
    pub centre_telephone: String,
    pub registered_at: OffsetDateTime,
}

pub async fn surroundings(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Surroundings> {
    sqlx::query_as!(
        Surroundings,
        r#"select d.name as district, c.name as centre, c.telephone as centre_telephone, p.registered_at
           from participant p
           join district d on d.ward_id = p.ward_id and d.id = p.district_id
           join centre c on c.ward_id = p.ward_id and c.id = p.centre_id
           where p.ward_id = (select app_ward()) and p.id = $1"#,
        id.0
    )
    .fetch_one(db.conn())
    .await
}

/// One entry of a participant's certification history.
pub struct Certified {
    pub level: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

/// Newest first. Wards and centres only.
pub async fn certifications(db: &mut Reads, id: ParticipantId) -> sqlx::Result<Vec<Certified>> {
    sqlx::query_as!(
        Certified,
        "select level, valid_from, valid_to from certification where ward_id = (select app_ward()) and participant_id = $1
         order by valid_from desc, id desc",
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// Rows that share one of `tokens`: candidates for being the same person.
pub async fn sharing(db: &mut Reads, tokens: &[Vec<u8>]) -> sqlx::Result<Vec<Register>> {
    sqlx::query_as!(
        Register,
        r#"select id as "id: ParticipantId", number, centre_id as "centre: CentreId", district_id as "district: DistrictId", sex,
                  birth_year, certification, sealed, version
           from participant
           where ward_id = (select app_ward()) and id = any(array(
             select t.participant_id from search_token t where t.ward_id = (select app_ward()) and t.token = any($1)))
           order by number"#,
        tokens
    )
    .fetch_all(db.conn())
    .await
}

/// The last of `count` new participant numbers; the ward's row stays locked until the end of the transaction, so numbers
/// have no gaps.
pub async fn take_numbers(db: &mut Writes, count: i32) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "update ward set last_participant_number = last_participant_number + $1 where ward_id = (select app_ward())
         returning last_participant_number",
        count
    )
    .fetch_one(db.conn())
    .await
}

/// The plain columns of a participant row, and its blob.
pub struct Plain<'a> {
    pub id: ParticipantId,
    pub centre: CentreId,
    pub district: DistrictId,
    pub sex: &'a str,
    pub birth_year: i32,
    pub certification: &'a str,
    pub sealed: &'a [u8],
}

pub async fn insert(db: &mut Writes, row: &Plain<'_>, number: i32, now: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into participant (ward_id, id, number, centre_id, district_id, sex, birth_year, certification, sealed, registered_at)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        row.id.0,
        number,
        row.centre.0,
        row.district.0,
        row.sex,
        row.birth_year,
        row.certification,
        row.sealed,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed the row since `version`.
pub async fn update(db: &mut Writes, row: &Plain<'_>, version: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update participant set centre_id = $2, district_id = $3, sex = $4, birth_year = $5, certification = $6, sealed = $7,
                version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $8",
        row.id.0,
        row.centre.0,
        row.district.0,
        row.sex,
        row.birth_year,
        row.certification,
        row.sealed,
        version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes `tokens` the tokens of a participant.
pub async fn replace_tokens(db: &mut Writes, id: ParticipantId, tokens: &[Vec<u8>]) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from search_token where ward_id = (select app_ward()) and participant_id = $1 and not token = any($2)",
        id.0,
        tokens
    )
    .execute(db.conn())
    .await?;
    insert_tokens(db, id, tokens).await
}

pub async fn insert_tokens(db: &mut Writes, id: ParticipantId, tokens: &[Vec<u8>]) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into search_token (ward_id, token, participant_id)
         select (select app_ward()), token, $1 from unnest($2::bytea[]) token on conflict do nothing",
        id.0,
        tokens
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn insert_certification(
    db: &mut Writes,
    id: Uuid,
    participant: ParticipantId,
    entry: &Certified,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into certification (ward_id, id, participant_id, level, valid_from, valid_to) values ((select app_ward()), $1, $2, $3, $4, $5)",
        id,
        participant.0,
        entry.level,
        entry.valid_from,
        entry.valid_to
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Stores what somebody looks for and forgets that person's searches made before `forgotten_before`.
pub async fn insert_search(
    db: &mut Writes,
    id: SearchId,
    account: AccountId,
    sealed: &[u8],
    now: OffsetDateTime,
    forgotten_before: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with gone as (delete from search where ward_id = (select app_ward()) and account_id = $2 and made_at < $5)
         insert into search (ward_id, id, account_id, sealed, made_at) values ((select app_ward()), $1, $2, $3, $4)",
        id.0,
        account.0,
        sealed,
        now,
        forgotten_before
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
