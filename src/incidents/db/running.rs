//! 動いている期限: incidents that are not ended, as far as a day is running in them.

use time::{Date, OffsetDateTime};

use super::judging::finding;
use crate::{incidents::clocks::LeakFacts, kit::db::Reads, vocab::ids::IncidentId};

/// Most lines a home page shows.
const MOST: i64 = 30;

/// An incident about personal data that the ward hasn't ended.
pub struct Running {
    pub id: IncidentId,
    pub contract_title: String,
    pub kind: String,
    /// The report came, or the telephone rang before it.
    pub ward_knew_at: OffsetDateTime,
    pub known_on: Option<Date>,
    people: Option<i32>,
    sensitive: Option<String>,
    financial: Option<String>,
    wrongful: Option<String>,
    ordinance: Option<String>,
    encrypted: Option<String>,
    pub prompt_sent: bool,
    pub full_sent: bool,
}

impl Running {
    /// What the ward judged by last; nothing is known of an incident that it hasn't judged.
    pub fn facts(&self, known_on: Date) -> LeakFacts {
        let read = |code: &Option<String>| finding(code.as_deref().unwrap_or_default());
        LeakFacts {
            known_on: self.known_on.unwrap_or(known_on),
            people: self.people.and_then(|people| u32::try_from(people).ok()),
            sensitive: read(&self.sensitive),
            financial: read(&self.financial),
            wrongful: read(&self.wrongful),
            ordinance: read(&self.ordinance),
            encrypted: read(&self.encrypted),
        }
    }
}

pub async fn of_ward(db: &mut Reads) -> sqlx::Result<Vec<Running>> {
    sqlx::query_as!(
        Running,
        r#"select i.id as "id: IncidentId", c.title as contract_title, i.kind, least(i.told_ward_at, i.reported_at) as "ward_knew_at!",
             j.known_on as "known_on?", j.people as "people?", j.sensitive as "sensitive?", j.financial as "financial?", j.wrongful as "wrongful?",
             j.ordinance as "ordinance?", j.encrypted as "encrypted?",
             exists (select 1 from incident_commission_report r where r.ward_id = i.ward_id and r.incident_id = i.id and r.step = 'prompt') as "prompt_sent!",
             exists (select 1 from incident_commission_report r where r.ward_id = i.ward_id and r.incident_id = i.id and r.step = 'full') as "full_sent!"
           from incident i join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
           left join lateral (select x.* from incident_judgement x where x.ward_id = i.ward_id and x.incident_id = i.id order by x.number desc limit 1) j on true
           where i.ward_id = (select app_ward()) and i.state <> 'closed' and i.kind not in ('accident', 'sudden_illness', 'complaint')
           order by i.happened_at, i.id limit $1"#,
        MOST
    )
    .fetch_all(db.conn())
    .await
}

/// Follow-up reports whose receipt the ward hasn't noted.
pub struct Unreceived {
    pub incident: IncidentId,
    pub contract_title: String,
    pub number: i32,
    pub stage: String,
    pub made_at: OffsetDateTime,
}

pub async fn unreceived(db: &mut Reads) -> sqlx::Result<Vec<Unreceived>> {
    sqlx::query_as!(
        Unreceived,
        r#"select r.incident_id as "incident: IncidentId", c.title as contract_title, r.number, r.stage, r.made_at
           from incident_report r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
           where r.ward_id = (select app_ward()) and r.received_at is null order by r.made_at limit $1"#,
        MOST
    )
    .fetch_all(db.conn())
    .await
}

/// An incident of the contract whose final report isn't written, or to which the ward gave an instruction since the last report.
pub struct Owed {
    pub id: IncidentId,
    pub kind: String,
    pub happened_at: OffsetDateTime,
    pub reported_at: OffsetDateTime,
    pub instructed: bool,
    pub instruction_due: Option<Date>,
}

pub async fn owed(db: &mut Reads) -> sqlx::Result<Vec<Owed>> {
    sqlx::query_as!(
        Owed,
        r#"select i.id as "id: IncidentId", i.kind, i.happened_at, i.reported_at, d.id is not null as "instructed!", d.effective_on as "instruction_due?"
           from incident i
           left join lateral (
             select x.id, x.effective_on from incident_decision x
             where x.ward_id = i.ward_id and x.incident_id = i.id and x.kind = 'instruction'
               and not exists (select 1 from incident_report r where r.ward_id = i.ward_id and r.incident_id = i.id and r.made_at > x.made_at)
             order by x.effective_on nulls last, x.made_at limit 1) d on true
           where i.ward_id = (select app_ward()) and i.state <> 'closed' and (d.id is not null or not exists (
             select 1 from incident_report r where r.ward_id = i.ward_id and r.incident_id = i.id and r.stage = 'final'))
           order by i.happened_at, i.id limit $1"#,
        MOST
    )
    .fetch_all(db.conn())
    .await
}
