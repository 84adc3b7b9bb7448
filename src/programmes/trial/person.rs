//! 対象者: what the conditions of this definition ask about a person, as fields.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::super::{
    Definition,
    definition::{Condition, Facts, Instrument, Outcome, Reading, ServiceGroup},
    forms::field::{Field, Kind},
    simulate::Scenario,
};
use crate::{
    kit::form::{Choice, Form},
    vocab::{
        certification::Certification,
        dates::{parse_date, wareki},
        decimal::Decimal,
    },
};

/// Everything the tree and the classes of priority look at.
fn asked(definition: &Definition) -> Vec<&Condition> {
    let mut open = vec![&definition.eligibility.rule];
    open.extend(definition.eligibility.priorities.iter().map(|priority| &priority.when));
    let mut found = Vec::new();
    while let Some(condition) = open.pop() {
        if let Condition::All(parts) | Condition::Any(parts) = condition {
            open.extend(parts.iter().rev());
        } else if let Condition::Not(inner) = condition {
            open.push(inner);
        } else {
            found.push(condition);
        }
    }
    found
}

pub(super) fn fields(definition: &Definition) -> Vec<Field> {
    let mut fields = vec![
        Field::new(Kind::Date, "born_on", "生年月日").optional().hint("例：昭和16年3月5日、S16.3.5"),
        Field::new(Kind::Date, "applied_on", "申込みの日").optional(),
        Field::new(Kind::Date, "starts_on", "始める日").optional(),
    ];
    let mut known = BTreeSet::new();
    for condition in asked(definition) {
        for field in of(definition, condition) {
            if known.insert(field.name.clone()) {
                fields.push(field);
            }
        }
    }
    fields
}

fn of(definition: &Definition, condition: &Condition) -> Vec<Field> {
    let yes_no =
        |name: String, label: String| Field::new(Kind::Radios(yes_no_choices()), name, label).optional();
    match condition {
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::LegalAge { .. } => Vec::new(),
        Condition::Resident => vec![yes_no("resident".into(), "住民基本台帳に登録されていますか".into())],
        Condition::InsuredHere => {
            vec![yes_no("insured_here".into(), "この区市町村の介護保険の被保険者ですか".into())]
        }
        Condition::OwnFacilityUser => {
            vec![yes_no("own_facility_user".into(), "受託者の事業所を定期的に利用していますか".into())]
        }
        Condition::Certification(_) => {
            let all = Certification::ALL.map(|one| Choice::new(one.code(), one.label())).to_vec();
            vec![Field::new(Kind::Select(all), "certification", "認定").optional()]
        }
        Condition::UsesServices { group, .. } => services(*group),
        Condition::Instrument { code, .. } => {
            let label = Instrument::from_code(code).map_or(code.as_str(), |known| known.label());
            vec![Field::new(Kind::Number, format!("instrument.{code}"), format!("{label}の値")).optional()]
        }
        Condition::Restriction(name) => {
            vec![yes_no(format!("restriction.{name}"), format!("{name}がありますか"))]
        }
        Condition::Question(code) => {
            let known = definition.eligibility.questions.iter().find(|question| question.code == *code);
            vec![yes_no(format!("question.{code}"), known.map_or(code.clone(), |found| found.text.clone()))]
        }
        Condition::Screening { code, .. } => {
            let known = definition.screenings.iter().find(|screening| screening.code == *code);
            let title = known.map_or(code.as_str(), |found| &found.title);
            let outcomes = OUTCOMES.map(|(one, word)| Choice::new(word, one.label())).to_vec();
            let name = format!("screening.{code}");
            vec![Field::new(Kind::Radios(outcomes), name, format!("{title}の結果")).optional()]
        }
    }
}

const OUTCOMES: [(Outcome, &str); 3] =
    [(Outcome::Fit, "fit"), (Outcome::Hearing, "hearing"), (Outcome::Unfit, "unfit")];
const GROUPS: [(ServiceGroup, &str); 2] =
    [(ServiceGroup::LongTermCare, "long_term_care"), (ServiceGroup::Prevention, "prevention")];

