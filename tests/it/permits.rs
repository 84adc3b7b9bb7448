//! 許可 over HTTP: where a clause forbids there is no form; what needs consent is applied for, decided once by the ward and ended;
//! prints and exports of people leave for a contractor only under a permit in force.

use kayoi::kit::permission::Role;
use uuid::Uuid;

use super::{
    custodians::bind,
    filings, handovers,
    world::{Client, Got, World, times},
};

async fn consent(w: &World) {
    bind(w, serde_json::json!([{ "code": "copying" }, { "code": "take_out" }, { "code": "re_outsourcing" }]))
        .await;
}

fn form(kind: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut form = vec![
        ("kind", kind),
        ("scope", "名簿の写し"),
        ("reason", "停電の備え"),
        ("protection", "鍵付きの箱"),
        ("starts_on", "R8.6.17"),
        ("ends_on", "R8.6.30"),
    ];
    match kind {
        "take_out" => form.push(("route", "本社から会場まで")),
        "copying" => form.push(("amount", "1部")),
        _ => form.extend([
            ("partner", "株式会社みなと測定"),
            ("address", "港区1-2-3"),
            ("custodians", "浜田 進（取扱責任者）"),
            ("no_further", "yes"),
        ]),
    }
    form
}

async fn apply(w: &World, client: &Client, form: &[(&str, &str)]) -> Got {
    client.post(&format!("/contracts/{}/permits", w.home.contract.id), form).await
}

fn roster_pdf(w: &World) -> String {
    format!("/courses/{}/roster.pdf", w.home.course.id)
}

#[tokio::test]
async fn what_a_clause_forbids_is_not_offered_and_what_none_speaks_of_needs_nothing() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    let base = format!("/contracts/{}/permits", w.home.contract.id);
    let free = manager.get(&format!("{base}/new?kind=copying")).await;
    assert!(free.status == 422 && free.body.contains("承諾を求めていません"));
    bind(&w, serde_json::json!([{ "code": "copying", "parameters": { "mode": "never" } }])).await;
    let list = manager.get(&base).await;
    assert!(
        list.body.contains("例外なく禁じています") && !list.body.contains("kind=copying"),
        "{}",
        list.body
    );
    assert_eq!(manager.get(&format!("{base}/new?kind=copying")).await.status, 422);
    assert_eq!(apply(&w, &manager, &form("copying")).await.status, 422);
    assert_eq!(times(&w, "permit.refused").await, 1);
    let shut = manager.get(&roster_pdf(&w)).await;
    assert!(shut.status == 422 && shut.body.contains("例外なく禁じています"), "{}", shut.status);
}

