//! 単価: never below nothing, never absurd, and one name for each price of the contract.

use std::collections::BTreeMap;

use super::Faults;
use crate::programmes::{
    definition::{Basis, Definition, Price, UserBasis},
    fee::{MOST_YEN, yen},
};

pub(super) fn check(definition: &Definition, faults: &mut Faults) {
    let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, price) in all(definition) {
        match price {
            Price::Yen(amount) if *amount < 0 => {
                faults.say(path, format!("単価が{}です。0円以上にしてください。", yen(*amount)));
            }
            Price::Yen(amount) if *amount > MOST_YEN => {
                faults.say(path, "単価が1兆円を超えています。桁を確かめてください。");
            }
            Price::Yen(_) => {}
            Price::Contract { code, label } => {
                faults.when(
                    label.trim().is_empty(),
                    &path,
                    "契約で定める単価の名前が空です。例：1回あたりの委託料（円）",
                );
                faults.when(code.trim().is_empty(), &path, "契約で定める単価のコードが空です。例：session");
                let first = *labels.entry(code).or_insert(label);
                if first != label {
                    faults.say(
                        path,
                        format!("契約で定める単価「{code}」に、「{first}」と「{label}」の2つの名前があります。同じ単価なら名前をそろえ、別の単価ならコードを分けてください。"),
                    );
                }
            }
        }
    }
}

/// Every price of the definition with its path.
fn all(definition: &Definition) -> Vec<(String, &Price)> {
    let rules = definition.fees.iter().enumerate().flat_map(|(at, schedule)| {
        schedule
            .rules
            .iter()
            .enumerate()
            .flat_map(move |(nth, rule)| of_basis(&rule.basis, &format!("fees[{at}].rules[{nth}].basis")))
    });
    let users = definition.user_fees.iter().enumerate().map(|(at, fee)| {
        let path = format!("user_fees[{at}].basis");
        match &fee.basis {
            UserBasis::PerSession { price, .. } => (format!("{path}.per_session.price"), price),
            UserBasis::PrepaidBlock { price, .. } => (format!("{path}.prepaid_block.price"), price),
            UserBasis::BurdenRatio { of } => (format!("{path}.burden_ratio.of"), of),
            UserBasis::Once { price } => (format!("{path}.once.price"), price),
            UserBasis::PerMonth { price } => (format!("{path}.per_month.price"), price),
        }
    });
    rules.chain(users).collect()
}

fn of_basis<'a>(basis: &'a Basis, path: &str) -> Vec<(String, &'a Price)> {
    match basis {
        Basis::PerSession { price } => vec![(format!("{path}.per_session.price"), price)],
        Basis::PerHead { price } => vec![(format!("{path}.per_head.price"), price)],
        Basis::PerHeadSession { price } => vec![(format!("{path}.per_head_session.price"), price)],
        Basis::PerMonth { price, .. } => vec![(format!("{path}.per_month.price"), price)],
        Basis::PerCourse { price } => vec![(format!("{path}.per_course.price"), price)],
        Basis::PerBlock { price, .. } => vec![(format!("{path}.per_block.price"), price)],
        Basis::AddOn { price, .. } => vec![(format!("{path}.add_on.price"), price)],
        Basis::HourlyBands { bands } => {
            let bands = bands.iter().enumerate();
            bands.map(|(at, band)| (format!("{path}.hourly_bands.bands[{at}].price"), &band.price)).collect()
        }
        Basis::Tiered { tiers, .. } => {
            let tiers = tiers.iter().enumerate();
            tiers
                .flat_map(|(at, tier)| {
                    let path = format!("{path}.tiered.tiers[{at}]");
                    let further =
                        tier.each_further.as_ref().map(|each| (format!("{path}.each_further"), each));
                    std::iter::once((format!("{path}.base"), &tier.base)).chain(further)
                })
                .collect()
        }
    }
}
