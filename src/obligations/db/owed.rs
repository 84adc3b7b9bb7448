//! 何が残り、何が期限を過ぎたか: the counts every page shows. What is late is one rule of the database, `is_late`; a paper of a
//! single session or person is no obligation and is counted by `filings`.

use time::Date;
use uuid::Uuid;

use crate::{kit::db::Reads, vocab::ids::ContractId};

/// How the duties of a contract stand.
pub struct Owed {
    pub open: i64,
    pub late: i64,
    /// Of `open` and `late`: papers to hand in.
    pub papers: i64,
    pub late_papers: i64,
}

/// Of one contract; a paper that lies with the side that decides is owed no more.
pub async fn of_contract(db: &mut Reads, contract: ContractId, today: Date) -> sqlx::Result<Owed> {
    sqlx::query_as!(
        Owed,
        r#"select count(*) filter (where b.state = 'open') as "open!", count(*) filter (where is_late(b, $2)) as "late!",
                  count(*) filter (where is_paper(b) and b.state = 'open' and b.handed_in_on is null) as "papers!",
                  count(*) filter (where is_paper(b) and is_late(b, $2)) as "late_papers!"
           from obligation b where b.ward_id = (select app_ward()) and b.contract_id = $1"#,
        contract.0,
        today
    )
    .fetch_one(db.conn())
    .await
}

/// How many are late, under every contract the reader sees; none is closed before its duties are.
pub async fn late(db: &mut Reads, today: Date) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from obligation b where b.ward_id = (select app_ward()) and is_late(b, $1)"#,
        today
    )
    .fetch_one(db.conn())
    .await
}

/// A paper that is late.
pub struct LatePaper {
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub title: String,
    pub owed_by: String,
    pub due_on: Date,
    pub last_on: Date,
}

/// The papers that are late under every contract the reader sees.
pub async fn late_papers(db: &mut Reads, today: Date) -> sqlx::Result<Vec<LatePaper>> {
    sqlx::query_as!(
        LatePaper,
        r#"select b.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title, b.title, b.owed_by, b.due_on, b.last_on
           from obligation b join contract c on c.ward_id = b.ward_id and c.id = b.contract_id
           where b.ward_id = (select app_ward()) and is_paper(b) and is_late(b, $1)"#,
        today
    )
    .fetch_all(db.conn())
    .await
}

/// How a duty that shares its name with a paper or a report stands.
pub struct Duty {
    pub contract: ContractId,
    pub rule: String,
    pub occurrence: String,
    pub owed_by: String,
    pub event_on: Date,
    pub last_on: Date,
    /// Done or needless.
    pub is_over: bool,
    /// It lies with the side that decides.
    pub is_handed_in: bool,
}

impl Duty {
    pub fn is_answered(&self) -> bool {
        self.is_over || self.is_handed_in
    }

    /// What `is_late` says in the database.
    pub fn is_late(&self, today: Date) -> bool {
        !self.is_answered() && self.last_on < today
    }
}

/// Of papers and reports, of one contract or of all in force.
pub async fn duties(db: &mut Reads, contract: Option<ContractId>) -> sqlx::Result<Vec<Duty>> {
    sqlx::query_as!(
        Duty,
        r#"select b.contract_id as "contract: ContractId", b.rule, b.occurrence, b.owed_by, b.event_on, b.last_on,
                  b.state <> 'open' as "is_over!", b.handed_in_on is not null as "is_handed_in!"
           from obligation b join contract c on c.ward_id = b.ward_id and c.id = b.contract_id
           where b.ward_id = (select app_ward()) and ($1::uuid is null or b.contract_id = $1)
             and (is_paper(b) or b.rule like 'report/%') and c.state in ('signed', 'active', 'closing')"#,
        contract.map(|one| one.0) as Option<Uuid>
    )
    .fetch_all(db.conn())
    .await
}
