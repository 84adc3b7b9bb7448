//! What holds for every definition and every set of facts, sensible or not.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use time::Duration;
use time::macros::{datetime, time};

use super::tests::{TERM, facts, rule, schedule};
use super::*;
use crate::programmes::definition::Refund;
use crate::programmes::definition::{
    CancellationCause, CancellationPay, Cap, HourBand, Price, Rounding, Tier, UserBasis, UserFee,
    UsersCounted,
};
use crate::programmes::user_fee;

/// Prices that a ward may agree on, and in a wild definition anything at all.
fn price(wild: bool) -> BoxedStrategy<Price> {
    let contract = |code: &str| Price::Contract { code: code.to_owned(), label: code.to_owned() };
    let fair = prop_oneof![(0_i64..50_000).prop_map(Price::Yen), Just(contract("known"))];
    if !wild {
        return fair.boxed();
    }
    prop_oneof![4 => fair, 1 => any::<i64>().prop_map(Price::Yen), 1 => Just(contract("unknown"))].boxed()
}

/// In a sensible definition tiers join and climb.
fn tiers(wild: bool) -> BoxedStrategy<Vec<Tier>> {
    if !wild {
        return (0_i64..50_000, 0_i64..5_000)
            .prop_map(|(base, each)| {
                let tier = |from, to, each_further| Tier { from, to, base: Price::Yen(base), each_further };
                vec![tier(1, 2, None), tier(3, u16::MAX, Some(Price::Yen(each)))]
            })
            .boxed();
    }
    let bound = || prop_oneof![4 => 0_u16..8, 1 => any::<u16>()];
    let tier = (bound(), bound(), price(true), option::of(price(true)))
        .prop_map(|(from, to, base, each_further)| Tier { from, to, base, each_further });
    vec(tier, 0..4).boxed()
}

fn uniform(wild: bool) -> BoxedStrategy<Basis> {
    let least = u16::from(!wild);
    prop_oneof![
        price(wild).prop_map(|price| Basis::PerSession { price }),
        price(wild).prop_map(|price| Basis::PerHead { price }),
        price(wild).prop_map(|price| Basis::PerHeadSession { price }),
        price(wild).prop_map(|price| Basis::PerCourse { price }),
        price(wild).prop_map(|price| Basis::PerMonth { price, proration: Proration::None }),
        price(wild).prop_map(|price| Basis::AddOn { add_on: "oral".to_owned(), price }),
        (least..5, price(wild), any::<bool>()).prop_map(|(sessions, price, begun)| Basis::PerBlock {
            sessions,
            price,
            begun
        }),
    ]
    .boxed()
}

fn varied(wild: bool) -> BoxedStrategy<Basis> {
    let per = select(vec![TierPer::Session, TierPer::Month]);
    let users = select(vec![UsersCounted::Attended, UsersCounted::Enrolled]);
    let longest = if wild { 100_u16 } else { u16::MAX };
    prop_oneof![
        (per, users, tiers(wild)).prop_map(|(per, users, tiers)| Basis::Tiered { per, users, tiers }),
        (price(wild), price(wild)).prop_map(move |(short, long)| Basis::HourlyBands {
            bands: vec![
                HourBand { to_minutes: 60, price: short },
                HourBand { to_minutes: longest, price: long }
            ]
        }),
    ]
    .boxed()
}

fn cap(span: CapSpan) -> impl Strategy<Value = Cap> {
    (option::of(0_i64..200_000), option::of(0_u16..6)).prop_map(move |(yen, times)| Cap { span, yen, times })
}

