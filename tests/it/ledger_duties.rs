//! What the clauses of a contract make of its ledger, over HTTP: ways that are shut, copies that are forbidden, duties that a handover
//! or an erasure opens and closes, and a contract that doesn't end while something is held.

use kayoi::kit::permission::Role;

use super::world::{Client, World};

const PLAN: [(&str, &str); 12] = [
    ("kind", "out"),
    ("on", "2026-06-17"),
    ("content", "参加者の申込書"),
    ("medium", "paper"),
    ("quantity", "12"),
    ("place", "区役所3階"),
    ("giver", "佐藤"),
    ("taker", "田中"),
    ("protection", "鍵付きかばん"),
    ("route", "区役所から事業所まで"),
    ("packing", "封筒"),
    ("vehicle", "徒歩"),
];

async fn plan(w: &World, client: &Client, channel: &str) -> super::world::Got {
    let fields: Vec<(&str, &str)> = PLAN.into_iter().chain([("channel", channel)]).collect();
    client.post(&format!("/contracts/{}/handovers", w.home.contract.id), &fields).await
}

#[tokio::test]
async fn a_way_that_a_clause_shuts_and_copies_it_forbids_are_not_offered() {
    let w = World::new().await;
    w.bind(
        r#"[{"code": "transfer_protection", "parameters": {"channels": ["by_hand", "medium"]}},
            {"code": "copying", "parameters": {"mode": "never"}}]"#,
    )
    .await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let form = officer.get(&format!("/contracts/{}/handovers/new?kind=out", w.home.contract.id)).await.body;
    assert!(form.contains("value=\"by_hand\"") && !form.contains("value=\"post\""));
    let posted = plan(&w, &officer, "post").await;
    assert_eq!(posted.status, 422);
    assert!(posted.body.contains("第27条") && posted.body.contains("手渡し"), "{}", posted.body);
    assert_eq!(plan(&w, &officer, "by_hand").await.status, 303);
    let copying = manager.get(&format!("/contracts/{}/handovers/new?kind=copied", w.home.contract.id)).await;
    assert!(copying.status == 422 && copying.body.contains("複写・複製は禁じられています（第27条）"));
    let ledger = manager.get(&format!("/contracts/{}/handovers", w.home.contract.id)).await.body;
    assert!(!ledger.contains("kind=copied") && ledger.contains("複写・複製は禁じられています"));
}

#[tokio::test]
async fn a_handover_opens_its_duties_and_each_side_closes_its_own() {
    let w = World::new().await;
    w.bind(r#"[{"code": "handover_record"}, {"code": "custody_receipt"}]"#).await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let path = plan(&w, &officer, "by_hand").await.location().to_owned();
    assert!(w.duties("handover_record").await.is_empty(), "a plan hasn't passed yet");
    let on = ("on", "2026-06-17");
    assert_eq!(officer.post(&format!("{path}/giving"), &[("version", "1"), on]).await.status, 303);
    assert_eq!(w.duties("handover_record").await, ["contractor open", "ward done"]);
    let taken = [("version", "2"), on, ("counted", "yes")];
    assert_eq!(manager.post(&format!("{path}/receipt"), &taken).await.status, 303);
    assert_eq!(w.duties("handover_record").await, ["contractor done", "ward done"]);
    assert_eq!(w.duties("custody_receipt").await, ["contractor done"]);
}

#[tokio::test]
async fn an_erasure_runs_its_clock_until_the_ward_accepts_the_report() {
    let w = World::new().await;
    w.bind(r#"[{"code": "media_erasure_report"}, {"code": "erasure_plan"}]"#).await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let to = format!("/contracts/{}/erasures", w.home.contract.id);
    let report = async |again: &str| {
        let fields = [
            ("unit", "contract"),
            ("ends_reading", "yes"),
            ("erased_on", "2026-06-16"),
            ("person", "田中"),
            ("place", "事業所2階"),
            ("again", again),
        ];
        let sent = manager.hand_in(&to, &fields, None).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        sent.location().to_owned()
    };
    let first = report("").await;
    assert_eq!(w.duties("media_erasure_report").await, ["contractor open handed_in"]);
    let back = [("reason", "立会人を書いてください")];
    assert_eq!(officer.post(&format!("{first}/return"), &back).await.status, 303);
    assert_eq!(w.duties("media_erasure_report").await, ["contractor open"]);
    let page = manager.get(&format!("{to}/new")).await.body;
    assert!(page.contains("データ消去報告書（契約全体）　令和8年6月23日まで"), "five business days: {page}");
    let second = report(first.rsplit('/').next().unwrap()).await;
    assert_eq!(officer.post(&format!("{second}/acceptance"), &[]).await.status, 303);
    assert_eq!(
        w.duties("media_erasure_report").await,
        ["contractor done handed_in"],
        "one duty, answered anew"
    );
    assert_eq!(w.duties("erasure_plan").await, ["contractor done"], "no plan was wanted");
}

#[tokio::test]
async fn a_contract_does_not_end_while_something_is_held() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let contract = format!("/contracts/{}", w.home.contract.id);
    let page = officer.get(&contract).await.body;
    assert!(page.contains("件、終わっていないことがあります"), "the gate is shut, and says so in short");
    let page = officer.get(&format!("{contract}/standing")).await.body;
    assert!(page.contains("返還も消去も済んでいない物が"), "there it says everything that keeps it shut");
    sqlx::query("update contract set state = 'closing' where id = $1")
        .bind(w.home.contract.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let shut = officer.get(&format!("{contract}/closure")).await.body;
    assert!(shut.contains("返還も消去も済んでいない物が") && shut.contains("双方の確認が済んでいない受渡し"));
    let refused = officer.post(&format!("{contract}/closure"), &[("version", "1")]).await;
    assert!(refused.status == 422 && refused.body.contains("返還も消去も済んでいない物が"));
}

/// Whoever loses the designation still asks how the contract stands: nothing breaks, and the figures are those of everybody.
#[tokio::test]
async fn what_is_outstanding_is_told_also_to_whoever_may_not_see_the_ledger() {
    let w = World::new().await;
    let accepted = sqlx::query("update erasure set state = 'accepted', decided_at = now(), decided_by = $2 where contract_id = $1 and state = 'reported'")
        .bind(w.home.contract.id)
        .bind(w.home.account(Role::WardOfficer).id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert!(accepted.rows_affected() > 0);
    let (manager, outside) = (w.as_manager().await, w.as_undesignated().await);
    assert_eq!(outside.get("/participants").await.status, 403);
    for page in ["", "/standing", "/erasures"] {
        let path = format!("/contracts/{}{page}", w.home.contract.id);
        let (seen, told) = (manager.get(&path).await, outside.get(&path).await);
        assert_eq!((seen.status.as_u16(), told.status.as_u16()), (200, 200), "{path}");
        let left = |body: &str| body.split("済んでいない物が").nth(1).map(|rest| rest[..4].to_owned());
        assert_eq!(left(&told.body), left(&seen.body), "{path}");
        assert_eq!(
            left(&told.body).is_some(),
            !page.is_empty(),
            "{path}: the overview tells only its first kinds"
        );
    }
}
