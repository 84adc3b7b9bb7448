//! 段階の額: every number of users up to the capacity has exactly one price.

use super::Faults;
use crate::programmes::definition::{Counted, Places, Tier};

pub(super) fn check(tiers: &[Tier], places: Places, path: &str, faults: &mut Faults) {
    let (Some(first), Some(last)) = (tiers.first(), tiers.last()) else {
        faults.say(path, "段階がありません。1つ以上加えてください。");
        return;
    };
    if first.from > 1 {
        faults.say(
            format!("{path}[0].from"),
            format!(
                "月の利用者が{}のときの額がありません。はじめの段階を1人からにしてください。",
                people(1, first.from - 1)
            ),
        );
    }
    for (at, tier) in tiers.iter().enumerate() {
        let path = format!("{path}[{at}]");
        if tier.from > tier.to {
            faults.say(
                &path,
                format!(
                    "{}人から{}人までという段階はありません。下を上以下にしてください。",
                    tier.from, tier.to
                ),
            );
        }
        if let Some(before) = at.checked_sub(1).and_then(|before| tiers.get(before)) {
            joint(before, tier, &path, faults);
        }
        reached(tier, places, &path, faults);
    }
    full(last, places, path, faults);
}

/// A tier that begins above the capacity is never reached, where the capacity holds for the month.
fn reached(tier: &Tier, places: Places, path: &str, faults: &mut Faults) {
    let is_held = matches!(places.counted, Counted::PerMonth | Counted::PerContract);
    if is_held && tier.from > places.capacity {
        faults.say(
            format!("{path}.from"),
            format!(
                "「{}」の段階がありますが、定員が{}人のため、そうなる月がありません。この段階を消すか、定員を直してください。",
                range(tier),
                places.capacity
            ),
        );
    }
}

/// The tiers go up to the capacity.
fn full(last: &Tier, places: Places, path: &str, faults: &mut Faults) {
    if last.to < places.capacity {
        faults.say(
            path,
            format!(
                "月の利用者が{}のときの額がありません（定員は{}人、最後の段階は「{}」です）。最後の段階を定員まで広げてください。",
                people(last.to.saturating_add(1), places.capacity),
                places.capacity,
                range(last)
            ),
        );
    }
}

/// One tier begins where the one before ends.
fn joint(before: &Tier, tier: &Tier, path: &str, faults: &mut Faults) {
    let next = before.to.saturating_add(1);
    if tier.from > next {
        faults.say(
            format!("{path}.from"),
            format!(
                "月の利用者が{}のときの額がありません（「{}」の次が「{}」です）。段階のあいだが空かないように人数をつなげてください。",
                people(next, tier.from - 1),
                range(before),
                range(tier)
            ),
        );
    } else if tier.from < next {
        faults.say(
            format!("{path}.from"),
            format!(
                "月の利用者が{}のときの額が2つあります（「{}」と「{}」です）。人数が重ならないように直してください。",
                people(tier.from, before.to.min(tier.to)),
                range(before),
                range(tier)
            ),
        );
    }
}

fn people(from: u16, to: u16) -> String {
    if from >= to { format!("{from}人") } else { format!("{from}人から{to}人まで") }
}

fn range(tier: &Tier) -> String {
    if tier.to == u16::MAX { format!("{}人以上", tier.from) } else { people(tier.from, tier.to) }
}