fn any_schedule() -> impl Strategy<Value = FeeSchedule> {
    let prorated = price(true).prop_map(|price| Basis::PerMonth { price, proration: Proration::ByDay });
    let basis = prop_oneof![uniform(true), varied(true), prorated];
    let limit = option::of(prop_oneof![cap(CapSpan::Month), cap(CapSpan::Contract)]);
    let any_rule =
        (select(vec!["a", "b"]), basis, limit, any::<bool>()).prop_map(|(code, basis, cap, counts)| {
            FeeRule { cap, counts_paid_cancellations: counts, ..rule(code, basis) }
        });
    let tax = prop_oneof![Just(Tax::Included), any::<u8>().prop_map(Tax::Added)];
    let rounding = select(vec![Rounding::Down, Rounding::HalfUp, Rounding::Up]);
    (-40_i64..300, tax, rounding, any::<bool>(), vec(any_rule, 0..4)).prop_map(
        |(after, tax, rounding, net_of_user_fees, rules)| FeeSchedule {
            from: TERM.from + Duration::days(after),
            tax,
            rounding,
            net_of_user_fees,
            rules,
        },
    )
}

fn session() -> impl Strategy<Value = SessionFact> {
    let state = prop_oneof![
        6 => Just(SessionState::Held),
        1 => Just(SessionState::Unrecorded),
        1 => select(CancellationCause::ALL.to_vec())
            .prop_map(|cause| SessionState::Cancelled { decided_at: datetime!(2024-10-01 12:00), cause }),
    ];
    let people = vec(select(vec!["p1", "p2", "p3", "p4", "p5"]), 0..5);
    (0_u16..40, -10_i64..290, option::of(0_u16..120), state, people, any::<bool>()).prop_map(
        |(id, day, minutes, state, people, oral)| SessionFact {
            id: format!("s{id}"),
            course: String::new(),
            held_on: TERM.from + Duration::days(day),
            minutes,
            state,
            attended: people.into_iter().map(str::to_owned).collect(),
            add_ons: if oral { vec!["oral".to_owned()] } else { Vec::new() },
        },
    )
}

fn any_facts() -> impl Strategy<Value = FeeFacts> {
    let period = (-20_i64..280, -5_i64..280);
    let place = (select(vec!["p1", "p2", "p3"]), -10_i64..250, option::of(-5_i64..100));
    let so_far = (any::<u32>(), any::<i64>()).prop_map(|(times, yen)| SoFar { times, yen });
    (
        period,
        vec(session(), 0..12),
        vec(place, 0..4),
        vec((0_i64..270, any::<i64>()), 0..3),
        btree_map(Just("a".to_owned()), so_far, 0..2),
        btree_map(select(vec!["p1".to_owned(), "p2".to_owned()]), any::<u8>(), 0..3),
    )
        .prop_map(|((start, days), sessions, places, received, so_far, burden_tenths)| {
            let day = |after| TERM.from + Duration::days(after);
            let period = Span { from: day(start), to: day(start + days) };
            let enrolments = places.into_iter().enumerate().map(|(at, (person, from, days))| EnrolmentFact {
                id: format!("e{at}"),
                person: person.to_owned(),
                from: day(from),
                to: days.map(|days| day(from + days)),
            });
            let user_fees_received = received
                .into_iter()
                .enumerate()
                .map(|(at, (on, yen))| UserFeeReceived { id: format!("u{at}"), on: day(on), yen });
            FeeFacts {
                prices: BTreeMap::from([("known".to_owned(), 12_345)]),
                sessions,
                enrolments: enrolments.collect(),
                courses_ended: vec![CourseEnded { course: "c1".to_owned(), on: day(150) }],
                user_fees_received: user_fees_received.collect(),
                so_far,
                burden_tenths,
                ..facts(period)
            }
        })
}

fn cancellation() -> Cancellation {
    let pay = CancellationPay::FreeUntil { days_before: 1, at: time!(16:00) };
    Cancellation { causes: Vec::new(), pay }
}

fn subtotal(schedules: &[FeeSchedule], facts: &FeeFacts) -> i64 {
    evaluate(schedules, &cancellation(), facts).subtotal
}

