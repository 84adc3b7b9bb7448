//! A course before it exists: read from the form, its days laid out, and what speaks against it. Pure.

use time::{Date, Time};

use super::{
    calendar::{PlannedSession, weekly_sessions},
    words,
};
use crate::{
    kit::form::Form,
    programmes::{CoursePlan, capacity::PlacesRefusal, definition::Places},
    vocab::{
        business_days::{ClosedDays, WhyClosed},
        dates::parse_time,
    },
};

/// A course as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub venue: String,
    pub starts_at: Time,
    pub minutes: i32,
    pub places: Places,
    pub sessions: Vec<PlannedSession>,
}

/// The contract's term, both days included.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    pub from: Date,
    pub to: Date,
}

/// The form as a programme fills it.
pub fn defaults(plan: &CoursePlan) -> Form {
    Form::empty()
        .with("count", plan.sessions.to_string())
        .with("minutes", plan.minutes.to_string())
        .with("capacity", plan.capacity.to_string())
        .with("minimum", plan.minimum.to_string())
}

/// Days on which no class is held: holidays, the turn of the year and the ward's own. A weekend counts only as far as
/// the officer did not choose it as the day of the class.
pub fn is_closed(closed: &ClosedDays, day: Date) -> bool {
    match closed.why_closed(day) {
        None | Some(WhyClosed::Saturday | WhyClosed::Sunday) => closed.is_local(day),
        Some(WhyClosed::YearEnd | WhyClosed::Holiday(_) | WhyClosed::Local) => true,
    }
}

/// Reads the form. `None`: the problems are on the form.
pub fn read(form: &mut Form, term: Term, closed: &ClosedDays) -> Option<Draft> {
    let name = form.required("name", "教室の名前", 60);
    let venue = form.required("venue", "会場", 60);
    let first_on = form.date("first_on", "初回の日");
    let starts_at = form.parse("starts_at", parse_time);
    let minutes = form.whole_number("minutes", "時間", 10..=480);
    let count = form.whole_number("count", "回数", 1..=200);
    let capacity = form.whole_number("capacity", "定員", 1..=200);
    let minimum = form.whole_number("minimum", "最少催行人数", 0..=200);
    let places = capacity.zip(minimum).and_then(|(capacity, minimum)| places(form, capacity, minimum));
    let sessions = first_on.zip(count).and_then(|(first, count)| lay_out(form, first, count, term, closed));
    Some(Draft {
        name: name?,
        venue: venue?,
        starts_at: starts_at?,
        minutes: i32::try_from(minutes?).ok()?,
        places: places?,
        sessions: sessions?,
    })
    .filter(|_| !form.has_problems())
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
    first: Date,
    count: i64,
    term: Term,
    closed: &ClosedDays,
) -> Option<Vec<PlannedSession>> {
    if first < term.from {
        form.refuse(
            "first_on",
            format!("契約期間（{}から）に入る日を入力してください。", words::day(term.from)),
        );
        return None;
    }
    match weekly_sessions(first, first.weekday(), u16::try_from(count).ok()?, |day| is_closed(closed, day)) {
        Err(problem) => {
            form.refuse("first_on", problem.to_string());
            None
        }
        Ok(sessions) => {
            let last = sessions.last().map(|session| session.on).filter(|day| *day > term.to);
            if let Some(day) = last {
                form.refuse(
                    "first_on",
                    format!("最後の回が{}になり、契約期間（{}まで）を過ぎます。初回の日を早めるか、回数を減らしてください。", words::day(day), words::day(term.to)),
                );
            }
            last.is_none().then_some(sessions)
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};

    use super::*;
    use crate::programmes::meguro;

    fn term() -> Term {
        Term { from: date!(2026 - 04 - 01), to: date!(2027 - 03 - 31) }
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
        let draft = read(&mut filled("令和8年9月4日"), term(), &ClosedDays::default()).unwrap();
        assert_eq!((draft.sessions.len(), draft.minutes, draft.starts_at), (16, 120, time!(10:00)));
        assert_eq!((draft.places.capacity, draft.places.minimum), (20, 3));
        assert_eq!(draft.sessions[0].on, date!(2026 - 09 - 04));
    }

    #[test]
    fn holidays_and_the_wards_own_days_are_passed_over_and_a_chosen_saturday_is_not() {
        let closed = ClosedDays { local: vec![date!(2026 - 09 - 12)], ..ClosedDays::default() };
        let draft = read(&mut filled("2026/9/5"), term(), &closed).unwrap();
        assert_eq!(draft.sessions[0].on, date!(2026 - 09 - 05), "a Saturday");
        assert_eq!(draft.sessions[1].on, date!(2026 - 09 - 19));
        assert!(draft.sessions[1].reason().is_some());
        assert!(is_closed(&closed, date!(2026 - 11 - 23)) && is_closed(&closed, date!(2026 - 12 - 31)));
    }

    #[test]
    fn a_course_stays_within_its_contract() {
        for (first, part) in [("2026/3/27", "から"), ("2026/12/18", "まで")] {
            let mut form = filled(first);
            assert_eq!(read(&mut form, term(), &ClosedDays::default()), None);
            assert!(form.problem("first_on").unwrap().contains(part), "{first}");
        }
    }

    #[test]
    fn every_problem_is_at_its_field() {
        let mut form = Form::empty().with("capacity", "2").with("minimum", "3");
        assert_eq!(read(&mut form, term(), &ClosedDays::default()), None);
        for field in ["name", "venue", "first_on", "starts_at", "minutes", "count", "minimum"] {
            assert!(form.problem(field).is_some(), "{field}");
        }
    }
}
