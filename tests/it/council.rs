//! 付議 over HTTP: written, submitted, decided by another person; the gate before the signature, shut and open; what changed.

use kayoi::kit::permission::Role;
use sqlx::Row as _;

use super::world::{Client, Got, World, times};

/// Makes the town's service contract a draft again.
pub async fn back_to_draft(w: &World) {
    sqlx::query("update contract set state = 'draft', signed_on = null where ward_id = $1 and id = $2")
        .bind(w.home.ward.id)
        .bind(w.home.service_contract.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

const WORDS: &[(&str, &str)] = &[
    ("annex", "outsourcing"),
    ("subject", "短期集中サービスの委託について"),
    ("work", "短期集中サービス"),
    ("purpose", "自立を支える"),
    ("targets", "要支援1・2"),
    ("outline", "訪問と通所"),
    ("matter", "業務の委託"),
    ("people", "約10人"),
    ("whose", "利用者"),
    ("media", "紙及びCD-R"),
    ("out_basis", "第14条第1項"),
    ("out_reason", "専門の知識が要る"),
    ("out_work", "訪問、計画、通所"),
    ("out_ward", "立入り調査を行う"),
    ("out_contractor", "取扱者を届け出る"),
];

async fn write(client: &Client, path: &str, version: &str, changed: &[(&str, &str)]) -> Got {
    let kept = WORDS.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    let fields: Vec<_> =
        [("version", version)].into_iter().chain(kept.copied()).chain(changed.iter().copied()).collect();
    client.post(path, &fields).await
}

fn decision<'a>(on: &'a str, version: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("outcome", "approved"),
        ("on", on),
        ("body", "審議会"),
        ("meeting", "令和8年度第2回"),
        ("version", version),
    ]
}

async fn sign(w: &World, client: &Client) -> Got {
    let fields = [("signed_on", "2026-06-17"), ("version", "1")];
    client.post(&format!("/contracts/{}/signature", w.home.service_contract.id), &fields).await
}

