//! 問い合わせ・意見・苦情.

use time::Date;

use super::records::Hand;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{ContractId, GuidanceInquiryId, ParticipantId},
};

/// One of them, whole.
pub struct InquiryRow {
    pub id: GuidanceInquiryId,
    pub participant: Option<ParticipantId>,
    pub kind: String,
    pub received_on: Date,
    pub sealed: Vec<u8>,
    pub escalated: bool,
    pub response: Option<Vec<u8>>,
    pub answered_on: Option<Date>,
    pub by: Option<String>,
}

pub async fn find(
    db: &mut Reads,
    contract: ContractId,
    id: GuidanceInquiryId,
) -> sqlx::Result<Option<InquiryRow>> {
    sqlx::query_as!(
        InquiryRow,
        r#"select q.id as "id: GuidanceInquiryId", q.participant_id as "participant: ParticipantId", q.kind, q.received_on, q.sealed, q.escalated,
                  q.response, q.answered_on, a.name as "by?"
           from guidance_inquiry q left join account a on a.id = q.done_by
           where q.ward_id = (select app_ward()) and q.contract_id = $1 and q.id = $2"#,
        contract.0,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// What is counted and listed of one.
pub struct InquiryLine {
    pub id: GuidanceInquiryId,
    pub kind: String,
    pub received_on: Date,
    pub escalated: bool,
    pub answered_on: Option<Date>,
}

/// Those of a contract, the latest first; `open`: only what nobody answered yet.
pub async fn list(
    db: &mut Reads,
    contract: ContractId,
    open: bool,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<InquiryLine>> {
    sqlx::query_as!(
        InquiryLine,
        r#"select id as "id: GuidanceInquiryId", kind, received_on, escalated, answered_on from guidance_inquiry
           where ward_id = (select app_ward()) and contract_id = $1 and (not $2 or answered_on is null)
           order by received_on desc, id desc limit $3 offset $4"#,
        contract.0,
        open,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, contract: ContractId, open: bool) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from guidance_inquiry
           where ward_id = (select app_ward()) and contract_id = $1 and (not $2 or answered_on is null)"#,
        contract.0,
        open
    )
    .fetch_one(db.conn())
    .await
}

/// What is written of a new one.
pub struct NewInquiry<'a> {
    pub id: GuidanceInquiryId,
    pub contract: ContractId,
    pub participant: Option<ParticipantId>,
    pub kind: &'a str,
    pub received_on: Date,
    pub sealed: &'a [u8],
    pub escalated: bool,
    /// The answer and its day, when it was given at once.
    pub response: Option<(&'a [u8], Date)>,
}

pub async fn insert(db: &mut Writes, new: &NewInquiry<'_>, hand: Hand) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into guidance_inquiry (ward_id, id, contract_id, participant_id, kind, received_on, sealed, escalated, response, answered_on, done_by, recorded_at)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.0,
        new.contract.0,
        new.participant.map(|id| id.0),
        new.kind,
        new.received_on,
        new.sealed,
        new.escalated,
        new.response.map(|(sealed, _)| sealed),
        new.response.map(|(_, on)| on),
        hand.by.0,
        hand.now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Writes the answer, once; false when there is one.
pub async fn respond(
    db: &mut Writes,
    id: GuidanceInquiryId,
    (response, on): (&[u8], Date),
    escalated: bool,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update guidance_inquiry set response = $2, answered_on = $3, escalated = escalated or $4
         where ward_id = (select app_ward()) and id = $1 and response is null",
        id.0,
        response,
        on,
        escalated
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
