//! Everything from which the papers owed under all contracts follow, in one statement: the home page has no more to spend.

use serde::Deserialize;
use sqlx::types::Json;

use super::days::InForce;
use crate::{
    filings::occurrences::{BriefingDay, CourseDays},
    kit::db::Reads,
    organisations::ClosedEntry,
    vocab::ids::ContractId,
};

/// The contracts in force the reader sees, and what their due days follow from; who came and when is read on its own.
pub struct Standing {
    /// By number.
    pub contracts: Vec<InForce>,
    pub courses: Vec<Of<CourseDays>>,
    pub briefings: Vec<Of<BriefingDay>>,
    pub handed_in: Vec<HandedIn>,
    pub closed: Vec<ClosedEntry>,
}

/// Something of a contract.
#[derive(Debug, Clone, Deserialize)]
pub struct Of<T> {
    pub contract: ContractId,
    #[serde(flatten)]
    pub it: T,
}

/// That the last paper of an occurrence is there, or came back.
#[derive(Debug, Deserialize)]
pub struct HandedIn {
    pub contract: ContractId,
    pub code: String,
    pub side: String,
    pub occurrence: String,
    pub is_returned: bool,
}

/// Of courses the first and last session, or, without a session left, the day they were planned for; none that is cancelled.
pub async fn standing(db: &mut Reads) -> sqlx::Result<Standing> {
    let row = sqlx::query!(
        r#"with force as materialized (
             select id, number, title, programme_version_id as programme, starts_on, ends_on, signed_on from contract
             where ward_id = (select app_ward()) and state in ('signed', 'active', 'closing'))
           select
             (select coalesce(jsonb_agg(to_jsonb(f) order by f.number), '[]') from force f) as "contracts!: Json<Vec<InForce>>",
             (select coalesce(jsonb_agg(to_jsonb(k) order by k.first_on, k.name, k.id), '[]') from (
                select k.contract_id as contract, k.id, k.name, coalesce(min(s.held_on), k.first_on) as first_on, coalesce(max(s.held_on), k.first_on) as last_on
                from force f join course k on k.ward_id = (select app_ward()) and k.contract_id = f.id and k.state <> 'cancelled'
                left join session s on s.ward_id = (select app_ward()) and s.course_id = k.id and s.state <> 'cancelled'
                group by k.contract_id, k.id, k.name, k.first_on) k) as "courses!: Json<Vec<Of<CourseDays>>>",
             (select coalesce(jsonb_agg(jsonb_build_object('contract', b.contract_id, 'id', b.id, 'on', b.held_on) order by b.held_on, b.id), '[]')
                from force f join briefing b on b.ward_id = (select app_ward()) and b.contract_id = f.id) as "briefings!: Json<Vec<Of<BriefingDay>>>",
             (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from (
                select distinct on (p.contract_id, p.code, p.side, p.occurrence) p.contract_id as contract, p.code, p.side, p.occurrence, p.state = 'returned' as is_returned
                from force f join filing p on p.ward_id = (select app_ward()) and p.contract_id = f.id and p.occurrence <> ''
                order by p.contract_id, p.code, p.side, p.occurrence, p.filed_at desc, p.id desc) p) as "handed_in!: Json<Vec<HandedIn>>",
             (select coalesce(jsonb_agg(jsonb_build_object('kind', d.kind, 'from', d.from_on, 'to', d.to_on, 'reason', d.reason)), '[]')
                from closed_day d where d.ward_id = (select app_ward())) as "closed!: Json<Vec<ClosedEntry>>""#
    )
    .fetch_one(db.conn())
    .await?;
    Ok(Standing {
        contracts: row.contracts.0,
        courses: row.courses.0,
        briefings: row.briefings.0,
        handed_in: row.handed_in.0,
        closed: row.closed.0,
    })
}
