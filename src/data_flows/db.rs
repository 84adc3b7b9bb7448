//! Rows typed by hand: one statement each.

use time::OffsetDateTime;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, DataFlowId},
};

pub struct Row {
    pub id: DataFlowId,
    pub contract: ContractId,
    pub place: i32,
    pub sealed: Vec<u8>,
}

/// Those of a contract, in their order.
pub async fn list(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select id as "id: DataFlowId", contract_id as "contract: ContractId", place, sealed from data_flow
           where ward_id = (select app_ward()) and contract_id = $1 order by place, id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

pub async fn find(db: &mut Reads, id: DataFlowId) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select id as "id: DataFlowId", contract_id as "contract: ContractId", place, sealed from data_flow
           where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

pub async fn insert(db: &mut Writes, row: &Row, (at, by): (OffsetDateTime, AccountId)) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into data_flow (ward_id, id, contract_id, place, sealed, made_at, made_by) values (app_ward(), $1, $2, $3, $4, $5, $6)",
        row.id.0,
        row.contract.0,
        row.place,
        row.sealed,
        at,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when it is gone already.
pub async fn delete(db: &mut Writes, id: DataFlowId) -> sqlx::Result<bool> {
    let done = sqlx::query!("delete from data_flow where ward_id = (select app_ward()) and id = $1", id.0)
        .execute(db.conn())
        .await?;
    Ok(done.rows_affected() == 1)
}
