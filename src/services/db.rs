//! Rows of individual services: enrolments without a course (and not of a guidance), their records, and what other features
//! know of them.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    sealing::Unit,
    vocab::ids::{
        AccountId, ContractId, EnrolmentId, LiaisonSheetId, ParticipantId, ProgrammeVersionId,
        ServiceRecordId,
    },
};

/// One person's service.
#[derive(Clone, Debug)]
pub struct Head {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub contract: ContractId,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
    pub enrolled_on: Date,
    /// Withdrawn or completed on that day.
    pub ended_on: Option<Date>,
}

impl Head {
    /// Whose key seals the records.
    pub fn unit(&self) -> Unit {
        Unit::Unit(self.enrolment.0)
    }
}

/// The services to which `$which` narrows all of the ward; `$which` goes on after `and`.
macro_rules! services {
    ($which:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Head,
            r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", e.contract_id as "contract: ContractId",
                      c.title as contract_title, c.programme_version_id as "programme: ProgrammeVersionId", coalesce(e.enrolled_on, e.applied_on) as "enrolled_on!",
                      case when e.state in ('withdrawn', 'completed') then coalesce(e.ended_on, e.enrolled_on, e.applied_on) end as ended_on
               from enrolment e join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
               where e.ward_id = (select app_ward()) and e.course_id is null
                 and not exists (select 1 from guidance_target g where g.ward_id = e.ward_id and g.id = e.id) and "#
                + $which
            $(, $value)*
        )
    };
}

pub async fn find(db: &mut Reads, id: EnrolmentId) -> sqlx::Result<Option<Head>> {
    services!("e.id = $1 and e.state <> 'waiting'", id.0).fetch_optional(db.conn()).await
}

