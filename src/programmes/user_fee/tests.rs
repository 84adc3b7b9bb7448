use time::macros::date;

use super::*;
use crate::programmes::definition::Refund;
use crate::programmes::fee::{EnrolmentFact, SessionFact, SessionState};

const JULY: Span = Span { from: date!(2024 - 07 - 01), to: date!(2024 - 07 - 31) };
const AUGUST: Span = Span { from: date!(2024 - 08 - 01), to: date!(2024 - 08 - 31) };

/// 太郎 (t) is enrolled from 1 July to 20 August and attends every Tuesday from 2 July, eight times; 花子 (h) comes
/// twice, without an enrolment.
fn facts(period: Span) -> FeeFacts {
    let session = |week: i64| SessionFact {
        id: format!("s{week}"),
        course: String::new(),
        held_on: date!(2024 - 07 - 02) + time::Duration::weeks(week),
        minutes: None,
        state: SessionState::Held,
        attended: if week < 2 { vec!["t".to_owned(), "h".to_owned()] } else { vec!["t".to_owned()] },
        add_ons: Vec::new(),
    };
    let enrolment = EnrolmentFact {
        id: "e1".to_owned(),
        person: "t".to_owned(),
        from: date!(2024 - 07 - 01),
        to: Some(date!(2024 - 08 - 20)),
    };
    FeeFacts {
        period,
        term: Span { from: date!(2024 - 07 - 01), to: date!(2025 - 03 - 31) },
        prices: [("session".to_owned(), 3_333)].into(),
        sessions: (0..8).map(session).collect(),
        enrolments: vec![enrolment],
        courses_ended: Vec::new(),
        user_fees_received: Vec::new(),
        so_far: Default::default(),
        burden_tenths: [("t".to_owned(), 2), ("h".to_owned(), 1)].into(),
    }
}

fn fee(basis: UserBasis) -> UserFee {
    UserFee { code: "u".to_owned(), label: "参加費".to_owned(), basis, most_per_month: None }
}

fn whole(fee: &UserFee, period: Span) -> UserStatement {
    let statement = evaluate(std::slice::from_ref(fee), &facts(period));
    assert_eq!(statement.problems, [], "{:?}", statement.problems);
    statement
}

/// The yen of each line of a person.
fn paid(statement: &UserStatement, person: &str) -> Vec<i64> {
    statement.lines.iter().filter(|line| line.person == person).map(|line| line.line.yen).collect()
}

#[test]
fn the_first_sessions_are_free_over_the_whole_stay() {
    let fee = fee(UserBasis::PerSession { price: Price::Yen(500), first_free: 6 });
    let july = whole(&fee, JULY);
    assert_eq!((paid(&july, "t"), paid(&july, "h"), july.total), (vec![0], vec![0], 0));
    let august = whole(&fee, AUGUST);
    assert_eq!((paid(&august, "t"), august.total), (vec![0, 1_000], 1_000));
    assert_eq!(august.lines[0].line.arithmetic, "はじめの6回は無料、1回 × 0円 ＝ 0円");
    assert_eq!(august.lines[1].line.arithmetic, "2回 × 500円 ＝ 1,000円");
    assert_eq!(august.lines[1].line.rows.len(), 2);
}

#[test]
fn a_month_may_cost_at_most_so_much() {
    let fee = UserFee {
        most_per_month: Some(1_200),
        ..fee(UserBasis::PerSession { price: Price::Yen(500), first_free: 0 })
    };
    let july = whole(&fee, JULY);
    assert_eq!((paid(&july, "t"), paid(&july, "h")), (vec![1_000, 200], vec![1_000]));
    assert_eq!(july.notes.len(), 3);
    assert_eq!(
        july.notes[0].remark.text,
        "参加費：令和6年7月16日の出席は、1か月に1,200円までの決まりのため、500円のうち200円だけを支払います。"
    );
}

