//! Rows of reviews.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId},
};

pub struct Review {
    pub id: Uuid,
    pub month: Date,
    pub people: i32,
    pub events: i32,
    pub off_hours: i32,
    pub denied: i32,
    pub sealed: Vec<u8>,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
}

pub async fn of_contract(db: &mut Reads, contract: ContractId) -> sqlx::Result<Vec<Review>> {
    sqlx::query_as!(
        Review,
        r#"select r.id, r.month, r.people, r.events, r.off_hours, r.denied, r.sealed, r.made_at, m.name as "made_by?"
           from access_review r left join account m on m.id = r.made_by
           where r.ward_id = (select app_ward()) and r.contract_id = $1 order by r.month desc"#,
        contract.0
    )
    .fetch_all(db.conn())
    .await
}

/// What was seen, in numbers.
#[derive(Clone, Copy)]
pub struct Figures {
    pub people: i32,
    pub events: i32,
    pub off_hours: i32,
    pub denied: i32,
}

/// False when somebody confirmed that month first.
pub async fn insert(
    db: &mut Writes,
    (id, contract, month): (Uuid, ContractId, Date),
    figures: Figures,
    sealed: &[u8],
    (by, now): (AccountId, OffsetDateTime),
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into access_review (ward_id, id, contract_id, month, people, events, off_hours, denied, sealed, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict on constraint access_review_once do nothing",
        id,
        contract.0,
        month,
        figures.people,
        figures.events,
        figures.off_hours,
        figures.denied,
        sealed,
        now,
        by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
