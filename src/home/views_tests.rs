//! What the home pages say of what waits.

use time::macros::{date, datetime};

use super::*;

#[test]
fn a_new_ward_is_led_to_its_first_contract_and_no_further() {
    let chips = |found: &db::Foundations| -> Vec<String> {
        first_steps(found).into_iter().map(|step| step.chip.text).collect()
    };
    let nothing = db::Foundations::default();
    assert_eq!(chips(&nothing), ["未登録"; 4]);
    let half = db::Foundations { department: true, centre: true, ..nothing };
    assert_eq!(
        chips(&half),
        ["登録ずみ", "未登録", "未登録", "未登録"],
        "a centre without districts is half done"
    );
    assert!(chips(&db::Foundations { contract: true, ..half }).is_empty());
}

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
