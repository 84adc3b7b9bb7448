//! What was done with a report, act by act.

use time::OffsetDateTime;

use crate::{
    kit::db::{Reads, Writes},
    vocab::ids::{AccountId, ContractId, ReportId},
};

/// One line of a report's history.
pub struct Happened {
    pub act: String,
    pub at: OffsetDateTime,
    pub person: String,
    pub organisation: String,
    pub reason: String,
}

/// The whole history of a report, newest first.
pub async fn of(db: &mut Reads, id: ReportId) -> sqlx::Result<Vec<Happened>> {
    sqlx::query_as!(
        Happened,
        r#"select e.act, e.at, coalesce(a.name, '') as "person!", e.organisation, e.reason
           from report_event e left join account a on a.id = e.account_id
           where e.ward_id = (select app_ward()) and e.report_id = $1 order by e.at desc, e.id desc"#,
        id.0
    )
    .fetch_all(db.conn())
    .await
}

/// Something that was done with a report, for its history.
pub struct Done<'a> {
    pub id: uuid::Uuid,
    pub report: ReportId,
    pub contract: ContractId,
    pub act: &'a str,
    pub at: OffsetDateTime,
    pub by: AccountId,
    pub organisation: &'a str,
    pub reason: &'a str,
}

pub async fn remember(db: &mut Writes, done: &Done<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into report_event (ward_id, id, report_id, contract_id, act, at, account_id, organisation, reason)
         values (app_ward(), $1, $2, $3, $4, $5, $6, $7, $8)",
        done.id,
        done.report.0,
        done.contract.0,
        done.act,
        done.at,
        done.by.0,
        done.organisation,
        done.reason
    )
    .execute(db.conn())
    .await?;
    Ok(())
}
