//! The audit stream: what is changed, put in, taken out or cut off is found; nobody changes the past by mistake; every
//! reading leaves its event.

use axum::{Router, http::StatusCode, routing::get};
use kayoi::{
    audit::{anchors, chain},
    kit::{ctx::View, error::Result, permission::Role},
    participants::people,
    permission,
    vocab::ids::ParticipantId,
};
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use crate::world::{Client, World};

/// What is wrong with the home ward's stream.
async fn breaks(w: &World, connection: &mut PgConnection) -> Vec<(i64, &'static str)> {
    let key = anchors::signing_key(w.keys()).unwrap();
    let verified = chain::verify(connection, &key).await.unwrap();
    assert!(verified.events > 0);
    verified.breaks.into_iter().filter(|b| b.ward == w.home.ward.id).map(|b| (b.seq, b.why)).collect()
}

/// A stream of three events more than the town came with; gives the number of the middle one.
async fn busy() -> (World, i64) {
    let w = World::new().await;
    for _ in 0..3 {
        assert_eq!(w.role(Role::WardAuditor).await.get("/accounts").await.status, StatusCode::FORBIDDEN);
    }
    let last: i64 = sqlx::query_scalar("select max(seq) from audit_event where ward_id = $1")
        .bind(w.home.ward.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    (w, last - 1)
}

/// What breaks when `sql` ($1 the ward, $2 the row) is done behind the triggers' back. Always rolled back.
async fn after(w: &World, seq: i64, sql: &str) -> Vec<(i64, &'static str)> {
    let mut admin = w.admin().await;
    sqlx::raw_sql("begin; set local session_replication_role = replica").execute(&mut admin).await.unwrap();
    let done = sqlx::query(AssertSqlSafe(sql.to_owned()))
        .bind(w.home.ward.id)
        .bind(seq)
        .execute(&mut admin)
        .await
        .unwrap();
    assert!(done.rows_affected() > 0, "{sql} changed nothing");
    breaks(w, &mut admin).await
}

#[tokio::test]
async fn a_refusal_that_no_role_explains_is_known_once_a_minute() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let denied = async |kind: &str| -> i64 {
        sqlx::query_scalar("select count(*) from audit_event where ward_id = $1 and action = 'denied' and detail->>'kind' = $2")
            .bind(w.home.ward.id)
            .bind(kind)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap()
    };
    for contract in [w.other.contract.id, Uuid::new_v4(), w.other.contract.id] {
        assert_eq!(officer.get(&format!("/contracts/{contract}")).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(denied("not_found").await, 1, "a crawler fills nothing");
    assert_eq!(officer.get(&format!("/participants/{}", Uuid::new_v4())).await.status, StatusCode::NOT_FOUND);
    assert_eq!(denied("not_found").await, 2, "another page");
    let route: String = sqlx::query_scalar("select string_agg(detail->>'route', ' ' order by seq) from audit_event where ward_id = $1 and action = 'denied' and detail->>'kind' = 'not_found'")
        .bind(w.home.ward.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(
        route, "/contracts/{id} /participants/{id}",
        "the address as the program knows it, and nothing of the request"
    );
    let first: Option<Uuid> = sqlx::query_scalar("select object_id from audit_event where ward_id = $1 and action = 'denied' and detail->>'kind' = 'not_found' order by seq limit 1")
        .bind(w.home.ward.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(first, Some(w.other.contract.id), "but which row it was");

    let move_it = format!("/sessions/{}/move", w.home.course.sessions[4].id);
    let stale = [("version", "77"), ("to", "2026/7/2"), ("reason", "会場の都合")];
    assert_eq!(officer.post(&move_it, &stale).await.status, StatusCode::CONFLICT);
    assert_eq!(denied("stale").await, 1);

    assert_eq!(officer.post(&move_it, &[("csrf", "forged")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(denied("form_token").await, 1);
    assert_eq!(
        w.as_nobody().get("/contracts/x").await.status,
        StatusCode::SEE_OTHER,
        "nobody is known by nothing"
    );
    assert_eq!(breaks(&w, &mut w.admin().await).await, []);
}

#[tokio::test]
async fn an_untouched_stream_holds() {
    let (w, _) = busy().await;
    assert_eq!(breaks(&w, &mut w.admin().await).await, []);
}

#[tokio::test]
async fn a_change_in_any_column_is_found() {
    let (w, seq) = busy().await;
    let columns: Vec<(String, String)> = sqlx::query_as("select attname::text, format_type(atttypid, null) from pg_attribute where attrelid = 'audit_event'::regclass and attnum > 0 and not attisdropped")
        .fetch_all(&mut w.admin().await)
        .await
        .unwrap();
    for (column, kind) in &columns {
        let other = match kind.as_str() {
            "uuid" => format!("'{}'", Uuid::new_v4()),
            "bigint" => format!("{column} + 1000000"),
            "timestamp with time zone" => format!("{column} + interval '1 microsecond'"),
            "text" => format!("{column} || ' '"),
            "uuid[]" => format!("{column} || '{}'::uuid", Uuid::new_v4()),
            "jsonb" => format!("{column} || '{{\"x\": 1}}'"),
            // One bit.
            "bytea" => format!("set_byte({column}, 7, get_byte({column}, 7) # 1)"),
            unknown => panic!("how is a {unknown} changed? ({column})"),
        };
        let found = after(
            &w,
            seq,
            &format!("update audit_event set {column} = {other} where ward_id = $1 and seq = $2"),
        )
        .await;
        assert!(!found.is_empty(), "a changed {column} went unnoticed");
        let row = found[0].0;
        assert!(row == seq || row == seq + 1, "a changed {column} of row {seq} was found at {row}");
    }
    println!("{} columns of audit_event: a change in each was found", columns.len());
}

#[tokio::test]
async fn a_removed_and_an_inserted_row_are_found() {
    let (w, seq) = busy().await;
    let removed = after(&w, seq, "delete from audit_event where ward_id = $1 and seq = $2").await;
    assert_eq!(removed[0], (seq, "a row is missing"));
    let copy = "insert into audit_event select ward_id, $2 + 2, at, account_id, organisation, role, action, object_id, contract_id, participant_ids, detail, request_id, prev, hash
                from audit_event where ward_id = $1 and seq = $2";
    assert_eq!(after(&w, seq, copy).await[0], (seq + 2, "the row does not follow the one before it"));
}

#[tokio::test]
async fn a_cut_tail_is_found_by_the_anchor_alone() {
    let (w, seq) = busy().await;
    let torn = after(&w, seq, "delete from audit_event where ward_id = $1 and seq > $2").await;
    assert_eq!(torn[0].1, "the rows end before the head, or the head is gone");
    // Somebody who also mends the head and the index leaves nothing but the anchor to tell.
    let cut = "with rows as (delete from audit_event where ward_id = $1 and seq > $2),
                    index as (delete from audit_subject where ward_id = $1 and seq > $2)
               update audit_head set seq = $2, hash = (select hash from audit_event where ward_id = $1 and seq = $2) where ward_id = $1";
    assert_eq!(after(&w, seq, cut).await, [], "without an anchor a cut and mended tail can't show");
    anchors::sign_heads(&w.app).await.unwrap();
    assert_eq!(breaks(&w, &mut w.admin().await).await, []);
    assert_eq!(
        after(&w, seq, cut).await,
        [(seq + 1, "the anchor points at a row that is gone or different")]
    );
    let forged = after(&w, seq, "update audit_anchor set seq = $2 where ward_id = $1").await;
    assert_eq!(forged, [(seq, "the anchor's signature is not ours")]);
}

#[tokio::test]
async fn an_emptied_index_of_participants_is_found() {
    let (w, seq) = busy().await;
    let page = format!("/participants/{}", w.home.people[0].id);
    assert_eq!(w.as_officer().await.get(&page).await.status, StatusCode::OK);
    let emptied = after(&w, seq, "delete from audit_subject where ward_id = $1 and seq > $2").await;
    assert_eq!(
        emptied.iter().map(|b| b.1).collect::<Vec<_>>(),
        ["the index of participants differs from the row"]
    );
}

#[tokio::test]
async fn an_erased_stream_is_found_by_the_file_outside_the_database() {
    let (w, _) = busy().await;
    anchors::sign_heads(&w.app).await.unwrap();
    let key = anchors::signing_key(w.keys()).unwrap();
    let ward = w.home.ward.id.to_string();
    let kept = std::fs::read_to_string(w.app.config.data.join(anchors::FILE)).unwrap();
    let ours: String =
        kept.lines().filter(|line| line.contains(&ward)).map(|line| format!("{line}\n")).collect();
    let mut admin = w.admin().await;
    assert_eq!(chain::verify_anchor_file(&mut admin, &ours, &key).await.unwrap(), []);
    sqlx::raw_sql("begin; set local session_replication_role = replica").execute(&mut admin).await.unwrap();
    for table in ["audit_event", "audit_subject", "audit_head", "audit_anchor"] {
        let erase = format!("delete from {table} where ward_id = $1");
        sqlx::query(AssertSqlSafe(erase)).bind(w.home.ward.id).execute(&mut admin).await.unwrap();
    }
    assert_eq!(breaks(&w, &mut admin).await, [], "the database alone can't tell");
    let found = chain::verify_anchor_file(&mut admin, &ours, &key).await.unwrap();
    assert_eq!(found[0].why, "anchors.jsonl points at a row that is gone or different");
    let forged = ours.replacen("\"seq\":", "\"seq\":1", 1);
    let found = chain::verify_anchor_file(&mut admin, &forged, &key).await.unwrap();
    assert_eq!(found[0].why, "a line of anchors.jsonl isn't signed by us");
}

#[tokio::test]
async fn nobody_changes_the_past_by_mistake() {
    let (w, seq) = busy().await;
    for sql in [
        "update audit_event set action = 'x' where ward_id = $1 and seq = $2",
        "delete from audit_event where ward_id = $1 and seq = $2",
    ] {
        let refused =
            sqlx::query(sql).bind(w.home.ward.id).bind(seq).execute(&mut w.admin().await).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    let refused =
        sqlx::raw_sql("truncate audit_event cascade").execute(&mut w.admin().await).await.unwrap_err();
    assert!(refused.to_string().contains("append-only"), "{refused}");
}

permission!(LookAtPeople, "test.look", people, [WardOfficer, ContractorManager]);

#[derive(askama::Template)]
#[template(source = "seen", ext = "html")]
struct Looked;

/// A page of the kind every feature has: finds two people, opens them, shows something.
async fn look(
    mut cx: View<LookAtPeople>,
    axum::extract::Path((one, two)): axum::extract::Path<(ParticipantId, ParticipantId)>,
) -> Result {
    for id in [one, two] {
        if let Some(row) = people::find(cx.db(), id).await? {
            people::open(&mut cx, row, None)?;
        }
    }
    cx.show(Looked).await
}

type Written = (Option<Uuid>, String, String, Vec<Uuid>);

/// The home ward's events, newest first.
async fn seen(w: &World) -> Vec<Written> {
    let sql = "select account_id, role, action, participant_ids from audit_event where ward_id = $1 order by seq desc";
    sqlx::query_as(sql).bind(w.home.ward.id).fetch_all(&mut w.admin().await).await.unwrap()
}

#[tokio::test]
async fn a_reading_leaves_exactly_one_event_that_names_who_was_seen() {
    let w = World::new().await;
    let router = Router::new().route("/look/{one}/{two}", get(look)).with_state(w.app.clone());
    let (mine, also_mine, foreign) = (w.home.people[0].id, w.home.people[1].id, w.other.people[0].id);
    let before = seen(&w).await.len();
    let officer: Client = w.as_officer().await.through(&router);
    assert_eq!(officer.get(&format!("/look/{mine}/{also_mine}")).await.status, StatusCode::OK);
    let events = seen(&w).await;
    assert_eq!(events.len(), before + 1);
    let mut both = vec![mine, also_mine];
    both.sort();
    let account = w.home.account(Role::WardOfficer).id;
    assert_eq!(events[0], (Some(account), "ward.officer".into(), "test.look".into(), both));

    assert_eq!(officer.get(&format!("/look/{foreign}/{foreign}")).await.status, StatusCode::OK);
    assert_eq!(seen(&w).await.len(), before + 1, "who saw nobody leaves nothing");
}

#[tokio::test]
async fn the_auditor_reads_who_of_the_contractor_it_was() {
    let w = World::new().await;
    let manager = w.home.account(Role::ContractorManager).id;
    let name: String = sqlx::query_scalar("select name from account where id = $1")
        .bind(manager)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(w.as_manager().await.get("/participants").await.status, StatusCode::OK);
    let page = w.role(Role::WardAuditor).await.get(&format!("/audit?account={manager}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let line = page.body.split("<tr").find(|row| row.contains("<td") && row.contains(&name));
    assert!(line.is_some(), "no line of the stream names {name}");
}

/// A competitor whose people stand in no list handed to the ward tries what isn't theirs: the attempt has a name, for those who read
/// the stream alone, and only theirs who acted in it.
#[tokio::test]
async fn a_refused_person_in_no_list_is_told_by_name() {
    let w = World::new().await;
    sqlx::query("update contract set contractor_id = $2 where id = $1")
        .bind(w.home.service_contract.id)
        .bind(w.other.contractor.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let who = w.other.account(Role::ContractorManager).id;
    let (name, login): (String, String) =
        sqlx::query_as("select name, login_name from account where id = $1")
            .bind(who)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let competitor =
        w.sign_in_under(&w.home, w.other.account(Role::ContractorManager), w.home.service_contract.id).await;
    let auditor = w.role(Role::WardAuditor).await;
    assert!(!auditor.get("/audit").await.body.contains(&login), "who never acted here is nobody here");
    assert_eq!(
        competitor.get(&format!("/contracts/{}", w.home.contract.id)).await.status,
        StatusCode::NOT_FOUND
    );
    let page = auditor.get(&format!("/audit?account={who}&action=denied")).await.body;
    let line = page.split("<tr").find(|row| row.contains("<td") && row.contains(&name));
    assert!(line.is_some() && page.contains(&login), "no line of the stream names {name}");
    let told = "select count(*) from audit_people()";
    for (role, code, reads) in [
        (Role::WardAdmin, "ward.admin", true),
        (Role::WardAuditor, "ward.auditor", true),
        (Role::WardOfficer, "ward.officer", false),
    ] {
        assert_eq!(counted(&w, (role, code), told).await > 0, reads, "{role:?}");
    }
}

/// What a count comes to for somebody of the home ward, past every page.
async fn counted(w: &World, (role, code): (Role, &str), sql: &str) -> i64 {
    let mut connection = w.app.pools.of(role.pool()).acquire().await.unwrap();
    sqlx::raw_sql("begin").execute(&mut *connection).await.unwrap();
    for (name, value) in [("app.ward", w.home.ward.id.to_string()), ("app.role", code.to_owned())] {
        sqlx::query("select set_config($1, $2, true)")
            .bind(name)
            .bind(value)
            .execute(&mut *connection)
            .await
            .unwrap();
    }
    let count = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await;
    sqlx::raw_sql("rollback").execute(&mut *connection).await.unwrap();
    count.unwrap()
}

#[tokio::test]
async fn a_form_that_was_not_saved_is_told_from_one_that_was() {
    let w = World::new().await;
    let path = format!("/participants/{}", w.home.people[0].id);
    assert_eq!(w.as_officer().await.post(&path, &[("version", "1")]).await.status, 422);
    let (action, detail): (String, serde_json::Value) =
        sqlx::query_as("select action, detail from audit_event where ward_id = $1 order by seq desc limit 1")
            .bind(w.home.ward.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    assert_eq!((action.as_str(), &detail["saved"]), ("participant.change", &serde_json::json!(false)));
    let page = w.role(Role::WardAuditor).await.get("/audit").await;
    assert!(page.body.contains("保存：いいえ"));
}
