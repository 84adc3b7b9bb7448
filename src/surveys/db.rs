//! Rows of sheets. Row-level security decides whose: the ward all of its own, a contractor those of the contract it acts under.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    kit::db::{Reads, Writes},
    sealing::Sealable,
    vocab::ids::{AccountId, ContractId, SurveyId},
};

/// Why a sheet came back, or what is to be corrected; sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Words(pub String);

impl Sealable for Words {
    const TABLE: &'static str = "survey.words";
}

pub struct Survey {
    pub id: SurveyId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contract_state: String,
    pub contractor: String,
    pub ward: String,
    pub form: String,
    pub number: i32,
    pub state: String,
    pub sealed: Vec<u8>,
    pub sealed_version: i32,
    pub submitted_at: Option<OffsetDateTime>,
    pub submitted_by: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub reason: Option<Vec<u8>>,
    pub reason_version: Option<i32>,
    pub correction: Option<Vec<u8>>,
    pub correction_version: Option<i32>,
    pub correction_at: Option<OffsetDateTime>,
    pub correction_by: Option<String>,
    pub version: i32,
}

/// The sheets that fit; `$rest` narrows or sorts them.
macro_rules! surveys {
    ($rest:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            Survey,
            r#"select s.id as "id: SurveyId", s.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title, c.state as contract_state,
                      o.name as contractor, w.name as ward, s.form, s.number, s.state, s.sealed, s.sealed_version, s.submitted_at, u.name as "submitted_by?",
                      s.decided_at, d.name as "decided_by?", s.reason, s.reason_version, s.correction, s.correction_version, s.correction_at,
                      r.name as "correction_by?", s.version
               from survey s join contract c on c.ward_id = s.ward_id and c.id = s.contract_id join contractor o on o.id = c.contractor_id
               join ward w on w.ward_id = s.ward_id left join account u on u.id = s.submitted_by left join account d on d.id = s.decided_by
               left join account r on r.id = s.correction_by
               where s.ward_id = (select app_ward()) "#
                + $rest
            $(, $value)*
        )
    };
}

pub async fn find(db: &mut Reads, id: SurveyId) -> sqlx::Result<Option<Survey>> {
    surveys!("and s.id = $1", id.0).fetch_optional(db.conn()).await
}

/// Every version of every sheet of a contract, the latest first.
pub async fn of_contract(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Survey>> {
    surveys!("and s.contract_id = $1 order by s.form, s.number desc", contract.0).fetch_all(db.conn()).await
}

/// A new version of a sheet.
pub struct NewSurvey<'a> {
    pub id: SurveyId,
    pub contract: ContractId,
    pub form: &'a str,
    pub owed_by: &'a str,
    pub number: i32,
    pub sealed: &'a [u8],
    pub now: OffsetDateTime,
    pub by: AccountId,
}

pub async fn insert(db: &mut Writes, new: &NewSurvey<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into survey (ward_id, id, contract_id, form, owed_by, number, sealed, made_at, made_by) values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.contract.0,
        new.form,
        new.owed_by,
        new.number,
        new.sealed,
        new.now,
        new.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Stores the answers, bound to the version the row comes to. False when somebody else changed it first; so for the rest.
pub async fn save(db: &mut Writes, (id, version): (SurveyId, i32), sealed: &[u8]) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update survey set sealed = $3, sealed_version = version + 1, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state in ('draft', 'returned')",
        id.0,
        version,
        sealed
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn submit(
    db: &mut Writes,
    (id, version): (SurveyId, i32),
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update survey set state = 'submitted', submitted_at = $3, submitted_by = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state in ('draft', 'returned')",
        id.0,
        version,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Accepts a version and retires the one before it.
pub async fn accept(
    db: &mut Writes,
    survey: &Survey,
    version: i32,
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update survey set state = 'replaced', version = version + 1
         where ward_id = (select app_ward()) and contract_id = $1 and form = $2 and state = 'accepted'",
        survey.contract.0,
        survey.form
    )
    .execute(db.conn())
    .await?;
    let done = sqlx::query!(
        "update survey set state = 'accepted', decided_at = $3, decided_by = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        survey.id.0,
        version,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn give_back(
    db: &mut Writes,
    (id, version): (SurveyId, i32),
    (by, now): (AccountId, OffsetDateTime),
    reason: &[u8],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update survey set state = 'returned', decided_at = $3, decided_by = $4, reason = $5, reason_version = version + 1, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        id.0,
        version,
        now,
        by.0,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The ward asks to correct what was accepted.
pub async fn correct(
    db: &mut Writes,
    (id, version): (SurveyId, i32),
    (by, now): (AccountId, OffsetDateTime),
    words: &[u8],
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update survey set correction = $5, correction_version = version + 1, correction_at = $3, correction_by = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'accepted'",
        id.0,
        version,
        now,
        by.0,
        words
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
