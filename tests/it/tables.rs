//! Every table with every database role and every context, from the catalogue: nothing foreign comes back, nothing
//! foreign can be written, no foreign key crosses. A new table changes the matrix in git and fails until it is looked at.

use std::fmt::Write as _;

use kayoi::{
    database::WITHOUT_WARD,
    kit::permission::{PoolKind, Role},
};
use sqlx::{AssertSqlSafe, PgConnection, postgres::PgPool};
use uuid::Uuid;

use crate::world::{Town, World, snapshot};

/// Roles that read over the wall by design, and why.
const OVER_THE_WALL: &[(PoolKind, &str)] = &[
    (PoolKind::Worker, "audit_head"),   // signs the heads of all wards
    (PoolKind::Worker, "audit_anchor"), // stores the signatures
    (PoolKind::Auth, "account"),        // sign-in happens before the ward is known
    (PoolKind::Auth, "login"),
    (PoolKind::Auth, "login_try"),
    (PoolKind::Auth, "one_time_code"),
    (PoolKind::Auth, "_sqlx_migrations"), // readiness
    (PoolKind::Ward, "contractor"),       // public facts of corporations
    (PoolKind::Centre, "contractor"),
    (PoolKind::Auditor, "contractor"),
];

/// Who asks: the ward, and the contract, contractor and centre that go with it.
#[derive(Clone, Copy)]
struct Context<'a> {
    ward: Option<&'a Town>,
    scope: Option<&'a Town>,
}

impl Context<'_> {
    async fn enter(self, connection: &mut PgConnection, kind: PoolKind) {
        let text = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let role = match kind {
            PoolKind::Contractor => Role::ContractorManager,
            PoolKind::Centre => Role::CentreStaff,
            PoolKind::Auditor => Role::WardAuditor,
            PoolKind::Operator => Role::Operator,
            PoolKind::Ward | PoolKind::Auth | PoolKind::Worker => Role::WardOfficer,
        };
        let settings = [
            ("app.ward", text(self.ward.map(|t| t.ward.id))),
            ("app.account", text(self.scope.map(|t| t.account(role).id))),
            ("app.contract", text(self.scope.map(|t| t.contract.id))),
            ("app.people", text(self.scope.map(|t| t.contract.id))),
            ("app.contractor", text(self.scope.map(|t| t.contractor.id))),
            ("app.centre", text(self.scope.map(|t| t.centre.id))),
        ];
        for (name, value) in settings {
            sqlx::query("select set_config($1, $2, true)")
                .bind(name)
                .bind(value)
                .execute(&mut *connection)
                .await
                .unwrap();
        }
    }
}

/// Tables of the schema and whether they carry `ward_id`.
async fn tables(admin: &mut PgConnection) -> Vec<(String, bool)> {
    sqlx::query_as(
        "select c.relname::text, exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'ward_id' and not a.attisdropped)
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'v') order by 1",
    )
    .fetch_all(admin)
    .await
    .unwrap()
}

/// How a row of `table` is known to be a town's. The accounts of contractors have no ward.
fn belongs(table: &str, has_ward: bool) -> Option<&'static str> {
    match table {
        "account" => Some("(ward_id = $1 or contractor_id = $2)"),
        "one_time_code" | "login" => {
            Some("account_id in (select id from account where ward_id = $1 or contractor_id = $2)")
        }
        "contractor" => Some("($1::uuid is not null and id = $2)"),
        _ if has_ward => Some("(ward_id = $1 and $2::uuid is not null)"),
        _ => None,
    }
}

/// How many rows of a town the role sees; `None` when it may not select at all.
async fn seen(
    pool: &PgPool,
    kind: PoolKind,
    context: Context<'_>,
    table: &str,
    of: (&Town, &str),
) -> Option<i64> {
    let (town, belongs) = of;
    let mut connection = pool.acquire().await.unwrap();
    sqlx::raw_sql("begin").execute(&mut *connection).await.unwrap();
    context.enter(&mut connection, kind).await;
    let sql = format!("select count(*) from {table} where {belongs}");
    let count = sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(town.ward.id)
        .bind(town.contractor.id)
        .fetch_one(&mut *connection)
        .await;
    sqlx::raw_sql("rollback").execute(&mut *connection).await.unwrap();
    match count {
        Ok(count) => Some(count),
        Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("42501") => None,
        Err(other) => panic!("{kind:?} {table}: {other}"),
    }
}

