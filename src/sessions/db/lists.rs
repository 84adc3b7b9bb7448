//! 今日の教室: sessions by day. And the ward's own limits for readings.

use serde_json::Value;
use time::{Date, Time};

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::SessionId,
};

pub struct SessionLine {
    pub id: SessionId,
    pub number: i32,
    /// Of the course, without those in whose place another is held.
    pub sessions: i64,
    /// The number of the cancelled session it is held in place of.
    pub makes_up: Option<i32>,
    pub held_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub state: String,
    pub present: i32,
    pub absent: i32,
    pub course_name: String,
    pub venue: String,
    pub enrolled: i64,
    /// Values of which two are kept and nobody has decided.
    pub undecided: i64,
}

/// Sessions that still matter on `today`: those of the day, earlier ones that nobody closed, and the next ones.
pub async fn around(db: &mut Reads, today: Date) -> sqlx::Result<Vec<SessionLine>> {
    sqlx::query_as!(
        SessionLine,
        r#"select s.id as "id: SessionId", s.number, s.held_on, s.starts_at, s.minutes, s.state, s.present_count as present, s.absent_count as absent,
             k.name as course_name, k.venue,
             (select n.total from session_counts(s.course_id) n) as "sessions!",
             (select o.number from session o where o.ward_id = s.ward_id and o.id = s.makes_up) as "makes_up?",
             (select count(*) from enrolment e where e.ward_id = s.ward_id and e.course_id = s.course_id and e.state <> 'waiting'
               and coalesce(e.enrolled_on, e.applied_on) <= s.held_on and coalesce(e.ended_on, s.held_on) >= s.held_on) as "enrolled!",
             (select count(*) from attendance a where a.ward_id = s.ward_id and a.session_id = s.id and a.conflicts > 0) as "undecided!"
           from session s join course k on k.ward_id = s.ward_id and k.id = s.course_id
           where s.ward_id = (select app_ward()) and s.contract_id = (select app_contract())
             and (s.held_on = $1 or (s.held_on < $1 and s.state in ('planned', 'open')) or s.id = any (array(
               select n.id from session n where n.ward_id = (select app_ward()) and n.contract_id = (select app_contract())
                 and n.held_on > $1 and n.state = 'planned' order by n.held_on, n.starts_at limit 6)))
           order by s.held_on, s.starts_at, s.id"#,
        today
    )
    .fetch_all(db.conn())
    .await
}

pub async fn vital_limits(db: &mut Reads) -> sqlx::Result<Value> {
    sqlx::query_scalar!("select vital_limits from ward where ward_id = (select app_ward())")
        .fetch_one(db.conn())
        .await
}

pub async fn set_vital_limits(db: &mut Writes, limits: &Value) -> sqlx::Result<()> {
    sqlx::query!("update ward set vital_limits = $1 where ward_id = (select app_ward())", limits)
        .execute(db.conn())
        .await?;
    Ok(())
}
