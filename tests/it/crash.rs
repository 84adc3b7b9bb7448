//! Kill the program, or PostgreSQL, while a class is being recorded: what was acknowledged is there, nothing is there
//! that was not sent, and nothing is half-written (an operation stands exactly where its attendance row shows it).

use std::{
    collections::BTreeSet,
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kayoi::{
    config::Config,
    database::Database,
    demo::build::Build,
    kit::{clock::Clock, cookie::LoginToken, permission::Role},
    sealing::Keyring,
};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::world::Town;

/// Kills of each kind. Each takes a few seconds, most of them recovery.
const ROUNDS: usize = 3;
/// How long is recorded before the kill of each round, in milliseconds.
const RECORDED: [u64; ROUNDS] = [400, 900, 150];

/// A program of its own with its own durable cluster, keys and port.
struct Server {
    folder: PathBuf,
    port: u16,
    child: Option<Child>,
}

impl Server {
    fn new() -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("crash-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { folder, port, child: None }
    }

    fn config(&self) -> Config {
        let listen = ([127, 0, 0, 1], self.port).into();
        Config {
            listen,
            data: self.folder.clone(),
            keys: self.folder.join("keys"),
            database_url: None,
            origin: format!("http://127.0.0.1:{}", self.port),
            pool: 4,
        }
    }

    /// Starts the program and waits until it is ready.
    fn start(&mut self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kayoi"));
        command
            .arg("serve")
            .env("KAYOI_DATA", &self.folder)
            .env("KAYOI_LISTEN", format!("127.0.0.1:{}", self.port))
            .env_remove("DATABASE_URL");
        let log = fs::File::create(self.folder.join("log")).unwrap();
        self.child =
            Some(command.stdout(log.try_clone().unwrap()).stderr(log).stdin(Stdio::null()).spawn().unwrap());
        self.wait_until_ready();
    }

    fn wait_until_ready(&self) {
        let began = Instant::now();
        while !matches!(
            self.ask("GET /readyz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"),
            Some((200, _))
        ) {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "not ready: {}",
                fs::read_to_string(self.folder.join("log")).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// SIGKILL: nothing is tidied up.
    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// SIGKILL to the postmaster, then to every child it left.
    fn kill_postgres(&self, data: &Path) {
        let pid = fs::read_to_string(data.join("postmaster.pid"))
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .trim()
            .to_owned();
        let children = Command::new("ps").args(["-o", "pid=", "--ppid", &pid]).output().unwrap();
        let mut doomed = vec![pid];
        doomed.extend(String::from_utf8_lossy(&children.stdout).split_whitespace().map(str::to_owned));
        let _ = Command::new("kill").arg("-9").args(&doomed).stderr(Stdio::null()).status();
    }

    /// Sends one request on a connection of its own; `None` when there was no whole answer.
    fn ask(&self, request: &str) -> Option<(u16, String)> {
        let mut stream =
            TcpStream::connect_timeout(&([127, 0, 0, 1], self.port).into(), Duration::from_secs(2)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(15))).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let status = answer.split(' ').nth(1)?.parse().ok()?;
        Some((status, answer.split_once("\r\n\r\n")?.1.to_owned()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The recorder's tablet: what it sent, and what it was told is saved.
struct Tablet {
    token: LoginToken,
    session: Uuid,
    person: Uuid,
    version: i64,
    systolic: u16,
    sent: BTreeSet<Uuid>,
    acknowledged: BTreeSet<Uuid>,
}

impl Tablet {
    /// Records readings one after the other until `end`.
    fn record_until(&mut self, server: &Server, end: Instant) {
        while Instant::now() < end {
            let key = Uuid::new_v4();
            self.systolic = 100 + (self.systolic + 1) % 100;
            self.sent.insert(key);
            let body = serde_json::json!({ "operations": [{
                "key": key, "participant": self.person, "field": "pre", "value": format!("{}/60/70", self.systolic), "base": self.version, "at": Clock::Real.now().format(&time::format_description::well_known::Rfc3339).unwrap()
            }] })
            .to_string();
            let Some((200, answer)) = server.ask(&self.request(&body)) else { return };
            let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
            let result = &answer["results"][0];
            assert!(matches!(result["outcome"].as_str(), Some("applied" | "conflict")), "{answer}");
            self.version = result["version"].as_i64().unwrap();
            self.acknowledged.insert(key);
        }
    }

    fn request(&self, body: &str) -> String {
        let cookie = self.token.set_cookie(false).unwrap();
        let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        format!(
            "POST /sessions/{}/operations HTTP/1.1\r\nhost: 127.0.0.1\r\nsec-fetch-site: same-origin\r\ncookie: {pair}\r\nx-csrf-token: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.session,
            self.token.csrf(),
            body.len()
        )
    }

    /// Compares what is stored with what was sent and acknowledged, and reads the version to go on with.
    async fn check(&mut self, admin: &mut PgConnection) {
        let keys: Vec<Uuid> =
            sqlx::query_scalar("select key from operation where session_id = $1 and participant_id = $2")
                .bind(self.session)
                .bind(self.person)
                .fetch_all(&mut *admin)
                .await
                .unwrap();
        let present: BTreeSet<Uuid> = keys.into_iter().collect();
        assert!(
            self.acknowledged.is_subset(&present),
            "acknowledged and lost: {:?}",
            self.acknowledged.difference(&present)
        );
        assert!(present.is_subset(&self.sent), "stored and never sent: {:?}", present.difference(&self.sent));
        let row: Option<(i32, Option<i16>)> = sqlx::query_as(
            "select pre_version, pre_systolic from attendance where session_id = $1 and participant_id = $2",
        )
        .bind(self.session)
        .bind(self.person)
        .fetch_optional(&mut *admin)
        .await
        .unwrap();
        let newest: Option<(i32, Option<String>)> =
            sqlx::query_as("select version, value from operation where session_id = $1 and participant_id = $2 and outcome = 'applied' order by version desc limit 1").bind(self.session).bind(self.person).fetch_optional(&mut *admin).await.unwrap();
        match (row, newest) {
            (Some((version, Some(systolic))), Some((operation, Some(value)))) => {
                assert_eq!(version, operation, "the row and its newest operation are of different writes");
                assert!(
                    value.starts_with(&format!("{systolic}/")),
                    "the row says {systolic}, its operation {value}"
                );
                self.version = i64::from(version);
            }
            (None, None) => {}
            halves => panic!("half-written: {halves:?}"),
        }
        let written: i64 = sqlx::query_scalar("select count(*) from audit_event where object_id = $1")
            .bind(self.session)
            .fetch_one(admin)
            .await
            .unwrap();
        assert_eq!(
            usize::try_from(written).unwrap(),
            present.len(),
            "every stored write has its event and no event stands alone"
        );
    }
}

#[tokio::test]
async fn killed_while_recording_nothing_acknowledged_is_lost() {
    let mut server = Server::new();
    let (database, mut tablet) = prepare(&server).await;
    let cluster = database.cluster.as_ref().unwrap().data_dir();
    let mut at = [0; 2];
    for (kind, at) in at.iter_mut().enumerate() {
        for pause in RECORDED {
            server.start();
            let before = tablet.acknowledged.len();
            let (end, stop) = (Instant::now() + Duration::from_secs(20), Duration::from_millis(pause));
            std::thread::scope(|scope| {
                let recording = scope.spawn(|| tablet.record_until(&server, end));
                std::thread::sleep(Duration::from_millis(300) + stop);
                if kind == 0 {
                    let pid = server.child.as_ref().unwrap().id().to_string();
                    let _ = Command::new("kill").args(["-9", &pid]).status();
                } else {
                    server.kill_postgres(&cluster);
                }
                recording.join().unwrap();
            });
            server.kill();
            // Opening finds a running server or starts it, which recovers what was killed.
            let again = Database::open(&server.config()).await.unwrap();
            tablet.check(&mut again.admin().await.unwrap()).await;
            assert!(tablet.acknowledged.len() > before, "nothing was recorded before the kill");
            *at += tablet.acknowledged.len() - before;
        }
    }
    println!(
        "{} kills; {} writes acknowledged before the program was killed and {} before PostgreSQL was, of {} sent: all there",
        2 * ROUNDS,
        at[0],
        at[1],
        tablet.sent.len()
    );
    let last = Database::open(&server.config()).await.unwrap();
    last.cluster.unwrap().stop().await.unwrap();
}

/// A town whose class meets on the real today, and the recorder's tablet.
async fn prepare(server: &Server) -> (Database, Tablet) {
    let config = server.config();
    let keys = Keyring::open(&config.keys).unwrap();
    let database = Database::open(&config).await.unwrap();
    database.prepare(&keys).await.unwrap();
    let now = Clock::Real.now();
    let mut build = Build::new(&keys, kayoi::vocab::dates::jst_date(now), now, 7);
    let town = Town::found(&mut build, "");
    let mut admin = database.admin().await.unwrap();
    build.write(&mut admin).await.unwrap();
    let account = town.account(Role::ContractorRecorder);
    let token = LoginToken::new(account.role.pool()).unwrap();
    sqlx::query("insert into login (token_hash, account_id, ward_id, contract_id, made_at, seen_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6)")
        .bind(token.hash())
        .bind(account.id)
        .bind(town.ward.id)
        .bind(town.contract.id)
        .bind(now)
        .bind(now + time::Duration::hours(2))
        .execute(&mut admin)
        .await
        .unwrap();
    let session = town.course.sessions[2].id;
    let tablet = Tablet {
        token,
        session,
        person: town.enrolled[0].participant.id,
        version: 0,
        systolic: 100,
        sent: BTreeSet::new(),
        acknowledged: BTreeSet::new(),
    };
    (database, tablet)
}
