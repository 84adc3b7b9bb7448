//! Receipts, and who takes part under a contract.

use time::{Date, OffsetDateTime};

use super::payment::{PaidFor, Payment};
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, ParticipantId, UserFeeReceiptId},
};

/// One receipt.
pub struct Receipt {
    pub id: UserFeeReceiptId,
    pub contract: ContractId,
    pub participant: ParticipantId,
    pub number: i32,
    pub month: Option<Date>,
    /// The day of the consent, for a cost that somebody agreed to.
    pub consented_on: Option<Date>,
    pub paid_on: Date,
    pub yen: i64,
    pub sealed: Vec<u8>,
    pub made_by: Option<String>,
    pub voided_at: Option<OffsetDateTime>,
    pub void_reason: Option<Vec<u8>>,
}

/// The rows of the statement that ends this way; `$1` is the id.
macro_rules! receipts {
    ($whose:tt, $id:expr) => {
        sqlx::query_as!(
            Receipt,
            r#"select r.id as "id: UserFeeReceiptId", r.contract_id as "contract: ContractId", r.participant_id as "participant: ParticipantId", r.number,
                 r.month, r.consented_on, r.paid_on, r.yen, r.sealed, a.name as "made_by?", r.voided_at, r.void_reason
               from user_fee_receipt r left join account a on a.id = r.made_by
               where r.ward_id = (select app_ward()) and "# + $whose,
            $id
        )
    };
}

/// Every receipt of a contract, the latest first.
pub async fn of_contract(db: &mut Reads, id: ContractId) -> sqlx::Result<Vec<Receipt>> {
    receipts!("r.contract_id = $1 order by r.number desc", id.0).fetch_all(db.conn()).await
}

pub async fn find(db: &mut Reads, id: UserFeeReceiptId) -> sqlx::Result<Option<Receipt>> {
    receipts!("r.id = $1", id.0).fetch_optional(db.conn()).await
}

/// Everybody who has or had a place under a contract.
pub async fn people(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<uuid::Uuid>> {
    sqlx::query_scalar!(
        "select distinct participant_id from enrolment where ward_id = (select app_ward()) and contract_id = $1 and state <> 'waiting'",
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// Each kind of consent to which a standing answer of a person under a contract is known, with the day of the latest one.
pub async fn agreed(
    db: &mut Reads,
    contract: ContractId,
    participant: ParticipantId,
) -> sqlx::Result<Vec<(String, Date)>> {
    let rows = sqlx::query!(
        r#"select c.kind as "kind!", max(c.answered_on) as "on!"
           from (select distinct on (enrolment_id, kind) kind, agreed, answered_on, withdrawn_on from consent
                 where ward_id = (select app_ward()) and contract_id = $1 and participant_id = $2
                 order by enrolment_id, kind, answered_on desc, recorded_at desc, id desc) c
           where c.agreed and c.withdrawn_on is null group by c.kind"#,
        contract.0,
        participant.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.on)).collect())
}

/// Keeps everybody else from writing a receipt of the contract until the end of the transaction: what is open is counted.
pub async fn lock(db: &mut Writes, contract: ContractId) -> sqlx::Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1, 0)) as ok",
        format!("user_fee {contract}")
    )
    .fetch_one(db.conn())
    .await?;
    Ok(())
}

/// What a new receipt says.
pub struct NewReceipt<'a> {
    pub id: UserFeeReceiptId,
    pub contract: ContractId,
    pub participant: ParticipantId,
    pub payment: &'a Payment,
    pub sealed: &'a [u8],
    pub by: AccountId,
    pub now: OffsetDateTime,
}

/// The number of the new receipt; `None` when somebody else took it at the same moment.
pub async fn insert(db: &mut Writes, new: &NewReceipt<'_>) -> sqlx::Result<Option<i32>> {
    let (month, consent, consented_on) = match &new.payment.kind {
        PaidFor::Month(first) => (Some(*first), None, None),
        PaidFor::Consent { code, on } => (None, Some(code.as_str()), Some(*on)),
    };
    sqlx::query_scalar!(
        "insert into user_fee_receipt (ward_id, id, contract_id, participant_id, number, month, consent, consented_on, paid_on, yen, sealed, made_at, made_by)
         select app_ward(), $1, $2, $3, coalesce(max(r.number), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11
           from user_fee_receipt r where r.ward_id = app_ward() and r.contract_id = $2
         on conflict (ward_id, contract_id, number) do nothing returning number",
        new.id.0,
        new.contract.0,
        new.participant.0,
        month,
        consent,
        consented_on,
        new.payment.paid_on,
        new.payment.yen,
        new.sealed,
        new.now,
        new.by.0
    )
    .fetch_optional(db.conn())
    .await
}

/// False when it was voided already.
pub async fn void(
    db: &mut Writes,
    id: UserFeeReceiptId,
    reason: &[u8],
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update user_fee_receipt set voided_at = $2, voided_by = $3, void_reason = $4, version = 2
         where ward_id = (select app_ward()) and id = $1 and voided_at is null",
        id.0,
        now,
        by.0,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
