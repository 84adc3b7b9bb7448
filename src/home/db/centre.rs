//! What a centre's home counts: requests for a hearing and sheets that wait for it.

use time::Date;

use crate::kit::db::Reads;

/// How many requests for a hearing wait for the centre, how many of them too long, and when the next is due.
pub struct Hearings {
    pub waiting: i64,
    pub late: i64,
    pub next_due: Option<Date>,
}

pub async fn hearings(db: &mut Reads, today: Date) -> sqlx::Result<Hearings> {
    sqlx::query_as!(
        Hearings,
        r#"select count(*) as "waiting!", count(*) filter (where due_on < $1) as "late!", min(due_on) as next_due
           from hearing where ward_id = (select app_ward()) and state = 'asked'"#,
        today
    )
    .fetch_one(db.conn())
    .await
}

/// How many sheets stand in each state, for the centre.
pub struct Inbox {
    pub state: String,
    pub sheets: i64,
    pub next_due: Option<Date>,
}

pub async fn inbox(db: &mut Reads) -> sqlx::Result<Vec<Inbox>> {
    sqlx::query_as!(
        Inbox,
        r#"select state, count(*) as "sheets!", min(answer_due_on) as next_due from liaison_sheet
           where ward_id = (select app_ward()) and direction = 'to_centre' and state in ('sent', 'opened', 'answered')
           group by state order by state"#
    )
    .fetch_all(db.conn())
    .await
}
