//! `kayoi admin …`: what must exist before anybody can sign in. Codes are printed on the console, once.

use std::process::ExitCode;

use clap::Subcommand;

use super::{Ground, Outcome, Problem, say};
use crate::{
    accounts::{admin::parse_login_name, hashing, limits},
    kit::{clock::Clock, ids::new_id, permission::Role},
    sealing::Unit,
};

#[derive(Subcommand)]
pub enum Admin {
    /// A new ward, by its 全国地方公共団体コード (6 digits).
    CreateWard { code: String, name: String },
    /// A new account; prints a one-time code for its first password. `--ward CODE` for ward roles, `--contractor NUMBER`
    /// (法人番号) for contractor roles and operators.
    CreateAccount {
        #[arg(long)]
        ward: Option<String>,
        #[arg(long)]
        contractor: Option<String>,
        /// ward.admin, ward.officer, ward.auditor, contractor.manager, operator.operator …
        role: String,
        login_name: String,
        name: String,
    },
    /// The first administrator of a ward that has none.
    Bootstrap { ward: String, login_name: String, name: String },
    /// A new one-time code for an account that nobody else may reset.
    ResetCode { login_name: String },
}

pub async fn run(what: Admin) -> Outcome {
    let ground = Ground::open().await?;
    match what {
        Admin::CreateWard { code, name } => create_ward(&ground, &code, &name).await?,
        Admin::CreateAccount { ward, contractor, role, login_name, name } => {
            create_account(&ground, ward.as_deref(), contractor.as_deref(), &role, &login_name, &name)
                .await?;
        }
        Admin::Bootstrap { ward, login_name, name } => {
            let admins: i64 = sqlx::query_scalar("select count(*) from account a join ward w on w.ward_id = a.ward_id where w.code = $1 and a.role = 'admin' and a.kind = 'ward'")
                .bind(&ward)
                .fetch_one(&mut ground.database.admin().await?)
                .await?;
            if admins > 0 {
                return Err("this ward has an administrator; use create-account".into());
            }
            create_account(&ground, Some(&ward), None, "ward.admin", &login_name, &name).await?;
        }
        Admin::ResetCode { login_name } => {
            let id: Option<uuid::Uuid> = sqlx::query_scalar("select id from account where login_name = $1")
                .bind(&login_name)
                .fetch_optional(&mut ground.database.admin().await?)
                .await?;
            print_code(&ground, id.ok_or("no such account")?, "reset").await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn create_ward(ground: &Ground, code: &str, name: &str) -> Result<(), Problem> {
    let id = new_id(Clock::Real.now());
    ground.keys.make(Unit::Ward(id))?;
    sqlx::query("insert into ward (ward_id, code, name) values ($1, $2, $3)")
        .bind(id)
        .bind(code)
        .bind(name)
        .execute(&mut ground.database.admin().await?)
        .await?;
    say(format!("{name} ({code}) {id}"));
    Ok(())
}

async fn create_account(
    ground: &Ground,
    ward: Option<&str>,
    contractor: Option<&str>,
    role: &str,
    login_name: &str,
    name: &str,
) -> Result<(), Problem> {
    let (kind, role) = role.split_once('.').filter(|(k, r)| Role::of(k, r).is_some()).ok_or("role: one of ward.admin, ward.officer, ward.auditor, ward.evaluator, contractor.manager, contractor.recorder, operator.operator")?;
    let login_name = parse_login_name(login_name)?;
    let mut admin = ground.database.admin().await?;
    let ward: Option<uuid::Uuid> = sqlx::query_scalar("select ward_id from ward where code = $1")
        .bind(ward)
        .fetch_optional(&mut admin)
        .await?;
    let contractor: Option<uuid::Uuid> =
        sqlx::query_scalar("select id from contractor where corporate_number = $1")
            .bind(contractor)
            .fetch_optional(&mut admin)
            .await?;
    let id = new_id(Clock::Real.now());
    sqlx::query("insert into account (id, kind, role, login_name, name, ward_id, contractor_id) values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(kind)
        .bind(role)
        .bind(login_name)
        .bind(name)
        .bind(ward)
        .bind(contractor)
        .execute(&mut admin)
        .await?;
    print_code(ground, id, "invitation").await
}

async fn print_code(ground: &Ground, account: uuid::Uuid, purpose: &str) -> Result<(), Problem> {
    let (code, now) = (hashing::new_code()?, Clock::Real.now());
    sqlx::query("insert into one_time_code (id, account_id, purpose, code_hash, issued_at, expires_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(new_id(now))
        .bind(account)
        .bind(purpose)
        .bind(hashing::code_hash(&code))
        .bind(now)
        .bind(now + limits::CODE)
        .execute(&mut ground.database.admin().await?)
        .await?;
    say(format!("one-time code (72 hours, once): {code}"));
    Ok(())
}
