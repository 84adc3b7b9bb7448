//! Database roles. The owner owns every object and can't sign in; `kayoi_migrate` applies migrations; one login role
//! for each kind of user owns nothing and can't bypass row-level security; `kayoi_backup` reads everything for pg_dump.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::DatabaseProblem;
use crate::{kit::permission::PoolKind, sealing::Keyring};

/// Two copies starting at once must not make the same role twice.
const LOCK: i64 = 0x006b_6179_6f69;

/// Makes the roles that are missing. With a keyring, they get passwords (a server reached by `DATABASE_URL`).
pub(super) async fn make(admin: &mut PgConnection, keys: Option<&Keyring>) -> Result<(), DatabaseProblem> {
    let mut transaction = admin.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *transaction).await?;
    let mut wanted = vec![
        ("kayoi_owner", "nologin noinherit nobypassrls"),
        ("kayoi_migrate", "login inherit bypassrls connection limit 4"),
        ("kayoi_backup", "login noinherit bypassrls connection limit 2"),
    ];
    wanted.extend(PoolKind::ALL.map(|kind| (kind.database_role(), "login noinherit nobypassrls")));
    for (role, attributes) in wanted {
        let exists =
            sqlx::query_scalar::<_, bool>("select exists (select 1 from pg_roles where rolname = $1)")
                .bind(role)
                .fetch_one(&mut *transaction)
                .await?;
        if !exists {
            run(
                &mut transaction,
                format!("create role {role} {attributes} nosuperuser nocreatedb nocreaterole"),
            )
            .await?;
        }
        if let Some(keys) = keys.filter(|_| role != "kayoi_owner") {
            // The password is hexadecimal, so it can't end the literal.
            run(&mut transaction, format!("alter role {role} password '{}'", keys.database_password(role)?))
                .await?;
        }
    }
    run(&mut transaction, "grant kayoi_owner to kayoi_migrate".into()).await?;
    for (role, limit) in
        PoolKind::ALL.map(|kind| (kind.database_role(), if kind == PoolKind::Worker { "60s" } else { "10s" }))
    {
        // A role may change its own settings for ever; each start puts them back.
        run(&mut transaction, format!("alter role {role} reset all")).await?;
        run(&mut transaction, format!("alter role {role} set statement_timeout = '{limit}'")).await?;
        run(&mut transaction, format!("alter role {role} set lock_timeout = '5s'")).await?;
        run(&mut transaction, format!("alter role {role} set idle_in_transaction_session_timeout = '30s'"))
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

pub(super) async fn make_database(admin: &mut PgConnection, name: &str) -> Result<(), DatabaseProblem> {
    let exists =
        sqlx::query_scalar::<_, bool>("select exists (select 1 from pg_database where datname = $1)")
            .bind(name)
            .fetch_one(&mut *admin)
            .await?;
    if !exists {
        run(admin, format!("create database {}", quoted(name))).await?;
    }
    Ok(())
}

/// The owner may make objects; nobody else may, not even for the moment.
pub(super) async fn grant_database(admin: &mut PgConnection, name: &str) -> Result<(), DatabaseProblem> {
    run(admin, "revoke create on schema public from public".into()).await?;
    run(admin, "grant create, usage on schema public to kayoi_owner".into()).await?;
    // A temporary table would be a place of one's own beside the wall, and its name could stand in for another's.
    run(admin, format!("revoke temporary on database {} from public", quoted(name))).await?;
    run(admin, format!("grant create, temporary on database {} to kayoi_owner", quoted(name))).await
}

async fn run(connection: &mut PgConnection, sql: String) -> Result<(), DatabaseProblem> {
    // Role names and attributes are the constants above; DDL takes no parameters.
    connection.execute(AssertSqlSafe(sql)).await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
