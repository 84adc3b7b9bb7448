//! 同意: one kind of consent, and what is explained before it.

use super::{About, Listed, MOST_NAME, new_code};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::Consent,
        forms::{
            Part,
            field::{Field, Kind},
            yes,
        },
    },
};

const MOST_EXPLANATION: usize = 2_000;

impl Listed for Consent {
    const ABOUT: About = About {
        path: "consents",
        part: Part::Consents,
        title: "同意",
        what: "同意",
        intro: "参加者から、1つずつ別に受けます。日付を残し、あとで取り消せます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.consents
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.consents
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(definition, "consent"),
            label: String::new(),
            explanation: String::new(),
            required: false,
            family_may: false,
            cost: false,
        })
    }

    fn name(&self) -> String {
        self.label.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        vec![
            Field::new(Kind::Line, named("label"), "名前").hint("例：写真の撮影"),
            Field::new(Kind::Lines, named("explanation"), "同意の前に説明すること"),
            Field::new(Kind::Check, named("required"), "この同意がなければ参加できない"),
            Field::new(Kind::Check, named("family_may"), "家族が代わりに同意できる"),
            Field::new(Kind::Check, named("cost"), "費用の支払いへの同意である")
                .hint("同意した人からは、その費用を受け取れます。"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        Form::empty()
            .with(&named("label"), &self.label)
            .with(&named("explanation"), &self.explanation)
            .with(&named("required"), yes(self.required))
            .with(&named("family_may"), yes(self.family_may))
            .with(&named("cost"), yes(self.cost))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let label = form.required(&named("label"), "名前", MOST_NAME);
        let explanation = form.required_lines(&named("explanation"), "説明すること", MOST_EXPLANATION);
        Some(Self {
            code: self.code.clone(),
            label: label?,
            explanation: explanation?,
            required: form.checked(&named("required"), "yes"),
            family_may: form.checked(&named("family_may"), "yes"),
            cost: form.checked(&named("cost"), "yes"),
        })
    }
}
