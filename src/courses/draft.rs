//! A course before it exists: read from the form, its days laid out by the programme's calendar, and what speaks against
//! it. Pure.

use time::{Date, Time, Weekday};

use super::words;
use crate::{
    kit::form::{Choice, Form},
    programmes::{
        CoursePlan, Definition, Style, Term,
        capacity::PlacesRefusal,
        definition::{Calendar, Per, Places},
        session_dates::{DatesAsked, DatesRefusal, SessionDate, session_dates},
    },
    vocab::{business_days::ClosedDays, dates::parse_time},
};

/// A course as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub venue: String,
    pub starts_at: Time,
    pub minutes: i32,
    pub places: Places,
    pub sessions: Vec<SessionDate>,
    /// Weeks or months with fewer sessions than the rhythm asks for, as sentences.
    pub warnings: Vec<String>,
}

/// What a programme lets the officer choose about the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayChoices {
    /// Several weekdays, or a rhythm that isn't weekly: the weekdays are asked for. Else the first day's is taken.
    pub weekdays: bool,
    /// 第何週か
    pub weeks_of_month: bool,
    /// A class that goes on as long as the contract has no number of sessions.
    pub count: bool,
}

const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("mon", "月", Weekday::Monday),
    ("tue", "火", Weekday::Tuesday),
    ("wed", "水", Weekday::Wednesday),
    ("thu", "木", Weekday::Thursday),
    ("fri", "金", Weekday::Friday),
    ("sat", "土", Weekday::Saturday),
    ("sun", "日", Weekday::Sunday),
];

impl DayChoices {
    pub fn of(programme: &Definition) -> Self {
        let rhythm = programme.calendar.rhythm;
        Self {
            weekdays: rhythm.per != Per::Week || rhythm.most > 1,
            weeks_of_month: rhythm.per == Per::Month,
            count: programme.style == Style::Course,
        }
    }
}

pub fn weekdays() -> Vec<Choice> {
    WEEKDAYS.map(|(code, label, _)| Choice::new(code, label)).to_vec()
}

pub fn weeks_of_month() -> Vec<Choice> {
    (1..=5).map(|week| Choice::new(week.to_string(), format!("第{week}"))).collect()
}

/// The form as a programme fills it.
pub fn defaults(plan: &CoursePlan) -> Form {
    Form::empty()
        .with("count", plan.sessions.to_string())
        .with("minutes", plan.minutes.to_string())
        .with("capacity", plan.capacity.to_string())
        .with("minimum", plan.minimum.to_string())
}

/// Reads the form. `None`: the problems are on the form.
pub fn read(form: &mut Form, programme: &Definition, term: Term, closed: &ClosedDays) -> Option<Draft> {
    let name = form.required("name", "教室の名前", 60);
    let venue = form.required("venue", "会場", 60);
    let first_on = form.date("first_on", "初回の日");
    let starts_at = form.parse("starts_at", parse_time);
    let minutes = form.whole_number("minutes", "時間", 10..=480);
    let capacity = form.whole_number("capacity", "定員", 1..=200);
    let minimum = form.whole_number("minimum", "最少催行人数", 0..=200);
    let places = capacity.zip(minimum).and_then(|(capacity, minimum)| places(form, capacity, minimum));
    let asked = asked(form, programme, first_on, term);
    let (sessions, warnings) = asked.and_then(|asked| lay_out(form, programme, &asked, term, closed))?;
    Some(Draft {
        name: name?,
        venue: venue?,
        starts_at: starts_at?,
        minutes: i32::try_from(minutes?).ok()?,
        places: places?,
        sessions,
        warnings,
    })
    .filter(|_| !form.has_problems())
}

/// What was chosen about the days.
fn asked(form: &mut Form, programme: &Definition, first_on: Option<Date>, term: Term) -> Option<DatesAsked> {
    let choices = DayChoices::of(programme);
    let count = if choices.count { Some(form.whole_number("count", "回数", 1..=200)) } else { None };
    let weekdays =
        if choices.weekdays { chosen_weekdays(form) } else { first_on.map(|day| vec![day.weekday()]) };
    let weeks = form.values("weeks").iter().filter_map(|week| week.parse().ok()).collect();
    let count = match count {
        Some(None) => return None,
        Some(Some(count)) => Some(u16::try_from(count).ok()?),
        None => None,
    };
    Some(DatesAsked {
        start: first_on?,
        weekdays: weekdays?,
        weeks_of_month: if choices.weeks_of_month { weeks } else { Vec::new() },
        count,
        term_ends_on: Some(term.ends_on),
    })
}

fn chosen_weekdays(form: &mut Form) -> Option<Vec<Weekday>> {
    let codes = WEEKDAYS.map(|(code, ..)| code);
    let chosen = form.choices("weekdays", "曜日", &codes)?;
    if chosen.is_empty() {
        form.refuse("weekdays", DatesRefusal::NoWeekday.to_string());
        return None;
    }
    Some(
        WEEKDAYS
            .iter()
            .filter(|(code, ..)| chosen.iter().any(|one| one == code))
            .map(|(.., day)| *day)
            .collect(),
    )
}

/// The calendar of one course: the programme's, or, of a class that goes on as long as the contract, without an end of
/// its own.
fn calendar_of(programme: &Definition) -> Calendar {
    let calendar = programme.calendar.clone();
    match programme.style {
        Style::RollingCourse => Calendar { sessions: None, months: u8::MAX, ..calendar },
        Style::Course | Style::Individual | Style::Guidance => calendar,
    }
}

