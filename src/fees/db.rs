//! Statements of the fees: agreed prices, and the records a fee is counted from.

use std::collections::BTreeMap;

use serde::Deserialize;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};

use super::prices::Agreed;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{ContractId, CourseId, EnrolmentId, ParticipantId, SessionId, UserFeeReceiptId},
};

/// The prices of a contract, by code and day.
pub async fn prices(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Agreed>> {
    sqlx::query_as!(
        Agreed,
        "select code, from_on, yen from contract_price where ward_id = (select app_ward()) and contract_id = $1 order by code, from_on",
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// Agrees a price from a day on, in place of the one of that day.
pub async fn agree(db: &mut Writes, contract: ContractId, price: &Agreed) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into contract_price (ward_id, contract_id, code, from_on, yen) values (app_ward(), $1, $2, $3, $4)
         on conflict (ward_id, contract_id, code, from_on) do update set yen = excluded.yen",
        contract.0,
        price.code,
        price.from_on,
        price.yen
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when there is no such price any more.
pub async fn remove(db: &mut Writes, contract: ContractId, price: &Agreed) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from contract_price where ward_id = (select app_ward()) and contract_id = $1 and code = $2 and from_on = $3 and yen = $4",
        contract.0,
        price.code,
        price.from_on,
        price.yen
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One session of a course of the contract.
pub struct SessionRow {
    pub id: SessionId,
    pub course: CourseId,
    pub course_name: String,
    pub number: i32,
    pub held_on: Date,
    pub minutes: i32,
    pub state: String,
    pub cancel_decided_at: Option<OffsetDateTime>,
    pub cancel_cause: Option<String>,
}

pub async fn sessions(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<SessionRow>> {
    sqlx::query_as!(
        SessionRow,
        r#"select s.id as "id: SessionId", s.course_id as "course: CourseId", k.name as course_name, s.number, s.held_on, s.minutes, s.state,
             s.cancel_decided_at, s.cancel_cause
           from session s join course k on k.ward_id = s.ward_id and k.id = s.course_id
           where s.ward_id = (select app_ward()) and s.contract_id = $1 order by s.held_on, s.id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// A course that came to its end, with the day of its last session that wasn't cancelled.
pub struct EndedRow {
    pub id: CourseId,
    pub name: String,
    pub on: Date,
}

pub async fn ended(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<EndedRow>> {
    sqlx::query_as!(
        EndedRow,
        r#"select k.id as "id: CourseId", k.name, max(s.held_on) as "on!"
           from course k join session s on s.ward_id = k.ward_id and s.course_id = k.id and s.state <> 'cancelled'
           where k.ward_id = (select app_ward()) and k.contract_id = $1 and k.state = 'finished' group by k.id, k.name"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// Somebody who was in the hall.
#[derive(Debug, Deserialize)]
pub struct AttendanceRow {
    pub session: SessionId,
    pub person: ParticipantId,
}

/// A place somebody has or had.
#[derive(Debug, Deserialize)]
pub struct EnrolmentRow {
    pub id: EnrolmentId,
    pub person: ParticipantId,
    /// Absent for an individual service.
    pub course: Option<CourseId>,
    pub from: Date,
    pub to: Option<Date>,
}

/// A day somebody came to their individual service.
#[derive(Debug, Deserialize)]
pub struct ServiceDayRow {
    pub id: uuid::Uuid,
    pub enrolment: EnrolmentId,
    pub person: ParticipantId,
    pub on: Date,
}

/// A contact with somebody under a guidance.
#[derive(Debug, Deserialize)]
pub struct ContactRow {
    pub id: uuid::Uuid,
    /// The enrolment, which is the page of the person's guidance.
    pub target: EnrolmentId,
    pub person: ParticipantId,
    pub on: Date,
    pub minutes: u16,
}

/// The contacts of a guidance contract; the same for every reader of a statement.
pub async fn contacts(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<ContactRow>> {
    let rows =
        sqlx::query_scalar!(r#"select fee_contacts($1) as "contacts!: Json<Vec<ContactRow>>""#, contract.0)
            .fetch_one(db.conn())
            .await?;
    Ok(rows.0)
}

/// The code of each contact of a guidance contract that the reader may open.
pub async fn planned_contacts(
    db: &mut Reads,
    contract: ContractId,
) -> sqlx::Result<BTreeMap<uuid::Uuid, String>> {
    let rows = sqlx::query!(
        "select id, planned from guidance_contact where ward_id = (select app_ward()) and contract_id = $1",
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.planned)).collect())
}

/// Who took part, by reference alone; the same for every reader of a statement.
#[derive(Default)]
pub struct Takers {
    pub attendances: Vec<AttendanceRow>,
    pub enrolments: Vec<EnrolmentRow>,
    pub service_days: Vec<ServiceDayRow>,
}

pub async fn takers(db: &mut Reads, contract: ContractId) -> sqlx::Result<Takers> {
    let row = sqlx::query!(
        r#"select attendances as "attendances!: Json<Vec<AttendanceRow>>", enrolments as "enrolments!: Json<Vec<EnrolmentRow>>",
                  service_days as "service_days!: Json<Vec<ServiceDayRow>>"
           from fee_takers($1)"#,
        contract.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(row.map_or_else(Takers::default, |row| Takers {
        attendances: row.attendances.0,
        enrolments: row.enrolments.0,
        service_days: row.service_days.0,
    }))
}

/// What a participant paid for a month; a voided receipt is none.
pub struct ReceiptRow {
    pub id: UserFeeReceiptId,
    pub person: ParticipantId,
    pub number: i32,
    pub paid_on: Date,
    pub yen: i64,
}

/// Those of a contract; the same for every reader of a statement.
pub async fn receipts(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<ReceiptRow>> {
    sqlx::query_as!(
        ReceiptRow,
        r#"select id as "id!: UserFeeReceiptId", participant_id as "person!: ParticipantId", number as "number!", paid_on as "paid_on!", yen as "yen!"
           from fee_receipts($1)"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// An add-on that was given in a session.
pub struct AddOnRow {
    pub session: SessionId,
    pub code: String,
}

/// Those of a contract; the same for every reader of a statement.
pub async fn add_ons(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<AddOnRow>> {
    sqlx::query_as!(
        AddOnRow,
        r#"select session_id as "session!: SessionId", code as "code!" from fee_add_ons($1)"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}
