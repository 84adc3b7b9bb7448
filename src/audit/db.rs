//! Reading the stream. The page is cut by `seq`, newest first.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::kit::db::Reads;

/// What to look for; `None` matches everything.
#[derive(Default)]
pub struct Search {
    pub from: Option<OffsetDateTime>,
    pub to: Option<OffsetDateTime>,
    pub account: Option<Uuid>,
    pub action: Option<String>,
    pub before: Option<i64>,
}

pub struct Line {
    pub seq: i64,
    pub at: OffsetDateTime,
    pub person: Option<String>,
    pub organisation: String,
    pub action: String,
    pub contract: Option<String>,
    pub participants: i64,
    pub detail: serde_json::Value,
}

pub async fn search(db: &mut Reads, search: &Search, limit: i64) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select e.seq, e.at, a.name as "person?", e.organisation, e.action, c.title as "contract?", cardinality(e.participant_ids)::bigint as "participants!", e.detail
           from audit_event e left join audit_people() a on a.id = e.account_id
                left join contract c on c.ward_id = e.ward_id and c.id = e.contract_id
           where e.ward_id = (select app_ward()) and ($1::timestamptz is null or e.at >= $1) and ($2::timestamptz is null or e.at < $2)
             and ($3::uuid is null or e.account_id = $3) and ($4::text is null or e.action = $4) and ($5::bigint is null or e.seq < $5)
           order by e.seq desc limit $6"#,
        search.from,
        search.to,
        search.account,
        search.action,
        search.before,
        limit
    )
    .fetch_all(db.conn())
    .await
}

/// Those whose acts are in the stream: (id, name).
pub async fn people(db: &mut Reads) -> sqlx::Result<Vec<(Uuid, String)>> {
    Ok(sqlx::query!(r#"select id as "id!", name as "name!", login_name as "login_name!" from audit_people() order by login_name"#)
        .fetch_all(db.conn())
        .await?
        .into_iter()
        .map(|a| (a.id, format!("{}（{}）", a.name, a.login_name)))
        .collect())
}