fn places(form: &mut Form, capacity: i64, minimum: i64) -> Option<Places> {
    match Places::of_course(u16::try_from(capacity).ok()?, u16::try_from(minimum).ok()?) {
        Ok(places) => Some(places),
        Err(problem) => {
            let field = if problem == PlacesRefusal::NoCapacity { "capacity" } else { "minimum" };
            form.refuse(field, problem.to_string());
            None
        }
    }
}

fn lay_out(
    form: &mut Form,
    programme: &Definition,
    asked: &DatesAsked,
    term: Term,
    closed: &ClosedDays,
) -> Option<(Vec<SessionDate>, Vec<String>)> {
    if asked.start < term.starts_on {
        form.refuse(
            "first_on",
            format!("契約期間（{}から）に入る日を入力してください。", words::day(term.starts_on)),
        );
        return None;
    }
    match session_dates(&calendar_of(programme), asked, closed) {
        Ok(dates) => {
            let warnings = dates.warnings.into_iter().map(|warning| warning.explanation);
            Some((dates.sessions, warnings.collect()))
        }
        Err(problem) => {
            form.refuse(field_of(&problem, DayChoices::of(programme)), problem.to_string());
            None
        }
    }
}

fn field_of(problem: &DatesRefusal, choices: DayChoices) -> &'static str {
    match problem {
        DatesRefusal::CountOutOfRange { .. } => "count",
        DatesRefusal::BadWeekOfMonth => "weeks",
        DatesRefusal::NoWeekday | DatesRefusal::WeekdaysOffRhythm { .. } if choices.weekdays => "weekdays",
        DatesRefusal::NoWeekday
        | DatesRefusal::WeekdaysOffRhythm { .. }
        | DatesRefusal::NoPeriod
        | DatesRefusal::AfterTerm(_)
        | DatesRefusal::DoesNotFit { .. } => "first_on",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};

    use super::*;
    use crate::programmes::presets::{meguro, sendai};

    fn term() -> Term {
        Term { starts_on: date!(2026 - 04 - 01), ends_on: date!(2027 - 03 - 31) }
    }

    fn filled(first_on: &str) -> Form {
        defaults(&meguro().course().unwrap())
            .with("name", "手ぬぐい体操")
            .with("venue", "中央町会館")
            .with("first_on", first_on)
            .with("starts_at", "10:00")
    }

    #[test]
    fn the_programme_fills_all_but_name_place_and_day() {
        let draft = read(&mut filled("令和8年9月4日"), meguro(), term(), &ClosedDays::default()).unwrap();
        assert_eq!((draft.sessions.len(), draft.minutes, draft.starts_at), (16, 120, time!(10:00)));
        assert_eq!((draft.places.capacity, draft.places.minimum), (20, 3));
        assert_eq!(draft.sessions[0].on, date!(2026 - 09 - 04));
    }

    #[test]
    fn the_wards_own_days_and_the_turn_of_the_year_are_passed_over() {
        let closed = ClosedDays { local: vec![date!(2026 - 09 - 12)], ..ClosedDays::default() };
        let draft = read(&mut filled("2026/9/5"), meguro(), term(), &closed).unwrap();
        assert_eq!(draft.sessions[0].on, date!(2026 - 09 - 05), "a Saturday");
        assert_eq!(draft.sessions[1].on, date!(2026 - 09 - 19));
        assert_eq!(
            draft.sessions[1].reason().unwrap(),
            "9月12日（土）は区の閉庁日のため行わず、次の9月19日（土）に続けます。"
        );
        let winter = read(&mut filled("2026/11/6"), meguro(), term(), &ClosedDays::default()).unwrap();
        assert!(winter.sessions.iter().all(|session| session.on != date!(2027 - 01 - 01)));
    }

    /// 仙台型: as long as the contract, whatever the number of sessions of one stay.
    #[test]
    fn a_rolling_class_goes_on_to_the_end_of_the_contract() {
        let draft = read(&mut filled("2026/9/1"), sendai(), term(), &ClosedDays::default()).unwrap();
        assert_eq!(draft.sessions.last().unwrap().on, date!(2027 - 03 - 30));
        assert_eq!(draft.sessions.len(), 30, "thirty-one Tuesdays without 29 December");
    }

    #[test]
    fn a_number_of_sessions_the_programme_does_not_know_is_refused_at_its_field() {
        let mut form = Form::empty().with("first_on", "2026/9/4").with("count", "15");
        assert_eq!(read(&mut form, meguro(), term(), &ClosedDays::default()), None);
        assert!(form.problem("count").unwrap().contains("16回"));
    }

    #[test]
    fn a_course_stays_within_its_contract() {
        for (first, part) in [("2026/3/27", "から"), ("2026/12/18", "まで")] {
            let mut form = filled(first);
            assert_eq!(read(&mut form, meguro(), term(), &ClosedDays::default()), None);
            assert!(form.problem("first_on").unwrap().contains(part), "{first}");
        }
    }

    #[test]
    fn every_problem_is_at_its_field() {
        let mut form = Form::empty().with("capacity", "2").with("minimum", "3");
        assert_eq!(read(&mut form, meguro(), term(), &ClosedDays::default()), None);
        for field in ["name", "venue", "first_on", "starts_at", "minutes", "count", "minimum"] {
            assert!(form.problem(field).is_some(), "{field}");
        }
    }
}
