//! 加算プログラム: who may give it and how often at most.

use super::{About, Listed, MOST_NAME, new_code, staffing};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::AddOn,
        forms::{
            Part,
            field::{Field, Kind},
            optional_count,
        },
    },
};

const MOST_TIMES: i64 = 10_000;

impl Listed for AddOn {
    const ABOUT: About = About {
        path: "add_ons",
        part: Part::AddOns,
        title: "加算プログラム",
        what: "加算プログラム",
        intro: "口腔・栄養など、専門の人が教室の中で行い、別に支払うものです。額は「委託料」で決めます。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.add_ons
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.add_ons
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(definition, "add_on"),
            name: String::new(),
            qualifications: Vec::new(),
            most_per_stay: None,
            most_per_contract: None,
        })
    }

    fn name(&self) -> String {
        self.name.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        let most = |field: &str, label: &str| {
            Field::new(Kind::Number, named(field), label)
                .unit("回")
                .optional()
                .hint("上限がないときは空欄にします。")
        };
        vec![
            Field::new(Kind::Line, named("name"), "名前").hint("例：口腔プログラム"),
            staffing::qualifications_field(named("qualifications")),
            most("most_per_stay", "参加者1人の上限"),
            most("most_per_contract", "契約全体の上限"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        let times = |most: Option<u16>| most.map(|times| times.to_string()).unwrap_or_default();
        Form::empty()
            .with(&named("name"), &self.name)
            .with(&named("qualifications"), self.qualifications.join("\n"))
            .with(&named("most_per_stay"), times(self.most_per_stay))
            .with(&named("most_per_contract"), times(self.most_per_contract))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let name = form.required(&named("name"), "名前", MOST_NAME);
        let qualifications = staffing::qualifications(form, &named("qualifications"));
        let most_per_stay = optional_count(form, &named("most_per_stay"), "参加者1人の上限", MOST_TIMES);
        let most_per_contract =
            optional_count(form, &named("most_per_contract"), "契約全体の上限", MOST_TIMES);
        Some(Self {
            code: self.code.clone(),
            name: name?,
            qualifications: qualifications?,
            most_per_stay: most_per_stay?,
            most_per_contract: most_per_contract?,
        })
    }
}
