//! 組織: the ward's departments, its care centres with their districts, and the contractors (who exist once, by 法人番号).

pub mod db;

use crate::kit::{db::Reads, form::Choice};

/// The ward's care centres, for a select.
pub async fn centre_choices(db: &mut Reads) -> sqlx::Result<Vec<Choice>> {
    Ok(db::centres(db).await?.into_iter().map(|c| Choice::new(c.id.to_string(), c.name)).collect())
}

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
