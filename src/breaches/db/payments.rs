//! Rows of what was paid of damages.

use time::{Date, OffsetDateTime};

use super::Entry;
use crate::{
    breaches::forms::payment::Payment,
    kit::db::{Reads, Writes},
    vocab::ids::{BreachId, ConsequenceId, DamagesPaymentId},
};

pub struct Paid {
    pub number: i32,
    pub paid_on: Date,
    pub amount: i64,
    pub made_at: OffsetDateTime,
    pub made_by: Option<String>,
}

/// What was paid for a record, in order: it has damages once.
pub async fn of_breach(db: &mut Reads, breach: BreachId) -> sqlx::Result<Vec<Paid>> {
    sqlx::query_as!(
        Paid,
        r#"select p.number, p.paid_on, p.amount, p.made_at, m.name as "made_by?"
           from damages_payment p join consequence q on q.ward_id = p.ward_id and q.id = p.consequence_id
           left join account m on m.id = p.made_by
           where p.ward_id = (select app_ward()) and q.breach_id = $1 order by p.number"#,
        breach.0
    )
    .fetch_all(db.conn())
    .await
}

/// False when somebody wrote a payment under that number first.
pub async fn insert(
    db: &mut Writes,
    (id, consequence, number): (DamagesPaymentId, ConsequenceId, i32),
    entry: Entry,
    payment: &Payment,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into damages_payment (ward_id, id, contract_id, consequence_id, number, paid_on, amount, made_at, made_by)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint damages_payment_number_once do nothing",
        id.0,
        entry.contract.0,
        consequence.0,
        number,
        payment.paid_on,
        payment.amount,
        entry.now,
        entry.by.0
    )
    .execute(db.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
