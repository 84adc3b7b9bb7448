//! 期限: the event a due day is counted from, how far from it, and what a closed day does.

use super::{
    choices,
    field::{Field, Kind},
    pick, word,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::definition::{DueRule, Event, Offset},
    vocab::business_days::ClosedDayPolicy,
};

/// `path` is that of the rule, `filings[0].due`. A rule that may be left out is left out by choosing no event.
pub(super) fn fields(path: &str, may_be_left_out: bool) -> Vec<Field> {
    let named = |field: &str| format!("{path}.{field}");
    let offsets = Offset::WORDS.map(|(code, label)| Choice::new(code, label)).to_vec();
    let policies = choices(&ClosedDayPolicy::ALL, |one| one.label().to_owned());
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
    let offset = rule.map_or(Offset::SameDay, |rule| rule.offset);
    let closed_day = rule.map(|rule| rule.closed_day).unwrap_or_default();
    form.with(&named("event"), rule.map(|rule| word(&rule.event)).unwrap_or_default())
        .with(&named("offset"), offset.code())
        .with(&named("offset.number"), offset.number().map(|number| number.to_string()).unwrap_or_default())
        .with(&named("closed_day"), word(&closed_day))
}

pub(super) fn read(form: &mut Form, path: &str) -> Option<DueRule> {
    let named = |field: &str| format!("{path}.{field}");
    let event = pick(form, &named("event"), "期限を数える日", &Event::ALL);
    let offset = offset(form, &named("offset"));
    let closed_day = pick(form, &named("closed_day"), "期限が閉庁日のとき", &ClosedDayPolicy::ALL);
    Some(DueRule { event: event?, offset: offset?, closed_day: closed_day? })
}

/// `Some(None)` when no event is chosen.
pub(super) fn read_optional(form: &mut Form, path: &str) -> Option<Option<DueRule>> {
    if form.value(&format!("{path}.event")).is_empty() { Some(None) } else { read(form, path).map(Some) }
}

fn offset(form: &mut Form, name: &str) -> Option<Offset> {
    let word = form.choice(name, "期限の長さ", &Offset::WORDS.map(|(code, _)| code))?;
    numbered(form, &word, &format!("{name}.number"), "◯に入る数")
}

/// The offset of a chosen word, whose number stands in a field of its own.
pub fn numbered(form: &mut Form, word: &str, field: &str, label: &str) -> Option<Offset> {
    if word == Offset::SameDay.code() {
        return Some(Offset::SameDay);
    }
    let number = form.whole_number(field, label, 1..=365).and_then(|number| u16::try_from(number).ok())?;
    Offset::with_number(word, number).map_err(|sentence| form.refuse(field, sentence)).ok()
}
