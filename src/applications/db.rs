//! Rows of applications: one statement each.

use time::{Date, OffsetDateTime};

use super::states::ApplicationState;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{
        AccountId, ApplicationId, ContractId, CourseId, DistrictId, EnrolmentId, ParticipantId,
        ProgrammeVersionId,
    },
};

/// An application with its contract.
pub struct Application {
    pub id: ApplicationId,
    pub contract: ContractId,
    pub contract_title: String,
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
    pub contract_is_open: bool,
    pub from_ward: bool,
    pub state: String,
    pub applied_on: Date,
    pub sealed: Vec<u8>,
    pub made_by: Option<String>,
    pub made_at: OffsetDateTime,
    pub submitted_by: Option<String>,
    pub submitted_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    pub participant: Option<ParticipantId>,
    pub enrolment: Option<EnrolmentId>,
    pub enrolment_state: Option<String>,
    pub version: i32,
}

/// One application, whole.
pub async fn find(db: &mut Reads, id: ApplicationId) -> sqlx::Result<Option<Application>> {
    sqlx::query_as!(
        Application,
        r#"select a.id as "id: ApplicationId", a.contract_id as "contract: ContractId", c.title as contract_title,
             c.programme_version_id as "programme: ProgrammeVersionId", c.starts_on, c.ends_on, c.state in ('signed', 'active') as "contract_is_open!",
             a.from_ward, a.state, a.applied_on, a.sealed, m.name as "made_by?", a.made_at,
             s.name as "submitted_by?", a.submitted_at, d.name as "decided_by?", a.decided_at,
             a.participant_id as "participant: ParticipantId", a.enrolment_id as "enrolment: EnrolmentId", e.state as "enrolment_state?", a.version
           from application a
           join contract c on c.ward_id = a.ward_id and c.id = a.contract_id
           left join enrolment e on e.ward_id = a.ward_id and e.id = a.enrolment_id
           left join account m on m.id = a.made_by
           left join account s on s.id = a.submitted_by
           left join account d on d.id = a.decided_by
           where a.ward_id = (select app_ward()) and a.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// What a list is asked for. Empty `state`: those that wait for somebody; `all`: all.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub contract: Option<ContractId>,
    pub state: &'a str,
}

/// A line of the list.
pub struct Listed {
    pub id: ApplicationId,
    pub contract: ContractId,
    pub contract_title: String,
    pub state: String,
    pub applied_on: Date,
    pub verdict: String,
    pub screening: Option<String>,
    pub sealed: Vec<u8>,
    pub participant: Option<ParticipantId>,
    pub version: i32,
}

pub async fn count(db: &mut Reads, wanted: Wanted<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from application where ward_id = (select app_ward()) and ($1::uuid is null or contract_id = $1)
             and ($2 = 'all' or state = $2 or ($2 = '' and state in ('draft', 'submitted', 'hearing')))"#,
        wanted.contract.map(|contract| contract.0),
        wanted.state
    )
    .fetch_one(db.conn())
    .await
}

