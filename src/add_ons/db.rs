//! Statements of add-ons that were given.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{
        AccountId, AddOnId, ContractId, CourseId, DesignationId, ParticipantId, ProgrammeVersionId, SessionId,
    },
};

/// The session an add-on is recorded for.
pub struct Place {
    pub session: SessionId,
    pub course: CourseId,
    pub contract: ContractId,
    pub programme: ProgrammeVersionId,
    pub course_name: String,
    pub number: i32,
    pub held_on: Date,
    pub state: String,
    /// The report that covers the session has been accepted.
    pub frozen: bool,
}

pub async fn place(db: &mut Reads, session: SessionId) -> sqlx::Result<Option<Place>> {
    sqlx::query_as!(
        Place,
        r#"select s.id as "session: SessionId", s.course_id as "course: CourseId", s.contract_id as "contract: ContractId",
             c.programme_version_id as "programme: ProgrammeVersionId", k.name as course_name, s.number, s.held_on, s.state,
             report_freezes(s.contract_id, s.course_id, s.held_on) as "frozen!"
           from session s
           join course k on k.ward_id = s.ward_id and k.id = s.course_id
           join contract c on c.ward_id = s.ward_id and c.id = s.contract_id
           where s.ward_id = (select app_ward()) and s.id = $1"#,
        session.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Who was in the hall, with the number on the name tag.
pub async fn present(db: &mut Reads, session: SessionId) -> sqlx::Result<Vec<(ParticipantId, Option<i32>)>> {
    let rows = sqlx::query!(
        r#"select a.participant_id as "participant: ParticipantId",
             (select max(e.name_tag) from enrolment e where e.ward_id = a.ward_id and e.course_id = a.course_id and e.participant_id = a.participant_id) as name_tag
           from attendance a
           where a.ward_id = (select app_ward()) and a.session_id = $1 and a.status in ('present', 'late', 'left_early', 'observed')
           order by 2 nulls last, a.participant_id"#,
        session.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.participant, row.name_tag)).collect())
}

/// An add-on of a session.
pub struct Given {
    pub id: AddOnId,
    pub code: String,
    /// Absent when the reader may not know the account.
    pub by: Option<String>,
    pub job: String,
    pub takers: Vec<Uuid>,
}

pub async fn given(db: &mut Reads, session: SessionId) -> sqlx::Result<Vec<Given>> {
    sqlx::query_as!(
        Given,
        r#"select a.id as "id: AddOnId", a.code, n.name as "by?", d.job,
             array(select t.participant_id from add_on_taker t where t.ward_id = a.ward_id and t.add_on_id = a.id order by 1) as "takers!"
           from add_on a
           join designation d on d.ward_id = a.ward_id and d.id = a.designation_id
           left join account n on n.id = d.account_id
           where a.ward_id = (select app_ward()) and a.session_id = $1 order by a.code"#,
        session.0
    )
    .fetch_all(db.conn())
    .await
}

/// Who of these people had the add-on already in the stay that holds this session.
pub async fn had(
    db: &mut Reads,
    place: &Place,
    code: &str,
    people: &[Uuid],
) -> sqlx::Result<Vec<(ParticipantId, i64)>> {
    let rows = sqlx::query!(
        r#"select t.participant_id as "participant: ParticipantId", count(*) as "times!"
           from add_on a
           join session s on s.ward_id = a.ward_id and s.id = a.session_id
           join add_on_taker t on t.ward_id = a.ward_id and t.add_on_id = a.id
           where a.ward_id = (select app_ward()) and a.contract_id = $1 and a.code = $2 and a.session_id <> $3 and t.participant_id = any($4)
             and exists (select 1 from enrolment e where e.ward_id = a.ward_id and e.course_id = a.course_id and e.participant_id = t.participant_id
               and coalesce(e.enrolled_on, e.applied_on) <= least(s.held_on, $5) and coalesce(e.ended_on, 'infinity') >= greatest(s.held_on, $5))
           group by t.participant_id"#,
        place.contract.0,
        code,
        place.session.0,
        people,
        place.held_on
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.participant, row.times)).collect())
}

/// In how many sessions of the contract it has been given.
pub async fn given_in_contract(db: &mut Reads, contract: ContractId, code: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from add_on where ward_id = (select app_ward()) and contract_id = $1 and code = $2"#,
        contract.0,
        code
    )
    .fetch_one(db.conn())
    .await
}

/// Keeps everybody else from recording an add-on of the contract until the end of the transaction: its limits are counted.
pub async fn lock(db: &mut Writes, contract: ContractId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0)) as ok", format!("add_on {contract}"))
        .fetch_one(db.conn())
        .await?;
    Ok(())
}

pub struct NewAddOn<'a> {
    pub id: AddOnId,
    pub code: &'a str,
    pub giver: DesignationId,
    pub takers: &'a [Uuid],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, place: &Place, new: &NewAddOn<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into add_on (ward_id, id, contract_id, course_id, session_id, code, designation_id, recorded_by, recorded_at)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        place.contract.0,
        place.course.0,
        place.session.0,
        new.code,
        new.giver.0,
        new.by.0,
        new.now
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "insert into add_on_taker (ward_id, add_on_id, contract_id, participant_id) select app_ward(), $1, $2, p from unnest($3::uuid[]) p",
        new.id.0,
        place.contract.0,
        new.takers
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when it is gone already. Its takers go with it.
pub async fn remove(db: &mut Writes, session: SessionId, id: AddOnId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from add_on where ward_id = (select app_ward()) and session_id = $1 and id = $2",
        session.0,
        id.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
