use proptest::prelude::*;
use time::{Duration, macros::date};

use super::*;
use crate::programmes::definition::{Counted, Per, Rhythm, SessionCount};

const PLACES: Places = Places { counted: Counted::PerMonth, capacity: 10, minimum: 0 };
const TERM: Term = Term { starts_on: date!(2024 - 07 - 01), ends_on: date!(2025 - 03 - 31) };

fn sendai(cutoff_day: Option<u8>) -> Calendar {
    Calendar {
        sessions: Some(SessionCount { least: 12, most: 12 }),
        rhythm: Rhythm { per: Per::Week, least: 1, most: 1 },
        months: 3,
        minutes: 90,
        forbidden: vec![],
        start: StartRule::FirstOfNextMonth { cutoff_day, finish_inside_contract: true },
        make_up_sessions: false,
    }
}

fn applied(applied_on: Date, users: &[(Date, u16)]) -> StartFacts {
    let users = users.iter().copied().collect();
    StartFacts { applied_on, term: Some(TERM), users, waiting: 0, by_hand: None }
}

fn begin(calendar: &Calendar, facts: &StartFacts) -> StartAnswer {
    start(calendar, PLACES, facts).unwrap()
}

fn on(on: Date, ends_on: Date) -> Start {
    Start::On { on, ends_on }
}

/// The day of the application, the cut-off day, who has a place, the start.
type Case<'a> = (Date, Option<u8>, &'a [(Date, u16)], Start);

/// A4.3: the eight worked cases.
#[test]
fn the_worked_cases() {
    let (sep, oct) = (date!(2024 - 09 - 01), date!(2024 - 10 - 01));
    let (nov, dec) = (date!(2024 - 11 - 01), date!(2024 - 12 - 01));
    let full_september = [(sep, 10), (oct, 9), (nov, 8), (dec, 5)];
    let full_october = [(sep, 9), (oct, 10)];
    let cases: [Case<'_>; 8] = [
        (date!(2024 - 07 - 31), None, &[], on(date!(2024 - 08 - 01), date!(2024 - 10 - 31))),
        (date!(2024 - 08 - 01), None, &[], on(sep, date!(2024 - 11 - 30))),
        (date!(2024 - 08 - 28), Some(25), &[], on(oct, date!(2024 - 12 - 31))),
        (date!(2024 - 08 - 10), None, &full_september, on(oct, date!(2024 - 12 - 31))),
        (date!(2024 - 08 - 10), None, &full_october, Start::Waiting { position: 1 }),
        (date!(2024 - 11 - 20), None, &[], on(dec, date!(2025 - 02 - 28))),
        (date!(2024 - 12 - 15), None, &[], on(date!(2025 - 01 - 01), date!(2025 - 03 - 31))),
        (date!(2025 - 01 - 06), None, &[], Start::OutsideTerm),
    ];
    for (at, (day, cutoff, users, expected)) in cases.into_iter().enumerate() {
        let answer = begin(&sendai(cutoff), &applied(day, users));
        assert_eq!(answer.start, expected, "case {}: {:?}", at + 1, answer.explanation);
    }
}

#[test]
fn the_answer_names_the_full_month_and_the_last_start() {
    let users = [(date!(2024 - 09 - 15), 10)];
    assert_eq!(
        begin(&sendai(None), &applied(date!(2024 - 08 - 10), &users)).explanation,
        [
            "申込日（令和6年8月10日）の翌月から。",
            "令和6年9月1日からは、令和6年9月が定員10人に達しています。",
            "令和6年10月1日から令和6年12月31日まで、どの月にも空きがあります。",
        ]
    );
    assert_eq!(
        begin(&sendai(None), &applied(date!(2025 - 01 - 06), &[])).explanation[1],
        "令和7年2月1日に始めると令和7年4月30日までとなり、契約の終わり（令和7年3月31日）を過ぎます。\
         最後に始められる日は令和7年1月1日です。"
    );
}

/// A4.3: the last start inside the contract.
#[test]
fn the_last_start_leaves_room_for_the_whole_stay() {
    assert_eq!(last_start(&sendai(None), TERM), Some(date!(2025 - 01 - 01)));
    let short = Term { starts_on: date!(2025 - 02 - 01), ..TERM };
    assert_eq!(last_start(&sendai(None), short), None);
    let middle = Term { ends_on: date!(2025 - 03 - 30), ..TERM };
    assert_eq!(last_start(&sendai(None), middle), Some(date!(2024 - 12 - 01)));
}

