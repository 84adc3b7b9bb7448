//! 期限: a term and the days of the events this definition counts from.

use std::collections::BTreeSet;

use time::Date;

use super::super::{
    Definition, Term,
    definition::Event,
    forms::field::{Field, Kind},
    simulate::Scenario,
};
use crate::{
    kit::form::Form,
    vocab::dates::{fiscal_year, parse_date, wareki},
};

/// Events that follow from the term.
const OF_THE_TERM: [Event; 5] =
    [Event::ContractStart, Event::ContractEnd, Event::MonthEnd, Event::QuarterEnd, Event::FiscalYearEnd];

/// The events somebody has to give a day for.
fn events(definition: &Definition) -> BTreeSet<Event> {
    let reports = definition.reports.iter().map(|report| report.due.event);
    let filings = definition.filings.iter().filter_map(|filing| filing.due.map(|due| due.event));
    reports.chain(filings).filter(|event| !OF_THE_TERM.contains(event)).collect()
}

fn name(event: Event) -> String {
    let place = Event::ALL.iter().position(|one| *one == event).unwrap_or_default();
    format!("event{place}")
}

pub(super) fn fields(definition: &Definition) -> Vec<Field> {
    let mut fields = vec![
        Field::new(Kind::Date, "starts_on", "契約の始まる日"),
        Field::new(Kind::Date, "ends_on", "契約の終わる日"),
    ];
    fields.extend(events(definition).into_iter().map(|event| {
        Field::new(Kind::Date, name(event), event.label())
            .optional()
            .hint("空欄のときは、この日から数える期限は出ません。")
    }));
    fields
}

/// The fiscal year of today.
pub(super) fn blank(today: Date) -> Form {
    let year = fiscal_year(today);
    let day = |year: i32, month: time::Month, day: u8| {
        Date::from_calendar_date(year, month, day).map(wareki).unwrap_or_default()
    };
    Form::empty()
        .with("starts_on", day(year, time::Month::April, 1))
        .with("ends_on", day(year.saturating_add(1), time::Month::March, 31))
}

pub(super) fn scenario(form: &mut Form, definition: &Definition) -> Option<Scenario> {
    let starts_on = form.date("starts_on", "契約の始まる日");
    let ends_on = form.date("ends_on", "契約の終わる日");
    let mut scenario = Scenario::default();
    for event in events(definition) {
        if let Some(Some(on)) = form.parse_optional(&name(event), parse_date) {
            scenario.events.insert(event, vec![on]);
        }
    }
    let (starts_on, ends_on) = (starts_on?, ends_on?);
    if ends_on < starts_on {
        form.refuse("ends_on", "終わる日は、始まる日より後にしてください。");
        return None;
    }
    if (ends_on - starts_on).whole_days() > 3_700 {
        form.refuse("ends_on", "契約の期間は10年までにしてください。");
        return None;
    }
    scenario.term = Some(Term { starts_on, ends_on });
    Some(scenario)
}
