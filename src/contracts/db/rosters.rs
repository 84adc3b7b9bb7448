//! Rows of 従事者名簿 and their designations.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, DesignationId, RosterId},
};

/// One version of a contract's list.
pub struct Roster {
    pub id: RosterId,
    pub contract: ContractId,
    pub number: i32,
    pub state: String,
    pub submitted_at: Option<OffsetDateTime>,
    pub submitted_by: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub return_reason: Option<String>,
    pub version: i32,
}

/// The versions of a contract's roster; `$rest` narrows or sorts them.
macro_rules! rosters {
    ($rest:literal, $contract:expr $(, $value:expr)*) => {
        sqlx::query_as!(
            Roster,
            r#"select r.id as "id: RosterId", r.contract_id as "contract: ContractId", r.number, r.state, r.submitted_at,
                      s.name as "submitted_by?", r.decided_at, d.name as "decided_by?", r.return_reason, r.version
               from roster r left join account s on s.id = r.submitted_by left join account d on d.id = r.decided_by
               where r.ward_id = (select app_ward()) and r.contract_id = $1 "#
                + $rest,
            $contract
            $(, $value)*
        )
    };
}

/// All versions, newest first. Names of accounts this person may not see are missing.
pub async fn of_contract(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Roster>> {
    rosters!("order by r.number desc", contract.0).fetch_all(db.conn()).await
}

pub async fn find(db: &mut Reads, contract: ContractId, id: RosterId) -> sqlx::Result<Option<Roster>> {
    rosters!("and r.id = $2", contract.0, id.0).fetch_optional(db.conn()).await
}

/// One line with the name of its account.
pub struct Designation {
    pub id: DesignationId,
    pub account: AccountId,
    pub name: String,
    pub login_name: String,
    pub account_state: String,
    pub custody: String,
    pub job: String,
    pub qualification: String,
    /// Of those the programme asks for; `None` when nobody was asked yet.
    pub qualifications: Option<Vec<String>>,
    pub work_place: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

/// The lines of a version, 取扱責任者 first.
pub async fn designations(db: &mut Reads, roster: RosterId) -> sqlx::Result<Vec<Designation>> {
    sqlx::query_as!(
        Designation,
        r#"select d.id as "id: DesignationId", d.account_id as "account: AccountId", coalesce(a.name, '') as "name!",
                  coalesce(a.login_name, '') as "login_name!", coalesce(a.state, '') as "account_state!", d.custody, d.job, d.qualification,
                  d.qualifications, d.work_place, d.valid_from, d.valid_to
           from designation d left join account a on a.id = d.account_id
           where d.ward_id = (select app_ward()) and d.roster_id = $1 order by d.custody desc, a.name, d.id"#,
        roster.0
    )
    .fetch_all(db.conn())
    .await
}

/// An account of the contractor's own company.
pub struct Colleague {
    pub id: AccountId,
    pub name: String,
    pub login_name: String,
}

/// The accounts of the contractor that asks which can still sign in.
pub async fn colleagues(db: &mut Reads) -> sqlx::Result<Vec<Colleague>> {
    sqlx::query_as!(
        Colleague,
        r#"select id as "id: AccountId", name, login_name from account where contractor_id = app_contractor() and state = 'active' order by name, login_name"#
    )
    .fetch_all(db.conn())
    .await
}

pub async fn insert(db: &mut Writes, id: RosterId, contract: ContractId, number: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into roster (ward_id, id, contract_id, number) values (app_ward(), $1, $2, $3)",
        id.0,
        contract.0,
        number
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// What a line says; from the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDesignation {
    pub account: AccountId,
    pub custody: &'static str,
    pub job: String,
    pub qualification: String,
    pub qualifications: Vec<String>,
    pub work_place: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

pub async fn insert_designation(
    db: &mut Writes,
    roster: &Roster,
    id: DesignationId,
    new: &NewDesignation,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into designation (ward_id, id, contract_id, roster_id, account_id, custody, job, qualification, work_place, valid_from, valid_to, qualifications)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.0,
        roster.contract.0,
        roster.id.0,
        new.account.0,
        new.custody,
        new.job,
        new.qualification,
        new.work_place,
        new.valid_from,
        new.valid_to,
        &new.qualifications
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn update_designation(
    db: &mut Writes,
    roster: RosterId,
    id: DesignationId,
    new: &NewDesignation,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update designation set account_id = $3, custody = $4, job = $5, qualification = $6, work_place = $7, valid_from = $8, valid_to = $9, qualifications = $10
         where ward_id = (select app_ward()) and roster_id = $1 and id = $2",
        roster.0,
        id.0,
        new.account.0,
        new.custody,
        new.job,
        new.qualification,
        new.work_place,
        new.valid_from,
        new.valid_to,
        &new.qualifications
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn remove_designation(db: &mut Writes, roster: RosterId, id: DesignationId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "delete from designation where ward_id = (select app_ward()) and roster_id = $1 and id = $2",
        roster.0,
        id.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Counts a change of a version's lines. False when somebody else changed it first.
pub async fn touch(db: &mut Writes, roster: RosterId, version: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update roster set version = version + 1 where ward_id = (select app_ward()) and id = $1 and version = $2 and state in ('draft', 'returned')",
        roster.0,
        version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The lines of one version copied into a new one, each with a new id (`ids` in the order of [`designations`]).
pub async fn copy_designation(
    db: &mut Writes,
    into: RosterId,
    from: DesignationId,
    id: Uuid,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into designation (ward_id, id, contract_id, roster_id, account_id, custody, job, qualification, work_place, valid_from, valid_to, qualifications)
         select ward_id, $1, contract_id, $2, account_id, custody, job, qualification, work_place, valid_from, valid_to, qualifications
         from designation where ward_id = (select app_ward()) and id = $3",
        id,
        into.0,
        from.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed it first; so for the next two.
pub async fn submit(
    db: &mut Writes,
    roster: &Roster,
    version: i32,
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update roster set state = 'submitted', submitted_at = $4, submitted_by = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = $3",
        roster.id.0,
        version,
        roster.state,
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
    roster: &Roster,
    version: i32,
    by: AccountId,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update roster set state = 'replaced', version = version + 1
         where ward_id = (select app_ward()) and contract_id = $1 and state = 'accepted'",
        roster.contract.0
    )
    .execute(db.conn())
    .await?;
    let done = sqlx::query!(
        "update roster set state = 'accepted', decided_at = $3, decided_by = $4, return_reason = null, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        roster.id.0,
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
    roster: &Roster,
    version: i32,
    by: AccountId,
    now: OffsetDateTime,
    reason: &str,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update roster set state = 'returned', decided_at = $3, decided_by = $4, return_reason = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        roster.id.0,
        version,
        now,
        by.0,
        reason
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
