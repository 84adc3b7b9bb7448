//! 契約の単価: the prices a programme leaves to its contracts, what was agreed from which day, and the fee rules with those
//! prices in them. A price that nobody agreed stays open, and the calculation says so.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use crate::programmes::definition::{Basis, Definition, FeeSchedule, Price, UserBasis};

/// A price of the contract: so many yen from a day on, until the next day of the same code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    pub code: String,
    pub from_on: Date,
    pub yen: i64,
}

/// The prices a contract has to agree, code and label, in the order of the definition.
pub fn asked(definition: &Definition) -> Vec<(&str, &str)> {
    let users = definition.user_fees.iter().map(|fee| match &fee.basis {
        UserBasis::PerSession { price, .. }
        | UserBasis::PrepaidBlock { price, .. }
        | UserBasis::BurdenRatio { of: price }
        | UserBasis::Once { price }
        | UserBasis::PerMonth { price } => price,
    });
    let mut seen = BTreeSet::new();
    let all = definition.fees.iter().flat_map(FeeSchedule::prices).chain(users).filter_map(named);
    all.filter(|(code, _)| seen.insert(*code)).collect()
}

/// Code and label of a price that the contract agrees.
fn named(price: &Price) -> Option<(&str, &str)> {
    match price {
        Price::Contract { code, label } => Some((code, label)),
        Price::Yen(_) => None,
    }
}

/// The schedules with the contract's prices written in: a new one begins wherever a price changes.
pub fn priced(schedules: &[FeeSchedule], agreed: &[Agreed]) -> Vec<FeeSchedule> {
    let Some(first) = schedules.iter().map(|schedule| schedule.from).min() else { return Vec::new() };
    let changes = agreed.iter().map(|price| price.from_on).filter(|day| *day > first);
    let days: BTreeSet<Date> = schedules.iter().map(|schedule| schedule.from).chain(changes).collect();
    let mut all: Vec<FeeSchedule> = Vec::new();
    for day in days {
        let in_force = schedules.iter().filter(|schedule| schedule.from <= day).max_by_key(|s| s.from);
        let Some(mut schedule) = in_force.cloned() else { continue };
        let known = known_on(agreed, day);
        schedule.rules.iter_mut().for_each(|rule| fill(&mut rule.basis, &known));
        schedule.from = all.last().map_or(day, |before| before.from);
        if all.last() != Some(&schedule) {
            schedule.from = day;
            all.push(schedule);
        }
    }
    all
}

/// The price of each code on a day.
pub(super) fn known_on(agreed: &[Agreed], day: Date) -> BTreeMap<&str, i64> {
    let mut held: Vec<&Agreed> = agreed.iter().filter(|price| price.from_on <= day).collect();
    held.sort_by_key(|price| price.from_on);
    held.into_iter().map(|price| (price.code.as_str(), price.yen)).collect()
}

fn fill(basis: &mut Basis, known: &BTreeMap<&str, i64>) {
    let mut fill_one = |price: &mut Price| {
        if let Price::Contract { code, .. } = price
            && let Some(yen) = known.get(code.as_str())
        {
            *price = Price::Yen(*yen);
        }
    };
    match basis {
        Basis::PerSession { price }
        | Basis::PerHead { price }
        | Basis::PerHeadSession { price }
        | Basis::PerMonth { price, .. }
        | Basis::PerCourse { price }
        | Basis::PerBlock { price, .. }
        | Basis::AddOn { price, .. } => fill_one(price),
        Basis::Tiered { tiers, .. } => {
            for tier in tiers {
                fill_one(&mut tier.base);
                tier.each_further.iter_mut().for_each(&mut fill_one);
            }
        }
        Basis::HourlyBands { bands } => bands.iter_mut().for_each(|band| fill_one(&mut band.price)),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::{meguro, shinjuku};

    fn price(code: &str, from_on: Date, yen: i64) -> Agreed {
        Agreed { code: code.into(), from_on, yen }
    }

    #[test]
    fn a_programme_asks_for_each_price_once() {
        assert_eq!(asked(meguro()), [("session", "1回あたりの委託料（円）")]);
        assert_eq!(asked(shinjuku()), [("day", "1人1回あたりの委託料（円）")]);
    }

    #[test]
    fn a_changed_price_begins_a_schedule_of_its_own() {
        let agreed = [
            price("session", date!(2026 - 04 - 01), 20_000),
            price("session", date!(2026 - 10 - 01), 21_000),
            price("unused", date!(2026 - 07 - 01), 1),
        ];
        let all = priced(&meguro().fees, &agreed);
        let prices: Vec<(Date, Vec<&Price>)> = all.iter().map(|s| (s.from, s.prices().collect())).collect();
        assert_eq!(prices.len(), 3, "{prices:?}");
        assert!(matches!(prices[0].1[..], [Price::Contract { .. }]));
        assert_eq!(prices[1], (date!(2026 - 04 - 01), vec![&Price::Yen(20_000)]));
        assert_eq!(prices[2], (date!(2026 - 10 - 01), vec![&Price::Yen(21_000)]));
    }

    #[test]
    fn without_prices_the_rules_stay_open() {
        assert_eq!(priced(&meguro().fees, &[]), meguro().fees);
        assert!(priced(&[], &[price("session", date!(2026 - 04 - 01), 1)]).is_empty());
    }
}
