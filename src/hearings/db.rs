//! Rows of hearings: one statement each.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ApplicationId, CentreId, ContractId, DistrictId, HearingId},
};

/// A request as the centre has it.
pub struct Hearing {
    pub id: HearingId,
    pub contract: ContractId,
    pub application: ApplicationId,
    pub state: String,
    pub sealed: Vec<u8>,
    pub asked_at: OffsetDateTime,
    /// The last day on which the answer is not late.
    pub due_on: Date,
    pub answer: Option<Vec<u8>>,
    pub answered_at: Option<OffsetDateTime>,
    pub answered_by: Option<String>,
    pub version: i32,
}

pub async fn count(db: &mut Reads, all: bool) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from hearing where ward_id = (select app_ward()) and ($1 or state = 'asked')"#,
        all
    )
    .fetch_one(db.conn())
    .await
}

/// The requests of the reader's centre: those that wait, by the day they are due, or all, the newest first.
pub async fn list(db: &mut Reads, all: bool, limit: i64, offset: i64) -> sqlx::Result<Vec<Hearing>> {
    sqlx::query_as!(
        Hearing,
        r#"select h.id as "id: HearingId", h.contract_id as "contract: ContractId", h.application_id as "application: ApplicationId",
             h.state, h.sealed, h.asked_at, h.due_on, h.answer, h.answered_at, a.name as "answered_by?", h.version
           from hearing h left join account a on a.id = h.answered_by
           where h.ward_id = (select app_ward()) and ($1 or h.state = 'asked')
           order by case when $1 then h.asked_at end desc, h.due_on, h.asked_at, h.id limit $2 offset $3"#,
        all,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: HearingId) -> sqlx::Result<Option<Hearing>> {
    sqlx::query_as!(
        Hearing,
        r#"select h.id as "id: HearingId", h.contract_id as "contract: ContractId", h.application_id as "application: ApplicationId",
             h.state, h.sealed, h.asked_at, h.due_on, h.answer, h.answered_at, a.name as "answered_by?", h.version
           from hearing h left join account a on a.id = h.answered_by
           where h.ward_id = (select app_ward()) and h.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A request as the ward has it beside the application.
pub struct Asked {
    pub id: HearingId,
    pub sheet: String,
    pub centre: String,
    pub asked_at: OffsetDateTime,
    pub due_on: Date,
    pub answer: Option<Vec<u8>>,
    pub version: i32,
}

/// The last request of each sheet of an application.
pub async fn of_application(db: &mut Reads, application: ApplicationId) -> sqlx::Result<Vec<Asked>> {
    sqlx::query_as!(
        Asked,
        r#"select distinct on (h.sheet) h.id as "id: HearingId", h.sheet, c.name as centre, h.asked_at, h.due_on, h.answer, h.version
           from hearing h join centre c on c.ward_id = h.ward_id and c.id = h.centre_id
           where h.ward_id = (select app_ward()) and h.application_id = $1 order by h.sheet, h.asked_at desc, h.id desc"#,
        application.0
    )
    .fetch_all(db.conn())
    .await
}

/// Which centre is responsible for a district.
pub async fn centre_of(db: &mut Reads, district: DistrictId) -> sqlx::Result<Option<CentreId>> {
    sqlx::query_scalar!(
        r#"select centre_id as "id: CentreId" from district where ward_id = (select app_ward()) and id = $1"#,
        district.0
    )
    .fetch_optional(db.conn())
    .await
}

pub struct New<'a> {
    pub id: HearingId,
    pub contract: ContractId,
    pub application: ApplicationId,
    pub centre: CentreId,
    pub sheet: &'a str,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
    pub due_on: Date,
}

pub async fn insert(db: &mut Writes, new: &New<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into hearing (ward_id, id, contract_id, application_id, centre_id, sheet, sealed, asked_by, asked_at, due_on)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.contract.0,
        new.application.0,
        new.centre.0,
        new.sheet,
        new.sealed,
        new.by.0,
        new.now,
        new.due_on
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Writes the answer; the blob is sealed for `version + 1`. False when somebody else was first, or it is settled already.
pub async fn answer(
    db: &mut Writes,
    (id, version): (Uuid, i32),
    sealed: &[u8],
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update hearing set state = 'answered', answer = $3, answered_by = $4, answered_at = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'asked'",
        id,
        version,
        sealed,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
