//! 検査の資料: what the live records say about a contract, for the visit. One statement each; names of custodians only, nobody
//! who takes part.

use time::{Date, OffsetDateTime};

use crate::{kit::db::Reads, vocab::ids::ContractId};

/// A line of the 従事者名簿 in force on a day, with its account and what they last learned until then: a lesson on data protection that
/// they passed or gave, or a training of the ward.
pub struct Custodian {
    pub name: String,
    pub custody: String,
    pub job: String,
    pub valid_to: Option<Date>,
    pub account_state: String,
    pub trained_on: Option<Date>,
}

pub async fn custodians(db: &mut Reads, contract: ContractId, day: Date) -> sqlx::Result<Vec<Custodian>> {
    sqlx::query_as!(
        Custodian,
        r#"select a.name, d.custody, d.job, d.valid_to, a.state as account_state, greatest(
             (select max(t.held_on) from training_attendance x join training t on t.ward_id = x.ward_id and t.id = x.training_id
               where x.ward_id = d.ward_id and x.contract_id = d.contract_id and x.account_id = d.account_id and t.held_on <= $2),
             (select max(coalesce(x.taken_on, l.held_on)) from lesson l
               left join lesson_result x on x.ward_id = l.ward_id and x.lesson_id = l.id and x.account_id = d.account_id and x.passed
               where l.ward_id = d.ward_id and l.contract_id = d.contract_id and l.kind = 'protection'
                 and (x.id is not null or l.made_by = d.account_id and l.state = 'received') and coalesce(x.taken_on, l.held_on) <= $2)) as trained_on
           from designation d join account a on a.id = d.account_id
           where d.ward_id = (select app_ward()) and d.contract_id = $1 and d.roster_id = (
             select r.id from roster r where r.ward_id = (select app_ward()) and r.contract_id = $1 and r.state in ('accepted', 'replaced')
               and ((case when r.by_notice then r.submitted_at else r.decided_at end) at time zone 'Asia/Tokyo')::date <= $2
             order by r.number desc limit 1)
           order by d.custody desc, a.name"#,
        contract.0,
        day
    )
    .fetch_all(db.conn())
    .await
}

/// Somebody who acted under the contract in the period, and how.
pub struct Acted {
    pub name: Option<String>,
    pub events: i64,
    /// Before seven, after eight in the evening, or at a weekend, in Japan.
    pub off_hours: i64,
    /// Most people one event touched.
    pub most_people: i64,
    /// Files and papers handed out.
    pub handed_out: i64,
    pub denied: i64,
    /// In the accepted 従事者名簿 now.
    pub designated: bool,
}

pub async fn acted(
    db: &mut Reads,
    contract: ContractId,
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> sqlx::Result<Vec<Acted>> {
    sqlx::query_as!(
        Acted,
        r#"select max(a.name) as "name?", count(*) as "events!",
             count(*) filter (where extract(hour from e.at at time zone 'Asia/Tokyo') not between 7 and 19
               or extract(isodow from e.at at time zone 'Asia/Tokyo') > 5) as "off_hours!",
             max(cardinality(e.participant_ids))::bigint as "most_people!",
             count(*) filter (where e.action ~ '(print|export|take|pdf)') as "handed_out!",
             count(*) filter (where e.action = 'denied') as "denied!",
             exists (select 1 from designation d join roster r on r.ward_id = d.ward_id and r.id = d.roster_id
               where d.ward_id = (select app_ward()) and d.contract_id = $1 and d.account_id = e.account_id and r.state = 'accepted') as "designated!"
           from audit_event e left join account a on a.id = e.account_id
           where e.ward_id = (select app_ward()) and e.contract_id = $1 and e.role like 'contractor.%' and e.at >= $2 and e.at < $3
           group by e.account_id order by count(*) desc, e.account_id limit 200"#,
        contract.0,
        from,
        to
    )
    .fetch_all(db.conn())
    .await
}

/// What the contract still owes, and what went wrong under it in the period.
pub struct Owing {
    pub overdue: i64,
    pub open: i64,
    pub undecided: i64,
    pub returned: i64,
    pub incidents: i64,
    pub complaints: i64,
    /// 許可 that were in force in the period.
    pub permits: i64,
    /// Entries of the 受渡し管理簿 in the period.
    pub handovers: i64,
    pub uncorrected: i64,
}

pub async fn owing(
    db: &mut Reads,
    contract: ContractId,
    (from, to, today): (OffsetDateTime, OffsetDateTime, Date),
) -> sqlx::Result<Owing> {
    sqlx::query_as!(
        Owing,
        r#"select
             (select count(*) from obligation o where o.ward_id = (select app_ward()) and o.contract_id = $1 and is_late(o, $4)) as "overdue!",
             (select count(*) from obligation o where o.ward_id = (select app_ward()) and o.contract_id = $1 and o.state = 'open') as "open!",
             (select count(*) from filing f where f.ward_id = (select app_ward()) and f.contract_id = $1 and f.state = 'filed' and f.decision <> 'none') as "undecided!",
             (select count(*) from filing f where f.ward_id = (select app_ward()) and f.contract_id = $1 and f.state = 'returned'
               and not exists (select 1 from filing n where n.ward_id = f.ward_id and n.contract_id = f.contract_id and n.replaces = f.id)) as "returned!",
             (select count(*) from incident i where i.ward_id = (select app_ward()) and i.contract_id = $1 and i.happened_at >= $2 and i.happened_at < $3) as "incidents!",
             (select count(*) from complaint p where p.ward_id = (select app_ward()) and p.contract_id = $1 and p.made_at >= $2 and p.made_at < $3) as "complaints!",
             (select count(*) from permit p where p.ward_id = (select app_ward()) and p.contract_id = $1 and p.state in ('approved', 'ended', 'revoked')
               and p.starts_on <= $4 and p.ends_on >= ($2::timestamptz at time zone 'Asia/Tokyo')::date) as "permits!",
             (select count(*) from handover h where h.ward_id = (select app_ward()) and h.contract_id = $1 and h.made_at >= $2 and h.made_at < $3) as "handovers!",
             (select count(*) from inspection_point p where p.ward_id = (select app_ward()) and p.contract_id = $1 and p.result = 'correct'
               and not exists (select 1 from inspection_answer a where a.ward_id = p.ward_id and a.point_id = p.id and a.decision = 'accepted')) as "uncorrected!""#,
        contract.0,
        from,
        to,
        today
    )
    .fetch_one(db.conn())
    .await
}
