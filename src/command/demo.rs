//! `kayoi demo`: three invented wards; `kayoi demo accounts`: their logins; `kayoi demo generate`: large data for figures.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Ground, Outcome, Problem, say};
use crate::{
    demo::{self, Loaded, generate::Size},
    kit::clock::Clock,
    vocab::dates::jst_date,
};

#[derive(Subcommand)]
pub enum Demo {
    /// Every demo login with its password and what there is to see.
    Accounts {
        #[arg(long)]
        json: bool,
    },
    /// Large data: S (1 ward) or M (23 wards, 20,000 participants, 500,000 attendances).
    Generate {
        #[arg(long, default_value = "M")]
        size: String,
    },
}

pub async fn run(what: Option<Demo>) -> Outcome {
    match what {
        None => {
            let ground = Ground::open().await?;
            let is_new = load(&ground).await?;
            let (app, database) = ground.into_app().await?;
            if is_new {
                demo::settle(&app, &database).await?;
            }
        }
        Some(Demo::Accounts { json: true }) => say(serde_json::to_string_pretty(&demo::accounts())?),
        Some(Demo::Accounts { json: false }) => print_accounts(),
        Some(Demo::Generate { size }) => generate(&size).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Loads the demo wards if they are missing, and says so. Whether they are new: only then is there something to settle, for
/// later on what waits was sent by whoever tries the demo.
pub async fn load(ground: &Ground) -> Result<bool, Problem> {
    let now = Clock::Real.now();
    match demo::load(&ground.database, &ground.keys, jst_date(now), now).await? {
        Loaded::Now { participants } => {
            say(format!("3 demo wards with {participants} participants loaded"));
            Ok(true)
        }
        Loaded::Before => {
            say("the demo wards are there already");
            Ok(false)
        }
    }
}

/// The table of logins, for people.
pub fn print_accounts() {
    for account in demo::accounts() {
        say(format!(
            "  {:18} {:32} {}　{}　{}",
            account.login_name,
            account.password,
            account.role.label(),
            account.organisation,
            account.what_to_see
        ));
    }
}

async fn generate(size: &str) -> Result<(), Problem> {
    let size = Size::of(size).ok_or("--size: S or M")?;
    let (ground, now) = (Ground::open().await?, Clock::Real.now());
    let tell = |ward, attendances| say(format!("ward {ward} of {}: {attendances} attendances", size.wards));
    demo::generate::generate(&ground.database, &ground.keys, jst_date(now), now, size, tell).await?;
    Ok(())
}
