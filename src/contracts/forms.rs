//! What people type about a contract, its clauses and its 従事者名簿, read into the commands of `db`.

use time::Date;

use super::{
    clauses::{ClauseItem, MOST_CLAUSES},
    correction::{Corrected, LONGEST_HEADING, LONGEST_TEXT},
    db::{Contract, Draft, clause_sets::kind_label, rosters::NewDesignation},
    particulars::{Asked, POSTS, Particulars},
    roster::{self, Custody},
    term,
};
use crate::{
    kit::form::{Choice, Form},
    programmes::{Definition, InformationItem},
    vocab::{
        dates::{fiscal_year, fiscal_year_label, parse_date, wareki},
        ids::{AccountId, ContractorId, DepartmentId},
    },
};

/// What the selects of a draft offer.
pub struct Offers {
    pub departments: Vec<Choice>,
    pub contractors: Vec<Choice>,
    pub years: Vec<Choice>,
    pub items: Vec<Choice>,
}

impl Offers {
    /// `kept` is the fiscal year a draft already has.
    pub fn new(departments: Vec<Choice>, contractors: Vec<Choice>, today: Date, kept: Option<i32>) -> Self {
        let mut years: Vec<i32> = term::years_to_choose(today).chain(kept).collect();
        years.sort_unstable();
        years.dedup();
        let year = |year: i32| Choice::new(year.to_string(), fiscal_year_label(year));
        let item = |item: InformationItem| Choice::new(item.code(), item.label());
        Self {
            departments,
            contractors,
            years: years.into_iter().map(year).collect(),
            items: InformationItem::ALL.map(item).to_vec(),
        }
    }
}

/// A new contract's form with the defaults of its programme.
pub fn defaults(programme: &'static Definition, today: Date) -> Form {
    let year = fiscal_year(today);
    let mut form = Form::empty().with("title", programme.name.clone()).with("fiscal_year", year.to_string());
    if let Some((_, last)) = term::year_days(year) {
        form = form.with("ends_on", wareki(last));
    }
    programme.information_items.iter().fold(form, |form, item| form.with("items", item.code()))
}

/// A stored draft's form.
pub fn stored(contract: &Contract) -> Form {
    let form = Form::empty()
        .with("number", &contract.number)
        .with("title", &contract.title)
        .with("contractor", contract.contractor.to_string())
        .with("department", contract.department.to_string())
        .with("fiscal_year", contract.fiscal_year.to_string())
        .with("starts_on", wareki(contract.starts_on))
        .with("ends_on", wareki(contract.ends_on))
        .with("version", contract.version.to_string());
    contract.items.iter().fold(form, |form, item| form.with("items", item))
}

fn codes(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.code.as_str()).collect()
}

/// The field of the contractor.
pub const CONTRACTOR: &str = "contractor";

/// Reads a draft; `None` when the form has problems.
pub fn draft(form: &mut Form, offers: &Offers) -> Option<Draft> {
    let number = form.required("number", "契約番号", 40);
    let title = form.required("title", "件名", 100);
    let contractor = form.choice(CONTRACTOR, "受託者", &codes(&offers.contractors));
    let department = form.choice("department", "所管課", &codes(&offers.departments));
    let year =
        form.choice("fiscal_year", "年度", &codes(&offers.years)).and_then(|year| year.parse::<i32>().ok());
    let starts_on = form.date("starts_on", "開始日");
    let ends_on = form.date("ends_on", "終了日");
    if let (Some(year), Some(start)) = (year, starts_on)
        && let Err(problem) = term::check_start(year, start)
    {
        form.refuse("starts_on", problem.to_string());
    }
    if let (Some(start), Some(end)) = (starts_on, ends_on)
        && let Err(problem) = term::check_end(start, end)
    {
        form.refuse("ends_on", problem.to_string());
    }
    let items = form.choices("items", "情報項目", &codes(&offers.items));
    if items.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("items", "受託者が扱う情報項目を1つ以上選んでください。");
    }
    if form.has_problems() {
        return None;
    }
    Some(Draft {
        number: number?,
        title: title?,
        department: department?.parse::<DepartmentId>().ok()?,
        contractor: contractor?.parse::<ContractorId>().ok()?,
        fiscal_year: year?,
        starts_on: starts_on?,
        ends_on: ends_on?,
        items: items?,
    })
}

