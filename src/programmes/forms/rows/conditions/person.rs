//! One condition on a person, by its fields.

use crate::{
    kit::form::{Choice, Form},
    programmes::{
        definition::{AgeDay, Condition, Definition, Instrument, Outcome, ServiceGroup, Threshold},
        forms::{
            choices,
            field::{Field, Kind},
            in_their_order, lines, optional_count, pick, threshold, ticked, word,
        },
    },
    vocab::{certification::Certification, decimal::Decimal},
};

const AGE_DAYS: [AgeDay; 3] = [AgeDay::Application, AgeDay::Start, AgeDay::FiscalYearEnd];
const SERVICES: [ServiceGroup; 2] = [ServiceGroup::LongTermCare, ServiceGroup::Prevention];
const OUTCOMES: [Outcome; 3] = [Outcome::Fit, Outcome::Hearing, Outcome::Unfit];
const MOST_AGE: i64 = 120;
const MOST_NAME: usize = 100;
const MOST_SERVICES: usize = 1_000;

/// Every kind of condition: its word, its name, and what it is for.
const KINDS: [(&str, &str, &str); 10] = [
    ("legal_age", "年齢", "決まった日の、法律上の年齢で決めます。"),
    ("resident", "住民登録", "区の住民基本台帳に登録されていることです。"),
    ("insured_here", "介護保険の被保険者", "住所地特例で区の外に住む人も当てはまります。"),
    ("certification", "要介護認定など", "認定なし・事業対象者・要支援・要介護から選びます。"),
    ("uses_services", "サービスの利用", "介護保険か総合事業のサービスを使っていることです。"),
    ("own_facility_user", "受託者の事業所の利用", "受託者の事業所を定期的に利用していることです。"),
    ("instrument", "測定・質問票の値", "いちばん新しい値で決めます。"),
    ("restriction", "病気・制限", "病気や、医師による制限があることです。"),
    ("question", "区の質問の答え", "申込みのときの区の質問に「はい」と答えたことです。"),
    ("screening", "体調確認の結果", "確認シートの結果で決めます。"),
];

pub(super) fn kinds() -> Vec<Choice> {
    KINDS.map(|(word, name, hint)| Choice::new(word, name).hint(hint)).to_vec()
}

/// The word of a plain condition's kind, which is also its key in the definition.
pub(super) fn word_of(leaf: &Condition) -> &'static str {
    match leaf {
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => "",
        Condition::LegalAge { .. } => "legal_age",
        Condition::Resident => "resident",
        Condition::InsuredHere => "insured_here",
        Condition::Certification(_) => "certification",
        Condition::UsesServices { .. } => "uses_services",
        Condition::OwnFacilityUser => "own_facility_user",
        Condition::Instrument { .. } => "instrument",
        Condition::Restriction(_) => "restriction",
        Condition::Question(_) => "question",
        Condition::Screening { .. } => "screening",
    }
}

/// A condition of that kind with nothing typed yet.
pub(super) fn blank(kind: &str) -> Option<Condition> {
    Some(match kind {
        "legal_age" => Condition::LegalAge { least: None, most: None, on: AgeDay::Start },
        "resident" => Condition::Resident,
        "insured_here" => Condition::InsuredHere,
        "certification" => Condition::Certification(Vec::new()),
        "uses_services" => Condition::UsesServices { group: ServiceGroup::LongTermCare, except: Vec::new() },
        "own_facility_user" => Condition::OwnFacilityUser,
        "instrument" => {
            Condition::Instrument { code: String::new(), is: Threshold::AtLeast(Decimal::whole(0)) }
        }
        "restriction" => Condition::Restriction(String::new()),
        "question" => Condition::Question(String::new()),
        "screening" => Condition::Screening { code: String::new(), outcome: Outcome::Fit },
        _ => return None,
    })
}

pub(super) fn fields(leaf: &Condition, path: &str, definition: &Definition) -> Vec<Field> {
    let path = format!("{path}.{}", word_of(leaf));
    let named = |field: &str| format!("{path}.{field}");
    match leaf {
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Resident
        | Condition::InsuredHere
        | Condition::OwnFacilityUser => Vec::new(),
        Condition::LegalAge { .. } => age_fields(&path),
        Condition::Certification(_) => {
            let all = choices(&Certification::ALL, |one| one.label().to_owned());
            vec![
                Field::new(Kind::Boxes(all), path, "認定の区分")
                    .at_least_one()
                    .hint("どれか1つであれば当てはまります。"),
            ]
        }
        Condition::UsesServices { .. } => {
            let groups = choices(&SERVICES, |one| one.label().to_owned());
            vec![
                Field::new(Kind::Radios(groups), named("group"), "サービスの種類"),
                Field::new(Kind::Lines, named("except"), "数えないサービス").optional().hint(
                    "1行に1つ書いてください。これらだけを使う人は、利用していないとみなします。例：福祉用具貸与",
                ),
            ]
        }
        Condition::Instrument { .. } => instrument_fields(&path),
        Condition::Restriction(_) => {
            vec![Field::new(Kind::Line, path, "病気や制限の名前").hint("例：医師による運動の制限")]
        }
        Condition::Question(_) => {
            let asked = questions(definition);
            let field = Field::new(Kind::Select(asked.clone()), path, "区の質問");
            vec![or_first(field, &asked, "先に「申込みのときの区の質問」の一覧で、質問を加えてください。")]
        }
        Condition::Screening { .. } => {
            let sheets = sheets(definition);
            let field = Field::new(Kind::Select(sheets.clone()), named("code"), "確認シート");
            vec![
                or_first(field, &sheets, "先に「体調確認」の部分で、確認シートを加えてください。"),
                Field::new(
                    Kind::Radios(choices(&OUTCOMES, |one| one.label().to_owned())),
                    named("outcome"),
                    "結果",
                ),
            ]
        }
    }
}

