//! 委託料 over HTTP: worked figures of both presets, each figure down to its records, and the prices behind them.

use kayoi::{kit::permission::Role, vocab::ids::ContractId};
use uuid::Uuid;

use super::world::{Client, Got, World};

fn fees(contract: ContractId, rest: &str) -> String {
    format!("/contracts/{contract}/fees{rest}")
}

fn id(contract: Uuid) -> ContractId {
    ContractId(contract)
}

/// Makes the second session of the town's course one that was cancelled at a moment.
async fn cancel(w: &World, decided_at: &str, cause: &str) {
    sqlx::query("update session set state = 'cancelled', cancelled_by = 'ward', cancel_decided_at = $2::text::timestamptz, cancel_cause = $3 where ward_id = $1 and id = $4")
        .bind(w.home.ward.id)
        .bind(decided_at)
        .bind(cause)
        .bind(w.home.course.sessions[1].id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

/// Somebody's day at the individual service.
async fn came(w: &World, on: &str) {
    let service = &w.home.in_service;
    sqlx::query("insert into service_record (ward_id, id, contract_id, enrolment_id, participant_id, step, done_on, attended, sealed, done_by, recorded_at)
                 values ($1, $2, $3, $4, $5, 'service_day', $6::text::date, true, '', $7, now())")
        .bind(w.home.ward.id)
        .bind(Uuid::new_v4())
        .bind(w.home.service_contract.id)
        .bind(service.id)
        .bind(service.participant.id)
        .bind(on)
        .bind(w.home.custodians[0].account)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
}

async fn page(client: &Client, path: &str) -> Got {
    let got = client.get(path).await;
    assert_eq!(got.status, 200, "{path}\n{}", got.body);
    got
}

fn assert_says(got: &Got, parts: &[&str]) {
    for part in parts {
        assert!(got.body.contains(part), "{part} is not on the page\n{}", got.body);
    }
}

/// S4 別紙1-16(3): 16:00 on the day before is in time, a minute later it is not.
#[tokio::test]
async fn a_late_cancellation_is_paid_and_an_early_one_is_not() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let contract = id(w.home.contract.id);
    let june = fees(contract, "?period=2026-06");
    let eve = w.home.course.sessions[1].on.previous_day().unwrap();
    cancel(&w, &format!("{eve} 16:01+09"), "weather").await;
    assert_says(&page(&officer, &june).await, &["2回 × 18,000円 ＝ 36,000円", "委託料の対象になります"]);
    cancel(&w, &format!("{eve} 16:00+09"), "weather").await;
    assert_says(&page(&officer, &june).await, &["1回 × 18,000円 ＝ 18,000円", "対象になりません"]);
    cancel(&w, &format!("{eve} 16:01+09"), "contractor_convenience").await;
    assert_says(&page(&officer, &june).await, &["1回 × 18,000円 ＝ 18,000円", "事業者の都合"]);
}

#[tokio::test]
async fn a_month_of_a_service_is_paid_by_attendance_and_leads_to_the_person() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let contract = id(w.home.service_contract.id);
    came(&w, "2026-06-02").await;
    came(&w, "2026-06-04").await;
    let month = page(&officer, &fees(contract, "?period=2026-06")).await;
    assert_says(
        &month,
        &["延べ2人 × 18,000円 ＝ 36,000円", "/fees/rows?period=2026-06&#38;rule=day&#38;line=1"],
    );
    let rows = page(&officer, &fees(contract, "/rows?period=2026-06&rule=day&line=1")).await;
    let name = w.home.people.iter().find(|one| one.id == w.home.in_service.participant.id).unwrap();
    assert_says(&rows, &[&name.name, &format!("/services/{}", w.home.in_service.id), "延べ2人 × 18,000円"]);
    let none = officer.get(&fees(contract, "/rows?period=2026-06&rule=unheard")).await;
    assert_eq!(none.status, 404);
}

#[tokio::test]
async fn everybody_reads_the_same_figures_and_only_some_read_names() {
    let w = World::new().await;
    let contract = id(w.home.contract.id);
    let sessions = format!("/sessions/{}", w.home.course.sessions[0].id);
    for (client, opens) in [
        (w.as_officer().await, true),
        (w.as_manager().await, true),
        (w.role(Role::WardAuditor).await, false),
        (w.as_undesignated().await, false),
    ] {
        assert_says(&page(&client, &fees(contract, "?period=all")).await, &["2回 × 18,000円 ＝ 36,000円"]);
        let rows = page(&client, &fees(contract, "/rows?period=all&rule=session&line=1")).await;
        assert_says(&rows, &["第1回", "実施・3人が出席"]);
        assert_eq!(rows.body.contains(&sessions), opens);
        let csv = page(&client, &fees(contract, "/csv?period=all")).await;
        assert_says(&csv, &["2回 × 18,000円 ＝ 36,000円", "合計"]);
        assert_eq!(client.get(&fees(contract, "?period=2030-01")).await.status, 404);
    }
}

#[tokio::test]
async fn a_price_is_agreed_changed_and_taken_back() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let contract = id(w.home.contract.id);
    let prices = format!("/contracts/{contract}/prices");
    let form =
        |from_on: &'static str, yen: &'static str| [("code", "session"), ("from_on", from_on), ("yen", yen)];

    let wrong = officer.post(&prices, &form("2020-01-01", "千円")).await;
    assert_eq!(wrong.status, 422);
    assert_says(&wrong, &["契約期間（", "金額は数字で入力してください。", "千円"]);

    assert_eq!(officer.post(&prices, &form("2026-06-10", "２０,０００")).await.status, 303);
    let changed = page(&officer, &fees(contract, "?period=2026-06")).await;
    assert_says(&changed, &["1回 × 18,000円 ＝ 18,000円", "1回 × 20,000円 ＝ 20,000円", "38,000円"]);
    assert_says(&page(&w.as_manager().await, &prices).await, &["20,000円"]);

    let first = w.home.contract.starts_on.to_string();
    for (from_on, yen) in [("2026-06-10", "20000"), (first.as_str(), "18000")] {
        let removal = format!("{prices}/removal");
        assert_eq!(officer.get(&format!("{removal}?code=session&from_on={from_on}")).await.status, 200);
        let fields = [("code", "session"), ("from_on", from_on), ("yen", yen)];
        assert_eq!(officer.post(&removal, &fields).await.status, 303);
        assert_eq!(officer.post(&removal, &fields).await.status, 409, "it is gone");
    }
    let open = page(&officer, &fees(contract, "?period=2026-06")).await;
    assert_says(&open, &["1回あたりの委託料（円）」が入力されていないため計算できません", "確認が必要な点"]);
    assert!(!open.body.contains("<tfoot>"), "nothing is taken for 0");
    let csv = page(&officer, &fees(contract, "/csv?period=2026-06")).await;
    assert_says(&csv, &["合計（未確定）,,,,\r\n"]);
}

