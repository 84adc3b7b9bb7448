use proptest::prelude::*;

use super::*;
use crate::assessments::instruments::CHECKLIST_TOTAL;
use crate::assessments::measures::find;

fn measured(measure: &Measure, value: Value) -> Side {
    Side::Measured(Measured {
        value,
        shown: measure.show(value),
        protocol: "standard".into(),
        aid: Aid::None,
        at_ceiling: false,
    })
}

fn compared(measure: &Measure, rule: Option<Rule>, pre: i64, post: i64) -> Comparison {
    let side = |thousandths| measured(measure, Reading { thousandths }.into());
    compare(measure, &Policy { rule }, &side(pre), &side(post))
}

#[test]
fn worked_cases() {
    use Change::{Improved, Kept, Worsened};
    let ten = Some(Rule::Percent { percent: 10 });
    let speed = Some(Rule::Speed { by: Reading::hundredths(10) });
    let exact = Some(Rule::Exact);
    let cases = [
        ("grip", exact, 20_100, 20_200, Improved),
        ("grip", ten, 20_000, 21_900, Kept),
        ("grip", ten, 20_000, 22_000, Improved),
        ("tug", exact, 9_800, 9_800, Kept),
        ("tug", ten, 10_000, 11_000, Worsened),
        ("walk5_u", speed, 5_000, 4_500, Improved),
        ("walk5_u", speed, 5_000, 4_600, Kept),
        ("step2", Some(Rule::Category), 1_290, 1_310, Improved),
    ];
    for (code, rule, pre, post, change) in cases {
        let comparison = compared(find(code).unwrap(), rule, pre, post);
        assert_eq!(comparison.change, change, "{code} {pre} → {post}: {}", comparison.working);
    }
    assert_eq!(compared(&CHECKLIST_TOTAL, exact, 9_000, 9_000).change, Kept);
    assert_eq!(compared(&CHECKLIST_TOTAL, exact, 9_000, 8_000).change, Improved);
}

#[test]
fn a_test_that_became_impossible_or_possible_is_outside() {
    let one_leg = find("ols_open").unwrap();
    let measured = measured(one_leg, Reading::whole(12).into());
    let refused = Side::NotPerformed(Reason::Unsafe);
    for (pre, post) in [(&measured, &refused), (&refused, &measured)] {
        let found = compare(one_leg, &Policy::default(), pre, post);
        assert_eq!((found.change, found.excluded), (Change::Excluded, Some(Exclusion::NotPerformed)));
        assert!(found.working.contains("12.0秒") && found.working.contains("実施不可"));
    }
}

#[test]
fn pairs_that_do_not_match_are_outside_and_say_why() {
    let grip = find("grip").unwrap();
    let value = measured(grip, Reading::whole(20).into());
    let Side::Measured(one) = &value else { unreachable!() };
    let other = Side::Measured(Measured { protocol: "mean_of_sides".into(), ..one.clone() });
    let why = |pre: &Side, post: &Side| compare(grip, &Policy::default(), pre, post).excluded;
    assert_eq!(why(&value, &other), Some(Exclusion::OtherProtocol));
    assert_eq!(why(&value, &Side::Absent), Some(Exclusion::NotBothMeasured));
    assert_eq!(why(&Side::Open, &value), Some(Exclusion::ScoreOpen));
    let pulse = find("pulse").unwrap();
    assert_eq!(compared(pulse, None, 70_000, 80_000).excluded, Some(Exclusion::NoDirection));
}

#[test]
fn the_ceiling_and_a_different_aid_are_flagged() {
    let one_leg = find("ols_open").unwrap();
    let top = |aid| {
        Side::Measured(Measured {
            value: Reading::whole(60).into(),
            shown: "60.0秒".into(),
            protocol: "cap60".into(),
            aid,
            at_ceiling: true,
        })
    };
    let comparison = compare(one_leg, &Policy::default(), &top(Aid::None), &top(Aid::Stick));
    assert_eq!((comparison.change, comparison.ceiling, comparison.aid_differs), (Change::Kept, true, true));
    assert!(comparison.working.contains("上限値") && comparison.working.contains("なし → 杖"));
}

