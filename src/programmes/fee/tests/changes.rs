//! Changes of the rules, user fees, tax, and what is missing or wrong.

use super::*;

/// From 2024-08-16 a session costs 30,000 instead of 20,000, and a month 31,000 instead of 62,000.
#[test]
fn a_change_within_a_month_pays_each_session_by_its_day_and_the_month_by_its_first() {
    let schedules = |proration| {
        let rules = |session, month| {
            let monthly = Basis::PerMonth { price: Price::Yen(month), proration };
            vec![rule("session", Basis::PerSession { price: Price::Yen(session) }), rule("month", monthly)]
        };
        let later = FeeSchedule { from: date!(2024 - 08 - 16), ..schedule(rules(30_000, 31_000)) };
        [later, schedule(rules(20_000, 62_000))]
    };
    let august = month(date!(2024 - 08 - 01));
    let facts = FeeFacts { sessions: weekly(date!(2024 - 08 - 01), 5, 3), ..facts(august) };
    let flat = whole(&schedules(Proration::None), &facts);
    assert_eq!(flat.total, 3 * 20_000 + 2 * 30_000 + 62_000);
    assert_eq!(flat.sums.iter().map(|sum| sum.subtotal).collect::<Vec<_>>(), [122_000, 60_000]);
    assert!(flat.notes[0].text.starts_with("令和6年8月16日に委託料の決まりが変わります。"));
    let by_day = whole(&schedules(Proration::ByDay), &facts);
    assert_eq!(by_day.total, 3 * 20_000 + 2 * 30_000 + 30_000 + 16_000);
}

#[test]
fn users_are_counted_over_the_whole_month_when_prices_change_in_it() {
    let tiers = |base| Basis::Tiered {
        per: TierPer::Session,
        users: UsersCounted::Attended,
        tiers: vec![
            Tier { from: 1, to: 5, base: Price::Yen(base), each_further: None },
            Tier { from: 6, to: 10, base: Price::Yen(base), each_further: Some(Price::Yen(2_000)) },
        ],
    };
    let first = schedule(vec![rule("r", tiers(20_000))]);
    let later = FeeSchedule { from: date!(2024 - 08 - 16), ..schedule(vec![rule("r", tiers(30_000))]) };
    let mut facts = facts(month(date!(2024 - 08 - 01)));
    facts.sessions = vec![held(date!(2024 - 08 - 01), people(6)), held(date!(2024 - 08 - 29), people(2))];
    assert_eq!(whole(&[first, later], &facts).total, 22_000 + 32_000);
}

#[test]
fn user_fees_are_taken_off_but_never_below_nothing() {
    let net = FeeSchedule {
        net_of_user_fees: true,
        tax: Tax::Added(10),
        ..schedule(vec![rule("r", Basis::PerSession { price: Price::Yen(10_005) })])
    };
    let received = |id: &str, on, yen| UserFeeReceived { id: id.to_owned(), on, yen };
    let mut facts = FeeFacts { sessions: weekly(date!(2024 - 07 - 02), 1, 3), ..facts(SUMMER) };
    facts.user_fees_received =
        vec![received("u1", date!(2024 - 07 - 02), 1_500), received("u2", date!(2024 - 10 - 02), 9_000)];
    let statement = whole(std::slice::from_ref(&net), &facts);
    assert_eq!(
        (statement.subtotal, statement.user_fees_off, statement.tax, statement.total),
        (10_005, 1_500, 850, 9_355)
    );
    assert_eq!(
        statement.sums[0].arithmetic,
        [
            "利用者負担の差し引き：10,005円 − 1,500円 ＝ 8,505円（受け取った額1,500円）",
            "消費税：8,505円 × 10% ＝ 850円（1円未満は切り捨てます。）"
        ]
    );
    assert_eq!(statement.sums[0].user_fee_rows, [RowRef::UserFee { received: "u1".to_owned() }]);
    facts.user_fees_received[0].yen = 50_000;
    let statement = whole(&[net], &facts);
    assert_eq!((statement.user_fees_off, statement.tax, statement.total), (10_005, 0, 0));
}

#[test]
fn tax_follows_the_rounding() {
    for (rounding, tax) in [(Rounding::Down, 1_000), (Rounding::HalfUp, 1_001), (Rounding::Up, 1_001)] {
        let priced = rule("r", Basis::PerSession { price: Price::Yen(10_005) });
        let taxed = FeeSchedule { tax: Tax::Added(10), rounding, ..schedule(vec![priced]) };
        let facts = FeeFacts { sessions: weekly(date!(2024 - 07 - 02), 1, 1), ..facts(SUMMER) };
        assert_eq!(whole(&[taxed], &facts).tax, tax, "{rounding:?}");
    }
}

