//! The people whose care plan a centre may send.

use time::Date;
use uuid::Uuid;

use crate::{
    kit::db::Reads,
    vocab::ids::{EnrolmentId, ParticipantId},
};

/// Somebody in an individual service whose care plan the contractor may be sent.
pub struct ServiceUser {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub contractor: String,
    pub title: String,
    pub enrolled_on: Option<Date>,
    /// The newest care plan that was sent or is being written.
    pub sheet: Option<Uuid>,
    pub state: Option<String>,
}

/// The people of a centre's districts in individual services of contracts that list the care plan.
pub async fn service_users(db: &mut Reads) -> sqlx::Result<Vec<ServiceUser>> {
    sqlx::query_as!(
        ServiceUser,
        r#"select e.id as "enrolment: EnrolmentId", e.participant_id as "participant: ParticipantId", o.name as contractor, c.title, e.enrolled_on,
                  s.id as "sheet?", s.state as "state?"
           from enrolment e
           join contract c on c.ward_id = e.ward_id and c.id = e.contract_id and 'care_plan' = any (c.items)
           join contractor o on o.id = c.contractor_id
           left join lateral (
             select x.id, x.state from liaison_sheet x
             where x.ward_id = e.ward_id and x.enrolment_id = e.id and x.kind = 'care_plan' and x.state <> 'withdrawn'
             order by x.made_at desc limit 1) s on true
           where e.ward_id = (select app_ward()) and e.course_id is null and e.state = 'enrolled'
           order by s.id is not null, e.enrolled_on desc nulls last, e.id"#
    )
    .fetch_all(db.conn())
    .await
}
