use proptest::prelude::*;
use time::{Duration, macros::date};

use super::*;

/// 目黒型 別紙1-6(2)⑧.
fn meguro() -> AbsenceRule {
    AbsenceRule {
        contact_without_notice: true,
        tell_first_session: true,
        tell_in_a_row: 2,
        notice_resets: true,
        tell: vec![TellWhom::Ward, TellWhom::Centre],
        within_days: 0,
    }
}

fn sequence(letters: &str) -> Vec<Attendance> {
    let weekly =
        |week: usize| date!(2024 - 09 - 05).checked_add(Duration::weeks(i64::try_from(week).unwrap()));
    let presences = letters.chars().filter_map(Presence::from_letter).enumerate();
    presences.map(|(week, presence)| Attendance { presence, on: weekly(week) }).collect()
}

fn tasks_under(rule: &AbsenceRule, letters: &str) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
    let (mut contact, mut notify, mut update) = (vec![], vec![], vec![]);
    for follow_up in follow_ups(rule, &sequence(letters), &ClosedDays::default()) {
        match follow_up.task {
            Task::Contact => contact.push(follow_up.session),
            Task::Notify { .. } => notify.push(follow_up.session),
            Task::UpdateCase { .. } => update.push(follow_up.session),
        }
    }
    (contact, notify, update)
}

fn tasks(letters: &str) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
    tasks_under(&meguro(), letters)
}

/// A4.8: sequence, contacts, notices, additions to an open case.
#[test]
fn the_worked_cases() {
    let none = Vec::new;
    for (letters, contact, notify, update) in [
        ("X", vec![1], vec![1], none()),
        ("N", none(), vec![1], none()),
        ("AX", vec![2], none(), none()),
        ("AXX", vec![2, 3], vec![3], none()),
        ("AXNX", vec![2, 4], none(), none()),
        ("AXCX", vec![2, 4], vec![4], none()),
        ("AXAX", vec![2, 4], none(), none()),
        ("AXXX", vec![2, 3, 4], vec![3], vec![4]),
    ] {
        assert_eq!(tasks(letters), (contact, notify, update), "{letters}");
    }
}

#[test]
fn a_cancelled_opening_session_is_not_the_first() {
    assert_eq!(tasks("CX"), (vec![2], vec![2], vec![]));
    assert_eq!(tasks("CN"), (vec![], vec![2], vec![]));
    assert_eq!(tasks("CAN"), (vec![], vec![], vec![]));
}

/// A4.8: a late joiner's first session is their own.
#[test]
fn who_joins_late_has_a_first_session_of_their_own() {
    assert_eq!(tasks("---N"), (vec![], vec![4], vec![]));
    assert_eq!(tasks("--X"), (vec![3], vec![3], vec![]));
    assert_eq!(tasks("--AXX"), (vec![4, 5], vec![5], vec![]));
}

#[test]
fn the_case_of_a_missed_first_session_goes_on_until_they_answer() {
    assert_eq!(tasks("XX"), (vec![1, 2], vec![1], vec![2]));
    assert_eq!(tasks("NX"), (vec![2], vec![1], vec![]));
    assert_eq!(tasks("XAXX"), (vec![1, 3, 4], vec![1, 4], vec![]));
}

#[test]
fn the_programme_decides_what_counts() {
    let stubborn = AbsenceRule { notice_resets: false, ..meguro() };
    assert_eq!(tasks_under(&stubborn, "AXNX"), (vec![2, 4], vec![4], vec![]));
    let never = AbsenceRule { tell_in_a_row: 0, tell_first_session: false, ..meguro() };
    assert_eq!(tasks_under(&never, "XXX"), (vec![1, 2, 3], vec![], vec![]));
    assert_eq!(tasks_under(&AbsenceRule::default(), "XNXX"), (vec![], vec![], vec![]));
}

#[test]
fn a_notice_says_whom_and_by_when() {
    let rule = AbsenceRule { within_days: 3, ..meguro() };
    let letters = sequence("AXX");
    let told = follow_ups(&rule, &letters, &ClosedDays::default()).pop().unwrap();
    assert_eq!((told.by, told.tell), (Some(date!(2024 - 09 - 25)), vec![TellWhom::Ward, TellWhom::Centre]));
    assert_eq!(
        told.explanation,
        "3回目で連絡のない欠席が2回続きました。令和6年9月25日までに、区と担当の地域包括支援センターに連絡してください。"
    );
    let undated = [Attendance { presence: Presence::AbsentWithNotice, on: None }];
    let told = follow_ups(&AbsenceRule { tell: vec![], ..rule }, &undated, &ClosedDays::default());
    assert_eq!(told[0].by, None);
    assert_eq!(
        told[0].explanation,
        "初回（1回目）を欠席しました。区または担当の地域包括支援センターに連絡してください。"
    );
    let same_day = follow_ups(&meguro(), &sequence("N"), &ClosedDays::default());
    assert_eq!(same_day[0].by, Some(date!(2024 - 09 - 05)));
}

#[test]
fn the_rule_reads_as_a_sentence() {
    assert_eq!(
        meguro().sentence(),
        "連絡なく欠席した人に、そのつど様子を確認します。\
         初回を欠席したときは（連絡の有無によらず）、その日のうちに区と担当の地域包括支援センターに連絡します。\
         連絡のない欠席が2回続いたときは、その日のうちに区と担当の地域包括支援センターに連絡します\
         （出席か、連絡のある欠席で数え直します。中止の回は数えません）。"
    );
    let nothing =
        AbsenceRule { contact_without_notice: false, tell_first_session: false, ..AbsenceRule::default() };
    assert_eq!(nothing.sentence(), "欠席への対応は定めません。");
}

fn any_rule() -> impl Strategy<Value = AbsenceRule> {
    any::<(bool, bool, u8, bool, u8)>().prop_map(|(contact, first, row, resets, within_days)| AbsenceRule {
        contact_without_notice: contact,
        tell_first_session: first,
        tell_in_a_row: row % 5,
        notice_resets: resets,
        tell: vec![TellWhom::Ward],
        within_days,
    })
}

proptest! {
    #[test]
    fn each_absence_without_notice_is_contacted_once(letters in "-{0,3}[ANXC]{0,30}") {
        let (contact, notify, update) = tasks(&letters);
        let absences: Vec<usize> =
            letters.chars().enumerate().filter(|(_, l)| *l == 'X').map(|(at, _)| at + 1).collect();
        prop_assert_eq!(&contact, &absences);
        prop_assert!(notify.len() + update.len() <= absences.len() + 1);
    }

    #[test]
    fn a_skipped_session_changes_no_task(
        rule in any_rule(), letters in "[ANX]{0,20}", at in 0_usize..20, skip in "[C]|-"
    ) {
        let at = at.min(letters.len());
        let with = format!("{}{skip}{}", &letters[..at], &letters[at..]);
        let (before, after) = (tasks_under(&rule, &letters), tasks_under(&rule, &with));
        let shift = |days: Vec<usize>| days.into_iter().map(|d| if d > at { d + 1 } else { d }).collect();
        prop_assert_eq!((shift(before.0), shift(before.1), shift(before.2)), after);
    }

    #[test]
    fn nothing_is_due_before_its_session(rule in any_rule(), letters in "[ANXC-]{0,30}") {
        let attendance = sequence(&letters);
        prop_assert!(!rule.sentence().is_empty());
        for task in follow_ups(&rule, &attendance, &ClosedDays::default()) {
            prop_assert!(task.by >= attendance[task.session - 1].on);
        }
    }
}