#[test]
fn what_is_missing_or_wrong_is_said() {
    let per_session = || schedule(vec![rule("r", Basis::PerSession { price: Price::Yen(-1) })]);
    let unrecorded =
        SessionFact { state: SessionState::Unrecorded, ..held(date!(2024 - 07 - 09), Vec::new()) };
    let with = |session| FeeFacts { sessions: vec![session], ..facts(SUMMER) };
    let ordinary = || held(date!(2024 - 07 - 02), people(1));
    assert!(
        problem(&[per_session()], &with(unrecorded)).starts_with("令和6年7月9日の回の記録がありません。")
    );
    assert!(problem(&[per_session()], &with(ordinary())).contains("0円以上1兆円以下"));
    let backwards = Span { from: SUMMER.to, to: SUMMER.from };
    assert!(problem(&[per_session()], &facts(backwards)).starts_with("期間の終わりが始まりより前です。"));
    let outside = month(date!(2024 - 06 - 01));
    assert!(problem(&[per_session()], &facts(outside)).contains("契約期間"));
    assert!(problem(&[], &facts(SUMMER)).contains("委託料の決まりがありません"));
    let later = FeeSchedule { from: date!(2024 - 08 - 01), ..per_session() };
    assert!(problem(&[later], &facts(SUMMER)).starts_with("令和6年7月の委託料の決まりがありません"));
    let ages = Span { from: Date::MIN, to: Date::MAX };
    assert!(problem(&[per_session()], &FeeFacts { term: ages, ..facts(ages) }).contains("10年以内"));
    let huge = schedule(vec![rule("r", Basis::PerSession { price: Price::Yen(1_000_000_000_000) })]);
    let many = FeeFacts { sessions: weekly(date!(2024 - 07 - 02), 2, 1), ..facts(SUMMER) };
    assert!(problem(&[huge], &many).contains("1兆円を超える"));
}

#[test]
fn rules_read_as_a_ward_officer_would_write_them() {
    let further = Some(Price::Yen(2_000));
    let tier = Tier { from: 6, to: u16::MAX, base: Price::Yen(20_000), each_further: further };
    assert_eq!(
        tier.sentence(TierPer::Session),
        "月の利用者が6人以上のとき、1回20,000円に、5人を超える1人ごとに2,000円を加えます。"
    );
    assert_eq!(
        add_on("口腔").sentence(),
        "この加算を行った1回ごとに契約で定める額（口腔）を支払います。契約期間を通じて3回まで支払います。"
    );
    let block = Basis::PerBlock { sessions: 4, price: Price::Yen(8_000), begun: false };
    assert_eq!(
        block.sentence(),
        "1人の出席4回を1組とし、1組ごとに8,000円を支払います。4回に満たない組は数えません。"
    );
    assert_eq!(
        schedule(vec![rule("教室", Basis::PerCourse { price: Price::Yen(500_000) })]).sentences(),
        [
            "令和6年7月1日から適用します。",
            "「教室」：終了した1コースごとに500,000円を支払います。",
            "消費税は加えません（単価に含むか、かかりません）。",
            "1円未満は切り捨てます。"
        ]
    );
}

#[test]
fn facts_are_read_from_a_scenario() {
    let text = r#"
        period = { from = "2024-07-01", to = "2024-07-31" }
        term = { from = "2024-07-01", to = "2025-03-31" }
        prices = { base = 20000 }
        [[sessions]]
        id = "s1"
        held_on = "2024-07-02"
        state = "held"
        attended = ["p1"]
        [[sessions]]
        id = "s2"
        held_on = "2024-07-09"
        state = { cancelled = { decided_at = "2024-07-08T16:01", cause = "weather" } }
    "#;
    let facts: FeeFacts = toml::from_str(text).unwrap();
    assert_eq!(
        facts.sessions[1].state,
        SessionState::Cancelled {
            decided_at: datetime!(2024-07-08 16:01),
            cause: CancellationCause::Weather
        }
    );
    let again: FeeFacts = serde_json::from_str(&serde_json::to_string(&facts).unwrap()).unwrap();
    assert_eq!(again, facts);
}
