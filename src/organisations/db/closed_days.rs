//! The statements of the ward's closed days.

use crate::{
    kit::db::{Reads, Writes},
    organisations::closed_days::{Entry, Kind},
    vocab::ids::ClosedDayId,
};

/// Every entry, oldest day first.
pub async fn all(db: &mut Reads) -> sqlx::Result<Vec<(ClosedDayId, Entry)>> {
    let rows = sqlx::query!(
        r#"select id as "id: ClosedDayId", kind, from_on, to_on, reason from closed_day
           where ward_id = (select app_ward()) order by from_on, kind, id"#
    )
    .fetch_all(db.conn())
    .await?;
    let entry = |row: (ClosedDayId, String, time::Date, time::Date, String)| {
        let (id, kind, from, to, reason) = row;
        Kind::from_code(&kind).map(|kind| (id, Entry { kind, from, to, reason }))
    };
    Ok(rows
        .into_iter()
        .filter_map(|row| entry((row.id, row.kind, row.from_on, row.to_on, row.reason)))
        .collect())
}

pub async fn insert(db: &mut Writes, id: ClosedDayId, entry: &Entry) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into closed_day (ward_id, id, kind, from_on, to_on, reason) values (app_ward(), $1, $2, $3, $4, $5)",
        id.0,
        entry.kind.code(),
        entry.from,
        entry.to,
        entry.reason
    )
    .execute(db.conn())
    .await?;
    Ok(())
}

pub async fn remove(db: &mut Writes, id: ClosedDayId) -> sqlx::Result<()> {
    sqlx::query!("delete from closed_day where ward_id = (select app_ward()) and id = $1", id.0)
        .execute(db.conn())
        .await?;
    Ok(())
}
