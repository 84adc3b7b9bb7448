//! The worked cases of the sources, and the decisions of this engine, one by one.

mod changes;

use time::macros::{date, datetime, time};
use time::{Date, Duration};

use super::*;
use crate::programmes::definition::{
    CancellationCause, CancellationPay, Cap, HourBand, Price, Rounding, Tier, UsersCounted,
};

pub(super) const TERM: Span = Span { from: date!(2024 - 07 - 01), to: date!(2025 - 03 - 31) };
const SUMMER: Span = Span { from: date!(2024 - 07 - 01), to: date!(2024 - 09 - 30) };

pub(super) fn facts(period: Span) -> FeeFacts {
    FeeFacts {
        period,
        term: TERM,
        prices: BTreeMap::new(),
        sessions: Vec::new(),
        enrolments: Vec::new(),
        courses_ended: Vec::new(),
        user_fees_received: Vec::new(),
        so_far: BTreeMap::new(),
        burden_tenths: BTreeMap::new(),
    }
}

fn month(first: Date) -> Span {
    Span::month_of(first)
}

fn people(number: u8) -> Vec<String> {
    (1..=number).map(|person| format!("p{person}")).collect()
}

pub(super) fn held(on: Date, people: Vec<String>) -> SessionFact {
    SessionFact {
        id: format!("s{on}"),
        course: "c1".to_owned(),
        held_on: on,
        minutes: Some(90),
        state: SessionState::Held,
        attended: people,
        add_ons: Vec::new(),
    }
}

fn cancelled(on: Date, decided_at: time::PrimitiveDateTime, cause: CancellationCause) -> SessionFact {
    let state = SessionState::Cancelled { decided_at, cause };
    SessionFact { state, ..held(on, Vec::new()) }
}

/// So many weekly sessions, each with the same people.
fn weekly(first: Date, sessions: u8, users: u8) -> Vec<SessionFact> {
    (0..sessions).map(|week| held(first + Duration::weeks(i64::from(week)), people(users))).collect()
}

fn enrolled(number: u8, span: Span) -> Vec<EnrolmentFact> {
    let enrolment = |person: String| EnrolmentFact {
        id: format!("e-{person}"),
        person,
        from: span.from,
        to: Some(span.to),
    };
    people(number).into_iter().map(enrolment).collect()
}

pub(super) fn rule(code: &str, basis: Basis) -> FeeRule {
    FeeRule {
        code: code.to_owned(),
        label: format!("「{code}」"),
        basis,
        counts_paid_cancellations: false,
        cap: None,
    }
}

pub(super) fn schedule(rules: Vec<FeeRule>) -> FeeSchedule {
    FeeSchedule {
        from: TERM.from,
        tax: Tax::Included,
        rounding: Rounding::Down,
        net_of_user_fees: false,
        rules,
    }
}

fn agreed(code: &str, label: &str) -> Price {
    Price::Contract { code: code.to_owned(), label: label.to_owned() }
}

fn sendai_tiers(per: TierPer, users: UsersCounted) -> Basis {
    let base = agreed("base", "基本額");
    let tiers = vec![
        Tier { from: 1, to: 5, base: base.clone(), each_further: None },
        Tier { from: 6, to: 10, base, each_further: Some(agreed("further", "加算額")) },
    ];
    Basis::Tiered { per, users, tiers }
}

fn add_on(code: &str) -> FeeRule {
    let cap = Cap { span: CapSpan::Contract, yen: None, times: Some(3) };
    let basis = Basis::AddOn { add_on: code.to_owned(), price: agreed(code, code) };
    FeeRule { cap: Some(cap), ..rule(code, basis) }
}

fn sendai(per: TierPer, users: UsersCounted) -> Vec<FeeSchedule> {
    vec![schedule(vec![rule("class", sendai_tiers(per, users)), add_on("oral"), add_on("nutrition")])]
}

fn sendai_facts(period: Span) -> FeeFacts {
    let prices = [("base", 20_000), ("further", 2_000), ("oral", 12_000), ("nutrition", 12_000)];
    FeeFacts { prices: prices.map(|(code, yen)| (code.to_owned(), yen)).into(), ..facts(period) }
}

fn run(schedules: &[FeeSchedule], facts: &FeeFacts) -> Statement {
    let pay = CancellationPay::FreeUntil { days_before: 1, at: time!(16:00) };
    evaluate(schedules, &Cancellation { causes: Vec::new(), pay }, facts)
}