#[tokio::test]
async fn nothing_foreign_comes_back_whatever_the_context() {
    let w = World::new().await;
    w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await;
    w.sign_in(&w.home, w.home.account(Role::WardOfficer)).await;
    let contexts = [
        ("its own", Context { ward: Some(&w.home), scope: Some(&w.home) }),
        ("no", Context { ward: None, scope: None }),
        ("a stolen scope in its own ward's", Context { ward: Some(&w.home), scope: Some(&w.other) }),
        ("its own scope without a ward's", Context { ward: None, scope: Some(&w.home) }),
    ];
    let mut asked = 0;
    for (table, has_ward) in tables(&mut w.admin().await).await {
        let Some(belongs) = belongs(&table, has_ward) else {
            assert!(
                WITHOUT_WARD.iter().any(|(name, _)| *name == table),
                "{table} has no ward_id and no reason in database::check::WITHOUT_WARD"
            );
            continue;
        };
        for (kind, pool) in w.app.pools.all() {
            if OVER_THE_WALL.contains(&(kind, table.as_str())) {
                continue;
            }
            for (name, context) in contexts {
                // A stolen contractor or account is that contractor's own business; what counts is the ward.
                let is_own_scope =
                    name.starts_with("a stolen") && matches!(table.as_str(), "account" | "contractor");
                let foreign =
                    seen(pool, kind, context, &table, (&w.other, belongs)).await.unwrap_or_default();
                assert!(
                    foreign == 0 || is_own_scope,
                    "{kind:?} sees {foreign} foreign rows of {table} in {name} context"
                );
                asked += 1;
                if context.ward.is_none() {
                    let own = seen(pool, kind, context, &table, (&w.home, belongs)).await.unwrap_or_default();
                    let is_colleague = matches!(kind, PoolKind::Contractor | PoolKind::Operator)
                        && context.scope.is_some()
                        && matches!(table.as_str(), "account" | "contractor");
                    assert!(
                        own == 0 || is_colleague,
                        "{kind:?} sees {own} rows of {table} in {name} context"
                    );
                    asked += 1;
                }
            }
        }
    }
    println!("{asked} questions to tables: nothing foreign came back");
    assert!(asked > 500);
}

/// Which role sees and writes which table in its own context, as a matrix in git.
#[tokio::test]
async fn who_sees_which_table_is_what_git_says() {
    let w = World::new().await;
    let mut admin = w.admin().await;
    let mut text = String::from(
        "Which database role reads (r: rows come back, g: granted, no row), inserts, updates, deletes in its own context.\nWritten by tests/it/tables.rs; UPDATE_SNAPSHOTS=1 writes it anew.\n\n",
    );
    writeln!(
        text,
        "{:20}{}",
        "",
        PoolKind::ALL.map(|k| format!("{:13}", format!("{k:?}").to_lowercase())).concat().trim_end()
    )
    .unwrap();
    let own = Context { ward: Some(&w.home), scope: Some(&w.home) };
    for (table, has_ward) in tables(&mut admin).await {
        let mut line = format!("{table:20}");
        for (kind, pool) in w.app.pools.all() {
            let reads = match belongs(&table, has_ward) {
                Some(belongs) => seen(pool, kind, own, &table, (&w.home, belongs)).await,
                None => granted(&mut admin, kind, &table, "select").await.then_some(0),
            };
            let mut cell = String::from(match reads {
                None => "·",
                Some(0) => "g",
                Some(_) => "r",
            });
            for (verb, letter) in [("insert", "i"), ("update", "u"), ("delete", "d")] {
                if granted(&mut admin, kind, &table, verb).await {
                    cell += letter;
                }
            }
            write!(line, "{cell:13}").unwrap();
        }
        writeln!(text, "{}", line.trim_end()).unwrap();
    }
    snapshot("tables.txt", &text);
}

async fn granted(admin: &mut PgConnection, kind: PoolKind, table: &str, verb: &str) -> bool {
    let by_column = if verb == "delete" { "false" } else { "has_any_column_privilege($1, $2, $3)" };
    let sql = format!("select has_table_privilege($1, $2, $3) or {by_column}");
    sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(kind.database_role())
        .bind(table)
        .bind(verb)
        .fetch_one(admin)
        .await
        .unwrap()
}

#[tokio::test]
async fn nothing_can_be_written_into_another_ward() {
    let w = World::new().await;
    let mut admin = w.admin().await;
    let mut tried = 0;
    for (table, has_ward) in tables(&mut admin).await {
        if !has_ward || WITHOUT_WARD.iter().any(|(name, _)| *name == table) {
            continue;
        }
        let row: Option<serde_json::Value> = sqlx::query_scalar(AssertSqlSafe(format!(
            "select to_jsonb(t) from {table} t where ward_id = $1 limit 1"
        )))
        .bind(w.other.ward.id)
        .fetch_optional(&mut admin)
        .await
        .unwrap();
        let Some(row) = row else {
            assert!(table == "audit_anchor", "the test town has no row of {table}; add one in world/town.rs");
            continue;
        };
        for (kind, pool) in
            w.app.pools.all().filter(|(kind, _)| !OVER_THE_WALL.contains(&(*kind, table.as_str())))
        {
            let column: Option<String> = sqlx::query_scalar(
                "select a.attname::text from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
                   and has_column_privilege($2, a.attrelid, a.attnum, 'update') order by a.attnum limit 1",
            )
            .bind(&table)
            .bind(kind.database_role())
            .fetch_optional(&mut admin)
            .await
            .unwrap();
            let column = column.unwrap_or_else(|| "ward_id".into());
            let id = w.other.ward.id;
            let statements = [
                format!(
                    "insert into {table} select * from jsonb_populate_record(null::{table}, '{}')",
                    row.to_string().replace('\'', "''")
                ),
                format!("update {table} set {column} = {column} where ward_id = '{id}'"),
                format!("delete from {table} where ward_id = '{id}'"),
            ];
            for sql in statements {
                let verb = sql.split(' ').next().unwrap().to_owned();
                let wrote = attempt(pool, kind, &w, sql).await;
                assert_eq!(wrote, 0, "{kind:?} could {verb} {wrote} rows of {table} in another ward");
                tried += 1;
            }
        }
    }
    println!("{tried} writes into another ward: none worked");
    assert!(tried > 300);
}

