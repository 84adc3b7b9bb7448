//! What must stay true of the source and the schema as a whole. Each message says how to put it right.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::world::World;

/// Beside the `db.rs` files and `db/` folders, SQL stands here only.
const SQL_ALSO_IN: &[(&str, &str)] = &[
    ("src/audit/anchors.rs", "signs heads across wards, in the worker's role"),
    ("src/audit/chain.rs", "recomputes chains across wards, as administrator"),
    ("src/audit/event.rs", "the one statement that writes an event"),
    ("src/command/admin.rs", "before anybody can sign in"),
    ("src/command/doctor.rs", "looks at the server itself"),
    ("src/database/check.rs", "checks the wall"),
    ("src/database/roles.rs", "makes roles and databases"),
    ("src/demo/generate.rs", "counts what is there"),
    ("src/demo/mod.rs", "looks whether the demo is there"),
    ("src/demo/rows.rs", "writes the demo"),
    ("src/demo/settle.rs", "finds what the demo's officers accept"),
    ("src/health.rs", "asks whether the database answers"),
    ("src/kit/actor.rs", "calls enter()"),
    ("src/participants/people.rs", "the one place where a participant's row is opened"),
    ("src/postgres/tests.rs", "tests the private cluster"),
    (
        "src/command/bench/capture.rs",
        "reads back what the pages asked the database, to ask it again without them",
    ),
    ("src/command/bench/floor.rs", "asks what the pages asked, as bare SQL"),
    ("src/command/bench/mod.rs", "lifts row-level security from the floor's roles and puts it back"),
    ("src/command/bench/cast.rs", "finds the logins and pages of the generated wards, as an administrator"),
];

/// Folders without a word of the field.
const PLUMBING: &[&str] = &[
    "app",
    "command",
    "config",
    "database",
    "demo",
    "documents",
    "health",
    "home",
    "kit",
    "postgres",
    "routes",
    "vocab",
];

/// Files that may write to the log: none of them ever holds personal data.
const MAY_LOG: &[&str] =
    &["src/audit/anchors.rs", "src/command/", "src/database/", "src/kit/", "src/postgres/"];

/// The longest file, in lines.
const LONGEST: usize = 400;
const LONGEST_TEST: usize = 600;

