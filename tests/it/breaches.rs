//! 違反と対応 over HTTP: written down by the ward, told to the contractor, stated on, decided by a second person, paid.

use kayoi::kit::permission::Role;
use uuid::Uuid;

use super::{
    wall::tried,
    world::{Client, Got, World},
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const BOUND: &str = r#"[{"code": "guidance"}, {"code": "publication"}, {"code": "termination"}, {"code": "damages"}, {"code": "erasure_check"}]"#;

/// The last clause that a form offers: the one the test has bound.
fn clause_in(page: &str) -> String {
    let options = page.split("name=\"clause\"").nth(1).unwrap().split("</select>").next().unwrap();
    options.split("value=\"").filter_map(|part| part.split('"').next()).last().unwrap().to_owned()
}

struct Tried<'a> {
    w: &'a World,
    officer: Client,
    clause: String,
}

impl<'a> Tried<'a> {
    async fn new(w: &'a World) -> Self {
        w.bind(BOUND).await;
        let officer = w.as_officer().await;
        let form = officer.get(&format!("/contracts/{}/breaches/new", w.home.contract.id)).await;
        assert_eq!(form.status, 200, "{}", form.body);
        Self { w, officer, clause: clause_in(&form.body) }
    }

    async fn record(&self, other: &[(&str, &str)]) -> Got {
        let usual = [
            ("kind", "breach"),
            ("clause", self.clause.as_str()),
            ("happened_on", "2026/06/15"),
            ("noticed_on", "2026/06/16"),
            ("words", "棚に鍵がなかった"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
        let fields: Vec<(&str, &str)> = kept.chain(other.iter().copied()).collect();
        self.officer.post(&format!("/contracts/{}/breaches", self.w.home.contract.id), &fields).await
    }

    async fn recorded(&self, kind: &str) -> String {
        let got = self.record(&[("kind", kind)]).await;
        assert_eq!(got.status, 303, "{}", got.body);
        got.location().to_owned()
    }

    async fn notify(&self, path: &str, kind: &str, other: &[(&str, &str)]) -> Got {
        let usual =
            [("kind", kind), ("clause", &self.clause), ("words", "予定です"), ("state_by", "2026/06/24")];
        let fields: Vec<(&str, &str)> = usual.into_iter().chain(other.iter().copied()).collect();
        self.officer.post(&format!("{path}/consequences"), &fields).await
    }

    /// Tells it, and returns the address of the consequence.
    async fn told(&self, path: &str, kind: &str, other: &[(&str, &str)]) -> String {
        let got = self.notify(path, kind, other).await;
        assert_eq!(got.status, 303, "{}", got.body);
        let notice = link(&self.officer.get(path).await.body, "/notice.pdf");
        notice.trim_end_matches("/notice.pdf").to_owned()
    }
}

/// The last address on the page that ends like this.
fn link(page: &str, ending: &str) -> String {
    page.split('"').rfind(|part| part.ends_with(ending)).unwrap_or_default().to_owned()
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn refusals(w: &World) -> i64 {
    sqlx::query_scalar("select count(*) from audit_event where ward_id = $1 and action = 'breach.refused'")
        .bind(w.home.ward.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

async fn contract_of(w: &World) -> (String, String) {
    sqlx::query_as("select state, ends_on::text from contract where id = $1")
        .bind(w.home.contract.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_contract_is_terminated_by_a_second_person_after_the_contractor_was_heard() {
    let w = World::new().await;
    let of = Tried::new(&w).await;
    let (manager, admin) = (w.as_manager().await, w.role(Role::WardAdmin).await);
    let path = of.recorded("breach").await;
    for rule in ["guidance", "publication", "termination"] {
        assert_eq!(w.duties_about(rule, id_of(&path)).await, ["ward open"], "{rule}");
    }
    assert!(of.officer.get("/home").await.body.contains(&path), "the ward has to decide what follows");
    assert_eq!(manager.get(&path).await.status, 404, "a record that wasn't told of is the ward's");
    assert!(!manager.get("/breaches").await.body.contains(&path));

    let bare = of.notify(&path, "termination", &[]).await;
    assert_eq!(bare.status, 422);
    assert!(bare.body.contains("予定の日を入力してください。") && bare.body.contains("予定です"));
    let told = of.told(&path, "termination", &[("planned_on", "2026/06/30")]).await;
    assert!(manager.get("/home").await.body.contains(&path), "the contractor knows until when it may speak");
    let seen = manager.get(&path).await.body;
    assert!(seen.contains("棚に鍵がなかった") && seen.contains("令和8年6月24日"), "{seen}");
    for paper in [&of.officer, &manager] {
        let paper = paper.get(&format!("{told}/notice.pdf")).await;
        assert!(paper.status == 200 && paper.body.starts_with("%PDF-"));
    }

    let decision = format!("{told}/decision");
    let ends = [("outcome", "imposed"), ("reason", "続けられない"), ("from_on", "2026/06/30")];
    assert_eq!(manager.post(&decision, &ends).await.status, 403, "nobody decides about themselves");
    let own = of.officer.post(&decision, &ends).await;
    assert_eq!(own.status, 422);
    assert!(own.body.contains("通知した人とは別の人"));
    assert_eq!(refusals(&w).await, 1, "and the attempt is known");
    let form = of.officer.get(&decision).await.body;
    assert!(!form.contains("value=\"imposed\"") && form.contains("value=\"dropped\""));
    let hurried = admin.post(&decision, &ends).await;
    assert_eq!(hurried.status, 422);
    assert!(hurried.body.contains("弁明を待たずに決める理由を入力してください。"));

    let statement = format!("{told}/statement");
    let words = [("words", "翌日に鍵を付けた")];
    assert_eq!(of.officer.hand_in(&statement, &words, None).await.status, 403);
    assert_eq!(manager.hand_in(&statement, &[("words", "")], None).await.status, 422);
    assert_eq!(manager.hand_in(&statement, &words, Some(("写真.pdf", PDF))).await.status, 303);
    assert_eq!(manager.hand_in(&statement, &words, None).await.status, 422, "once");
    let file = admin.get(&format!("{statement}/file")).await;
    assert_eq!((file.status.as_u16(), file.body.as_bytes()), (200, PDF), "the very bytes");
    assert!(admin.get("/home").await.body.contains(&path), "now it is the ward's turn");
    let blocked = admin.get(&format!("/contracts/{}/standing", w.home.contract.id)).await.body;
    assert!(blocked.contains("決定していない、違反・損害への対応が"), "{blocked}");

    for day in ["2026/06/16", "2027/06/30"] {
        let late = [("outcome", "imposed"), ("reason", "x"), ("from_on", day)];
        assert_eq!(admin.post(&decision, &late).await.status, 422, "{day}");
    }
    assert_eq!(admin.post(&decision, &ends).await.status, 303);
    assert_eq!(admin.post(&decision, &ends).await.status, 422, "a decision isn't replayed");
    assert_eq!(contract_of(&w).await, ("closing".into(), "2026-06-30".into()));
    assert_eq!(w.duties_about("termination", id_of(&path)).await, ["ward done"]);
    assert_eq!(w.duties_about("guidance", id_of(&path)).await, ["ward open"], "each its own");
    let due: Vec<String> = sqlx::query_scalar(
        "select due_on::text from obligation where contract_id = $1 and rule = 'erasure_check'",
    )
    .bind(w.home.contract.id)
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(due, ["2026-07-28"], "what is due at the end is counted from the new one");
    assert!(manager.get(&path).await.body.contains("契約を解除する"));
    let paper = manager.get(&format!("{told}/decision.pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF-"));
}

#[tokio::test]
async fn nothing_is_dated_back_and_each_kind_follows_once() {
    let w = World::new().await;
    let of = Tried::new(&w).await;
    for other in [
        [("noticed_on", "2026/06/18"), ("happened_on", "2026/06/15")],
        [("noticed_on", "2026/06/14"), ("happened_on", "2026/06/15")],
        [("clause", "0193486f-35f6-7a00-8000-0123456789ab"), ("words", "鍵")],
    ] {
        let got = of.record(&other).await;
        assert_eq!(got.status, 422, "{other:?}");
        assert!(got.body.contains("鍵"), "what was typed stays");
    }
    let path = of.recorded("breach").await;
    for (state_by, what) in [("2026/06/17", "today is no time"), ("2026/12/17", "half a year is no hearing")]
    {
        let fields =
            [("kind", "guidance"), ("clause", of.clause.as_str()), ("words", "x"), ("state_by", state_by)];
        assert_eq!(of.officer.post(&format!("{path}/consequences"), &fields).await.status, 422, "{what}");
    }
    let guidance = of.told(&path, "guidance", &[]).await;
    assert_eq!(of.notify(&path, "guidance", &[]).await.status, 422, "told once");
    let decided =
        [("outcome", "imposed"), ("reason", "急ぐ"), ("content", "施錠"), ("until_on", "2026/06/24")];
    let back = [("outcome", "imposed"), ("reason", "急ぐ"), ("content", "施錠"), ("until_on", "2026/06/16")];
    assert_eq!(of.officer.post(&format!("{guidance}/decision"), &back).await.status, 422);
    let done = of.officer.post(&format!("{guidance}/decision"), &decided).await;
    assert_eq!(done.status, 303, "to be guided nobody has to wait\n{}", done.body);
    assert_eq!(w.duties_about("guidance", id_of(&path)).await, ["ward done"]);
    let link = format!("/requests/new?contract={}", w.home.contract.id);
    assert!(of.officer.get(&path).await.body.contains(&link), "and what was put right may be asked for");
    let manager = w.as_manager().await;
    let late = manager.hand_in(&format!("{guidance}/statement"), &[("words", "待って")], None).await;
    assert_eq!(late.status, 422, "it is decided");

    let silent = [("kind", "publication"), ("clause", of.clause.as_str())];
    let dismissals = format!("{path}/dismissals");
    assert_eq!(of.officer.post(&dismissals, &silent).await.status, 422, "why not");
    let why = [("kind", "publication"), ("clause", of.clause.as_str()), ("reason", "直ちに改めたため")];
    assert_eq!(of.officer.post(&dismissals, &why).await.status, 303);
    assert_eq!(of.officer.post(&dismissals, &why).await.status, 422, "once");
    assert_eq!(w.duties_about("publication", id_of(&path)).await, ["ward done"]);
    assert!(of.officer.get(&path).await.body.contains("直ちに改めたため"));
    assert!(!manager.get(&path).await.body.contains("直ちに改めたため"), "it wasn't told of that");

    let damage = of.recorded("damage").await;
    assert!(w.duties_about("guidance", id_of(&damage)).await.is_empty());
    assert_eq!(of.notify(&damage, "guidance", &[]).await.status, 422, "a damage is only made good");
}

#[tokio::test]
async fn damages_are_owed_by_the_day_the_ward_set_and_paid_in_parts() {
    let w = World::new().await;
    let of = Tried::new(&w).await;
    let (manager, admin) = (w.as_manager().await, w.role(Role::WardAdmin).await);
    let path = of.recorded("damage").await;
    assert_eq!(of.notify(&path, "damages", &[("amount", "-1")]).await.status, 422);
    let told = of.told(&path, "damages", &[("amount", "50,000")]).await;
    let decision = format!("{told}/decision");
    let fields = [
        ("outcome", "imposed"),
        ("reason", "領収書のとおり"),
        ("unheard", "受託者が書面で認めている"),
        ("content", "区"),
        ("amount", "40,000"),
        ("until_on", "2026/07/31"),
    ];
    let payments = format!("{told}/payments");
    let paid = |on, amount| [("paid_on", on), ("amount", amount)];
    let early = admin.post(&payments, &paid("2026/06/17", "1")).await;
    assert_eq!(early.status, 422, "nothing is owed yet");
    assert_eq!(admin.post(&decision, &fields).await.status, 303);
    assert_eq!(w.duties_about("damages", id_of(&path)).await, ["contractor open"]);
    let duties = manager.get(&format!("/contracts/{}/obligations", w.home.contract.id)).await.body;
    assert!(duties.contains("7月31日"), "{duties}");

    assert_eq!(manager.post(&payments, &paid("2026/06/17", "40000")).await.status, 403);
    for (on, amount) in [("2026/06/18", "1"), ("2026/06/14", "1"), ("2026/06/17", "40001")] {
        assert_eq!(admin.post(&payments, &paid(on, amount)).await.status, 422, "{on} {amount}");
    }
    assert_eq!(admin.post(&payments, &paid("2026/06/17", "15,000円")).await.status, 303);
    assert_eq!(w.duties_about("damages", id_of(&path)).await, ["contractor open"]);
    assert!(manager.get(&path).await.body.contains("25,000円"), "what is left");
    assert_eq!(admin.post(&payments, &paid("2026/06/17", "25000")).await.status, 303);
    assert_eq!(w.duties_about("damages", id_of(&path)).await, ["contractor done"]);
    assert_eq!(admin.post(&payments, &paid("2026/06/17", "1")).await.status, 422, "no more than is owed");
}

#[tokio::test]
async fn others_see_nothing_and_the_wall_holds_without_the_pages() {
    let w = World::new().await;
    let of = Tried::new(&w).await;
    let path = of.recorded("breach").await;
    let told = of.told(&path, "publication", &[("planned_on", "2026/06/30")]).await;
    for role in [Role::ContractorRecorder, Role::WardAuditor, Role::WardEvaluator, Role::CentreStaff] {
        assert_eq!(w.role(role).await.get(&path).await.status, 403, "{role:?}");
    }
    let manager = w.home.account(Role::ContractorManager);
    let elsewhere = w.sign_in_under(&w.home, manager, w.home.service_contract.id).await;
    let foreign = w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await;
    for client in [&elsewhere, &foreign] {
        for page in [path.clone(), format!("{told}/notice.pdf"), format!("{told}/statement/file")] {
            assert_eq!(client.get(&page).await.status, 404, "{page}");
        }
    }
    let fields = [("outcome", "dropped"), ("reason", "x")];
    assert_eq!(foreign.post(&format!("{told}/decision"), &fields).await.status, 404);
    let other = elsewhere.hand_in(&format!("{told}/statement"), &[("words", "x")], None).await;
    assert_eq!(other.status, 404);

    let (contract, consequence) = (w.home.contract.id, id_of(&told));
    let decide = |outcome: &str, days: &str| {
        format!(
            "insert into consequence_decision (ward_id, id, contract_id, consequence_id, kind, outcome, from_on, until_on, sealed, made_at, made_by)
             values (app_ward(), '{}', '{contract}', '{consequence}', 'publication', '{outcome}', {days}, '\\x01', now(), app_account())",
            Uuid::new_v4()
        )
    };
    let imposed = decide("imposed", "current_date + 1, current_date + 2");
    let dropped = decide("dropped", "null, null");
    for (role, sql, is_theirs) in [
        (Role::WardOfficer, imposed.as_str(), false),
        (Role::WardAdmin, imposed.as_str(), true),
        (Role::WardOfficer, dropped.as_str(), true),
        (Role::ContractorManager, dropped.as_str(), false),
        (Role::WardOfficer, "update consequence set state_by = state_by + 1", false),
        (Role::WardOfficer, "delete from breach", false),
        (
            Role::WardAdmin,
            "update contract set ends_on = ends_on - 1, state = 'closing' where state = 'active'",
            false,
        ),
        (Role::WardAdmin, "update contract set state = 'closing' where state = 'active'", true),
    ] {
        assert_eq!(tried(&w, role, contract, sql).await.is_ok(), is_theirs, "{role:?}: {sql}");
    }
}

#[tokio::test]
async fn who_stands_in_no_accepted_roster_reads_no_statement_of_another() {
    let w = World::new().await;
    let of = Tried::new(&w).await;
    let (manager, outside) = (w.as_manager().await, w.as_undesignated().await);
    let path = of.recorded("breach").await;
    let told = of.told(&path, "guidance", &[]).await;
    let statement = format!("{told}/statement");
    let words = [("words", "山田花子さんの記録は無事です")];
    assert_eq!(manager.hand_in(&statement, &words, Some(("山田.pdf", PDF))).await.status, 303);
    let page = outside.get(&path).await;
    assert_eq!(page.status, 200, "that it was stated is theirs to know");
    assert!(!page.body.contains("山田") && page.body.contains("区が名簿を承認している必要があります"));
    assert_eq!(outside.get(&format!("{statement}/file")).await.status, 404);
    assert_eq!(outside.hand_in(&statement, &words, None).await.status, 422, "nothing is stated twice");
    for client in [&manager, &of.officer] {
        assert!(client.get(&path).await.body.contains("山田"));
        assert_eq!(client.get(&format!("{statement}/file")).await.status, 200);
    }
}
