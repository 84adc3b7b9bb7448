//! 提出物 over HTTP: handed in with its file, received, approved or returned by the other side, overdue when it isn't there; and
//! what a hostile file meets.

use kayoi::kit::permission::Role;

use super::world::{Client, Got, PDF, World};

fn list(w: &World) -> String {
    format!("/contracts/{}/filings", w.home.contract.id)
}

/// The 法人の規程, due three weeks before the course.
async fn rules(client: &Client, w: &World, file: Option<(&str, &[u8])>) -> Got {
    let key = format!("course:{}", w.home.course.id);
    let fields = [("code", "personal_data_rules"), ("for", key.as_str()), ("words", "規程の写しです")];
    client.hand_in_paper(&list(w), &fields, file).await
}

pub async fn flyer(client: &Client, w: &World, again: &str) -> Got {
    let fields = [("code", "flyer"), ("again", again), ("words", "チラシの案です")];
    client.hand_in_paper(&list(w), &fields, Some(("案.pdf", PDF))).await
}

#[tokio::test]
async fn a_paper_goes_to_the_ward_and_is_received() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let before = manager.get(&list(&w)).await.body;
    assert!(before.contains("教室の初回") && before.contains("3週間前"), "the rule is explained");
    assert!(
        before.contains("体験・説明会（令和8年5月18日）の3週間前（令和8年4月27日）"),
        "from the briefing's day"
    );
    let overdue = officer.get("/filings?show=overdue").await.body;
    assert!(overdue.contains("個人情報の管理に関する法人の規程") && overdue.contains("日過ぎています"));

    let sent = rules(&manager, &w, Some(("規程.PDF", PDF))).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    assert!(officer.get("/filings").await.body.contains(&path), "it waits for the ward");
    assert!(officer.get("/home").await.body.contains(&path), "also on its home");
    let shown = officer.get(&path).await.body;
    assert!(
        shown.contains("規程の写しです") && shown.contains("規程.pdf") && shown.contains("期限を過ぎて提出")
    );
    assert!(!officer.get("/filings?show=overdue").await.body.contains("法人の規程"));

    let file = officer.get(&format!("{path}/file")).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.body.as_bytes(), PDF, "the very bytes that were handed in");
    let header =
        |name: &str| file.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    assert!(header("content-disposition").starts_with("attachment;"), "saved, never shown");
    assert_eq!(
        (header("content-type").as_str(), header("x-content-type-options").as_str()),
        ("application/pdf", "nosniff")
    );

    assert_eq!(officer.post(&format!("{path}/approval"), &[]).await.status, 422, "it wants a receipt");
    assert_eq!(officer.post(&format!("{path}/receipt"), &[]).await.status, 303);
    assert_eq!(officer.post(&format!("{path}/receipt"), &[]).await.status, 422, "once");
    assert!(manager.get(&path).await.body.contains("受理ずみ"));
    let again = rules(&manager, &w, Some(("規程.pdf", PDF))).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("すでに提出されています"));
}

#[tokio::test]
async fn a_returned_paper_says_why_and_is_handed_in_anew() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let first = flyer(&manager, &w, "").await.location().to_owned();
    assert!(!first.is_empty());
    let empty = officer.post(&format!("{first}/return"), &[("reason", " ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("差し戻す理由を入力してください。"));
    let why = "電話番号を載せてください";
    assert_eq!(officer.post(&format!("{first}/return"), &[("reason", why)]).await.status, 303);
    let seen = manager.get(&first).await.body;
    assert!(seen.contains(why) && seen.contains("出し直す"));
    assert!(manager.get("/home").await.body.contains(&first), "it is on the contractor's home");
    assert!(manager.get("/filings?show=returned").await.body.contains(&first));

    let id = first.rsplit('/').next().unwrap();
    let anew = manager.get(&format!("{}/new?code=flyer&again={id}", list(&w))).await.body;
    for kept in [why, "チラシの案です", "前のファイル「案.pdf」"] {
        assert!(anew.contains(kept), "{kept}: {anew}");
    }
    let second = flyer(&manager, &w, id).await;
    assert_eq!(second.status, 303, "{}", second.body);
    let twice = flyer(&manager, &w, id).await;
    assert_eq!(twice.status, 422, "once");
    let second = second.location().to_owned();
    assert_eq!(officer.post(&format!("{second}/approval"), &[]).await.status, 303);
    assert!(manager.get(&first).await.body.contains(&second), "the old one leads to the new one");
    assert!(!manager.get("/filings?show=returned").await.body.contains(&first));
    assert!(manager.get(&second).await.body.contains("承認ずみ"));
}

#[tokio::test]
async fn a_day_that_no_record_holds_is_typed_and_then_known() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    let mut admin = w.admin().await;
    sqlx::query("delete from briefing where ward_id = $1")
        .bind(w.home.ward.id)
        .execute(&mut admin)
        .await
        .unwrap();
    assert!(manager.get(&list(&w)).await.body.contains("体験・説明会の日がまだ登録されていません"));
    let fields =
        |day: &'static str| [("code", "programme_set"), ("for", ""), ("event_on", day), ("words", "")];
    let file = Some(("一式.pdf", PDF));
    let got = manager.hand_in_paper(&list(&w), &fields(""), file).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("体験・説明会の日を入力してください。"));
    let got = manager.hand_in_paper(&list(&w), &fields("R8.7.22"), file).await;
    assert_eq!(got.status, 303, "{}", got.body);
    let shown = manager.get(got.location()).await.body;
    assert!(shown.contains("令和8年7月1日（水）"), "three weeks before\n{shown}");
    assert!(shown.contains("期限内に提出"));

    let briefing = uuid::Uuid::new_v4();
    sqlx::query("insert into briefing (ward_id, id, contract_id, held_on, starts_at, minutes, venue, written_by, written_at) values ($1, $2, $3, '2026-07-22', '13:30', 120, 'x', $4, now())")
        .bind(w.home.ward.id)
        .bind(briefing)
        .bind(w.home.contract.id)
        .bind(w.home.account(Role::ContractorManager).id)
        .execute(&mut admin)
        .await
        .unwrap();
    assert!(manager.get(&list(&w)).await.body.contains("令和8年7月22日の分"), "the day is known now");
    let key = format!("briefing:{briefing}");
    let again = [("code", "programme_set"), ("for", key.as_str())];
    let got = manager.hand_in_paper(&list(&w), &again, file).await;
    assert_eq!(got.status, 422);
    assert!(got.body.contains("すでに提出されています"), "what was handed in for the typed day counts");
}

