//! 端末の画面の殻: the page at `/t/` and its workers. Nothing personal is in them; a tablet keeps them to start without a network.
//! A version is one cache: the list of its files and their hash stand in front of the worker.

use sha2::{Digest, Sha256};

use crate::kit::{
    answer::Answer,
    assets,
    error::{AppError, Result},
    guest::Guest,
    shield::TABLET_CSP,
};

const PAGE: &str = "t/shell.html";
const WORKER: &str = "js/tablet/sw.js";
const KILL_WORKER: &str = "js/tablet/kill-sw.js";
const SCRIPT: &str = "text/javascript; charset=utf-8";

pub async fn page(_guest: Guest) -> Result {
    let html = assets::read(PAGE).ok_or(AppError::NotFound)?;
    Ok(Answer::shell("text/html; charset=utf-8", html, Some(TABLET_CSP)))
}

/// The worker with the files it keeps and the version they make together.
pub async fn worker(_guest: Guest) -> Result {
    let script = assets::read(WORKER).ok_or(AppError::NotFound)?;
    let files = files();
    let mut whole = format!(
        "const FILES={};const VERSION=\"{}\";\n",
        serde_json::to_string(&files).map_err(AppError::bug)?,
        version(&files, &script)
    )
    .into_bytes();
    whole.extend(script);
    Ok(Answer::shell(SCRIPT, whole, None))
}

/// Takes the place of a worker that must go.
pub async fn kill_worker(_guest: Guest) -> Result {
    let script = assets::read(KILL_WORKER).ok_or(AppError::NotFound)?;
    Ok(Answer::shell(SCRIPT, script, None))
}

/// The addresses that a tablet keeps: `/t/` and files below `/static/`.
fn files() -> Vec<String> {
    let list = assets::read("t/files.txt").unwrap_or_default();
    let text = String::from_utf8_lossy(&list);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn version(files: &[String], worker: &[u8]) -> String {
    let mut hash = Sha256::new();
    for address in files {
        let path = address.strip_prefix("/static/").unwrap_or(PAGE);
        hash.update(address.as_bytes());
        hash.update(assets::read(path).unwrap_or_default());
    }
    hash.update(worker);
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_version_is_there_and_counts() {
        let files = files();
        assert!(files.iter().any(|address| address == "/t/"));
        for address in &files {
            let path = address.strip_prefix("/static/").unwrap_or(PAGE);
            assert!(address == "/t/" || address.starts_with("/static/"), "{address}");
            assert!(assets::read(path).is_some(), "{address} is not there");
        }
        assert_eq!(version(&files, b"a").len(), 16);
        assert_ne!(version(&files, b"a"), version(&files, b"b"));
        assert_ne!(version(&files[1..], b"a"), version(&files, b"a"));
    }
}
