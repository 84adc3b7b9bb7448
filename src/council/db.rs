//! Rows of the basis and of the papers: one statement each.

use time::{Date, OffsetDateTime};

use crate::{
    contracts::db::Contract,
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, CouncilPaperId},
};

/// What a contract stands on.
pub struct Basis {
    pub required: bool,
    pub law: String,
    pub body: String,
    pub set_at: OffsetDateTime,
    pub version: i32,
}

pub async fn basis(db: &mut Reads, contract: ContractId) -> sqlx::Result<Option<Basis>> {
    sqlx::query_as!(
        Basis,
        "select required, law, body, set_at, version from council_basis where ward_id = (select app_ward()) and contract_id = $1",
        contract.0
    )
    .fetch_optional(db.conn())
    .await
}

/// Whether the contract waits for the approval of a paper that was begun: then it goes on waiting.
pub async fn is_waited_for(db: &mut Reads, contract: ContractId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from council_basis b join council_paper p on p.ward_id = b.ward_id and p.contract_id = b.contract_id
             where b.ward_id = (select app_ward()) and b.contract_id = $1 and b.required) as "is!""#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

/// False when somebody else was quicker.
pub async fn set_basis(
    db: &mut Writes,
    contract: ContractId,
    new: &Basis,
    by: AccountId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into council_basis as b (ward_id, contract_id, required, law, body, set_at, set_by) values (app_ward(), $1, $2, $3, $4, $5, $6)
         on conflict (ward_id, contract_id) do update set required = excluded.required, law = excluded.law, body = excluded.body,
           set_at = excluded.set_at, set_by = excluded.set_by, version = b.version + 1
         where b.version = $7",
        contract.0,
        new.required,
        new.law,
        new.body,
        new.set_at,
        by.0,
        new.version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A version, whole.
pub struct CouncilPaper {
    pub id: CouncilPaperId,
    pub contract: ContractId,
    pub number: i32,
    pub annexes: Vec<String>,
    pub sealed: Vec<u8>,
    pub sealed_version: i32,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
    pub state: String,
    pub submitted_at: Option<OffsetDateTime>,
    pub submitter: Option<AccountId>,
    pub submitted_by: Option<String>,
    pub frozen: Option<Vec<u8>>,
    pub decided_on: Option<Date>,
    pub body: Option<String>,
    pub meeting: Option<String>,
    pub recorded_at: Option<OffsetDateTime>,
    pub recorded_by: Option<String>,
    pub version: i32,
}

/// Versions with the names that stand around them; `$tail` says which.
macro_rules! papers {
    ($tail:tt, $($value:expr),+) => {
        sqlx::query_as!(
            CouncilPaper,
            r#"select p.id as "id: CouncilPaperId", p.contract_id as "contract: ContractId", p.number, p.annexes, p.sealed, p.sealed_version,
                 p.made_at, m.name as "made_by?", p.state, p.submitted_at, p.submitted_by as "submitter: AccountId", s.name as "submitted_by?",
                 p.frozen, p.decided_on, p.body, p.meeting, p.recorded_at, r.name as "recorded_by?", p.version
               from council_paper p left join account m on m.id = p.made_by
               left join account s on s.id = p.submitted_by left join account r on r.id = p.recorded_by
               where p.ward_id = (select app_ward()) "# + $tail,
            $($value),+
        )
    };
}

pub async fn find(db: &mut Reads, id: CouncilPaperId) -> sqlx::Result<Option<CouncilPaper>> {
    papers!("and p.id = $1", id.0).fetch_optional(db.conn()).await
}

/// The versions of a contract, the latest first.
pub async fn list(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<CouncilPaper>> {
    papers!("and p.contract_id = $1 order by p.number desc limit 50", contract.0).fetch_all(db.conn()).await
}

/// For each approved version, whether it names the contractor, the term and the items that the contract has now.
pub async fn approved(db: &mut Reads, contract: &Contract) -> sqlx::Result<Vec<bool>> {
    sqlx::query_scalar!(
        r#"select (contractor_id, starts_on, ends_on, items) = ($2, $3, $4, $5::text[]) as "fits!" from council_paper
           where ward_id = (select app_ward()) and contract_id = $1 and state = 'approved' order by number"#,
        contract.id.0,
        contract.contractor.0,
        contract.starts_on,
        contract.ends_on,
        &contract.items
    )
    .fetch_all(db.conn())
    .await
}

/// What is written of a version.
pub struct Written<'a> {
    pub annexes: &'a [String],
    pub sealed: &'a [u8],
}

/// A new version; its number follows the last.
pub async fn insert(
    db: &mut Writes,
    (id, contract): (CouncilPaperId, ContractId),
    written: &Written<'_>,
    (at, by): (OffsetDateTime, AccountId),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into council_paper (ward_id, id, contract_id, number, annexes, sealed, made_at, made_by)
         select app_ward(), $1, $2, 1 + coalesce(max(p.number), 0), $3, $4, $5, $6
         from council_paper p where p.ward_id = (select app_ward()) and p.contract_id = $2",
        id.0,
        contract.0,
        written.annexes,
        written.sealed,
        at,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else was quicker. The blob is sealed with the version after that of the row's.
pub async fn write(
    db: &mut Writes,
    (id, version): (CouncilPaperId, i32),
    written: &Written<'_>,
    sealed_version: i32,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update council_paper set annexes = $3, sealed = $4, sealed_version = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'draft'",
        id.0,
        version,
        written.annexes,
        written.sealed,
        sealed_version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Freezes the paper with what it says of the contract. False when somebody else was quicker.
pub async fn submit(
    db: &mut Writes,
    (id, version): (CouncilPaperId, i32),
    (frozen, contract): (&[u8], &Contract),
    (at, by): (OffsetDateTime, AccountId),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update council_paper set state = 'submitted', submitted_at = $3, submitted_by = $4, frozen = $5, contractor_id = $6, starts_on = $7,
           ends_on = $8, items = $9, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'draft'",
        id.0,
        version,
        at,
        by.0,
        frozen,
        contract.contractor.0,
        contract.starts_on,
        contract.ends_on,
        &contract.items
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What the body decided.
pub struct Decision<'a> {
    pub state: &'a str,
    pub on: Date,
    pub body: &'a str,
    pub meeting: &'a str,
}

/// False when somebody else was quicker.
pub async fn decide(
    db: &mut Writes,
    (id, version): (CouncilPaperId, i32),
    decision: &Decision<'_>,
    (at, by): (OffsetDateTime, AccountId),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update council_paper set state = $3, decided_on = $4, body = $5, meeting = $6, recorded_at = $7, recorded_by = $8, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'submitted'",
        id.0,
        version,
        decision.state,
        decision.on,
        decision.body,
        decision.meeting,
        at,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
