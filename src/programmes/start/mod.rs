//! 開始月: when a person who applied may begin, by the programme's start rule, the places of every month of the stay and
//! the contract's term; what the staff decided by hand stands, with what it departs from.

mod by_hand;
mod months;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    Term,
    definition::{Calendar, Places, StartRule},
    term::month_of,
};
use crate::vocab::dates::{add_months, period_end, wareki};

pub use by_hand::{ByHand, StartRefusal};
use months::full_months;

/// What is known when somebody applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartFacts {
    pub applied_on: Date,
    /// The contract's term; without it nothing is held against it.
    #[serde(default)]
    pub term: Option<Term>,
    /// People who have a place, by any day of the month; a month that isn't listed has none.
    #[serde(default)]
    pub users: BTreeMap<Date, u16>,
    /// People who already wait.
    #[serde(default)]
    pub waiting: u16,
    /// What the staff decided instead of the rule.
    #[serde(default)]
    pub by_hand: Option<ByHand>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StartAnswer {
    pub start: Start,
    /// The rule and the facts, sentence by sentence.
    pub explanation: Vec<String>,
    /// What a decision by hand departs from.
    pub warnings: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// First and last day of the stay.
    On { on: Date, ends_on: Date },
    /// No place; the position on the waiting list, from 1.
    Waiting { position: u16 },
    /// The stay doesn't end inside the contract any more.
    OutsideTerm,
    /// The rule gives no day: the two sides agree on one.
    ToBeAgreed,
}

/// The day a person begins.
///
/// # Errors
/// [`StartRefusal`] when a decision by hand has no reason or lies outside the contract.
pub fn start(calendar: &Calendar, places: Places, facts: &StartFacts) -> Result<StartAnswer, StartRefusal> {
    if let Some(by_hand) = &facts.by_hand {
        return by_hand.answer(calendar, places, facts);
    }
    let answer = |start, explanation| Ok(StartAnswer { start, explanation, warnings: Vec::new() });
    let StartRule::FirstOfNextMonth { cutoff_day, finish_inside_contract } = calendar.start else {
        return answer(Start::ToBeAgreed, vec![calendar.start.sentence()]);
    };
    let mut explanation = Vec::new();
    let first = first_month(facts, cutoff_day, &mut explanation);
    let last = last_month(calendar, facts.term, finish_inside_contract);
    if last.is_some_and(|last| first > last) {
        explanation.push(outside(calendar, first, facts.term, last));
        return answer(Start::OutsideTerm, explanation);
    }
    // Nobody passes the queue: in each month a place is kept for everybody who waits already.
    let kept = Places { capacity: places.capacity.saturating_sub(facts.waiting), ..places };
    let besides = match facts.waiting {
        0 => String::new(),
        waiting => format!("先に待機している{waiting}人を含めて"),
    };
    let attempts = if is_late(facts.applied_on, cutoff_day) { 1 } else { 2 };
    for on in (0..attempts).map(|ahead| add_months(first, ahead)) {
        if last.is_some_and(|last| on > last) {
            explanation.push(outside(calendar, on, facts.term, last));
            break;
        }
        let full = full_months(calendar, kept, &facts.users, on);
        if full.is_empty() {
            let ends_on = period_end(on, u16::from(calendar.months));
            explanation.push(format!(
                "{}から{}まで、どの月にも空きがあります。",
                wareki(on),
                wareki(ends_on)
            ));
            return answer(Start::On { on, ends_on }, explanation);
        }
        explanation.push(format!(
            "{}からは、{}が{besides}定員{}人に達しています。",
            wareki(on),
            full.join("、"),
            places.capacity
        ));
    }
    let position = facts.waiting.saturating_add(1);
    explanation.push(format!("始められる月に空きがないため、待機{position}番目です。"));
    answer(Start::Waiting { position }, explanation)
}

/// The latest first of a month on which a stay can begin and still end inside the contract; `None` when there is none.
pub fn last_start(calendar: &Calendar, term: Term) -> Option<Date> {
    std::iter::successors(Some(month_of(term.ends_on)), |month| {
        let before = add_months(*month, -1);
        (before < *month).then_some(before)
    })
    .take_while(|month| *month >= term.starts_on)
    .find(|month| period_end(*month, u16::from(calendar.months)) <= term.ends_on)
}

/// The first month the rule looks at.
fn first_month(facts: &StartFacts, cutoff_day: Option<u8>, explanation: &mut Vec<String>) -> Date {
    let is_late = is_late(facts.applied_on, cutoff_day);
    let after = add_months(month_of(facts.applied_on), if is_late { 2 } else { 1 });
    explanation.push(match cutoff_day {
        Some(day) if is_late => {
            format!("申込日（{}）が締切日（{day}日）を過ぎているため、翌々月から。", wareki(facts.applied_on))
        }
        Some(_) | None => format!("申込日（{}）の翌月から。", wareki(facts.applied_on)),
    });
    let opening = facts.term.map(|term| match month_of(term.starts_on) {
        month if month == term.starts_on => month,
        month => add_months(month, 1),
    });
    match opening {
        Some(opening) if opening > after => {
            explanation.push(format!("契約の開始前のため、{}から。", wareki(opening)));
            opening
        }
        Some(_) | None => after,
    }
}

/// The last month the rule allows; `None` without a limit. Before the calendar's first day when no month fits.
fn last_month(calendar: &Calendar, term: Option<Term>, finish_inside: bool) -> Option<Date> {
    let term = term?;
    if finish_inside {
        Some(last_start(calendar, term).unwrap_or(Date::MIN))
    } else {
        Some(month_of(term.ends_on))
    }
}

fn is_late(applied_on: Date, cutoff_day: Option<u8>) -> bool {
    cutoff_day.is_some_and(|day| applied_on.day() > day)
}

fn outside(calendar: &Calendar, on: Date, term: Option<Term>, last: Option<Date>) -> String {
    let ends_on = wareki(period_end(on, u16::from(calendar.months)));
    let term_end = term.map_or_else(String::new, |term| format!("（{}）", wareki(term.ends_on)));
    let latest = match last {
        Some(last) if last > Date::MIN => format!("最後に始められる日は{}です。", wareki(last)),
        Some(_) | None => "この契約の期間には始められる月がありません。".to_owned(),
    };
    format!("{}に始めると{ends_on}までとなり、契約の終わり{term_end}を過ぎます。{latest}", wareki(on))
}
