//! The forms of a record.

use askama::Template;

use crate::{
    breaches::{
        case::{Case, Opened, clause_name},
        db::sources::{ClauseLine, IncidentLine, InspectionLine, Sources},
        kinds::{BreachKind, ConsequenceKind, Outcome},
        papers::planned_label,
    },
    contracts::db::Contract,
    filings::file_hint,
    incidents::Kind as IncidentKind,
    inspections::InspectionKind,
    kit::{
        form::{Choice, Form},
        parts::Row,
    },
    programmes::fee::yen,
    vocab::dates::{jst_date, wareki, wareki_with_weekday},
};

fn clause_choices(clauses: &[ClauseLine]) -> Vec<Choice> {
    let name = |one: &ClauseLine| clause_name(&one.kind, &one.label, one.heading.as_deref());
    clauses.iter().map(|one| Choice::new(one.id.to_string(), name(one))).collect()
}

/// What a form is about: the contract, what happened, and the notice if there is one.
fn about(case: &Case) -> Vec<Row> {
    let breach = &case.breach;
    vec![
        Row::new("契約", format!("{}　{}", breach.contract_number, breach.contract_title)),
        Row::new("受託者", &breach.contractor),
        Row::new(
            "条項",
            clause_name(&breach.text_kind, &breach.clause_label, breach.clause_heading.as_deref()),
        ),
        Row::new("起きたこと", &case.words),
    ]
}

fn told(case: &Case, of: &Opened) -> Vec<Row> {
    let mut rows = about(case);
    rows.extend(of.notice.as_ref().map(|words| Row::new("通知した内容", words)));
    rows.extend(of.row.amount.map(|amount| Row::new("請求する額", yen(amount))));
    rows.extend(of.row.planned_on.map(|on| Row::new(planned_label(of.kind), wareki(on))));
    rows.extend(of.row.state_by.map(|on| Row::new("弁明の期限", wareki_with_weekday(on))));
    rows
}

#[derive(Template)]
#[template(path = "breaches/record.html")]
pub struct RecordView {
    form: Form,
    base: String,
    back: String,
    contract: String,
    kinds: Vec<Choice>,
    clauses: Vec<Choice>,
    incidents: Vec<Choice>,
    inspections: Vec<Choice>,
}

impl RecordView {
    pub fn new(contract: &Contract, sources: &Sources, form: Form) -> Self {
        let incident = |one: &IncidentLine| {
            let kind = IncidentKind::from_code(&one.kind).map_or("", IncidentKind::label);
            Choice::new(one.id.to_string(), format!("{}　{kind}", wareki(jst_date(one.happened_at))))
        };
        let inspection = |one: &InspectionLine| {
            let kind = InspectionKind::from_code(&one.kind).map_or("", InspectionKind::label);
            Choice::new(one.id.to_string(), format!("{}　{kind}", wareki(one.held_on)))
        };
        Self {
            form,
            base: format!("/contracts/{}/breaches", contract.id),
            back: format!("/breaches?contract={}", contract.id),
            contract: format!("{}　{}（{}）", contract.number, contract.title, contract.contractor_name),
            kinds: BreachKind::choices(),
            clauses: clause_choices(&sources.clauses),
            incidents: sources.incidents.iter().map(incident).collect(),
            inspections: sources.inspections.iter().map(inspection).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "breaches/notice.html")]
pub struct NoticeView {
    form: Form,
    base: String,
    title: &'static str,
    kind: &'static str,
    about: Vec<Row>,
    clauses: Vec<Choice>,
    words_hint: &'static str,
    /// What the planned day is called; empty where there is none.
    planned: &'static str,
    asks_amount: bool,
    takes_two: bool,
}

impl NoticeView {
    pub fn new(case: &Case, kind: ConsequenceKind, clauses: &[ClauseLine], form: Form) -> Self {
        Self {
            form,
            base: format!("/breaches/{}", case.id()),
            title: kind.label(),
            kind: kind.code(),
            about: about(case),
            clauses: clause_choices(clauses),
            words_hint: words_hint(kind),
            planned: if kind.takes_two() { planned_label(kind) } else { "" },
            asks_amount: kind == ConsequenceKind::Damages,
            takes_two: kind.takes_two(),
        }
    }
}

fn words_hint(kind: ConsequenceKind) -> &'static str {
    match kind {
        ConsequenceKind::Guidance => {
            "例：書類を鍵のかかる保管庫に移し、鍵を管理する人を決めるよう求める予定です。"
        }
        ConsequenceKind::Publication => {
            "例：書類の紛失があった事実と、受託者の名称を、区のホームページで公表する予定です。"
        }
        ConsequenceKind::Termination => "例：改善の指導に応じていただけないため、契約を解除する予定です。",
        ConsequenceKind::Damages => "例：紛失した用紙の再発行と、本人への通知にかかった費用を請求します。",
    }
}

