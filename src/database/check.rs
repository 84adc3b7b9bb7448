//! The program refuses to serve when a runtime role could see over the wall.

use std::fmt;

use sqlx::PgPool;

use super::{DatabaseProblem, Pools};

/// Tables without `ward_id` in their key, with the reason; every other table must carry it.
pub const WITHOUT_WARD: &[(&str, &str)] = &[
    ("_sqlx_migrations", "the list of applied migrations"),
    ("contractor", "a corporation exists once for all wards; public facts only"),
    ("account", "a contractor's account works in several wards; own policies"),
    ("one_time_code", "belongs to an account; own policies"),
    ("login", "belongs to an account; read by enter() and the sign-in role alone"),
    ("login_try", "counted before anybody is known; read by the sign-in role alone"),
];

/// What is wrong, one line each.
#[derive(Debug)]
pub struct WallProblem(pub Vec<String>);

impl fmt::Display for WallProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// Checks every pool's role (no superuser, no bypass, owns nothing) and every table (forced row-level security).
pub async fn check_wall(pools: &Pools) -> Result<(), DatabaseProblem> {
    let mut wrong = Vec::new();
    for (kind, pool) in pools.all() {
        let (name, mighty, owns): (String, bool, i64) = sqlx::query_as(
            "select current_user::text, rolsuper or rolbypassrls,
                    (select count(*) from pg_class c where c.relowner = r.oid)
             from pg_roles r where rolname = current_user",
        )
        .fetch_one(pool)
        .await?;
        if name != kind.database_role() {
            wrong.push(format!("{name} answers where {} is expected", kind.database_role()));
        }
        if mighty {
            wrong.push(format!("{name} is a superuser or bypasses row-level security"));
        }
        if owns > 0 {
            wrong.push(format!("{name} owns {owns} objects"));
        }
    }
    if let Some((_, pool)) = pools.all().next() {
        wrong.extend(unguarded_tables(pool).await?);
    }
    if wrong.is_empty() { Ok(()) } else { Err(DatabaseProblem::Wall(WallProblem(wrong))) }
}

/// Tables without forced row-level security.
pub async fn unguarded_tables(pool: &PgPool) -> sqlx::Result<Vec<String>> {
    let names: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> '_sqlx_migrations'
           and not (relrowsecurity and relforcerowsecurity)
         order by 1",
    )
    .fetch_all(pool)
    .await?;
    Ok(names.into_iter().map(|t| format!("table {t} has no forced row-level security")).collect())
}
