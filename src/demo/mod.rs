//! デモ: three invented wards with invented people, deterministic, made through the same sealing and tables as real data.
//!
//! The day it is loaded is "today" in every story: a class is going on, a sheet was sent this week, a report is due.
//! [`build::Build`] makes the rows and is shared with the tests; [`story`] tells the three wards; [`generate`] makes the
//! large data of `docs/performance.md`. Everything is written by an administrator, in one transaction.

pub mod build;
pub mod dice;
pub mod generate;
pub mod people;
pub mod rows;
mod settle;
mod story;

pub use settle::settle;

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::Connection as _;
use time::{Date, OffsetDateTime};

use crate::{accounts::hashing::Hasher, database::Database, kit::permission::Role, sealing::Keyring};
use build::{Build, DemoProblem, Made};

/// The demo is the same at every loading of a day.
const SEED: u64 = 0x004b_6179_6f69;

/// What loading did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// This many participants.
    Now { participants: usize },
    /// The demo wards were there already; nothing was touched.
    Before,
}

/// A login of the demo.
#[derive(Clone, Debug, Serialize)]
pub struct DemoAccount {
    pub ward: &'static str,
    pub organisation: &'static str,
    #[serde(serialize_with = "as_label")]
    pub role: Role,
    pub login_name: &'static str,
    pub password: String,
    pub what_to_see: &'static str,
    #[serde(skip)]
    pub name: &'static str,
}

fn as_label<S: serde::Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(role.label())
}

/// Loads the three wards, unless one of them is there.
pub async fn load(database: &Database, keys: &Keyring, today: Date, now: OffsetDateTime) -> Made<Loaded> {
    let mut admin = database.admin().await?;
    let there: bool = sqlx::query_scalar("select exists (select 1 from ward where code = any($1))")
        .bind(story::CODES)
        .fetch_one(&mut admin)
        .await?;
    if there {
        return Ok(Loaded::Before);
    }
    let hashes = hashes().await?;
    let mut build = Build::new(keys, today, now, SEED);
    story::tell(&mut build, &hashes)?;
    let participants = build.rows.count("participant");
    build.write(&mut admin).await?;
    admin.close().await?;
    Ok(Loaded::Now { participants })
}

/// Every login of the demo, in the order in which to try them.
pub fn accounts() -> Vec<DemoAccount> {
    story::LOGINS
        .iter()
        .map(|login| DemoAccount {
            ward: login.ward,
            organisation: login.organisation,
            role: login.role,
            login_name: login.login_name,
            password: password(login.role),
            what_to_see: login.what_to_see,
            name: login.name,
        })
        .collect()
}

/// One password for each role.
pub fn password(role: Role) -> String {
    let word = match role {
        Role::WardAdmin => "admin",
        Role::WardOfficer => "officer",
        Role::WardAuditor => "auditor",
        Role::WardEvaluator => "evaluator",
        Role::ContractorManager => "manager",
        Role::ContractorRecorder => "recorder",
        Role::CentreManager => "centre-manager",
        Role::CentreStaff => "centre-staff",
        Role::Operator => "operator",
    };
    format!("kayoi-demo-{word}-2026")
}

/// Real hashes, one for each distinct password, so that loading takes a second and not a minute.
async fn hashes() -> Made<BTreeMap<Role, String>> {
    let hasher = Hasher::new().map_err(|e| DemoProblem::Password(e.to_string()))?;
    let mut hashes = BTreeMap::new();
    for role in Role::ALL {
        hashes.insert(
            role,
            hasher.hash(&password(role)).await.map_err(|e| DemoProblem::Password(e.to_string()))?,
        );
    }
    Ok(hashes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::{admin::parse_login_name, passwords};

    #[test]
    fn every_password_is_one_the_program_would_take() {
        for account in accounts() {
            assert_eq!(
                passwords::check(&account.password, account.login_name),
                Ok(()),
                "{}",
                account.login_name
            );
            assert!(parse_login_name(account.login_name).is_ok(), "{}", account.login_name);
        }
    }

    #[test]
    fn every_role_can_be_tried() {
        let roles: std::collections::BTreeSet<Role> = accounts().iter().map(|a| a.role).collect();
        assert_eq!(roles.len(), Role::ALL.len());
    }
}