#[derive(Template)]
#[template(path = "breaches/dismissal.html")]
pub struct DismissalView {
    form: Form,
    base: String,
    title: &'static str,
    kind: &'static str,
    about: Vec<Row>,
    clauses: Vec<Choice>,
}

impl DismissalView {
    pub fn new(case: &Case, kind: ConsequenceKind, clauses: &[ClauseLine], form: Form) -> Self {
        Self {
            form,
            base: format!("/breaches/{}", case.id()),
            title: kind.outcome_label(Outcome::Dropped),
            kind: kind.code(),
            about: about(case),
            clauses: clause_choices(clauses),
        }
    }
}

#[derive(Template)]
#[template(path = "breaches/statement.html")]
pub struct StatementView {
    form: Form,
    action: String,
    back: String,
    title: &'static str,
    about: Vec<Row>,
    file_hint: String,
}

impl StatementView {
    pub fn new(case: &Case, of: &Opened, form: Form) -> Self {
        Self {
            form,
            action: format!("/consequences/{}/statement", of.row.id),
            back: format!("/breaches/{}", case.id()),
            title: of.kind.label(),
            about: told(case, of),
            file_hint: file_hint(),
        }
    }
}

#[derive(Template)]
#[template(path = "breaches/decision.html")]
pub struct DecideView {
    form: Form,
    action: String,
    back: String,
    title: &'static str,
    about: Vec<Row>,
    outcomes: Vec<Choice>,
    /// It may be imposed by the reader; otherwise why not.
    refusal: &'static str,
    /// What is asked for when it is imposed, by kind.
    kind: &'static str,
    imposed: &'static str,
    hurries: bool,
}

impl DecideView {
    pub fn new(case: &Case, of: &Opened, offered: &[Outcome], form: Form) -> Self {
        let mut about = told(case, of);
        about.extend(of.statement.as_ref().map(|statement| Row::new("弁明", &statement.words)));
        let imposes = offered.contains(&Outcome::Imposed);
        let choice = |one: &Outcome| Choice::new(one.code(), of.kind.outcome_label(*one));
        Self {
            form,
            action: format!("/consequences/{}/decision", of.row.id),
            back: format!("/breaches/{}", case.id()),
            title: of.kind.label(),
            about,
            outcomes: offered.iter().map(choice).collect(),
            refusal: refusal(of, imposes),
            kind: if imposes { of.kind.code() } else { "" },
            imposed: of.kind.outcome_label(Outcome::Imposed),
            hurries: imposes && of.standing.hurries(of.kind, Outcome::Imposed),
        }
    }
}

fn refusal(of: &Opened, imposes: bool) -> &'static str {
    if imposes || !of.kind.takes_two() {
        return "";
    }
    "公表と契約の解除は、通知した人とは別の人が、契約期間の中で決定します。ここでは、行わない決定だけができます。"
}

#[derive(Template)]
#[template(path = "breaches/payment.html")]
pub struct PaymentView {
    form: Form,
    action: String,
    back: String,
    facts: Vec<Row>,
}

impl PaymentView {
    pub fn new(case: &Case, of: &Opened, left: i64, form: Form) -> Self {
        let owed = of.row.agreed.map(yen).unwrap_or_default();
        let payee = of.decision.as_ref().and_then(|words| words.content.clone()).unwrap_or_default();
        Self {
            form,
            action: format!("/consequences/{}/payments", of.row.id),
            back: format!("/breaches/{}", case.id()),
            facts: vec![
                Row::new("賠償を受ける人", payee),
                Row::new("賠償の額", owed),
                Row::new("残りの額", yen(left)),
            ],
        }
    }
}
