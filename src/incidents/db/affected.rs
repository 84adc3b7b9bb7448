//! 影響を受けた人: chosen from the records, and told.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, IncidentId, ParticipantId},
};

/// Somebody whose data it was about.
pub struct Affected {
    pub participant: ParticipantId,
    pub added_at: OffsetDateTime,
    pub added_by: Option<String>,
    pub told_on: Option<Date>,
    pub told_how: Option<String>,
    pub told_by: Option<String>,
}

pub async fn of_incident(db: &mut Reads, incident: IncidentId) -> sqlx::Result<Vec<Affected>> {
    sqlx::query_as!(
        Affected,
        r#"select p.participant_id as "participant: ParticipantId", p.added_at, a.name as "added_by?", p.told_on, p.told_how, t.name as "told_by?"
           from incident_person p left join account a on a.id = p.added_by left join account t on t.id = p.told_by
           where p.ward_id = (select app_ward()) and p.incident_id = $1 order by p.added_at, p.participant_id"#,
        incident.0
    )
    .fetch_all(db.conn())
    .await
}

/// Adds people; who is there already stays as they are.
pub async fn add(
    db: &mut Writes,
    (incident, contract): (IncidentId, ContractId),
    people: &[Uuid],
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "insert into incident_person (ward_id, incident_id, participant_id, contract_id, added_at, added_by)
         select app_ward(), $1, p, $2, $4, $5 from unnest($3::uuid[]) p on conflict do nothing",
        incident.0,
        contract.0,
        people,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected())
}

/// Takes a wrong choice back; false when the person has been told or isn't there.
pub async fn remove(db: &mut Writes, incident: IncidentId, participant: ParticipantId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from incident_person
         where ward_id = (select app_ward()) and incident_id = $1 and participant_id = $2 and told_on is null",
        incident.0,
        participant.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The people were told; returns how many of them hadn't been.
pub async fn tell(
    db: &mut Writes,
    incident: IncidentId,
    people: &[Uuid],
    (on, how): (Date, &str),
    by: AccountId,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update incident_person set told_on = $3, told_how = $4, told_by = $5
         where ward_id = (select app_ward()) and incident_id = $1 and participant_id = any($2) and told_on is null",
        incident.0,
        people,
        on,
        how,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected())
}