#[tokio::test]
async fn hostile_files_are_refused_and_what_was_typed_stays() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    let mut large = PDF.to_vec();
    large.resize(11 * 1024 * 1024, b'\n');
    for (name, bytes, sentence) in [
        ("規程.pdf", b"MZ\x90\0\x03".as_slice(), "名前の終わりの種類と合いません"),
        ("規程.pdf", b"<!doctype html><script>alert(1)</script>", "名前の終わりの種類と合いません"),
        ("規程.pdf.exe", PDF, "このファイルの種類は添付できません"),
        ("規程.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "このファイルの種類は添付できません"),
        ("規程.xlsx", b"PK\x03\x04nothing", "名前の終わりの種類と合いません"),
        ("規程", PDF, "このファイルの種類は添付できません"),
        ("規程.pdf", b"", "ファイルを選んでください"),
        ("規程.pdf", large.as_slice(), "ファイルは10MBまでです"),
    ] {
        let got = rules(&manager, &w, Some((name, bytes))).await;
        assert_eq!(got.status, 422, "{name}");
        assert!(got.body.contains(sentence), "{name}: {}", got.body);
        assert!(got.body.contains("規程の写しです"), "what was typed stays");
    }
    large.resize(13 * 1024 * 1024, b'\n');
    assert_eq!(rules(&manager, &w, Some(("規程.pdf", &large))).await.status, 413);
    let tricky = rules(&manager, &w, Some(("../../\u{202E}fdp.規程<b>.pdf", PDF))).await;
    let shown = manager.get(tricky.location()).await.body;
    assert!(shown.contains("fdp.規程b.pdf") && !shown.contains('\u{202E}'), "{shown}");
}

#[tokio::test]
async fn only_the_two_sides_of_the_contract_come_near() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let path = rules(&manager, &w, Some(("規程.pdf", PDF))).await.location().to_owned();
    for role in [Role::WardEvaluator, Role::CentreStaff, Role::ContractorRecorder] {
        let client = w.role(role).await;
        assert_eq!(client.get(&path).await.status, 403, "{role:?}");
        assert_eq!(client.get(&format!("{path}/file")).await.status, 403, "{role:?}");
        assert_eq!(rules(&client, &w, Some(("規程.pdf", PDF))).await.status, 403, "{role:?}");
    }
    let auditor = w.role(Role::WardAuditor).await;
    let seen = auditor.get(&path).await;
    assert_eq!(seen.status, 200);
    assert!(!seen.body.contains("規程の写しです") && seen.body.contains("監査では"));
    assert_eq!(auditor.get(&format!("{path}/file")).await.status, 403);
    assert_eq!(manager.post(&format!("{path}/receipt"), &[]).await.status, 422, "not one's own");
    assert_eq!(rules(&officer, &w, Some(("規程.pdf", PDF))).await.status, 422, "the contractor owes it");

    let other = w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await;
    let rival = w.sign_in(&w.other, w.other.account(Role::ContractorManager)).await;
    for stranger in [&other, &rival] {
        for address in [path.clone(), format!("{path}/file"), list(&w)] {
            assert_eq!(stranger.get(&address).await.status, 404, "{address}");
        }
        assert_eq!(stranger.post(&format!("{path}/receipt"), &[]).await.status, 404);
        assert_eq!(rules(stranger, &w, Some(("規程.pdf", PDF))).await.status, 404);
    }
    // Within the same company, on another contract.
    let elsewhere = format!("/contracts/{}/filings", w.home.service_contract.id);
    assert_eq!(manager.get(&elsewhere).await.status, 404);
}

