//! `kayoi routes`: the route table, read from the router itself. Needs no database.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::{Outcome, say};
use crate::app::route_table;

#[derive(Args)]
pub struct Listing {
    /// As JSON: method, path, permission, roles, people (a contractor needs a designation).
    #[arg(long)]
    json: bool,
}

pub fn run(listing: &Listing) -> Outcome {
    let table = route_table();
    if listing.json {
        let lines: Vec<_> = table
            .iter()
            .map(|r| {
                json!({
                    "method": r.method.as_str(), "path": r.path, "permission": r.permission,
                    "roles": r.roles, "people": r.people,
                })
            })
            .collect();
        say(serde_json::to_string_pretty(&lines)?);
    } else {
        for route in table {
            say(format!("{:5} {:55} {}", route.method, route.path, route.permission));
        }
    }
    Ok(ExitCode::SUCCESS)
}
