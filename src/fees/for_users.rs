//! 利用者負担: what participants owe for each month of a contract, by the same records and prices as the 委託料.

use super::{db, prices, reckoning::records};
use crate::{
    contracts::db::Contract,
    kit::{ctx::Ctx, error::Result, permission::Permission},
    programmes::{
        self,
        fee::Span,
        user_fee::{UserStatement, evaluate},
    },
};

/// One statement a month, from the first of the term to that of today. The price of a month is that of its first day.
pub(crate) async fn user_months<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: &Contract,
) -> Result<Vec<(Span, UserStatement)>> {
    let today = cx.today();
    let definition = programmes::of(cx.db(), contract.programme).await?;
    let until = contract.ends_on.min(today);
    if definition.user_fees.is_empty() || until < contract.starts_on {
        return Ok(Vec::new());
    }
    let agreed = db::prices(cx.db(), contract.id).await?;
    let records = records(cx.db(), contract.id).await?;
    let term = Span { from: contract.starts_on, to: contract.ends_on };
    let one = |month: Span| {
        let days = Span { from: month.from.max(term.from), to: month.to.min(until) };
        let mut facts = records.facts(days, term, today);
        let known = prices::known_on(&agreed, days.from);
        facts.prices = known.into_iter().map(|(code, yen)| (code.to_owned(), yen)).collect();
        (month, evaluate(&definition.user_fees, &facts))
    };
    Ok(Span { from: term.from, to: until }.months().map(one).collect())
}