/// A statement without problems.
fn whole(schedules: &[FeeSchedule], facts: &FeeFacts) -> Statement {
    let statement = run(schedules, facts);
    assert!(statement.is_whole(), "{:?}", statement.problems);
    statement
}

fn problem(schedules: &[FeeSchedule], facts: &FeeFacts) -> String {
    let statement = run(schedules, facts);
    assert_eq!(statement.problems.len(), 1, "{:?}", statement.problems);
    statement.problems[0].text.clone()
}

fn yen_of(basis: Basis, facts: &FeeFacts) -> i64 {
    whole(&[schedule(vec![rule("r", basis)])], facts).total
}

/// domain-rules A4.4, the table with B = 20,000 and s = 2,000.
#[test]
fn a4_4_both_readings_of_the_tiers() {
    let july = month(date!(2024 - 07 - 01));
    for (users, per_session, per_month) in [
        (0, 0, 0),
        (1, 80_000, 20_000),
        (5, 80_000, 20_000),
        (6, 88_000, 22_000),
        (8, 104_000, 26_000),
        (10, 120_000, 30_000),
    ] {
        let facts = FeeFacts { sessions: weekly(date!(2024 - 07 - 02), 4, users), ..sendai_facts(july) };
        let total = |per| whole(&sendai(per, UsersCounted::Attended), &facts).total;
        assert_eq!((total(TierPer::Session), total(TierPer::Month)), (per_session, per_month), "n = {users}");
    }
}

#[test]
fn a4_4_eleven_users_are_an_error_and_not_a_sum() {
    let july = month(date!(2024 - 07 - 01));
    let facts = FeeFacts { sessions: weekly(date!(2024 - 07 - 02), 4, 11), ..sendai_facts(july) };
    for per in [TierPer::Session, TierPer::Month] {
        assert_eq!(
            problem(&sendai(per, UsersCounted::Attended), &facts),
            "「class」：令和6年7月は月の利用者が11人で、委託料の決まりの上限の10人を超えています。利用者の記録か委託料の決まりを確認してください。"
        );
        assert_eq!(run(&sendai(per, UsersCounted::Attended), &facts).total, 0);
    }
}

/// July 3 users and 4 sessions, August 6 and 5, September 8 and 4, one oral and one nutrition session.
fn quarter() -> FeeFacts {
    let mut sessions = weekly(date!(2024 - 07 - 02), 4, 3);
    sessions.extend(weekly(date!(2024 - 08 - 01), 5, 6));
    sessions.extend(weekly(date!(2024 - 09 - 03), 4, 8));
    sessions[5].add_ons.push("oral".to_owned());
    sessions[6].add_ons.push("nutrition".to_owned());
    FeeFacts { sessions, ..sendai_facts(SUMMER) }
}

#[test]
fn a4_4_the_quarter_by_both_readings() {
    let lines = |per| {
        let statement = whole(&sendai(per, UsersCounted::Attended), &quarter());
        let yen: Vec<i64> = statement.lines.iter().map(|line| line.yen).collect();
        (yen, statement.total)
    };
    assert_eq!(lines(TierPer::Session), (vec![80_000, 110_000, 104_000, 12_000, 12_000], 318_000));
    assert_eq!(lines(TierPer::Month), (vec![20_000, 22_000, 26_000, 12_000, 12_000], 92_000));
}

#[test]
fn a_line_says_its_month_its_rule_its_arithmetic_and_its_rows() {
    let statement = whole(&sendai(TierPer::Session, UsersCounted::Attended), &quarter());
    let august = &statement.lines[1];
    assert_eq!(august.when, "令和6年8月");
    assert_eq!(
        august.arithmetic,
        "利用者6人：20,000円 ＋ 2,000円 × 1人 ＝ 22,000円、5回 × 22,000円 ＝ 110,000円"
    );
    assert_eq!(
        august.rule,
        "月の利用者が1人から5人までのとき、1回契約で定める額（基本額）を支払います。月の利用者が6人から10人までのとき、1回契約で定める額（基本額）に、5人を超える1人ごとに契約で定める額（加算額）を加えます。月の利用者は、その月に1回以上出席した人です。"
    );
    let sessions = august.rows.iter().filter(|row| matches!(row, RowRef::Session { .. })).count();
    let attendances = august.rows.iter().filter(|row| matches!(row, RowRef::Attendance { .. })).count();
    assert_eq!((sessions, attendances), (5, 30));
    let monthly = whole(&sendai(TierPer::Month, UsersCounted::Attended), &quarter());
    assert_eq!(monthly.lines[1].arithmetic, "利用者6人：20,000円 ＋ 2,000円 × 1人 ＝ 22,000円");
}

