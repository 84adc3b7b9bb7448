//! What the pages about the standing of a contract print.

use askama::Template;
use time::Date;

use super::{chip, owed_by};
use crate::{
    contracts::{
        coverage,
        db::{Contract, clause_sets::Text},
        views::{Head, Tab},
    },
    documents::{ContractStanding, Masthead, contract_standing as paper, parts::Fact},
    kit::{
        ctx::Actor,
        error::Result,
        parts::{Chip, Tone},
    },
    obligations::{db::Obligation, gates::GateState, library::Gate, pages::standing::Standing},
    verdict::Finding,
    vocab::dates::wareki,
};

/// Days ahead that are shown as coming.
const AHEAD: i64 = 30;

/// 現況 on a page.
#[derive(Template)]
#[template(path = "obligations/standing.html")]
pub struct StandingView {
    head: Head,
    answer: Answer,
    gates: Vec<GateLine>,
    late: Vec<Row>,
    /// Handed in; the other side decides.
    waiting: Vec<Row>,
    coming: Vec<Row>,
    later: usize,
    over: usize,
    texts: Vec<TextLine>,
    all: String,
    pdf: String,
}

/// Whether the contract is in order.
struct Answer {
    tone: &'static str,
    sentence: String,
}

struct GateLine {
    label: &'static str,
    chip: Chip,
    reasons: Vec<String>,
    clauses: String,
}

struct Row {
    href: String,
    due: String,
    title: String,
    owed_by: &'static str,
    chip: Chip,
}

struct TextLine {
    title: String,
    note: String,
    chip: Chip,
}

impl StandingView {
    /// # Errors
    /// When the contract's stored state is unknown.
    pub fn new(standing: &Standing, reader: &Actor) -> Result<Self> {
        let parts = Parts::of(standing);
        let base = format!("/contracts/{}", standing.contract.id);
        Ok(Self {
            head: Head::new(&standing.contract, reader, Tab::Standing, "現況")?,
            answer: answer(standing, &parts),
            gates: standing.gates.iter().map(gate_line).collect(),
            later: parts.later,
            over: parts.over,
            late: parts.late.iter().map(|one| row(one, standing.today)).collect(),
            waiting: parts.waiting.iter().map(|one| row(one, standing.today)).collect(),
            coming: parts.coming.iter().map(|one| row(one, standing.today)).collect(),
            texts: standing.texts.iter().map(|(text, ..)| text_line(text)).collect(),
            all: format!("{base}/obligations"),
            pdf: format!("{base}/standing/paper"),
        })
    }
}

/// The obligations by how near they are.
struct Parts<'a> {
    late: Vec<&'a Obligation>,
    waiting: Vec<&'a Obligation>,
    coming: Vec<&'a Obligation>,
    later: usize,
    over: usize,
}

impl<'a> Parts<'a> {
    fn of(standing: &'a Standing) -> Self {
        let open: Vec<&Obligation> = standing.obligations.iter().filter(|one| one.is_open()).collect();
        let is_near = |one: &Obligation| {
            (one.due_on - standing.today).whole_days() <= AHEAD || one.remind_on <= standing.today
        };
        let (waiting, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|one| one.handed_in_on.is_some());
        let (late, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|one| one.is_late(standing.today));
        let (coming, later): (Vec<_>, Vec<_>) = rest.into_iter().partition(|one| is_near(one));
        let over = standing.obligations.iter().filter(|one| !one.is_open()).count();
        Self { late, waiting, coming, later: later.len(), over }
    }
}

fn unread(standing: &Standing) -> i64 {
    standing.texts.iter().map(|(text, ..)| text.clauses - text.confirmed).sum()
}

fn answer(standing: &Standing, parts: &Parts<'_>) -> Answer {
    let unread = unread(standing);
    if unread > 0 {
        let sentence = format!(
            "まだ確かめていない条項が{unread}条あります。その条項が求める義務は、登録されていません。"
        );
        return Answer { tone: "danger", sentence };
    }
    if !parts.late.is_empty() {
        let sentence = format!("期限を過ぎた義務が{}件あります。", parts.late.len());
        return Answer { tone: "danger", sentence };
    }
    if standing.contract.signed_on.is_none() {
        let sentence = "契約はまだ締結していません。締結すると、義務の期限が決まります。".to_owned();
        return Answer { tone: "info", sentence };
    }
    match parts.coming.len() {
        0 => Answer {
            tone: "success",
            sentence: "順調です。期限を過ぎた義務も、期限の近い義務もありません。".into(),
        },
        n => Answer {
            tone: "warning",
            sentence: format!("期限を過ぎた義務はありません。期限の近い義務が{n}件あります。"),
        },
    }
}

