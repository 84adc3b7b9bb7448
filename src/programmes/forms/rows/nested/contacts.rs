//! 連絡の予定: one contact of a guidance, by which means, and in which month.

use crate::{
    kit::form::Form,
    programmes::{
        definition::{Contact, ContactMeans, Guidance},
        forms::{
            Part, choices, count,
            field::{Field, Kind},
            in_their_order,
            rows::list::{About, Listed, MOST_NAME, new_code},
            ticked, word,
        },
    },
};

const MOST_MONTHS: i64 = 120;
const MOST_MINUTES: i64 = 1_440;

impl Listed for Contact {
    const ABOUT: About = About {
        path: "contacts",
        part: Part::Guidance,
        title: "連絡の予定",
        what: "連絡",
        intro: "選ばれた人に、事業者がこの順で連絡します。",
    };
    type Home = Guidance;

    fn rows(guidance: &Guidance) -> &Vec<Self> {
        &guidance.contacts
    }

    fn rows_mut(guidance: &mut Guidance) -> &mut Vec<Self> {
        &mut guidance.contacts
    }

    fn blank(guidance: &Guidance, _: &str) -> Option<Self> {
        let code = new_code::<Self>(guidance, "contact");
        Some(Self { code, label: String::new(), means: Vec::new(), month: 0, minutes: 0 })
    }

    fn name(&self) -> String {
        self.label.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Guidance) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        let means = choices(&ContactMeans::ALL, |one| one.label().to_owned());
        vec![
            Field::new(Kind::Line, named("label"), "名前").hint("例：初回の面談"),
            Field::new(Kind::Boxes(means), named("means"), "方法").hint("選んだもののどれかで連絡します。"),
            Field::new(Kind::Number, named("month"), "何か月目に行うか")
                .unit("か月目")
                .hint("始めた日からの1か月が、1か月目です。"),
            Field::new(Kind::Number, named("minutes"), "1回の時間（以上）")
                .unit("分")
                .hint("決めないときは0にします。"),
        ]
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        let month = if self.month == 0 { String::new() } else { self.month.to_string() };
        let form = Form::empty()
            .with(&named("label"), &self.label)
            .with(&named("month"), month)
            .with(&named("minutes"), self.minutes.to_string());
        self.means.iter().fold(form, |form, means| form.with(&named("means"), word(means)))
    }

    fn read(&self, form: &mut Form, path: &str, _: &Guidance) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let label = form.required(&named("label"), "名前", MOST_NAME);
        let means = ticked(form, &named("means"), "方法", &ContactMeans::ALL);
        let month = count(form, &named("month"), "何か月目か", MOST_MONTHS);
        let minutes = count(form, &named("minutes"), "1回の時間", MOST_MINUTES);
        Some(Self {
            code: self.code.clone(),
            label: label?,
            means: in_their_order(means?, &self.means),
            month: month?,
            minutes: minutes?,
        })
    }
}
