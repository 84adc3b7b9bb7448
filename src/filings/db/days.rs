//! The days from which due days are counted, of one contract or of all in force.

use time::Date;
use uuid::Uuid;

use crate::{
    filings::occurrences::{BriefingDay, CourseDays, SessionDay, StayDays},
    kit::db::Reads,
    vocab::ids::{ContractId, ProgrammeVersionId},
};

/// A contract in force.
pub struct InForce {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
    pub signed_on: Option<Date>,
}

/// Contracts that are signed and not closed.
pub async fn in_force(db: &mut Reads) -> sqlx::Result<Vec<InForce>> {
    sqlx::query_as!(
        InForce,
        r#"select id as "id: ContractId", number, title, programme_version_id as "programme: ProgrammeVersionId", starts_on, ends_on, signed_on
           from contract where ward_id = (select app_ward()) and state in ('signed', 'active', 'closing') order by number"#
    )
    .fetch_all(db.conn())
    .await
}

/// Courses that aren't cancelled, with the contract of each; without a session left, the day they were planned for.
pub async fn courses(
    db: &mut Reads,
    contract: Option<ContractId>,
) -> sqlx::Result<Vec<(ContractId, CourseDays)>> {
    let rows = sqlx::query!(
        r#"select k.contract_id as "contract: ContractId", k.id, k.name, coalesce(min(s.held_on), k.first_on) as "first_on!", coalesce(max(s.held_on), k.first_on) as "last_on!"
           from course k left join session s on s.ward_id = k.ward_id and s.course_id = k.id and s.state <> 'cancelled'
           where k.ward_id = (select app_ward()) and k.state <> 'cancelled' and ($1::uuid is null or k.contract_id = $1)
           group by k.contract_id, k.id, k.name, k.first_on order by k.first_on, k.name, k.id"#,
        contract.map(|c| c.0)
    )
    .fetch_all(db.conn())
    .await?;
    let course = |id: Uuid, name, first_on, last_on| CourseDays { id, name, first_on, last_on };
    Ok(rows.into_iter().map(|r| (r.contract, course(r.id, r.name, r.first_on, r.last_on))).collect())
}

/// The 体験・説明会 of a contract.
pub async fn briefings(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<BriefingDay>> {
    sqlx::query_as!(
        BriefingDay,
        r#"select id, held_on as "on" from briefing where ward_id = (select app_ward()) and contract_id = $1 order by held_on, id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// Sessions of a contract that aren't cancelled.
pub async fn sessions(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<SessionDay>> {
    sqlx::query_as!(
        SessionDay,
        r#"select s.id, k.name || ' 第' || s.number || '回' as "title!", s.held_on as "on"
           from session s join course k on k.ward_id = s.ward_id and k.id = s.course_id
           where s.ward_id = (select app_ward()) and s.contract_id = $1 and s.state <> 'cancelled' order by s.held_on, s.id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// Everybody's time under a contract, as far as the reader sees people.
pub async fn stays(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<StayDays>> {
    sqlx::query_as!(
        StayDays,
        r#"select e.id as enrolment, p.number, e.applied_on, case when t.id is null then e.enrolled_on else t.started_on end as "from", e.ended_on as "to"
           from enrolment e join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
           left join guidance_target t on t.ward_id = e.ward_id and t.id = e.id
           where e.ward_id = (select app_ward()) and e.contract_id = $1 order by e.applied_on, e.id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}
