//! 影響を受けた人を選ぶ・本人に知らせる: the two forms (個人情報保護法68条2項: the people are told).

use time::Date;
use uuid::Uuid;

use crate::kit::form::{Choice, Form};

/// How somebody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    Visit,
    Phone,
    Letter,
    Publication,
}

impl Means {
    const ALL: [Self; 4] = [Self::Visit, Self::Phone, Self::Letter, Self::Publication];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Phone => "phone",
            Self::Letter => "letter",
            Self::Publication => "publication",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Visit => "会って",
            Self::Phone => "電話で",
            Self::Letter => "文書で",
            Self::Publication => "公表に代えて",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|means| Choice::new(means.code(), means.label())).to_vec()
    }
}

/// Who was told, when and how.
pub struct Notice {
    pub people: Vec<Uuid>,
    pub on: Date,
    pub means: Means,
}

/// The people who were ticked, or the problem.
pub fn read(form: &mut Form, offered: &[Uuid]) -> Option<Vec<Uuid>> {
    let codes: Vec<String> = offered.iter().map(ToString::to_string).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let people: Vec<Uuid> =
        form.choices("people", "人", &codes)?.iter().filter_map(|code| code.parse().ok()).collect();
    if people.is_empty() {
        form.refuse("people", "1人以上を選んでください。");
        return None;
    }
    Some(people)
}

/// The same with the day and the way they were told: after it happened, not later than today.
pub fn read_notice(form: &mut Form, untold: &[Uuid], happened_on: Date, today: Date) -> Option<Notice> {
    let people = read(form, untold);
    let on = form.date("told_on", "知らせた日");
    if on.is_some_and(|on| on < happened_on || on > today) {
        form.refuse("told_on", "事故の起きた日から今日までの日を入力してください。");
    }
    let means = form.choice("told_how", "方法", &Means::ALL.map(Means::code));
    let means = means.as_deref().and_then(Means::from_code);
    let notice = Notice { people: people?, on: on?, means: means? };
    (!form.has_problems()).then_some(notice)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn only_people_who_were_offered_are_taken() {
        let (here, elsewhere) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let ticked = |id: Uuid| Form::empty().with("people", id.to_string());
        assert_eq!(read(&mut ticked(here), &[here]), Some(vec![here]));
        assert_eq!(read(&mut ticked(elsewhere), &[here]), None);
        assert_eq!(read(&mut Form::empty(), &[here]), None);
    }

    #[test]
    fn a_notice_is_given_between_the_day_it_happened_and_today() {
        let id = Uuid::from_u128(1);
        let (from, to) = (date!(2026 - 11 - 18), date!(2026 - 11 - 20));
        for (day, is_taken) in [("R8.11.18", true), ("R8.11.17", false), ("R8.11.21", false), ("", false)] {
            let mut form = Form::empty().with("people", id.to_string()).with("told_how", "phone");
            form = form.with("told_on", day);
            assert_eq!(read_notice(&mut form, &[id], from, to).is_some(), is_taken, "{day}");
        }
    }
}