fn age_fields(path: &str) -> Vec<Field> {
    let named = |field: &str| format!("{path}.{field}");
    let days = choices(&AGE_DAYS, |one| one.label().to_owned());
    vec![
        Field::new(Kind::Number, named("least"), "下限").unit("歳以上").optional(),
        Field::new(Kind::Number, named("most"), "上限").unit("歳以下").optional(),
        Field::new(Kind::Radios(days), named("on"), "年齢を数える日")
            .hint("法律上の年齢で数えます。誕生日の前日に1歳加わります。"),
    ]
}

fn instrument_fields(path: &str) -> Vec<Field> {
    let known = Instrument::ALL.map(|one| Choice::new(one.code(), one.label())).to_vec();
    let measured = Field::new(Kind::Select(known), format!("{path}.code"), "測定・質問票");
    std::iter::once(measured).chain(threshold::fields(&format!("{path}.is"), "値")).collect()
}

fn questions(definition: &Definition) -> Vec<Choice> {
    definition.eligibility.questions.iter().map(|asked| Choice::new(&asked.code, &asked.text)).collect()
}

fn sheets(definition: &Definition) -> Vec<Choice> {
    definition.screenings.iter().map(|sheet| Choice::new(&sheet.code, &sheet.title)).collect()
}

/// Says what is to be done first where nothing can be chosen yet.
fn or_first(field: Field, offered: &[Choice], hint: &str) -> Field {
    if offered.is_empty() { field.hint(hint) } else { field }
}

pub(super) fn fill(form: Form, leaf: &Condition, path: &str) -> Form {
    let path = format!("{path}.{}", word_of(leaf));
    let named = |field: &str| format!("{path}.{field}");
    let typed = |age: &Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
    match leaf {
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Resident
        | Condition::InsuredHere
        | Condition::OwnFacilityUser => form,
        Condition::LegalAge { least, most, on } => form
            .with(&named("least"), typed(least))
            .with(&named("most"), typed(most))
            .with(&named("on"), word(on)),
        Condition::Certification(among) => among.iter().fold(form, |form, one| form.with(&path, word(one))),
        Condition::UsesServices { group, except } => {
            form.with(&named("group"), word(group)).with(&named("except"), except.join("\n"))
        }
        Condition::Instrument { code, is } => {
            let form = form.with(&named("code"), code);
            if code.is_empty() { form } else { threshold::fill(form, &named("is"), *is) }
        }
        Condition::Restriction(name) => form.with(&path, name),
        Condition::Question(code) => form.with(&path, code),
        Condition::Screening { code, outcome } => {
            form.with(&named("code"), code).with(&named("outcome"), word(outcome))
        }
    }
}

/// The typed condition of the same kind as `stored`.
pub(super) fn read(
    form: &mut Form,
    stored: &Condition,
    path: &str,
    definition: &Definition,
) -> Option<Condition> {
    let path = format!("{path}.{}", word_of(stored));
    let named = |field: &str| format!("{path}.{field}");
    Some(match stored {
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Resident
        | Condition::InsuredHere
        | Condition::OwnFacilityUser => stored.clone(),
        Condition::LegalAge { .. } => age(form, &path)?,
        Condition::Certification(among) => Condition::Certification(certifications(form, &path, among)?),
        Condition::UsesServices { .. } => {
            let group = pick(form, &named("group"), "サービスの種類", &SERVICES);
            let except = lines(form, &named("except"), "数えないサービス", MOST_SERVICES);
            Condition::UsesServices { group: group?, except: except? }
        }
        Condition::Instrument { .. } => {
            let codes = Instrument::ALL.map(Instrument::code);
            let code = form.choice(&named("code"), "測定・質問票", &codes);
            let is = threshold::read(form, &named("is"));
            Condition::Instrument { code: code?, is: is? }
        }
        Condition::Restriction(_) => {
            Condition::Restriction(form.required(&path, "病気や制限の名前", MOST_NAME)?)
        }
        Condition::Question(_) => {
            Condition::Question(chosen(form, &path, "区の質問", &questions(definition))?)
        }
        Condition::Screening { .. } => {
            let code = chosen(form, &named("code"), "確認シート", &sheets(definition));
            let outcome = pick(form, &named("outcome"), "結果", &OUTCOMES);
            Condition::Screening { code: code?, outcome: outcome? }
        }
    })
}

fn age(form: &mut Form, path: &str) -> Option<Condition> {
    let (first, last) = (format!("{path}.least"), format!("{path}.most"));
    let least = optional_count(form, &first, "下限", MOST_AGE);
    let most = optional_count(form, &last, "上限", MOST_AGE);
    let on = pick(form, &format!("{path}.on"), "年齢を数える日", &AGE_DAYS);
    let (least, most) = (least?, most?);
    if least.is_none() && most.is_none() {
        form.refuse(&first, "下限か上限を入力してください。例：65");
        return None;
    }
    Some(Condition::LegalAge { least, most, on: on? })
}

fn certifications(form: &mut Form, path: &str, stored: &[Certification]) -> Option<Vec<Certification>> {
    let among = ticked(form, path, "認定の区分", &Certification::ALL)?;
    if among.is_empty() {
        form.refuse(path, "認定の区分を1つ以上選んでください。");
        return None;
    }
    Some(in_their_order(among, stored))
}

fn chosen(form: &mut Form, name: &str, label: &str, offered: &[Choice]) -> Option<String> {
    let codes: Vec<&str> = offered.iter().map(|one| one.code.as_str()).collect();
    form.choice(name, label, &codes)
}
