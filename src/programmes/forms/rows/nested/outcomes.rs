//! 結果の決まり: an outcome of a sheet with its reason. The condition that leads to it is a list of its own.

use crate::{
    kit::form::Form,
    programmes::{
        definition::{AnswerTest, Outcome, OutcomeRule, Screening},
        forms::{
            Part, choices,
            field::{Field, Kind},
            pick,
            rows::list::{About, Listed, MOST_SENTENCE},
            word,
        },
    },
};

/// 可 is what remains when no rule is met.
const OUTCOMES: [Outcome; 2] = [Outcome::Unfit, Outcome::Hearing];

impl Listed for OutcomeRule {
    const ABOUT: About = About {
        path: "outcomes",
        part: Part::Screenings,
        title: "結果の決まり",
        what: "結果の決まり",
        intro: "上から順に見て、初めに当てはまった決まりの結果になります。どれにも当てはまらなければ「可」です。「不可」を「要聞き取り」より先に並べてください。",
    };
    type Home = Screening;

    fn rows(sheet: &Screening) -> &Vec<Self> {
        &sheet.outcomes
    }

    fn rows_mut(sheet: &mut Screening) -> &mut Vec<Self> {
        &mut sheet.outcomes
    }

    fn blank(_: &Screening, _: &str) -> Option<Self> {
        Some(Self { outcome: Outcome::Hearing, when: AnswerTest::All(Vec::new()), reason: String::new() })
    }

    fn name(&self) -> String {
        self.reason.clone()
    }

    fn code(&self) -> &str {
        &self.reason
    }

    fn named(&self, at: usize) -> String {
        at.to_string()
    }

    fn fields(&self, path: &str, _: &Screening) -> Vec<Field> {
        let outcomes = choices(&OUTCOMES, |one| one.label().to_owned());
        vec![
            Field::new(Kind::Radios(outcomes), format!("{path}.outcome"), "結果"),
            Field::new(Kind::Line, format!("{path}.reason"), "理由").hint(
                "結果といっしょに見せる文です。例：胸の痛みがあります。この結果になる条件は、保存した後に一覧で加えます。",
            ),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        Form::empty()
            .with(&format!("{path}.outcome"), word(&self.outcome))
            .with(&format!("{path}.reason"), &self.reason)
    }

    fn read(&self, form: &mut Form, path: &str, _: &Screening) -> Option<Self> {
        let outcome = pick(form, &format!("{path}.outcome"), "結果", &OUTCOMES);
        let reason = form.required(&format!("{path}.reason"), "理由", MOST_SENTENCE);
        Some(Self { outcome: outcome?, reason: reason?, ..self.clone() })
    }
}
