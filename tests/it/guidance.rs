//! 保健指導 over HTTP: check-up data that selects nobody before it is confirmed, calls that win or lose people, contacts by the
//! plan, reports; and closed to everybody else.

use kayoi::kit::permission::Role;
use uuid::Uuid;

use super::world::{Client, Got, World};

const HEAD: &str = "氏名カナ,氏名,生年月日,性別,住所,電話,メール,傷病名,治療状況,健診日,HbA1c（％）,空腹時血糖,eGFR,尿蛋白,喫煙,備考";

/// One line that is selected, one that isn't, one that can't be decided, one that can't be read.
fn list(district: &str) -> String {
    [
        HEAD.to_owned(),
        format!("ケンシン　イチロウ,健診　一郎,S30.4.1,男,{district}1-2,03-0000-1111,ichiro@example.jp,2型糖尿病,内服,R8.5.20,7.2,,48.5,2+,なし,x"),
        format!("ケンシン　ジロウ,健診　二郎,S31.4.1,男,{district}3-4,,,2型糖尿病,内服,R8.5.20,6.2,118,48.5,－,あり,x"),
        format!("ケンシン　ミワ,健診　美和,S32.4.1,女,{district}5-6,,,2型糖尿病,内服,R8.5.20,8.0,,62,,なし,x"),
        "ケンシン　シロウ,健診　四郎,あした,男,よその市1,,,,,R8.5.20,高い,,48.5,－,なし,x".to_owned(),
    ]
    .join("\r\n")
}

struct Scene {
    w: World,
    officer: Client,
    recorder: Client,
    base: String,
}

impl Scene {
    async fn new() -> Self {
        let w = World::new().await;
        let officer = w.as_officer().await;
        let recorder = under(&w, Role::ContractorRecorder).await;
        let base = format!("/contracts/{}/guidance", w.home.guided_contract.id);
        Self { w, officer, recorder, base }
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .bind(self.w.home.guided_contract.id)
            .fetch_one(&mut self.w.admin().await)
            .await
            .unwrap()
    }

    async fn targets(&self) -> i64 {
        self.count("select count(*) from guidance_target where contract_id = $1").await
    }

    /// Uploads a list; where its preview is.
    async fn upload(&self, text: &str) -> String {
        let got = self.officer.upload(&format!("{}/import", self.base), ("list", "健診.csv", text)).await;
        assert_eq!(got.status, 303, "{}", got.body);
        got.location().to_owned()
    }

    /// Takes in the line that is selected; the page of that person.
    async fn selected(&self) -> String {
        let path = self.upload(&list(&self.w.home.centre.districts[0].1)).await;
        assert_eq!(self.officer.post(&path, &[]).await.status, 303);
        let id: Uuid =
            sqlx::query_scalar("select id from guidance_target where contract_id = $1 and id <> $2")
                .bind(self.w.home.guided_contract.id)
                .bind(self.w.home.guided.id)
                .fetch_one(&mut self.w.admin().await)
                .await
                .unwrap();
        format!("/guidance/{id}")
    }

    /// Somebody who takes part from the day of the contract's last month on.
    async fn won(&self) -> String {
        let person = self.selected().await;
        let got =
            self.recorder.post(&format!("{person}/calls"), &call("joined", &[("starts_on", "R8.6.1")])).await;
        assert_eq!(got.status, 303, "{}", got.body);
        person
    }
}

async fn under(w: &World, role: Role) -> Client {
    w.sign_in_under(&w.home, w.home.account(role), w.home.guided_contract.id).await
}

fn call<'a>(outcome: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("called_on", "R8.6.1"),
        ("called_at", "9:30"),
        ("outcome", outcome),
        ("note", "午後なら電話に出られる"),
    ];
    fields.extend(more);
    fields
}

fn contact<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let all = [
        ("done_on", "R8.6.10"),
        ("means", "web"),
        ("minutes", "55"),
        ("content", "食事の話をした"),
        ("version", "0"),
    ];
    let mut fields: Vec<(&str, &str)> =
        all.into_iter().filter(|(name, _)| !more.iter().any(|(known, _)| known == name)).collect();
    fields.extend(more);
    fields
}

