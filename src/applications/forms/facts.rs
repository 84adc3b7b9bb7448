//! The facts that a programme's rules ask for: register and insurer, services in use, SARC-F, the programme's own questions.

use std::collections::BTreeSet;

use super::{
    TEXT,
    field::{Field, Input, OPEN, is_yes, yes_no},
};
use crate::{
    applications::{asked::Asked, sheet::Answered},
    assessments::sarc_f::{Grade, ITEMS},
    kit::form::{Choice, Form},
    programmes::{
        Definition,
        definition::{Instrument, ServiceGroup},
    },
    vocab::decimal::Decimal,
};

const UNKNOWN: &str = "確かめていない";
const YES_NO: [&str; 3] = ["yes", "no", OPEN];
/// The points of one item, as sent.
const GRADES: [&str; 4] = ["0", "1", "2", OPEN];

/// 区の被保険者か, and the other facts that are answered はい or いいえ.
fn plain(asked: &Asked) -> Vec<(&'static str, &'static str)> {
    [
        (asked.resident, "resident", "住民基本台帳に登録されていますか"),
        (
            asked.insured_here,
            "insured_here",
            "この区市町村の介護保険の被保険者ですか（住所地特例を含みます）",
        ),
        (
            asked.own_facility_user,
            "own_facility_user",
            "この教室の受託者の事業所を、ふだんから利用していますか",
        ),
    ]
    .into_iter()
    .filter_map(|(wanted, name, label)| wanted.then_some((name, label)))
    .collect()
}

pub(super) fn group_code(group: ServiceGroup) -> &'static str {
    match group {
        ServiceGroup::LongTermCare => "long_term_care",
        ServiceGroup::Prevention => "prevention",
    }
}

fn service_names(group: ServiceGroup) -> [String; 3] {
    let code = group_code(group);
    [format!("services.{code}"), format!("services.{code}.known"), format!("services.{code}.others")]
}

/// Everything but SARC-F and the sheets, in the order of the form.
pub fn fact_fields(definition: &Definition) -> Vec<Field> {
    let asked = Asked::of(definition);
    let mut fields: Vec<Field> =
        plain(&asked).into_iter().map(|(name, label)| Field::new(name, label, yes_no(UNKNOWN))).collect();
    for (group, exceptions) in &asked.services {
        let [using, known, others] = service_names(*group);
        let options = vec![
            Choice::new("none", "利用していない"),
            Choice::new("some", "利用している"),
            Choice::new(OPEN, UNKNOWN),
        ];
        let label = group.label();
        fields.push(Field::new(using, format!("{label}を利用していますか"), Input::One(options)));
        if !exceptions.is_empty() {
            let options = exceptions.iter().map(|name| Choice::new(name, name)).collect();
            let field = Field::new(known, format!("利用している{label}"), Input::Any(options));
            fields.push(field.hint("利用している場合に答えてください。"));
        }
        let field = Field::new(others, format!("利用している{label}（ほか）"), Input::Line);
        fields.push(
            field.hint("利用している場合に、「、」で区切って書いてください。例：通所リハビリ、訪問介護"),
        );
    }
    fields.extend(asked.instruments.iter().map(|code| {
        let label =
            Instrument::from_code(code).map_or_else(|| code.clone(), |known| known.label().to_owned());
        Field::new(format!("value.{code}"), format!("{label}の値"), Input::Line).hint("例：12.5")
    }));
    fields.extend(asked.restrictions.iter().map(|name| {
        Field::new(format!("restriction.{name}"), format!("{name}がありますか"), yes_no(UNKNOWN))
    }));
    let own = definition.eligibility.questions.iter();
    fields.extend(
        own.map(|question| {
            Field::new(format!("question.{}", question.code), &question.text, yes_no(UNKNOWN))
        }),
    );
    fields
}

/// The five items, where they decide.
pub fn sarc_f_fields(definition: &Definition) -> Vec<Field> {
    if !Asked::of(definition).sarc_f {
        return Vec::new();
    }
    let field = |(no, item): (usize, &crate::assessments::sarc_f::Item)| {
        let mut options: Vec<Choice> =
            GRADES.iter().zip(item.answers).map(|(code, answer)| Choice::new(*code, answer)).collect();
        options.push(Choice::new(OPEN, "答えていない"));
        Field::new(format!("sarc_{no}"), item.question, Input::One(options))
    };
    (1..).zip(&ITEMS).map(field).collect()
}

/// Reads them all; problems are on the form.
pub fn read(form: &mut Form, definition: &Definition, to: &mut Answered) {
    let asked = Asked::of(definition);
    let mut answer = |wanted: bool, name: &str| {
        let code = if wanted { form.optional_choice(name, "答え", &YES_NO) } else { None };
        code.as_deref().and_then(is_yes)
    };
    to.resident = answer(asked.resident, "resident");
    to.insured_here = answer(asked.insured_here, "insured_here");
    to.own_facility_user = answer(asked.own_facility_user, "own_facility_user");
    for (group, exceptions) in &asked.services {
        let used = read_services(form, *group, exceptions);
        to.services.extend(used.map(|used| (*group, used)));
    }
    for code in &asked.instruments {
        let value = form.parse_optional(&format!("value.{code}"), str::parse::<Decimal>).flatten();
        to.values.extend(value.map(|value| (code.clone(), value)));
    }
    let mut known = |name: String| form.optional_choice(&name, "答え", &YES_NO).as_deref().and_then(is_yes);
    for name in &asked.restrictions {
        to.restrictions.extend(known(format!("restriction.{name}")).map(|is| (name.clone(), is)));
    }
    for question in &definition.eligibility.questions {
        let code = &question.code;
        to.answers.extend(known(format!("question.{code}")).map(|is| (code.clone(), is)));
    }
    if asked.sarc_f {
        read_sarc_f(form, to);
    }
}

fn read_sarc_f(form: &mut Form, to: &mut Answered) {
    for (no, grade) in (1..).zip(&mut to.sarc_f.0) {
        let chosen = form.optional_choice(&format!("sarc_{no}"), "SARC-Fの答え", &GRADES);
        *grade = chosen.and_then(|code| Grade::try_from(code.parse::<u8>().ok()?).ok());
    }
}

/// `None`: not known, or the problem is on the form. Naming a service says that one is used.
fn read_services(
    form: &mut Form,
    group: ServiceGroup,
    exceptions: &BTreeSet<String>,
) -> Option<BTreeSet<String>> {
    let [using, known, others] = service_names(group);
    let exceptions: Vec<&str> = exceptions.iter().map(String::as_str).collect();
    let said = form.optional_choice(&using, group.label(), &["none", "some", OPEN])?;
    let ticked = form.choices(&known, group.label(), &exceptions)?;
    let written = form.optional(&others, group.label(), TEXT)?;
    let written = written.split(['、', ',', '，']).map(str::trim).filter(|name| !name.is_empty());
    let used: BTreeSet<String> = ticked.into_iter().chain(written.map(str::to_owned)).collect();
    match (said.as_str(), used.is_empty()) {
        ("none", true) => Some(used),
        ("none", false) => {
            form.refuse(
                &using,
                format!("{}を「利用していない」としていますが、サービスが書かれています。どちらかを直してください。", group.label()),
            );
            None
        }
        ("some", true) => {
            form.refuse(
                &others,
                format!("利用している{}の名前を入力してください。例：通所リハビリ", group.label()),
            );
            None
        }
        (_, true) => None,
        (_, false) => Some(used),
    }
}
