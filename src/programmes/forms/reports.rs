//! 報告: titles, how often, and by when. The sections of a report are rows of their own.

use super::{
    choices, count,
    field::{Field, Kind},
    pick, word,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{Cadence, DueRule, Event, Offset, Report},
    },
    vocab::business_days::ClosedDayPolicy,
};

const CADENCES: [Cadence; 5] =
    [Cadence::PerCourse, Cadence::Monthly, Cadence::Quarterly, Cadence::PerFiscalYear, Cadence::PerContract];
const POLICIES: [(ClosedDayPolicy, &str); 3] = [
    (ClosedDayPolicy::None, "動かさない"),
    (ClosedDayPolicy::NextOpen, "次の開庁日にする"),
    (ClosedDayPolicy::PreviousOpen, "前の開庁日にする"),
];

/// How far from the event: the word, what it is called, and whether it takes a number.
const OFFSETS: [(&str, &str); 8] = [
    ("same_day", "その日"),
    ("days_before", "◯日前"),
    ("days_after", "◯日後"),
    ("weeks_before", "◯週間前"),
    ("weeks_after", "◯週間後"),
    ("months_after", "◯か月後"),
    ("business_days_after", "翌日から数えて◯開庁日目"),
    ("day_of_next_month", "翌月の◯日"),
];

pub(super) fn fields(definition: &Definition) -> Vec<Field> {
    definition.reports.iter().enumerate().flat_map(|(at, report)| of_report(at, report)).collect()
}

fn of_report(at: usize, report: &Report) -> Vec<Field> {
    let named = |field: &str| format!("reports[{at}].{field}");
    let offsets = OFFSETS.iter().map(|(code, label)| Choice::new(*code, *label)).collect();
    let policies = POLICIES.iter().map(|(policy, label)| Choice::new(word(policy), *label)).collect();
    vec![
        Field::heading(format!("「{}」", report.title)),
        Field::new(Kind::Line, named("title"), "報告の名前"),
        Field::new(Kind::Select(choices(&CADENCES, |one| one.label().to_owned())), named("cadence"), "回数"),
        Field::new(
            Kind::Select(choices(&Event::ALL, |one| one.label().to_owned())),
            named("due.event"),
            "期限を数える日",
        ),
        Field::new(Kind::Select(offsets), named("due.offset"), "そこからの長さ"),
        Field::new(Kind::Number, named("due.offset.number"), "◯に入る数")
            .optional()
            .hint("「その日」のときは空欄にします。"),
        Field::new(Kind::Radios(policies), named("due.closed_day"), "期限が閉庁日のとき"),
    ]
}

pub(super) fn filled(definition: &Definition) -> Form {
    definition.reports.iter().enumerate().fold(Form::empty(), |form, (at, report)| {
        let named = |field: &str| format!("reports[{at}].{field}");
        let (offset, number) = split(report.due.offset);
        form.with(&named("title"), &report.title)
            .with(&named("cadence"), word(&report.cadence))
            .with(&named("due.event"), word(&report.due.event))
            .with(&named("due.offset"), offset)
            .with(&named("due.offset.number"), number.map(|n| n.to_string()).unwrap_or_default())
            .with(&named("due.closed_day"), word(&report.due.closed_day))
    })
}

pub(super) fn read(form: &mut Form, definition: &mut Definition) -> Option<()> {
    let mut all = Some(());
    for (at, report) in definition.reports.iter_mut().enumerate() {
        all = one(form, at, report).and(all);
    }
    all
}

fn one(form: &mut Form, at: usize, report: &mut Report) -> Option<()> {
    let named = |field: &str| format!("reports[{at}].{field}");
    let title = form.required(&named("title"), "報告の名前", 100);
    let cadence = pick(form, &named("cadence"), "回数", &CADENCES);
    let event = pick(form, &named("due.event"), "期限を数える日", &Event::ALL);
    let offset = offset(form, &named("due.offset"));
    let closed_day =
        pick(form, &named("due.closed_day"), "期限が閉庁日のとき", &POLICIES.map(|(policy, _)| policy));
    report.title = title?;
    report.cadence = cadence?;
    report.due = DueRule { event: event?, offset: offset?, closed_day: closed_day? };
    Some(())
}

fn offset(form: &mut Form, name: &str) -> Option<Offset> {
    let word = form.choice(name, "期限の長さ", &OFFSETS.map(|(code, _)| code))?;
    if word == "same_day" {
        return Some(Offset::SameDay);
    }
    let number: u16 = count(form, &format!("{name}.number"), "◯に入る数", 365)?;
    Some(match word.as_str() {
        "days_before" => Offset::DaysBefore(number),
        "days_after" => Offset::DaysAfter(number),
        "weeks_before" => Offset::WeeksBefore(number),
        "weeks_after" => Offset::WeeksAfter(number),
        "months_after" => Offset::MonthsAfter(number),
        "business_days_after" => Offset::BusinessDaysAfter(number),
        _ => Offset::DayOfNextMonth(u8::try_from(number).unwrap_or(u8::MAX)),
    })
}

fn split(offset: Offset) -> (&'static str, Option<u16>) {
    match offset {
        Offset::SameDay => ("same_day", None),
        Offset::DaysBefore(number) => ("days_before", Some(number)),
        Offset::DaysAfter(number) => ("days_after", Some(number)),
        Offset::WeeksBefore(number) => ("weeks_before", Some(number)),
        Offset::WeeksAfter(number) => ("weeks_after", Some(number)),
        Offset::MonthsAfter(number) => ("months_after", Some(number)),
        Offset::BusinessDaysAfter(number) => ("business_days_after", Some(number)),
        Offset::DayOfNextMonth(day) => ("day_of_next_month", Some(u16::from(day))),
    }
}
