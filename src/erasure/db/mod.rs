//! Rows of the reports: one statement each. Plans and the destruction of keys have files of their own.

pub mod destructions;
pub mod plans;

use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::duties::Answered;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, CourseId, ErasureId, ErasurePhotoId, HeldItemId, ParticipantId},
};

/// A report, whole.
pub struct Report {
    pub id: ErasureId,
    pub contract: ContractId,
    pub contract_title: String,
    pub course: Option<CourseId>,
    pub course_name: Option<String>,
    pub participant: Option<ParticipantId>,
    /// 参加者番号; `None` for who no longer sees the person.
    pub participant_number: Option<i32>,
    pub carried_out_on: Option<Date>,
    pub erased_on: Date,
    pub due_on: Date,
    pub ends_reading: bool,
    pub sealed: Vec<u8>,
    pub answers: Json<Vec<Answered>>,
    pub state: String,
    pub reported_at: OffsetDateTime,
    pub reported_by: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub remark: Option<Vec<u8>>,
    pub replaced_by: Option<ErasureId>,
}

/// Reports with the names that stand around them; `$tail` says which.
macro_rules! reports {
    ($tail:tt, $($value:expr),+) => {
        sqlx::query_as!(
            Report,
            r#"select e.id as "id: ErasureId", e.contract_id as "contract: ContractId", c.title as contract_title, e.course_id as "course: CourseId", k.name as "course_name?",
                 e.participant_id as "participant: ParticipantId", p.number as "participant_number?", e.carried_out_on, e.erased_on, e.due_on, e.ends_reading, e.sealed, e.answers as "answers: Json<Vec<Answered>>", e.state,
                 e.reported_at, r.name as "reported_by?", e.decided_at, d.name as "decided_by?", e.remark, n.id as "replaced_by?: ErasureId"
               from erasure e
               join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
               left join course k on k.ward_id = e.ward_id and k.id = e.course_id
               left join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
               left join erasure n on n.ward_id = e.ward_id and n.replaces = e.id
               left join account r on r.id = e.reported_by left join account d on d.id = e.decided_by
               where e.ward_id = (select app_ward()) "# + $tail,
            $($value),+
        )
    };
}

pub async fn find(db: &mut Reads, id: ErasureId) -> sqlx::Result<Option<Report>> {
    reports!("and e.id = $1", id.0).fetch_optional(db.conn()).await
}

