//! Contracts whose clauses shut real people out until a rehearsal with invented ones was accepted.

use time::Date;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId},
};

/// A contract that still waits for its rehearsal.
pub struct Awaited {
    pub contract: ContractId,
    pub number: String,
    pub title: String,
    /// Who ran it as expected, so that somebody else of the ward accepts it; `None` before.
    pub tried_by: Option<AccountId>,
}

/// Those of the ward, or the one asked for, by number.
pub async fn awaited(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<Vec<Awaited>> {
    sqlx::query_as!(
        Awaited,
        r#"select distinct on (c.number) c.id as "contract: ContractId", c.number, c.title, o.tried_by as "tried_by: AccountId"
           from obligation o join contract c on c.ward_id = o.ward_id and c.id = o.contract_id
           where o.ward_id = (select app_ward()) and o.rule = 'rehearsal' and o.state = 'open' and c.state in ('signed', 'active', 'closing')
             and ($1::uuid is null or c.id = $1) order by c.number, o.tried_by nulls first"#,
        contract.map(|id| id.0)
    )
    .fetch_all(db.conn())
    .await
}

/// It ran as expected, under the name of who ran it last.
pub async fn tried(db: &mut Writes, contracts: &[ContractId], by: AccountId, on: Date) -> sqlx::Result<()> {
    let contracts: Vec<uuid::Uuid> = contracts.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update obligation set handed_in_on = $3, tried_by = $2, version = version + 1
         where ward_id = (select app_ward()) and contract_id = any($1) and rule = 'rehearsal' and state = 'open'",
        &contracts,
        by.0,
        on
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What one person of a ward without another writes down: why they accept their own.
pub async fn alone(db: &mut Writes, contracts: &[ContractId], why: &str) -> sqlx::Result<()> {
    let contracts: Vec<uuid::Uuid> = contracts.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update obligation set alone = $2
         where ward_id = (select app_ward()) and contract_id = any($1) and rule = 'rehearsal' and state = 'open'",
        &contracts,
        why
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Whether somebody else of the ward may accept it.
pub async fn has_another(db: &mut Reads, than: AccountId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from account where ward_id = (select app_ward()) and kind = 'ward' and role in ('admin', 'officer')
             and state = 'active' and id <> $1) as "is!""#,
        than.0
    )
    .fetch_one(db.conn())
    .await
}