/// A gate as a line of a page.
pub fn gate_chip(state: &GateState) -> Chip {
    let is_by_duties = matches!(state.gate, Gate::PeopleVisible | Gate::RealDataImport);
    match state.verdict.answer {
        Finding::Met => Chip::new(Tone::Success, "開いています"),
        Finding::NotMet => Chip::new(Tone::Danger, "閉じています"),
        Finding::Undecidable if is_by_duties => Chip::new(Tone::Warning, "まだ決まりません"),
        Finding::Undecidable => Chip::new(Tone::Warning, "そのつど決まります"),
    }
}

/// 「第６条・第11条」
pub fn clause_labels(state: &GateState) -> String {
    let labels: Vec<&str> = state.clauses.iter().map(|clause| clause.label.as_str()).collect();
    labels.join("・")
}

fn gate_line(state: &GateState) -> GateLine {
    GateLine {
        label: state.gate.label(),
        chip: gate_chip(state),
        reasons: state.verdict.explanation.clone(),
        clauses: clause_labels(state),
    }
}

fn row(one: &Obligation, today: Date) -> Row {
    Row {
        href: format!("/obligations/{}", one.id),
        due: wareki(one.due_on),
        title: one.title.clone(),
        owed_by: owed_by(&one.owed_by),
        chip: chip(one, today),
    }
}

fn text_line(text: &Text) -> TextLine {
    let open = text.clauses - text.confirmed;
    let chip = if open == 0 {
        Chip::new(Tone::Success, "すべて確認ずみ")
    } else {
        Chip::new(Tone::Danger, format!("未確認 {open}条"))
    };
    TextLine {
        title: format!("{}　{}", text.kind_label(), text.name),
        note: format!("{}条・第{}版", text.clauses, text.version),
        chip,
    }
}

/// 現況 on paper: the answer, the gates, what is open, and every clause with where it ends up.
pub fn standing_paper(standing: &Standing, masthead: Masthead) -> ContractStanding {
    let parts = Parts::of(standing);
    let due = |one: &&Obligation| paper::Due {
        on: wareki(one.due_on),
        title: one.title.clone(),
        owed_by: owed_by(&one.owed_by).to_owned(),
        state: chip(one, standing.today).text,
    };
    let open = standing.obligations.iter().filter(|one| one.is_open());
    ContractStanding {
        masthead,
        facts: facts(&standing.contract),
        answer: answer(standing, &parts).sentence,
        gates: standing.gates.iter().map(gate_paper).collect(),
        dues: open.map(|one| due(&one)).collect(),
        over: parts.over,
        texts: standing.texts.iter().map(|one| text_paper(standing, one)).collect(),
    }
}

fn facts(contract: &Contract) -> Vec<Fact> {
    vec![
        Fact::new("契約番号", &contract.number),
        Fact::new("件名", &contract.title),
        Fact::new("受託者", &contract.contractor_name),
        Fact::new("所管課", &contract.department_name),
        Fact::new("契約期間", format!("{}〜{}", wareki(contract.starts_on), wareki(contract.ends_on))),
        Fact::new("締結日", contract.signed_on.map_or_else(|| "まだ締結していません".into(), wareki)),
    ]
}

fn gate_paper(state: &GateState) -> paper::Gate {
    paper::Gate {
        label: state.gate.label().to_owned(),
        state: gate_chip(state).text,
        reasons: state.verdict.explanation.join(""),
        clauses: clause_labels(state),
    }
}

type Read =
    (Text, Vec<crate::contracts::clauses::SplitClause>, Vec<crate::obligations::db::bindings::Confirmed>);

fn text_paper(standing: &Standing, (text, clauses, confirmed): &Read) -> paper::Text {
    let clause = |clause: &crate::contracts::clauses::SplitClause| {
        let covered =
            coverage::of_clause(text.set.0, clause, confirmed, &standing.obligations, standing.today);
        let rules = covered.rules.iter().map(|rule| format!("{}（{}）", rule.title, rule.chip.text));
        let meaning: Vec<String> = match (covered.is_open, covered.reason.is_empty()) {
            (true, _) => vec!["まだ確かめていません".into()],
            (false, false) => vec![format!("定めのみ：{}", covered.reason)],
            (false, true) => rules.collect(),
        };
        let heading = clause.heading.clone().unwrap_or_default();
        paper::Clause { label: clause.label.clone(), heading, meaning, is_open: covered.is_open }
    };
    paper::Text {
        title: format!("{}　{}（第{}版）", text.kind_label(), text.name, text.version),
        clauses: clauses.iter().map(clause).collect(),
    }
}