#[tokio::test]
async fn who_is_in_no_accepted_list_opens_only_what_is_their_own() {
    let w = World::new().await;
    let (manager, newcomer) = (w.as_manager().await, w.as_undesignated().await);
    let theirs = rules(&manager, &w, Some(("規程.pdf", PDF))).await.location().to_owned();
    let got = newcomer.get(&theirs).await;
    assert_eq!(got.status, 200);
    assert!(!got.body.contains("規程の写しです") && got.body.contains("従事者名簿に載り"));
    assert_eq!(newcomer.get(&format!("{theirs}/file")).await.status, 403);
    let own = flyer(&newcomer, &w, "").await.location().to_owned();
    assert!(newcomer.get(&own).await.body.contains("チラシの案です"));
    assert_eq!(newcomer.get(&format!("{own}/file")).await.status, 200);
}

/// The wall itself: what was handed over never changes, whatever a page might do.
#[tokio::test]
async fn a_paper_that_was_handed_over_stays_as_it_was() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    let path = rules(&manager, &w, Some(("規程.pdf", PDF))).await.location().to_owned();
    let id: uuid::Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    for (role, sql) in [
        ("kayoi_contractor", "update filing set title = 'x' where id = $1"),
        (
            "kayoi_contractor",
            "update filing set state = 'received', decided_at = now(), decided_by = filed_by, version = 2 where id = $1",
        ),
        ("kayoi_contractor", "update filing_content set sealed = null where id = $1"),
        ("kayoi_contractor", "delete from filing_content where id = $1"),
        (
            "kayoi_ward",
            "update filing set state = 'approved', decided_at = now(), decided_by = app_account(), version = 2 where id = $1",
        ),
        ("kayoi_ward", "update filing set due_on = null where id = $1"),
        ("kayoi_ward", "delete from filing where id = $1"),
    ] {
        let mut admin = w.admin().await;
        sqlx::raw_sql("begin").execute(&mut admin).await.unwrap();
        let account = if role == "kayoi_ward" { Role::WardOfficer } else { Role::ContractorManager };
        for (name, value) in [
            ("app.ward", w.home.ward.id),
            ("app.account", w.home.account(account).id),
            ("app.contract", w.home.contract.id),
            ("app.people", w.home.contract.id),
        ] {
            sqlx::query("select set_config($1, $2, true)")
                .bind(name)
                .bind(value.to_string())
                .execute(&mut admin)
                .await
                .unwrap();
        }
        let acts_as = if role == "kayoi_ward" { "ward.officer" } else { "contractor.manager" };
        sqlx::query("select set_config('app.role', $1, true)")
            .bind(acts_as)
            .execute(&mut admin)
            .await
            .unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("set local role {role}")))
            .execute(&mut admin)
            .await
            .unwrap();
        let done = sqlx::query(sql).bind(id).execute(&mut admin).await;
        let code = done
            .as_ref()
            .err()
            .and_then(|e| e.as_database_error())
            .and_then(|e| e.code().map(|c| c.into_owned()));
        assert!(matches!(code.as_deref(), Some("42501")), "{role}: {sql}: {done:?}");
    }
}

#[tokio::test]
async fn a_paper_asks_what_the_other_side_wants_to_know_and_is_printed_with_it() {
    let w = World::new().await;
    w.bind(r#"[{"code": "emergency_contacts"}]"#).await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let renewal = format!("/contracts/{}/obligations/renewal", w.home.contract.id);
    assert_eq!(officer.post(&renewal, &[]).await.status, 303);
    let fields = [("code", "clause/emergency_contacts"), ("for", "start")];
    let empty = manager.hand_in(&list(&w), &fields, None).await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("夜間・休日の連絡先を入力してください"), "{}", empty.body);
    let night = [fields[0], fields[1], ("particular_2", "取扱責任者 田中（090-1234-5678）")];
    let sent = manager.hand_in_paper(&list(&w), &night, None).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(w.duties("emergency_contacts").await, ["contractor open handed_in", "ward open"]);
    let shown = officer.get(sent.location()).await.body;
    assert!(shown.contains("090-1234-5678") && shown.contains("連絡の手順"), "{shown}");
    assert_eq!(officer.post(&format!("{}/receipt", sent.location()), &[]).await.status, 303);
    let own = officer.hand_in_paper(&list(&w), &fields, None).await;
    assert_eq!(own.status, 303, "{}", own.body);
    assert_eq!(manager.post(&format!("{}/receipt", own.location()), &[]).await.status, 303);
    assert_eq!(w.duties("emergency_contacts").await, ["contractor done handed_in", "ward done handed_in"]);

    let pdf = officer.get(&format!("{}/pdf", sent.location())).await;
    assert_eq!(pdf.status, 200);
    assert!(pdf.bytes.starts_with(b"%PDF"));
    assert_eq!(
        w.role(Role::ContractorRecorder).await.get(&format!("{}/pdf", sent.location())).await.status,
        403
    );
}
