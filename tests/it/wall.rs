//! What was handed over stays as it was, whichever side writes to the database behind the pages' back; a list takes no
//! line while it is handed in; a company's accounts work only for wards that know them. Every refusal stands beside the
//! same act done rightly.

use std::time::Duration;

use kayoi::kit::permission::{PoolKind, Role};
use sqlx::{AssertSqlSafe, Postgres, Transaction};
use uuid::Uuid;

use crate::world::{World, hasher};

/// PostgreSQL's "insufficient privilege" and "lock not available".
const REFUSED: &str = "42501";
const LOCKED: &str = "55P03";

/// A transaction of somebody of the home town, as `enter()` would have opened it.
#[expect(clippy::disallowed_methods, reason = "the wall is tried without the door")]
async fn acting(w: &World, role: Role, contract: Uuid) -> Transaction<'static, Postgres> {
    let (town, account) = (&w.home, w.home.account(role));
    let of = |yes: bool, id: Uuid| if yes { id.to_string() } else { String::new() };
    let (kind, organisation) = match role.pool() {
        PoolKind::Contractor => ("contractor.manager", "受託者"),
        PoolKind::Centre => ("centre.staff", "包括"),
        PoolKind::Operator => ("operator.operator", "保守"),
        PoolKind::Ward | PoolKind::Auditor | PoolKind::Auth | PoolKind::Worker => ("ward.officer", "区"),
    };
    let mut transaction = w.app.pools.of(role.pool()).begin().await.unwrap();
    for (name, value) in [
        ("app.ward", town.ward.id.to_string()),
        ("app.account", account.id.to_string()),
        ("app.role", kind.to_owned()),
        ("app.organisation", organisation.to_owned()),
        ("app.contractor", of(role.acts_under_contract(), town.contractor.id)),
        ("app.contract", of(role.acts_under_contract(), contract)),
        ("app.people", of(role.is_contractor(), contract)),
        ("app.centre", of(role.is_centre(), town.centre.id)),
    ] {
        sqlx::query("select set_config($1, $2, true)")
            .bind(name)
            .bind(value)
            .execute(&mut *transaction)
            .await
            .unwrap();
    }
    transaction
}

/// Rows written, or the code of the refusal.
async fn run(transaction: &mut Transaction<'static, Postgres>, sql: &str) -> Result<u64, String> {
    match sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut **transaction).await {
        Ok(done) => Ok(done.rows_affected()),
        Err(sqlx::Error::Database(e)) => Err(e.code().unwrap_or_default().into_owned()),
        Err(other) => panic!("{sql}: {other}"),
    }
}

/// The same, rolled back.
pub(super) async fn tried(w: &World, role: Role, contract: Uuid, sql: &str) -> Result<u64, String> {
    let mut transaction = acting(w, role, contract).await;
    let outcome = run(&mut transaction, sql).await;
    transaction.rollback().await.unwrap();
    outcome
}

