//! 体験・説明会 as typed.

use time::{Date, Time};

use super::{
    contents::Part,
    db::{Briefing, Place},
};
use crate::{
    kit::form::Form,
    vocab::{
        dates::{parse_time, wareki},
        ids::CourseId,
    },
};

/// Longest notes, in characters.
const NOTES: usize = 500;
/// How long the source expects one to take.
const MINUTES: &str = "120";

/// A briefing as it is to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub course: Option<CourseId>,
    pub held_on: Date,
    pub starts_at: Time,
    pub minutes: i32,
    pub venue: String,
    pub done: Vec<String>,
    pub came: Option<i32>,
    pub notes: String,
}

/// In the hall of the course, for that course.
pub fn blank(place: &Place) -> Form {
    Form::empty().with("scope", "course").with("minutes", MINUTES).with("venue", &place.venue)
}

pub fn stored(briefing: &Briefing) -> Form {
    let form = Form::empty()
        .with("scope", if briefing.course.is_some() { "course" } else { "contract" })
        .with("held_on", wareki(briefing.held_on))
        .with("starts_at", format!("{}:{:02}", briefing.starts_at.hour(), briefing.starts_at.minute()))
        .with("minutes", briefing.minutes.to_string())
        .with("venue", &briefing.venue)
        .with("came", briefing.came.map(|came| came.to_string()).unwrap_or_default())
        .with("notes", &briefing.notes)
        .with("version", briefing.version.to_string());
    briefing.done.iter().fold(form, |form, code| form.with("done", code))
}

/// Reads the form for a course; `None` when it has problems.
pub fn read(form: &mut Form, course: CourseId, today: Date) -> Option<Written> {
    let scope = form.choice("scope", "対象", &["course", "contract"]);
    let held_on = form.date("held_on", "日にち");
    let starts_at = form.parse("starts_at", parse_time);
    let minutes = form.whole_number("minutes", "時間", 10..=480);
    let venue = form.required("venue", "会場", 60);
    let done = form.choices("done", "実施した内容", &Part::ALL.map(Part::code));
    let came = form.optional_whole_number("came", "来た人数", 0..=9999);
    let notes = form.optional_lines("notes", "メモ", NOTES);
    let is_ahead = held_on.is_some_and(|day| day > today);
    if is_ahead && came.flatten().is_some() {
        form.refuse("came", "まだ開いていない会の人数は入力できません。開いた後に入力してください。");
    }
    if is_ahead && done.as_ref().is_some_and(|done| !done.is_empty()) {
        form.refuse("done", "まだ開いていない会です。実施した内容の印は、開いた後に付けてください。");
    }
    let written = Written {
        course: (scope? == "course").then_some(course),
        held_on: held_on?,
        starts_at: starts_at?,
        minutes: i32::try_from(minutes?).ok()?,
        venue: venue?,
        done: done?,
        came: came?.and_then(|came| i32::try_from(came).ok()),
        notes: notes?,
    };
    (!form.has_problems()).then_some(written)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date!(2026 - 06 - 17);

    fn typed(held_on: &str) -> Form {
        let place = Place {
            contract: crate::vocab::ids::ContractId(Uuid::nil()),
            contract_title: String::new(),
            name: "からだ教室".into(),
            venue: "中央会館".into(),
            first_on: date!(2026 - 07 - 01),
        };
        blank(&place).with("held_on", held_on).with("starts_at", "13:30")
    }

    #[test]
    fn a_day_and_an_hour_announce_one_in_the_hall_of_the_course() {
        let course = CourseId(Uuid::nil());
        let written = read(&mut typed("令和8年6月24日"), course, TODAY).unwrap();
        assert_eq!((written.course, written.venue.as_str()), (Some(course), "中央会館"));
        assert_eq!((written.starts_at, written.minutes, written.came), (time!(13:30), 120, None));
    }

    #[test]
    fn what_happened_is_written_after_the_day() {
        let mut early = typed("2026/6/24").with("came", "18").with("done", "trial");
        assert_eq!(read(&mut early, CourseId(Uuid::nil()), TODAY), None);
        assert!(early.problem("came").is_some() && early.problem("done").is_some());
        let mut after = typed("2026/6/10").with("came", "１８").with("done", "trial");
        let written = read(&mut after, CourseId(Uuid::nil()), TODAY).unwrap();
        assert_eq!((written.came, written.done), (Some(18), vec!["trial".to_owned()]));
    }

    #[test]
    fn an_empty_form_asks_for_what_is_missing() {
        let mut form = Form::empty();
        assert_eq!(read(&mut form, CourseId(Uuid::nil()), TODAY), None);
        for field in ["scope", "held_on", "starts_at", "minutes", "venue"] {
            assert!(form.problem(field).is_some(), "{field}");
        }
    }
}