#[test]
fn a4_4_six_enrolled_and_five_attending() {
    let july = month(date!(2024 - 07 - 01));
    let facts = FeeFacts {
        sessions: weekly(date!(2024 - 07 - 02), 4, 5),
        enrolments: enrolled(6, Span { from: date!(2024 - 07 - 01), to: date!(2024 - 09 - 30) }),
        ..sendai_facts(july)
    };
    assert_eq!(whole(&sendai(TierPer::Session, UsersCounted::Attended), &facts).total, 80_000);
    let by_enrolment = whole(&sendai(TierPer::Session, UsersCounted::Enrolled), &facts);
    assert_eq!(by_enrolment.total, 88_000);
    assert!(by_enrolment.lines[0].rows.contains(&RowRef::Enrolment { enrolment: "e-p6".to_owned() }));
}

#[test]
fn a4_4_a_fourth_oral_session_is_refused_by_name() {
    let mut facts = quarter();
    for session in &mut facts.sessions[1..5] {
        session.add_ons = vec!["oral".to_owned()];
    }
    facts.sessions[5].add_ons.clear();
    facts.sessions[6].add_ons.clear();
    let statement = whole(&sendai(TierPer::Session, UsersCounted::Attended), &facts);
    assert_eq!(statement.total, 80_000 + 110_000 + 104_000 + 3 * 12_000);
    assert_eq!(
        statement.notes,
        [Remark::new(
            "「oral」：令和6年8月1日の回は、契約期間を通じて3回までの決まりのため、支払いの対象になりません。",
            vec![RowRef::Session { session: "s2024-08-01".to_owned() }]
        )]
    );
}

#[test]
fn a_cap_of_the_contract_remembers_earlier_periods() {
    let mut facts = quarter();
    facts.so_far = BTreeMap::from([("oral".to_owned(), SoFar { times: 3, yen: 36_000 })]);
    let statement = whole(&sendai(TierPer::Session, UsersCounted::Attended), &facts);
    assert_eq!(statement.total, 306_000);
    assert!(statement.notes[0].text.contains("令和6年8月8日の回"), "{:?}", statement.notes);
}

#[test]
fn a_cap_in_yen_pays_the_rest_and_then_nothing() {
    let cap = Cap { span: CapSpan::Month, yen: Some(50_000), times: None };
    let capped = FeeRule { cap: Some(cap), ..rule("r", Basis::PerSession { price: Price::Yen(20_000) }) };
    let mut sessions = weekly(date!(2024 - 07 - 02), 4, 1);
    sessions.extend(weekly(date!(2024 - 08 - 01), 1, 1));
    let statement = whole(&[schedule(vec![capped])], &FeeFacts { sessions, ..facts(SUMMER) });
    assert_eq!(statement.total, 50_000 + 20_000);
    let notes: Vec<&str> = statement.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(
        notes,
        [
            "「r」：令和6年7月16日の回は、1か月に50,000円までの決まりのため、20,000円のうち10,000円だけを支払います。",
            "「r」：令和6年7月23日の回は、1か月に50,000円までの決まりのため、支払いの対象になりません。"
        ]
    );
}

#[test]
fn a_missing_contract_price_is_a_problem_only_when_it_is_needed() {
    let mut facts = quarter();
    facts.prices.remove("oral");
    let schedules = sendai(TierPer::Session, UsersCounted::Attended);
    assert_eq!(
        problem(&schedules, &facts),
        "「oral」：契約の「oral」が入力されていないため計算できません。契約の画面で入力してください。"
    );
    facts.sessions[5].add_ons.clear();
    assert_eq!(whole(&schedules, &facts).total, 306_000);
}

/// domain-rules A4.7: what was decided in time isn't counted, what was decided too late counts as held.
#[test]
fn a4_7_paid_cancellations_count_when_the_rule_says_so() {
    let weather = CancellationCause::Weather;
    let mut sessions = weekly(date!(2024 - 10 - 03), 2, 5);
    sessions.push(cancelled(date!(2024 - 10 - 24), datetime!(2024-10-23 16:00), weather));
    sessions.push(cancelled(date!(2024 - 10 - 25), datetime!(2024-10-24 16:01), weather));
    let own = CancellationCause::ContractorConvenience;
    sessions.push(cancelled(date!(2024 - 10 - 31), datetime!(2024-10-31 07:30), own));
    let facts = FeeFacts { sessions, ..facts(month(date!(2024 - 10 - 01))) };
    let per_session = rule("r", Basis::PerSession { price: Price::Yen(10_000) });
    assert_eq!(whole(&[schedule(vec![per_session.clone()])], &facts).total, 20_000);
    let counting = FeeRule { counts_paid_cancellations: true, ..per_session };
    let statement = whole(&[schedule(vec![counting])], &facts);
    assert_eq!((statement.total, statement.notes.len()), (30_000, 3));
    assert!(statement.notes[1].text.ends_with("実施したものとみなし、委託料の対象になります。"));
}

