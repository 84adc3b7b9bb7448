//! The program: `kayoi serve`, and what an operator types.

use std::process::ExitCode;

use clap::Parser;
use kayoi::command::{Command, run};

#[derive(Parser)]
#[command(name = "kayoi", version, about = "かよい — 介護予防事業の委託を、契約から報告まで一つに")]
struct Line {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let line = Line::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(line.command)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(code) => code,
        Err(problem) => {
            kayoi::command::complain(&problem);
            ExitCode::FAILURE
        }
    }
}
