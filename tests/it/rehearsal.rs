//! 試しの取込み over HTTP: where a contract asks for it, no list of real people is taken in before invented ones were and the ward
//! accepted what came of it.

use kayoi::kit::permission::Role;

use super::world::{Client, Got, World, times};

/// The duty as a signed contract has it whose clauses ask for a rehearsal.
async fn ask_for_one(w: &World) {
    let done = sqlx::query(
        "insert into obligation select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'rule', 'rehearsal', 'occurrence', 'rehearsal',
           'evidence', 'rehearsal', 'gate', 'real_data_import', 'owed_by', 'contractor', 'decision', 'approval', 'handed_in_on', null))).*
         from obligation o where o.ward_id = $1 and o.contract_id = $2 and o.state = 'open' limit 1",
    )
    .bind(w.home.ward.id)
    .bind(w.home.contract.id)
    .execute(&mut w.admin().await)
    .await
    .unwrap();
    assert_eq!(done.rows_affected(), 1);
}

async fn send(w: &World, officer: &Client) -> Got {
    let district: String =
        sqlx::query_scalar("select name from district where ward_id = $1 order by name limit 1")
            .bind(w.home.ward.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let list = format!(
        "姓,名,セイ,メイ,生年月日,性別,住所,地区\n本物,太郎,ホンモノ,タロウ,昭和16年3月5日,男,中央町1,{district}\n"
    );
    officer.upload("/participants/import", ("list", "名簿.csv", &list)).await
}

async fn people(w: &World) -> i64 {
    sqlx::query_scalar("select count(*) from participant where ward_id = $1")
        .bind(w.home.ward.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn real_people_come_in_once_invented_ones_did_and_the_ward_accepted() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let before = send(&w, &officer).await;
    assert_eq!(before.status, 303, "no contract asks for it: {}", before.body);
    let waiting = before.location().to_owned();
    ask_for_one(&w).await;
    let there = people(&w).await;

    let shut = send(&w, &officer).await;
    assert!(shut.status == 422 && shut.body.contains("ダミーデータで検証すること"), "{}", shut.body);
    assert_eq!(officer.post(&waiting, &[]).await.status, 422, "a list that came before waits as well");
    assert_eq!(times(&w, "import.refused").await, 2);
    let page = officer.get("/participants/import").await.body;
    assert!(page.contains("架空の参加者で試しに取り込む") && !page.contains("結果を認める</button>"));
    let early = officer.post("/participants/import/rehearsal/acceptance", &[]).await;
    assert!(early.status == 422 && early.body.contains("先に試してください"), "{}", early.body);

    let run = "/participants/import/rehearsal";
    assert_eq!(w.as_manager().await.post(run, &[]).await.status, 403, "the ward takes people in");
    assert_eq!(officer.post(run, &[]).await.status, 303);
    assert_eq!(people(&w).await, there, "nobody was registered");
    assert_eq!(times(&w, "import.rehearse").await, 1);
    let page = officer.get("/participants/import").await.body;
    assert!(
        page.contains("試した人とは別の職員が") && !page.contains("試しの取込みの結果を認める</button>"),
        "{page}"
    );
    assert_eq!(send(&w, &officer).await.status, 422, "run is not accepted");

    let own = officer.post(&format!("{run}/acceptance"), &[]).await;
    assert!(own.status == 422 && own.body.contains("自分では認められません"), "{}", own.body);
    assert_eq!(times(&w, "import.refused").await, 5);
    let admin = w.role(Role::WardAdmin).await;
    assert!(admin.get("/participants/import").await.body.contains("試しの取込みの結果を認める</button>"));
    assert_eq!(admin.post(&format!("{run}/acceptance"), &[]).await.status, 303);
    let open = send(&w, &officer).await;
    assert_eq!(open.status, 303, "{}", open.body);
    assert_eq!(officer.post(open.location(), &[]).await.status, 303);
    assert_eq!(people(&w).await, there + 1);
    assert_eq!(officer.post(&format!("{run}/acceptance"), &[]).await.status, 422, "accepted once");
}

#[tokio::test]
async fn who_is_alone_in_the_ward_says_why_they_accept_their_own() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    ask_for_one(&w).await;
    sqlx::query("update account set state = 'disabled' where ward_id = $1 and role in ('admin', 'officer') and id <> $2")
        .bind(w.home.ward.id)
        .bind(w.home.account(Role::WardOfficer).id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let run = "/participants/import/rehearsal";
    assert_eq!(officer.post(run, &[]).await.status, 303);
    let silent = officer.post(&format!("{run}/acceptance"), &[]).await;
    assert!(
        silent.status == 422 && silent.body.contains("ひとりで試して認める理由を入力してください"),
        "{}",
        silent.body
    );
    let why = [("alone", "担当の職員が1人のため")];
    assert_eq!(officer.post(&format!("{run}/acceptance"), &why).await.status, 303);
    let noted: (String, String) =
        sqlx::query_as("select note, alone from obligation where ward_id = $1 and rule = 'rehearsal'")
            .bind(w.home.ward.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    assert!(noted.0.contains("理由：担当の職員が1人のため") && noted.1 == why[0].1, "{noted:?}");
    assert_eq!(send(&w, &officer).await.status, 303);
}
