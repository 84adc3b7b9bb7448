//! Rows of lessons and of what came of them.

use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use time::{Date, OffsetDateTime};

use super::{form::Written, questions::Question};
use crate::{
    kit::db::{Reads, Writes},
    sealing::Sealable,
    vocab::ids::{AccountId, ContractId, LessonId, LessonResultId},
};

/// What is told the ward, or why it came back; sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Words(pub String);

impl Sealable for Words {
    const TABLE: &'static str = "lesson";
}

pub struct Lesson {
    pub id: LessonId,
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub contract_state: String,
    pub contractor: String,
    /// The first day on which something may be taught under the contract.
    pub first_on: Date,
    pub kind: String,
    pub title: String,
    pub held_on: Date,
    pub materials: String,
    pub questions: Json<Vec<Question>>,
    pub pass_mark: i32,
    /// Who prepared it: they give it, and know the right answers.
    pub made_by: AccountId,
    pub giver: Option<String>,
    pub state: String,
    pub report: Option<Vec<u8>>,
    pub report_version: Option<i32>,
    pub reported_at: Option<OffsetDateTime>,
    pub reported_by: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    pub decided_by: Option<String>,
    pub reason: Option<Vec<u8>>,
    pub reason_version: Option<i32>,
    pub version: i32,
}