fn has(got: &Got, parts: &[&str]) {
    for part in parts {
        assert!(got.body.contains(part), "{part} is not in\n{}", got.body);
    }
}

#[tokio::test]
async fn check_up_data_selects_nobody_before_it_is_confirmed() {
    let scene = Scene::new().await;
    let text = list(&scene.w.home.centre.districts[0].1);
    let (sjis, _, lost) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!lost);
    let people =
        "select count(*) from participant p join contract c on c.ward_id = p.ward_id where c.id = $1";
    let (targets, before) = (scene.targets().await, scene.count(people).await);
    let import = format!("{}/import", scene.base);
    let got = scene.officer.upload_bytes(&import, ("list", "健診.csv", &sjis)).await;
    assert_eq!(got.status, 303, "{}", got.body);
    let path = got.location().to_owned();
    let preview = scene.officer.get(&path).await;
    let working =
        "血糖が基準値を超えている：該当（HbA1c 7.2％、基準は6.5以上、空腹時血糖が未確認、基準は126以上）";
    has(
        &preview,
        &[
            "健診　一郎",
            working,
            "該当：<span class=\"num\">1</span>人",
            "足りない値：尿蛋白",
            "判定不能",
            "取り込めません：<span class=\"num\">1</span>行",
            "HbA1c（％）「高い」",
            "読まなかった列：備考",
        ],
    );
    assert_eq!(
        (scene.targets().await, scene.count(people).await),
        (targets, before),
        "nothing is written yet"
    );

    let third = ("take_in", "4");
    let refused = scene.officer.post(&path, &[third]).await;
    assert_eq!(refused.status, 422);
    has(&refused, &["4行目の加える理由を入力してください。", "value=\"4\" checked"]);
    assert_eq!(scene.targets().await, targets);

    let done = scene.officer.post(&path, &[third, ("reason_4", "かかりつけ医の依頼")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!((scene.targets().await, scene.count(people).await), (targets + 2, before + 2));
    has(&scene.officer.get(&path).await, &["2</span>人を対象者に", "選定の基準に当てはまりません。"]);
    assert_eq!(scene.officer.post(&path, &[]).await.status, 422, "a list is taken in once");
    let found: Vec<(String, bool)> = sqlx::query_as(
        "select finding, by_hand from guidance_target where contract_id = $1 order by id desc limit 2",
    )
    .bind(scene.w.home.guided_contract.id)
    .fetch_all(&mut scene.w.admin().await)
    .await
    .unwrap();
    assert!(
        found.contains(&("met".into(), false)) && found.contains(&("undecidable".into(), true)),
        "{found:?}"
    );
    has(&scene.recorder.get(&scene.base).await, &["健診　一郎", "健診　美和", "区が加えた人", "連絡前"]);

    let again = scene.upload(&text).await;
    has(&scene.officer.get(&again).await, &["すでにこの契約の対象者です"]);
    assert_eq!(scene.officer.post(&format!("{again}/discard"), &[]).await.status, 303);
    assert_eq!(scene.officer.get(&again).await.status, 404);
}

#[tokio::test]
async fn who_is_in_the_register_is_not_registered_again() {
    let scene = Scene::new().await;
    let district = &scene.w.home.centre.districts[0];
    let id = district.0.to_string();
    let known = [
        ("family_name", "健診"),
        ("given_name", "一郎"),
        ("family_kana", "ケンシン"),
        ("given_kana", "イチロウ"),
        ("born_on", "S30.4.1"),
        ("sex", "male"),
        ("address", "一丁目9-9"),
        ("district", &id),
        ("certification", "none"),
    ];
    let made = scene.officer.post("/participants", &known).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = scene.upload(&list(&district.1)).await;
    has(&scene.officer.get(&path).await, &["と同じ人とします", made.location()]);
    assert_eq!(scene.officer.post(&path, &[]).await.status, 303);
    let twins = "select count(distinct t.participant_id) from guidance_target t where t.contract_id = $1 and t.participant_id::text = ";
    let sql = format!("{twins}'{}'", made.location().rsplit('/').next().unwrap());
    let same: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(scene.w.home.guided_contract.id)
        .fetch_one(&mut scene.w.admin().await)
        .await
        .unwrap();
    assert_eq!(same, 1);
}

#[tokio::test]
async fn hostile_files_and_rows_are_refused_in_words() {
    let scene = Scene::new().await;
    let import = format!("{}/import", scene.base);
    let tall = format!("{HEAD}\n{}", "a,b\n".repeat(2_001));
    for (text, told) in [
        ("".to_owned(), "ファイルに行がありません"),
        ("氏名,住所\n健診　一郎,x\n".to_owned(), "見出しが足りません：氏名カナ、生年月日、性別、健診日"),
        (HEAD.replace("備考", "hba1c") + "\nx\n", "同じ意味の列が2つあります"),
        (tall, "2,000人まで"),
        ("PK\u{3}\u{4}broken".to_owned(), "Excelのファイルとして読み取れません"),
    ] {
        let got = scene.officer.upload(&import, ("list", "x.csv", &text)).await;
        assert_eq!(got.status, 422, "{told}: {}", got.body);
        has(&got, &[told]);
    }
    let row = "\"<b>ワル　イ</b>\",\"'=cmd|x\",S30.4.1,男,一丁目1,,\"a@b.jp,<x>\",,,R8.5.20,1e9,,999999999,－,なし,";
    let path = scene.upload(&format!("{HEAD}\n{row}\n")).await;
    let preview = scene.officer.get(&path).await;
    has(&preview, &["取り込めません", "&#60;b&#62;", "HbA1c（％）「1e9」", "メールアドレスの形"]);
    assert!(!preview.body.contains("<b>ワル"), "{}", preview.body);
    let before = scene.targets().await;
    assert_eq!(scene.officer.post(&path, &[("take_in", "2"), ("reason_2", "x")]).await.status, 303);
    assert_eq!(scene.targets().await, before, "what can't be read is never taken in");
}

#[tokio::test]
async fn a_call_wins_somebody_or_ends_it() {
    let scene = Scene::new().await;
    let person = scene.selected().await;
    let calls = format!("{person}/calls");
    let open = scene.recorder.post(&calls, &call("joined", &[])).await;
    assert_eq!(open.status, 422);
    has(&open, &["参加を始める日を入力してください", "午後なら電話に出られる"]);
    assert_eq!(scene.recorder.post(&calls, &call("absent", &[])).await.status, 303);
    has(&scene.recorder.get(&person).await, &["連絡中", "不在", "参加の日から決まります"]);
    let early = scene.recorder.post(&format!("{person}/contacts/first"), &contact(&[])).await;
    assert_eq!(early.status, 422);
    has(&early, &["まだ参加していません"]);
    let won = scene.recorder.post(&calls, &call("joined", &[("starts_on", "R8.6.1")])).await;
    assert_eq!(won.status, 303, "{}", won.body);
    has(
        &scene.officer.get(&person).await,
        &["参加中", "午後なら電話に出られる", "6月1日（月）〜6月30日（火）"],
    );
    let late = scene.recorder.post(&calls, &call("declined", &[("reason", "illness")])).await;
    assert_eq!(late.status, 422);
    has(&late, &["すでに参加しています"]);

    let end = scene
        .recorder
        .post(
            &format!("{person}/ending"),
            &[("way", "withdrawn"), ("ended_on", "R8.6.16"), ("reason", "moved")],
        )
        .await;
    assert_eq!(end.status, 303, "{}", end.body);
    has(&scene.officer.get(&person).await, &["途中終了", "転居"]);
    assert_eq!(scene.recorder.post(&format!("{person}/ending"), &[("way", "completed")]).await.status, 422);
}

#[tokio::test]
async fn who_declines_is_out_with_a_reason() {
    let scene = Scene::new().await;
    let person = scene.selected().await;
    let calls = format!("{person}/calls");
    assert_eq!(
        scene.recorder.post(&calls, &call("declined", &[])).await.status,
        422,
        "a reason is asked for"
    );
    assert_eq!(scene.recorder.post(&calls, &call("declined", &[("reason", "illness")])).await.status, 303);
    has(&scene.officer.get(&person).await, &["辞退", "体調・病気"]);
    has(
        &scene.officer.get(&format!("/enrolments{}", person.trim_start_matches("/guidance"))).await,
        &["午後なら電話に出られる"],
    );
    assert_eq!(scene.recorder.post(&calls, &call("absent", &[])).await.status, 422);
    has(
        &scene.officer.get(&format!("{}?state=declined", scene.base)).await,
        &["健診　一郎", "体調"].map(|part| if part == "体調" { "辞退" } else { part }),
    );
}

#[tokio::test]
async fn contacts_follow_the_plan_and_are_seen_in_the_list_the_figures_and_the_fee() {
    let scene = Scene::new().await;
    let person = scene.won().await;
    let first = format!("{person}/contacts/first");
    let wrong = scene.recorder.post(&first, &contact(&[("means", "phone")])).await;
    assert_eq!(wrong.status, 422);
    has(&wrong, &["方法を選んでください", "食事の話をした"]);
    assert_eq!(scene.recorder.post(&first, &contact(&[("done_on", "R8.5.31")])).await.status, 422);
    assert_eq!(scene.recorder.post(&first, &contact(&[])).await.status, 303);
    assert_eq!(scene.recorder.post(&first, &contact(&[])).await.status, 409, "recorded already");
    let mended = scene.recorder.post(&first, &contact(&[("version", "1"), ("minutes", "60")])).await;
    assert_eq!(mended.status, 303, "{}", mended.body);
    has(&scene.officer.get(&first).await, &["食事の話をした", "60分", "Web面接"]);
    assert_eq!(scene.recorder.get(&format!("{person}/contacts/none")).await.status, 404);
    has(&scene.officer.get(&scene.base).await, &["plan plan--done", "6/10", "予定"]);

    let short = [("taken_on", "R8.6.15"), ("v_height", "15")];
    let slip = scene.recorder.post(&format!("{person}/results"), &short).await;
    assert_eq!(slip.status, 422);
    has(&slip, &["身長（cm）は100から220までの数字で入力してください。", "href=\"#v_height\""]);
    let fat = [("taken_on", "R8.6.15"), ("v_height", "150"), ("v_weight", "49.5"), ("v_bmi", "31")];
    let unlike = scene.recorder.post(&format!("{person}/results"), &fat).await;
    assert_eq!(unlike.status, 422);
    has(&unlike, &["身長と体重から計算した値（22）と合いません。", "href=\"#v_bmi\""]);
    let values = [("taken_on", "R8.6.15"), ("v_hba1c", "6.9"), ("v_egfr", "50")];
    assert_eq!(scene.recorder.post(&format!("{person}/results"), &values).await.status, 303);
    let twice = scene.recorder.post(&format!("{person}/results"), &values).await;
    assert_eq!(twice.status, 422);
    has(&twice, &["この日の検査値はすでにあります"]);
    has(&scene.officer.get(&person).await, &["選定の基準 6.5以上", "<svg", "基準に当てはまる", "＋＋"]);
    let doctor = [("given_on", "R8.6.5"), ("doctor", "中央内科"), ("text", "塩分は6g未満")];
    assert_eq!(scene.recorder.post(&format!("{person}/instructions"), &doctor).await.status, 303);

    let report = scene.officer.get(&format!("{person}/report")).await;
    has(&report, &["指導結果報告書（個人）", "塩分は6g未満", "-0.3", "改善", "Web面接・60分"]);
    let figures = scene.officer.get(&format!("{}/figures", scene.base)).await;
    has(&figures, &["/figures/selected\">2人</a>", "/by-hand\">0人</a>", "7.2→6.9", "improved\">2</a>"]);
    for pdf in [format!("{person}/report/pdf"), format!("{}/figures/pdf", scene.base)] {
        let got = scene.officer.get(&pdf).await;
        assert_eq!(got.status, 200, "{pdf}");
        assert!(got.body.starts_with("%PDF"), "{pdf}");
    }
    let contacts: serde_json::Value = sqlx::query_scalar(
        "select jsonb_build_object('n', count(*)) from guidance_contact where contract_id = $1 and done_on >= '2026-06-01'",
    )
    .bind(scene.w.home.guided_contract.id)
    .fetch_one(&mut scene.w.admin().await)
    .await
    .unwrap();
    assert_eq!(contacts["n"], 1);
    let fees = scene.officer.get(&format!("/contracts/{}/fees", scene.w.home.guided_contract.id)).await;
    has(&fees, &["保健指導", "延べ1人 × 12,000円 ＝ 12,000円"]);
}

#[tokio::test]
async fn what_an_accepted_report_counted_stays() {
    let scene = Scene::new().await;
    let person = scene.won().await;
    let (first, results) = (format!("{person}/contacts/first"), format!("{person}/results"));
    assert_eq!(scene.recorder.post(&first, &contact(&[])).await.status, 303);
    has(&scene.recorder.get(&first).await, &["記録を直す"]);
    sqlx::query(
        "insert into report (ward_id, id, contract_id, kind, code, period, state, due_on, key_unit)
         select ward_id, gen_random_uuid(), id, 'monthly', 'monthly', '2026-06-01', 'accepted', '2026-07-10', id from contract where id = $1",
    )
    .bind(scene.w.home.guided_contract.id)
    .execute(&mut scene.w.admin().await)
    .await
    .unwrap();
    let why = "を含む期間の報告を区が受理したため";
    let mended = scene.recorder.post(&first, &contact(&[("version", "1"), ("minutes", "60")])).await;
    assert_eq!(mended.status, 422);
    has(&mended, &[why]);
    assert_eq!(scene.recorder.get(&format!("{first}/edit")).await.status, 422);
    assert!(!scene.recorder.get(&first).await.body.contains("記録を直す"));
    let second = contact(&[("means", "phone"), ("minutes", "20"), ("done_on", "R8.6.16")]);
    let added = scene.recorder.post(&format!("{person}/contacts/second"), &second).await;
    assert_eq!(added.status, 422);
    has(&added, &[why, "食事の話をした"]);
    let value = |on| [("taken_on", on), ("v_hba1c", "6.9")];
    let late = scene.recorder.post(&results, &value("R8.6.15")).await;
    assert_eq!(late.status, 422);
    has(&late, &[why]);
    assert_eq!(scene.recorder.post(&results, &value("R8.5.30")).await.status, 303, "May is open");
}

#[tokio::test]
async fn a_complaint_is_seen_by_the_ward_and_answered_once() {
    let scene = Scene::new().await;
    let list = format!("{}/inquiries", scene.base);
    let bare = scene.recorder.post(&list, &[("summary", "電話が多い"), ("received_on", "R8.6.16")]).await;
    assert_eq!(bare.status, 422);
    has(&bare, &["種類を選んでください", "電話が多い"]);
    let sent =
        [("kind", "complaint"), ("summary", "電話が多い"), ("received_on", "R8.6.16"), ("escalated", "yes")];
    let made = scene.recorder.post(&list, &sent).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.location().to_owned();
    has(&scene.officer.get(&path).await, &["電話が多い", "区に伝えた", "まだ回答していません"]);
    has(&scene.officer.get(&format!("{list}?state=open")).await, &[&path]);
    let response = format!("{path}/response");
    assert_eq!(scene.officer.post(&response, &[("response", "x")]).await.status, 403);
    assert_eq!(scene.recorder.post(&response, &[]).await.status, 422);
    assert_eq!(scene.recorder.post(&response, &[("response", "回数を減らした")]).await.status, 303);
    assert_eq!(scene.recorder.post(&response, &[("response", "もう一度")]).await.status, 422);
    has(&scene.officer.get(&path).await, &["回数を減らした"]);
}

#[tokio::test]
async fn only_the_ward_and_the_designated_see_a_guidance() {
    let scene = Scene::new().await;
    let person = format!("/guidance/{}", scene.w.home.guided.id);
    for role in [Role::WardAuditor, Role::WardEvaluator, Role::CentreStaff, Role::CentreManager] {
        let client = scene.w.role(role).await;
        for path in [&person, &scene.base] {
            assert_eq!(client.get(path).await.status, 403, "{role:?} {path}");
        }
    }
    let late = scene
        .w
        .sign_in_under(&scene.w.home, &scene.w.home.undesignated, scene.w.home.guided_contract.id)
        .await;
    assert_eq!(late.get(&scene.base).await.status, 403);
    let letter = format!("/liaison/new?enrolment={}", scene.w.home.guided.id);
    let refused = scene.recorder.get(&letter).await;
    assert_eq!(refused.status, 422);
    has(&refused, &["地域包括支援センターに知らせないため"]);
    // Under another contract of the same ward, or in another ward, there is no such guidance.
    let elsewhere = scene.w.as_recorder().await;
    assert_eq!(elsewhere.get(&scene.base).await.status, 404);
    assert_eq!(elsewhere.get(&person).await.status, 404);
    assert_eq!(elsewhere.post(&format!("{person}/calls"), &call("absent", &[])).await.status, 404);
    let stranger = scene.w.sign_in(&scene.w.other, scene.w.other.account(Role::WardOfficer)).await;
    for path in
        [person.clone(), scene.base.clone(), format!("{}/figures", scene.base), format!("{person}/report")]
    {
        assert_eq!(stranger.get(&path).await.status, 404, "{path}");
    }
    assert_eq!(
        scene.officer.get(&format!("/contracts/{}/guidance", scene.w.home.contract.id)).await.status,
        404
    );
    for (path, fields) in [("calls", call("absent", &[])), ("contacts/second", contact(&[]))] {
        assert_eq!(
            scene.officer.post(&format!("{person}/{path}"), &fields).await.status,
            403,
            "the ward records nothing"
        );
    }
    assert_eq!(scene.recorder.get(&format!("{}/import", scene.base)).await.status, 403);
    let history = format!("/participants/{}/history", scene.w.home.people[0].id);
    let told = "個別支援に参加しました";
    assert!(scene.officer.get(&history).await.body.contains(told));
    let seen = scene.w.as_centre().await.get(&history).await;
    assert!(seen.status == 200 && !seen.body.contains(told), "a centre learns nothing of it: {}", seen.body);
}

#[tokio::test]
async fn what_the_contract_leaves_out_the_contractor_does_not_see() {
    let scene = Scene::new().await;
    let person = scene.won().await;
    has(&scene.recorder.get(&person).await, &["2型糖尿病", "ichiro@example.jp", "03-0000-1111"]);
    sqlx::query("update contract set items = array['name', 'kana'] where id = $1")
        .bind(scene.w.home.guided_contract.id)
        .execute(&mut scene.w.admin().await)
        .await
        .unwrap();
    let bare = scene.recorder.get(&person).await;
    for hidden in ["2型糖尿病", "ichiro@example.jp", "03-0000-1111", "HbA1c", "昭和30年"] {
        assert!(!bare.body.contains(hidden), "{hidden}");
    }
    has(&scene.officer.get(&person).await, &["2型糖尿病", "ichiro@example.jp", "HbA1c"]);
}

/// A sheet that came to stand under a guidance contract, whoever wrote it, is nothing the centre can find.
#[tokio::test]
async fn a_sheet_of_a_guidance_stays_out_of_the_centres_reach() {
    let w = World::new().await;
    let centre = w.as_centre().await;
    let sheet: Uuid =
        sqlx::query_scalar("select id from liaison_sheet where ward_id = $1 and state = 'sent' limit 1")
            .bind(w.home.ward.id)
            .fetch_one(&mut w.admin().await)
            .await
            .unwrap();
    let path = format!("/liaison/{sheet}");
    let listed = |page: Got| page.body.contains(&path);
    assert!(listed(centre.get("/liaison").await), "under a course it is listed");
    // The same sheet under a guidance programme.
    sqlx::query("update contract c set programme_version_id = g.programme_version_id from contract g where g.id = $2 and c.id = $1")
        .bind(w.home.contract.id)
        .bind(w.home.guided_contract.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    assert!(!listed(centre.get("/liaison").await));
    assert_eq!(centre.get(&path).await.status, 404);
}
