//! `kayoi bench`: the workloads of `docs/performance.md` through real HTTP, beside their floor, in one run. Everything
//! happens in a cluster of its own under `KAYOI_DATA/bench`, with generated wards that are kept for the next time.

mod capture;
mod cast;
mod floor;
mod load;
mod meter;
mod table;
mod wire;
mod workloads;

use std::{net::SocketAddr, process::ExitCode, process::Stdio, time::Duration, time::Instant};

use clap::Args;
use tokio::process::{Child, Command};

use super::{Ground, Outcome, Problem, say};
use crate::{
    config::Config,
    database::Database,
    demo::generate::{self, Size},
    kit::clock::Clock,
    sealing::Keyring,
    vocab::dates::jst_date,
};
use cast::Ward;
use floor::{Floor, Script};
use load::{Figures, Visitors, measure};
use table::{Line, Memory};
use wire::Wire;
use workloads::Workload;

#[derive(Args)]
pub struct Bench {
    /// How much data: S (1 ward) or M (23 wards, 20,000 participants, 500,000 attendances). Made at the first run.
    #[arg(long, default_value = "M")]
    size: String,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Where the measured program listens: an address of this machine.
    #[arg(long, default_value = "127.0.0.1:8109")]
    listen: SocketAddr,
}

/// The measured program, a process of its own, and what it stands on.
struct Bed {
    ground: Ground,
    wards: Vec<Ward>,
    server: Child,
    postmaster: u32,
    time: Duration,
    listen: SocketAddr,
}

pub async fn run(options: Bench) -> Outcome {
    let size = Size::of(&options.size).ok_or("--size: S or M")?;
    if !options.listen.ip().is_loopback() {
        return Err("--listen: only an address of this machine, e.g. 127.0.0.1:8109".into());
    }
    let ground = ground(options.listen).await?;
    let (now, tell) = (Clock::Real.now(), |ward, _| say(format!("ward {ward} of {}", size.wards)));
    generate::generate(&ground.database, &ground.keys, jst_date(now), now, size, tell).await?;
    let wards = cast::wards(&ground).await?;
    let data = ground.database.cluster.as_ref().ok_or("no cluster")?.data_dir();
    let postmaster = meter::postmaster(&data).ok_or("no postmaster.pid")?;

    let (server, _) = start(&ground.config).await?;
    let time = Duration::from_secs(options.seconds);
    let mut bed = Bed { ground, wards, server, postmaster, time, listen: options.listen };
    let scripts = bed.all_scripts().await?;
    let first_page = bed.restart().await?;
    let mut lines = Vec::new();
    for (workload, scripts) in scripts {
        bed.measure(workload, scripts, &mut lines).await?;
    }
    let memory = bed.memory(first_page).await?;
    say(table::markdown(&size, options.seconds, &lines, &memory));
    bed.server.kill().await?;
    if let Some(cluster) = bed.ground.database.cluster {
        cluster.stop().await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A cluster and keys that nothing else uses.
async fn ground(listen: SocketAddr) -> Result<Ground, Problem> {
    let data = Config::load()?.data.join("bench");
    std::fs::create_dir_all(&data)?;
    let data = data.canonicalize()?;
    let config = Config {
        listen,
        keys: data.join("keys"),
        data,
        database_url: None,
        origin: format!("http://{listen}"),
        pool: 6,
    };
    let keys = Keyring::open(&config.keys)?;
    let database = Database::open(&config).await?;
    database.prepare(&keys).await?;
    Ok(Ground { config, database, keys })
}

/// The program as it is served, and how long it took to its first page.
async fn start(config: &Config) -> Result<(Child, Duration), Problem> {
    let began = Instant::now();
    let server = Command::new(std::env::current_exe()?)
        .arg("serve")
        .env("KAYOI_DATA", &config.data)
        .env("KAYOI_KEYS", &config.keys)
        .env("KAYOI_LISTEN", config.listen.to_string())
        .env("KAYOI_ORIGIN", &config.origin)
        .env("KAYOI_POOL", config.pool.to_string())
        .env("DATABASE_URL", "")
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    while began.elapsed() < Duration::from_secs(20) {
        if let Ok(mut wire) = Wire::connect(config.listen).await
            && wire.ask(&wire::get("/login", "")).await?.status == 200
        {
            return Ok((server, began.elapsed()));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Err("the program did not start".into())
}

impl Bed {
    /// The program as if it had just been started, and how long that took.
    async fn restart(&mut self) -> Result<Duration, Problem> {
        self.server.kill().await?;
        let (server, first_page) = start(&self.ground.config).await?;
        self.server = server;
        Ok(first_page)
    }

    /// Every workload with its floor's scripts; a program that tells PostgreSQL's log is only good for reading them off.
    async fn all_scripts(&mut self) -> Result<Vec<(Workload, Vec<Script>)>, Problem> {
        capture::switch(&mut self.ground.database.admin().await?, true).await?;
        self.restart().await?;
        let mut scripts = Vec::new();
        for workload in Workload::ALL {
            let found = if workload.has_floor() { self.scripts(workload).await? } else { Vec::new() };
            scripts.push((workload, found));
        }
        capture::switch(&mut self.ground.database.admin().await?, false).await?;
        Ok(scripts)
    }

    /// The floor and the program in turn, so that both meet the same machine.
    async fn measure(
        &self,
        workload: Workload,
        scripts: Vec<Script>,
        lines: &mut Vec<Line>,
    ) -> Result<(), Problem> {
        let floor = if scripts.is_empty() { None } else { Some(Floor::start(scripts).await?) };
        for connections in workload.levels().iter().copied() {
            let (mut bare, mut unguarded) = (None, None);
            if let Some(floor) = &floor {
                bare = Some(self.of_floor(floor, connections).await?);
                if connections == 16 && workload.is_everyday_page() {
                    self.guard(false).await?;
                    unguarded = Some(self.of_floor(floor, connections).await?);
                    self.guard(true).await?;
                }
            }
            let kayoi = self.of_program(self.visitors(workload, connections).await?).await?;
            lines.push(Line { workload, connections, floor: bare, unguarded, kayoi });
        }
        Ok(())
    }

    /// Row-level security for connections made from then on. A start of the program puts it back, whatever happened.
    async fn guard(&self, on: bool) -> Result<(), Problem> {
        let word = if on { "nobypassrls" } else { "bypassrls" };
        let sql = format!("alter role kayoi_ward {word}; alter role kayoi_contractor {word}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut self.ground.database.admin().await?).await?;
        Ok(())
    }

    async fn of_floor(&self, floor: &Floor, connections: usize) -> Result<Figures, Problem> {
        let cpu = || meter::family(self.postmaster) + meter::threads(floor::THREADS);
        measure(floor.address, floor.visitors(connections), self.time, cpu).await
    }

    async fn of_program(&self, visitors: Visitors) -> Result<Figures, Problem> {
        let server = self.server.id().ok_or("the program has ended")?;
        measure(self.listen, visitors, self.time, || meter::family(self.postmaster) + meter::process(server))
            .await
    }

    /// A program that has just started, after 64 readers of the roster, then under 64 logins at once.
    async fn memory(&mut self, first_page: Duration) -> Result<Memory, Problem> {
        self.restart().await?;
        let id = self.server.id().ok_or("the program has ended")?;
        self.of_program(self.visitors(Workload::Roster, 64).await?).await?;
        let after_pages = meter::memory(id, "VmRSS");
        self.of_program(self.visitors(Workload::Login, 64).await?).await?;
        Ok(Memory { after_pages, under_logins: meter::memory(id, "VmHWM"), first_page })
    }
}
