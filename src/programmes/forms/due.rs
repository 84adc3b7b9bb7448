//! 期限: the event a due day is counted from, how far from it, and what a closed day does.

use super::{
    choices, count,
    field::{Field, Kind},
    pick, word,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::definition::{DueRule, Event, Offset},
    vocab::business_days::ClosedDayPolicy,
};

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

/// `path` is that of the rule, `filings[0].due`. A rule that may be left out is left out by choosing no event.
pub(super) fn fields(path: &str, may_be_left_out: bool) -> Vec<Field> {
    let named = |field: &str| format!("{path}.{field}");
    let offsets = OFFSETS.iter().map(|(code, label)| Choice::new(*code, *label)).collect();
    let policies = POLICIES.iter().map(|(policy, label)| Choice::new(word(policy), *label)).collect();
    let event = Field::new(
        Kind::Select(choices(&Event::ALL, |one| one.label().to_owned())),
        named("event"),
        "期限を数える日",
    );
    vec![
        if may_be_left_out {
            event.optional().hint("期限の日がないときは「選んでください」のままにします。")
        } else {
            event
        },
        Field::new(Kind::Select(offsets), named("offset"), "そこからの長さ"),
        Field::new(Kind::Number, named("offset.number"), "◯に入る数")
            .optional()
            .hint("「その日」のときは空欄にします。"),
        Field::new(Kind::Radios(policies), named("closed_day"), "期限が閉庁日のとき"),
    ]
}

/// Without a rule no event is chosen, and the rest is as it usually is.
pub(super) fn fill(form: Form, path: &str, rule: Option<DueRule>) -> Form {
    let named = |field: &str| format!("{path}.{field}");
    let (offset, number) = split(rule.map_or(Offset::SameDay, |rule| rule.offset));
    let closed_day = rule.map(|rule| rule.closed_day).unwrap_or_default();
    form.with(&named("event"), rule.map(|rule| word(&rule.event)).unwrap_or_default())
        .with(&named("offset"), offset)
        .with(&named("offset.number"), number.map(|number| number.to_string()).unwrap_or_default())
        .with(&named("closed_day"), word(&closed_day))
}

pub(super) fn read(form: &mut Form, path: &str) -> Option<DueRule> {
    let named = |field: &str| format!("{path}.{field}");
    let event = pick(form, &named("event"), "期限を数える日", &Event::ALL);
    let offset = offset(form, &named("offset"));
    let policies = POLICIES.map(|(policy, _)| policy);
    let closed_day = pick(form, &named("closed_day"), "期限が閉庁日のとき", &policies);
    Some(DueRule { event: event?, offset: offset?, closed_day: closed_day? })
}

/// `Some(None)` when no event is chosen.
pub(super) fn read_optional(form: &mut Form, path: &str) -> Option<Option<DueRule>> {
    if form.value(&format!("{path}.event")).is_empty() { Some(None) } else { read(form, path).map(Some) }
}

fn offset(form: &mut Form, name: &str) -> Option<Offset> {
    let word = form.choice(name, "期限の長さ", &OFFSETS.map(|(code, _)| code))?;
    if word == "same_day" {
        return Some(Offset::SameDay);
    }
    let number: u16 = count(form, &format!("{name}.number"), "◯に入る数", 365)?;
    let offset = match word.as_str() {
        "days_before" => Offset::DaysBefore(number),
        "days_after" => Offset::DaysAfter(number),
        "weeks_before" => Offset::WeeksBefore(number),
        "weeks_after" => Offset::WeeksAfter(number),
        "months_after" => Offset::MonthsAfter(number),
        "business_days_after" => Offset::BusinessDaysAfter(number),
        _ => Offset::DayOfNextMonth(u8::try_from(number).unwrap_or(u8::MAX)),
    };
    if let Some(sentence) = offset.too_long() {
        form.refuse(&format!("{name}.number"), sentence);
        return None;
    }
    Some(offset)
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