#[test]
fn nobody_begins_before_the_contract_or_passes_the_queue() {
    let early = begin(&sendai(None), &applied(date!(2024 - 05 - 10), &[]));
    assert_eq!(early.start, on(date!(2024 - 07 - 01), date!(2024 - 09 - 30)));
    let nearly_full = [(date!(2024 - 09 - 01), 8), (date!(2024 - 10 - 01), 8)];
    let mut facts = applied(date!(2024 - 08 - 10), &nearly_full);
    facts.waiting = 1;
    assert_eq!(begin(&sendai(None), &facts).start, on(date!(2024 - 09 - 01), date!(2024 - 11 - 30)));
    facts.waiting = 2;
    let answer = begin(&sendai(None), &facts);
    assert_eq!(answer.start, Start::Waiting { position: 3 });
    assert!(answer.explanation[1].contains("先に待機している2人を含めて定員10人に達しています"));
}

#[test]
fn a_full_last_month_waits_rather_than_run_over_the_contract() {
    let users = [(date!(2025 - 03 - 01), 10)];
    let answer = begin(&sendai(None), &applied(date!(2024 - 12 - 15), &users));
    assert_eq!(answer.start, Start::Waiting { position: 1 });
}

#[test]
fn a_start_by_hand_stands_with_its_reason_and_what_it_departs_from() {
    let mut facts = applied(date!(2025 - 01 - 06), &[(date!(2025 - 01 - 01), 10)]);
    let by_hand = |start_on, reason: &str| Some(ByHand { start_on, reason: reason.to_owned() });
    facts.by_hand = by_hand(date!(2025 - 01 - 15), "本人の希望");
    let answer = begin(&sendai(None), &facts);
    assert_eq!(answer.start, on(date!(2025 - 01 - 15), date!(2025 - 04 - 14)));
    assert_eq!(answer.explanation, ["担当者が令和7年1月15日と決めました（理由：本人の希望）。"]);
    assert_eq!(answer.warnings.len(), 3);
    for (start_on, reason, refusal) in [
        (date!(2025 - 01 - 15), " ", StartRefusal::NoReason),
        (date!(2025 - 01 - 05), "希望", StartRefusal::BeforeApplication),
        (date!(2025 - 04 - 01), "希望", StartRefusal::OutsideTerm),
    ] {
        facts.by_hand = by_hand(start_on, reason);
        assert_eq!(start(&sendai(None), PLACES, &facts), Err(refusal));
    }
}

#[test]
fn without_a_rule_the_start_is_agreed() {
    let calendar = Calendar { start: StartRule::Agreed, ..sendai(None) };
    assert_eq!(begin(&calendar, &applied(date!(2024 - 08 - 10), &[])).start, Start::ToBeAgreed);
}

#[test]
fn facts_are_read_from_a_scenario() {
    let facts: StartFacts = toml::from_str(
        "applied_on = \"2024-08-10\"\n[users]\n\"2024-09-01\" = 10\n[term]\nstarts_on = \"2024-07-01\"\nends_on = \"2025-03-31\"",
    )
    .unwrap();
    assert_eq!(facts, applied(date!(2024 - 08 - 10), &[(date!(2024 - 09 - 01), 10)]));
}

proptest! {
    #[test]
    fn a_stay_lies_inside_the_contract_and_has_a_place_in_every_month(
        day in 0_i64..400, cutoff in proptest::option::of(0_u8..40), months in any::<u8>(), capacity in 0_u16..12,
        users in prop::collection::vec((0_i64..600, 0_u16..12), 0..8), waiting in 0_u16..2,
    ) {
        let calendar = Calendar { months, ..sendai(cutoff) };
        let places = Places { capacity, ..PLACES };
        let ahead = |days| date!(2024 - 05 - 01) + Duration::days(days);
        let users = users.into_iter().map(|(days, n)| (ahead(days), n)).collect();
        let facts = StartFacts { waiting, users, ..applied(ahead(day), &[]) };
        let answer = start(&calendar, places, &facts).unwrap();
        prop_assert!(!answer.explanation.is_empty());
        if let Start::On { on, ends_on } = answer.start {
            prop_assert!(on > facts.applied_on && on.day() == 1);
            prop_assert!(TERM.contains(on) && ends_on <= TERM.ends_on);
            for (user_day, n) in &facts.users {
                prop_assert!(!(on..=ends_on).contains(&month_of(*user_day)) || n + waiting < capacity);
            }
        }
    }

    #[test]
    fn any_day_has_an_answer(julian in Date::MIN.to_julian_day()..=Date::MAX.to_julian_day(), months: u8) {
        let day = Date::from_julian_day(julian).unwrap();
        let calendar = Calendar { months, ..sendai(Some(25)) };
        let facts = StartFacts { term: Some(Term { starts_on: day, ends_on: day }), ..applied(day, &[]) };
        prop_assert!(start(&calendar, PLACES, &facts).is_ok());
        let open = StartFacts { term: None, ..facts };
        prop_assert!(start(&calendar, PLACES, &open).is_ok());
    }
}
