//! Rows of contracts. Row-level security decides whose: the ward all of its own, a contractor the one it acts under.

pub mod clause_sets;
pub mod renewals;
pub mod roster_steps;
pub mod rosters;
pub mod styles;

use sqlx::types::Json;
use time::Date;

use crate::{
    contracts::{is_in_force, open::Thing},
    incidents,
    kit::db::{Reads, Writes},
    vocab::ids::{ContractId, ContractorId, DepartmentId, ProgrammeVersionId},
};

/// A contract with the names it is shown with.
pub struct Contract {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub programme: ProgrammeVersionId,
    pub programme_name: String,
    /// `course`, `rolling_course`, `individual` or `guidance`.
    pub style: String,
    /// The programme lets participants pay something, by rule or by consent.
    pub charges_users: bool,
    pub department: DepartmentId,
    pub department_name: String,
    pub contractor: ContractorId,
    pub contractor_name: String,
    pub fiscal_year: i32,
    pub starts_on: Date,
    pub ends_on: Date,
    pub items: Vec<String>,
    pub state: String,
    pub signed_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub version: i32,
}

impl Contract {
    /// People come together in courses; otherwise each has a service of their own.
    pub fn has_sessions(&self) -> bool {
        matches!(self.style.as_str(), "course" | "rolling_course")
    }

    /// The day before which nothing is done under it: it was signed or began (`contract_first_day` at the wall).
    pub fn first_day(&self) -> Date {
        self.signed_on.map_or(self.starts_on, |signed| signed.min(self.starts_on))
    }

    /// Something may be done under it.
    pub fn is_in_force(&self) -> bool {
        is_in_force(&self.state)
    }
}

/// [`Contract::first_day`], also for whoever sees nothing else of the contract.
pub async fn first_day(db: &mut Reads, id: ContractId) -> sqlx::Result<Date> {
    sqlx::query_scalar!(r#"select contract_first_day($1) as "first!""#, id.0).fetch_one(db.conn()).await
}

pub async fn find(db: &mut Reads, id: ContractId) -> sqlx::Result<Option<Contract>> {
    sqlx::query_as!(
        Contract,
        r#"select c.id as "id: ContractId", c.number, c.title, c.programme_version_id as "programme: ProgrammeVersionId", v.definition->>'name' as "programme_name!",
                  v.definition->>'style' as "style!",
                  coalesce(jsonb_array_length(v.definition->'user_fees'), 0) > 0 or jsonb_path_exists(v.definition, '$.consents[*] ? (@.cost == true)') as "charges_users!", c.department_id as "department: DepartmentId",
                  d.name as department_name, c.contractor_id as "contractor: ContractorId", o.name as contractor_name,
                  c.fiscal_year, c.starts_on, c.ends_on, c.items, c.state, c.signed_on, c.closed_on, c.version
           from contract c join department d on d.ward_id = c.ward_id and d.id = c.department_id join contractor o on o.id = c.contractor_id
           join programme_version v on v.ward_id = c.ward_id and v.id = c.programme_version_id
           where c.ward_id = (select app_ward()) and c.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// A line of the list.
pub struct Line {
    pub id: ContractId,
    pub number: String,
    pub title: String,
    pub contractor_name: String,
    pub fiscal_year: i32,
    pub starts_on: Date,
    pub ends_on: Date,
    pub state: String,
    pub overdue: i64,
}

/// One page of contracts, newest fiscal year first. An empty `state` and year 0 mean all.
pub async fn list(db: &mut Reads, state: &str, year: i32, today: Date, page: i64) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select c.id as "id: ContractId", c.number, c.title, o.name as contractor_name, c.fiscal_year, c.starts_on, c.ends_on, c.state,
                  (select count(*) from obligation b where b.ward_id = c.ward_id and b.contract_id = c.id and is_late(b, $3)) as "overdue!"
           from contract c join contractor o on o.id = c.contractor_id
           where c.ward_id = (select app_ward()) and ($1 = '' or c.state = $1) and ($2 = 0 or c.fiscal_year = $2)
           order by c.fiscal_year desc, c.number limit 50 offset $4"#,
        state,
        year,
        today,
        (page - 1) * 50
    )
    .fetch_all(db.conn())
    .await
}

pub async fn count(db: &mut Reads, state: &str, year: i32) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from contract where ward_id = (select app_ward()) and ($1 = '' or state = $1) and ($2 = 0 or fiscal_year = $2)"#,
        state,
        year
    )
    .fetch_one(db.conn())
    .await
}

/// The fiscal years that have contracts, newest first.
pub async fn years(db: &mut Reads) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!("select distinct fiscal_year from contract where ward_id = (select app_ward()) order by fiscal_year desc")
        .fetch_all(db.conn())
        .await
}