/// Longest name of a text, in characters.
const LONGEST_NAME: usize = 100;

/// The name a text goes by: as typed, or its contract and kind.
pub fn text_name(form: &mut Form, contract: &Contract, kind: &str) -> Option<String> {
    let typed = form.optional("name", "文書の名前", LONGEST_NAME)?;
    Some(if typed.is_empty() { unnamed(contract, kind) } else { typed })
}

/// What a text without a title is called.
pub fn unnamed(contract: &Contract, kind: &str) -> String {
    format!("{}（{}）の{}", contract.title, contract.number, kind_label(kind))
}

/// Reads the screen of clauses: those that are not ticked off. `None` when the form has problems.
pub fn corrected(form: &mut Form) -> Option<Vec<Corrected>> {
    let places: Vec<usize> =
        form.values("clause").iter().take(MOST_CLAUSES + 1).filter_map(|place| place.parse().ok()).collect();
    let kept = places.into_iter().filter(|place| !form.checked(&format!("drop-{place}"), "yes"));
    let kept: Vec<Option<Corrected>> =
        kept.collect::<Vec<_>>().into_iter().map(|place| one(form, place)).collect();
    if form.has_problems() { None } else { kept.into_iter().collect() }
}

fn one(form: &mut Form, place: usize) -> Option<Corrected> {
    let named = |field: &str| format!("{field}-{place}");
    let number = form.value(&named("number")).parse::<u16>().ok();
    let label: String = form.value(&named("label")).chars().filter(|c| !c.is_control()).take(20).collect();
    let items = serde_json::from_str::<Vec<ClauseItem>>(form.value(&named("items"))).ok();
    let heading = form.optional(&named("heading"), &format!("{label}の見出し"), LONGEST_HEADING);
    let text = form.optional_lines(&named("text"), &format!("{label}の本文"), LONGEST_TEXT);
    if text.as_ref().is_some_and(String::is_empty) && items.as_ref().is_none_or(Vec::is_empty) {
        form.refuse(
            &named("text"),
            format!("{label}の本文を入力してください。条項でないときは「取り込まない」を選んでください。"),
        );
    }
    let (Some(number), Some(items)) = (number, items) else {
        form.general("条項の番号か項目が読み取れません。もう一度、文書の取込みからやり直してください。");
        return None;
    };
    let was_inherited = form.checked(&named("inherited"), "yes");
    Some(Corrected { number, label, heading: heading?, was_inherited, text: text?, items })
}

/// Reads one line of a 従事者名簿. `accounts` and `qualifications` are those the form offered.
pub fn designation(
    form: &mut Form,
    (accounts, qualifications): (&[Choice], &[Choice]),
    contract: &Contract,
    asked: &Asked,
) -> Option<NewDesignation> {
    let account = form.choice("account", "従事する人", &codes(accounts));
    let custody = form.choice("custody", "役割", &Custody::ALL.map(Custody::code));
    let job = form.required("job", "職種", 40);
    let held = form.choices("qualifications", "資格", &codes(qualifications));
    let qualification = form.optional("qualification", "ほかの資格", 100);
    let work_place = form.required("work_place", "業務執行場所", 100);
    let post = if asked.posts {
        form.choice("post", "管理監督者・作業従事者の別", &POSTS.map(|(code, _)| code))
    } else {
        Some(String::new())
    };
    let said = particulars(form, asked);
    let carries_media = asked.media && form.checked("carries_media", "yes");
    let from = form.date("valid_from", "従事を始める日");
    let to = form.parse_optional("valid_to", parse_date);
    if let Some(from) = from
        && let Err(problem) = roster::check_from(from, contract.ends_on)
    {
        form.refuse("valid_from", problem.to_string());
    }
    if let (Some(from), Some(Some(to))) = (from, to)
        && let Err(problem) = roster::check_to(from, to)
    {
        form.refuse("valid_to", problem.to_string());
    }
    if form.has_problems() {
        return None;
    }
    Some(NewDesignation {
        account: account?.parse::<AccountId>().ok()?,
        custody: Custody::from_code(&custody?)?.code(),
        job: job?,
        qualification: qualification?,
        qualifications: held?,
        work_place: work_place?,
        valid_from: from?,
        valid_to: to?,
        post: post?,
        carries_media,
        said,
    })
}

