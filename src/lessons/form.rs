//! A lesson as typed.

use time::Date;

use super::{
    db::Lesson,
    questions::{self, Question},
    starter,
};
use crate::{kit::form::Form, vocab::dates::wareki};

/// What is taught, with the word of the database.
pub const KINDS: [(&str, &str); 2] =
    [("protection", "個人情報保護・情報セキュリティの教育"), ("drill", "緊急時対応の訓練")];

const LONGEST: usize = 10_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub kind: String,
    pub title: String,
    pub held_on: Date,
    pub materials: String,
    pub questions: Vec<Question>,
    pub pass_mark: i32,
}

/// The Japanese word of a kind.
pub fn kind_label(code: &str) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == code).map_or("", |(_, label)| label)
}

/// The rules of the obligations' library that a lesson of a kind proves.
pub fn rules(kind: &str) -> &'static [&'static str] {
    if kind == "drill" { &["drill"] } else { &["training_before_access", "training"] }
}

impl Written {
    /// Whoever was there was taught the same: only its name may differ.
    pub fn is_taught_as(&self, lesson: &Lesson) -> bool {
        self.kind == lesson.kind
            && self.held_on == lesson.held_on
            && self.materials == lesson.materials
            && self.questions == lesson.questions.0
            && self.pass_mark == lesson.pass_mark
    }
}

/// What a new lesson begins with: the materials and the test that ship.
pub fn blank(today: Date) -> Form {
    Form::empty()
        .with("kind", "protection")
        .with("held_on", wareki(today))
        .with("materials", starter::MATERIALS)
        .with("questions", starter::QUESTIONS)
        .with("pass_mark", starter::PASS_MARK.to_string())
}

pub fn stored(lesson: &Lesson) -> Form {
    Form::empty()
        .with("kind", &lesson.kind)
        .with("title", &lesson.title)
        .with("held_on", wareki(lesson.held_on))
        .with("materials", &lesson.materials)
        .with("questions", questions::write(&lesson.questions.0))
        .with("pass_mark", lesson.pass_mark.to_string())
        .with("version", lesson.version.to_string())
}

/// Reads the form; `None` when it has problems. Nothing is taught before `first`, the contract's first day, or planned
/// for more than a year after `today`; a drill has no test.
pub fn read(form: &mut Form, first: Date, today: Date) -> Option<Written> {
    let kind = form.choice("kind", "種類", &KINDS.map(|(code, _)| code));
    let title = form.required("title", "名前", 80);
    let held_on = form.day_within_a_year("held_on", "日にち", today);
    if held_on.is_some_and(|day| day < first) {
        let first = wareki(first);
        form.refuse_dated_back("held_on", format!("契約の初めの日（{first}）以後の日を入力してください。"));
    }
    let materials = form.required_lines("materials", "教材・訓練の内容", LONGEST);
    let is_drill = kind.as_deref() == Some("drill");
    let text = if is_drill {
        Some(String::new())
    } else {
        form.optional_lines("questions", "確認テスト", LONGEST)
    };
    let questions = text.and_then(|text| match questions::read(&text) {
        Ok(questions) => Some(questions),
        Err(problem) => {
            form.refuse("questions", problem.to_string());
            None
        }
    });
    let pass_mark = match questions.as_ref().map(Vec::len) {
        Some(0) => Some(0),
        Some(all) => {
            form.whole_number("pass_mark", "合格に必要な正解の数", 1..=i64::try_from(all).unwrap_or(1))
        }
        None => None,
    };
    if form.has_problems() {
        return None;
    }
    Some(Written {
        kind: kind?,
        title: title?,
        held_on: held_on?,
        materials: materials?,
        questions: questions?,
        pass_mark: i32::try_from(pass_mark?).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 06 - 17);
    const FIRST: Date = date!(2026 - 05 - 01);

    #[test]
    fn what_ships_is_a_lesson_once_it_has_a_name() {
        let mut form = blank(TODAY);
        assert_eq!(read(&mut form, FIRST, TODAY), None);
        let mut form = blank(TODAY).with("title", "春の教育");
        let written = read(&mut form, FIRST, TODAY).unwrap();
        assert_eq!((written.questions.len(), written.pass_mark, written.held_on), (6, 5, TODAY));
    }

    #[test]
    fn a_pass_mark_beyond_the_test_and_a_broken_test_are_refused() {
        let whole = || {
            Form::empty()
                .with("kind", "protection")
                .with("title", "教育")
                .with("held_on", "R8.6.1")
                .with("materials", "一")
        };
        let mut form = whole().with("questions", "問 一\n○ は\n× い").with("pass_mark", "2");
        assert!(read(&mut form, FIRST, TODAY).is_none() && form.problem("pass_mark").is_some());
        let mut form = whole().with("questions", "問 一\n○ は").with("pass_mark", "1");
        assert!(read(&mut form, FIRST, TODAY).is_none() && form.problem("questions").is_some());
        let mut form = whole();
        assert_eq!(read(&mut form, FIRST, TODAY).unwrap().pass_mark, 0, "a lecture without a test");
    }

    #[test]
    fn nothing_is_taught_before_the_contract() {
        let mut form = blank(FIRST).with("title", "教育");
        assert!(read(&mut form, FIRST, TODAY).is_some() && !form.is_dated_back());
        let mut form = blank(date!(2026 - 04 - 30)).with("title", "教育");
        assert!(read(&mut form, FIRST, TODAY).is_none() && form.problem("held_on").is_some());
        assert!(form.is_dated_back());
    }

    #[test]
    fn nothing_is_planned_for_the_far_future() {
        let mut form = blank(date!(2099 - 01 - 01)).with("title", "教育");
        assert!(read(&mut form, FIRST, TODAY).is_none() && !form.is_dated_back());
        assert!(form.problem("held_on").unwrap().contains("令和9年6月17日まで"));
    }

    #[test]
    fn a_drill_has_no_test() {
        let mut form = blank(TODAY).with("title", "避難訓練");
        form = Form::from_pairs(vec![
            ("kind".into(), "drill".into()),
            ("title".into(), form.value("title").into()),
            ("held_on".into(), "R8.6.1".into()),
            ("materials".into(), "火災を想定".into()),
            ("questions".into(), starter::QUESTIONS.into()),
            ("pass_mark".into(), "5".into()),
        ]);
        let written = read(&mut form, FIRST, TODAY).unwrap();
        assert!(written.questions.is_empty() && written.pass_mark == 0);
    }
}
