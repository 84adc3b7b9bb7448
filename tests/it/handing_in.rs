//! A paper, a report and a 従事者名簿 that were handed in on time are nobody's delay while the ward decides; what comes back is
//! open again with its day.

use kayoi::kit::permission::Role;
use sqlx::Row as _;
use uuid::Uuid;

use super::{
    custodians::bind,
    world::{Client, World},
};

/// Of the home contract's first obligation of a rule.
async fn obligation(w: &World, rule: &str) -> (Uuid, String) {
    let row = sqlx::query(
        "select id, state || coalesce(' since ' || handed_in_on, '') as how from obligation
         where contract_id = $1 and rule = $2 order by due_on limit 1",
    )
    .bind(w.home.contract.id)
    .bind(rule)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    (row.get("id"), row.get("how"))
}

/// The duty fell due three weeks ago; what was handed in, was so a week before that.
async fn let_time_pass(w: &World, id: Uuid) {
    sqlx::query(
        "update obligation set due_on = '2026-05-27', last_on = '2026-05-27', remind_on = '2026-05-13', escalate_on = '2026-06-03',
           handed_in_on = case when handed_in_on is not null then date '2026-05-20' end where id = $1",
    )
    .bind(id)
    .execute(&mut w.admin().await)
    .await
    .unwrap();
}

async fn lists(client: &Client, id: Uuid, state: &str) -> bool {
    client.get(&format!("/obligations?state={state}")).await.body.contains(&format!("/obligations/{id}\""))
}

