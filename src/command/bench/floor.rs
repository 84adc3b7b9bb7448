//! The floor: the same SQL through prepared statements on the same role, then the same bytes from memory. A server
//! without routes, templates, sealing or decisions; what the program costs beyond it is the program.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use argon2::{Argon2, PasswordVerifier as _};
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection, postgres::PgConnectOptions};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
};

use super::{
    capture::Transaction,
    load::{Reader, Visitor, Visitors},
    wire::get,
};
use crate::command::Problem;

/// The threads' name, by which their processor time is read.
pub const THREADS: &str = "floor";

/// A request: who asks the database, what, and the answer's bytes.
pub struct Script {
    pub role: PgConnectOptions,
    pub transactions: Vec<Transaction>,
    /// Ids and keys that the request brought into the world, as they stand in the values: new ones each time.
    pub invented: Vec<String>,
    /// A password and its hash, checked after the first transaction.
    pub password: Option<(String, String)>,
    pub body: Vec<u8>,
}

/// A running floor; `/3` runs the third script.
pub struct Floor {
    pub address: SocketAddr,
    scripts: usize,
    runtime: Option<Runtime>,
}

impl Drop for Floor {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Floor {
    pub async fn start(scripts: Vec<Script>) -> Result<Self, Problem> {
        let runtime =
            Builder::new_multi_thread().worker_threads(2).thread_name(THREADS).enable_all().build()?;
        let listener = runtime.spawn(TcpListener::bind(("127.0.0.1", 0))).await??;
        let (address, count, scripts) = (listener.local_addr()?, scripts.len(), Arc::new(scripts));
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let scripts = scripts.clone();
                tokio::spawn(async move {
                    // The load counts an answer that doesn't come as a failure.
                    let _ = answer(stream, &scripts).await;
                });
            }
        });
        Ok(Self { address, scripts: count, runtime: Some(runtime) })
    }

    /// So many people, the first with the first script, and so on.
    pub fn visitors(&self, connections: usize) -> Visitors {
        let path = |number: usize| format!("/{}", number % self.scripts);
        let one = |number| Reader { request: get(&path(number), ""), wanted: 200 };
        (0..connections).map(|number| Box::new(one(number)) as Box<dyn Visitor>).collect()
    }
}

/// Answers one connection, always with the script it asked for first.
async fn answer(mut stream: TcpStream, scripts: &[Script]) -> Result<(), Problem> {
    stream.set_nodelay(true)?;
    let mut request = Vec::new();
    let Some(path) = next_path(&mut stream, &mut request).await? else { return Ok(()) };
    let script = path
        .trim_start_matches('/')
        .parse::<usize>()
        .ok()
        .and_then(|n| scripts.get(n))
        .ok_or("no such script")?;
    let mut connection = script.role.clone().connect().await?;
    let mut runs = prepare(&mut connection, script).await?;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", script.body.len());
    let bytes = [head.as_bytes(), &script.body].concat();
    loop {
        for (number, transaction) in runs.iter_mut().enumerate() {
            for run in transaction {
                sqlx::raw_sql(AssertSqlSafe(run.renewed())).execute(&mut connection).await?;
            }
            if let (0, Some((password, hash))) = (number, &script.password) {
                Argon2::default().verify_password(password.as_bytes(), hash.as_str())?;
            }
        }
        stream.write_all(&bytes).await?;
        if next_path(&mut stream, &mut request).await?.is_none() {
            return Ok(());
        }
    }
}

/// What is sent for one statement, and where invented ids end in it.
struct Run {
    sql: String,
    ends: Vec<usize>,
}

/// Hexadecimal digits at the end of an invented id that are counted on.
const COUNTED: usize = 12;

impl Run {
    fn new(sql: String, invented: &[String]) -> Self {
        let ends = invented.iter().flat_map(|id| sql.match_indices(id).map(|(at, id)| at + id.len()));
        let ends = ends.collect();
        Self { sql, ends }
    }

    /// The text with ids nobody has used.
    fn renewed(&mut self) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        for end in &self.ends {
            let digits = format!("{:0COUNTED$x}", NEXT.fetch_add(1, Ordering::Relaxed));
            self.sql.replace_range(end - COUNTED..*end, &digits);
        }
        self.sql.clone()
    }
}

/// Prepares the statements and gives what to send for one request, the transactions' ends included.
async fn prepare(connection: &mut PgConnection, script: &Script) -> Result<Vec<Vec<Run>>, Problem> {
    let mut runs = Vec::new();
    for (turn, transaction) in script.transactions.iter().enumerate() {
        let mut sent = vec![Run::new("begin".into(), &[])];
        for (number, statement) in transaction.iter().enumerate() {
            let prepare = format!("prepare run_{turn}_{number} as {}", statement.sql);
            sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *connection).await?;
            let values = statement.values.join(", ");
            let values = if values.is_empty() { values } else { format!("({values})") };
            sent.push(Run::new(format!("execute run_{turn}_{number}{values}"), &script.invented));
        }
        sent.push(Run::new("commit".into(), &[]));
        runs.push(sent);
    }
    Ok(runs)
}

async fn next_path(stream: &mut TcpStream, request: &mut Vec<u8>) -> io::Result<Option<String>> {
    request.clear();
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read_buf(request).await? == 0 {
            return Ok(None);
        }
    }
    Ok(String::from_utf8_lossy(request).split_whitespace().nth(1).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_id_is_another_one_each_time() {
        let id = "01a1f927-2081-7438-b04d-970e3f043dbc";
        let mut run = Run::new(format!("execute run_0_0('{id}', '[{{\"key\": \"{id}\"}}]')"), &[id.into()]);
        let (first, second) = (run.renewed(), run.renewed());
        assert_ne!(first, second);
        assert_eq!((first.len(), first.matches(id).count()), (second.len(), 0));
        assert_eq!(second.matches("01a1f927-2081-7438-b04d-").count(), 2);
    }
}
