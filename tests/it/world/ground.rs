//! The server, the key directory and the database that all tests of a run share.

use std::{fs, path::PathBuf};

use kayoi::{
    app::App,
    config::Config,
    database::Database,
    kit::clock::Clock,
    postgres::{Cluster, Options},
    sealing::Keyring,
};
use sqlx::{Connection as _, Executor as _, postgres::PgConnectOptions};
use tokio::sync::OnceCell;

/// Made once a process; several processes of one run share the server and the database.
pub static GROUND: Lazy = Lazy(OnceCell::const_new());

pub struct Lazy(OnceCell<Ground>);

impl Lazy {
    pub async fn get(&self) -> &Ground {
        self.0.get_or_init(|| async { Ground::lay(&format!("it_{}", run())).await }).await
    }
}

/// A migrated database with its keys.
pub struct Ground {
    pub database: Database,
    pub keys: Keyring,
    pub folder: PathBuf,
    /// The folder of PostgreSQL's programs; `None` on a server of somebody else's.
    programs: Option<PathBuf>,
}

/// A database of its own, for tests that look at all of it. Made anew.
pub async fn own_database(name: &str) -> Ground {
    Ground::lay(&format!("it_{}_{name}", run())).await
}

impl Ground {
    async fn lay(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("it");
        fs::create_dir_all(&folder).unwrap();
        let lock = fs::File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        let keys = Keyring::open(&folder.join("keys")).unwrap();
        let (admin, programs) = server(&folder).await;
        sweep_away(&admin, name).await;
        let database = Database::on(admin.database(name), programs.is_none());
        database.prepare(&keys).await.unwrap();
        drop(lock);
        Self { database, keys, folder, programs }
    }

    /// The program on this ground, with the clock a test wants.
    pub async fn app(&self, clock: Clock) -> App {
        let config = self.config();
        let keys = Keyring::open(&config.keys).unwrap();
        let pools = self.database.pools(&keys, 3).await.unwrap();
        App::new(config, pools, keys, clock, super::hasher())
    }

    /// One of PostgreSQL's own programs, of the server's version where it is ours.
    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.as_ref().map_or_else(|| name.into(), |folder| folder.join(name))
    }

    pub fn config(&self) -> Config {
        Config {
            listen: ([127, 0, 0, 1], 0).into(),
            data: self.folder.clone(),
            keys: self.folder.join("keys"),
            database_url: None,
            origin: "http://127.0.0.1".into(),
            pool: 3,
        }
    }
}

/// How to reach the server as administrator, and where its programs are if it is ours.
async fn server(folder: &std::path::Path) -> (PgConnectOptions, Option<PathBuf>) {
    if let Ok(url) = std::env::var("KAYOI_TEST_DATABASE_URL") {
        return (url.parse().unwrap(), None);
    }
    let cluster = Cluster::start(&folder.join("pg"), Options { throwaway: true }).await.unwrap();
    let programs = cluster.binaries().program("pg_dump").parent().unwrap().to_owned();
    (cluster.connect_options("postgres", "postgres"), Some(programs))
}

/// One name a run: nextest tells its own, otherwise this process is the run.
fn run() -> String {
    let id = std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| std::process::id().to_string());
    id.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// Databases of earlier runs that nobody is connected to go, but for the newest few.
async fn sweep_away(admin: &PgConnectOptions, keep: &str) {
    let mut connection = sqlx::PgConnection::connect_with(&admin.clone().database("postgres")).await.unwrap();
    let old: Vec<String> = sqlx::query_scalar(
        "select datname::text from pg_database d where datname like 'it\\_%' and datname <> $1 and not starts_with(datname, $2)
           and not exists (select 1 from pg_stat_activity a where a.datid = d.oid) order by oid desc offset 4",
    )
    .bind(keep)
    .bind(format!("it_{}", run())) // this run's own, also while nobody is connected
    .fetch_all(&mut connection)
    .await
    .unwrap();
    for name in old {
        // Another process may have been quicker.
        let _ = connection.execute(sqlx::AssertSqlSafe(format!("drop database if exists \"{name}\""))).await;
    }
    connection.close().await.unwrap();
}