/// One page of services, running or ended, the latest first; `contract`: under one contract.
pub async fn list(
    db: &mut Reads,
    ended: bool,
    contract: Option<ContractId>,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Head>> {
    services!(
        "e.state = any($1) and ($2::uuid is null or e.contract_id = $2)
         order by coalesce(e.enrolled_on, e.applied_on) desc, e.id desc limit $3 offset $4",
        &states(ended),
        contract.map(|c| c.0),
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, ended: bool, contract: Option<ContractId>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from enrolment e where e.ward_id = (select app_ward()) and e.course_id is null and e.state = any($1)
           and ($2::uuid is null or e.contract_id = $2)
           and not exists (select 1 from guidance_target g where g.ward_id = e.ward_id and g.id = e.id)"#,
        &states(ended),
        contract.map(|c| c.0)
    )
    .fetch_one(db.conn())
    .await
}

fn states(ended: bool) -> Vec<String> {
    let codes: &[&str] = if ended { &["withdrawn", "completed"] } else { &["enrolled"] };
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// The plain columns of a record.
#[derive(Clone, Debug)]
pub struct RecordRow {
    pub id: ServiceRecordId,
    pub enrolment: EnrolmentId,
    pub step: String,
    pub done_on: Date,
    pub attended: Option<bool>,
    pub transport: Option<bool>,
    pub explained_on: Option<Date>,
    pub consented_on: Option<Date>,
    pub recorded_at: OffsetDateTime,
    pub recorded_by: Option<String>,
    pub version: i32,
}

/// The records of several services: plans in the order they were saved, all else by day.
pub async fn records_of(db: &mut Reads, enrolments: &[Uuid]) -> sqlx::Result<Vec<RecordRow>> {
    sqlx::query_as!(
        RecordRow,
        r#"select r.id as "id: ServiceRecordId", r.enrolment_id as "enrolment: EnrolmentId", r.step, r.done_on, r.attended, r.transport,
                  r.explained_on, r.consented_on, r.recorded_at, a.name as "recorded_by?", r.version
           from service_record r left join account a on a.id = r.done_by
           where r.ward_id = (select app_ward()) and r.enrolment_id = any($1)
           order by case when r.step = 'plan' then '-infinity'::date else r.done_on end, r.id"#,
        enrolments
    )
    .fetch_all(db.conn())
    .await
}

/// The sealed text of a record.
pub async fn sealed_of(db: &mut Reads, id: ServiceRecordId) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!(
        "select sealed from service_record where ward_id = (select app_ward()) and id = $1",
        id.0
    )
    .fetch_one(db.conn())
    .await
}

/// Whether assessments were recorded at the beginning and at the end.
pub struct AssessedRow {
    pub enrolment: EnrolmentId,
    pub pre: bool,
    pub post: bool,
}

pub async fn assessed(db: &mut Reads, enrolments: &[Uuid]) -> sqlx::Result<Vec<AssessedRow>> {
    sqlx::query_as!(
        AssessedRow,
        r#"select enrolment_id as "enrolment: EnrolmentId", bool_or(timing = 'pre') as "pre!", bool_or(timing = 'post') as "post!"
           from assessment where ward_id = (select app_ward()) and enrolment_id = any($1) group by enrolment_id"#,
        enrolments
    )
    .fetch_all(db.conn())
    .await
}

/// A sheet between contractor and centre about a service.
pub struct SheetRow {
    pub id: LiaisonSheetId,
    pub enrolment: EnrolmentId,
    pub kind: String,
    pub state: String,
    pub sent_at: Option<OffsetDateTime>,
}

/// 連絡シート and care plans of several services, oldest first.
pub async fn sheets_of(db: &mut Reads, enrolments: &[Uuid]) -> sqlx::Result<Vec<SheetRow>> {
    sqlx::query_as!(
        SheetRow,
        r#"select id as "id: LiaisonSheetId", enrolment_id as "enrolment: EnrolmentId", kind, state, sent_at
           from liaison_sheet where ward_id = (select app_ward()) and enrolment_id = any($1) and kind in ('sheet', 'care_plan')
           order by made_at, id"#,
        enrolments
    )
    .fetch_all(db.conn())
    .await
}

/// A month for which a 利用実績報告書 was submitted.
pub struct ReportedRow {
    pub contract: ContractId,
    pub period: Date,
}

pub async fn reported(db: &mut Reads, contracts: &[Uuid]) -> sqlx::Result<Vec<ReportedRow>> {
    sqlx::query_as!(
        ReportedRow,
        r#"select r.contract_id as "contract: ContractId", m.month::date as "period!" from report r
           cross join lateral generate_series(r.period, r.period
             + case r.kind when 'monthly' then interval '0 months' when 'quarterly' then interval '2 months' else interval '11 months' end, interval '1 month') as m (month)
           where r.ward_id = (select app_ward()) and r.contract_id = any($1) and r.kind in ('monthly', 'quarterly', 'yearly')
             and r.state in ('submitted', 'accepted')"#,
        contracts
    )
    .fetch_all(db.conn())
    .await
}

/// What is written of a record.
#[derive(Debug)]
pub struct Row<'a> {
    pub id: ServiceRecordId,
    pub step: &'a str,
    pub done_on: Date,
    pub attended: Option<bool>,
    pub transport: Option<bool>,
    pub explained_on: Option<Date>,
    pub consented_on: Option<Date>,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, head: &Head, row: &Row<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into service_record (ward_id, id, contract_id, enrolment_id, participant_id, step, done_on, attended, transport, explained_on,
                                     consented_on, sealed, done_by, recorded_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        row.id.0,
        head.contract.0,
        head.enrolment.0,
        head.participant.0,
        row.step,
        row.done_on,
        row.attended,
        row.transport,
        row.explained_on,
        row.consented_on,
        row.sealed,
        row.by.0,
        row.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Lets one plan of a service be written at a time; `false` when its newest version isn't the one that was changed.
pub async fn is_newest_plan(
    db: &mut Writes,
    enrolment: EnrolmentId,
    plan: Option<ServiceRecordId>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1, 0)) as ok",
        format!("service plan {enrolment}")
    )
    .fetch_one(db.conn())
    .await?;
    let newest = sqlx::query_scalar!(
        "select id from service_record where ward_id = (select app_ward()) and enrolment_id = $1 and step = 'plan' order by id desc limit 1",
        enrolment.0
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(newest == plan.map(|plan| plan.0))
}

/// `false`: somebody else changed it in between. The text is sealed for `version + 1`.
pub async fn update(db: &mut Writes, row: &Row<'_>, version: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update service_record set done_on = $3, attended = $4, transport = $5, explained_on = $6, consented_on = $7, sealed = $8, done_by = $9,
                recorded_at = $10, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        row.id.0,
        version,
        row.done_on,
        row.attended,
        row.transport,
        row.explained_on,
        row.consented_on,
        row.sealed,
        row.by.0,
        row.now
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
