//! データ消去計画書.

use time::{Date, OffsetDateTime};

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, ErasurePlanId},
};

pub struct Plan {
    pub id: ErasurePlanId,
    pub contract: ContractId,
    pub base_on: Date,
    pub due_on: Date,
    pub completes_on: Date,
    pub sealed: Vec<u8>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
}

pub async fn find(db: &mut Reads, id: ErasurePlanId) -> sqlx::Result<Option<Plan>> {
    sqlx::query_as!(
        Plan,
        r#"select p.id as "id: ErasurePlanId", p.contract_id as "contract: ContractId", p.base_on, p.due_on, p.completes_on, p.sealed, p.made_at, a.name as "made_by?"
           from erasure_plan p left join account a on a.id = p.made_by where p.ward_id = (select app_ward()) and p.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Those of a contract, the latest first.
pub async fn list(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Plan>> {
    sqlx::query_as!(
        Plan,
        r#"select p.id as "id: ErasurePlanId", p.contract_id as "contract: ContractId", p.base_on, p.due_on, p.completes_on, p.sealed, p.made_at, a.name as "made_by?"
           from erasure_plan p left join account a on a.id = p.made_by where p.ward_id = (select app_ward()) and p.contract_id = $1
           order by p.made_at desc limit 50"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

pub struct NewPlan<'a> {
    pub id: ErasurePlanId,
    pub contract: ContractId,
    pub base_on: Date,
    pub due_on: Date,
    pub completes_on: Date,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewPlan<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into erasure_plan (ward_id, id, contract_id, base_on, due_on, completes_on, sealed, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.contract.0,
        new.base_on,
        new.due_on,
        new.completes_on,
        new.sealed,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
