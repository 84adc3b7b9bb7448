//! What tests look for on pages and in the stream, and the smallest paper they hand in.

use super::World;

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// The address on the page that ends like this; empty when there is none.
pub fn link(page: &str, ending: &str) -> String {
    page.split('"').find(|part| part.ends_with(ending)).unwrap_or_default().to_owned()
}

/// How often an action stands in the home town's stream.
pub async fn times(w: &World, action: &str) -> i64 {
    sqlx::query_scalar("select count(*) from audit_event where ward_id = $1 and action = $2")
        .bind(w.home.ward.id)
        .bind(action)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}
