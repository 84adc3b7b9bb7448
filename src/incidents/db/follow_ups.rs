//! 続報・最終報告.

use time::OffsetDateTime;

use crate::{
    incidents::follow_up::FollowUp,
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, IncidentId, IncidentReportId},
};

/// A report after the first.
pub struct Report {
    pub id: IncidentReportId,
    pub number: i32,
    pub stage: String,
    pub sealed: Vec<u8>,
    pub told_family_at: Option<OffsetDateTime>,
    pub told_doctor_at: Option<OffsetDateTime>,
    pub told_ward_at: Option<OffsetDateTime>,
    pub told_centre_at: Option<OffsetDateTime>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
    pub received_at: Option<OffsetDateTime>,
    pub received_by: Option<String>,
}

/// All of an incident, in order.
pub async fn of_incident(db: &mut Reads, incident: IncidentId) -> sqlx::Result<Vec<Report>> {
    sqlx::query_as!(
        Report,
        r#"select r.id as "id: IncidentReportId", r.number, r.stage, r.sealed, r.told_family_at, r.told_doctor_at, r.told_ward_at, r.told_centre_at,
             r.made_at, m.name as "made_by?", r.received_at, v.name as "received_by?"
           from incident_report r
           left join account m on m.id = r.made_by
           left join account v on v.id = r.received_by
           where r.ward_id = (select app_ward()) and r.incident_id = $1 order by r.number"#,
        incident.0
    )
    .fetch_all(db.conn())
    .await
}

/// What a new row is about besides its words.
pub struct NewReport<'a> {
    pub id: IncidentReportId,
    pub incident: IncidentId,
    pub contract: ContractId,
    pub number: i32,
    pub report: &'a FollowUp,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

/// False when somebody else wrote that number first.
pub async fn insert(db: &mut Writes, new: &NewReport<'_>) -> sqlx::Result<bool> {
    let [family, doctor, ward, centre] = new.report.told;
    let done = sqlx::query!(
        "insert into incident_report (ward_id, id, contract_id, incident_id, number, stage, sealed,
           told_family_at, told_doctor_at, told_ward_at, told_centre_at, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict on constraint incident_report_number_once do nothing",
        new.id.0,
        new.contract.0,
        new.incident.0,
        new.number,
        new.report.stage.code(),
        new.sealed,
        family,
        doctor,
        ward,
        centre,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The ward notes that it has read a report; false when it had.
pub async fn receive(
    db: &mut Writes,
    (incident, id): (IncidentId, IncidentReportId),
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update incident_report set received_at = $3, received_by = $4
         where ward_id = (select app_ward()) and incident_id = $1 and id = $2 and received_at is null",
        incident.0,
        id.0,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