#[tokio::test]
async fn an_application_is_decided_by_the_ward_once_and_ended_by_the_contractor() {
    let w = World::new().await;
    consent(&w).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let sent = apply(&w, &manager, &form("copying")).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    assert!(officer.get(&path).await.body.contains("停電の備え"));
    assert_eq!(manager.post(&format!("{path}/approval"), &[]).await.status, 403, "nobody approves their own");
    assert_eq!(times(&w, "denied").await, 1);
    assert_eq!(officer.post(&format!("{path}/approval"), &[("words", "使った日に数える")]).await.status, 303);
    let replay = officer.post(&format!("{path}/approval"), &[]).await;
    assert!(replay.status == 422 && replay.body.contains("すでに決定されています"));
    assert_eq!(times(&w, "permit.refused").await, 1, "a replayed approval is in the stream");
    assert!(manager.get(&path).await.body.contains("使った日に数える"));
    let paper = officer.get(&format!("{path}/pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF"));
    let copy = manager.get(&format!("{path}/pdf")).await;
    assert_eq!(copy.status, 422, "the permit is not about Kayoi's files, so its words stay in Kayoi");
    assert_eq!(manager.post(&format!("{path}/end"), &[]).await.status, 422);
    assert_eq!(manager.post(&format!("{path}/end"), &[("words", "細断した")]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/revocation"), &[("words", "遅い")]).await.status, 422);
    let open: i64 = sqlx::query_scalar(
        "select count(*) from obligation where ward_id = $1 and rule = 'copying' and state = 'open'",
    )
    .bind(w.home.ward.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(open, 0, "the duty to apply was done");
}

#[tokio::test]
async fn nothing_is_dated_back_and_what_came_back_is_applied_for_once_more() {
    let w = World::new().await;
    consent(&w).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let mut early = form("take_out");
    early.retain(|(name, _)| *name != "starts_on");
    early.push(("starts_on", "R8.6.16"));
    let got = apply(&w, &manager, &early).await;
    assert!(
        got.status == 422
            && got.body.contains("さかのぼった申請はできません")
            && got.body.contains("本社から会場まで")
    );
    assert_eq!(times(&w, "permit.backdate").await, 1, "the attempt is in the stream");
    let path = apply(&w, &manager, &form("take_out")).await.location().to_owned();
    assert_eq!(officer.post(&format!("{path}/return"), &[]).await.status, 422);
    assert_eq!(officer.post(&format!("{path}/return"), &[("words", "経路を詳しく")]).await.status, 303);
    assert!(manager.get(&path).await.body.contains("経路を詳しく"));
    let id = path.rsplit('/').next().unwrap().to_owned();
    let again: Vec<(&str, &str)> = form("take_out").into_iter().chain([("again", id.as_str())]).collect();
    assert_eq!(apply(&w, &manager, &again).await.status, 303);
    assert_eq!(apply(&w, &manager, &again).await.status, 422, "once");
    let foreign: Uuid = w.sample(&w.other, "permit").await.unwrap();
    let foreign = foreign.to_string();
    let theirs: Vec<(&str, &str)> =
        form("take_out").into_iter().chain([("again", foreign.as_str())]).collect();
    assert_eq!(apply(&w, &manager, &theirs).await.status, 404);
}

#[tokio::test]
async fn a_partner_is_looked_up_before_consent_and_passes_nothing_on() {
    let w = World::new().await;
    consent(&w).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let mut further = form("re_outsourcing");
    further.retain(|(name, _)| *name != "no_further");
    assert!(apply(&w, &manager, &further).await.body.contains("さらに別の者に任せることはできません"));
    let path = apply(&w, &manager, &form("re_outsourcing")).await.location().to_owned();
    let unchecked = officer.post(&format!("{path}/approval"), &[]).await;
    assert!(unchecked.status == 422 && unchecked.body.contains("指名停止を確かめた日"), "{}", unchecked.body);
    let ahead = [("suspension_checked_on", "R8.6.18"), ("gangs_checked_on", "R8.6.17")];
    assert_eq!(officer.post(&format!("{path}/approval"), &ahead).await.status, 422);
    let earlier = [("suspension_checked_on", "R8.6.16"), ("gangs_checked_on", "R8.6.17")];
    let earlier = officer.post(&format!("{path}/approval"), &earlier).await;
    assert!(
        earlier.status == 422 && earlier.body.contains("申請の日（令和8年6月17日）から"),
        "{}",
        earlier.body
    );
    assert_eq!(times(&w, "permit.backdate").await, 1);
    let checked = [("suspension_checked_on", "R8.6.17"), ("gangs_checked_on", "R8.6.17")];
    assert_eq!(officer.post(&format!("{path}/approval"), &checked).await.status, 303);
    assert!(officer.get(&path).await.body.contains("令和8年6月17日"));
}

#[tokio::test]
async fn people_leave_in_files_only_under_permits_in_force() {
    let w = World::new().await;
    let (manager, officer, pdf) = (w.as_manager().await, w.as_officer().await, roster_pdf(&w));
    assert_eq!(manager.get(&pdf).await.status, 200, "no clause speaks of it");
    consent(&w).await;
    let shut = manager.get(&pdf).await;
    assert!(shut.status == 422 && shut.body.contains("複写・複製に区の承諾"), "{}", shut.body);
    assert_eq!(times(&w, "file.refused").await, 1);
    assert_eq!(officer.get(&pdf).await.status, 200, "the ward's own are not its contractor's copies");
    let mut plain = form("copying");
    let mut paths = Vec::new();
    for covers in [false, true] {
        if covers {
            plain.push(("covers_files", "yes"));
        }
        let path = apply(&w, &manager, &plain).await.location().to_owned();
        assert_eq!(officer.post(&format!("{path}/approval"), &[]).await.status, 303);
        let still = manager.get(&pdf).await;
        assert_eq!(still.status, 422);
        let named = if covers { "持出し" } else { "複写・複製" };
        assert!(still.body.contains(&format!("{named}に区の承諾")), "{}", still.body);
        paths.push(path);
    }
    let take_out: Vec<(&str, &str)> = form("take_out").into_iter().chain([("covers_files", "yes")]).collect();
    let path = apply(&w, &manager, &take_out).await.location().to_owned();
    assert_eq!(manager.get(&pdf).await.status, 422, "applied for is not allowed");
    assert_eq!(officer.post(&format!("{path}/approval"), &[]).await.status, 303);
    assert_eq!(manager.get(&pdf).await.status, 200);
    assert_eq!(officer.post(&format!("{path}/revocation"), &[("words", "条件違反")]).await.status, 303);
    assert_eq!(manager.get(&pdf).await.status, 422, "revoked");
}

#[tokio::test]
async fn nobody_is_late_while_the_ward_decides_and_what_was_refused_asks_for_no_record() {
    let w = World::new().await;
    bind(&w, serde_json::json!([{ "code": "take_out" }, { "code": "take_out_record" }])).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = apply(&w, &manager, &form("take_out")).await.location().to_owned();
    let open = async |handed_in: bool| -> Vec<String> {
        sqlx::query_scalar(
            "select rule from obligation where ward_id = $1 and rule in ('take_out', 'take_out_record') and state = 'open'
               and (handed_in_on is not null) = $2 order by rule",
        )
        .bind(w.home.ward.id)
        .bind(handed_in)
        .fetch_all(&mut w.admin().await)
        .await
        .unwrap()
    };
    assert_eq!(
        (open(true).await, open(false).await),
        (vec!["take_out".into()], vec!["take_out_record".into()])
    );
    assert_eq!(
        officer.post(&format!("{path}/refusal"), &[("words", "区の端末で足りるため")]).await.status,
        303
    );
    assert_eq!((open(true).await, open(false).await), (Vec::<String>::new(), Vec::new()));
    assert!(manager.get(&path).await.body.contains("区の端末で足りるため"));
}

/// The wall itself: a contractor approves nothing, dates nothing back, and the ward applies for nothing.
#[tokio::test]
async fn the_database_keeps_each_side_to_its_own_steps() {
    let w = World::new().await;
    let insert = |from: &str| {
        format!(
            "insert into permit (ward_id, id, contract_id, kind, starts_on, ends_on, applied_at, applied_by)
             values (app_ward(), gen_random_uuid(), app_contract(), 'copying', '{from}', '2026-06-30', '2026-06-17 10:00+09', app_account())"
        )
    };
    let approve = "update permit set state = 'approved', decided_at = app_now(), decided_by = app_account(), version = version + 1 where state = 'applied'";
    let withdraw = "update permit set state = 'withdrawn', ended_at = app_now(), ended_by = app_account(), version = version + 1 where state = 'applied'";
    let steps = [
        (Role::ContractorManager, "contractor.manager", insert("2026-06-17"), true),
        (Role::ContractorManager, "contractor.manager", insert("2026-06-16"), false),
        (Role::ContractorManager, "contractor.manager", approve.to_owned(), false),
        (Role::ContractorManager, "contractor.manager", withdraw.to_owned(), true),
        (Role::WardOfficer, "ward.officer", insert("2026-06-17"), false),
        (Role::WardOfficer, "ward.officer", withdraw.to_owned(), false),
        (Role::WardOfficer, "ward.officer", approve.to_owned(), true),
    ];
    for (role, word, statement, allowed) in steps {
        let mut connection = w.app.pools.of(role.pool()).acquire().await.unwrap();
        sqlx::raw_sql("begin").execute(&mut *connection).await.unwrap();
        for (name, value) in [
            ("app.ward", w.home.ward.id.to_string()),
            ("app.contract", w.home.contract.id.to_string()),
            ("app.account", w.home.account(role).id.to_string()),
            ("app.role", word.to_owned()),
            ("app.now", "2026-06-17 10:00+09".to_owned()),
        ] {
            let set = sqlx::query("select set_config($1, $2, true)").bind(name).bind(value);
            set.execute(&mut *connection).await.unwrap();
        }
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut *connection).await;
        let is_done = done.as_ref().is_ok_and(|done| done.rows_affected() == 1);
        assert_eq!(is_done, allowed, "{word} {statement}: {done:?}");
        sqlx::raw_sql("rollback").execute(&mut *connection).await.unwrap();
    }
}

/// Every way in which names leave Kayoi for a contractor: a print, a table, name tags, a file it handed in, an encrypted package.
#[tokio::test]
async fn each_way_out_is_shut_and_then_open() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let handed_in = filings::flyer(&manager, &w, "").await.location().to_owned();
    let package = format!("{}/package", handovers::disc_to_go_back(&w).await);
    let packed = [("items", "name"), ("notice_on", "2026-06-19"), ("notice_channel", "post")];
    let course = format!("/courses/{}", w.home.course.id);
    let gets = [
        format!("{course}/roster.pdf"),
        format!("{course}/lists/roster?purpose=submission&as=csv"),
        format!("{course}/name-tags.pdf"),
        format!("{handed_in}/file"),
    ];
    consent(&w).await;
    for path in &gets {
        let got = manager.get(path).await;
        assert!(
            got.status == 422 && got.body.contains("「許可」の画面"),
            "{path}: {} {}",
            got.status,
            got.body
        );
        assert_eq!(officer.get(path).await.status, 200, "the ward's own: {path}");
    }
    assert_eq!(manager.post(&package, &packed).await.status, 422);
    assert_eq!(times(&w, "file.refused").await, 5);
    for kind in ["take_out", "copying"] {
        let asked: Vec<(&str, &str)> = form(kind).into_iter().chain([("covers_files", "yes")]).collect();
        let permit = apply(&w, &manager, &asked).await.location().to_owned();
        assert_eq!(officer.post(&format!("{permit}/approval"), &[]).await.status, 303);
    }
    for path in &gets {
        assert_eq!(manager.get(path).await.status, 200, "{path}");
    }
    let made = manager.post(&package, &packed).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(manager.get(&format!("{package}/file")).await.status, 200);
    assert_eq!(times(&w, "file.refused").await, 5);
    let partner = form("re_outsourcing");
    assert_eq!(apply(&w, &manager, &partner).await.status, 303, "a partner is applied for apart");
}

#[tokio::test]
async fn the_standing_says_of_each_gate_what_its_registers_say() {
    let w = World::new().await;
    bind(&w, serde_json::json!([{ "code": "custodian_list" }, { "code": "copying" }, { "code": "pledge" }]))
        .await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let standing = format!("/contracts/{}/standing", w.home.contract.id);
    let page = officer.get(&standing).await.body;
    assert!(
        page.contains("2人のうち1人が見られます"),
        "the recorder has pledged, the manager has not: {page}"
    );
    assert!(page.contains("「Kayoiの印刷・出力を含む」複写・複製の申請を区が承諾すると"), "{page}");
    let asked: Vec<(&str, &str)> = form("copying").into_iter().chain([("covers_files", "yes")]).collect();
    let permit = apply(&w, &manager, &asked).await.location().to_owned();
    assert_eq!(officer.post(&format!("{permit}/approval"), &[]).await.status, 303);
    for reader in [officer, manager, w.role(Role::WardAuditor).await] {
        assert!(reader.get(&standing).await.body.contains("令和8年6月30日まで、Kayoiの印刷・出力"));
    }
}

/// What is written in an application may name people: before a designation one reads what one wrote oneself, and what the ward says.
#[tokio::test]
async fn who_stands_in_no_accepted_roster_reads_only_their_own_applications() {
    let w = World::new().await;
    consent(&w).await;
    let (manager, officer, outside) = (w.as_manager().await, w.as_officer().await, w.as_undesignated().await);
    let path = apply(&w, &manager, &form("copying")).await.location().to_owned();
    let unread = "区が名簿を承認している必要があります";
    let page = outside.get(&path).await;
    assert_eq!(page.status, 200, "that it was applied for is theirs to know");
    assert!(!page.body.contains("停電の備え") && page.body.contains(unread), "{}", page.body);
    assert_eq!(outside.get(&format!("{path}/pdf")).await.status, 403);
    assert_eq!(officer.post(&format!("{path}/approval"), &[("words", "使った日に数える")]).await.status, 303);
    assert!(outside.get(&path).await.body.contains("使った日に数える"), "the ward's own words");
    let ending = outside.get(&format!("{path}/end")).await.body;
    assert!(!ending.contains("停電の備え") && ending.contains(unread));
    let ended = [("words", "山田花子さんの分を細断した")];
    assert_eq!(manager.post(&format!("{path}/end"), &ended).await.status, 303);
    assert!(!outside.get(&path).await.body.contains("山田花子"));
    for client in [&manager, &officer] {
        let page = client.get(&path).await.body;
        assert!(page.contains("停電の備え") && page.contains("山田花子"));
    }
    let own = apply(&w, &outside, &form("take_out")).await.location().to_owned();
    assert!(outside.get(&own).await.body.contains("停電の備え"), "one's own");
    assert_eq!(officer.post(&format!("{own}/approval"), &[]).await.status, 303);
    assert_eq!(officer.post(&format!("{own}/revocation"), &[("words", "条件に反した")]).await.status, 303);
    let other = w.sign_in_under(&w.home, w.home.account(Role::ContractorManager), w.home.service_contract.id);
    assert_eq!(other.await.get(&own).await.status, 404);
    assert!(outside.get(&own).await.body.contains("条件に反した"));
}
