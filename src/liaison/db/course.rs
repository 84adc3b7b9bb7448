//! A course as its liaison page sees it: its members and how far each sheet has come.

use std::collections::BTreeMap;

use time::Date;

use crate::{
    kit::db::Reads,
    vocab::ids::{CentreId, ContractId, CourseId, EnrolmentId, LiaisonSheetId, ParticipantId},
};

pub struct CourseHead {
    pub id: CourseId,
    pub name: String,
    pub contract: ContractId,
}

pub async fn course(db: &mut Reads, id: CourseId) -> sqlx::Result<Option<CourseHead>> {
    sqlx::query_as!(
        CourseHead,
        r#"select id as "id: CourseId", name, contract_id as "contract: ContractId" from course where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Somebody who has or had a place in the course.
#[derive(Clone)]
pub struct Member {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub centre: CentreId,
    pub name_tag: Option<i32>,
}

/// Everybody of a course in the order of the name tags.
pub async fn members(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Member>> {
    sqlx::query_as!(
        Member,
        r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", p.centre_id as "centre: CentreId", e.name_tag
           from enrolment e
           join participant p on p.ward_id = e.ward_id and p.id = e.participant_id
           where e.ward_id = (select app_ward()) and e.course_id = $1 and e.state <> 'waiting'
           order by e.name_tag nulls last, e.applied_on, e.id"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// The newest sheet of each person of a course that still counts, by enrolment.
pub struct Progress {
    pub enrolment: EnrolmentId,
    pub sheet: LiaisonSheetId,
    pub state: String,
    pub answer_due_on: Option<Date>,
}

pub async fn progress(db: &mut Reads, course: CourseId) -> sqlx::Result<Vec<Progress>> {
    sqlx::query_as!(
        Progress,
        r#"select distinct on (s.enrolment_id) s.enrolment_id as "enrolment: EnrolmentId", s.id as "sheet: LiaisonSheetId", s.state, s.answer_due_on
           from liaison_sheet s join enrolment e on e.ward_id = s.ward_id and e.id = s.enrolment_id
           where s.ward_id = (select app_ward()) and e.course_id = $1 and s.kind = 'sheet' and s.state <> 'withdrawn'
           order by s.enrolment_id, s.made_at desc"#,
        course.0
    )
    .fetch_all(db.conn())
    .await
}

/// The ward's centres by id.
pub async fn centre_names(db: &mut Reads) -> sqlx::Result<BTreeMap<CentreId, String>> {
    let rows =
        sqlx::query!(r#"select id as "id: CentreId", name from centre where ward_id = (select app_ward())"#)
            .fetch_all(db.conn())
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
