//! Rows of what clauses were confirmed to mean. Nothing is overwritten: the highest version holds.

use sqlx::types::Json;
use time::OffsetDateTime;

use crate::{
    contracts::db::clause_sets,
    kit::{
        db::{Reads, Writes},
        error::{AppError, Result},
    },
    obligations::binding::{Binding, BoundClause, BoundRule, ClauseRef},
    vocab::ids::{AccountId, ClauseSetId, ContractId},
};

/// A confirmed clause of a set.
pub struct Confirmed {
    pub number: i32,
    pub version: i32,
    pub rules: Json<Vec<BoundRule>>,
    pub reason: String,
    pub as_proposed: bool,
    pub confirmed_at: OffsetDateTime,
    pub confirmed_by: Option<String>,
}

impl Confirmed {
    pub fn binding(&self) -> Binding {
        Binding { rules: self.rules.0.clone(), reason: self.reason.clone() }
    }
}

/// What holds for each clause of a set.
pub async fn of_set(db: &mut Reads, set: ClauseSetId) -> sqlx::Result<Vec<Confirmed>> {
    sqlx::query_as!(
        Confirmed,
        r#"select distinct on (b.clause_number) b.clause_number as number, b.version, b.rules as "rules: Json<Vec<BoundRule>>", b.reason, b.as_proposed,
                  b.confirmed_at, a.name as "confirmed_by?"
           from clause_binding b left join account a on a.id = b.confirmed_by
           where b.ward_id = (select app_ward()) and b.clause_set_id = $1 order by b.clause_number, b.version desc"#,
        set.0
    )
    .fetch_all(db.conn())
    .await
}

/// Every confirmation of one clause, the latest first.
pub async fn history(db: &mut Reads, set: ClauseSetId, number: u16) -> sqlx::Result<Vec<Confirmed>> {
    sqlx::query_as!(
        Confirmed,
        r#"select b.clause_number as number, b.version, b.rules as "rules: Json<Vec<BoundRule>>", b.reason, b.as_proposed, b.confirmed_at,
                  a.name as "confirmed_by?"
           from clause_binding b left join account a on a.id = b.confirmed_by
           where b.ward_id = (select app_ward()) and b.clause_set_id = $1 and b.clause_number = $2 order by b.version desc"#,
        set.0,
        i32::from(number)
    )
    .fetch_all(db.conn())
    .await
}

/// The confirmed clauses of all texts that a contract carries now.
pub async fn of_contract(db: &mut Reads, contract: ContractId) -> Result<Vec<BoundClause>> {
    let rows = sqlx::query!(
        r#"select distinct on (s.kind, t.applied_at, t.id, c.number) c.clause_set_id as "set: ClauseSetId", c.number, c.label,
                  b.rules as "rules: Json<Vec<BoundRule>>", b.reason
           from contract_text t join clause_set s on s.ward_id = t.ward_id and s.id = t.clause_set_id
           join clause c on c.ward_id = t.ward_id and c.clause_set_id = t.clause_set_id
           join clause_binding b on b.ward_id = c.ward_id and b.clause_set_id = c.clause_set_id and b.clause_number = c.number
           where t.ward_id = (select app_ward()) and t.contract_id = $1 and t.ended_at is null
           order by s.kind, t.applied_at, t.id, c.number, b.version desc"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let number = u16::try_from(row.number).map_err(AppError::bug)?;
            let clause = ClauseRef { set: row.set.0, number, label: row.label };
            Ok(BoundClause { clause, binding: Binding { rules: row.rules.0, reason: row.reason } })
        })
        .collect()
}

/// The confirmed clauses of a set, as a contract that carries it is bound by them.
pub async fn bound(db: &mut Reads, set: ClauseSetId) -> Result<Vec<BoundClause>> {
    let clauses = clause_sets::clauses(db, set).await?;
    let confirmed = of_set(db, set).await?;
    let of_clause = |number: u16| confirmed.iter().find(|one| one.number == i32::from(number));
    let bound = clauses.into_iter().filter_map(|clause| {
        let binding = of_clause(clause.number)?.binding();
        let clause = ClauseRef { set: set.0, number: clause.number, label: clause.label };
        Some(BoundClause { clause, binding })
    });
    Ok(bound.collect())
}

/// A confirmation on its way in.
pub struct New<'a> {
    pub set: ClauseSetId,
    pub number: u16,
    /// The version that held when the person looked; 0 for none.
    pub after: i32,
    pub binding: &'a Binding,
    pub as_proposed: bool,
    pub now: OffsetDateTime,
    pub by: AccountId,
}

/// False when somebody else confirmed the clause first.
pub async fn insert(db: &mut Writes, new: &New<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into clause_binding (ward_id, clause_set_id, clause_number, version, rules, reason, as_proposed, confirmed_at, confirmed_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        new.set.0,
        i32::from(new.number),
        new.after + 1,
        Json(&new.binding.rules) as _,
        new.binding.reason,
        new.as_proposed,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