#[test]
fn absolute_tolerance_is_inclusive_and_zero_baselines_fall_back() {
    let grip = find("grip").unwrap();
    let two = Some(Rule::Absolute { by: Reading::whole(2) });
    assert_eq!(compared(grip, two, 20_000, 22_000).change, Change::Improved);
    assert_eq!(compared(grip, two, 20_000, 21_900).change, Change::Kept);
    assert_eq!(compared(grip, two, 20_000, 18_000).change, Change::Worsened);
    let ten = Some(Rule::Percent { percent: 10 });
    assert_eq!(compared(grip, ten, 0, 100).change, Change::Improved);
    let reach = find("sit_reach").unwrap();
    assert_eq!(compared(reach, ten, -10_000, -9_000).change, Change::Improved);
}

#[test]
fn the_working_shows_the_numbers() {
    let working = |code, rule, pre, post| compared(find(code).unwrap(), rule, pre, post).working;
    assert_eq!(working("grip", None, 20_100, 20_200), "20.1kg → 20.2kg（+0.1kg）");
    let ten = Some(Rule::Percent { percent: 10 });
    assert_eq!(working("grip", ten, 20_000, 21_900), "20.0kg → 21.9kg（+9.5%）");
    let speed = Some(Rule::Speed { by: Reading::hundredths(10) });
    assert_eq!(working("walk5_u", speed, 5_000, 4_500), "5.00秒 → 4.50秒（1.000→1.111m/秒、+0.111m/秒）");
    assert_eq!(working("step2", None, 1_290, 1_310), "1.29 → 1.31（ロコモ度1 → 該当なし）");
}

#[test]
fn every_rule_has_its_words() {
    let grip = find("grip").unwrap();
    let text = |rule| criterion(grip, &Policy { rule: Some(rule) }).to_string();
    assert!(text(Rule::Exact).starts_with("握力（大きいほどよい値）：記録した値が少しでも"));
    assert!(text(Rule::Absolute { by: Reading::whole(2) }).contains("2.0kg以上よくなれば改善"));
    assert!(
        text(Rule::Absolute { by: Reading::hundredths(25) }).contains("0.25kg以上"),
        "as fine as it was laid down"
    );
    assert!(text(Rule::Percent { percent: 10 }).contains("10%以上"));
    assert!(criterion(find("tug").unwrap(), &Policy::default()).measure.contains("小さいほどよい値"));
}

#[test]
fn a_policy_is_stored_as_json() {
    let policy = Policy { rule: Some(Rule::Percent { percent: 10 }) };
    let stored = serde_json::to_value(policy).unwrap();
    assert_eq!(stored["rule"], serde_json::json!({"method": "percent", "percent": 10}));
    assert_eq!(serde_json::from_value::<Policy>(stored).unwrap(), policy);
}

#[test]
fn a_rule_that_does_not_fit_gives_way_in_the_verdict_and_in_its_words() {
    let grip = find("grip").unwrap();
    for rule in [Rule::Category, Rule::Speed { by: Reading::hundredths(10) }] {
        let comparison = compared(grip, Some(rule), 20_000, 20_100);
        assert_eq!(comparison.change, Change::Improved);
        assert!(comparison.rule.sentence.contains("記録した値が少しでも"));
    }
}

proptest! {
    #[test]
    fn turning_time_around_turns_an_exact_verdict_around(pre in 0_i64..70_000, post in 0_i64..70_000) {
        for code in ["grip", "tug", "cs30", "step2"] {
            let measure = find(code).unwrap();
            let forward = compared(measure, Some(Rule::Exact), pre, post).change;
            let back = compared(measure, Some(Rule::Exact), post, pre).change;
            let turned = match forward {
                Change::Improved => Change::Worsened,
                Change::Worsened => Change::Improved,
                Change::Kept | Change::Excluded => forward,
            };
            prop_assert_eq!(back, turned);
        }
    }

    #[test]
    fn an_exact_verdict_agrees_with_the_numbers_shown(pre in 0_i64..70_000, post in 0_i64..70_000) {
        let grip = find("grip").unwrap();
        let shown = |thousandths| grip.show(Reading { thousandths }.into());
        let kept = compared(grip, Some(Rule::Exact), pre, post).change == Change::Kept;
        prop_assert_eq!(kept, shown(pre) == shown(post));
    }
}
