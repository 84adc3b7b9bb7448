//! `kayoi doctor`: is everything in place? One line a check, exit 1 if any fails.

use std::process::ExitCode;

use super::{Outcome, Problem, say};
use crate::{
    config::Config,
    database::{Database, MIGRATIONS},
    sealing::{Keyring, Unit},
};

pub async fn run() -> Outcome {
    let config = Config::load()?;
    let mut sound = true;
    let mut tell = |what: &str, result: Result<String, Problem>| {
        sound &= result.is_ok();
        match result {
            Ok(detail) => say(format!("ok    {what}: {detail}")),
            Err(problem) => say(format!("WRONG {what}: {problem}")),
        }
    };
    tell(
        "settings",
        Ok(format!("{} data {} keys {}", config.origin, config.data.display(), config.keys.display())),
    );
    tell("disk", disk(&config).await);
    let keys = Keyring::open(&config.keys).map_err(Problem::from);
    match keys {
        Err(problem) => tell("keys", Err(problem)),
        Ok(keys) => match Database::open(&config).await {
            Err(problem) => tell("database", Err(problem.into())),
            Ok(database) => {
                tell("database", version(&database).await);
                tell("migrations", migrations(&database).await);
                tell("roles and row-level security", wall(&database, &keys).await);
                tell("keys", units(&database, &keys).await);
                tell("clock", clock(&database).await);
            }
        },
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn version(database: &Database) -> Result<String, Problem> {
    Ok(sqlx::query_scalar("select version()").fetch_one(&mut database.admin().await?).await?)
}

async fn migrations(database: &Database) -> Result<String, Problem> {
    let applied: i64 = sqlx::query_scalar("select count(*) from _sqlx_migrations where success")
        .fetch_one(&mut database.admin().await?)
        .await?;
    let known = MIGRATIONS.iter().count();
    if usize::try_from(applied)? == known {
        Ok(format!("{known} applied"))
    } else {
        Err(format!("{applied} of {known} applied; run kayoi migrate").into())
    }
}

async fn wall(database: &Database, keys: &Keyring) -> Result<String, Problem> {
    let pools = database.pools(keys, 1).await?;
    pools.close().await;
    Ok("no runtime role is mighty or owns anything; every table is guarded".into())
}

/// Every ward and every unit with sealed rows has its key.
async fn units(database: &Database, keys: &Keyring) -> Result<String, Problem> {
    let mut admin = database.admin().await?;
    let wards: Vec<uuid::Uuid> = sqlx::query_scalar("select ward_id from ward").fetch_all(&mut admin).await?;
    let courses: Vec<uuid::Uuid> =
        sqlx::query_scalar("select id from course union select id from enrolment where course_id is null")
            .fetch_all(&mut admin)
            .await?;
    let missing = wards.iter().filter(|w| !keys.has(Unit::Ward(**w))).count()
        + courses.iter().filter(|c| !keys.has(Unit::Unit(**c))).count();
    if missing == 0 {
        Ok(format!("{} wards, {} units", wards.len(), courses.len()))
    } else {
        Err(format!("{missing} keys are missing").into())
    }
}

/// The database's clock against the program's; audit times must be right (S4 第21条).
async fn clock(database: &Database) -> Result<String, Problem> {
    let theirs: time::OffsetDateTime =
        sqlx::query_scalar("select clock_timestamp()").fetch_one(&mut database.admin().await?).await?;
    let off = (theirs - crate::kit::clock::Clock::Real.now()).abs();
    if off < time::Duration::seconds(5) {
        Ok("program and database agree".into())
    } else {
        Err(format!("they differ by {off}").into())
    }
}

async fn disk(config: &Config) -> Result<String, Problem> {
    std::fs::create_dir_all(&config.data)?;
    let out = tokio::process::Command::new("df").arg("-Pk").arg(&config.data).output().await?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let free: u64 = text
        .lines()
        .nth(1)
        .and_then(|l| l.split_whitespace().nth(3))
        .and_then(|n| n.parse().ok())
        .ok_or("df gave no answer")?;
    if free > 1_048_576 {
        Ok(format!("{} GiB free", free / 1_048_576))
    } else {
        Err(format!("only {} MiB free", free / 1024).into())
    }
}

/// Asks `/healthz` of the program on this machine.
pub async fn live() -> Outcome {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let config = Config::load()?;
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", config.listen.port())).await?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(if answer.starts_with("HTTP/1.1 200") { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