/// Templates with unescaped parts: charts, whose drawing escapes its own texts.
const DRAWN: &[&str] = &[
    "templates/assessments/person.html",
    "templates/guidance/_values.html",
    "templates/liaison/_paper.html",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `folder` with that ending, its path from the root and its text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.extension().is_some_and(|e| e == ending) {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no .{ending} files under {folder}");
    found
}

fn refuse(wrong: Vec<String>, how: &str) {
    assert!(wrong.is_empty(), "{how}\n  {}", wrong.join("\n  "));
}

#[test]
fn sql_stands_in_db_files() {
    let has_sql = |text: &str| {
        ["query!(", "query_as!(", "query_scalar!(", "sqlx::query", "raw_sql("]
            .iter()
            .any(|w| text.contains(w))
    };
    let is_db = |path: &str| {
        path.ends_with("/db.rs") || path.contains("/db/") || SQL_ALSO_IN.iter().any(|(p, _)| *p == path)
    };
    let wrong = files("src", "rs")
        .into_iter()
        .filter(|(path, text)| has_sql(text) && !is_db(path))
        .map(|(path, _)| path)
        .collect();
    refuse(wrong, "Move the SQL of these files to the feature's db.rs:");
}

#[test]
fn every_exception_is_still_one() {
    let wrong = SQL_ALSO_IN
        .iter()
        .filter(|(path, _)| !fs::read_to_string(root().join(path)).is_ok_and(|t| t.contains("sqlx::")))
        .map(|(p, _)| (*p).to_owned())
        .collect();
    refuse(wrong, "These files hold no SQL any more; take them out of SQL_ALSO_IN:");
}

#[test]
fn transactions_are_opened_in_one_place() {
    let opens = |text: &str| text.contains(".begin()") || text.contains("Writes::begin(");
    let may = [
        "src/kit/",
        "src/accounts/",
        "src/calendar_feeds/db.rs",
        "src/audit/",
        "src/database/",
        "src/demo/rows.rs",
        "src/health.rs",
        "src/command/",
    ];
    let wrong = files("src", "rs")
        .into_iter()
        .filter(|(path, text)| opens(text) && !may.iter().any(|m| path.starts_with(m)))
        .map(|(p, _)| p)
        .collect();
    refuse(
        wrong,
        "A page works in its context's transaction (cx.db(), cx.write()); it opens none of its own:",
    );
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for (path, text) in files("src", "rs").into_iter().chain(files("tests/it", "rs")) {
        let longest = if path.starts_with("tests/") { LONGEST_TEST } else { LONGEST };
        if text.lines().count() > longest {
            wrong.push(format!("{path}: {} lines", text.lines().count()));
        }
        if !text.starts_with("//!") && !path.ends_with("tests.rs") {
            wrong.push(format!("{path}: the first line says what the file is (//! …)"));
        }
    }
    refuse(wrong, "Split what is longer than 400 lines by reason to exist; begin each file with what it is:");
}

#[test]
fn features_do_not_log() {
    let logs = |text: &str| ["tracing::", "println!", "eprintln!", "dbg!("].iter().any(|w| text.contains(w));
    let wrong = files("src", "rs")
        .into_iter()
        .filter(|(path, text)| logs(text) && !MAY_LOG.iter().any(|m| path.starts_with(m)))
        .map(|(p, _)| p)
        .collect();
    refuse(wrong, "Personal data never reaches a log: features answer with AppError, kit logs it once:");
}

#[test]
fn templates_escape_everything() {
    let wrong: Vec<String> = files("templates", "html")
        .into_iter()
        .filter(|(_, text)| {
            text.contains("|safe")
                || text.contains("| safe")
                || text.contains("escape none")
                || text.contains("style=\"")
                || text.contains("<script>")
        })
        .map(|(path, _)| path)
        .filter(|path| !path.starts_with("templates/components/") && !DRAWN.contains(&path.as_str()))
        .collect();
    refuse(
        wrong,
        "No unescaped value, inline style or inline script in a page; the CSP would refuse it or somebody could abuse it. What a template drew is a kit::fragment::Fragment:",
    );
}

#[test]
fn every_feature_is_in_the_glossary() {
    let glossary = fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    let modules = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = modules.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.split_once(';')?.0));
    let is_there = |name: &str| {
        let singular = name.strip_suffix('s').unwrap_or(name);
        glossary.lines().filter(|l| l.starts_with('|')).any(|l| l.contains(name) || l.contains(singular))
    };
    let wrong = names.filter(|name| !PLUMBING.contains(name) && !is_there(name)).map(str::to_owned).collect();
    refuse(wrong, "Say what these folders are in docs/glossary.md:");
}

/// The map of the guide and the table of contents name the same folders.
#[test]
fn the_map_is_the_table_of_contents() {
    let modules = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names: BTreeSet<&str> =
        modules.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.split_once(';')?.0)).collect();
    let guide = fs::read_to_string(root().join("README.md")).unwrap();
    let map = guide.split("## The map").nth(1).unwrap().split("\n## ").next().unwrap();
    let drawn: BTreeSet<&str> = map
        .split("`src/")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('`')?.0.trim_end_matches(".rs")))
        .collect();
    assert_eq!(drawn, names);
}

#[test]
fn the_guides_name_only_what_is_there() {
    let mut wrong = Vec::new();
    for guide in ["README.md", "docs/architecture.md", "docs/glossary.md", "templates/README.md"] {
        let text = fs::read_to_string(root().join(guide)).unwrap();
        let named = text.split('`').skip(1).step_by(2);
        let folders = ["src/", "migrations/", "templates/", "static/", "tests/", "docs/", "bin/"];
        for path in named.filter(|path| folders.iter().any(|folder| path.starts_with(folder))) {
            if !path.contains(['<', '{', '*', ' ']) && !root().join(path).exists() {
                wrong.push(format!("{guide}: {path}"));
            }
        }
    }
    refuse(wrong, "These guides name what has moved or gone:");
}

