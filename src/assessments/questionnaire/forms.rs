//! From the typed form of a questionnaire to what is stored, and back.

use time::Date;

use super::{Mode, Replies, db::Stored};
use crate::{
    kit::form::Form,
    programmes::{Question, Questionnaire},
    vocab::dates::{parse_date, short, wareki},
};

/// The longest answer in words, in characters.
const WORDS_MAX: usize = 1000;

/// A questionnaire as it will be stored.
#[derive(Debug)]
pub struct Filled {
    pub done_on: Date,
    pub mode: Mode,
    pub replies: Replies,
}

/// The field of a question.
pub fn field(item: &Question) -> String {
    format!("q_{}", item.code)
}

/// Reads the form; `None` with the problems recorded at their fields. A question may be left out.
pub fn read(form: &mut Form, questionnaire: &Questionnaire, today: Date) -> Option<Filled> {
    let done_on = form.parse("done_on", |typed| day(typed, today));
    let mode = form
        .choice("mode", "記入のしかた", &Mode::ALL.map(Mode::code))
        .and_then(|code| Mode::from_code(&code));
    let mut replies = Replies::default();
    for item in &questionnaire.questions {
        let name = field(item);
        if item.is_free() {
            let words = form.optional_lines(&name, "回答", WORDS_MAX).unwrap_or_default();
            if !words.is_empty() {
                replies.words.0.insert(item.code.to_owned(), words);
            }
        } else {
            let chosen = form.value(&name).to_owned();
            if !chosen.is_empty() && !replies.chosen.choose(item, &chosen) {
                form.refuse(&name, "表示されている選択肢から選んでください。");
            }
        }
    }
    if !form.has_problems() && replies.is_blank() && matches!(form.value("version"), "" | "0") {
        form.general("まだ何も回答されていません。1つ以上回答してから保存してください。");
    }
    if form.has_problems() {
        return None;
    }
    Some(Filled { done_on: done_on?, mode: mode?, replies })
}

fn day(typed: &str, today: Date) -> Result<Date, String> {
    if typed.is_empty() {
        return Err(format!("回答した日を入力してください。例：{}", wareki(today)));
    }
    let day = parse_date(typed).map_err(|problem| problem.to_string())?;
    if day > today {
        return Err("回答した日には、今日までの日付を入力してください。".to_owned());
    }
    Ok(day)
}

/// The form of a stored questionnaire.
pub fn of_stored(row: &Stored, replies: &Replies, questionnaire: &Questionnaire) -> Form {
    let mut form = Form::empty()
        .with("version", row.version.to_string())
        .with("done_on", short(row.done_on))
        .with("mode", row.mode.clone());
    for item in &questionnaire.questions {
        let value =
            if item.is_free() { replies.words.0.get(&item.code).cloned() } else { replies.chosen.code(item) };
        if let Some(value) = value {
            form = form.with(&field(item), value);
        }
    }
    form
}

/// The form of a new one: today, written by the person.
pub fn of_new(today: Date) -> Form {
    Form::empty().with("done_on", short(today)).with("mode", Mode::Written.code())
}

#[cfg(test)]
mod tests {
    use sqlx::types::Json;
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        programmes,
        vocab::ids::{EnrolmentId, ParticipantId},
    };

    const TODAY: Date = date!(2026 - 11 - 20);

    fn questionnaire() -> &'static Questionnaire {
        programmes::meguro().questionnaire().unwrap()
    }

    fn typed(pairs: &[(&str, &str)]) -> Form {
        let base = Form::empty().with("done_on", "R8.11.20").with("mode", "heard");
        pairs.iter().fold(base, |form, (name, value)| form.with(name, *value))
    }

    #[test]
    fn what_is_left_out_is_no_problem_and_what_was_given_comes_back() {
        let mut form =
            typed(&[("q_satisfaction", "rather"), ("q_continue", "3"), ("q_good", " 歌\r\n体操 ")]);
        let filled = read(&mut form, questionnaire(), TODAY).unwrap();
        assert_eq!((filled.done_on, filled.mode), (TODAY, Mode::Heard));
        let row = Stored {
            id: Uuid::nil(),
            enrolment: EnrolmentId(Uuid::nil()),
            participant: ParticipantId(Uuid::nil()),
            questionnaire: questionnaire().code.clone(),
            done_on: filled.done_on,
            mode: filled.mode.code().into(),
            chosen: Json(filled.replies.chosen.clone()),
            sealed: None,
            version: 3,
        };
        let again = of_stored(&row, &filled.replies, questionnaire());
        assert_eq!((again.value("q_satisfaction"), again.value("q_continue")), ("rather", "3"));
        assert_eq!(
            (again.value("q_good"), again.value("q_group"), again.value("version")),
            ("歌\n体操", "", "3")
        );
    }

    #[test]
    fn a_foreign_answer_and_a_day_to_come_are_refused() {
        let mut form =
            Form::empty().with("done_on", "2026-11-21").with("mode", "written").with("q_group", "x");
        assert!(read(&mut form, questionnaire(), TODAY).is_none());
        assert!(form.problem("q_group").is_some() && form.problem("done_on").is_some());
    }

    #[test]
    fn an_empty_one_is_refused_only_while_nothing_is_stored() {
        assert!(read(&mut typed(&[]), questionnaire(), TODAY).is_none());
        assert!(read(&mut typed(&[("version", "2")]), questionnaire(), TODAY).is_some());
    }
}
