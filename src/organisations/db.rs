//! Rows of departments, centres, districts and contractors.

use crate::{kit::db::Reads, vocab::ids::CentreId};

pub struct Centre {
    pub id: CentreId,
    pub name: String,
    pub telephone: String,
    pub operator: String,
}

pub async fn centres(db: &mut Reads) -> sqlx::Result<Vec<Centre>> {
    sqlx::query_as!(
        Centre,
        r#"select id as "id: CentreId", name, telephone, operator from centre order by name"#
    )
    .fetch_all(db.conn())
    .await
}
