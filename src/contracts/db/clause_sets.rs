//! Rows of clause sets and of the texts a contract carries. A set never changes once stored: a correction makes a new one, so
//! that what was signed stays.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    contracts::clauses::{ClauseItem, SplitClause},
    kit::{
        db::{Reads, Writes},
        error::{AppError, Result},
    },
    vocab::ids::{AccountId, ClauseSetId, ContractId, ContractTextId},
};

/// The clauses of a set by number.
pub async fn clauses(db: &mut Reads, set: ClauseSetId) -> Result<Vec<SplitClause>> {
    let rows = sqlx::query!(
        "select number, label, heading, heading_inherited, body, items from clause
         where ward_id = (select app_ward()) and clause_set_id = $1 order by number",
        set.0
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

/// A set without its clauses.
pub struct ClauseSet {
    pub id: ClauseSetId,
    pub name: String,
    /// `clauses` (特記事項) or `specification` (仕様書).
    pub kind: String,
    pub version: i32,
    /// A contract that was signed carries it: it is only read.
    pub is_signed: bool,
}

pub async fn find(db: &mut Reads, set: ClauseSetId) -> sqlx::Result<Option<ClauseSet>> {
    sqlx::query_as!(
        ClauseSet,
        r#"select s.id as "id: ClauseSetId", s.name, s.kind, s.version,
                  exists (select from contract_text t join contract c on c.ward_id = t.ward_id and c.id = t.contract_id
                          where t.ward_id = s.ward_id and t.clause_set_id = s.id and c.state <> 'draft') as "is_signed!"
           from clause_set s where s.ward_id = (select app_ward()) and s.id = $1"#,
        set.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A contract that carries a set, or the version before it.
pub struct Carrier {
    pub contract: ContractId,
    pub text: ContractTextId,
    pub number: String,
    pub title: String,
    /// It carries this very set; otherwise the set can be applied to it.
    pub is_carried: bool,
}

/// The contracts that carry a set, and those in force that carry the one it was changed from; at most fifty.
pub async fn carriers(db: &mut Reads, set: ClauseSetId) -> sqlx::Result<Vec<Carrier>> {
    sqlx::query_as!(
        Carrier,
        r#"select c.id as "contract: ContractId", t.id as "text: ContractTextId", c.number, c.title, t.clause_set_id = $1 as "is_carried!"
           from contract_text t join contract c on c.ward_id = t.ward_id and c.id = t.contract_id
           where t.ward_id = (select app_ward()) and t.ended_at is null
             and (t.clause_set_id = $1 or c.state in ('signed', 'active', 'closing') and t.clause_set_id = (
               select s.follows from clause_set s where s.ward_id = (select app_ward()) and s.id = $1))
           order by c.number, t.id limit 50"#,
        set.0
    )
    .fetch_all(db.conn())
    .await
}

/// What a new set is.
pub struct NewSet<'a> {
    pub id: ClauseSetId,
    pub name: &'a str,
    pub kind: &'a str,
    pub version: i32,
    pub follows: Option<ClauseSetId>,
    pub now: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, new: &NewSet<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into clause_set (ward_id, id, name, kind, version, follows, made_at) values (app_ward(), $1, $2, $3, $4, $5, $6)",
        new.id.0,
        new.name,
        new.kind,
        new.version,
        new.follows.map(|set| set.0),
        new.now
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

/// A text a contract carries now.
pub struct Text {
    pub id: ContractTextId,
    pub set: ClauseSetId,
    pub name: String,
    pub kind: String,
    pub version: i32,
    pub clauses: i64,
    /// How many of them were confirmed.
    pub confirmed: i64,
}

impl Text {
    pub fn kind_label(&self) -> &'static str {
        kind_label(&self.kind)
    }
}

/// What a kind of text is called.
pub fn kind_label(kind: &str) -> &'static str {
    if kind == "specification" { "仕様書" } else { "特記事項" }
}

/// The texts of a contract, 特記事項 before 仕様書, in the order they came.
pub async fn texts(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Text>> {
    sqlx::query_as!(
        Text,
        r#"select t.id as "id: ContractTextId", s.id as "set: ClauseSetId", s.name, s.kind, s.version,
             (select count(*) from clause c where c.ward_id = s.ward_id and c.clause_set_id = s.id) as "clauses!",
             (select count(distinct b.clause_number) from clause_binding b where b.ward_id = s.ward_id and b.clause_set_id = s.id) as "confirmed!"
           from contract_text t join clause_set s on s.ward_id = t.ward_id and s.id = t.clause_set_id
           where t.ward_id = (select app_ward()) and t.contract_id = $1 and t.ended_at is null order by s.kind, t.applied_at, t.id"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// Lets a contract carry a set from now on.
pub async fn carry(
    db: &mut Writes,
    (id, contract, set): (ContractTextId, ContractId, ClauseSetId),
    now: OffsetDateTime,
    by: AccountId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into contract_text (ward_id, id, contract_id, clause_set_id, applied_at, applied_by) values (app_ward(), $1, $2, $3, $4, $5)",
        id.0,
        contract.0,
        set.0,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Takes a text from a draft. False when the contract is no draft any more or the text is gone.
pub async fn drop_text(db: &mut Writes, contract: ContractId, text: ContractTextId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from contract_text t using contract c where t.ward_id = (select app_ward()) and t.id = $2 and t.contract_id = $1
           and c.ward_id = t.ward_id and c.id = t.contract_id and c.state = 'draft'",
        contract.0,
        text.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a text of a contract in force. False when somebody else did.
pub async fn end_text(
    db: &mut Writes,
    text: ContractTextId,
    now: OffsetDateTime,
    by: AccountId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update contract_text set ended_at = $2, ended_by = $3 where ward_id = (select app_ward()) and id = $1 and ended_at is null",
        text.0,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks a draft as changed. False when somebody else changed the contract first or it is no draft any more.
pub async fn touch(db: &mut Writes, contract: ContractId, version: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update contract set version = version + 1 where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'draft'",
        contract.0,
        version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a set that no contract carries and no set follows.
pub async fn remove_unused(db: &mut Writes, set: ClauseSetId) -> sqlx::Result<()> {
    let unused = sqlx::query_scalar!(
        r#"select not exists (select 1 from contract_text where ward_id = (select app_ward()) and clause_set_id = $1)
             and not exists (select 1 from clause_set where ward_id = (select app_ward()) and follows = $1) as "unused!""#,
        set.0
    )
    .fetch_one(db.conn())
    .await?;
    if unused {
        sqlx::query!("delete from clause where ward_id = (select app_ward()) and clause_set_id = $1", set.0)
            .execute(db.conn())
            .await?;
        sqlx::query!("delete from clause_set where ward_id = (select app_ward()) and id = $1", set.0)
            .execute(db.conn())
            .await?;
    }
    Ok(())
}

/// A set that other contracts of the ward carry, to choose instead of importing again.
pub struct Known {
    pub id: ClauseSetId,
    pub name: String,
    pub kind: String,
    pub version: i32,
    pub clauses: i64,
    pub contracts: i64,
}

/// The sets in use, newest first.
pub async fn in_use(db: &mut Reads) -> sqlx::Result<Vec<Known>> {
    sqlx::query_as!(
        Known,
        r#"select s.id as "id: ClauseSetId", s.name, s.kind, s.version,
                  (select count(*) from clause c where c.ward_id = s.ward_id and c.clause_set_id = s.id) as "clauses!",
                  count(*) as "contracts!"
           from clause_set s join contract_text t on t.ward_id = s.ward_id and t.clause_set_id = s.id and t.ended_at is null
           where s.ward_id = (select app_ward())
           group by s.ward_id, s.id, s.name, s.kind, s.version, s.made_at order by s.made_at desc limit 50"#
    )
    .fetch_all(db.conn())
    .await
}

/// The sets that were changed from one that a contract carries, to be applied to it; newest first.
pub async fn successors(db: &mut Reads, set: ClauseSetId) -> sqlx::Result<Vec<ClauseSet>> {
    sqlx::query_as!(
        ClauseSet,
        r#"with recursive after as (
             select id from clause_set where ward_id = (select app_ward()) and follows = $1
             union select s.id from clause_set s join after a on s.follows = a.id where s.ward_id = (select app_ward())
           )
           select s.id as "id: ClauseSetId", s.name, s.kind, s.version, false as "is_signed!"
           from clause_set s join after a on a.id = s.id where s.ward_id = (select app_ward()) order by s.version desc, s.made_at desc"#,
        set.0
    )
    .fetch_all(db.conn())
    .await
}