/// Rows written; 0 when the database refuses. Always rolled back.
async fn attempt(pool: &PgPool, kind: PoolKind, w: &World, sql: String) -> u64 {
    let mut connection = pool.acquire().await.unwrap();
    sqlx::raw_sql("begin").execute(&mut *connection).await.unwrap();
    Context { ward: Some(&w.home), scope: Some(&w.home) }.enter(&mut connection, kind).await;
    let outcome = sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(&mut *connection).await;
    sqlx::raw_sql("rollback").execute(&mut *connection).await.unwrap();
    match outcome {
        Ok(done) => done.rows_affected(),
        // Not allowed to the role, or against a policy. Anything else would be a wall by accident.
        Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("42501") => 0,
        Err(other) => panic!("{kind:?}: {sql}: {other}"),
    }
}

#[derive(sqlx::FromRow)]
struct ForeignKey {
    name: String,
    child: String,
    columns: Vec<String>,
    parent: String,
    parent_columns: Vec<String>,
}

async fn foreign_keys(admin: &mut PgConnection) -> Vec<ForeignKey> {
    let names = |relation, key| {
        format!(
            "array(select a.attname::text from unnest({key}) with ordinality k(n, i) join pg_attribute a on a.attrelid = {relation} and a.attnum = k.n order by k.i)"
        )
    };
    let sql = format!(
        "select f.conname::text as name, f.conrelid::regclass::text as child, {} as columns, f.confrelid::regclass::text as parent, {} as parent_columns
         from pg_constraint f where f.contype = 'f' and f.connamespace = 'public'::regnamespace order by 2, 1",
        names("f.conrelid", "f.conkey"),
        names("f.confrelid", "f.confkey"),
    );
    sqlx::query_as(AssertSqlSafe(sql)).fetch_all(admin).await.unwrap()
}

#[tokio::test]
async fn no_foreign_key_crosses_wards() {
    let w = World::new().await;
    let mut admin = w.admin().await;
    let mut tried = 0;
    for key in foreign_keys(&mut admin).await {
        if matches!(key.parent.as_str(), "ward" | "contractor" | "account")
            || key.child == "login"
            || key.child == "account"
        {
            continue;
        }
        // An event's number exists in every ward's stream; only ids can be another ward's.
        if key.child == "audit_subject" {
            assert_eq!(key.columns, ["ward_id", "seq"]);
            continue;
        }
        assert_eq!(
            (key.columns.first().map(String::as_str), key.parent_columns.first().map(String::as_str)),
            (Some("ward_id"), Some("ward_id")),
            "{} must begin with ward_id",
            key.name
        );
        let pairs: Vec<(String, String)> =
            key.columns.iter().cloned().zip(key.parent_columns.iter().cloned()).skip(1).collect();
        let set = pairs
            .iter()
            .map(|(column, parent)| format!("{column} = p.{parent}"))
            .collect::<Vec<_>>()
            .join(", ");
        let sql = format!(
            "update {0} t set {set} from (select * from {1} where ward_id = $2 limit 1) p where t.ward_id = $1 and t.{2} is not null",
            key.child, key.parent, pairs[0].0
        );
        sqlx::raw_sql("begin").execute(&mut admin).await.unwrap();
        let outcome = sqlx::query(AssertSqlSafe(sql))
            .bind(w.home.ward.id)
            .bind(w.other.ward.id)
            .execute(&mut admin)
            .await;
        sqlx::raw_sql("rollback").execute(&mut admin).await.unwrap();
        match outcome {
            Ok(done) => assert_eq!(done.rows_affected(), 0, "{} of {} crosses wards", key.name, key.child),
            Err(sqlx::Error::Database(e)) => assert!(
                matches!(e.code().as_deref(), Some("23503" | "23505" | "23514" | "P0001")),
                "{}: {e}",
                key.name
            ),
            Err(other) => panic!("{}: {other}", key.name),
        }
        tried += 1;
    }
    println!("{tried} foreign keys: none crosses");
    assert!(tried > 30);
}
