//! The days from which due days are counted, of one contract or of all in force.

use serde::Deserialize;
use time::Date;

use crate::{
    filings::{
        db::standing::Of,
        occurrences::{BriefingDay, CourseDays, SessionDay, StayDays},
    },
    kit::db::Reads,
    vocab::ids::{ContractId, ProgrammeVersionId},
};

/// A contract in force.
#[derive(Debug, Deserialize)]
pub struct InForce {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub programme: ProgrammeVersionId,
    pub starts_on: Date,
    pub ends_on: Date,
    pub signed_on: Option<Date>,
}

/// Courses of a contract that aren't cancelled; without a session left, the day they were planned for.
pub async fn courses(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<CourseDays>> {
    sqlx::query_as!(
        CourseDays,
        r#"select k.id, k.name, coalesce(min(s.held_on), k.first_on) as "first_on!", coalesce(max(s.held_on), k.first_on) as "last_on!"
           from course k left join session s on s.ward_id = k.ward_id and s.course_id = k.id and s.state <> 'cancelled'
           where k.ward_id = (select app_ward()) and k.state <> 'cancelled' and k.contract_id = $1
           group by k.id, k.name, k.first_on order by k.first_on, k.name, k.id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
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

/// Sessions that aren't cancelled, of a contract or of all.
pub async fn sessions(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<Vec<Of<SessionDay>>> {
    let rows = sqlx::query!(
        r#"select s.contract_id as "contract: ContractId", s.id, k.name || ' 第' || s.number || '回' as "title!", s.held_on as "on"
           from session s join course k on k.ward_id = s.ward_id and k.id = s.course_id
           where s.ward_id = (select app_ward()) and ($1::uuid is null or s.contract_id = $1) and s.state <> 'cancelled' order by s.held_on, s.id"#,
        contract.map(|contract| contract.0)
    )
    .fetch_all(db.conn())
    .await?;
    let day = |id, title, on| SessionDay { id, title, on };
    Ok(rows.into_iter().map(|r| Of { contract: r.contract, it: day(r.id, r.title, r.on) }).collect())
}

/// Everybody's time under a contract or under all, as far as the reader sees people.
pub async fn stays(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<Vec<Of<StayDays>>> {
    let rows = sqlx::query!(
        r#"select e.contract_id as "contract: ContractId", e.id, p.number, e.applied_on,
             case when t.id is null then e.enrolled_on else t.started_on end as "from", e.ended_on as "to"
           from enrolment e join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
           left join guidance_target t on t.ward_id = e.ward_id and t.id = e.id
           where e.ward_id = (select app_ward()) and ($1::uuid is null or e.contract_id = $1) order by e.applied_on, e.id"#,
        contract.map(|contract| contract.0)
    )
    .fetch_all(db.conn())
    .await?;
    let stays = rows.into_iter().map(|r| Of {
        contract: r.contract,
        it: StayDays { enrolment: r.id, number: r.number, applied_on: r.applied_on, from: r.from, to: r.to },
    });
    Ok(stays.collect())
}
