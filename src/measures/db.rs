//! Rows of the versions of a contract's list: one statement each.

use sqlx::types::Json;
use time::OffsetDateTime;

use super::marks::Marks;
use crate::{
    kit::db::{Reads, Writes},
    vocab::{
        ids::{AccountId, ContractId, MeasureListId},
        side::Side,
    },
};

/// A version, whole.
pub struct MeasureList {
    pub id: MeasureListId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contract_state: String,
    pub number: i32,
    pub has_connection: bool,
    pub begun_at: OffsetDateTime,
    pub begun_by: Option<String>,
    pub ward_marks: Option<Json<Marks>>,
    pub ward_at: Option<OffsetDateTime>,
    pub ward_by: Option<String>,
    pub contractor_marks: Option<Json<Marks>>,
    pub contractor_at: Option<OffsetDateTime>,
    pub contractor_account: Option<AccountId>,
    pub contractor_by: Option<String>,
    pub accepted_at: Option<OffsetDateTime>,
    pub accepted_by: Option<String>,
    pub version: i32,
}

/// Versions with the names that stand around them; `$tail` says which.
macro_rules! lists {
    ($tail:tt, $($value:expr),+) => {
        sqlx::query_as!(
            MeasureList,
            r#"select m.id as "id: MeasureListId", m.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title,
                 c.state as contract_state, m.number, m.has_connection, m.begun_at, b.name as "begun_by?",
                 m.ward_marks as "ward_marks: Json<Marks>", m.ward_at, w.name as "ward_by?",
                 m.contractor_marks as "contractor_marks: Json<Marks>", m.contractor_at, m.contractor_by as "contractor_account: AccountId",
                 k.name as "contractor_by?", m.accepted_at, a.name as "accepted_by?", m.version
               from measure_list m join contract c on c.ward_id = m.ward_id and c.id = m.contract_id
               left join account b on b.id = m.begun_by left join account w on w.id = m.ward_by
               left join account k on k.id = m.contractor_by left join account a on a.id = m.accepted_by
               where m.ward_id = (select app_ward()) "# + $tail,
            $($value),+
        )
    };
}

pub async fn find(db: &mut Reads, id: MeasureListId) -> sqlx::Result<Option<MeasureList>> {
    lists!("and m.id = $1", id.0).fetch_optional(db.conn()).await
}

/// The versions of a contract, the latest first.
pub async fn list(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<MeasureList>> {
    lists!("and m.contract_id = $1 order by m.number desc limit 50", contract.0).fetch_all(db.conn()).await
}

/// The last accepted version before this number.
pub async fn accepted_before(
    db: &mut Reads,
    contract: ContractId,
    number: i32,
) -> sqlx::Result<Option<MeasureList>> {
    lists!(
        "and m.contract_id = $1 and m.number < $2 and m.accepted_at is not null order by m.number desc limit 1",
        contract.0,
        number
    )
    .fetch_optional(db.conn())
    .await
}

/// A new version; its number follows the last.
pub async fn insert(
    db: &mut Writes,
    (id, contract): (MeasureListId, ContractId),
    has_connection: bool,
    (at, by): (OffsetDateTime, AccountId),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into measure_list (ward_id, id, contract_id, number, has_connection, begun_at, begun_by)
         select app_ward(), $1, $2, 1 + coalesce(max(m.number), 0), $3, $4, $5
         from measure_list m where m.ward_id = (select app_ward()) and m.contract_id = $2",
        id.0,
        contract.0,
        has_connection,
        at,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else was quicker.
pub async fn mark(
    db: &mut Writes,
    (id, version): (MeasureListId, i32),
    (side, marks): (Side, &Marks),
    (at, by): (OffsetDateTime, AccountId),
) -> sqlx::Result<bool> {
    let marks = Json(marks);
    let done = match side {
        Side::Ward => {
            sqlx::query!(
                "update measure_list set ward_marks = $3, ward_at = $4, ward_by = $5, version = version + 1
                 where ward_id = (select app_ward()) and id = $1 and version = $2 and accepted_at is null",
                id.0,
                version,
                marks as _,
                at,
                by.0
            )
            .execute(db.conn())
            .await?
        }
        Side::Contractor => {
            sqlx::query!(
                "update measure_list set contractor_marks = $3, contractor_at = $4, contractor_by = $5, version = version + 1
                 where ward_id = (select app_ward()) and id = $1 and version = $2 and accepted_at is null",
                id.0,
                version,
                marks as _,
                at,
                by.0
            )
            .execute(db.conn())
            .await?
        }
    };
    Ok(done.rows_affected() == 1)
}

/// False when somebody else was quicker.
pub async fn accept(
    db: &mut Writes,
    (id, version): (MeasureListId, i32),
    (at, by): (OffsetDateTime, AccountId),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update measure_list set accepted_at = $3, accepted_by = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and accepted_at is null",
        id.0,
        version,
        at,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
