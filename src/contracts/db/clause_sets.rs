//! Rows of clause sets. A set never changes once stored: a correction makes a new one, so that what was signed stays.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    contracts::clauses::{ClauseItem, SplitClause},
    kit::{
        db::{Reads, Writes},
        error::{AppError, Result},
    },
    vocab::ids::{ClauseSetId, ContractId},
};

/// The clauses of a set by number.
pub async fn clauses(db: &mut Reads, set: Uuid) -> Result<Vec<SplitClause>> {
    let rows = sqlx::query!(
        "select number, label, heading, heading_inherited, body, items from clause
         where ward_id = (select app_ward()) and clause_set_id = $1 order by number",
        set
    )
    .fetch_all(db.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let items: Vec<ClauseItem> = serde_json::from_value(row.items).map_err(AppError::bug)?;
            Ok(SplitClause {
                number: u16::try_from(row.number).map_err(AppError::bug)?,
                label: row.label,
                heading: row.heading,
                heading_inherited: row.heading_inherited,
                text: row.body,
                items,
            })
        })
        .collect()
}

pub async fn insert(db: &mut Writes, set: ClauseSetId, name: &str, now: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into clause_set (ward_id, id, name, made_at) values (app_ward(), $1, $2, $3)",
        set.0,
        name,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn insert_clause(db: &mut Writes, set: ClauseSetId, id: Uuid, clause: &SplitClause) -> Result<()> {
    let items = serde_json::to_value(&clause.items).map_err(AppError::bug)?;
    sqlx::query!(
        "insert into clause (ward_id, id, clause_set_id, number, label, heading, heading_inherited, body, items)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        set.0,
        i32::from(clause.number),
        clause.label,
        clause.heading,
        clause.heading_inherited,
        clause.text,
        items
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Binds a set to a draft. False when somebody else changed the contract first or it is no draft any more.
pub async fn bind(db: &mut Writes, contract: ContractId, version: i32, set: Uuid) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update contract set clause_set_id = $3, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'draft'",
        contract.0,
        version,
        set
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a set that no contract carries.
pub async fn remove_unused(db: &mut Writes, set: Uuid) -> sqlx::Result<()> {
    let unused = sqlx::query_scalar!(
        r#"select not exists (select 1 from contract where ward_id = (select app_ward()) and clause_set_id = $1) as "unused!""#,
        set
    )
    .fetch_one(db.conn())
    .await?;
    if unused {
        sqlx::query!("delete from clause where ward_id = (select app_ward()) and clause_set_id = $1", set)
            .execute(db.conn())
            .await?;
        sqlx::query!("delete from clause_set where ward_id = (select app_ward()) and id = $1", set)
            .execute(db.conn())
            .await?;
    }
    Ok(())
}

/// A set that other contracts of the ward carry, to choose instead of importing again.
pub struct Known {
    pub id: Uuid,
    pub name: String,
    pub clauses: i64,
    pub contracts: i64,
}

/// The sets in use, newest first.
pub async fn in_use(db: &mut Reads) -> sqlx::Result<Vec<Known>> {
    sqlx::query_as!(
        Known,
        r#"select s.id, s.name, (select count(*) from clause c where c.ward_id = s.ward_id and c.clause_set_id = s.id) as "clauses!",
                  count(*) as "contracts!"
           from clause_set s join contract k on k.ward_id = s.ward_id and k.clause_set_id = s.id
           where s.ward_id = (select app_ward())
           group by s.ward_id, s.id, s.name, s.made_at order by s.made_at desc limit 50"#
    )
    .fetch_all(db.conn())
    .await
}