#[test]
fn a_block_is_paid_before_its_first_session_and_the_rest_given_back() {
    let block = |refund| fee(UserBasis::PrepaidBlock { sessions: 3, price: Price::Yen(1_000), refund });
    let july = whole(&block(Refund::Unused), JULY);
    assert_eq!((paid(&july, "t"), paid(&july, "h"), july.refunded), (vec![2_000], vec![1_000], 0));
    let august = whole(&block(Refund::Unused), AUGUST);
    assert_eq!((paid(&august, "t"), august.refunded), (vec![1_000], 333));
    assert_eq!(august.refunds[0].line.arithmetic, "1,000円 × 1回 ÷ 3回 ＝ 333円");
    let discretion = whole(&block(Refund::Discretion), AUGUST);
    assert_eq!((discretion.refunds.len(), discretion.notes.len()), (0, 1));
    assert_eq!(
        discretion.notes[0].remark.text,
        "参加費：令和6年8月20日に終了し、前払いの3回のうち1回が残りました。返金するかどうかは区が決めます（前払いの額1,000円）。"
    );
    let none = whole(&block(Refund::None), AUGUST);
    assert!(none.refunds.is_empty() && none.notes[0].remark.text.ends_with("返金しない決まりです。"));
}

#[test]
fn the_burden_ratio_cuts_parts_of_a_yen_off_each_session() {
    let of = Price::Contract { code: "session".to_owned(), label: "1回の単価".to_owned() };
    let july = whole(&fee(UserBasis::BurdenRatio { of }), JULY);
    assert_eq!((paid(&july, "t"), paid(&july, "h")), (vec![5 * 666], vec![2 * 333]));
    let shown: Vec<&str> = july.lines.iter().map(|line| line.line.arithmetic.as_str()).collect();
    assert_eq!(shown[1], "3,333円 × 2割 ＝ 666円、5回 × 666円 ＝ 3,330円");
}

#[test]
fn a_burden_ratio_or_price_that_is_missing_is_a_problem() {
    let ratio = fee(UserBasis::BurdenRatio { of: Price::Yen(1_000) });
    let mut facts = facts(JULY);
    facts.burden_tenths = [("t".to_owned(), 4)].into();
    let statement = evaluate(std::slice::from_ref(&ratio), &facts);
    assert_eq!((statement.total, statement.problems.len()), (0, 2));
    assert_eq!(statement.problems[0].person.as_deref(), Some("h"));
    assert!(statement.problems[0].remark.text.contains("負担割合が1割から3割までで記録されていない"));
    let unknown = Price::Contract { code: "x".to_owned(), label: "教材費".to_owned() };
    let statement = evaluate(&[fee(UserBasis::Once { price: unknown })], &facts);
    assert!(statement.problems[0].remark.text.contains("契約の「教材費」が入力されていない"));
}

#[test]
fn a_fee_may_be_owed_once_or_each_month_of_the_enrolment() {
    let once = fee(UserBasis::Once { price: Price::Yen(800) });
    assert_eq!((whole(&once, JULY).total, whole(&once, AUGUST).total), (1_600, 0));
    let monthly = fee(UserBasis::PerMonth { price: Price::Yen(2_000) });
    assert_eq!(paid(&whole(&monthly, JULY), "t"), [2_000]);
    assert_eq!(paid(&whole(&monthly, AUGUST), "t"), [2_000]);
    let september = Span { from: date!(2024 - 09 - 01), to: date!(2024 - 09 - 30) };
    assert_eq!(whole(&monthly, september).total, 0);
    assert_eq!(whole(&monthly, JULY).lines[0].line.rows, [RowRef::Enrolment { enrolment: "e1".to_owned() }]);
}

#[test]
fn user_fees_read_as_a_participant_would_be_told() {
    let free = UserFee {
        most_per_month: Some(2_000),
        ..fee(UserBasis::PerSession { price: Price::Yen(500), first_free: 2 })
    };
    assert_eq!(
        free.sentence(),
        "はじめの2回は無料です。その後は参加した1回ごとに500円をお支払いいただきます。1か月に2,000円までです。"
    );
    let block = UserBasis::PrepaidBlock { sessions: 4, price: Price::Yen(2_000), refund: Refund::None };
    assert_eq!(
        block.sentence(),
        "4回分の2,000円を、はじめの回の前にお支払いいただきます。使わなかった回の分は返金しません。"
    );
}
