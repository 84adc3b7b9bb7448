//! The steps of a contract: its signature with what that makes due, and the confirm pages of the later ones.

use askama::Template;

use super::{contract::facts, named, term, trail};
use crate::{
    contracts::{
        db::{Contract, PeopleCounts, clause_sets::Text},
        open::Open,
        states::ContractAct,
    },
    council,
    kit::{
        ctx::Actor,
        form::Form,
        parts::{Link, Row},
    },
    obligations::{ClauseRef, DatedObligation},
    vocab::dates::wareki,
};

/// 締結: the day, and what it will make due.
#[derive(Template)]
#[template(path = "contracts/signature.html")]
pub struct Signature {
    trail: Vec<Link>,
    form: Form,
    rows: Vec<Row>,
    no_clauses: bool,
    import: String,
    texts: Vec<Unread>,
    /// Clauses nobody has confirmed; signing waits for them.
    unread: i64,
    confirmation: String,
    /// Why the approval of its council paper keeps it from being signed; empty when it doesn't.
    shut: String,
    council: String,
    dues: Vec<Due>,
    action: String,
    back: String,
}

/// A text and how far it was read.
struct Unread {
    label: String,
    href: String,
    note: String,
}

impl Unread {
    fn new(text: &Text) -> Self {
        let open = text.clauses - text.confirmed;
        let note = if open == 0 {
            format!("{}条をすべて確かめました。", text.clauses)
        } else {
            format!("{}条のうち{open}条を、まだ確かめていません。", text.clauses)
        };
        Self {
            label: format!("{}　{}", text.kind_label(), text.name),
            href: format!("/clause-sets/{}", text.set),
            note,
        }
    }
}

struct Due {
    on: String,
    title: String,
    owed_by: &'static str,
    clause: String,
    explanation: String,
}

impl Signature {
    pub fn new(contract: &Contract, form: Form, expected: &[DatedObligation], texts: &[Text]) -> Self {
        let due = |new: &DatedObligation| Due {
            on: wareki(new.due_on),
            title: new.title.clone(),
            owed_by: new.owed_by.label(),
            clause: labels(&new.clauses),
            explanation: new.explanation.clone(),
        };
        let href = format!("/contracts/{}", contract.id);
        Self {
            trail: trail(contract, None),
            form,
            rows: facts(contract).into_iter().take(6).collect(),
            no_clauses: texts.is_empty(),
            import: format!("{href}/clauses/import"),
            texts: texts.iter().map(Unread::new).collect(),
            unread: texts.iter().map(|text| text.clauses - text.confirmed).sum(),
            confirmation: format!("{href}/clauses/confirmation"),
            shut: String::new(),
            council: format!("{href}/council"),
            dues: expected.iter().map(due).collect(),
            action: format!("{href}/signature"),
            back: href,
        }
    }
}

impl Signature {
    /// With what keeps it from being signed.
    #[must_use]
    pub fn shut(mut self, why: Option<council::Shut>) -> Self {
        self.shut = why.map(|why| why.to_string()).unwrap_or_default();
        self
    }
}

/// 「第６条・第11条」; a dash where no clause asks for it.
fn labels(clauses: &[ClauseRef]) -> String {
    let labels: Vec<&str> = clauses.iter().map(|clause| clause.label.as_str()).collect();
    if labels.is_empty() { "—".into() } else { labels.join("・") }
}

/// The confirm page of a later step.
#[derive(Template)]
#[template(path = "contracts/step.html")]
pub struct Step {
    question: &'static str,
    contract: String,
    lines: Vec<String>,
    warning: String,
    /// The step can't be taken while these are open.
    open: Vec<Link>,
    version: i32,
    action: String,
    back: String,
    label: &'static str,
    tone: String,
}

impl Step {
    pub fn new(
        contract: &Contract,
        act: ContractAct,
        people: &PeopleCounts,
        (left, reader): (&[Open], &Actor),
    ) -> Self {
        let (path, question, label, tone) = match act {
            ContractAct::Sign | ContractAct::Activate => {
                ("activation", "この契約を実施中にしますか", "実施中にする", "info")
            }
            ContractAct::BeginClosing => {
                ("closing", "終了の手続きを始めますか", "終了の手続きを始める", "warning")
            }
            ContractAct::Close => ("closure", "この契約を終了しますか", "契約を終了する", "danger"),
        };
        let back = format!("/contracts/{}", contract.id);
        Self {
            question,
            contract: format!("{}（{}）", named(contract), contract.contractor_name),
            lines: consequences(contract, act),
            warning: step_warning(act, people),
            open: left.iter().map(|one| one.link(reader)).collect(),
            version: contract.version,
            action: format!("{back}/{path}"),
            back,
            label,
            tone: tone.into(),
        }
    }
}

fn consequences(contract: &Contract, act: ContractAct) -> Vec<String> {
    match act {
        ContractAct::Sign | ContractAct::Activate => vec![format!("契約期間は{}です。", term(contract))],
        ContractAct::BeginClosing => vec![
            "受託者は、報告と個人情報の返還・消去の報告のために、引き続きこの契約を使えます。".into(),
            "終了の手続きを始めると、実施中には戻せません。".into(),
        ],
        ContractAct::Close => vec![
            "受託者は、今すぐ、この契約の参加者と記録を見られなくなります。".into(),
            "終了した契約は元に戻せません。区の記録は残ります。".into(),
        ],
    }
}

fn step_warning(act: ContractAct, people: &PeopleCounts) -> String {
    match act {
        ContractAct::Sign | ContractAct::Activate if people.custodians == 0 => {
            "いま有効な従事者名簿がありません。名簿を承認するまで、従事者は参加者の情報を見られません。"
                .into()
        }
        ContractAct::Sign | ContractAct::Activate | ContractAct::BeginClosing | ContractAct::Close => {
            String::new()
        }
    }
}
