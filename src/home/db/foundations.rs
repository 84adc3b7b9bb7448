//! What a ward has entered of what it needs first.

use crate::kit::db::Reads;

/// What a ward enters before its first contract, and that contract: whether each is there.
#[derive(Debug, Default)]
pub struct Foundations {
    pub department: bool,
    pub centre: bool,
    pub district: bool,
    pub contractor: bool,
    pub contract: bool,
}

pub async fn find(db: &mut Reads) -> sqlx::Result<Foundations> {
    sqlx::query_as!(
        Foundations,
        r#"select exists (select from department where ward_id = (select app_ward())) as "department!",
                  exists (select from centre where ward_id = (select app_ward())) as "centre!",
                  exists (select from district where ward_id = (select app_ward())) as "district!",
                  exists (select id from contractor) as "contractor!",
                  exists (select from contract where ward_id = (select app_ward())) as "contract!""#
    )
    .fetch_one(db.conn())
    .await
}
