//! Is the program alive, is it ready: for load balancers and the start script.

use axum::http::StatusCode;

use crate::{
    database::MIGRATIONS,
    kit::{answer::Answer, error::Result, guest::Guest, permission::PoolKind, routing::Routes},
};

pub fn routes() -> Routes {
    Routes::new().get("/healthz", live).get("/readyz", ready)
}

/// The process answers.
pub async fn live(_guest: Guest) -> Result {
    Ok(Answer::text(StatusCode::OK, "ok"))
}

/// The database answers and carries every migration this program knows.
pub async fn ready(guest: Guest) -> Result {
    let applied: sqlx::Result<i64> =
        sqlx::query_scalar("select count(*) from _sqlx_migrations where success")
            .fetch_one(guest.app.pools.of(PoolKind::Auth))
            .await;
    Ok(match applied {
        Ok(n) if usize::try_from(n).unwrap_or_default() >= MIGRATIONS.iter().count() => {
            Answer::text(StatusCode::OK, "ready")
        }
        Ok(_) => Answer::text(StatusCode::SERVICE_UNAVAILABLE, "migrations are missing"),
        Err(_) => Answer::text(StatusCode::SERVICE_UNAVAILABLE, "no database"),
    })
}
