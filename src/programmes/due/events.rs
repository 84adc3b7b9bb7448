//! The days on which the events of a programme happened or will happen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use crate::{
    programmes::{Term, definition::Event, term::month_of},
    vocab::dates::{add_months, fiscal_year},
};

/// Most ends of months, quarters or years that are listed for one term.
const MOST_ENDS: i32 = 1200;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// The days of each event, in any order. An event that isn't listed is not known yet; an empty list says that it
    /// doesn't happen.
    #[serde(default)]
    pub days: BTreeMap<Event, Vec<Date>>,
    /// The contract's term, from which its start and end and the ends of months, quarters and fiscal years follow.
    #[serde(default)]
    pub term: Option<Term>,
}

impl Events {
    /// The days of an event, listed ones before those that follow from the term.
    ///
    /// # Errors
    /// The sentence that names the missing fact.
    pub fn of(&self, event: Event) -> Result<Vec<Date>, String> {
        if let Some(days) = self.days.get(&event) {
            return Ok(days.clone());
        }
        let in_term = |days: fn(Term) -> Vec<Date>| {
            self.term.map(days).ok_or_else(|| {
                format!("契約の期間が分からないため、「{}」からの期限を計算できません。", event.label())
            })
        };
        match event {
            Event::ContractStart => in_term(|term| vec![term.starts_on]),
            Event::ContractEnd => in_term(|term| vec![term.ends_on]),
            Event::MonthEnd => in_term(|term| ends(term, 1)),
            Event::QuarterEnd => in_term(|term| ends(term, 3)),
            Event::FiscalYearEnd => in_term(fiscal_year_ends),
            Event::ContractSigned
            | Event::Briefing
            | Event::CourseStart
            | Event::CourseEnd
            | Event::Session
            | Event::Application
            | Event::ServiceStart
            | Event::ServiceEnd
            | Event::Erasure
            | Event::WardNotice => Err(format!("「{}」の日がまだ登録されていません。", event.label())),
        }
    }
}

/// The last days of every `step` calendar months, counted from January, that meet the term.
fn ends(term: Term, step: u8) -> Vec<Date> {
    let month = month_of(term.starts_on);
    let into = i32::from((u8::from(month.month()) - 1) % step);
    let first = add_months(month, -into);
    let after = |nth: i32| add_months(first, nth.saturating_mul(i32::from(step)));
    let mut all = Vec::new();
    for nth in 0..MOST_ENDS {
        if term.starts_on > term.ends_on || after(nth) > term.ends_on {
            break;
        }
        all.push(after(nth + 1).previous_day().unwrap_or(Date::MIN));
    }
    all
}

fn fiscal_year_ends(term: Term) -> Vec<Date> {
    let first = fiscal_year(term.starts_on);
    (first..=fiscal_year(term.ends_on).min(first.saturating_add(MOST_ENDS)))
        .map(|year| end_of(term, year))
        .collect()
}

/// The day that ends the fiscal year in which a day lies, for a contract: 31 March, in its last year the term's end.
pub fn fiscal_year_end(term: Term, on: Date) -> Date {
    end_of(term, fiscal_year(on))
}

fn end_of(term: Term, fiscal_year: i32) -> Date {
    let end = Date::from_calendar_date(fiscal_year.saturating_add(1), Month::March, 31);
    end.map_or(term.ends_on, |end| end.min(term.ends_on))
}
