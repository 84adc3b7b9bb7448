//! 義務を数える: facts of a contract and what its clauses were confirmed to mean, in; dated obligations, out. Pure: the same
//! facts give the same list. The programme's own papers and reports are obligations too; a clause that asks for the same
//! thing is named beside them and makes no second one.

mod duties;
mod papers;
mod programme;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod year;

pub use papers::papers;

use time::{Date, Duration};

use super::{binding::BoundClause, dated::DatedObligation, library::Occasion};
use crate::{
    filings::occurrences::ContractDays,
    programmes::{
        definition::{Filing, Report},
        due::DueDay,
    },
    vocab::{business_days::ClosedDays, dates::wareki, side::Side},
};

/// What the rules need to know of a contract.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub signed_on: Date,
    pub days: &'a ContractDays,
    /// The papers and reports the programme asks for.
    pub filings: &'a [Filing],
    pub reports: &'a [Report],
    pub clauses: &'a [BoundClause],
    /// What came up so far.
    pub arisen: &'a [Arisen],
    pub closed: &'a ClosedDays,
}

/// Something that came up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arisen {
    pub occasion: Occasion,
    pub on: Date,
    /// The row of the register it stands in, or whatever else names it once and for all.
    pub key: String,
    /// Which one, in words without personal data; empty when there is nothing to tell it from.
    pub subject: String,
    /// The last day, where the ward set one itself; otherwise the clause says how long it takes.
    pub due_on: Option<Date>,
}

impl Arisen {
    pub fn occurrence(&self) -> String {
        format!("arisen:{}:{}", self.occasion.code(), self.key)
    }
}

/// Every dated obligation of a contract, by due date.
pub fn dated_obligations(facts: &Facts<'_>) -> Vec<DatedObligation> {
    let duties = duties::of_clauses(facts.clauses);
    let mut all = programme::filings(facts, &duties);
    all.extend(programme::reports(facts, &duties));
    all.extend(duties.iter().flat_map(|duty| duty.dated(facts)));
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    all
}

fn key(one: &DatedObligation) -> (Date, &str, &str, Side) {
    (one.due_on, &one.rule, &one.occurrence, one.owed_by)
}

/// Nothing falls due before there is a contract: the day of signing takes the place of an earlier one.
pub fn not_before_signing(day: DueDay, signed_on: Date) -> DueDay {
    if day.due_on >= signed_on {
        return day;
    }
    let explanation =
        format!("{}締結日（{}）がその後のため、締結日が期限です。", day.explanation, wareki(signed_on));
    let grace_until = day.grace_until.filter(|until| *until > signed_on);
    DueDay { due_on: signed_on, practical_on: None, grace_until, explanation, ..day }
}

/// A day some days away; the end of the calendar beyond it.
fn away(day: Date, days: i64) -> Date {
    let end = if days < 0 { Date::MIN } else { Date::MAX };
    day.checked_add(Duration::days(days)).unwrap_or(end)
}