/// The facts for their first days up to one day, and from the next day on.
fn split(facts: &FeeFacts, last: Date) -> [FeeFacts; 2] {
    let part = |period| FeeFacts { period, ..facts.clone() };
    [
        part(Span { to: last, ..facts.period }),
        part(Span { from: last.next_day().unwrap_or(last), ..facts.period }),
    ]
}

/// Two schedules with one rule each, the second from a later day.
fn two_schedules(first: FeeRule, second: FeeRule, after: i64) -> [FeeSchedule; 2] {
    let later = FeeSchedule { from: TERM.from + Duration::days(after), ..schedule(vec![second]) };
    [schedule(vec![first]), later]
}

fn user_fee() -> impl Strategy<Value = UserFee> {
    let refund = select(vec![Refund::None, Refund::Discretion, Refund::Unused]);
    let basis = prop_oneof![
        (price(true), 0_u16..4).prop_map(|(price, first_free)| UserBasis::PerSession { price, first_free }),
        (0_u16..5, price(true), refund).prop_map(|(sessions, price, refund)| UserBasis::PrepaidBlock {
            sessions,
            price,
            refund
        }),
        price(true).prop_map(|of| UserBasis::BurdenRatio { of }),
        price(true).prop_map(|price| UserBasis::Once { price }),
        price(true).prop_map(|price| UserBasis::PerMonth { price }),
    ];
    let limit = option::of(prop_oneof![4 => 0_i64..30_000, 1 => any::<i64>()]);
    (basis, limit).prop_map(|(basis, most_per_month)| UserFee {
        code: "u".to_owned(),
        label: "参加費".to_owned(),
        basis,
        most_per_month,
    })
}

