use proptest::prelude::*;

use super::*;

/// 参加に係る体調確認シート (A4.2), with our own wording.
fn sheet() -> Screening {
    crate::programmes::presets::sendai().screenings[0].clone()
}

fn all_no() -> Answers {
    ["a", "b", "c1", "c2", "c3", "c4", "c5", "c6", "d1", "d2", "d3", "d4", "d5"]
        .map(|code| (code.to_owned(), BTreeSet::from(["no".to_owned()])))
        .into()
}

fn but(changes: &[(&str, &[&str])]) -> Answers {
    let mut answers = all_no();
    for (question, codes) in changes {
        answers.insert((*question).to_owned(), codes.iter().map(|&code| code.to_owned()).collect());
    }
    answers
}

/// A4.2, cases 1 to 11; 5 is decided after the hearing and starts as 要聞き取り.
#[test]
fn the_worked_cases_of_the_sheet() {
    use Outcome::{Fit, Hearing, Unfit};
    type Case<'a> = (&'a [(&'a str, &'a [&'a str])], Option<Outcome>);
    let cases: [Case; 11] = [
        (&[], Some(Fit)),
        (&[("a", &["yes"]), ("a_why", &["a2"])], Some(Unfit)),
        (&[("a", &["yes"]), ("a_why", &["other"])], Some(Hearing)),
        (&[("a", &["yes"]), ("a_why", &["other", "a4"])], Some(Unfit)),
        (&[("b", &["yes"]), ("b_why", &["other"])], Some(Hearing)),
        (&[("c1", &["yes"])], Some(Unfit)),
        (&[("c2", &["unknown"])], Some(Hearing)),
        (&[("c5", &["yes"]), ("c6", &["yes"])], Some(Fit)),
        (&[("a", &["yes"])], None),
        (&[("c3", &[]), ("c1", &["yes"])], Some(Unfit)),
        (&[("d1", &[]), ("d2", &[]), ("d3", &[]), ("d4", &[]), ("d5", &[])], Some(Fit)),
    ];
    for (number, (changes, expected)) in (1..).zip(cases) {
        let screened = sheet().judge(&but(changes));
        assert_eq!(screened.outcome, expected, "case {number}: {screened:?}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let screened = sheet().judge(&but(&[("a", &["yes"]), ("c4", &[])]));
    assert_eq!(screened.missing, ["a_why", "c4"]);
    assert_eq!(screened.reasons.len(), 2);
    assert_eq!(sheet().judge(&Answers::new()).outcome, None);
}

proptest! {
    /// Taking answers away never turns one outcome into another; it may only leave it open.
    #[test]
    fn a_blank_never_counts_as_no(
        yes in proptest::collection::vec(any::<bool>(), 6), reasons in proptest::collection::vec(0_usize..6, 2),
        blank in 0_usize..8,
    ) {
        let codes = ["a", "b", "c1", "c2", "c3", "c4"];
        let mut answers = all_no();
        for (code, yes) in codes.iter().zip(&yes) {
            if *yes { answers.insert((*code).to_owned(), BTreeSet::from(["yes".to_owned()])); }
        }
        for (question, (letter, reason)) in ["a_why", "b_why"].iter().zip(["a", "b"].iter().zip(&reasons)) {
            let code = if *reason == 5 { "other".to_owned() } else { format!("{letter}{}", reason % 4 + 1) };
            answers.insert((*question).to_owned(), BTreeSet::from([code]));
        }
        let full = sheet().judge(&answers).outcome;
        prop_assert!(full.is_some());
        answers.remove(["a", "a_why", "b", "b_why", "c1", "c2", "c3", "c4"][blank]);
        let part = sheet().judge(&answers).outcome;
        prop_assert!(part.is_none() || part == full || full == Some(Outcome::Fit) && part.is_none(), "{part:?} {full:?}");
    }
}
