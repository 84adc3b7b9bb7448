//! One small pool per kind of user.

use std::time::Duration;

use sqlx::{
    Executor,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
};

use crate::kit::permission::PoolKind;

/// The pools, by kind.
#[derive(Clone)]
pub struct Pools(Vec<(PoolKind, PgPool)>);

impl Pools {
    pub(super) fn new(pools: Vec<(PoolKind, PgPool)>) -> Self {
        Self(pools)
    }

    pub fn of(&self, kind: PoolKind) -> &PgPool {
        // Every kind was opened; the first stands in so that this can't panic.
        self.0.iter().find(|(k, _)| *k == kind).map_or(&self.0[0].1, |(_, pool)| pool)
    }

    pub fn all(&self) -> impl Iterator<Item = (PoolKind, &PgPool)> {
        self.0.iter().map(|(kind, pool)| (*kind, pool))
    }

    pub async fn close(&self) {
        for (_, pool) in &self.0 {
            pool.close().await;
        }
    }
}

pub(super) fn open(options: PgConnectOptions, kind: PoolKind, size: u32) -> (PoolKind, PgPool) {
    // Hardly anybody at once.
    let size = if matches!(kind, PoolKind::Worker | PoolKind::Operator) { 2 } else { size };
    let pool = PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(3))
        .test_before_acquire(false)
        // A request cancelled during BEGIN can leave a connection inside a transaction (sqlx #4385); start clean.
        .before_acquire(|connection, _| {
            Box::pin(async move {
                connection.execute("rollback").await?;
                Ok(true)
            })
        })
        .connect_lazy_with(options.options([("client_min_messages", "error")]));
    (kind, pool)
}
