//! An application and a report as typed.

use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, macros::offset};

use super::{
    states::Hours,
    words::{Application, Place, Report},
};
use crate::{
    kit::form::Form,
    vocab::dates::{TimeProblem, parse_time},
};

const LONGEST: usize = 2_000;
/// How far ahead one may apply.
const AHEAD_DAYS: i64 = 60;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub said: Application,
    pub place: Place,
    pub hours: Hours,
}

/// Reads an application: it begins after now, and is over within a day.
pub fn application(form: &mut Form, now: OffsetDateTime) -> Option<Applied> {
    let purpose = form.required_lines("purpose", "作業の目的と内容", LONGEST);
    let touches = form.required_lines("touches", "触れるもの", LONGEST);
    let people = form.required_lines("people", "作業する人", LONGEST);
    let witness = form.required("witness", "立会い", 200);
    let place = form.choice("place", "作業の場所", &Place::ALL.map(Place::code));
    let hours = hours(form, now);
    if form.has_problems() {
        return None;
    }
    let said = Application { purpose: purpose?, touches: touches?, people: people?, witness: witness? };
    Some(Applied { said, place: Place::from_code(&place?)?, hours: hours? })
}

fn hours(form: &mut Form, now: OffsetDateTime) -> Option<Hours> {
    let day = form.date("day", "作業の日");
    let (from, to) = (clock(form, "from", "始める時刻"), clock(form, "to", "終える時刻"));
    let (day, from, to) = (day?, from?, to?);
    let from = in_japan(day, from);
    // What ends earlier on the clock than it begins goes on past midnight; so no window is longer than 24 hours. S1 sets no figure:
    // whoever needs longer applies again.
    let to = if to > from.time() { in_japan(day, to) } else { in_japan(day.next_day()?, to) };
    if from <= now {
        form.refuse_dated_back("from", "今より後の時刻を入力してください。さかのぼった申請はできません。");
    } else if from > now + Duration::days(AHEAD_DAYS) {
        form.refuse("day", format!("{AHEAD_DAYS}日以内の日を入力してください。"));
    }
    Some(Hours { from, to })
}

fn clock(form: &mut Form, name: &str, label: &str) -> Option<Time> {
    form.parse(name, |typed| match parse_time(typed) {
        Err(TimeProblem::Missing) => Err(format!("{label}を入力してください。例：10:00")),
        read => read.map_err(|problem| problem.to_string()),
    })
}

fn in_japan(day: Date, time: Time) -> OffsetDateTime {
    PrimitiveDateTime::new(day, time).assume_offset(offset!(+9))
}

/// Reads a report: what was done, and whether personal data were touched.
pub fn report(form: &mut Form) -> Option<(Report, bool)> {
    let done = form.required_lines("done", "行った作業", LONGEST);
    let touched = form.choice("touched", "個人情報に触れたか", &["no", "yes"])? == "yes";
    let data = if touched {
        form.required_lines("data", "触れた個人情報と理由", LONGEST)
    } else {
        Some(String::new())
    };
    Some((Report { done: done?, data: data? }, touched))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-06-17 10:00 +9);

    fn filled(day: &str, from: &str, to: &str) -> Form {
        let form = Form::empty().with("day", day).with("from", from).with("to", to).with("place", "remote");
        ["purpose", "touches", "people", "witness"]
            .into_iter()
            .fold(form, |form, name| form.with(name, "言葉"))
    }

    #[test]
    fn an_application_says_everything() {
        let mut empty = Form::empty();
        assert_eq!(application(&mut empty, NOW), None);
        for field in ["purpose", "touches", "people", "witness", "place", "day", "from", "to"] {
            assert!(empty.problem(field).is_some(), "{field}");
        }
        let applied = application(&mut filled("R8.6.17", "10:01", "12:00"), NOW).unwrap();
        assert_eq!(applied.hours.to, datetime!(2026-06-17 12:00 +9));
        assert_eq!(applied.place, Place::Remote);
    }

    #[test]
    fn a_night_goes_on_past_midnight_and_is_never_longer_than_a_day() {
        let night = application(&mut filled("R8.6.20", "22:00", "5:00"), NOW).unwrap().hours;
        assert_eq!(night.to, datetime!(2026-06-21 05:00 +9));
        let day = application(&mut filled("R8.6.20", "22:00", "22:00"), NOW).unwrap().hours;
        assert_eq!(day.to - day.from, Duration::hours(24));
    }

    #[test]
    fn nothing_is_dated_back_or_far_ahead() {
        let mut back = filled("R8.6.17", "10:00", "12:00");
        assert!(application(&mut back, NOW).is_none() && back.is_dated_back());
        let mut far = filled("R8.8.17", "10:00", "12:00");
        assert!(application(&mut far, NOW).is_none() && !far.is_dated_back() && far.problem("day").is_some());
    }

    #[test]
    fn whoever_touched_data_says_which() {
        let base = || Form::empty().with("done", "直した");
        assert_eq!(report(&mut base()), None);
        assert_eq!(report(&mut base().with("touched", "no")).map(|(_, touched)| touched), Some(false));
        assert_eq!(report(&mut base().with("touched", "yes")), None);
        let told = report(&mut base().with("touched", "yes").with("data", "出欠の行")).unwrap();
        assert!(told.1 && told.0.data == "出欠の行");
    }
}