/// The contract goes on under a version of its programme whose fee is less what participants paid.
async fn net_of_user_fees(w: &World) {
    let contract = w.home.contract.id;
    let version = Uuid::new_v4();
    let mut admin = w.admin().await;
    sqlx::query(
        "insert into programme_version (ward_id, id, programme_id, number, state, definition, made_at, published_at, retired_at)
         select v.ward_id, $2, v.programme_id, 99, 'retired', jsonb_set(v.definition, '{fees,0,net_of_user_fees}', 'true'), now(), now(), now()
         from programme_version v join contract c on c.ward_id = v.ward_id and c.programme_version_id = v.id where c.id = $1",
    )
    .bind(contract)
    .bind(version)
    .execute(&mut admin)
    .await
    .unwrap();
    sqlx::query("update contract set programme_version_id = $2 where id = $1")
        .bind(contract)
        .bind(version)
        .execute(&mut admin)
        .await
        .unwrap();
}

async fn receipt(w: &World, number: i32, yen: i64, month: Option<&str>) {
    sqlx::query(
        "insert into user_fee_receipt (ward_id, id, contract_id, participant_id, number, month, consent, consented_on, paid_on, yen, sealed, made_at, made_by)
         values ($1, $2, $3, $4, $5, $6::text::date, case when $6 is null then 'materials' end, case when $6 is null then date '2026-06-01' end,
           '2026-06-09', $7, '', now(), $8)",
    )
    .bind(w.home.ward.id)
    .bind(Uuid::new_v4())
    .bind(w.home.contract.id)
    .bind(w.home.people[0].id)
    .bind(number)
    .bind(month)
    .bind(yen)
    .bind(w.home.custodians[0].account)
    .execute(&mut w.admin().await)
    .await
    .unwrap();
}

#[tokio::test]
async fn what_participants_paid_lowers_the_fee_and_leads_to_its_receipts() {
    let w = World::new().await;
    let mut admin = w.admin().await;
    sqlx::query("delete from user_fee_receipt where contract_id = $1")
        .bind(w.home.contract.id)
        .execute(&mut admin)
        .await
        .unwrap();
    net_of_user_fees(&w).await;
    receipt(&w, 91, 1_200, Some("2026-06-01")).await;
    receipt(&w, 92, 700, Some("2026-06-01")).await;
    receipt(&w, 93, 300, None).await;
    sqlx::query("update user_fee_receipt set voided_at = now(), voided_by = made_by, void_reason = '' where contract_id = $1 and number = 92")
        .bind(w.home.contract.id)
        .execute(&mut admin)
        .await
        .unwrap();
    let contract = id(w.home.contract.id);
    let june = fees(contract, "?period=2026-06");
    for client in [w.as_officer().await, w.role(Role::WardAuditor).await, w.as_manager().await] {
        let got = page(&client, &june).await;
        assert_says(&got, &["36,000円 − 1,200円 ＝ 34,800円（受け取った額1,200円）"]);
        assert!(!got.body.contains("利用者負担の受取りの記録がない"));
    }
    let all = page(&w.as_officer().await, &fees(contract, "/rows?period=2026-06")).await;
    let person = format!("/contracts/{contract}/user-fees/{}", w.home.people[0].id);
    assert_says(&all, &["利用者負担の領収書 第91号", "1,200円を受領", &person, &w.home.people[0].name]);
    assert!(
        !all.body.contains("第92号") && !all.body.contains("第93号"),
        "a voided one and a cost of one's own"
    );
}