pub async fn find(db: &mut Reads, id: LessonId) -> sqlx::Result<Option<Lesson>> {
    sqlx::query_as!(
        Lesson,
        r#"select l.id as "id: LessonId", l.contract_id as "contract: ContractId", c.number as contract_number, c.title as contract_title, c.state as contract_state,
                  o.name as contractor, contract_first_day(c.id) as "first_on!", l.kind, l.title, l.held_on, l.materials, l.questions as "questions: Json<Vec<Question>>", l.pass_mark,
                  l.made_by as "made_by: AccountId", m.name as "giver?", l.state, l.report, l.report_version, l.reported_at, r.name as "reported_by?", l.decided_at, d.name as "decided_by?", l.reason, l.reason_version, l.version
           from lesson l join contract c on c.ward_id = l.ward_id and c.id = l.contract_id join contractor o on o.id = c.contractor_id
           left join account m on m.id = l.made_by left join account r on r.id = l.reported_by left join account d on d.id = l.decided_by
           where l.ward_id = (select app_ward()) and l.id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// One of a list, with how many have passed or taken part.
pub struct Listed {
    pub id: LessonId,
    pub kind: String,
    pub title: String,
    pub held_on: Date,
    pub has_test: bool,
    pub state: String,
    pub passed: i64,
    /// The reader passed it or was there.
    pub own: bool,
    /// The reader gave it.
    pub gave: bool,
}

pub async fn count(db: &mut Reads, contract: ContractId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from lesson where ward_id = (select app_ward()) and contract_id = $1"#,
        contract.0
    )
    .fetch_one(db.conn())
    .await
}

/// A page of a contract's lessons, the latest first.
pub async fn list(
    db: &mut Reads,
    contract: ContractId,
    reader: AccountId,
    (limit, offset): (i64, i64),
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select l.id as "id: LessonId", l.kind, l.title, l.held_on, jsonb_array_length(l.questions) > 0 as "has_test!", l.state,
             (select count(distinct x.account_id) from lesson_result x where x.ward_id = l.ward_id and x.lesson_id = l.id and x.passed) as "passed!",
             exists (select 1 from lesson_result x where x.ward_id = l.ward_id and x.lesson_id = l.id and x.account_id = $2 and x.passed) as "own!",
             l.made_by = $2 as "gave!"
           from lesson l where l.ward_id = (select app_ward()) and l.contract_id = $1 order by l.held_on desc, l.id desc limit $3 offset $4"#,
        contract.0,
        reader.0,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn insert(
    db: &mut Writes,
    (id, contract): (LessonId, ContractId),
    new: &Written,
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into lesson (ward_id, id, contract_id, kind, title, held_on, materials, questions, pass_mark, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        contract.0,
        new.kind,
        new.title,
        new.held_on,
        new.materials,
        Json(&new.questions) as _,
        new.pass_mark,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed it first. What was answered before stays counted by the pass mark of its day, so a test
/// with results keeps its questions: the page refuses that.
pub async fn update(db: &mut Writes, (id, version): (LessonId, i32), new: &Written) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update lesson set title = $3, held_on = $4, materials = $5, questions = $6, pass_mark = $7, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state in ('open', 'returned')",
        id.0,
        version,
        new.title,
        new.held_on,
        new.materials,
        Json(&new.questions) as _,
        new.pass_mark
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Somebody of the contract's lists with their best result in a lesson.
pub struct Learner {
    pub account: AccountId,
    pub name: String,
    pub job: String,
    pub passed: bool,
    /// The best score; `None` without a test or without an attempt.
    pub score: Option<i32>,
    pub tries: i64,
    pub on: Option<Date>,
    /// That they were there was written down more than seven days later.
    pub late: bool,
    /// From when they stand in a list of the contract.
    pub listed_from: Option<Date>,
}

impl Learner {
    /// They gave the lesson. It counts for them once the ward has received its report (`custodian_lacks` in
    /// migrations/0047_mends.sql).
    pub fn gave(&self, lesson: &Lesson) -> bool {
        self.account == lesson.made_by
    }

    /// Whether `reader` may record on `today` that they were at a lesson of the day `held_on`: nobody records themselves, and
    /// nobody is put back to a day on which they stood in no list.
    pub fn is_recordable(&self, reader: AccountId, held_on: Date, today: Date) -> bool {
        let listed = held_on == today || self.listed_from.is_some_and(|from| from <= held_on);
        !self.passed && self.account != reader && listed
    }
}

/// Everybody who stands in a list of the contract that is not an old version, or has a result; those who lack it first.
pub async fn learners(db: &mut Reads, lesson: &Lesson) -> sqlx::Result<Vec<Learner>> {
    sqlx::query_as!(
        Learner,
        r#"with listed as (
             select d.account_id, max(d.job) as job, min(d.valid_from) as since from designation d join roster r on r.ward_id = d.ward_id and r.id = d.roster_id and r.state <> 'replaced'
             where d.ward_id = (select app_ward()) and d.contract_id = $2 group by d.account_id
             union select x.account_id, '', null from lesson_result x where x.ward_id = (select app_ward()) and x.lesson_id = $1)
           select s.account_id as "account!: AccountId", coalesce(a.name, '') as "name!", max(s.job) as "job!",
             coalesce(bool_or(x.passed), false) as "passed!", max(x.score) as score, count(distinct x.id) as "tries!", max(x.taken_on) as "on",
             coalesce(bool_or(x.passed and recorded_late(x.recorded_at, x.taken_on)), false) as "late!", min(s.since) as listed_from
           from listed s left join account a on a.id = s.account_id
           left join lesson_result x on x.ward_id = (select app_ward()) and x.lesson_id = $1 and x.account_id = s.account_id
           group by s.account_id, a.name order by 4, a.name, s.account_id"#,
        lesson.id.0,
        lesson.contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// What one person came to.
pub struct Outcome {
    pub id: LessonResultId,
    pub lesson: LessonId,
    pub contract: ContractId,
    pub account: AccountId,
    pub on: Date,
    /// `None`: was there, without a test.
    pub score: Option<i32>,
    pub passed: bool,
}

pub async fn insert_result(
    db: &mut Writes,
    new: &Outcome,
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into lesson_result (ward_id, id, contract_id, lesson_id, account_id, taken_on, score, passed, recorded_at, recorded_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.0,
        new.contract.0,
        new.lesson.0,
        new.account.0,
        new.on,
        new.score,
        new.passed,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// Reports a lesson with its sealed words, which are bound to the version the row comes to. False when it has changed.
pub async fn report(
    db: &mut Writes,
    (id, version): (LessonId, i32),
    sealed: &[u8],
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update lesson set state = 'reported', report = $3, report_version = version + 1, reported_at = $4, reported_by = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state in ('open', 'returned')",
        id.0,
        version,
        sealed,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What the ward decided; a reason belongs to what is given back. False when it has changed.
pub async fn decide(
    db: &mut Writes,
    (id, version): (LessonId, i32),
    state: &str,
    (by, now): (AccountId, OffsetDateTime),
    reason: Option<&[u8]>,
) -> sqlx::Result<bool> {
    let reason_version = reason.map(|_| version + 1);
    let done = sqlx::query!(
        "update lesson set state = $3, decided_at = $4, decided_by = $5, reason = $6, reason_version = $7, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2 and state = 'reported'",
        id.0,
        version,
        state,
        now,
        by.0,
        reason,
        reason_version
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether somebody already has a result: its questions then stay.
pub async fn has_results(db: &mut Reads, id: LessonId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from lesson_result where ward_id = (select app_ward()) and lesson_id = $1) as "has!""#,
        id.0
    )
    .fetch_one(db.conn())
    .await
}
