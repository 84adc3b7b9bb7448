//! The screening sheets as questions. All are shown, also those that only some have to answer, so that the form works on paper
//! and without a script; it says for whom they are.

use std::collections::BTreeSet;

use super::{
    TEXT,
    field::{Field, Input, OPEN},
};
use crate::{
    applications::sheet::Answered,
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{Ask, Screening, ScreeningQuestion},
        wording::answer_words,
    },
};

/// A question's field: `screening.condition.a_why`.
pub(super) fn name(sheet: &Screening, question: &ScreeningQuestion) -> String {
    format!("screening.{}.{}", sheet.code, question.code)
}

/// The questions of one sheet, in its order.
pub fn screening_fields(sheet: &Screening) -> Vec<Field> {
    sheet.questions.iter().map(|question| field(sheet, question)).collect()
}

fn field(sheet: &Screening, question: &ScreeningQuestion) -> Field {
    let open = Choice::new(OPEN, "答えていない");
    let (yes, no) = (Choice::new("yes", "はい"), Choice::new("no", "いいえ"));
    let input = match &question.ask {
        Ask::YesNo => Input::One(vec![yes, no, open]),
        Ask::YesNoUnknown => Input::One(vec![yes, no, Choice::new("unknown", "わからない"), open]),
        Ask::Choices(options) => {
            Input::Any(options.iter().map(|option| Choice::new(&option.code, &option.text)).collect())
        }
        Ask::Words => Input::Words,
    };
    let when = question.when.as_ref();
    let mut hint =
        when.map_or_else(String::new, |when| format!("{}場合に答えてください。", answer_words(sheet, when)));
    if question.reference_only && question.ask != Ask::Words {
        hint.push_str("参考にお聞きします。");
    }
    Field::new(name(sheet, question), &question.text, input).hint(hint)
}

/// Reads every sheet; problems are on the form.
pub(super) fn read(form: &mut Form, definition: &Definition, to: &mut Answered) {
    for sheet in &definition.screenings {
        for question in &sheet.questions {
            let answers = read_one(form, sheet, question).unwrap_or_default();
            if !answers.is_empty() {
                to.screenings.entry(sheet.code.clone()).or_default().insert(question.code.clone(), answers);
            }
        }
    }
}

fn read_one(form: &mut Form, sheet: &Screening, question: &ScreeningQuestion) -> Option<BTreeSet<String>> {
    let name = name(sheet, question);
    let one =
        |code: Option<String>| code.filter(|code| !code.is_empty() && code != OPEN).into_iter().collect();
    Some(match &question.ask {
        Ask::YesNo => one(form.optional_choice(&name, "答え", &["yes", "no", OPEN])),
        Ask::YesNoUnknown => one(form.optional_choice(&name, "答え", &["yes", "no", "unknown", OPEN])),
        Ask::Choices(options) => {
            let codes: Vec<&str> = options.iter().map(|option| option.code.as_str()).collect();
            form.choices(&name, "答え", &codes)?.into_iter().collect()
        }
        Ask::Words => one(form.optional_lines(&name, "答え", TEXT)),
    })
}
