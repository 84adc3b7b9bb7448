//! 手書きの記録票: the blank paper, and typing it in.

use super::{person, session};
use crate::world::World;

#[tokio::test]
async fn the_paper_prints_and_is_typed_in_row_by_row() {
    let w = World::new().await;
    let (recorder, officer) = (w.as_recorder().await, w.as_officer().await);
    let sheet = format!("/sessions/{}/sheet", session(&w));
    let paper = recorder.get(&format!("{sheet}.pdf")).await;
    assert!(paper.status == 200 && paper.body.starts_with("%PDF"), "{}", paper.status);
    assert_eq!(officer.get(&format!("{sheet}.pdf")).await.status, 403);
    let page = recorder.get(&sheet).await.body;
    assert!(page.contains("行の順に") && page.contains(&format!("attendance.{}", person(&w, 0))), "{page}");
    assert!(!page.contains("<script"), "it works without a script");
    let row = |field: &str, at: usize| format!("{field}.{}", person(&w, at));
    let names: Vec<String> =
        ["seen", "attendance", "pre_systolic", "pre_diastolic", "pre_pulse"].map(|name| row(name, 0)).into();
    let typed = |pulse: &'static str| -> Vec<(&str, &str)> {
        names.iter().map(String::as_str).zip(["{}", "present", "128", "76", pulse]).collect()
    };
    let half = recorder.post(&sheet, &typed("")).await;
    let anchor = format!("href=\"#pre-{}\"", person(&w, 0));
    assert!(half.status == 422 && half.body.contains(&anchor), "{}", half.body);
    assert!(half.body.contains(&format!("id=\"pre-{}-problem\"", person(&w, 0))), "at the field too");
    assert!(half.body.contains("value=\"128\""), "what was typed stays");
    let done = recorder.post(&sheet, &typed("70")).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, sheet.as_str()), "{}", done.body);
    assert!(recorder.get(&sheet).await.body.contains("value=\"70\""));
}

/// The fields of one person on the entry screen.
fn row(w: &World, at: usize, figures: [&str; 6]) -> Vec<(String, String)> {
    let names =
        ["pre_systolic", "pre_diastolic", "pre_pulse", "post_systolic", "post_diastolic", "post_pulse"];
    let id = person(w, at);
    let mut fields =
        vec![(format!("seen.{id}"), "{}".to_owned()), (format!("attendance.{id}"), String::new())];
    fields
        .extend(names.into_iter().zip(figures).map(|(name, text)| (format!("{name}.{id}"), text.to_owned())));
    fields
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// How many entries of the class are stored.
async fn stored(w: &World) -> i64 {
    sqlx::query_scalar("select count(*) from operation where session_id = $1")
        .bind(session(w))
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_reaches_a_limit_of_the_ward_is_stored_once_it_was_confirmed() {
    let w = World::new().await;
    sqlx::query(
        "update ward set vital_limits = '{\"systolic_from\": 180, \"systolic_rise\": 40}' where ward_id = $1",
    )
    .bind(w.home.ward.id)
    .execute(&mut w.admin().await)
    .await
    .unwrap();
    let recorder = w.as_recorder().await;
    let sheet = format!("/sessions/{}/sheet", session(&w));
    let before = stored(&w).await;
    let mut fields = row(&w, 0, ["130", "75", "80", "190", "75", "80"]);
    fields.extend(row(&w, 1, ["128", "76", "70", "", "", ""]));
    fields.push(("all_present".into(), "yes".into()));
    let asked = recorder.post(&sheet, &pairs(&fields)).await;
    let sentence = "区の基準：上180以上・開始前より上が40以上高い — ";
    assert!(asked.status == 422 && asked.body.contains(sentence), "{}", asked.body);
    assert!(
        asked.body.contains("さん 終了後 190/75・80") && asked.body.contains("この値で正しい"),
        "{}",
        asked.body
    );
    assert!(asked.body.contains("value=\"190\""), "what was typed stays");
    assert!(asked.body.contains("name=\"all_present\" value=\"yes\" checked"), "and what was ticked");
    assert_eq!(stored(&w).await, before, "nothing is stored before, not of others either");

    let tick = format!("right_post.{}", person(&w, 0));
    let value = "190/75/80 上180以上・開始前より上が40以上高い";
    let mut other = fields.clone();
    other.push((tick.clone(), value.to_owned()));
    other.iter_mut().filter(|(_, text)| text == "190").for_each(|(_, text)| *text = "195".into());
    let again = recorder.post(&sheet, &pairs(&other)).await;
    assert!(again.status == 422 && again.body.contains("195/75・80"), "the tick was for another value");

    fields.push((tick, value.to_owned()));
    let done = recorder.post(&sheet, &pairs(&fields)).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(stored(&w).await, before + 5, "three readings, and 空欄の全員を出席にする of two");
}

#[tokio::test]
async fn an_impossible_figure_is_told_as_impossible() {
    let w = World::new().await;
    let recorder = w.as_recorder().await;
    let sheet = format!("/sessions/{}/sheet", session(&w));
    let got = recorder.post(&sheet, &pairs(&row(&w, 0, ["999", "", "", "", "", ""]))).await;
    assert!(got.status == 422 && got.body.contains("血圧の上は50から260の間で"), "{}", got.body);
    let page = recorder.get(&sheet).await.body;
    let (digits, more) =
        (page.find("pre_systolic").unwrap(), page.find("<details class=\"sheet__more\"").unwrap());
    let why = page.find("unmeasured_pre.").unwrap();
    assert!(digits < more && more < why, "reasons and memo stand out of the path of the digits");
}

#[tokio::test]
async fn the_printed_sheet_stands_in_the_ledger_as_paper() {
    let w = World::new().await;
    let (recorder, manager) = (w.as_recorder().await, w.as_manager().await);
    assert_eq!(recorder.get(&format!("/sessions/{}/sheet.pdf", session(&w))).await.status, 200);
    let ledger = manager.get(&format!("/contracts/{}/handovers?show=all", w.home.contract.id)).await.body;
    assert!(ledger.contains("手書きの記録票の印刷（紙）"), "{ledger}");
    assert!(!ledger.contains("手書きの記録票の印刷（電子ファイル）"), "{ledger}");
}
