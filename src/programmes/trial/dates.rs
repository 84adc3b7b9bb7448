//! 日程: a first day, weekdays, and what came out.

use time::{Date, Weekday};

use super::super::{
    Definition,
    forms::field::{Field, Kind},
    session_dates::DatesAsked,
    simulate::Scenario,
};
use crate::{
    kit::form::{Choice, Form},
    vocab::dates::{parse_date, wareki},
};

const DAYS: [(Weekday, &str, &str); 7] = [
    (Weekday::Monday, "Monday", "月曜日"),
    (Weekday::Tuesday, "Tuesday", "火曜日"),
    (Weekday::Wednesday, "Wednesday", "水曜日"),
    (Weekday::Thursday, "Thursday", "木曜日"),
    (Weekday::Friday, "Friday", "金曜日"),
    (Weekday::Saturday, "Saturday", "土曜日"),
    (Weekday::Sunday, "Sunday", "日曜日"),
];
const WEEKS: [&str; 5] = ["1", "2", "3", "4", "5"];

pub(super) fn fields() -> Vec<Field> {
    let days = DAYS.iter().map(|(_, code, label)| Choice::new(*code, *label)).collect();
    let weeks = WEEKS.iter().map(|week| Choice::new(*week, format!("第{week}"))).collect();
    vec![
        Field::new(Kind::Date, "start", "始める日"),
        Field::new(Kind::Boxes(days), "weekdays", "曜日")
            .at_least_one()
            .hint("週に行う回数だけ選んでください。"),
        Field::new(Kind::Boxes(weeks), "weeks", "月の何番目の曜日か")
            .hint("毎週行うときは選ばないでください。"),
        Field::new(Kind::Number, "count", "回数")
            .unit("回")
            .optional()
            .hint("空欄のときは、決まりの中でできるだけ多くの回を作ります。"),
        Field::new(Kind::Date, "term_ends_on", "契約の終わる日").optional(),
    ]
}

/// A form that works: today's weekday, as often as the rhythm asks.
pub(super) fn blank(definition: &Definition, today: Date) -> Form {
    let rhythm = definition.calendar.rhythm;
    let wanted =
        if matches!(rhythm.per, super::super::definition::Per::Week) { rhythm.least.max(1) } else { 1 };
    let form = Form::empty().with("start", wareki(today));
    let open = DAYS.iter().take(5).cycle().skip_while(|(day, ..)| *day != today.weekday());
    let first = DAYS.iter().take(5).any(|(day, ..)| *day == today.weekday());
    let chosen: Vec<&str> = if first {
        open.take(usize::from(wanted.min(5))).map(|(_, code, _)| *code).collect()
    } else {
        DAYS.iter().take(usize::from(wanted.min(5))).map(|(_, code, _)| *code).collect()
    };
    chosen.into_iter().fold(form, |form, code| form.with("weekdays", code))
}

pub(super) fn scenario(form: &mut Form) -> Option<Scenario> {
    let start = form.date("start", "始める日");
    let chosen = form.choices("weekdays", "曜日", &DAYS.map(|(_, code, _)| code));
    if chosen.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("weekdays", "曜日を1つ以上選んでください。");
    }
    let weeks = form.choices("weeks", "月の何番目の曜日か", &WEEKS);
    let count = form.optional_whole_number("count", "回数", 1..=1_000);
    let term_ends_on = form.parse_optional("term_ends_on", parse_date);
    let weekdays =
        DAYS.iter().filter(|(_, code, _)| chosen.as_ref().is_some_and(|all| all.iter().any(|c| c == code)));
    let asked = DatesAsked {
        start: start?,
        weekdays: weekdays.map(|(day, ..)| *day).collect(),
        weeks_of_month: weeks?.iter().filter_map(|week| week.parse().ok()).collect(),
        count: count?.and_then(|count| u16::try_from(count).ok()),
        term_ends_on: term_ends_on?,
    };
    Some(Scenario { dates: Some(asked), ..Scenario::default() })
}
