//! `kayoi keys list`, `kayoi keys rotate`.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Outcome, say};
use crate::{config::Config, sealing::Keyring};

#[derive(Subcommand)]
pub enum Keys {
    /// Every key: kind, id and fingerprint, never the key.
    List,
    /// A new root key; all other keys are wrapped anew. Stop the program first and take the new directory into the backup.
    Rotate,
}

pub async fn run(what: Keys) -> Outcome {
    let keys = Keyring::open(&Config::load()?.keys)?;
    match what {
        Keys::List => {
            for key in keys.list()? {
                say(format!("{}  {}  {}", key.kind, key.id, key.fingerprint));
            }
        }
        Keys::Rotate => say(format!("{} keys wrapped with a new root key", keys.rotate_root()?)),
    }
    Ok(ExitCode::SUCCESS)
}
