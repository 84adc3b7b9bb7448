//! The floor: the same SQL through prepared statements on the same role, then the same bytes from memory. A server
//! without routes, templates, sealing or decisions; what the program costs beyond it is the program.

use std::{io, net::SocketAddr, sync::Arc};

use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection, postgres::PgConnectOptions};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    runtime::{Builder, Runtime},
};

use super::capture::Statement;
use crate::command::Problem;

/// The threads' name, by which their processor time is read.
pub const THREADS: &str = "floor";

/// A page: who asks the database, what, and the answer's bytes.
pub struct Script {
    pub role: PgConnectOptions,
    pub statements: Vec<Statement>,
    pub body: Vec<u8>,
}

/// A running floor; `/3` runs the third script.
pub struct Floor {
    pub address: SocketAddr,
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
        let (address, scripts) = (listener.local_addr()?, Arc::new(scripts));
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let scripts = scripts.clone();
                tokio::spawn(async move {
                    // The load counts an answer that doesn't come as a failure.
                    let _ = answer(stream, &scripts).await;
                });
            }
        });
        Ok(Self { address, runtime: Some(runtime) })
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
    let runs = prepare(&mut connection, &script.statements).await?;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", script.body.len());
    let bytes = [head.as_bytes(), &script.body].concat();
    loop {
        for run in &runs {
            sqlx::raw_sql(AssertSqlSafe(run.clone())).execute(&mut connection).await?;
        }
        stream.write_all(&bytes).await?;
        if next_path(&mut stream, &mut request).await?.is_none() {
            return Ok(());
        }
    }
}

/// Prepares the statements and gives what to send for one page, the transaction's ends included.
async fn prepare(connection: &mut PgConnection, statements: &[Statement]) -> Result<Vec<String>, Problem> {
    let mut runs = vec!["begin".to_owned()];
    for (number, statement) in statements.iter().enumerate() {
        let prepare = format!("prepare page_{number} as {}", statement.sql);
        sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *connection).await?;
        let values = statement.values.join(", ");
        runs.push(if values.is_empty() {
            format!("execute page_{number}")
        } else {
            format!("execute page_{number}({values})")
        });
    }
    runs.push("commit".to_owned());
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
