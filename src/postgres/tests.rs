//! The private cluster as Kayoi uses it: real servers in temporary folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::{Connection, PgConnection};

use super::{Cluster, Options};

const THROWAWAY: Options = Options { throwaway: true };

/// A temporary folder that everybody can enter (`TMPDIR` may be private); it goes with the value.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Folder {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = PathBuf::from(format!("/tmp/kayoi-test-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Folder(path.canonicalize().unwrap())
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn connect(cluster: &Cluster, role: &str) -> sqlx::Result<PgConnection> {
    PgConnection::connect_with(&cluster.connect_options(role, "postgres")).await
}

#[tokio::test]
async fn a_cluster_is_made_reused_stopped_and_started_again() {
    let folder = Folder::new();
    let base = folder.path().join("pg");
    let first = Cluster::start(&base, THROWAWAY).await.unwrap();
    assert!(first.started_here());

    let mut admin = connect(&first, "postgres").await.unwrap();
    sqlx::query("create role kayoi_ward login").execute(&mut admin).await.unwrap();
    let encoding: String = sqlx::query_scalar("show server_encoding").fetch_one(&mut admin).await.unwrap();
    assert_eq!(encoding, "UTF8");

    let second = Cluster::start(&base, THROWAWAY).await.unwrap();
    assert!(!second.started_here(), "a running server is taken as it is");
    let mut ward = connect(&second, "kayoi_ward").await.unwrap();
    let me: String = sqlx::query_scalar("select current_user::text").fetch_one(&mut ward).await.unwrap();
    assert_eq!(me, "kayoi_ward");

    first.stop().await.unwrap();
    assert!(connect(&second, "kayoi_ward").await.is_err(), "the server is gone");
    let third = Cluster::start(&base, THROWAWAY).await.unwrap();
    assert!(third.started_here());
    connect(&third, "kayoi_ward").await.unwrap();
    third.stop().await.unwrap();
}

#[tokio::test]
async fn a_role_outside_the_map_is_refused() {
    let folder = Folder::new();
    let cluster = Cluster::start(&folder.path().join("pg"), THROWAWAY).await.unwrap();
    let mut admin = connect(&cluster, "postgres").await.unwrap();
    sqlx::query("create role stranger login superuser").execute(&mut admin).await.unwrap();
    let refused = connect(&cluster, "stranger").await.unwrap_err();
    let code = refused.as_database_error().and_then(|error| error.code()).unwrap_or_default();
    assert_eq!(code, "28000", "{refused}");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn the_server_listens_on_no_address() {
    let folder = Folder::new();
    let cluster = Cluster::start(&folder.path().join("pg"), THROWAWAY).await.unwrap();
    let mut admin = connect(&cluster, "postgres").await.unwrap();
    let listening: String = sqlx::query_scalar("show listen_addresses").fetch_one(&mut admin).await.unwrap();
    assert_eq!(listening, "");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn after_a_kill_the_next_start_has_every_committed_row() {
    let folder = Folder::new();
    let base = folder.path().join("pg");
    let durable = Options::default();
    let killed = Cluster::start(&base, durable).await.unwrap();
    let mut admin = connect(&killed, "postgres").await.unwrap();
    sqlx::query("create table kept (row int)").execute(&mut admin).await.unwrap();
    sqlx::query("insert into kept select generate_series(1, 1000)").execute(&mut admin).await.unwrap();

    let pid_file = fs::read_to_string(killed.data_dir().join("postmaster.pid")).unwrap();
    let pid = pid_file.lines().next().unwrap();
    let kill = format!("kill -9 {pid}"); // the shell's own: a bare Debian has no /bin/kill
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());

    let next = Cluster::start(&base, durable).await.unwrap();
    assert!(next.started_here());
    let mut admin = connect(&next, "postgres").await.unwrap();
    let rows: i64 = sqlx::query_scalar("select count(*) from kept").fetch_one(&mut admin).await.unwrap();
    assert_eq!(rows, 1000);
    next.stop().await.unwrap();
}

#[tokio::test]
async fn processes_that_start_it_at_once_share_one_server() {
    let folder = Folder::new();
    let base = folder.path().join("pg");
    let (one, other) = tokio::join!(Cluster::start(&base, THROWAWAY), Cluster::start(&base, THROWAWAY));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_ne!(one.started_here(), other.started_here());
    assert_eq!(one.socket_dir(), other.socket_dir());
    one.stop().await.unwrap();
}

#[tokio::test]
async fn a_half_made_cluster_does_not_count() {
    let folder = Folder::new();
    let base = folder.path().join("pg");
    fs::create_dir_all(base.join("data.new/base")).unwrap();
    let cluster = Cluster::start(&base, THROWAWAY).await.unwrap();
    connect(&cluster, "postgres").await.unwrap();
    assert!(!base.join("data.new").exists());
    cluster.stop().await.unwrap();
}