/// One page, in the order in which people applied.
pub async fn list(db: &mut Reads, wanted: Wanted<'_>, limit: i64, offset: i64) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select a.id as "id: ApplicationId", a.contract_id as "contract: ContractId", c.title as contract_title, a.state, a.applied_on, a.verdict,
             a.screening, a.sealed, a.participant_id as "participant: ParticipantId", a.version
           from application a join contract c on c.ward_id = a.ward_id and c.id = a.contract_id
           where a.ward_id = (select app_ward()) and ($1::uuid is null or a.contract_id = $1)
             and ($2 = 'all' or a.state = $2 or ($2 = '' and a.state in ('draft', 'submitted', 'hearing')))
           order by a.applied_on, a.made_at, a.id limit $3 offset $4"#,
        wanted.contract.map(|contract| contract.0),
        wanted.state,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// A contract that takes people in by application.
pub struct Contract {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub contractor: String,
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
    pub is_open: bool,
}

/// Contracts of courses, those that are over too; the newest first. A contractor sees its own alone.
pub async fn contracts(db: &mut Reads) -> sqlx::Result<Vec<Contract>> {
    sqlx::query_as!(
        Contract,
        r#"select c.id as "id: ContractId", c.number, c.title, o.name as contractor, c.programme_version_id as "programme: ProgrammeVersionId",
             c.starts_on, c.ends_on, c.state in ('signed', 'active') as "is_open!"
           from contract c join contractor o on o.id = c.contractor_id
           join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           where c.ward_id = (select app_ward()) and c.state <> 'draft' and v.definition->>'style' in ('course', 'rolling_course')
           order by c.starts_on desc, c.number"#
    )
    .fetch_all(db.conn())
    .await
}

/// A class somebody can wish for.
pub struct Class {
    pub id: CourseId,
    pub name: String,
    pub venue: String,
    pub first_on: Date,
}

pub async fn classes(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Class>> {
    sqlx::query_as!(
        Class,
        r#"select id as "id: CourseId", name, venue, first_on from course
           where ward_id = (select app_ward()) and contract_id = $1 and state in ('planned', 'running') order by first_on, name"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// What the rules say of an application, as it is kept for lists.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    pub verdict: &'a str,
    pub screening: Option<&'a str>,
    pub priority: Option<i32>,
}

pub struct New<'a> {
    pub id: ApplicationId,
    pub contract: ContractId,
    pub from_ward: bool,
    pub applied_on: Date,
    pub judged: Judged<'a>,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &New<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into application (ward_id, id, contract_id, from_ward, applied_on, verdict, screening, priority, sealed, made_by, made_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        new.id.0,
        new.contract.0,
        new.from_ward,
        new.applied_on,
        new.judged.verdict,
        new.judged.screening,
        new.judged.priority,
        new.sealed,
        new.by.0,
        new.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What an act makes of an application; the blob is sealed for `version + 1`.
pub struct Change<'a> {
    pub state: ApplicationState,
    pub applied_on: Date,
    pub judged: Judged<'a>,
    pub sealed: &'a [u8],
}

/// Changes what was written. `sent`: who hands it in, and when. False when somebody else was first.
pub async fn change(
    db: &mut Writes,
    (id, version): (ApplicationId, i32),
    change: &Change<'_>,
    sent: Option<(AccountId, OffsetDateTime)>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update application set state = $3, applied_on = $4, verdict = $5, screening = $6, priority = $7, sealed = $8,
           submitted_by = coalesce($9, submitted_by), submitted_at = coalesce($10, submitted_at), version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        change.state.code(),
        change.applied_on,
        change.judged.verdict,
        change.judged.screening,
        change.judged.priority,
        change.sealed,
        sent.map(|(by, _)| by.0),
        sent.map(|(_, at)| at)
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The ward's decision: with whom and what it became, or nobody when it is declined. False when somebody else was first.
pub async fn decide(
    db: &mut Writes,
    (id, version): (ApplicationId, i32),
    change: &Change<'_>,
    (by, at): (AccountId, OffsetDateTime),
    became: Option<(ParticipantId, EnrolmentId)>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update application set state = $3, verdict = $4, screening = $5, priority = $6, sealed = $7, decided_by = $8, decided_at = $9,
           participant_id = $10, enrolment_id = $11, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        change.state.code(),
        change.judged.verdict,
        change.judged.screening,
        change.judged.priority,
        change.sealed,
        by.0,
        at,
        became.map(|(participant, _)| participant.0),
        became.map(|(_, enrolment)| enrolment.0)
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The centre responsible for a district.
pub struct Centre {
    pub name: String,
    /// Empty while nobody entered it.
    pub telephone: String,
}

pub async fn centre_of(db: &mut Reads, district: DistrictId) -> sqlx::Result<Option<Centre>> {
    sqlx::query_as!(
        Centre,
        "select c.name, c.telephone from district d join centre c on c.ward_id = d.ward_id and c.id = d.centre_id
         where d.ward_id = (select app_ward()) and d.id = $1",
        district.0
    )
    .fetch_optional(db.conn())
    .await
}