fn yes_no_choices() -> Vec<Choice> {
    vec![Choice::new("yes", "はい"), Choice::new("no", "いいえ"), Choice::new("", "わからない")]
}

fn services(group: ServiceGroup) -> Vec<Field> {
    let word = GROUPS.iter().find(|(known, _)| *known == group).map_or("", |(_, word)| word);
    vec![
        Field::new(
            Kind::Radios(yes_no_choices()),
            format!("services.{word}"),
            format!("{}を利用していますか", group.label()),
        )
        .optional(),
        Field::new(Kind::Line, format!("services.{word}.names"), "利用しているサービスの名前")
            .optional()
            .hint("2つ以上あるときは「、」で区切ってください。例：福祉用具貸与、住宅改修"),
    ]
}

pub(super) fn blank(today: Date) -> Form {
    Form::empty().with("applied_on", wareki(today)).with("starts_on", wareki(today))
}

pub(super) fn scenario(form: &mut Form, definition: &Definition) -> Option<Scenario> {
    let mut facts = Facts {
        born_on: form.parse_optional("born_on", parse_date)?,
        applied_on: form.parse_optional("applied_on", parse_date)?,
        starts_on: form.parse_optional("starts_on", parse_date)?,
        resident: yes_no(form, "resident"),
        insured_here: yes_no(form, "insured_here"),
        certification: Certification::from_code(form.value("certification")),
        own_facility_user: yes_no(form, "own_facility_user"),
        ..Facts::default()
    };
    for condition in asked(definition) {
        learn(form, condition, &mut facts);
    }
    let person = super::super::simulate::Person { facts: Some(facts), ..Default::default() };
    Some(Scenario { people: BTreeMap::from([("この人".to_owned(), person)]), ..Scenario::default() })
}

fn learn(form: &mut Form, condition: &Condition, facts: &mut Facts) {
    match condition {
        Condition::UsesServices { group, .. } => learn_services(form, *group, facts),
        Condition::Instrument { code, .. } => {
            let read = form.parse_optional(&format!("instrument.{code}"), str::parse::<Decimal>);
            if let Some(Some(value)) = read {
                facts.instruments.insert(code.clone(), Reading::Value(value));
            }
        }
        Condition::Restriction(name) => {
            if let Some(is_so) = yes_no(form, &format!("restriction.{name}")) {
                facts.restrictions.insert(name.clone(), is_so);
            }
        }
        Condition::Question(code) => {
            if let Some(is_so) = yes_no(form, &format!("question.{code}")) {
                facts.answers.insert(code.clone(), is_so);
            }
        }
        Condition::Screening { code, .. } => {
            let typed = form.value(&format!("screening.{code}"));
            if let Some((outcome, _)) = OUTCOMES.iter().find(|(_, word)| *word == typed) {
                facts.screenings.insert(code.clone(), *outcome);
            }
        }
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::LegalAge { .. }
        | Condition::Resident
        | Condition::InsuredHere
        | Condition::Certification(_)
        | Condition::OwnFacilityUser => {}
    }
}

fn learn_services(form: &mut Form, group: ServiceGroup, facts: &mut Facts) {
    let Some((_, word)) = GROUPS.iter().find(|(known, _)| *known == group) else { return };
    let name = format!("services.{word}.names");
    match yes_no(form, &format!("services.{word}")) {
        Some(false) => {
            facts.services.insert(group, BTreeSet::new());
        }
        Some(true) => {
            let names: BTreeSet<String> = form
                .value(&name)
                .split(['、', ','])
                .map(|one| one.trim().to_owned())
                .filter(|one| !one.is_empty())
                .collect();
            if names.is_empty() {
                form.refuse(&name, "利用しているサービスの名前を入力してください。例：通所介護");
            }
            facts.services.insert(group, names);
        }
        None => {}
    }
}

fn yes_no(form: &Form, name: &str) -> Option<bool> {
    match form.value(name) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