async fn open_again(w: &World, id: Uuid) {
    sqlx::query("update obligation set state = 'open', done_on = null, done_by = null where id = $1")
        .bind(id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_paper_lies_with_the_ward_until_it_comes_back() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let (id, how) = obligation(&w, "work_places").await;
    assert_eq!(how, "open");
    let contract = format!("/contracts/{}", w.home.contract.id);
    assert!(lists(&officer, id, "late").await, "it was due before the start");
    let fields = [("code", "clause/work_places"), ("for", "start"), ("words", "本社2階で名簿を扱います")];
    let sent = manager.hand_in_paper(&format!("{contract}/filings"), &fields, None).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(obligation(&w, "work_places").await.1, "open since 2026-06-17");
    let late = officer.get(&format!("/obligations/{id}")).await.body;
    assert!(late.contains("日遅れて提出・確認待ち"), "{late}");

    let_time_pass(&w, id).await;
    assert!(!lists(&officer, id, "late").await);
    assert!(lists(&officer, id, "handed_in").await);
    let shown = officer.get(&format!("/obligations/{id}")).await.body;
    assert!(
        shown.contains("提出・確認待ち") && !shown.contains("遅れて") && !shown.contains("期限を"),
        "{shown}"
    );
    let waits = sent.location().to_owned();
    let task = format!("{contract}/filings\">提出物：作業場所と作業内容の届");
    let home = officer.get("/home").await.body;
    assert!(home.contains(&waits) && !home.contains(&task), "the paper alone: {home}");
    let standing = officer.get(&format!("{contract}/standing")).await.body;
    assert!(standing.contains("提出ずみで、相手の確認を待っている義務"), "{standing}");
    assert_eq!(officer.post(&format!("{contract}/obligations/renewal"), &[]).await.status, 303);
    assert_eq!(
        obligation(&w, "work_places").await.1,
        "open since 2026-05-20",
        "other dates, still handed in"
    );

    let why = [("reason", "部屋の名前を書いてください")];
    assert_eq!(officer.post(&format!("{}/return", sent.location()), &why).await.status, 303);
    let (id, how) = obligation(&w, "work_places").await;
    assert_eq!(how, "open");
    assert!(lists(&officer, id, "late").await);
    assert!(officer.get("/home").await.body.contains(&task), "open again");
    let home = manager.get("/home").await.body;
    assert!(
        home.contains(&waits) && !home.contains(&task),
        "for its writer the returned paper alone: {home}"
    );
    let again = sent.location().rsplit('/').next().unwrap();
    let fields = [("code", "clause/work_places"), ("again", again), ("words", "本社2階の事務室です")];
    let second = manager.hand_in_paper(&format!("{contract}/filings"), &fields, None).await;
    assert_eq!(second.status, 303, "{}", second.body);
    assert_eq!(obligation(&w, "work_places").await.1, "open since 2026-06-17");
    assert_eq!(officer.post(&format!("{}/receipt", second.location()), &[]).await.status, 303);
    assert!(obligation(&w, "work_places").await.1.starts_with("done"));
}

#[tokio::test]
async fn a_report_lies_with_the_ward_until_it_comes_back() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let rule = "report/course";
    let (id, how) = obligation(&w, rule).await;
    assert_eq!(how, "open since 2026-06-23", "handed in four days before its day");
    let_time_pass(&w, id).await;
    let title = "実施報告書の提出";
    assert!(!officer.get("/home").await.body.contains(title), "the report itself waits there");
    let report: Uuid = sqlx::query_scalar("select id from report where contract_id = $1")
        .bind(w.home.contract.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    let back = [("reason", "第3回の人数を確かめてください"), ("version", "2")];
    let returned = officer.post(&format!("/reports/{report}/return"), &back).await;
    assert_eq!(returned.status, 303, "{}", returned.body);
    assert_eq!(obligation(&w, rule).await.1, "open");
    let home = officer.get("/home").await.body;
    assert!(home.contains(title) && home.contains("21日超過"), "{home}");
    let home = w.as_manager().await.get("/home").await.body;
    assert!(
        home.contains("差し戻された報告書") && !home.contains(&format!("/obligations/{id}")),
        "once: {home}"
    );
}

#[tokio::test]
async fn a_roster_lies_with_the_ward_until_it_comes_back() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let (id, _) = obligation(&w, "custodian_list").await;
    open_again(&w, id).await;
    for gone in [
        "delete from designation d using roster r where r.id = d.roster_id and r.contract_id = $1 and r.state <> 'accepted'",
        "delete from roster where contract_id = $1 and state <> 'accepted'",
    ] {
        sqlx::query(gone).bind(w.home.contract.id).execute(&mut w.admin().await).await.unwrap();
    }
    let contract = format!("/contracts/{}", w.home.contract.id);
    let begun = manager.post(&format!("{contract}/roster"), &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let roster = begun.location().to_owned();
    let sent = manager.post(&format!("{roster}/submission"), &[("version", "1")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(obligation(&w, "custodian_list").await.1, "open since 2026-06-17");
    let back = [("reason", "資格を書いてください"), ("version", "2")];
    assert_eq!(officer.post(&format!("{roster}/return"), &back).await.status, 303);
    assert_eq!(obligation(&w, "custodian_list").await.1, "open");
    assert_eq!(manager.post(&format!("{roster}/submission"), &[("version", "3")]).await.status, 303);
    let accepted = officer.post(&format!("{roster}/acceptance"), &[("version", "4")]).await;
    assert_eq!(accepted.status, 303, "{}", accepted.body);
    assert_eq!(obligation(&w, "custodian_list").await.1, "done since 2026-06-17");
}

async fn gave_a_pledge(w: &World, account: Uuid) -> Uuid {
    sqlx::query_scalar("select id from pledge where contract_id = $1 and account_id = $2")
        .bind(w.home.contract.id)
        .bind(account)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

async fn list_is(w: &World, id: Uuid, state: &str) {
    sqlx::query("update roster set state = $2, decided_at = null, decided_by = null where id = $1")
        .bind(id)
        .bind(state)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

/// The recorder has pledged, the manager hasn't; their list is handed in, but not accepted yet, or not even handed in.
#[tokio::test]
async fn pledges_are_done_when_everybody_of_the_list_has_given_one_and_the_ward_has_them() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    bind(&w, serde_json::json!([{ "code": "pledge" }])).await;
    let contract = format!("/contracts/{}", w.home.contract.id);
    assert_eq!(officer.post(&format!("{contract}/obligations/renewal"), &[]).await.status, 303);
    let list: Uuid =
        sqlx::query_scalar("select id from roster where contract_id = $1 and state = 'accepted'")
            .bind(w.home.contract.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    list_is(&w, list, "draft").await;
    let recorder = gave_a_pledge(&w, w.home.custodians[1].account).await;
    assert_eq!(officer.post(&format!("/pledges/{recorder}/receipt"), &[]).await.status, 303);
    assert_eq!(obligation(&w, "pledge").await.1, "open", "without a list nobody is known to have pledged");

    list_is(&w, list, "submitted").await;
    let manager = w.as_manager().await;
    let own: String = sqlx::query_scalar("select name from account where id = $1")
        .bind(w.home.custodians[0].account)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!(manager.post("/pledge", &[("agreed", "yes"), ("name", &own)]).await.status, 303);
    assert_eq!(obligation(&w, "pledge").await.1, "open since 2026-06-17", "all have pledged");
    let last = gave_a_pledge(&w, w.home.custodians[0].account).await;
    assert_eq!(officer.post(&format!("/pledges/{last}/return"), &[("reason", "空白です")]).await.status, 303);
    assert_eq!(obligation(&w, "pledge").await.1, "open", "one came back");
    assert_eq!(manager.post("/pledge", &[("agreed", "yes"), ("name", &own)]).await.status, 303);
    let again: Uuid = sqlx::query_scalar(
        "select id from pledge where contract_id = $1 and account_id = $2 and state = 'given'",
    )
    .bind(w.home.contract.id)
    .bind(w.home.custodians[0].account)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(officer.post(&format!("/pledges/{again}/receipt"), &[]).await.status, 303);
    assert_eq!(obligation(&w, "pledge").await.1, "done since 2026-06-17");
}

/// The pledges came first: the list that names everybody hands the duty in, its acceptance closes it.
#[tokio::test]
async fn a_list_that_comes_after_its_pledges_closes_their_duty() {
    let w = World::new().await;
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    bind(&w, serde_json::json!([{ "code": "pledge" }])).await;
    let contract = format!("/contracts/{}", w.home.contract.id);
    assert_eq!(officer.post(&format!("{contract}/obligations/renewal"), &[]).await.status, 303);
    for account in [w.home.undesignated.id, w.home.custodians[0].account, w.home.custodians[1].account] {
        sqlx::query(
            "insert into pledge (ward_id, id, contract_id, account_id, means, wording, words, given_on, handed_at, handed_by, state, decided_at, decided_by)
             values ($1, gen_random_uuid(), $2, $3, 'electronic', 1, '守ります', '2026-06-15', '2026-06-15 10:00+09', $3, 'received', '2026-06-16 10:00+09', $4)
             on conflict (ward_id, contract_id, account_id) where state <> 'returned' do update set state = 'received', decided_at = '2026-06-16 10:00+09', decided_by = $4",
        )
        .bind(w.home.ward.id)
        .bind(w.home.contract.id)
        .bind(account)
        .bind(w.home.account(Role::WardOfficer).id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    }
    let returned: Uuid =
        sqlx::query_scalar("select id from roster where contract_id = $1 and state = 'returned'")
            .bind(w.home.contract.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let list = format!("{contract}/rosters/{returned}");
    let sent =
        manager.post(&format!("{list}/submission"), &[("version", "2"), ("reason", "交代のため")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(obligation(&w, "pledge").await.1, "open since 2026-06-17");
    assert_eq!(officer.post(&format!("{list}/acceptance"), &[("version", "3")]).await.status, 303);
    assert!(obligation(&w, "pledge").await.1.starts_with("done"));
}
