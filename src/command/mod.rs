//! What an operator types at the shell. Each command is small and calls what the pages call.

mod admin;
mod audit;
mod bench;
mod clauses;
mod demo;
mod doctor;
mod keys;
mod programme;
mod routes;
mod serve;

use std::{io::Write as _, process::ExitCode};

use clap::Subcommand;

use crate::{
    accounts::hashing::Hasher, app::App, config::Config, database::Database, kit::clock::Clock,
    sealing::Keyring,
};

/// The operator's problem, told in one go.
pub type Problem = Box<dyn std::error::Error + Send + Sync>;
pub type Outcome = Result<ExitCode, Problem>;

#[derive(Subcommand)]
pub enum Command {
    /// Starts PostgreSQL (unless DATABASE_URL is set), migrates and serves.
    Serve(serve::Serve),
    /// Makes roles and database where missing and applies the migrations.
    Migrate,
    /// Wards, accounts and the first administrator.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Three invented wards with invented people; their logins; large data.
    Demo {
        #[command(subcommand)]
        what: Option<demo::Demo>,
    },
    /// Measures today's roster, saving, search, home, report and sign-in beside the bare SQL (in a cluster of its own).
    Bench(bench::Bench),
    /// The key directory.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// 特記事項: the clauses of a paper.
    #[command(subcommand)]
    Clauses(clauses::Clauses),
    /// 事業の定義: check it, try it on invented people, print its schema.
    #[command(subcommand)]
    Programme(programme::Programme),
    /// Every route with its permission and roles, for tests and reviews.
    Routes(routes::Listing),
    /// The audit stream.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Checks database, roles, row-level security, keys, fonts, clock and disk.
    Doctor {
        /// Only asks the running program whether it lives (a container's health check).
        #[arg(long)]
        live: bool,
    },
}

pub async fn run(command: Command) -> Outcome {
    match command {
        Command::Serve(options) => serve::run(options).await,
        Command::Migrate => serve::migrate().await,
        Command::Admin(what) => admin::run(what).await,
        Command::Demo { what } => demo::run(what).await,
        Command::Bench(options) => bench::run(options).await,
        Command::Keys(what) => keys::run(what).await,
        Command::Clauses(what) => clauses::run(what),
        Command::Programme(what) => programme::run(what),
        Command::Routes(listing) => routes::run(&listing),
        Command::Audit(what) => audit::run(what).await,
        Command::Doctor { live: true } => doctor::live().await,
        Command::Doctor { live: false } => doctor::run().await,
    }
}

/// A line for the operator.
pub fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

pub fn complain(problem: &Problem) {
    let _ = writeln!(std::io::stderr(), "kayoi: {problem}");
}

/// Settings, keys and a migrated database: what most commands start from.
pub struct Ground {
    pub config: Config,
    pub database: Database,
    pub keys: Keyring,
}

impl Ground {
    pub async fn open() -> Result<Self, Problem> {
        let config = Config::load()?;
        std::fs::create_dir_all(&config.data)?;
        let keys = Keyring::open(&config.keys)?;
        let database = Database::open(&config).await?;
        database.prepare(&keys).await?;
        Ok(Self { config, database, keys })
    }

    /// The program on this ground, and the database that must live as long.
    pub async fn into_app(self) -> Result<(App, Database), Problem> {
        let pools = self.database.pools(&self.keys, self.config.pool).await?;
        Ok((App::new(self.config, pools, self.keys, Clock::Real, Hasher::new()?), self.database))
    }
}