#[test]
fn forbidden_words_name_nothing() {
    let bad = |name: &str| {
        ["handler", "engagement", "utils", "helpers", "common", "manager_service"].contains(&name)
    };
    let wrong = files("src", "rs")
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.split(['/', '.']).any(bad))
        .collect();
    refuse(wrong, "See the last table of docs/glossary.md:");
}

#[tokio::test]
async fn every_tenant_table_stands_behind_the_wall() {
    let w = World::new().await;
    let mut admin = w.admin().await;
    let tables: Vec<(String, bool, bool, bool, i64)> = sqlx::query_as(
        "select c.relname::text, c.relrowsecurity and c.relforcerowsecurity,
           exists (select 1 from pg_policy p where p.polrelid = c.oid and not p.polpermissive),
           coalesce((select a.attname = 'ward_id' from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary), false),
           (select count(*) from pg_policy p where p.polrelid = c.oid)
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'ward_id' and not a.attisdropped) order by 1",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    let mut wrong = Vec::new();
    let exceptions = kayoi::database::WITHOUT_WARD;
    for (table, is_forced, has_floor, leads, policies) in
        tables.iter().filter(|(t, ..)| !exceptions.iter().any(|(e, _)| e == t))
    {
        // audit_head has no grant for runtime roles but the worker's, who reads all wards.
        for (is_right, what) in [
            (*is_forced, "forced row-level security"),
            (*has_floor || table == "audit_head", "the restrictive floor"),
            (*leads, "ward_id leading its primary key"),
            (*policies > 0, "a policy"),
        ] {
            if !is_right {
                wrong.push(format!("{table} lacks {what}"));
            }
        }
    }
    refuse(wrong, "Call ward_table('…') for these tables in their migration:");
    assert!(tables.len() > 30);
}

/// Functions that run with their owner's rights, each looked at by a person.
const DEFINERS: &[&str] = &[
    "assign_name_tags",
    "audit_append",
    "audit_people",
    "calendar_is_known",
    "calendar_of",
    "carry_plan",
    "check_company",
    "company_accounts",
    "course_applicants",
    "delete_numbers",
    "delete_numbers_of",
    "delete_numbers_on",
    "end_logins",
    "end_window_logins",
    "enter",
    "fee_add_ons",
    "fee_contacts",
    "fee_receipts",
    "fee_takers",
    "files_shut",
    "gates_on",
    "given_back",
    "hearing_is_over",
    "incident_is_there",
    "invite_first_manager",
    "keeps_open",
    "keeps_open_before",
    "keys_elsewhere",
    "lacking",
    "ledger_left",
    "login_guard",
    "maintenance_figures",
    "my_contracts",
    "note_handover",
    "notice_is_enough",
    "on_tablets",
    "organisation_of",
    "tablet_gate",
    "tablet_of_ours",
    "thing_held",
    "wards_to_ask_us",
    "window_events",
];

#[tokio::test]
async fn functions_with_their_owners_rights_are_few_and_closed() {
    let w = World::new().await;
    let functions: Vec<(String, bool, bool)> = sqlx::query_as(
        "select p.proname::text, coalesce(array_to_string(p.proconfig, ' '), '') like '%search_path=pg_catalog, public, pg_temp%', has_function_privilege('public', p.oid, 'execute')
         from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1",
    )
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(
        functions.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(),
        DEFINERS,
        "look at the new function, then add it to DEFINERS"
    );
    for (name, has_path, is_public) in functions {
        assert!(has_path, "{name}: set search_path = pg_catalog, public, pg_temp");
        assert!(!is_public, "{name}: revoke execute from public");
    }
}

/// What the stream calls an act is shown to auditors in Japanese: written events and the permissions that reading goes by.
#[test]
fn every_action_of_the_audit_stream_has_a_name() {
    let mut actions: Vec<String> =
        kayoi::app::route_table().iter().map(|route| route.permission.to_owned()).collect();
    for (_, text) in files("src", "rs") {
        let events = text.split("Event::new(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
        actions.extend(events.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    let nameless = |action: &String| action != "anyone" && kayoi::audit::label(action) == action.as_str();
    let mut wrong: Vec<String> = actions.into_iter().filter(nameless).collect();
    wrong.dedup();
    refuse(wrong, "Name these actions in src/audit/actions.rs:");
}