/// What the clauses ask about a person besides.
fn particulars(form: &mut Form, asked: &Asked) -> Particulars {
    let mut said = Particulars::default();
    for item in &asked.items {
        if let Some(words) = form.required_lines(item.field, item.label, 400) {
            *item.of(&mut said) = words;
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::meguro;

    const ID: &str = "0193486f-35f6-7a00-8000-0123456789ab";

    fn offers() -> Offers {
        Offers::new(
            vec![Choice::new(ID, "介護予防課")],
            vec![Choice::new(ID, "かよい体操社")],
            date!(2026 - 06 - 01),
            None,
        )
    }

    fn filled() -> Form {
        defaults(meguro(), date!(2026 - 06 - 01))
            .with("number", "契第12号")
            .with("contractor", ID)
            .with("department", ID)
            .with("starts_on", "R8.7.1")
    }

    #[test]
    fn a_presets_defaults_with_number_partner_and_start_make_a_draft() {
        let mut form = filled();
        let draft = draft(&mut form, &offers()).unwrap();
        assert_eq!(
            (draft.fiscal_year, draft.starts_on, draft.ends_on),
            (2026, date!(2026 - 07 - 01), date!(2027 - 03 - 31))
        );
        assert_eq!(draft.items.len(), meguro().information_items.len());
        assert_eq!(draft.title, "目黒型 シニアの部活");
    }

    #[test]
    fn every_wrong_field_gets_its_sentence_at_once() {
        let mut form =
            Form::empty().with("fiscal_year", "2026").with("starts_on", "R9.4.1").with("ends_on", "R9.3.31");
        assert_eq!(draft(&mut form, &offers()), None);
        for field in ["number", "title", "contractor", "department", "starts_on", "ends_on", "items"] {
            assert!(form.problem(field).is_some(), "{field}");
        }
        let mut missing = Form::empty();
        assert_eq!(draft(&mut missing, &offers()), None);
        assert_eq!(missing.problem("ends_on"), Some("終了日を入力してください。例：令和8年4月7日"));
    }

    #[test]
    fn codes_that_were_not_offered_are_refused() {
        let mut form = filled().with("items", "my_number");
        assert_eq!(draft(&mut form, &offers()), None);
        assert!(form.problem("items").is_some());
    }

    fn clause(form: Form, place: u16, text: &str) -> Form {
        form.with("clause", place.to_string())
            .with(&format!("number-{place}"), place.to_string())
            .with(&format!("label-{place}"), format!("第{place}条"))
            .with(&format!("heading-{place}"), "目的")
            .with(&format!("text-{place}"), text)
            .with(&format!("items-{place}"), "[]")
    }

    #[test]
    fn dropped_clauses_are_left_out_and_empty_ones_are_asked_for() {
        let form = clause(clause(Form::empty(), 1, "一"), 2, "");
        let mut dropped = form.clone().with("drop-2", "yes");
        assert_eq!(corrected(&mut dropped).unwrap().len(), 1);
        let mut kept = form;
        assert_eq!(corrected(&mut kept), None);
        assert!(kept.problem("text-2").unwrap().starts_with("第2条の本文を入力してください。"));
    }

    #[test]
    fn a_forged_item_list_is_refused() {
        let mut form = Form::empty()
            .with("clause", "1")
            .with("number-1", "1")
            .with("text-1", "一")
            .with("items-1", "[{]");
        assert_eq!(corrected(&mut form), None);
        assert!(form.problem("").is_some());
    }
}
