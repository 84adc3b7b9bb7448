//! アンケート: one sheet of questions. The questions are rows of their own.

use super::{About, Listed, MOST_NAME, new_code};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::Questionnaire,
        forms::{
            Part,
            field::{Field, Kind},
        },
    },
};

impl Listed for Questionnaire {
    const ABOUT: About = About {
        path: "questionnaires",
        part: Part::Questionnaires,
        title: "アンケート",
        what: "アンケート",
        intro: "終わりに参加者に聞きます。全員の答えは数えて報告に、1人の答えは個別評価書に載ります。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.questionnaires
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.questionnaires
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        let code = new_code::<Self>(definition, "questionnaire");
        Some(Self { code, title: String::new(), questions: Vec::new() })
    }

    fn name(&self) -> String {
        self.title.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let title = Field::new(Kind::Line, format!("{path}.title"), "題名");
        vec![title.hint("質問は、題名を保存してから加えます。例：教室についてのアンケート")]
    }

    fn filled(&self, path: &str) -> Form {
        Form::empty().with(&format!("{path}.title"), &self.title)
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let title = form.required(&format!("{path}.title"), "題名", MOST_NAME)?;
        Some(Self { title, ..self.clone() })
    }
}
