//! The database as a whole: where it is, its roles, its migrations, one pool per kind of user, and the check that
//! refuses to serve when the wall does not stand.

mod check;
mod pools;
mod roles;

pub use check::{WITHOUT_WARD, WallProblem, check_wall, unguarded_tables};
pub use pools::Pools;

use sqlx::{
    ConnectOptions, Connection, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{
    config::Config,
    kit::permission::PoolKind,
    postgres::{Cluster, Options},
    sealing::Keyring,
};

/// Name of Kayoi's own database on the private cluster.
const DATABASE: &str = "kayoi";

/// Applied at start, as `kayoi_owner` (see `migrations/README.md`).
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

#[derive(Debug, thiserror::Error)]
pub enum DatabaseProblem {
    #[error("PostgreSQL: {0}")]
    Postgres(#[from] crate::postgres::PostgresProblem),
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("keys: {0}")]
    Keys(#[from] crate::sealing::SealProblem),
    #[error("the wall between wards does not stand:\n{0}")]
    Wall(WallProblem),
}

/// A server with Kayoi's database on it.
pub struct Database {
    /// The private cluster, when Kayoi started it.
    pub cluster: Option<Cluster>,
    admin: PgConnectOptions,
    passwords: bool,
}

impl Database {
    /// Finds the server: `DATABASE_URL`, or the private cluster, started if need be.
    pub async fn open(config: &Config) -> Result<Self, DatabaseProblem> {
        if let Some(url) = &config.database_url {
            return Ok(Self { cluster: None, admin: url.parse()?, passwords: true });
        }
        let cluster = Cluster::start(&config.data.join("pg"), Options::default()).await?;
        let admin = cluster.connect_options("postgres", DATABASE);
        Ok(Self { cluster: Some(cluster), admin, passwords: false })
    }

    /// A database of another name on a server that is already there (tests).
    pub fn on(admin: PgConnectOptions, passwords: bool) -> Self {
        Self { cluster: None, admin, passwords }
    }

    /// Makes roles and database where missing and applies the migrations. Safe to repeat, also by two copies at once.
    pub async fn prepare(&self, keys: &Keyring) -> Result<(), DatabaseProblem> {
        let mut admin = self.connect_server().await?;
        roles::make(&mut admin, self.passwords.then_some(keys)).await?;
        let name = self.admin.get_database().unwrap_or(DATABASE).to_owned();
        roles::make_database(&mut admin, &name).await?;
        admin.close().await?;
        roles::grant_database(&mut self.admin.connect().await?, &name).await?;
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(self.options(keys, "kayoi_migrate")?.options([("role", "kayoi_owner")]))
            .await?;
        MIGRATIONS.run(&pool).await?;
        pool.close().await;
        Ok(())
    }

    /// One pool per kind of user, after the wall has been checked.
    pub async fn pools(&self, keys: &Keyring, size: u32) -> Result<Pools, DatabaseProblem> {
        let mut pools = Vec::new();
        for kind in PoolKind::ALL {
            pools.push(pools::open(self.options(keys, kind.database_role())?, kind, size));
        }
        let pools = Pools::new(pools);
        check_wall(&pools).await?;
        Ok(pools)
    }

    /// A connection as administrator, for `doctor`, backups and tests.
    pub async fn admin(&self) -> Result<PgConnection, DatabaseProblem> {
        Ok(self.admin.connect().await?)
    }

    pub fn admin_options(&self) -> PgConnectOptions {
        self.admin.clone()
    }

    /// How to connect as one of Kayoi's roles.
    pub fn options(&self, keys: &Keyring, role: &str) -> Result<PgConnectOptions, DatabaseProblem> {
        let options = self.admin.clone().username(role).disable_statement_logging();
        Ok(if self.passwords { options.password(&keys.database_password(role)?) } else { options })
    }

    /// The server itself, through a database that is always there.
    async fn connect_server(&self) -> Result<PgConnection, DatabaseProblem> {
        Ok(self.admin.clone().database("postgres").connect().await?)
    }
}
