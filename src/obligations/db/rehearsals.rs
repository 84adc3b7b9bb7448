//! Contracts whose clauses shut real people out until a rehearsal with invented ones was accepted.

use crate::{kit::db::Reads, vocab::ids::ContractId};

/// A contract that still waits for its rehearsal.
pub struct Awaited {
    pub contract: ContractId,
    pub number: String,
    pub title: String,
    /// It ran and went as expected; the ward has still to accept it.
    pub is_done: bool,
}

/// Those of the ward, or the one asked for, by number.
pub async fn awaited(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<Vec<Awaited>> {
    sqlx::query_as!(
        Awaited,
        r#"select distinct on (c.number) c.id as "contract: ContractId", c.number, c.title, o.handed_in_on is not null as "is_done!"
           from obligation o join contract c on c.ward_id = o.ward_id and c.id = o.contract_id
           where o.ward_id = (select app_ward()) and o.rule = 'rehearsal' and o.state = 'open' and c.state in ('signed', 'active', 'closing')
             and ($1::uuid is null or c.id = $1) order by c.number, o.handed_in_on nulls first"#,
        contract.map(|id| id.0)
    )
    .fetch_all(db.conn())
    .await
}
