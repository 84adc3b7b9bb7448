use proptest::prelude::*;

use super::*;
use Finding::{Applies, DoesNotApply, Undecided};

/// A sheet on which exactly `hits` score and `missing` are unanswered.
fn sheet(hits: &[u8], missing: &[u8]) -> ChecklistAnswers {
    let mut answers =
        ChecklistAnswers { height_cm10: Some(1500), weight_g: Some(49_500), ..Default::default() };
    for item in ITEMS.iter().filter(|item| !missing.contains(&item.no)) {
        let hit = hits.contains(&item.no);
        answers.set(item.no, if hit == (item.risk_on == RiskOn::Yes) { Answer::Yes } else { Answer::No });
    }
    if hits.contains(&BMI_ITEM) {
        answers.weight_g = Some(41_600);
    }
    if missing.contains(&BMI_ITEM) {
        answers.height_cm10 = None;
    }
    answers
}

type Case = (&'static [u8], &'static [u8], (u8, u8), (u8, u8), &'static str, &'static str, Finding);

/// Scoring items, missing items, total, No.1-20, criteria met, criteria open, overall.
const CASES: [Case; 16] = [
    (&[], &[], (0, 0), (0, 0), "", "", DoesNotApply),
    (&[1, 2, 3, 4, 5, 6, 7, 11, 13, 17], &[], (10, 10), (10, 10), "①", "", Applies),
    (&[1, 2, 3, 4, 5, 6, 7, 11, 13], &[], (9, 9), (9, 9), "", "", DoesNotApply),
    (&[6, 9, 10], &[], (3, 3), (3, 3), "②", "", Applies),
    (&[11], &[], (1, 1), (1, 1), "", "", DoesNotApply),
    (&[11, 12], &[], (2, 2), (2, 2), "③", "", Applies),
    (&[17], &[], (1, 1), (1, 1), "", "", DoesNotApply),
    (&[16], &[], (1, 1), (1, 1), "⑤", "", Applies),
    (&[20], &[], (1, 1), (1, 1), "⑥", "", Applies),
    (&[21, 25], &[], (2, 2), (0, 0), "⑦", "", Applies),
    (&[1, 2, 3, 4, 5, 17, 21], &[], (7, 7), (6, 6), "", "", DoesNotApply),
    (&[6, 7], &[9], (2, 3), (2, 3), "", "②", Undecided),
    (&[11], &[12], (1, 2), (1, 2), "", "③", Undecided),
    (&[], &[17], (0, 1), (0, 1), "", "", DoesNotApply),
    (&[18], &[6, 7, 8], (1, 4), (1, 4), "⑥", "②", Applies),
    (&[1, 2, 3, 4, 5, 6, 7, 11, 13], &[17], (9, 10), (9, 10), "", "①", Undecided),
];

#[test]
fn worked_cases() {
    let marks = |result: &ChecklistResult, finding| result.with(finding).map(|c| c.mark).collect::<String>();
    for (index, (hits, missing, total, first, met, open, overall)) in CASES.into_iter().enumerate() {
        let result = score(&sheet(hits, missing));
        let case = index + 1;
        assert_eq!((result.total.lo, result.total.hi), total, "total of case {case}");
        assert_eq!((result.points_1_20.lo, result.points_1_20.hi), first, "No.1-20 of case {case}");
        assert_eq!(marks(&result, Applies), met, "criteria met in case {case}");
        assert_eq!(marks(&result, Undecided), open, "criteria open in case {case}");
        assert_eq!(result.overall, overall, "overall of case {case}");
        assert_eq!((&result.scoring[..], &result.missing[..]), (hits, missing), "items of case {case}");
    }
}

#[test]
fn raw_answers_of_the_fourth_case() {
    let mut answers =
        ChecklistAnswers { height_cm10: Some(1500), weight_g: Some(49_500), ..Default::default() };
    for no in [1, 2, 3, 4, 5, 7, 8, 9, 10, 16, 19] {
        answers.set(no, Answer::Yes);
    }
    for no in [6, 11, 13, 14, 15, 17, 18, 20, 21, 22, 23, 24, 25] {
        answers.set(no, Answer::No);
    }
    assert_eq!(answers.body().unwrap().bmi_shown(), "22.0");
    let result = score(&answers);
    assert_eq!(result.scoring, [6, 9, 10]);
    assert!(result.missing.is_empty());
}

