//! What the pages of applications print.

mod desk;
mod show;
mod verdict;

use askama::Template;
use time::Date;

pub use desk::{AcceptanceView, HearingView};
pub use show::ShowView;

use super::{
    db::{Class, Contract, Listed},
    forms::{Field, Input, fact_fields, sarc_f_fields, screening_fields},
    judgement::{screening_label, verdict_of},
    sheet::{Document, Sheet, TakenAt},
    states::ApplicationState,
};
use crate::{
    consents::given,
    kit::{
        error::ERASED,
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Tone},
    },
    participants::{
        Identity, certification,
        entry::{self, CONTACT_FIELDS, ContactFields, District},
        sex_label,
    },
    programmes::Definition,
    verdict::Finding,
    vocab::{
        dates::{everyday_age, wareki},
        ids::ApplicationId,
    },
};

#[derive(Template)]
#[template(path = "applications/list.html")]
pub struct ListView {
    pub tabs: Vec<Link>,
    pub lines: Vec<ApplicationLine>,
    pub pager: Pager,
    pub contract: String,
    pub state: String,
    /// To choose from; empty for a contractor, who has one.
    pub contracts: Vec<Choice>,
    /// Where the 参加申込者一覧 is taken out; empty while no contract is chosen.
    pub papers: String,
    pub new_href: String,
    pub shows_contract: bool,
    pub empty: &'static str,
}

/// One application in a list.
pub struct ApplicationLine {
    pub href: String,
    pub name: String,
    pub kana: String,
    pub about: String,
    pub applied: String,
    pub contract: String,
    pub verdict: Chip,
    /// `None` where the programme has no sheet.
    pub screening: Option<Chip>,
    pub state: Chip,
}

impl ApplicationLine {
    /// `None`: the sheet was erased.
    pub fn new(row: &Listed, sheet: Option<&Sheet>) -> Self {
        let identity = sheet.map(|sheet| &sheet.applicant.identity);
        Self {
            href: format!("/applications/{}", row.id),
            name: identity.map_or_else(|| ERASED.into(), Identity::name),
            kana: identity.map(Identity::kana).unwrap_or_default(),
            about: sheet.map(|sheet| about(sheet, row.applied_on)).unwrap_or_default(),
            applied: wareki(row.applied_on),
            contract: row.contract_title.clone(),
            verdict: verdict_chip(verdict_of(&row.verdict)),
            screening: row.screening.as_deref().map(screening_chip),
            state: ApplicationState::from_code(&row.state)
                .map_or_else(|| Chip::new(Tone::Neutral, row.state.clone()), ApplicationState::chip),
        }
    }
}

fn about(sheet: &Sheet, applied_on: Date) -> String {
    let of = &sheet.applicant;
    let age = everyday_age(of.identity.born_on, applied_on);
    format!("{age}歳・{}・{}", sex_label(&of.sex), of.district_name)
}

pub fn verdict_chip(finding: Finding) -> Chip {
    let tone = match finding {
        Finding::Met => Tone::Success,
        Finding::NotMet => Tone::Danger,
        Finding::Undecidable => Tone::Warning,
    };
    Chip::new(tone, finding.label())
}

pub fn screening_chip(code: &str) -> Chip {
    let tone = match code {
        "fit" => Tone::Success,
        "unfit" => Tone::Danger,
        _ => Tone::Warning,
    };
    Chip::new(tone, screening_label(code))
}

#[derive(Template)]
#[template(path = "applications/choose.html")]
pub struct ChooseView {
    contracts: Vec<Link>,
}

impl ChooseView {
    pub fn new(contracts: &[Contract]) -> Self {
        let link = |one: &Contract| {
            Link::new(
                format!("{}　{}（{}）", one.number, one.title, one.contractor),
                format!("/applications/new?contract={}", one.id),
            )
        };
        Self { contracts: contracts.iter().map(link).collect() }
    }
}

