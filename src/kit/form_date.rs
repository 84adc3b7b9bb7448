//! Reading a date from a form. What was dated back is remembered, for the audit stream.

use time::Date;

use super::form::Form;
use crate::{
    audit::Event,
    vocab::dates::{DateProblem, add_months, parse_date, wareki},
};

impl Form {
    /// A date that must be there, asked for by the field's own name when it is missing.
    pub fn date(&mut self, name: &str, label: &str) -> Option<Date> {
        self.parse(name, |typed| match parse_date(typed) {
            Err(DateProblem::Missing) => Err(format!("{label}を入力してください。例：令和8年4月7日")),
            read => read.map_err(|problem| problem.to_string()),
        })
    }

    /// The same where the day lies close to one that is known: what could be typed is shown by that one.
    pub fn day_near(&mut self, name: &str, label: &str, near: Date) -> Option<Date> {
        self.parse(name, |typed| {
            parse_date(typed).map_err(|problem| {
                if matches!(problem, DateProblem::Missing) {
                    return format!("{label}を入力してください。例：{}", wareki(near));
                }
                let said = problem.to_string();
                let words = said.split_once("例：").map(|(words, _)| format!("{words}例：{}", wareki(near)));
                words.unwrap_or(said)
            })
        })
    }

    /// A day from the one on which `since` happened, as 「検査を予定した日」, up to today.
    pub fn day_since(
        &mut self,
        name: &str,
        label: &str,
        (since, first): (&str, Date),
        today: Date,
    ) -> Option<Date> {
        let day = self.date(name, label)?;
        let message = || {
            let (first, today) = (wareki(first), wareki(today));
            format!("{since}（{first}）から今日（{today}）までの日を入力してください。")
        };
        if day > today {
            self.refuse(name, message());
            return None;
        }
        if day < first {
            self.refuse_dated_back(name, message());
            return None;
        }
        Some(day)
    }

    /// A day that was or is planned within the year to come.
    pub fn day_within_a_year(&mut self, name: &str, label: &str, today: Date) -> Option<Date> {
        let day = self.date(name, label)?;
        let last = add_months(today, 12);
        if day > last {
            self.refuse(name, format!("今日から1年以内（{}まで）の日を入力してください。", wareki(last)));
            return None;
        }
        Some(day)
    }

    /// Records that a day lies before what it follows from.
    pub fn refuse_dated_back(&mut self, name: &str, message: impl Into<String>) {
        self.is_dated_back = true;
        self.refuse(name, message);
    }

    #[must_use]
    pub fn is_dated_back(&self) -> bool {
        self.is_dated_back
    }

    /// The attempt to date something back, for the audit stream; `None` when nothing was.
    #[must_use]
    pub fn dated_back(&self, tried: Event) -> Option<Event> {
        self.is_dated_back.then_some(tried)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_missing_date_is_asked_for_by_the_name_of_its_field() {
        let mut form = Form::empty().with("done_on", "　");
        assert_eq!(form.date("done_on", "行った日"), None);
        assert_eq!(form.problem("done_on"), Some("行った日を入力してください。例：令和8年4月7日"));
        let mut form = Form::empty().with("done_on", "R8.4.7");
        assert_eq!(form.date("done_on", "行った日"), Some(date!(2026 - 04 - 07)));
    }

    #[test]
    fn a_near_day_stands_in_every_example() {
        for typed in ["", "らいしゅう", "8/11/27", "R8.2.31"] {
            let mut form = Form::empty().with("to", typed);
            assert_eq!(form.day_near("to", "振替の日", date!(2026 - 11 - 27)), None);
            let said = form.problem("to").unwrap();
            assert!(said.ends_with("例：令和8年11月27日") && !said.contains("昭和"), "{typed}: {said}");
        }
    }

    #[test]
    fn what_is_planned_lies_within_a_year() {
        let read = |typed: &str| {
            Form::empty().with("held_on", typed).day_within_a_year("held_on", "日にち", date!(2026 - 06 - 17))
        };
        assert_eq!(read("R9.6.17"), Some(date!(2027 - 06 - 17)));
        assert_eq!((read("R9.6.18"), read("2099/1/1")), (None, None));
    }

    #[test]
    fn a_day_lies_between_what_it_follows_from_and_today_and_an_earlier_one_is_known() {
        let since = ("検査を予定した日", date!(2026 - 11 - 09));
        let read = |typed: &str| {
            let mut form = Form::empty().with("held_on", typed);
            let day = form.day_since("held_on", "行った日", since, date!(2026 - 11 - 20));
            (day, form.has_problems(), form.is_dated_back())
        };
        assert_eq!(read("R8.11.9"), (Some(date!(2026 - 11 - 09)), false, false));
        assert_eq!(read("R8.11.20"), (Some(date!(2026 - 11 - 20)), false, false));
        assert_eq!(read("R8.11.8"), (None, true, true));
        assert_eq!(read("R8.11.21"), (None, true, false));
    }
}
