//! `kayoi bench`: the workloads of `docs/performance.md` through real HTTP, beside their floor, in one run. Everything
//! happens in a cluster of its own under `KAYOI_DATA/bench`, with generated wards that are kept for the next time.

mod capture;
mod cast;
mod floor;
mod load;
mod meter;
mod table;
mod wire;

use std::{net::SocketAddr, process::ExitCode, process::Stdio, time::Duration, time::Instant};

use clap::Args;
use tokio::process::{Child, Command};

use super::{Ground, Outcome, Problem, say};
use crate::{
    config::Config,
    database::Database,
    demo::generate::{self, Size},
    kit::{clock::Clock, permission::PoolKind},
    sealing::Keyring,
    vocab::dates::jst_date,
};
use cast::Ward;
use floor::{Floor, Script};
use load::{Figures, Reader, Visitors, measure};
use table::{Line, Memory};
use wire::Wire;

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

const CONNECTIONS: [usize; 3] = [1, 16, 64];

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

    capture::switch(&mut ground.database.admin().await?, true).await?;
    let (server, _) = start(&ground.config).await?;
    let mut bed = Bed {
        ground,
        wards,
        server,
        postmaster,
        time: Duration::from_secs(options.seconds),
        listen: options.listen,
    };
    let scripts = bed.scripts(&data).await;
    capture::switch(&mut bed.ground.database.admin().await?, false).await?;
    bed.server.kill().await?;
    let (server, first_page) = start(&bed.ground.config).await?;
    bed.server = server;
    let lines = bed.measure_all(scripts?).await?;
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

/// The scripts of the floor, one a ward, for the workloads that are measured against it.
struct Scripts {
    roster: Vec<Script>,
    search: Vec<Script>,
    home: Vec<Script>,
}

impl Bed {
    async fn scripts(&self, data: &std::path::Path) -> Result<Scripts, Problem> {
        let mut scripts = Scripts { roster: Vec::new(), search: Vec::new(), home: Vec::new() };
        let mut wire = Wire::connect(self.listen).await?;
        for ward in &self.wards {
            let role = |kind: PoolKind| self.ground.database.options(&self.ground.keys, kind.database_role());
            let (statements, body) = capture::page(&mut wire, &ward.roster(), data).await?;
            scripts.roster.push(Script { role: role(PoolKind::Contractor)?, statements, body });
            let (statements, body) = capture::page(&mut wire, &ward.search(self.listen).await?, data).await?;
            scripts.search.push(Script { role: role(PoolKind::Ward)?, statements, body });
            let (statements, body) = capture::page(&mut wire, &ward.home(), data).await?;
            scripts.home.push(Script { role: role(PoolKind::Ward)?, statements, body });
        }
        Ok(scripts)
    }

    async fn measure_all(&self, scripts: Scripts) -> Result<Vec<Line>, Problem> {
        let (mut rosters, mut searches, mut homes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut filters, mut reports, mut logins) = (Vec::new(), Vec::new(), Vec::new());
        for ward in &self.wards {
            rosters.push(ward.roster());
            searches.push(ward.search(self.listen).await?);
            filters.push(ward.enrolled());
            homes.push(ward.home());
            reports.push(ward.report());
            logins.push(ward.login());
        }
        let compressed = rosters.iter().map(|request| accepting_gzip(request)).collect::<Vec<_>>();
        let mut lines = Vec::new();
        self.beside_floor(&mut lines, "W1 today's roster", &rosters, scripts.roster).await?;
        self.alone(&mut lines, "W1 the same, gzip", &compressed, 200, &[16]).await?;
        for connections in CONNECTIONS {
            let mut visitors: Visitors = Vec::new();
            for number in 0..connections {
                let (ward, class) = (number % self.wards.len(), number / self.wards.len());
                visitors.push(Box::new(self.wards[ward].recorder(self.listen, class).await?));
            }
            let kayoi = self.of_program(visitors).await?;
            lines.push(Line { workload: "W2 save attendance", connections, floor: None, kayoi });
        }
        self.beside_floor(&mut lines, "W3 search by kana", &searches, scripts.search).await?;
        self.alone(&mut lines, "W3 filter by contract", &filters, 200, &[16]).await?;
        self.beside_floor(&mut lines, "W4 ward home", &homes, scripts.home).await?;
        self.alone(&mut lines, "W5 report of a course", &reports, 200, &[1, 16]).await?;
        self.alone(&mut lines, "W6 sign in", &logins, 303, &[16]).await?;
        Ok(lines)
    }

    /// The program and its floor in turn, so that both meet the same machine.
    async fn beside_floor(
        &self,
        lines: &mut Vec<Line>,
        workload: &'static str,
        requests: &[Vec<u8>],
        scripts: Vec<Script>,
    ) -> Result<(), Problem> {
        let paths: Vec<_> = (0..scripts.len()).map(|number| wire::get(&format!("/{number}"), "")).collect();
        let floor = Floor::start(scripts).await?;
        for connections in CONNECTIONS {
            let cpu = || meter::family(self.postmaster) + meter::threads(floor::THREADS);
            let bare = measure(floor.address, readers(&paths, connections, 200), self.time, cpu).await?;
            let kayoi = self.of_program(readers(requests, connections, 200)).await?;
            lines.push(Line { workload, connections, floor: Some(bare), kayoi });
        }
        Ok(())
    }

    async fn alone(
        &self,
        lines: &mut Vec<Line>,
        workload: &'static str,
        requests: &[Vec<u8>],
        wanted: u16,
        levels: &[usize],
    ) -> Result<(), Problem> {
        for connections in levels.iter().copied() {
            let kayoi = self.of_program(readers(requests, connections, wanted)).await?;
            lines.push(Line { workload, connections, floor: None, kayoi });
        }
        Ok(())
    }

    async fn of_program(&self, visitors: Visitors) -> Result<Figures, Problem> {
        let server = self.server.id().ok_or("the program has ended")?;
        measure(self.listen, visitors, self.time, || meter::family(self.postmaster) + meter::process(server))
            .await
    }

    /// A program that has just started, after 64 readers of the roster, then under 64 logins at once.
    async fn memory(&mut self, first_page: Duration) -> Result<Memory, Problem> {
        self.server.kill().await?;
        let (server, _) = start(&self.ground.config).await?;
        self.server = server;
        let id = self.server.id().ok_or("the program has ended")?;
        let rosters: Vec<_> = self.wards.iter().map(Ward::roster).collect();
        self.of_program(readers(&rosters, 64, 200)).await?;
        let after_pages = meter::memory(id, "VmRSS");
        let logins: Vec<_> = self.wards.iter().map(Ward::login).collect();
        self.of_program(readers(&logins, 64, 303)).await?;
        Ok(Memory { after_pages, under_logins: meter::memory(id, "VmHWM"), first_page })
    }
}

/// Each person keeps to one ward: the first connection to the first ward, and so on.
fn readers(requests: &[Vec<u8>], connections: usize, wanted: u16) -> Visitors {
    let one =
        |number: usize| Reader { requests: vec![requests[number % requests.len()].clone()], next: 0, wanted };
    (0..connections).map(|number| Box::new(one(number)) as Box<dyn load::Visitor>).collect()
}

fn accepting_gzip(request: &[u8]) -> Vec<u8> {
    let head = request.strip_suffix(b"\r\n").unwrap_or(request);
    [head, b"Accept-Encoding: gzip\r\n\r\n"].concat()
}