/// A submitted paper of the draft, which waits for its decision.
async fn submitted(w: &World, officer: &Client) -> String {
    back_to_draft(w).await;
    let contract = w.home.service_contract.id;
    let none = officer.post(&format!("/contracts/{contract}/council-papers"), &[]).await;
    assert!(none.status == 422 && none.body.contains("先に、付議の根拠"), "{}", none.body);
    let basis = [("law", "ordinance"), ("body", "情報公開・個人情報保護審議会"), ("required", "yes")];
    assert_eq!(officer.post(&format!("/contracts/{contract}/council/basis"), &basis).await.status, 303);
    let shut = sign(w, officer).await;
    assert!(shut.status == 422 && shut.body.contains("承認を得てから締結"), "{}", shut.body);
    assert_eq!(times(w, "council.shut").await, 1);
    let begun = officer.post(&format!("/contracts/{contract}/council-papers"), &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let edit = begun.location().to_owned();
    let path = edit.trim_end_matches("/edit").to_owned();
    assert!(officer.get(&edit).await.body.contains("委託について"), "the contract's title is there already");
    let twice = officer.post(&format!("/contracts/{contract}/council-papers"), &[]).await;
    assert!(twice.status == 422 && twice.body.contains("結果を待っている版"), "{}", twice.body);
    assert_eq!(write(officer, &path, "1", &[("out_reason", "")]).await.status, 303, "a draft may be half");
    let half = officer.post(&format!("{path}/submission"), &[("version", "2")]).await;
    assert!(half.status == 422 && half.body.contains("「委託の理由」を書いてください"), "{}", half.body);
    assert_eq!(write(officer, &path, "2", &[]).await.status, 303);
    let sent = officer.post(&format!("{path}/submission"), &[("version", "3")]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    path
}

#[tokio::test]
async fn a_contract_that_needs_the_approval_is_signed_after_it() {
    let w = World::new().await;
    let (officer, admin) = (w.as_officer().await, w.role(Role::WardAdmin).await);
    let path = submitted(&w, &officer).await;
    let decide = format!("{path}/decision");
    let rewritten = write(&officer, &path, "4", &[]).await;
    assert!(rewritten.status == 422 && rewritten.body.contains("提出ずみのため"), "{}", rewritten.body);
    let basis = format!("/contracts/{}/council/basis", w.home.service_contract.id);
    let lowered = [("law", "ordinance"), ("body", "情報公開・個人情報保護審議会"), ("version", "1")];
    for somebody in [&officer, &admin] {
        let lowered = somebody.post(&basis, &lowered).await;
        assert!(
            lowered.status == 422 && lowered.body.contains("「承認を待つ」の設定を外せません"),
            "{}",
            lowered.body
        );
    }
    let own = officer.post(&decide, &decision("2026-06-17", "4")).await;
    assert!(own.status == 422 && own.body.contains("自分では記録できません"), "{}", own.body);
    assert_eq!(times(&w, "council.refused").await, 4);
    let old = admin.post(&decide, &decision("2026-06-16", "4")).await;
    for kept in ["提出した日より前", "href=\"#on\"", "value=\"2026-06-16\""] {
        assert!(old.status == 422 && old.body.contains(kept), "{kept}: {}", old.body);
    }
    assert_eq!(times(&w, "council.backdate").await, 1);
    let future = admin.post(&decide, &decision("2026-06-18", "4")).await;
    assert!(future.status == 422 && future.body.contains("まだ来ていません"), "{}", future.body);
    assert_eq!(sign(&w, &officer).await.status, 422, "submitted is not approved");
    assert_eq!(admin.post(&decide, &decision("2026-06-17", "4")).await.status, 303);
    let again = admin.post(&decide, &decision("2026-06-17", "5")).await;
    assert!(again.status == 422 && again.body.contains("すでに記録"), "replayed: {}", again.body);

    extend(&w, 1).await;
    let changed = sign(&w, &officer).await;
    assert!(
        changed.status == 422 && changed.body.contains("受託者・期間・情報項目が違っています"),
        "{}",
        changed.body
    );
    extend(&w, -1).await;
    let page = officer.get(&format!("/contracts/{}/council", w.home.service_contract.id)).await.body;
    assert!(page.contains("締結できます") && page.contains("令和8年度第2回"), "{page}");
    let signed = sign(&w, &officer).await;
    assert_eq!(signed.status, 303, "{}", signed.body);
}

/// Moves the end of the contract by so many days.
async fn extend(w: &World, days: i32) {
    sqlx::query("update contract set ends_on = ends_on + $2 where id = $1")
        .bind(w.home.service_contract.id)
        .bind(days)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

/// The database itself keeps the gate shut, whatever a page does.
#[tokio::test]
async fn the_wall_signs_nothing_that_was_not_approved() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    submitted(&w, &officer).await;
    let mut pool = w.app.pools.of(kayoi::kit::permission::PoolKind::Ward).acquire().await.unwrap();
    sqlx::raw_sql("begin").execute(&mut *pool).await.unwrap();
    for (name, value) in [("app.ward", w.home.ward.id.to_string()), ("app.role", "ward.officer".to_owned())] {
        sqlx::query("select set_config($1, $2, true)")
            .bind(name)
            .bind(value)
            .execute(&mut *pool)
            .await
            .unwrap();
    }
    let signed = sqlx::query(
        "update contract set state = 'signed', signed_on = '2026-06-17', version = version + 1 where id = $1",
    )
    .bind(w.home.service_contract.id)
    .execute(&mut *pool)
    .await;
    assert!(signed.unwrap_err().to_string().contains("waits for the approval"));
    sqlx::raw_sql("rollback").execute(&mut *pool).await.unwrap();
}

#[tokio::test]
async fn the_next_version_takes_over_the_words_and_marks_what_changed() {
    let w = World::new().await;
    let (officer, admin) = (w.as_officer().await, w.role(Role::WardAdmin).await);
    let contract = w.home.contract.id;
    let begun = officer.post(&format!("/contracts/{contract}/council-papers"), &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let path = begun.location().trim_end_matches("/edit").to_owned();
    assert!(officer.get(begun.location()).await.body.contains("紙及びCD-R"), "typed once");
    let earlier = [
        ("media", "紙及びLGWAN"),
        ("earlier_body-0", "旧審議会"),
        ("earlier_meeting-0", "令和3年度第7回"),
        ("earlier_on-0", "令和3年12月1日"),
        ("earlier_what-0", "教室の委託"),
    ];
    assert_eq!(write(&officer, &path, "1", &earlier).await.status, 303);
    let page = officer.get(&path).await.body;
    assert!(
        page.contains("第1版（令和8年5月22日　個人情報保護管理運営会議　令和8年度第1回）からの変更箇所"),
        "{page}"
    );
    assert!(
        page.contains("紙及び<del class=\"gone\">CD-R</del><ins class=\"changed\">LGWAN</ins>"),
        "{page}"
    );
    let (known, typed) = (page.find("この契約の付議書 第1版"), page.find("令和3年度第7回"));
    assert!(known.is_some() && known < typed, "earlier approvals, the latest first: {page}");
    assert!(page.contains("<svg") && page.contains("参加予定者名簿"), "the ledger's plan is drawn");
    let pdf = officer.get(&format!("{path}/pdf")).await;
    assert_eq!(
        (pdf.status.as_u16(), pdf.headers["content-type"].to_str().unwrap()),
        (200, "application/pdf")
    );
    assert_eq!(w.as_manager().await.get(&path).await.status, 403, "the ward's own paper");
    let stranger = w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await;
    assert_eq!(stranger.get(&path).await.status, 404);

    assert_eq!(officer.post(&format!("{path}/submission"), &[("version", "2")]).await.status, 303);
    let mut deferred = decision("2026-06-17", "3");
    deferred[0].1 = "deferred";
    assert_eq!(admin.post(&format!("{path}/decision"), &deferred).await.status, 303);
    let frozen = officer.get(&path).await.body;
    assert!(frozen.contains("LGWAN") && frozen.contains("継続"), "{frozen}");
    let third = officer.post(&format!("/contracts/{contract}/council-papers"), &[]).await;
    assert_eq!(third.status, 303, "a deferred version is followed by the next: {}", third.body);
    let row = sqlx::query("select count(*) filter (where state = 'approved') as approved, max(number) as last from council_paper where contract_id = $1")
        .bind(contract)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    assert_eq!((row.get::<i64, _>("approved"), row.get::<i32, _>("last")), (1, 3));
}
