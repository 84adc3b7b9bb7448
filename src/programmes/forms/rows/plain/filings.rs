//! 提出書類: who hands in what and when, and what the other side decides.

use super::{About, Listed, MOST_NAME, new_code};
use crate::{
    kit::form::Form,
    programmes::{
        Definition,
        definition::{Decision, Filing, FilingForm, Owes},
        forms::{
            Part, choices, due,
            field::{Field, Kind},
            pick, word,
        },
    },
};

const OWES: [Owes; 3] = [Owes::Contractor, Owes::Ward, Owes::Both];
const DECISIONS: [Decision; 3] = [Decision::None, Decision::Receipt, Decision::Approval];
const FORMS: [FilingForm; 2] = [FilingForm::Text, FilingForm::Attachment];

impl Listed for Filing {
    const ABOUT: About = About {
        path: "filings",
        part: Part::Filings,
        title: "提出書類",
        what: "提出書類",
        intro: "報告のほかに、事業者や区が出す書類です。",
    };
    type Home = Definition;

    fn rows(definition: &Definition) -> &Vec<Self> {
        &definition.filings
    }

    fn rows_mut(definition: &mut Definition) -> &mut Vec<Self> {
        &mut definition.filings
    }

    fn blank(definition: &Definition, _: &str) -> Option<Self> {
        Some(Self {
            code: new_code::<Self>(definition, "filing"),
            title: String::new(),
            owes: Owes::Contractor,
            due: None,
            occasion: None,
            day: None,
            decision: Decision::None,
            form: FilingForm::Attachment,
        })
    }

    fn name(&self) -> String {
        self.title.clone()
    }

    fn code(&self) -> &str {
        &self.code
    }

    fn fields(&self, path: &str, _: &Definition) -> Vec<Field> {
        let named = |field: &str| format!("{path}.{field}");
        let owes = choices(&OWES, |one| one.label().to_owned());
        let decisions = choices(&DECISIONS, |one| one.label().to_owned());
        let forms = choices(&FORMS, |one| one.label().to_owned());
        let mut fields = vec![
            Field::new(Kind::Line, named("title"), "書類の名前").hint("例：実施計画書"),
            Field::new(Kind::Radios(owes), named("owes"), "出す側"),
            Field::new(Kind::Radios(forms), named("form"), "出し方"),
            Field::new(Kind::Radios(decisions), named("decision"), "受け取った側がすること"),
            Field::heading("いつ出すか"),
        ];
        fields.extend(due::fields(&named("due"), true));
        fields.extend([
            Field::new(Kind::Line, named("occasion"), "出すとき")
                .optional()
                .hint("期限の日がない書類について書きます。例：チラシを配る前に"),
            Field::new(Kind::Line, named("day"), "いっしょに書く日の名前")
                .optional()
                .hint("日付もいっしょに書くときに入力します。例：送迎を始める日"),
        ]);
        fields
    }

    fn filled(&self, path: &str) -> Form {
        let named = |field: &str| format!("{path}.{field}");
        let form = Form::empty()
            .with(&named("title"), &self.title)
            .with(&named("owes"), word(&self.owes))
            .with(&named("form"), word(&self.form))
            .with(&named("decision"), word(&self.decision))
            .with(&named("occasion"), self.occasion.as_deref().unwrap_or_default())
            .with(&named("day"), self.day.as_deref().unwrap_or_default());
        due::fill(form, &named("due"), self.due)
    }

    fn read(&self, form: &mut Form, path: &str, _: &Definition) -> Option<Self> {
        let named = |field: &str| format!("{path}.{field}");
        let title = form.required(&named("title"), "書類の名前", MOST_NAME);
        let owes = pick(form, &named("owes"), "出す側", &OWES);
        let way = pick(form, &named("form"), "出し方", &FORMS);
        let decision = pick(form, &named("decision"), "受け取った側がすること", &DECISIONS);
        let due = due::read_optional(form, &named("due"));
        let occasion = form.optional(&named("occasion"), "出すとき", MOST_NAME);
        let day = form.optional(&named("day"), "いっしょに書く日の名前", MOST_NAME);
        Some(Self {
            code: self.code.clone(),
            title: title?,
            owes: owes?,
            due: due?,
            occasion: Some(occasion?).filter(|words| !words.is_empty()),
            day: Some(day?).filter(|words| !words.is_empty()),
            decision: decision?,
            form: way?,
        })
    }
}