proptest! {
    #[test]
    fn any_definition_and_any_facts_give_sums_that_agree_and_are_never_negative(
        schedules in vec(any_schedule(), 0..4), facts in any_facts(),
    ) {
        let statement = evaluate(&schedules, &cancellation(), &facts);
        let lines: i64 = statement.lines.iter().map(|line| line.yen).sum();
        prop_assert_eq!(lines, statement.subtotal);
        prop_assert_eq!(statement.sums.iter().map(|sum| sum.subtotal).sum::<i64>(), statement.subtotal);
        prop_assert_eq!(statement.subtotal - statement.user_fees_off + statement.tax, statement.total);
        prop_assert!(statement.sums.iter().all(|sum| sum.tax >= 0 && sum.total >= 0 && sum.user_fees_off >= 0));
        for line in &statement.lines {
            prop_assert!(line.yen >= 0 && !line.rows.is_empty(), "{line:?}");
            prop_assert!(line.arithmetic.ends_with(&yen(line.yen)), "{line:?}");
        }
        for schedule in &schedules {
            prop_assert!(schedule.sentences().iter().all(|sentence| sentence.ends_with('。')));
        }
    }

    #[test]
    fn one_more_attendance_or_session_never_costs_less(
        basis in prop_oneof![uniform(false), varied(false)], limit in option::of(cap(CapSpan::Contract)),
        mut facts in any_facts(), more in session(), person in select(vec!["p1", "p6"]),
    ) {
        let varies = matches!(basis, Basis::Tiered { .. } | Basis::HourlyBands { .. });
        let schedules = [schedule(vec![FeeRule { cap: limit.filter(|_| !varies), ..rule("r", basis) }])];
        let before = subtotal(&schedules, &facts);
        if let Some(session) = facts.sessions.iter_mut().find(|s| facts.period.contains(s.held_on)) {
            session.attended.push(person.to_owned());
        }
        let attended = subtotal(&schedules, &facts);
        prop_assert!(before <= attended, "{before} > {attended}");
        if facts.period.contains(more.held_on) {
            facts.sessions.push(SessionFact { id: "more".to_owned(), ..more });
            let held = subtotal(&schedules, &facts);
            prop_assert!(attended <= held, "{attended} > {held}");
        }
    }

    #[test]
    fn periods_that_meet_on_any_day_add_up(
        bases in vec(prop_oneof![uniform(false), varied(false)], 2), after in 1_i64..200, last in 1_i64..250,
        whole_term in any_facts(),
    ) {
        let whole_term = FeeFacts { period: TERM, ..whole_term };
        let [first, second] = [0, 1].map(|at: usize| rule("r", bases[at].clone()));
        prop_assume!(!bases.iter().any(|basis| matches!(basis, Basis::PerHead { .. })));
        let schedules = two_schedules(first, second, after);
        let parts = split(&whole_term, TERM.from + Duration::days(last));
        let sum: i64 = parts.iter().map(|part| subtotal(&schedules, part)).sum();
        prop_assert_eq!(subtotal(&schedules, &whole_term), sum);
    }

    #[test]
    fn months_add_up_with_proration_and_monthly_caps(
        yen in 0_i64..500_000, limit in option::of(cap(CapSpan::Month)), after in 1_i64..200,
        facts in any_facts(), starts in 0_i64..40,
    ) {
        let term = Span { from: TERM.from + Duration::days(starts), ..TERM };
        let facts = FeeFacts { period: TERM, term, ..facts };
        let monthly = |yen| FeeRule {
            cap: limit,
            ..rule("r", Basis::PerMonth { price: Price::Yen(yen), proration: Proration::ByDay })
        };
        let schedules = two_schedules(monthly(yen), monthly(yen / 2), after);
        let months = TERM.months().map(|period| FeeFacts { period, ..facts.clone() });
        let sum: i64 = months.filter(|month| month.period.meet(term).is_some())
            .map(|month| subtotal(&schedules, &month)).sum();
        prop_assert_eq!(subtotal(&schedules, &facts), sum);
    }

    #[test]
    fn a_contract_cap_holds_across_periods(
        basis in uniform(false), limit in cap(CapSpan::Contract), last in 1_i64..250, facts in any_facts(),
    ) {
        prop_assume!(!matches!(basis, Basis::PerHead { .. }));
        let facts = FeeFacts { period: TERM, so_far: BTreeMap::new(), ..facts };
        let schedules = [schedule(vec![FeeRule { cap: Some(limit), ..rule("r", basis) }])];
        let [first, mut second] = split(&facts, TERM.from + Duration::days(last));
        let earlier = evaluate(&schedules, &cancellation(), &first);
        second.so_far = earlier.so_far.clone();
        let sum = earlier.subtotal + subtotal(&schedules, &second);
        prop_assert_eq!(subtotal(&schedules, &facts), sum);
        prop_assert!(limit.yen.is_none_or(|most| sum <= most));
    }

    #[test]
    fn participants_never_pay_less_than_nothing_or_more_than_the_limit(
        fees in vec(user_fee(), 0..3), facts in any_facts(),
    ) {
        let statement = user_fee::evaluate(&fees, &facts);
        prop_assert_eq!(statement.lines.iter().map(|line| line.line.yen).sum::<i64>(), statement.total);
        prop_assert_eq!(statement.refunds.iter().map(|line| line.line.yen).sum::<i64>(), statement.refunded);
        let all = statement.lines.iter().chain(&statement.refunds);
        for line in all {
            prop_assert!(line.line.yen >= 0 && !line.line.rows.is_empty(), "{line:?}");
            prop_assert!(line.line.arithmetic.ends_with(&yen(line.line.yen)), "{line:?}");
        }
        if let [fee] = fees.as_slice() {
            let mut months: BTreeMap<(&str, &str), i64> = BTreeMap::new();
            for line in &statement.lines {
                *months.entry((&line.person, &line.line.when)).or_default() += line.line.yen;
            }
            prop_assert!(months.values().all(|paid| fee.most_per_month.is_none_or(|most| *paid <= most.max(0))));
        }
    }
}
