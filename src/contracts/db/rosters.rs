//! Rows of 従事者名簿 and their designations.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    contracts::particulars::Particulars,
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
    /// Why it changes, sealed.
    pub reason: Option<Vec<u8>>,
    /// In force since the contractor handed it in, as the clauses want a change only notified.
    pub by_notice: bool,
    pub version: i32,
}

impl Roster {
    /// It is in force by notice, and the ward has not received it yet.
    pub fn waits_for_receipt(&self) -> bool {
        self.by_notice && self.state == "accepted" && self.decided_at.is_none()
    }
}

/// The versions of a contract's roster; `$rest` narrows or sorts them.
macro_rules! rosters {
    ($rest:literal, $contract:expr $(, $value:expr)*) => {
        sqlx::query_as!(
            Roster,
            r#"select r.id as "id: RosterId", r.contract_id as "contract: ContractId", r.number, r.state, r.submitted_at,
                      s.name as "submitted_by?", r.decided_at, d.name as "decided_by?", r.return_reason, r.reason, r.by_notice, r.version
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
    /// 管理監督者 or 作業従事者, where the clauses tell them apart.
    pub post: String,
    pub carries_media: bool,
    /// What else is said, sealed, and the version the blob is bound to.
    pub particulars: Option<Vec<u8>>,
    pub sealed_version: i32,
    /// The same once it was opened.
    pub said: Option<Particulars>,
}

/// The lines of a version, 取扱責任者 first, with what is sealed of them still closed.
pub async fn designations(db: &mut Reads, roster: RosterId) -> sqlx::Result<Vec<Designation>> {
    let rows = sqlx::query!(
        r#"select d.id as "id: DesignationId", d.account_id as "account: AccountId", coalesce(a.name, '') as "name!",
                  coalesce(a.login_name, '') as "login_name!", coalesce(a.state, '') as "account_state!", d.custody, d.job, d.qualification,
                  d.qualifications, d.work_place, d.valid_from, d.valid_to, d.post, d.carries_media, d.particulars, d.sealed_version
           from designation d left join account a on a.id = d.account_id
           where d.ward_id = (select app_ward()) and d.roster_id = $1 order by d.custody desc, a.name, d.id"#,
        roster.0
    )
    .fetch_all(db.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Designation {
            id: row.id,
            account: row.account,
            name: row.name,
            login_name: row.login_name,
            account_state: row.account_state,
            custody: row.custody,
            job: row.job,
            qualification: row.qualification,
            qualifications: row.qualifications,
            work_place: row.work_place,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            post: row.post,
            carries_media: row.carries_media,
            particulars: row.particulars,
            sealed_version: row.sealed_version,
            said: None,
        })
        .collect())
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
        r#"select id as "id: AccountId", name, login_name from account where contractor_id = app_contractor() and kind = 'contractor' and state = 'active' order by name, login_name"#
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
    pub post: String,
    pub carries_media: bool,
    pub said: Particulars,
}

/// `sealed`: what else is said, bound to version 1.
pub async fn insert_designation(
    db: &mut Writes,
    roster: &Roster,
    id: DesignationId,
    new: &NewDesignation,
    sealed: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into designation (ward_id, id, contract_id, roster_id, account_id, custody, job, qualification, work_place, valid_from, valid_to, qualifications, post, carries_media, particulars)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
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
        &new.qualifications,
        new.post,
        new.carries_media,
        sealed
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// `sealed`: what else is said, with the version it is bound to.
pub async fn update_designation(
    db: &mut Writes,
    roster: RosterId,
    id: DesignationId,
    new: &NewDesignation,
    (sealed, sealed_version): (&[u8], i32),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update designation set account_id = $3, custody = $4, job = $5, qualification = $6, work_place = $7, valid_from = $8, valid_to = $9, qualifications = $10,
           post = $11, carries_media = $12, particulars = $13, sealed_version = $14
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
        &new.qualifications,
        new.post,
        new.carries_media,
        sealed,
        sealed_version
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

/// The lines of one version copied into a new one, each with a new id (`ids` in the order of [`designations`]) and with what
/// else is said sealed anew for it.
pub async fn copy_designation(
    db: &mut Writes,
    into: RosterId,
    from: DesignationId,
    id: Uuid,
    sealed: Option<&[u8]>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into designation (ward_id, id, contract_id, roster_id, account_id, custody, job, qualification, work_place, valid_from, valid_to, qualifications, post, carries_media, particulars)
         select ward_id, $1, contract_id, $2, account_id, custody, job, qualification, work_place, valid_from, valid_to, qualifications, post, carries_media, $4
         from designation where ward_id = (select app_ward()) and id = $3",
        id,
        into.0,
        from.0,
        sealed
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Whether the clauses of a contract want a change of the list notified, and none of them approved.
pub async fn notice_is_enough(db: &mut Reads, contract: ContractId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select notice_is_enough($1) as "is!""#, contract.0).fetch_one(db.conn()).await
}

/// Those in a version from whom no pledge has come.
pub async fn unpledged(db: &mut Reads, roster: RosterId) -> sqlx::Result<Vec<Colleague>> {
    sqlx::query_as!(
        Colleague,
        r#"select d.account_id as "id: AccountId", coalesce(a.name, '') as "name!", coalesce(a.login_name, '') as "login_name!" from designation d left join account a on a.id = d.account_id
           where d.ward_id = (select app_ward()) and d.roster_id = $1 and not exists (
             select 1 from pledge p where p.ward_id = d.ward_id and p.contract_id = d.contract_id and p.account_id = d.account_id and p.state <> 'returned')
           order by a.name"#,
        roster.0
    )
    .fetch_all(db.conn())
    .await
}

/// The words of every clause that a contract carries now, each with its heading and its items.
pub async fn clause_texts(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"select concat_ws(' ', c.heading, c.body, c.items::text) as "text!" from contract_text t
           join clause c on c.ward_id = t.ward_id and c.clause_set_id = t.clause_set_id
           where t.ward_id = (select app_ward()) and t.contract_id = $1 and t.ended_at is null order by t.applied_at, t.id, c.number"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}