#[derive(Template)]
#[template(path = "applications/form.html")]
pub struct FormView {
    form: Form,
    title: &'static str,
    action: String,
    back: String,
    contract: String,
    contract_id: String,
    places: Vec<Choice>,
    documents: Vec<Choice>,
    sexes: Vec<Choice>,
    districts: Vec<Choice>,
    levels: Vec<Choice>,
    relations: Vec<Choice>,
    contact: ContactFields,
    facts: Vec<Field>,
    sarc_f: Vec<Field>,
    sheets: Vec<SheetFields>,
    consents: Vec<ConsentFields>,
    answers: Vec<Choice>,
    givers: Vec<Choice>,
    classes: Vec<Choice>,
    is_rolling: bool,
}

/// One screening sheet on the form.
struct SheetFields {
    title: String,
    fields: Vec<Field>,
}

/// One kind of consent on the form.
struct ConsentFields {
    label: String,
    explanation: String,
    required: bool,
    family_may: bool,
    fields: given::Fields,
}

impl FormView {
    /// The headings of the form.
    fn contents(&self) -> Vec<Link> {
        let to = |label: &str, part: &str| Link::new(label, format!("#part-{part}"));
        let mut parts = vec![
            to("申込み", "application"),
            to("本人", "person"),
            to("緊急連絡先", "contact"),
            to("本人確認", "identity"),
            to("対象者の条件", "conditions"),
        ];
        if !self.sarc_f.is_empty() {
            parts.push(to("SARC-F", "sarc-f"));
        }
        parts.extend((1..).zip(&self.sheets).map(|(at, one)| to(&one.title, &format!("sheet-{at}"))));
        if !self.consents.is_empty() {
            parts.push(to("同意", "consents"));
        }
        parts.push(to("ほかに伝えること", "remark"));
        parts
    }

    pub fn new(
        form: Form,
        of: Option<ApplicationId>,
        contract: &Contract,
        definition: &Definition,
        districts: &[District],
        classes: &[Class],
    ) -> Self {
        let address = of.map_or_else(|| "/applications".to_owned(), |id| format!("/applications/{id}"));
        let district =
            |one: &District| Choice::new(one.id.to_string(), format!("{}（{}）", one.name, one.centre_name));
        let class = |one: &Class| {
            Choice::new(
                one.id.to_string(),
                format!("{}（{}・{}から）", one.name, one.venue, wareki(one.first_on)),
            )
        };
        Self {
            title: if of.is_some() { "参加申込みを直す" } else { "参加申込みを書く" },
            action: address.clone(),
            back: address,
            contract: format!("{}　{}", contract.number, contract.title),
            contract_id: contract.id.to_string(),
            places: TakenAt::choices(),
            documents: Document::choices(),
            sexes: entry::sex_choices(),
            districts: districts.iter().map(district).collect(),
            levels: certification::choices(),
            relations: entry::relation_choices(),
            contact: CONTACT_FIELDS[0],
            facts: fact_fields(definition),
            sarc_f: sarc_f_fields(definition),
            sheets: sheets(definition),
            consents: consent_fields(definition),
            answers: given::answers(),
            givers: given::givers(),
            classes: classes.iter().map(class).collect(),
            is_rolling: definition.style == crate::programmes::Style::RollingCourse,
            form,
        }
    }
}

fn sheets(definition: &Definition) -> Vec<SheetFields> {
    let of = |sheet: &crate::programmes::definition::Screening| SheetFields {
        title: sheet.title.clone(),
        fields: screening_fields(sheet),
    };
    definition.screenings.iter().map(of).collect()
}

fn consent_fields(definition: &Definition) -> Vec<ConsentFields> {
    let of = |kind: &crate::programmes::definition::Consent| ConsentFields {
        label: kind.label.clone(),
        explanation: kind.explanation.clone(),
        required: kind.required,
        family_may: kind.family_may,
        fields: given::Fields::of(&kind.code),
    };
    definition.consents.iter().map(of).collect()
}

/// An act that needs words and nothing else.
#[derive(Template)]
#[template(path = "applications/words.html")]
pub struct WordsView {
    pub form: Form,
    pub action: String,
    pub back: String,
    pub title: &'static str,
    pub name: String,
    pub lead: &'static str,
    pub label: &'static str,
    pub button: &'static str,
}
