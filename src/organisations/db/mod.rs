//! Rows of the ward's departments, centres, districts and contractors.

pub mod closed_days;

use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    accounts::limits,
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, CentreId, ContractId, ContractorId, DepartmentId, DistrictId},
};

pub struct Department {
    pub id: DepartmentId,
    pub name: String,
}

pub async fn departments(db: &mut Reads) -> sqlx::Result<Vec<Department>> {
    sqlx::query_as!(Department, r#"select id as "id: DepartmentId", name from department where ward_id = (select app_ward()) order by name"#)
        .fetch_all(db.conn())
        .await
}

pub async fn insert_department(db: &mut Writes, id: DepartmentId, name: &str) -> sqlx::Result<()> {
    sqlx::query!("insert into department (ward_id, id, name) values (app_ward(), $1, $2)", id.0, name)
        .execute(db.conn())
        .await?;
    Ok(())
}

pub async fn rename_department(db: &mut Writes, id: DepartmentId, name: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update department set name = $2 where ward_id = (select app_ward()) and id = $1",
        id.0,
        name
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub struct Centre {
    pub id: CentreId,
    pub name: String,
    pub telephone: String,
    pub operator: String,
    pub version: i32,
    pub districts: i64,
}

pub async fn centres(db: &mut Reads) -> sqlx::Result<Vec<Centre>> {
    sqlx::query_as!(
        Centre,
        r#"select c.id as "id: CentreId", c.name, c.telephone, c.operator, c.version,
                  (select count(*) from district d where d.ward_id = c.ward_id and d.centre_id = c.id) as "districts!"
           from centre c where c.ward_id = (select app_ward()) order by c.name"#
    )
    .fetch_all(db.conn())
    .await
}

/// What a centre's form says beside its districts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreFacts {
    pub name: String,
    pub telephone: String,
    pub operator: String,
}

pub async fn insert_centre(db: &mut Writes, id: CentreId, facts: &CentreFacts) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into centre (ward_id, id, name, telephone, operator) values (app_ward(), $1, $2, $3, $4)",
        id.0,
        facts.name,
        facts.telephone,
        facts.operator
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed the centre first.
pub async fn update_centre(
    db: &mut Writes,
    id: CentreId,
    version: i32,
    facts: &CentreFacts,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update centre set name = $3, telephone = $4, operator = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        facts.name,
        facts.telephone,
        facts.operator
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A 町丁目 and its centre.
pub struct District {
    pub id: DistrictId,
    pub name: String,
    pub centre: CentreId,
    pub centre_name: String,
    /// Participants who live there.
    pub residents: i64,
}

/// All districts of the ward by name.
pub async fn districts(db: &mut Reads) -> sqlx::Result<Vec<District>> {
    sqlx::query_as!(
        District,
        r#"select d.id as "id: DistrictId", d.name, d.centre_id as "centre: CentreId", c.name as centre_name,
                  (select count(*) from participant p where p.ward_id = d.ward_id and p.district_id = d.id) as "residents!"
           from district d join centre c on c.ward_id = d.ward_id and c.id = d.centre_id
           where d.ward_id = (select app_ward()) order by d.name"#
    )
    .fetch_all(db.conn())
    .await
}

pub async fn insert_district(
    db: &mut Writes,
    id: DistrictId,
    name: &str,
    centre: CentreId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into district (ward_id, id, name, centre_id) values (app_ward(), $1, $2, $3)",
        id.0,
        name,
        centre.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Gives a district to another centre, and with it the people who live there.
pub async fn move_district(db: &mut Writes, id: DistrictId, to: CentreId) -> sqlx::Result<()> {
    sqlx::query!(
        "update district set centre_id = $2 where ward_id = (select app_ward()) and id = $1",
        id.0,
        to.0
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        "update participant set centre_id = $2 where ward_id = (select app_ward()) and district_id = $1",
        id.0,
        to.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn remove_district(db: &mut Writes, id: DistrictId) -> sqlx::Result<()> {
    sqlx::query!("delete from district where ward_id = (select app_ward()) and id = $1", id.0)
        .execute(db.conn())
        .await?;
    Ok(())
}

pub struct Contractor {
    pub id: ContractorId,
    pub corporate_number: String,
    pub name: String,
    pub address: String,
    pub telephone: String,
    /// Contracts with this ward.
    pub contracts: i64,
}

pub async fn all_contractors(db: &mut Reads) -> sqlx::Result<Vec<Contractor>> {
    contractors(db, None, 1, i64::MAX).await
}

/// One page of contractors, those of this ward's contracts first.
pub async fn contractors(
    db: &mut Reads,
    one: Option<ContractorId>,
    page: i64,
    size: i64,
) -> sqlx::Result<Vec<Contractor>> {
    sqlx::query_as!(
        Contractor,
        r#"select o.id as "id: ContractorId", o.corporate_number, o.name, o.address, o.telephone,
                  (select count(*) from contract c where c.ward_id = (select app_ward()) and c.contractor_id = o.id) as "contracts!"
           from contractor o where $1::uuid is null or o.id = $1
           order by (exists (select 1 from contract c where c.ward_id = (select app_ward()) and c.contractor_id = o.id)) desc, o.name, o.id
           limit $2 offset $3"#,
        one.map(|id| id.0),
        size,
        (page - 1).saturating_mul(size)
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count_contractors(db: &mut Reads) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "n!" from contractor"#).fetch_one(db.conn()).await
}

pub async fn contractor_by_number(
    db: &mut Reads,
    number: &str,
) -> sqlx::Result<Option<(ContractorId, String)>> {
    let row = sqlx::query!(
        r#"select id as "id: ContractorId", name from contractor where corporate_number = $1"#,
        number
    )
    .fetch_optional(db.conn())
    .await?;
    Ok(row.map(|row| (row.id, row.name)))
}

/// What a contractor's form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractorFacts {
    pub corporate_number: String,
    pub name: String,
    pub address: String,
    pub telephone: String,
}

pub async fn insert_contractor(
    db: &mut Writes,
    id: ContractorId,
    facts: &ContractorFacts,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into contractor (id, corporate_number, name, address, telephone) values ($1, $2, $3, $4, $5)",
        id.0,
        facts.corporate_number,
        facts.name,
        facts.address,
        facts.telephone
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// A contract of this ward with a contractor.
pub struct Agreed {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub state: String,
}

pub async fn contracts_of(db: &mut Reads, contractor: ContractorId) -> sqlx::Result<Vec<Agreed>> {
    sqlx::query_as!(
        Agreed,
        r#"select id as "id: ContractId", number, title, state from contract
           where ward_id = (select app_ward()) and contractor_id = $1 order by fiscal_year desc, number"#,
        contractor.0
    )
    .fetch_all(db.conn())
    .await
}

/// What this ward knows of a contractor's accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accounts {
    /// There are none.
    None,
    /// This ward or the operator made the first, or this ward has asked the company.
    Known,
    /// Another ward made the first; under this ward's contracts they do nothing until it has asked the company.
    Unchecked,
}

pub async fn company_accounts(db: &mut Reads, contractor: ContractorId) -> sqlx::Result<Accounts> {
    let word = sqlx::query_scalar!(r#"select company_accounts($1) as "word!""#, contractor.0)
        .fetch_one(db.conn())
        .await?;
    Ok(match word.as_str() {
        "none" => Accounts::None,
        "known" => Accounts::Known,
        _ => Accounts::Unchecked,
    })
}

/// Notes on this ward's contracts that the company itself named its manager. False: no manager of it has that 利用者ID.
pub async fn check_company(
    db: &mut Writes,
    contractor: ContractorId,
    login_name: &str,
    now: OffsetDateTime,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select check_company($1, $2, $3) as "checked!""#, contractor.0, login_name, now)
        .fetch_one(db.conn())
        .await
}

/// The very first manager of a contractor with the code for a first password.
pub struct FirstManager<'a> {
    pub account: AccountId,
    pub contractor: ContractorId,
    pub login_name: &'a str,
    pub name: &'a str,
    pub code: Uuid,
    pub code_hash: &'a [u8],
    pub now: OffsetDateTime,
}

/// False when the contractor already has an account.
pub async fn invite_first_manager(db: &mut Writes, new: &FirstManager<'_>) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select invite_first_manager($1, $2, $3, $4, $5, $6, $7, $8) as "made!""#,
        new.account.0,
        new.contractor.0,
        new.login_name,
        new.name,
        new.code,
        new.code_hash,
        new.now,
        new.now + limits::CODE
    )
    .fetch_one(db.conn())
    .await
}
