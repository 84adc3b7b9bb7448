//! 段階: a price that depends on how many users the month had. The number is that of the whole calendar month (as far
//! as it lies in the term), even when prices change within it.

use std::collections::BTreeMap;

use time::Date;

use super::counting::Scope;
use super::facts::FeeFacts;
use super::money::{MOST_YEN, TOO_LARGE, yen};
use super::span::Span;
use super::unit::{Found, Unit};
use crate::programmes::definition::{Tier, TierPer, UsersCounted};

/// The units of a tiered rule: `sessions`, or the months themselves, each at the amount of its month.
pub(super) fn count(
    scope: &Scope<'_>,
    sessions: Vec<Unit>,
    per: TierPer,
    users: UsersCounted,
    tiers: &[Tier],
) -> Found {
    let units = match per {
        TierPer::Session => sessions,
        TierPer::Month => scope.whole_months().collect(),
    };
    let mut months: BTreeMap<Date, Vec<Unit>> = BTreeMap::new();
    for unit in units {
        months.entry(Span::month_of(unit.on).from).or_default().push(unit);
    }
    let mut found = Found::default();
    for (first, units) in months {
        let month = Span::month_of(first);
        let (number, rows) = scope.facts.users(month, users);
        let priced = amount(tiers, number, scope.facts);
        let priced = priced.map_err(|sentence| format!("{}は{sentence}", month.shown()));
        found.take(units, priced, &rows);
    }
    found
}

/// The amount for so many users, and its arithmetic.
///
/// # Errors
/// A sentence when no tier holds the number, or a price is missing. No users cost nothing unless a tier says so.
pub(super) fn amount(tiers: &[Tier], users: usize, facts: &FeeFacts) -> Result<(i64, String), String> {
    let holds = |tier: &&Tier| (usize::from(tier.from)..=usize::from(tier.to)).contains(&users);
    let Some(tier) = tiers.iter().find(holds) else {
        return if users == 0 {
            Ok((0, "利用者0人：0円".to_owned()))
        } else {
            Err(no_tier(tiers, users))
        };
    };
    let base = facts.price(&tier.base)?;
    let Some(each) = &tier.each_further else {
        return Ok((base, format!("利用者{users}人：{}", yen(base))));
    };
    let each = facts.price(each)?;
    let further = users - usize::from(tier.from.saturating_sub(1)).min(users);
    let added = i64::try_from(further).ok().and_then(|further| each.checked_mul(further));
    let total = added.and_then(|added| base.checked_add(added)).filter(|yen| *yen <= MOST_YEN);
    let total = total.ok_or_else(|| TOO_LARGE.to_owned())?;
    Ok((total, format!("利用者{users}人：{} ＋ {} × {further}人 ＝ {}", yen(base), yen(each), yen(total))))
}

fn no_tier(tiers: &[Tier], users: usize) -> String {
    match tiers.iter().map(|tier| tier.to).max() {
        Some(most) if users > usize::from(most) => format!(
            "月の利用者が{users}人で、委託料の決まりの上限の{most}人を超えています。利用者の記録か委託料の決まりを確認してください。"
        ),
        Some(_) | None => {
            format!(
                "月の利用者が{users}人のときの額が委託料の決まりにありません。委託料の決まりを確認してください。"
            )
        }
    }
}