#[test]
fn bmi_is_compared_before_rounding() {
    let cases = [
        (1500, 41_600, "18.5", true),
        (1500, 41_625, "18.5", false),
        (1500, 41_700, "18.5", false),
        (1510, 42_100, "18.5", true),
        (1510, 42_200, "18.5", false),
        (1650, 50_300, "18.5", true),
        (1650, 50_400, "18.5", false),
    ];
    for (height_cm10, weight_g, shown, hit) in cases {
        let body = Body { height_cm10, weight_g };
        assert_eq!(
            (body.bmi_shown().as_str(), body.is_underweight()),
            (shown, hit),
            "{height_cm10} {weight_g}"
        );
    }
    let only_weight = ChecklistAnswers { weight_g: Some(50_000), ..Default::default() };
    assert_eq!(only_weight.scores(BMI_ITEM), None);
    let no_height = ChecklistAnswers { height_cm10: Some(0), weight_g: Some(50_000), ..Default::default() };
    assert_eq!(no_height.scores(BMI_ITEM), None);
}

#[test]
fn ten_items_are_reversed() {
    let reversed: Vec<u8> = ITEMS.iter().filter(|i| i.risk_on == RiskOn::No).map(|i| i.no).collect();
    assert_eq!(reversed, [1, 2, 3, 4, 5, 6, 7, 8, 16, 19]);
    assert!(ITEMS.iter().map(|item| item.no).eq(1..=25));
}

#[test]
fn the_working_names_items_points_and_threshold() {
    let motor = &score(&sheet(&[6, 7], &[9])).criteria[1];
    assert_eq!(motor.working, "No.6〜10のうち2〜3項目（No.6、7）、未回答 No.9。基準は3項目以上 → 判定不能");
    assert_eq!((motor.lo, motor.hi, motor.needed), (2, 3, 3));
    let both = score(&sheet(&[16, 17], &[]));
    assert!(both.explanation.iter().any(|line| line.contains("特に注意")));
}

#[test]
fn answers_survive_storage() {
    let stored = serde_json::to_string(&sheet(&[6, 9], &[3])).unwrap();
    assert_eq!(serde_json::from_str::<ChecklistAnswers>(&stored).unwrap(), sheet(&[6, 9], &[3]));
}

fn any_sheet() -> impl Strategy<Value = ChecklistAnswers> {
    let answer = prop_oneof![Just(Answer::Yes), Just(Answer::No), Just(Answer::Missing)];
    let height = proptest::option::of(1000_u32..2200);
    (proptest::array::uniform25(answer), height, proptest::option::of(20_000_u32..200_000)).prop_map(
        |(given, height_cm10, weight_g)| {
            let mut answers = ChecklistAnswers { height_cm10, weight_g, ..Default::default() };
            (1..).zip(given).for_each(|(no, answer)| answers.set(no, answer));
            answers
        },
    )
}

/// The sheet with every missing answer given so that it scores (`risk`) or does not, as `choose` says.
fn filled(sheet: &ChecklistAnswers, choose: impl Fn(u8) -> bool) -> ChecklistAnswers {
    let mut full = sheet.clone();
    for item in ITEMS.iter().filter(|item| item.no != BMI_ITEM && sheet.scores(item.no).is_none()) {
        let says_yes = choose(item.no) == (item.risk_on == RiskOn::Yes);
        full.set(item.no, if says_yes { Answer::Yes } else { Answer::No });
    }
    if sheet.body().is_none() {
        full.height_cm10 = Some(1600);
        full.weight_g = Some(if choose(BMI_ITEM) { 40_000 } else { 60_000 });
    }
    full
}

proptest! {
    #[test]
    fn a_decided_finding_survives_every_missing_answer(sheet in any_sheet(), bits in any::<u32>()) {
        let before = score(&sheet);
        let after = score(&filled(&sheet, |no| (bits >> no) & 1 == 1));
        prop_assert!(after.missing.is_empty());
        prop_assert!((before.total.lo..=before.total.hi).contains(&after.total.lo));
        let pairs = before.criteria.iter().map(|c| c.finding).zip(after.criteria.iter().map(|c| c.finding));
        for (was, is) in pairs.chain([(before.overall, after.overall)]) {
            prop_assert!(was == Undecided || was == is);
        }
    }

    #[test]
    fn an_open_finding_can_still_go_either_way(sheet in any_sheet()) {
        let before = score(&sheet);
        let (best, worst) = (score(&filled(&sheet, |_| false)), score(&filled(&sheet, |_| true)));
        let open = before.criteria.iter().zip(best.criteria.iter().zip(&worst.criteria));
        for (was, (best, worst)) in open.filter(|(was, _)| was.finding == Undecided) {
            prop_assert_eq!((best.finding, worst.finding), (DoesNotApply, Applies), "{}", was.id);
        }
    }
}