/// What a draft says; from the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub number: String,
    pub title: String,
    pub department: DepartmentId,
    pub contractor: ContractorId,
    pub fiscal_year: i32,
    pub starts_on: Date,
    pub ends_on: Date,
    pub items: Vec<String>,
}

pub async fn insert(
    db: &mut Writes,
    id: ContractId,
    programme: ProgrammeVersionId,
    draft: &Draft,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into contract (ward_id, id, number, title, programme_version_id, department_id, contractor_id, fiscal_year, starts_on, ends_on, items)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        draft.number,
        draft.title,
        programme.0,
        draft.department.0,
        draft.contractor.0,
        draft.fiscal_year,
        draft.starts_on,
        draft.ends_on,
        &draft.items
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed the contract first or it is no draft any more.
pub async fn update(db: &mut Writes, id: ContractId, version: i32, draft: &Draft) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update contract set number = $3, title = $4, department_id = $5, contractor_id = $6, fiscal_year = $7, starts_on = $8, ends_on = $9,
           items = $10, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'draft'",
        id.0,
        version,
        draft.number,
        draft.title,
        draft.department.0,
        draft.contractor.0,
        draft.fiscal_year,
        draft.starts_on,
        draft.ends_on,
        &draft.items
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves the contract on; the days of its signature and of its closing are set once. False when somebody else was first.
pub async fn set_state(
    db: &mut Writes,
    contract: &Contract,
    version: i32,
    state: &str,
    (signed_on, closed_on): (Option<Date>, Option<Date>),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update contract set state = $4, signed_on = coalesce($5, signed_on), closed_on = $6, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = $3",
        contract.id.0,
        version,
        contract.state,
        state,
        signed_on,
        closed_on
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the contract on another day than it was signed for. False when somebody else changed it first.
pub async fn end_on(db: &mut Writes, contract: &Contract, state: &str, last: Date) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update contract set state = $3, ends_on = $4, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        contract.id.0,
        contract.version,
        state,
        last
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The counts of a contract's overview that carry nobody's data.
pub struct PaperCounts {
    pub clauses: i64,
    /// Clauses nobody has confirmed yet.
    pub unconfirmed: i64,
    pub courses: i64,
}

pub async fn paper_counts(db: &mut Reads, contract: &Contract) -> sqlx::Result<PaperCounts> {
    sqlx::query_as!(
        PaperCounts,
        r#"select t.clauses as "clauses!", t.unconfirmed as "unconfirmed!",
                  (select count(*) from course where ward_id = (select app_ward()) and contract_id = $1 and state <> 'cancelled') as "courses!"
           from (select count(*) as clauses, count(*) filter (where not exists (select from clause_binding b where b.ward_id = c.ward_id
                   and b.clause_set_id = c.clause_set_id and b.clause_number = c.number)) as unconfirmed
                 from contract_text t join clause c on c.ward_id = t.ward_id and c.clause_set_id = t.clause_set_id
                 where t.ward_id = (select app_ward()) and t.contract_id = $1 and t.ended_at is null) t"#,
        contract.id.0
    )
    .fetch_one(db.conn())
    .await
}

/// Counts of people and reports; 0 of people for a contractor without designation.
#[derive(Default)]
pub struct PeopleCounts {
    pub custodians: i64,
    pub participants: i64,
    pub services: i64,
    pub reports: i64,
}

pub async fn people_counts(db: &mut Reads, id: ContractId, today: Date) -> sqlx::Result<PeopleCounts> {
    sqlx::query_as!(
        PeopleCounts,
        r#"select (select count(*) from designation d join roster r on r.ward_id = d.ward_id and r.id = d.roster_id
                     where d.ward_id = (select app_ward()) and d.contract_id = $1 and r.state = 'accepted'
                       and d.valid_from <= $2 and (d.valid_to is null or d.valid_to >= $2)) as "custodians!",
                  (select count(distinct participant_id) from enrolment where ward_id = (select app_ward()) and contract_id = $1
                     and state in ('enrolled', 'completed')) as "participants!",
                  (select count(*) from enrolment where ward_id = (select app_ward()) and contract_id = $1 and course_id is null
                     and state in ('enrolled', 'completed')) as "services!",
                  (select count(*) from report where ward_id = (select app_ward()) and contract_id = $1) as "reports!""#,
        id.0,
        today
    )
    .fetch_one(db.conn())
    .await
}

/// Every contract whose duties still run.
pub async fn in_force(db: &mut Reads) -> sqlx::Result<Vec<ContractId>> {
    sqlx::query_scalar!(
        r#"select id as "id: ContractId" from contract
           where ward_id = (select app_ward()) and state in ('signed', 'active', 'closing') order by number"#
    )
    .fetch_all(db.conn())
    .await
}

/// Everything that is open under a contract.
pub async fn keeps_open(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Thing>> {
    sqlx::query_as!(
        Thing,
        r#"select kind as "kind!", since, due_on, clock as "clock: Json<incidents::Clock>" from keeps_open($1)"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}
