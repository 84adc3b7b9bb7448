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
