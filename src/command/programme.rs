//! `kayoi programme check|simulate|schema`: a programme tried at the shell, without a database. See `docs/programmes.md`.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;

use super::{Outcome, Problem, say};
use crate::programmes::{
    fault::Fault,
    schema::schema,
    simulate::{Scenario, simulate},
    text,
};

#[derive(Subcommand)]
pub enum Programme {
    /// Says what is wrong in a definition (TOML), with line and field; ends with 1 when something is.
    Check { file: PathBuf },
    /// Tries a definition on a scenario (TOML or JSON) and prints the answer as JSON; ends with 1 when it isn't what the
    /// scenario expects.
    Simulate {
        file: PathBuf,
        #[arg(long)]
        scenario: PathBuf,
    },
    /// Prints the JSON Schema of definitions.
    Schema,
}

pub fn run(what: Programme) -> Outcome {
    match what {
        Programme::Check { file } => check(&file),
        Programme::Simulate { file, scenario } => try_out(&file, &scenario),
        Programme::Schema => {
            say(serde_json::to_string_pretty(&schema())?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn check(file: &Path) -> Outcome {
    let faults = text::faults(&read(file)?);
    if faults.is_empty() {
        say("誤りはありません。");
        return Ok(ExitCode::SUCCESS);
    }
    say(lines(&faults));
    Ok(ExitCode::FAILURE)
}

fn try_out(file: &Path, scenario: &Path) -> Outcome {
    let definition = match text::read(&read(file)?) {
        Ok(definition) => definition,
        Err(faults) => return Err(format!("{}\n{}", file.display(), lines(&faults)).into()),
    };
    let scenario =
        Scenario::read(&read(scenario)?).map_err(|sentence| format!("{}: {sentence}", scenario.display()))?;
    let answer = simulate(&definition, &scenario);
    say(serde_json::to_string_pretty(&answer)?);
    Ok(if answer.is_as_expected() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Why a file can't be read, and what to do.
const UNREADABLE: [(ErrorKind, &str); 3] = [
    (ErrorKind::NotFound, "ファイルがありません。名前と場所を確かめてください。"),
    (ErrorKind::PermissionDenied, "ファイルを読む権限がありません。"),
    (ErrorKind::InvalidData, "文字コードがUTF-8ではありません。UTF-8で保存し直してください。"),
];

fn read(file: &Path) -> Result<String, Problem> {
    fs::read_to_string(file).map_err(|error| {
        let known = UNREADABLE.iter().find(|(kind, _)| *kind == error.kind());
        let why =
            known.map_or_else(|| format!("ファイルを読めません（{error}）。"), |(_, why)| (*why).to_owned());
        format!("{}：{why}", file.display()).into()
    })
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_is_said_in_a_sentence() {
        let said = read(Path::new("nowhere.toml")).unwrap_err().to_string();
        assert_eq!(said, "nowhere.toml：ファイルがありません。名前と場所を確かめてください。");
    }
}
