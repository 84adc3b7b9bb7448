//! Rows of referrals.

use time::OffsetDateTime;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, CentreId, ContractId, ParticipantId, ReferralId},
};

pub struct ReferralRow {
    pub id: ReferralId,
    pub contract: ContractId,
    pub contract_title: String,
    pub participant: ParticipantId,
    pub from_centre: Option<CentreId>,
    pub centre_name: Option<String>,
    pub state: String,
    /// The sender's reason, as it was sealed for `sealed_version`.
    pub sealed: Vec<u8>,
    pub sealed_version: i32,
    /// What was said at the decision, sealed for the version it made.
    pub remark: Option<Vec<u8>>,
    pub made_at: OffsetDateTime,
    pub decided_at: Option<OffsetDateTime>,
    pub version: i32,
}

/// The referrals to which `$which` narrows all of the ward.
macro_rules! referrals {
    ($which:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            ReferralRow,
            r#"select r.id as "id: ReferralId", r.contract_id as "contract: ContractId", c.title as contract_title,
                      r.participant_id as "participant: ParticipantId", r.from_centre_id as "from_centre: CentreId", h.name as "centre_name?",
                      r.state, r.sealed, r.sealed_version, r.remark, r.made_at, r.decided_at, r.version
               from referral r join contract c on c.ward_id = r.ward_id and c.id = r.contract_id
               left join centre h on h.ward_id = r.ward_id and h.id = r.from_centre_id
               where r.ward_id = (select app_ward()) and "#
                + $which
            $(, $value)*
        )
    };
}

/// The referrals in `state`, newest first, 50 from `offset` on, with their count.
pub async fn list(db: &mut Reads, state: Option<&str>, offset: i64) -> sqlx::Result<(i64, Vec<ReferralRow>)> {
    let total = sqlx::query_scalar!(
        r#"select count(*) as "n!" from referral where ward_id = (select app_ward()) and ($1::text is null or state = $1)"#,
        state
    )
    .fetch_one(db.conn())
    .await?;
    let rows = referrals!(
        "($1::text is null or r.state = $1) order by r.made_at desc, r.id desc limit 50 offset $2",
        state,
        offset
    )
    .fetch_all(db.conn())
    .await?;
    Ok((total, rows))
}

pub async fn find(db: &mut Reads, id: ReferralId) -> sqlx::Result<Option<ReferralRow>> {
    referrals!("r.id = $1", id.0).fetch_optional(db.conn()).await
}

/// Whether this person waits for a decision under this contract already.
pub async fn is_proposed(
    db: &mut Reads,
    participant: ParticipantId,
    contract: ContractId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from referral where ward_id = (select app_ward()) and participant_id = $1 and contract_id = $2
             and state = 'proposed') as "is!""#,
        participant.0,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

pub struct NewReferral<'a> {
    pub id: ReferralId,
    pub contract: ContractId,
    pub participant: ParticipantId,
    pub from_centre: Option<CentreId>,
    pub sealed: &'a [u8],
    pub made_by: AccountId,
    pub made_at: OffsetDateTime,
}

pub async fn insert(db: &mut Writes, row: &NewReferral<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into referral (ward_id, id, contract_id, participant_id, from_centre_id, sealed, made_by, made_at)
         values ((select app_ward()), $1, $2, $3, $4, $5, $6, $7)",
        row.id.0,
        row.contract.0,
        row.participant.0,
        row.from_centre.map(|c| c.0),
        row.sealed,
        row.made_by.0,
        row.made_at
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Who decided what, and when; the remark is sealed for `version + 1`.
pub struct Decision<'a> {
    pub state: &'a str,
    pub remark: Option<&'a [u8]>,
    pub by: AccountId,
    pub at: OffsetDateTime,
}

/// False when somebody else decided since `version`.
pub async fn decide(
    db: &mut Writes,
    id: ReferralId,
    version: i32,
    decision: &Decision<'_>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update referral set state = $3, remark = $4, decided_by = $5, decided_at = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        decision.state,
        decision.remark,
        decision.by.0,
        decision.at
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
