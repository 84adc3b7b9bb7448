//! Worked cases, and random ledgers in which nothing may ever be unaccounted.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn item(number: u128) -> HeldItemId {
    HeldItemId(Uuid::from_u128(number))
}

#[test]
fn thirty_sheets_go_separate_ways() {
    let sheets = item(1);
    let mut balance = Balance::of([Movement::Came { item: sheets, count: 30 }]).unwrap();
    balance.apply(Movement::Left { item: sheets, count: 20 }).unwrap();
    assert_eq!(
        balance.tally(sheets).map(|t| (t.held(), t.outstanding())),
        Some((10, 30)),
        "on the way is not back"
    );
    balance.apply(Movement::Back { item: sheets, count: 20 }).unwrap();
    balance.apply(Movement::Erased { item: sheets, count: 9 }).unwrap();
    assert_eq!(balance.outstanding().map(|(_, t)| t.outstanding()).collect::<Vec<_>>(), [1]);
    let too_many = balance.apply(Movement::Erased { item: sheets, count: 2 });
    assert_eq!(too_many, Err(BalanceProblem::TooMany { available: 1 }));
    balance.apply(Movement::Erased { item: sheets, count: 1 }).unwrap();
    assert!(balance.is_settled());
}

#[test]
fn a_copy_is_owed_for_itself() {
    let (list, copy) = (item(1), item(2));
    let mut balance = Balance::of([
        Movement::Came { item: list, count: 1 },
        Movement::Copied { of: list, item: copy, count: 3 },
        Movement::Left { item: list, count: 1 },
        Movement::Back { item: list, count: 1 },
    ])
    .unwrap();
    assert!(!balance.is_settled(), "the original is back, three copies are not");
    assert_eq!(
        balance.apply(Movement::Copied { of: list, item: item(3), count: 1 }),
        Err(BalanceProblem::NothingToCopy)
    );
    balance.apply(Movement::Erased { item: copy, count: 3 }).unwrap();
    assert!(balance.is_settled());
}

#[test]
fn what_never_came_can_neither_go_back_nor_be_erased() {
    let mut balance = Balance::default();
    for movement in [
        Movement::Left { item: item(1), count: 1 },
        Movement::Back { item: item(1), count: 1 },
        Movement::Erased { item: item(1), count: 1 },
    ] {
        assert_eq!(balance.apply(movement), Err(BalanceProblem::Unknown));
    }
    balance.apply(Movement::Came { item: item(1), count: 2 }).unwrap();
    assert_eq!(balance.apply(Movement::Came { item: item(1), count: 2 }), Err(BalanceProblem::Twice));
    assert_eq!(balance.apply(Movement::Came { item: item(2), count: 0 }), Err(BalanceProblem::Nothing));
    assert_eq!(
        balance.apply(Movement::Back { item: item(1), count: 1 }),
        Err(BalanceProblem::TooMany { available: 0 }),
        "nothing left, so nothing comes back"
    );
}

fn movement() -> impl Strategy<Value = Movement> {
    let one = || (0_u128..6).prop_map(item);
    let count = || 0_u32..8;
    prop_oneof![
        (one(), count()).prop_map(|(item, count)| Movement::Came { item, count }),
        (one(), one(), count()).prop_map(|(of, item, count)| Movement::Copied { of, item, count }),
        (one(), count()).prop_map(|(item, count)| Movement::Left { item, count }),
        (one(), count()).prop_map(|(item, count)| Movement::Back { item, count }),
        (one(), count()).prop_map(|(item, count)| Movement::Erased { item, count }),
    ]
}

/// What was taken in, item by item: pieces that came, went back, were erased.
fn counted(accepted: &[Movement]) -> BTreeMap<HeldItemId, [u64; 3]> {
    let mut sums: BTreeMap<HeldItemId, [u64; 3]> = BTreeMap::new();
    for movement in accepted {
        let (item, at, count) = match *movement {
            Movement::Came { item, count } | Movement::Copied { item, count, .. } => (item, 0, count),
            Movement::Back { item, count } => (item, 1, count),
            Movement::Erased { item, count } => (item, 2, count),
            Movement::Left { .. } => continue,
        };
        sums.entry(item).or_default()[at] += u64::from(count);
    }
    sums
}

proptest! {
    /// Whatever is thrown at it, every piece that came is held, on its way, back or erased, and never less than nothing.
    #[test]
    fn nothing_is_ever_unaccounted(movements in prop::collection::vec(movement(), 0..60)) {
        let (mut balance, mut accepted) = (Balance::default(), Vec::new());
        for movement in movements {
            let before = balance.clone();
            match balance.apply(movement) {
                Ok(()) => accepted.push(movement),
                Err(_) => prop_assert_eq!(&balance, &before, "a refused movement changes nothing"),
            }
            for (id, [came, back, erased]) in counted(&accepted) {
                let tally = balance.tally(id).unwrap();
                prop_assert_eq!(u64::from(tally.came), came);
                prop_assert!(back + erased <= came, "less than nothing is held");
                prop_assert_eq!(
                    u64::from(tally.held()) + u64::from(tally.leaving) + back + erased,
                    came
                );
            }
        }
        let owed = counted(&accepted).values().any(|[came, back, erased]| back + erased < *came);
        prop_assert_eq!(balance.is_settled(), !owed);
        prop_assert_eq!(Balance::of(accepted), Ok(balance), "the same ledger, read anew");
    }

    /// Pieces of different things don't stand in each other's way, and the order in which parts of one thing go doesn't count.
    #[test]
    fn the_order_in_which_parts_go_does_not_count(
        parts in prop::collection::vec((0_u128..3, 1_u32..5, any::<bool>()), 1..20).prop_shuffle()
    ) {
        let mut came: BTreeMap<HeldItemId, u32> = BTreeMap::new();
        parts.iter().for_each(|(of, count, _)| *came.entry(item(*of)).or_default() += count);
        let arrivals: Vec<Movement> =
            came.iter().map(|(item, count)| Movement::Came { item: *item, count: *count }).collect();
        let went = |(of, count, erased): &(u128, u32, bool)| {
            let (item, count) = (item(*of), *count);
            if *erased {
                vec![Movement::Erased { item, count }]
            } else {
                vec![Movement::Left { item, count }, Movement::Back { item, count }]
            }
        };
        let onward: Vec<Movement> = parts.iter().flat_map(went).collect();
        let backward: Vec<Movement> = parts.iter().rev().flat_map(went).collect();
        let first = Balance::of(arrivals.iter().copied().chain(onward)).unwrap();
        let second = Balance::of(arrivals.into_iter().rev().chain(backward)).unwrap();
        prop_assert!(first.is_settled());
        prop_assert_eq!(first, second);
    }
}