async fn id_of(w: &World, sql: &str) -> Uuid {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
        .bind(w.home.ward.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

const OPENED: &str = "state = 'opened', opened_at = now(), opened_by = app_account(), version = version + 1";

/// (state it is in, who, what is written, whether it is theirs to write).
const SHEETS: &[(&str, Role, &str, bool)] = &[
    ("sent", Role::CentreStaff, OPENED, true),
    ("sent", Role::CentreStaff, "state = 'returned', version = version + 1", true),
    (
        "sent",
        Role::CentreStaff,
        "state = 'answered', answer = '\\x01', answer_version = 2, version = version + 1",
        false,
    ),
    ("sent", Role::CentreStaff, "state = 'withdrawn', version = version + 1", false),
    ("sent", Role::CentreStaff, "state = 'closed', closed_at = now(), version = version + 1", false),
    (
        "sent",
        Role::CentreStaff,
        "state = 'opened', opened_at = now(), opened_by = made_by, version = version + 1",
        false,
    ),
    (
        "sent",
        Role::CentreStaff,
        "snapshot = '\\x01', state = 'opened', opened_at = now(), opened_by = app_account(), version = version + 1",
        false,
    ),
    (
        "sent",
        Role::CentreStaff,
        "sealed = '\\x01', state = 'opened', opened_at = now(), opened_by = app_account(), version = version + 1",
        false,
    ),
    (
        "sent",
        Role::CentreStaff,
        "sealed_version = 9, state = 'opened', opened_at = now(), opened_by = app_account(), version = version + 1",
        false,
    ),
    (
        "sent",
        Role::CentreStaff,
        "answer_due_on = '2030-01-01', state = 'opened', opened_at = now(), opened_by = app_account(), version = version + 1",
        false,
    ),
    ("sent", Role::CentreStaff, "snapshot = '\\x01', version = version + 1", false),
    ("sent", Role::CentreStaff, "state = 'returned'", false),
    ("sent", Role::ContractorManager, "state = 'withdrawn', version = version + 1", true),
    ("sent", Role::ContractorManager, OPENED, false),
    ("sent", Role::ContractorManager, "state = 'draft', version = version + 1", false),
    (
        "sent",
        Role::ContractorManager,
        "state = 'withdrawn', snapshot = '\\x01', version = version + 1",
        false,
    ),
    ("sent", Role::ContractorManager, "sent_at = now(), state = 'withdrawn', version = version + 1", false),
    (
        "opened",
        Role::CentreStaff,
        "state = 'answered', answer = '\\x01', answer_version = version + 1, answered_at = now(), version = version + 1",
        true,
    ),
    ("opened", Role::CentreStaff, "state = 'answered', version = version + 1", false),
    (
        "opened",
        Role::CentreStaff,
        "state = 'returned', answer = '\\x01', answer_version = 3, version = version + 1",
        false,
    ),
    ("opened", Role::ContractorManager, "state = 'withdrawn', version = version + 1", false),
    (
        "opened",
        Role::ContractorManager,
        "answer = '\\x01', answer_version = 3, answered_at = now(), state = 'answered', version = version + 1",
        false,
    ),
    ("answered", Role::CentreStaff, "state = 'closed', closed_at = now(), version = version + 1", true),
    ("answered", Role::CentreStaff, "state = 'closed', answer = '\\x02', version = version + 1", false),
    ("answered", Role::ContractorManager, "answer = '\\x02', version = version + 1", false),
    ("returned", Role::ContractorManager, "state = 'draft', version = version + 1", true),
    ("returned", Role::ContractorManager, "state = 'draft', sealed = '\\x01', version = version + 1", false),
    ("returned", Role::ContractorManager, "state = 'sent', version = version + 1", false),
    ("returned", Role::CentreStaff, "state = 'opened', version = version + 1", false),
    (
        "draft",
        Role::ContractorManager,
        "sealed = '\\x01', sealed_version = version + 1, version = version + 1",
        true,
    ),
    (
        "draft",
        Role::ContractorManager,
        "state = 'sent', snapshot = '\\x01', snapshot_version = version + 1, sent_at = now(), opened_at = null, opened_by = null, version = version + 1",
        true,
    ),
    (
        "draft",
        Role::ContractorManager,
        "state = 'sent', sent_at = now(), snapshot = null, snapshot_version = null, version = version + 1",
        false,
    ),
    ("draft", Role::ContractorManager, "state = 'closed', version = version + 1", false),
    ("closed", Role::CentreStaff, "state = 'answered', version = version + 1", false),
    ("closed", Role::ContractorManager, "state = 'draft', version = version + 1", false),
    ("withdrawn", Role::ContractorManager, "state = 'sent', version = version + 1", false),
];

#[tokio::test]
async fn each_side_takes_a_sheet_where_it_may_and_leaves_the_others_words_alone() {
    let w = World::new().await;
    let sheet = id_of(&w, "select id from liaison_sheet where ward_id = $1 and state = 'sent'").await;
    for (state, role, change, allowed) in SHEETS {
        let answer = if matches!(*state, "answered" | "closed") {
            "'\\x01', answer_version = 1"
        } else {
            "null, answer_version = null"
        };
        let set =
            format!("update liaison_sheet set state = '{state}', answer = {answer} where id = '{sheet}'");
        sqlx::raw_sql(AssertSqlSafe(set)).execute(&mut w.admin().await).await.unwrap();
        let outcome = tried(
            &w,
            *role,
            w.home.contract.id,
            &format!("update liaison_sheet set {change} where id = '{sheet}'"),
        )
        .await;
        // A draft isn't there for the other side at all.
        let wanted = if *allowed { Ok(1) } else { Err(REFUSED.to_owned()) };
        assert_eq!(outcome, wanted, "{role:?} with a sheet that is {state}: {change}");
    }
}

#[tokio::test]
async fn a_sheet_begins_blank() {
    let w = World::new().await;
    let new = |columns: &str, values: &str| {
        let one = &w.home.enrolled[0];
        format!(
            "insert into liaison_sheet (ward_id, id, contract_id, enrolment_id, participant_id, centre_id, kind, direction, sealed, made_by, made_at{columns})
             values (app_ward(), gen_random_uuid(), '{}', '{}', '{}', '{}', 'sheet', 'to_centre', '\\x01', app_account(), now(){values})",
            one.contract, one.id, one.participant.id, one.participant.centre
        )
    };
    let (role, contract) = (Role::ContractorManager, w.home.contract.id);
    assert_eq!(tried(&w, role, contract, &new("", "")).await, Ok(1));
    for (columns, values) in [
        (", answer, answer_version", ", '\\x01', 1"),
        (", snapshot, snapshot_version", ", '\\x01', 1"),
        (", opened_by", ", app_account()"),
        (", sent_at", ", now()"),
        (", version", ", 7"),
        (", state", ", 'sent'"),
    ] {
        assert_eq!(tried(&w, role, contract, &new(columns, values)).await, Err(REFUSED.into()), "{columns}");
    }
}

const ACCEPTED: &str = "state = 'accepted', snapshot = '\\x01', decided_by = app_account(), decided_at = now(), version = version + 1";
const RETURNED: &str = "state = 'returned', return_reason = 'x', decided_by = app_account(), decided_at = now(), version = version + 1";
const SUBMITTED: &str = "state = 'submitted', sealed = '\\x01', sealed_version = version + 1, submitted_by = app_account(), submitted_at = now(), version = version + 1";

#[tokio::test]
async fn the_ward_decides_on_a_report_and_writes_no_word_of_it() {
    let w = World::new().await;
    let report = id_of(&w, "select id from report where ward_id = $1 and kind = 'course'").await;
    let write = async |state: &str, role: Role, change: &str| {
        let set = format!("update report set state = '{state}' where id = '{report}'");
        sqlx::raw_sql(AssertSqlSafe(set)).execute(&mut w.admin().await).await.unwrap();
        tried(&w, role, w.home.contract.id, &format!("update report set {change} where id = '{report}'"))
            .await
    };
    let (ward, contractor) = (Role::WardOfficer, Role::ContractorManager);
    for (state, role, change) in [
        ("submitted", ward, ACCEPTED),
        ("submitted", ward, RETURNED),
        ("draft", contractor, SUBMITTED),
        ("returned", contractor, "sealed = '\\x01', sealed_version = version + 1, version = version + 1"),
    ] {
        assert_eq!(write(state, role, change).await, Ok(1), "{role:?} on {state}: {change}");
    }
    for (state, role, change) in [
        ("submitted", ward, format!("sealed = '\\x02', {ACCEPTED}")),
        ("submitted", ward, format!("submitted_by = app_account(), {ACCEPTED}")),
        ("submitted", ward, format!("due_on = '2030-01-01', {RETURNED}")),
        ("submitted", ward, ACCEPTED.replace("snapshot = '\\x01', ", "")),
        ("submitted", ward, format!("snapshot = '\\x01', {RETURNED}")),
        ("submitted", ward, ACCEPTED.replace("decided_by = app_account()", "decided_by = submitted_by")),
        ("submitted", ward, ACCEPTED.replace("version + 1", "version + 2")),
        ("draft", contractor, format!("snapshot = '\\x01', {SUBMITTED}")),
        ("draft", contractor, "state = 'returned', version = version + 1".into()),
        ("draft", contractor, SUBMITTED.replace("submitted_by = app_account()", "submitted_by = null")),
        ("draft", contractor, "submitted_at = now(), version = version + 1".into()),
        ("draft", contractor, "state = 'accepted', version = version + 1".into()),
    ] {
        assert_eq!(write(state, role, &change).await, Err(REFUSED.into()), "{role:?} on {state}: {change}");
    }
    // What is accepted is nobody's to write: no row is there to be updated.
    for (role, change) in
        [(ward, ACCEPTED), (ward, RETURNED), (contractor, SUBMITTED), (contractor, "version = version + 1")]
    {
        assert_eq!(write("accepted", role, change).await, Ok(0), "{role:?} on an accepted one: {change}");
    }
}

#[tokio::test]
async fn the_ward_decides_on_a_list_and_writes_no_line_of_it() {
    let w = World::new().await;
    let (roster, contract) = (
        id_of(&w, "select id from roster where ward_id = $1 and state = 'returned'").await,
        w.home.contract.id,
    );
    let set = format!("update roster set state = 'submitted' where id = '{roster}'");
    sqlx::raw_sql(AssertSqlSafe(set)).execute(&mut w.admin().await).await.unwrap();
    let decide = |change: &str| {
        format!(
            "update roster set {change}, decided_by = app_account(), decided_at = now(), version = version + 1 where id = '{roster}'"
        )
    };
    assert_eq!(
        tried(&w, Role::WardOfficer, contract, &decide("state = 'returned', return_reason = 'x'")).await,
        Ok(1)
    );
    for sql in [
        decide("state = 'draft'"),
        decide("submitted_by = null, state = 'returned'"),
        format!("update designation set valid_to = null where roster_id = '{roster}'"),
        format!("delete from designation where roster_id = '{roster}'"),
        format!("delete from roster where id = '{roster}'"),
        format!(
            "insert into designation select ward_id, gen_random_uuid(), contract_id, roster_id, account_id, custody, job, qualification, work_place, valid_from from designation where roster_id = '{roster}'"
        ),
    ] {
        assert_eq!(tried(&w, Role::WardOfficer, contract, &sql).await, Err(REFUSED.into()), "{sql}");
    }
}

/// Over the pages, and then behind their back.
#[tokio::test]
async fn a_referral_keeps_its_reason_and_its_sender_may_take_it_back() {
    let w = World::new().await;
    let (centre, officer) = (w.as_centre().await, w.as_officer().await);
    let referral = id_of(&w, "select id from referral where ward_id = $1").await;
    let contract = w.home.contract.id;
    let update = |change: &str| {
        format!(
            "update referral set {change}, decided_by = app_account(), decided_at = now(), version = version + 1 where id = '{referral}'"
        )
    };
    for (role, change) in [
        (Role::WardOfficer, "state = 'accepted', sealed = '\\x01'"),
        (Role::WardOfficer, "state = 'withdrawn'"),
        (Role::WardOfficer, "state = 'proposed'"),
        (Role::CentreStaff, "state = 'accepted'"),
        (Role::CentreStaff, "state = 'withdrawn', sealed = '\\x01'"),
    ] {
        assert_eq!(
            tried(&w, role, contract, &update(change)).await,
            Err(REFUSED.into()),
            "{role:?}: {change}"
        );
    }
    assert_eq!(tried(&w, Role::WardOfficer, contract, &update("state = 'accepted'")).await, Ok(1));
    assert_eq!(tried(&w, Role::CentreStaff, contract, &update("state = 'withdrawn'")).await, Ok(1));

    let reason = centre.get(&format!("/referrals/{referral}")).await.body;
    assert!(reason.contains("様子"));
    let refused =
        officer.post(&format!("/referrals/{referral}/withdrawal"), &[("version", "1")]).await.status;
    assert_ne!(refused, 303);
    let taken_back = centre.post(&format!("/referrals/{referral}/withdrawal"), &[("version", "1")]).await;
    assert_eq!(taken_back.status, 303, "{}", taken_back.body);
    assert!(centre.get(&format!("/referrals/{referral}")).await.body.contains("様子"));
    assert_eq!(
        tried(&w, Role::WardOfficer, contract, &update("state = 'accepted'")).await,
        Err(REFUSED.into())
    );
}

#[tokio::test]
async fn a_declined_referral_shows_both_sides_words() {
    let w = World::new().await;
    let (centre, officer) = (w.as_centre().await, w.as_officer().await);
    let referral = format!("/referrals/{}", id_of(&w, "select id from referral where ward_id = $1").await);
    let form = [("version", "1"), ("remark", "定員に達しています")];
    let declined = officer.post(&format!("{referral}/refusal"), &form).await;
    assert_eq!(declined.status, 303, "{}", declined.body);
    let page = centre.get(&referral).await.body;
    assert!(page.contains("様子") && page.contains("定員に達しています"), "{page}");
}

/// A manager of the contractor, at the hour of the tests.
async fn on_the_day(w: &World, contract: Uuid) -> Transaction<'static, Postgres> {
    let mut transaction = acting(w, Role::ContractorManager, contract).await;
    let hour = "select set_config('app.now', '2026-06-17 10:00+09', true)";
    assert_eq!(run(&mut transaction, hour).await, Ok(1));
    transaction
}

/// A line added in one transaction and a submission in another: one waits for the other, and the loser is told.
#[tokio::test]
async fn a_list_takes_no_line_while_it_is_handed_in() {
    let w = World::new().await;
    let contract = w.home.contract.id;
    let roster = id_of(&w, "select id from roster where ward_id = $1 and state = 'returned'").await;
    let line = format!(
        "insert into designation (ward_id, id, contract_id, roster_id, account_id, custody, job, valid_from)
         values (app_ward(), gen_random_uuid(), '{contract}', '{roster}', '{}', 'custodian', '運動指導', '2026-06-17')",
        w.home.account(Role::ContractorRecorder).id
    );
    let hand_in = format!(
        "update roster set state = 'submitted', submitted_by = app_account(), submitted_at = app_now(), version = version + 1 where id = '{roster}'"
    );

    let mut writing = on_the_day(&w, contract).await;
    assert_eq!(run(&mut writing, &line).await, Ok(1));
    let mut handing_in = on_the_day(&w, contract).await;
    assert_eq!(run(&mut handing_in, "set local lock_timeout = '300ms'").await, Ok(0));
    assert_eq!(run(&mut handing_in, &hand_in).await, Err(LOCKED.into()), "the submission waits for the line");
    handing_in.rollback().await.unwrap();
    writing.rollback().await.unwrap();

    let mut handing_in = on_the_day(&w, contract).await;
    assert_eq!(run(&mut handing_in, &hand_in).await, Ok(1));
    let mut writing = on_the_day(&w, contract).await;
    let late = tokio::spawn(async move { run(&mut writing, &line).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!late.is_finished(), "the line waits for the submission");
    handing_in.commit().await.unwrap();
    assert_eq!(late.await.unwrap(), Err(REFUSED.into()), "and isn't taken any more");
}

#[tokio::test]
async fn signing_in_is_remembered_with_the_organisation() {
    let w = World::new().await;
    let password = "ながい合言葉をひとつ";
    let hash = hasher().hash(password).await.unwrap();
    for (role, table, id) in [
        (Role::WardOfficer, "ward", w.home.ward.id),
        (Role::CentreStaff, "centre", w.home.centre.id),
        (Role::ContractorManager, "contractor", w.home.contractor.id),
    ] {
        let (account, mut admin) = (w.home.account(role).id, w.admin().await);
        let login_name: String =
            sqlx::query_scalar("update account set password_hash = $2 where id = $1 returning login_name")
                .bind(account)
                .bind(&hash)
                .fetch_one(&mut admin)
                .await
                .unwrap();
        let got = w.as_nobody().post("/login", &[("login_name", &login_name), ("password", password)]).await;
        assert_eq!(got.status, 303, "{}", got.body);
        let key = if table == "ward" { "ward_id" } else { "id" };
        let (written, wanted): (String, String) = sqlx::query_as(AssertSqlSafe(format!(
            "select (select organisation from audit_event where account_id = $1 and action = 'login.in'), name from {table} where {key} = $2"
        )))
        .bind(account)
        .bind(id)
        .fetch_one(&mut admin)
        .await
        .unwrap();
        assert_eq!(written, wanted);
        assert!(!written.is_empty());
    }
}

/// Another ward made the company's first manager: that person and everybody they make wait until this ward has asked.
#[tokio::test]
async fn accounts_that_another_ward_began_work_here_only_after_the_company_was_asked() {
    let w = World::new().await;
    // Whoever switches must still have the password the login began with; setting one ends the logins there are.
    sqlx::query("update account set password_hash = 'x' where id = $1")
        .bind(w.home.account(Role::ContractorManager).id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let (company, contract) = (w.home.contractor.id, w.home.contract.id.to_string());
    let choose = async || manager.post("/work", &[("contract", &contract)]).await.status;
    let begun_by = async |ward: Option<Uuid>| {
        let set = "update contractor set invited_by = $2 where id = $1";
        sqlx::query(set).bind(company).bind(ward).execute(&mut w.admin().await).await.unwrap();
    };
    begun_by(Some(w.home.ward.id)).await;
    assert!(manager.get("/work").await.body.contains("この契約の仕事をする"));
    begun_by(Some(w.other.ward.id)).await;
    let page = manager.get("/work").await.body;
    assert!(page.contains("区の確認待ち") && !page.contains("この契約の仕事をする"));
    assert_eq!(choose().await, 404);
    let login = "insert into login (token_hash, account_id, ward_id, contract_id, made_at, seen_at, expires_at) select '\\x77', id, $2, $3, now(), now(), now() from account where id = $1";
    let login = sqlx::query(login)
        .bind(w.home.account(Role::ContractorManager).id)
        .bind(w.home.ward.id)
        .bind(w.home.contract.id);
    let refused = login.execute(&mut w.admin().await).await.unwrap_err();
    assert_eq!(refused.as_database_error().and_then(|e| e.code()).as_deref(), Some(REFUSED));

    let company_page = format!("/organisations/contractors/{company}");
    assert!(officer.get(&company_page).await.body.contains("会社に確かめた"));
    let check = format!("{company_page}/check");
    let name_of = async |role: Role| {
        let sql = "select login_name from account where id = $1";
        sqlx::query_scalar::<_, String>(sql)
            .bind(w.home.account(role).id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap()
    };
    for wrong in
        ["nobody.here".to_owned(), name_of(Role::ContractorRecorder).await, name_of(Role::WardAdmin).await]
    {
        assert_eq!(officer.post(&check, &[("manager", &wrong)]).await.status, 422, "{wrong}");
    }
    assert_eq!(choose().await, 404);
    let right = name_of(Role::ContractorManager).await;
    assert_eq!(officer.post(&check, &[("manager", &right)]).await.status, 303);
    assert!(!officer.get(&company_page).await.body.contains("会社に確かめた"));
    assert_eq!(choose().await, 303);
}

#[tokio::test]
async fn whoever_invites_the_first_manager_is_noted() {
    let w = World::new().await;
    let mut transaction = acting(&w, Role::WardOfficer, w.home.contract.id).await;
    let (company, number) = (Uuid::new_v4(), 1_000_000_000_000 + u64::from(Uuid::new_v4().as_fields().0));
    let new = format!(
        "insert into contractor (id, corporate_number, name) values ('{company}', '{number}', '新しい会社')"
    );
    assert_eq!(run(&mut transaction, &new).await, Ok(1));
    let note = format!("update contractor set invited_by = null where id = '{company}'");
    let login_name = format!("first.{}", &company.simple().to_string()[..12]);
    let invite = format!(
        "select invite_first_manager(gen_random_uuid(), '{company}', '{login_name}', '最初の人', gen_random_uuid(), '\\x01', now(), now())"
    );
    assert_eq!(run(&mut transaction, &invite).await, Ok(1));
    transaction.commit().await.unwrap();
    let noted: Option<Uuid> = sqlx::query_scalar("select invited_by from contractor where id = $1")
        .bind(company)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(noted, Some(w.home.ward.id));
    assert_eq!(tried(&w, Role::WardOfficer, w.home.contract.id, &note).await, Err(REFUSED.into()));
}

#[tokio::test]
async fn nobody_makes_objects_of_their_own() {
    let w = World::new().await;
    for (kind, pool) in w.app.pools.all() {
        for sql in [
            "create temp table participant (id int)",
            "create table mine (id int)",
            "create schema mine",
            "set role kayoi_owner",
            "select pg_read_file('PG_VERSION')",
        ] {
            let refused = sqlx::raw_sql(sql).execute(pool).await.expect_err(sql);
            let code = refused.as_database_error().and_then(|e| e.code()).unwrap_or_default();
            assert_eq!(code, REFUSED, "{kind:?}: {sql}");
        }
    }
    sqlx::raw_sql("create temp table participant (id int)").execute(&mut w.admin().await).await.unwrap();
}