/// Those of a contract, the latest first.
pub async fn list(
    db: &mut Reads,
    contract: ContractId,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Report>> {
    reports!(
        "and e.contract_id = $1 order by e.reported_at desc, e.id desc limit $2 offset $3",
        contract.0,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, contract: ContractId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from erasure where ward_id = (select app_ward()) and contract_id = $1"#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

/// What of a contract was erased, by accepted reports and by the wipes of tablets.
pub async fn erased(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<(HeldItemId, i32)>> {
    let rows = sqlx::query!(
        r#"select item_id as "item!: HeldItemId", quantity as "quantity!" from erased_of(app_ward(), $1) order by item_id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.item, row.quantity)).collect())
}

/// One report's part in the erasure of a thing, or the wipe of the tablet it was on.
pub struct ErasureOf {
    /// The report, or the tablet.
    pub id: Uuid,
    pub is_wipe: bool,
    pub quantity: i32,
    pub erased_on: Date,
    pub state: String,
    /// Of a wipe: the number of its 消去記録.
    pub number: Option<String>,
}

/// The erasures of one thing, reported or accepted, and its wipe.
pub async fn of_item(db: &mut Reads, item: HeldItemId) -> sqlx::Result<Vec<ErasureOf>> {
    sqlx::query_as!(
        ErasureOf,
        r#"select e.id as "id!", false as "is_wipe!", l.quantity as "quantity!", e.erased_on as "erased_on!", e.state as "state!", null::text as number
           from erasure_line l join erasure e on e.ward_id = l.ward_id and e.id = l.erasure_id
           where l.ward_id = (select app_ward()) and l.item_id = $1
           union all
           select p.tablet_id, true, 1, (w.wiped_at at time zone 'Asia/Tokyo')::date, 'accepted', w.number
           from tablet_pack p join tablet_wipe w on w.ward_id = p.ward_id and w.id = p.wipe_id
           where p.ward_id = (select app_ward()) and p.handover_id = $1
           order by 4, 1"#,
        item.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct NewReport<'a> {
    pub id: ErasureId,
    pub contract: ContractId,
    pub unit: &'a str,
    pub course: Option<Uuid>,
    pub participant: Option<Uuid>,
    pub carried_out_on: Option<Date>,
    pub erased_on: Date,
    pub due_on: Date,
    pub ends_reading: bool,
    pub sealed: &'a [u8],
    pub answers: &'a [Answered],
    pub replaces: Option<ErasureId>,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewReport<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into erasure (ward_id, id, contract_id, unit, course_id, participant_id, carried_out_on, erased_on, due_on, ends_reading, sealed, answers, replaces, reported_at, reported_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        new.id.0,
        new.contract.0,
        new.unit,
        new.course,
        new.participant,
        new.carried_out_on,
        new.erased_on,
        new.due_on,
        new.ends_reading,
        new.sealed,
        Json(new.answers) as _,
        new.replaces.map(|id| id.0),
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// One thing of a report.
pub struct Line {
    pub id: Uuid,
    pub item: HeldItemId,
    pub quantity: i32,
    pub method: String,
    pub sealed: Vec<u8>,
}

pub async fn lines(db: &mut Reads, report: ErasureId) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select id, item_id as "item: HeldItemId", quantity, method, sealed from erasure_line
           where ward_id = (select app_ward()) and erasure_id = $1 order by id"#,
        report.0
    )
    .fetch_all(db.conn())
    .await
}

pub async fn insert_line(
    db: &mut Writes,
    (contract, report): (ContractId, ErasureId),
    line: &Line,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into erasure_line (ward_id, id, contract_id, erasure_id, item_id, quantity, method, sealed)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7)",
        line.id,
        contract.0,
        report.0,
        line.item.0,
        line.quantity,
        line.method,
        line.sealed
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What is known of a photo without opening it.
pub struct PhotoFacts {
    pub id: ErasurePhotoId,
    pub shows: String,
    pub kind: String,
    pub size: i32,
    pub sha256: Vec<u8>,
}

pub async fn photos(db: &mut Reads, report: ErasureId) -> sqlx::Result<Vec<PhotoFacts>> {
    sqlx::query_as!(
        PhotoFacts,
        r#"select id as "id: ErasurePhotoId", shows, kind, size, sha256 from erasure_photo
           where ward_id = (select app_ward()) and erasure_id = $1 order by id"#,
        report.0
    )
    .fetch_all(db.conn())
    .await
}

/// A photo as it is stored, with its contract and report.
pub struct SealedPhoto {
    pub contract: ContractId,
    pub report: ErasureId,
    pub kind: String,
    pub file: Vec<u8>,
}

pub async fn photo(db: &mut Reads, id: ErasurePhotoId) -> sqlx::Result<Option<SealedPhoto>> {
    sqlx::query_as!(
        SealedPhoto,
        r#"select contract_id as "contract: ContractId", erasure_id as "report: ErasureId", kind, file from erasure_photo
           where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

pub struct NewPhoto<'a> {
    pub id: ErasurePhotoId,
    pub contract: ContractId,
    pub report: ErasureId,
    pub shows: &'a str,
    pub kind: &'a str,
    pub file: &'a [u8],
    pub size: i32,
    pub sha256: &'a [u8],
}

pub async fn insert_photo(db: &mut Writes, new: &NewPhoto<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into erasure_photo (ward_id, id, contract_id, erasure_id, shows, file, kind, size, sha256)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.contract.0,
        new.report.0,
        new.shows,
        new.file,
        new.kind,
        new.size,
        new.sha256
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// The ward's decision; false when somebody else was quicker.
pub async fn decide(
    db: &mut Writes,
    id: ErasureId,
    state: &str,
    (at, by): (OffsetDateTime, AccountId),
    remark: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update erasure set state = $2, decided_at = $3, decided_by = $4, remark = $5, version = 2
         where ward_id = (select app_ward()) and id = $1 and state = 'reported'",
        id.0,
        state,
        at,
        by.0,
        remark
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Everybody who was given a place under the contract.
pub async fn people(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select distinct participant_id from enrolment where ward_id = (select app_ward()) and contract_id = $1 and state <> 'waiting'",
        contract.0
    )
    .fetch_all(db.conn())
    .await
}