#[test]
fn heads_attendances_blocks_and_courses() {
    let mut facts = facts(SUMMER);
    facts.sessions = weekly(date!(2024 - 07 - 02), 5, 2);
    facts.sessions[0].attended = vec!["p1".to_owned(), "p1".to_owned()];
    facts.courses_ended = vec![
        CourseEnded { course: "c1".to_owned(), on: date!(2024 - 09 - 30) },
        CourseEnded { course: "c2".to_owned(), on: date!(2024 - 10 - 01) },
    ];
    let price = Price::Yen(100);
    let block = |begun| Basis::PerBlock { sessions: 4, price: Price::Yen(100), begun };
    assert_eq!(yen_of(Basis::PerHead { price: price.clone() }, &facts), 200);
    assert_eq!(yen_of(Basis::PerHeadSession { price: price.clone() }, &facts), 900);
    assert_eq!(yen_of(block(false), &facts), 200);
    assert_eq!(yen_of(block(true), &facts), 300);
    assert_eq!(yen_of(Basis::PerCourse { price }, &facts), 100);
}

#[test]
fn a_block_that_began_in_an_earlier_period_is_paid_once() {
    let mut facts = facts(month(date!(2024 - 07 - 01)));
    facts.sessions = weekly(date!(2024 - 07 - 16), 4, 1);
    let block = |begun| Basis::PerBlock { sessions: 4, price: Price::Yen(100), begun };
    assert_eq!((yen_of(block(false), &facts), yen_of(block(true), &facts)), (0, 100));
    facts.period = month(date!(2024 - 08 - 01));
    assert_eq!((yen_of(block(false), &facts), yen_of(block(true), &facts)), (100, 0));
}

#[test]
fn the_first_band_that_is_long_enough_counts() {
    let band = |to_minutes, yen| HourBand { to_minutes, price: Price::Yen(yen) };
    let schedules =
        [schedule(vec![rule("r", Basis::HourlyBands { bands: vec![band(60, 5_000), band(90, 7_000)] })])];
    let mut facts = facts(SUMMER);
    facts.sessions = weekly(date!(2024 - 07 - 02), 3, 1);
    facts.sessions[0].minutes = Some(60);
    facts.sessions[1].minutes = Some(61);
    let statement = whole(&schedules, &facts);
    assert_eq!(statement.total, 19_000);
    assert_eq!(statement.lines[1].arithmetic, "90分までの回：1回7,000円、2回 × 7,000円 ＝ 14,000円");
    facts.sessions[2].minutes = Some(91);
    assert!(problem(&schedules, &facts).contains("91分で、どの時間区分にも入りません"));
    facts.sessions[2].minutes = None;
    assert!(problem(&schedules, &facts).contains("時間が記録されていません"));
}

#[test]
fn a_month_is_paid_whole_or_by_its_days() {
    let term = Span { from: date!(2024 - 07 - 17), to: date!(2024 - 09 - 10) };
    let facts = FeeFacts { term, ..facts(SUMMER) };
    let monthly = |proration| Basis::PerMonth { price: Price::Yen(100_000), proration };
    assert_eq!(yen_of(monthly(Proration::None), &facts), 300_000);
    let mut by_day = schedule(vec![rule("r", monthly(Proration::ByDay))]);
    let yen = |schedule: &FeeSchedule| {
        whole(std::slice::from_ref(schedule), &facts).lines.iter().map(|line| line.yen).collect::<Vec<_>>()
    };
    assert_eq!(yen(&by_day), [48_387, 100_000, 33_333]);
    let arithmetic = &whole(std::slice::from_ref(&by_day), &facts).lines[0].arithmetic;
    assert_eq!(arithmetic, "100,000円 × 15日 ÷ 31日 ＝ 48,387円");
    by_day.rounding = Rounding::Up;
    assert_eq!(yen(&by_day), [48_388, 100_000, 33_334]);
}
