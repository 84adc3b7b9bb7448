//! `kayoi serve`, `kayoi migrate`.

use std::{io::IsTerminal, process::ExitCode};

use clap::Args;
use tokio::{net::TcpListener, signal::unix::SignalKind};

use super::{Ground, Outcome, Problem, say};
use crate::{audit::anchors, kit::server};

#[derive(Args)]
pub struct Serve {
    /// Loads the three demo wards if the database has none, and prints their logins.
    #[arg(long)]
    demo: bool,
}

pub async fn run(options: Serve) -> Outcome {
    log_to_stdout();
    let ground = Ground::open().await?;
    let is_new_demo = options.demo && super::demo::load(&ground).await?;
    let (app, database) = ground.into_app().await?;
    if is_new_demo {
        crate::demo::settle(&app, &database).await?;
    }
    let listener = TcpListener::bind(app.config.listen)
        .await
        .map_err(|e| format!("KAYOI_LISTEN {}: {e}", app.config.listen))?;
    let signing = tokio::spawn(anchors::keep_signing(app.clone()));
    say(format!("かよい  {}", app.config.origin));
    if options.demo {
        super::demo::print_accounts();
    }
    server::serve(listener, app.router(), stop()?).await;
    signing.abort();
    app.pools.close().await;
    if let Some(cluster) = database.cluster.filter(crate::postgres::Cluster::started_here) {
        cluster.stop().await?;
    }
    Ok(ExitCode::SUCCESS)
}

pub async fn migrate() -> Outcome {
    let ground = Ground::open().await?;
    let (app, _database) = ground.into_app().await?;
    say(format!("{} migrations applied; the wall stands", crate::database::MIGRATIONS.iter().count()));
    app.pools.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Ctrl-C or SIGTERM.
fn stop() -> Result<impl Future<Output = ()>, Problem> {
    let mut terminate = tokio::signal::unix::signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// One line a request; `KAYOI_LOG=json` for machines, `RUST_LOG` for more or less.
fn log_to_stdout() {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into());
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .with_ansi(std::io::stdout().is_terminal());
    if std::env::var("KAYOI_LOG").is_ok_and(|v| v == "json") { log.json().init() } else { log.init() }
}
