//! Statements of trainings and of who took part.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::form::Written;
use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, TrainingId},
};

pub struct Training {
    pub id: TrainingId,
    pub kind: String,
    pub title: String,
    pub held_on: Date,
    pub version: i32,
}

pub async fn find(db: &mut Reads, id: TrainingId) -> sqlx::Result<Option<Training>> {
    sqlx::query_as!(
        Training,
        r#"select id as "id: TrainingId", kind, title, held_on, version from training where ward_id = (select app_ward()) and id = $1"#,
        id.0
    )
    .fetch_optional(db.conn())
    .await
}

/// One of the list, with how many took part as far as the reader may know.
pub struct Listed {
    pub id: TrainingId,
    pub kind: String,
    pub title: String,
    pub held_on: Date,
    pub attended: i64,
}

pub async fn count(db: &mut Reads) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from training where ward_id = (select app_ward())"#)
        .fetch_one(db.conn())
        .await
}

/// A page of them, the latest first.
pub async fn list(db: &mut Reads, limit: i64, offset: i64) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select t.id as "id: TrainingId", t.kind, t.title, t.held_on,
             (select count(*) from training_attendance a where a.ward_id = t.ward_id and a.training_id = t.id) as "attended!"
           from training t where t.ward_id = (select app_ward()) order by t.held_on desc, t.id limit $1 offset $2"#,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

pub async fn insert(
    db: &mut Writes,
    id: TrainingId,
    new: &Written,
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into training (ward_id, id, kind, title, held_on, made_by, made_at) values (app_ward(), $1, $2, $3, $4, $5, $6)",
        id.0,
        new.kind,
        new.title,
        new.held_on,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

/// False when somebody else changed it first.
pub async fn update(db: &mut Writes, (id, version): (TrainingId, i32), new: &Written) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update training set kind = $3, title = $4, held_on = $5, version = version + 1
         where ward_id = (select app_ward()) and id = $1 and version = $2",
        id.0,
        version,
        new.kind,
        new.title,
        new.held_on
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Somebody of an accepted 従事者名簿 on the day of a training.
pub struct Custodian {
    pub account: AccountId,
    pub name: String,
    pub job: String,
    /// The contracts they work under.
    pub contract: String,
    pub attended: bool,
}

/// How many custodians of contracts that go on there were, and how many of them took part. Somebody who works under
/// several contracts is one person.
pub async fn expected(db: &mut Reads, training: &Training) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(distinct d.account_id) as "all!", count(distinct a.account_id) as "attended!"
           from designation d
           join roster r on r.ward_id = d.ward_id and r.id = d.roster_id and r.state = 'accepted'
           join contract c on c.ward_id = d.ward_id and c.id = d.contract_id and c.state in ('signed', 'active', 'closing') and c.ends_on >= $2
           left join training_attendance a on a.ward_id = d.ward_id and a.training_id = $1 and a.contract_id = d.contract_id and a.account_id = d.account_id
           where d.ward_id = (select app_ward()) and d.valid_from <= $2 and coalesce(d.valid_to, $2) >= $2"#,
        training.id.0,
        training.held_on
    )
    .fetch_one(db.conn())
    .await?;
    Ok((row.all, row.attended))
}

/// A page of them, those who were not there first.
pub async fn custodians(
    db: &mut Reads,
    training: &Training,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Custodian>> {
    sqlx::query_as!(
        Custodian,
        r#"select d.account_id as "account: AccountId", n.name, string_agg(distinct d.job, '、') as "job!", string_agg(distinct c.title, '、') as "contract!",
             bool_or(a.account_id is not null) as "attended!"
           from designation d
           join roster r on r.ward_id = d.ward_id and r.id = d.roster_id and r.state = 'accepted'
           join contract c on c.ward_id = d.ward_id and c.id = d.contract_id and c.state in ('signed', 'active', 'closing') and c.ends_on >= $2
           join account n on n.id = d.account_id
           left join training_attendance a on a.ward_id = d.ward_id and a.training_id = $1 and a.contract_id = d.contract_id and a.account_id = d.account_id
           where d.ward_id = (select app_ward()) and d.valid_from <= $2 and coalesce(d.valid_to, $2) >= $2
           group by d.account_id, n.name order by 5, min(c.number), n.name, d.account_id limit $3 offset $4"#,
        training.id.0,
        training.held_on,
        limit,
        offset
    )
    .fetch_all(db.conn())
    .await
}

/// Replaces who of a contract took part, among `of`: the people the form showed. False when somebody can't be taken out any more.
pub async fn set_attendance(
    db: &mut Writes,
    (id, contract): (TrainingId, ContractId),
    (of, attended): (&[Uuid], &[Uuid]),
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    let stays = sqlx::query_scalar!(
        r#"select exists (select from training_attendance where ward_id = (select app_ward()) and training_id = $1 and contract_id = $2
             and account_id = any($3) and not account_id = any($4) and (recorded_at at time zone 'Asia/Tokyo')::date < (select app_today())) as "stays!""#,
        id.0,
        contract.0,
        of,
        attended
    )
    .fetch_one(db.conn())
    .await?;
    if stays {
        return Ok(false);
    }
    sqlx::query!(
        r#"delete from training_attendance where ward_id = (select app_ward()) and training_id = $1 and contract_id = $2
             and account_id = any($3) and not account_id = any($4)"#,
        id.0,
        contract.0,
        of,
        attended
    )
    .execute(db.conn())
    .await?;
    sqlx::query!(
        r#"insert into training_attendance (ward_id, training_id, contract_id, account_id, recorded_by, recorded_at)
           select app_ward(), $1, $2, a, $4, $5 from unnest($3::uuid[]) a on conflict do nothing"#,
        id.0,
        contract.0,
        attended,
        by.0,
        now
    )
    .execute(db.conn())
    .await?;
    Ok(true)
}
