//! A running private cluster.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread::{self, JoinHandle};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::access;
use super::find::{self, Binaries};
use super::place::Place;
use super::problem::{PostgresProblem, file};
use super::server::{Server, said};
use super::settings::{self, PORT};

/// Sorting by code point; Japanese order comes from columns made for it.
const LOCALE: &str = if cfg!(target_os = "macos") { "C" } else { "C.UTF-8" };

/// What kind of cluster to run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// For tests: quick, and lost at a power cut.
    pub throwaway: bool,
}

/// A private cluster that takes connections. Dropping it leaves the server running.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    /// Waits for the end of the server, when this process started it: a dead child that nobody
    /// waited for would count as running and hinder the next start.
    watch: Option<JoinHandle<()>>,
}

impl Cluster {
    /// The cluster that belongs to the folder `wanted` (e.g. `var/pg`): made if it is not there,
    /// started if it does not run. Several processes may ask at once; one starts it.
    ///
    /// # Errors
    /// A [`PostgresProblem`] whose text tells the operator what to do.
    pub async fn start(wanted: &Path, options: Options) -> Result<Cluster, PostgresProblem> {
        let folder = wanted.to_path_buf();
        aside(wanted, move || Cluster::start_blocking(&folder, options)).await
    }

    fn start_blocking(wanted: &Path, options: Options) -> Result<Cluster, PostgresProblem> {
        let place = Place::choose(wanted, options.throwaway)?;
        let _lock = place.lock()?;
        let binaries = find::for_cluster(&place.data())?;
        let server = Server { place, binaries };
        if !server.place.data().exists() {
            make(&server, options)?;
        }
        let changed = configure(&server.place, options)?;
        if server.settle() {
            if changed {
                server.reload()?;
            }
            return Ok(Cluster { server, watch: None });
        }
        let child = server.start()?;
        tracing::info!(folder = %server.place.data().display(), major = server.binaries.major(), "PostgreSQL started");
        Ok(Cluster { server, watch: Some(wait_for(child)) })
    }

    /// Folder of the server's socket: the `host` of a connection.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        self.server.place.socket_dir()
    }

    /// Number in the name of the socket file: the `port` of a connection. Nothing listens on TCP.
    #[must_use]
    pub fn port(&self) -> u16 {
        PORT
    }

    /// The cluster's data folder.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.server.place.data()
    }

    /// The installation that runs the cluster, e.g. for its `pg_dump`.
    #[must_use]
    pub fn binaries(&self) -> &Binaries {
        &self.server.binaries
    }

    /// Whether this process started the server (and so stops it at the end), rather than finding
    /// it running.
    #[must_use]
    pub fn started_here(&self) -> bool {
        self.watch.is_some()
    }

    /// How to connect to `database` as `role`, one of [`access::LOGIN_ROLES`].
    #[must_use]
    pub fn connect_options(&self, role: &str, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.socket_dir())
            .port(PORT)
            .username(role)
            .database(database)
            .ssl_mode(PgSslMode::Disable)
    }

    /// Stops the server: connections end, everything is written out.
    ///
    /// # Errors
    /// [`PostgresProblem::Control`] with what `pg_ctl` said.
    pub async fn stop(self) -> Result<(), PostgresProblem> {
        let data = self.data_dir();
        aside(&data, move || self.stop_blocking()).await
    }

    fn stop_blocking(self) -> Result<(), PostgresProblem> {
        let _lock = self.server.place.lock()?;
        self.server.stop()?;
        if let Some(watch) = self.watch {
            let _ended = watch.join();
        }
        Ok(())
    }
}

fn wait_for(mut server: Child) -> JoinHandle<()> {
    thread::spawn(move || {
        if let Ok(status) = server.wait() {
            tracing::info!(%status, "PostgreSQL ended");
        }
    })
}

/// Runs blocking work on `path` off the async threads.
async fn aside<T: Send + 'static>(
    path: &Path,
    work: impl FnOnce() -> Result<T, PostgresProblem> + Send + 'static,
) -> Result<T, PostgresProblem> {
    tokio::task::spawn_blocking(work).await.map_err(|gone| file("work on", path)(gone.into()))?
}

/// Makes the cluster beside its place and renames it, so that a killed `initdb` never counts.
fn make(server: &Server, options: Options) -> Result<(), PostgresProblem> {
    let unfinished = server.place.make_room()?;
    let mut initdb = server.program("initdb");
    initdb.arg("-D").arg(&unfinished).args(["-U", "postgres", "-E", "UTF8", "--auth=peer"]);
    initdb.arg(format!("--locale={LOCALE}"));
    initdb.arg(if options.throwaway { "--no-sync" } else { "--data-checksums" });
    let answer = initdb.output().map_err(file("run", server.binaries.program("initdb")))?;
    if !answer.status.success() {
        return Err(PostgresProblem::Initdb { output: said(&answer) });
    }
    server.place.move_in(&unfinished)
}

/// Writes settings and access rules; `true` when one of them was different.
fn configure(place: &Place, options: Options) -> Result<bool, PostgresProblem> {
    let files = [
        ("postgresql.conf", settings::text(place.socket_dir(), options.throwaway)),
        ("pg_hba.conf", access::HOST_BASED_ACCESS.to_owned()),
        ("pg_ident.conf", access::user_map(&[&place.me, &place.runner])),
    ];
    let mut changed = false;
    for (name, text) in files {
        let path = place.data().join(name);
        if !fs::read_to_string(&path).is_ok_and(|found| found == text) {
            place.write(&path, &text)?;
            changed = true;
        }
    }
    Ok(changed)
}
