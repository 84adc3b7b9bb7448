//! `kayoi audit verify`, `kayoi audit anchor`.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Ground, Outcome, say};
use crate::audit::{anchors, chain};

#[derive(Subcommand)]
pub enum Audit {
    /// Recomputes every chain and checks every anchor; exits 1 and names the first broken row of each ward.
    Verify,
    /// Signs today's heads now.
    Anchor,
}

pub async fn run(what: Audit) -> Outcome {
    let ground = Ground::open().await?;
    match what {
        Audit::Verify => {
            let key = anchors::signing_key(&ground.keys)?;
            let mut admin = ground.database.admin().await?;
            let mut found = chain::verify(&mut admin, &key).await?;
            let lines = std::fs::read_to_string(ground.config.data.join(anchors::FILE)).unwrap_or_default();
            found.breaks.extend(chain::verify_anchor_file(&mut admin, &lines, &key).await?);
            say(format!("{} chains, {} events, {} anchors", found.wards, found.events, found.anchors));
            for broken in &found.breaks {
                say(format!("BROKEN ward {} row {}: {}", broken.ward, broken.seq, broken.why));
            }
            Ok(if found.breaks.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Audit::Anchor => {
            let (app, _database) = ground.into_app().await?;
            say(format!("{} heads signed", anchors::sign_heads(&app).await?));
            Ok(ExitCode::SUCCESS)
        }
    }
}
