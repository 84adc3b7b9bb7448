//! 区の判断: the facts by which the law asks for a report, what the commission was sent, what was decided.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    incidents::{clocks::LeakFacts, decision::Decision},
    kit::db::{Reads, Writes},
    verdict::Finding,
    vocab::ids::{AccountId, ContractId, IncidentId},
};

/// The facts as stored, with who entered them.
pub struct Judgement {
    pub number: i32,
    pub known_on: Date,
    pub people: Option<i32>,
    pub sensitive: String,
    pub financial: String,
    pub wrongful: String,
    pub ordinance: String,
    pub encrypted: String,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
}

impl Judgement {
    pub fn facts(&self) -> LeakFacts {
        LeakFacts {
            known_on: self.known_on,
            people: self.people.and_then(|people| u32::try_from(people).ok()),
            sensitive: finding(&self.sensitive),
            financial: finding(&self.financial),
            wrongful: finding(&self.wrongful),
            ordinance: finding(&self.ordinance),
            encrypted: finding(&self.encrypted),
        }
    }
}

pub fn finding(code: &str) -> Finding {
    Finding::ALL.into_iter().find(|one| one.code() == code).unwrap_or(Finding::Undecidable)
}

/// Every version, the latest first.
pub async fn judgements(db: &mut Reads, incident: IncidentId) -> sqlx::Result<Vec<Judgement>> {
    sqlx::query_as!(
        Judgement,
        r#"select j.number, j.known_on, j.people, j.sensitive, j.financial, j.wrongful, j.ordinance, j.encrypted, j.made_at, m.name as "made_by?"
           from incident_judgement j left join account m on m.id = j.made_by
           where j.ward_id = (select app_ward()) and j.incident_id = $1 order by j.number desc"#,
        incident.0
    )
    .fetch_all(db.conn())
    .await
}

/// An incident with personal data that isn't closed, by what the ward judged last. Of one that it hasn't judged nothing is known
/// but the day on which it was told.
pub struct Running {
    pub id: IncidentId,
    pub contract_title: String,
    pub kind: String,
    pub known_on: Date,
    pub is_judged: bool,
    pub people: Option<i32>,
    pub sensitive: Option<String>,
    pub financial: Option<String>,
    pub wrongful: Option<String>,
    pub ordinance: Option<String>,
    pub encrypted: Option<String>,
    pub prompt_sent: bool,
    pub full_sent: bool,
}

impl Running {
    pub fn facts(&self) -> LeakFacts {
        let read = |code: &Option<String>| finding(code.as_deref().unwrap_or_default());
        LeakFacts {
            known_on: self.known_on,
            people: self.people.and_then(|people| u32::try_from(people).ok()),
            sensitive: read(&self.sensitive),
            financial: read(&self.financial),
            wrongful: read(&self.wrongful),
            ordinance: read(&self.ordinance),
            encrypted: read(&self.encrypted),
        }
    }
}

/// Those whose days of the law may run, the first told first.
pub async fn running(db: &mut Reads) -> sqlx::Result<Vec<Running>> {
    sqlx::query_as!(
        Running,
        r#"select i.id as "id: IncidentId", c.title as contract_title, i.kind,
             coalesce(j.known_on, (least(i.told_ward_at, i.reported_at) at time zone 'Asia/Tokyo')::date) as "known_on!",
             j.number is not null as "is_judged!", j.people as "people?", j.sensitive as "sensitive?", j.financial as "financial?",
             j.wrongful as "wrongful?", j.ordinance as "ordinance?", j.encrypted as "encrypted?",
             exists (select from incident_commission_report s where s.ward_id = i.ward_id and s.incident_id = i.id and s.step = 'prompt') as "prompt_sent!",
             exists (select from incident_commission_report s where s.ward_id = i.ward_id and s.incident_id = i.id and s.step = 'full') as "full_sent!"
           from incident i join contract c on c.ward_id = i.ward_id and c.id = i.contract_id
           left join lateral (select x.* from incident_judgement x where x.ward_id = i.ward_id and x.incident_id = i.id
             order by x.number desc limit 1) j on true
           where i.ward_id = (select app_ward()) and i.state <> 'closed' and i.kind not in ('accident', 'sudden_illness', 'complaint')
           order by i.reported_at limit 30"#
    )
    .fetch_all(db.conn())
    .await
}

/// Whose row it is and who writes it.
#[derive(Clone, Copy)]
pub struct Entry {
    pub incident: IncidentId,
    pub contract: ContractId,
    pub by: AccountId,
    pub now: OffsetDateTime,
}

/// False when somebody else judged under that number first.
pub async fn judge(
    db: &mut Writes,
    entry: Entry,
    (id, number): (Uuid, i32),
    facts: &LeakFacts,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into incident_judgement (ward_id, id, contract_id, incident_id, number, known_on, people,
           sensitive, financial, wrongful, ordinance, encrypted, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict on constraint incident_judgement_number_once do nothing",
        id,
        entry.contract.0,
        entry.incident.0,
        number,
        facts.known_on,
        facts.people.and_then(|people| i32::try_from(people).ok()),
        facts.sensitive.code(),
        facts.financial.code(),
        facts.wrongful.code(),
        facts.ordinance.code(),
        facts.encrypted.code(),
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A report to the commission.
pub struct CommissionReport {
    pub step: String,
    pub reported_on: Date,
    pub made_by: Option<String>,
}

pub async fn commission_reports(db: &mut Reads, incident: IncidentId) -> sqlx::Result<Vec<CommissionReport>> {
    sqlx::query_as!(
        CommissionReport,
        r#"select c.step, c.reported_on, m.name as "made_by?" from incident_commission_report c left join account m on m.id = c.made_by
           where c.ward_id = (select app_ward()) and c.incident_id = $1 order by c.reported_on, c.step desc"#,
        incident.0
    )
    .fetch_all(db.conn())
    .await
}

/// False when that step had been recorded.
pub async fn report_to_commission(
    db: &mut Writes,
    entry: Entry,
    step: &str,
    reported_on: Date,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into incident_commission_report (ward_id, incident_id, step, contract_id, reported_on, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6) on conflict do nothing",
        entry.incident.0,
        step,
        entry.contract.0,
        reported_on,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An instruction or a decision about publication.
pub struct Decided {
    pub id: Uuid,
    pub kind: String,
    pub decided_on: Date,
    pub effective_on: Option<Date>,
    pub sealed: Vec<u8>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
}

pub async fn decisions(db: &mut Reads, incident: IncidentId) -> sqlx::Result<Vec<Decided>> {
    sqlx::query_as!(
        Decided,
        r#"select d.id, d.kind, d.decided_on, d.effective_on, d.sealed, d.made_at, m.name as "made_by?"
           from incident_decision d left join account m on m.id = d.made_by
           where d.ward_id = (select app_ward()) and d.incident_id = $1 order by d.made_at, d.id"#,
        incident.0
    )
    .fetch_all(db.conn())
    .await
}

pub async fn decide(
    db: &mut Writes,
    entry: Entry,
    id: Uuid,
    decision: &Decision,
    sealed: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into incident_decision (ward_id, id, contract_id, incident_id, kind, decided_on, effective_on, sealed, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        entry.contract.0,
        entry.incident.0,
        decision.kind.code(),
        decision.decided_on,
        decision.effective_on,
        sealed,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
