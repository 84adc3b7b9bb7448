//! What the home pages say of what waits.

use time::macros::{date, datetime};

use super::*;

#[test]
fn a_report_that_was_handed_in_is_not_overdue() {
    let waiting = db::Waiting {
        kind: "report".into(),
        id: uuid::Uuid::from_u128(1),
        title: "令和8年度".into(),
        since: Some(datetime!(2026-11-06 10:00 +9)),
        due_on: Some(date!(2026 - 11 - 10)),
        clock: None,
    };
    let task = waiting_task(&waiting, date!(2026 - 11 - 21));
    assert!(task.chip.text.starts_with("11月6日") && task.chip.text.ends_with("提出・確認待ち"));
    let back = db::Waiting { kind: "report.returned".into(), ..waiting };
    assert!(waiting_task(&back, date!(2026 - 11 - 21)).chip.text.starts_with("11日超過"));
}

#[test]
fn what_waits_for_a_decision_shows_its_age_and_the_oldest_comes_first() {
    let today = date!(2026 - 11 - 21);
    let plan = db::Waiting {
        kind: "survey".into(),
        id: uuid::Uuid::from_u128(1),
        title: "令和8年度".into(),
        since: Some(datetime!(2026-09-16 10:00 +9)),
        due_on: None,
        clock: None,
    };
    let old = waiting_task(&plan, today).chip;
    assert_eq!((old.tone, old.text.as_str()), (Tone::Danger, "確認待ち・66日経過"));
    let new = db::Waiting { since: Some(datetime!(2026-11-20 10:00 +9)), ..plan };
    let chip = waiting_task(&new, today).chip;
    assert_eq!((chip.tone, chip.text.as_str()), (Tone::Warning, "確認待ち・1日経過"));
    assert_eq!(first_day(&new), Some(date!(2026 - 11 - 20)));
}
