//! 対象者: what the ward itself asks at the application, and who is offered a place first. Conditions are lists of their own.

use super::{About, Listed, MOST_NAME, MOST_SENTENCE, new_code};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::{Condition, Priority, YesNoQuestion},
        forms::{
            Part,
            field::{Field, Kind},
        },
    },
};

impl Listed for YesNoQuestion {
    const ABOUT: About = About {
        path: "eligibility.questions",
        part: Part::Eligibility,
        title: "申込みのときの区の質問",
        what: "区の質問",
        intro: "「はい」か「いいえ」で答えてもらいます。答えを対象者の条件に使えます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.eligibility.questions
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.eligibility.questions
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self { code: new_code::<Self>(definition, "question"), text: String::new() })
    }

    fn name(&self) -> String {
        self.text.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        vec![Field::new(Kind::Line, format!("{path}.text"), "質問の文").hint("例：ひとりで暮らしていますか")]
    }

    fn filled(&self, path: &str) -> Form {
        Form::empty().with(&format!("{path}.text"), &self.text)
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let text = form.required(&format!("{path}.text"), "質問の文", MOST_SENTENCE)?;
        Some(Self { text, ..self.clone() })
    }
}

impl Listed for Priority {
    const ABOUT: About = About {
        path: "eligibility.priorities",
        part: Part::Eligibility,
        title: "優先順位",
        what: "優先順位",
        intro: "空きを、上の順位の人から案内します。1つもなければ、申込みの順に案内します。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.eligibility.priorities
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.eligibility.priorities
    }

    fn blank(_: &Definition, _: &str) -> Option<Self> {
        Some(Self { label: String::new(), when: Condition::All(Vec::new()) })
    }

    fn name(&self) -> String {
        self.label.clone()
    }

    fn code(&self) -> &str {
        &self.label
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        vec![
            Field::new(Kind::Line, format!("{path}.label"), "順位の名前")
                .hint("例：ひとり暮らしの人。どういう人かを決める条件は、保存した後に一覧で加えます。"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        Form::empty().with(&format!("{path}.label"), &self.label)
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let label = form.required(&format!("{path}.label"), "順位の名前", MOST_NAME)?;
        Some(Self { label, ..self.clone() })
    }
}
