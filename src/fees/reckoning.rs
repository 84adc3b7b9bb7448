//! 計算: a contract, the period that was asked for, and what the rules make of its records.

use std::collections::BTreeMap;

use time::Date;

use super::{db, facts::Records, period::Period, prices};
use crate::{
    contracts::db::{self as contracts, Contract},
    kit::{
        ctx::Ctx,
        db::Reads,
        error::{AppError, Result},
        permission::Permission,
    },
    programmes::{
        self, Definition,
        definition::FeeSchedule,
        fee::{SoFar, Span, Statement, evaluate},
    },
    vocab::ids::ContractId,
};

/// Everything a statement's page, paper and rows are made from.
pub struct Reckoning {
    pub contract: Contract,
    pub period: Period,
    pub term: Span,
    pub today: Date,
    pub records: Records,
    /// Names of the programme's add-ons, by code.
    pub add_on_names: BTreeMap<String, String>,
    /// Absent while the period hasn't begun.
    pub statement: Option<Statement>,
}

impl Reckoning {
    /// The last day that is counted, when the period goes on after it.
    pub fn counted_until(&self) -> Option<Date> {
        let days = self.period.span(self.term).meet(self.term)?;
        (days.from <= self.today && self.today < days.to).then_some(self.today)
    }
}

/// Counts a period of a contract; no `period` means the month of today.
///
/// # Errors
/// `NotFound` when the reader may not see the contract, or when the period isn't one of its term.
pub async fn reckon<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId, period: &str) -> Result<Reckoning> {
    let today = cx.today();
    let contract = contracts::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let term = Span { from: contract.starts_on, to: contract.ends_on };
    let period = Period::read(period, term, today).ok_or(AppError::NotFound)?;
    let definition = programmes::of(cx.db(), contract.programme).await?;
    let schedules = prices::priced(&definition.fees, &db::prices(cx.db(), id).await?);
    let records = records(cx.db(), id).await?;
    let statement = state(definition, &schedules, &records, (period.span(term), term), today);
    let names = definition.add_ons.iter().map(|add_on| (add_on.code.clone(), add_on.name.clone()));
    Ok(Reckoning { contract, period, term, today, records, add_on_names: names.collect(), statement })
}

/// What was recorded under a contract.
pub(super) async fn records(reads: &mut Reads, id: ContractId) -> sqlx::Result<Records> {
    Ok(Records {
        sessions: db::sessions(reads, id).await?,
        ended: db::ended(reads, id).await?,
        takers: db::takers(reads, id).await?,
        contacts: db::contacts(reads, id).await?,
        add_ons: db::add_ons(reads, id).await?,
        receipts: db::receipts(reads, id).await?,
    })
}

/// The statement of the days that are over, or today.
fn state(
    definition: &Definition,
    schedules: &[FeeSchedule],
    records: &Records,
    (period, term): (Span, Span),
    today: Date,
) -> Option<Statement> {
    let days = Span { from: period.from, to: period.to.min(today) };
    days.meet(term)?;
    let mut facts = records.facts(days, term, today);
    facts.so_far = before(definition, schedules, records, (days, term), today);
    Some(evaluate(schedules, &definition.cancellation, &facts))
}

/// What the contract paid until the day before, for limits that hold over the whole contract.
fn before(
    definition: &Definition,
    schedules: &[FeeSchedule],
    records: &Records,
    (days, term): (Span, Span),
    today: Date,
) -> BTreeMap<String, SoFar> {
    let Some(eve) = days.from.previous_day().filter(|eve| *eve >= term.from) else {
        return BTreeMap::new();
    };
    let facts = records.facts(Span { from: term.from, to: eve }, term, today);
    evaluate(schedules, &definition.cancellation, &facts).so_far
}
