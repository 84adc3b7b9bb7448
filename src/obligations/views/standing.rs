//! What the pages about the standing of a contract print.

use askama::Template;
use time::Date;

use super::{chip, owed_by};
use crate::{
    contracts::{
        coverage,
        db::{Contract, clause_sets::Text},
        open::Open,
        states::ContractState,
        views::{Head, Tab},
    },
    documents::{ContractStanding, Masthead, contract_standing as paper, parts::Fact},
    kit::{
        ctx::Actor,
        error::Result,
        parts::{Chip, Link, Tone},
    },
    obligations::{db::Obligation, enforced::GateState, library::Gate, pages::standing::Standing},
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
    matters: Vec<Matter>,
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

/// Things of one kind that are open besides the duties.
struct Matter {
    link: Link,
    since: String,
    due: String,
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
            matters: standing.matters.iter().map(|one| matter(one, reader)).collect(),
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

/// What is late is late, whoever's it is; a contract is in order only when nobody waits for anybody.
fn answer(standing: &Standing, parts: &Parts<'_>) -> Answer {
    let said = |tone: &'static str, sentence: String| Answer { tone, sentence };
    if let Some(closed) = of_closed(standing) {
        return said("info", closed);
    }
    let unread = unread(standing);
    if unread > 0 {
        return said(
            "danger",
            format!(
                "まだ確かめていない条項が{unread}条あります。その条項が求める義務は、登録されていません。"
            ),
        );
    }
    let others: usize = standing.matters.iter().map(|one| one.late).sum();
    match (parts.late.len(), others) {
        (0, 0) => {}
        (duties, 0) => return said("danger", format!("期限を過ぎた義務が{duties}件あります。")),
        (0, others) => return said("danger", format!("期限を過ぎたことが{others}件あります。")),
        (duties, others) => {
            let sentence =
                format!("期限を過ぎた義務が{duties}件、期限を過ぎたほかのことが{others}件あります。");
            return said("danger", sentence);
        }
    }
    if standing.contract.signed_on.is_none() {
        return said("info", "契約はまだ締結していません。締結すると、義務の期限が決まります。".to_owned());
    }
    if let Some(waits) = waits(standing, parts) {
        return said("warning", format!("期限を過ぎたことはありません。{waits}"));
    }
    match parts.coming.len() + standing.matters.iter().filter(|one| is_near(one, standing.today)).count() {
        0 => said(
            "success",
            "順調です。期限を過ぎたことも、決定を待つことも、期限の近いこともありません。".into(),
        ),
        n => said("warning", format!("期限を過ぎたことはありません。期限の近いことが{n}件あります。")),
    }
}

/// Said of a contract that is over.
fn of_closed(standing: &Standing) -> Option<String> {
    let contract = &standing.contract;
    (contract.state == ContractState::Closed.code()).then(|| match contract.closed_on {
        Some(day) => format!("この契約は{}に終了しました。", wareki(day)),
        None => "この契約は終了しました。".into(),
    })
}

/// Evidence that lies with the side that decides without being a matter of `contracts::open`.
const NO_MATTER: [&str; 3] = ["measures", "rehearsal", "breach"];

/// What lies with the side that decides.
fn waits(standing: &Standing, parts: &Parts<'_>) -> Option<String> {
    let decided = || standing.matters.iter().filter(|one| one.matter.is_decided);
    // A duty that lies there is told by what answers it, where that is a matter of its own.
    let besides = parts.waiting.iter().filter(|one| NO_MATTER.contains(&one.evidence.as_str())).count();
    let count = decided().map(|one| one.count).sum::<usize>() + besides;
    let handed_in = parts.waiting.iter().filter_map(|one| one.handed_in_on);
    let since = decided().filter_map(|one| one.since).chain(handed_in).min();
    let since = since.map(|day| format!("（いちばん古いものは{}から）", wareki(day))).unwrap_or_default();
    (count > 0).then(|| format!("決定や確認を待っていることが{count}件あります{since}。"))
}

fn is_near(open: &Open, today: Date) -> bool {
    open.due_on.is_some_and(|day| (day - today).whole_days() <= AHEAD)
}

fn matter(open: &Open, reader: &Actor) -> Matter {
    let day = |day: Option<Date>| day.map_or_else(|| "—".into(), wareki);
    Matter { link: open.link(reader), since: day(open.since), due: day(open.due_on), chip: matter_chip(open) }
}

fn matter_chip(open: &Open) -> Chip {
    match (open.late, open.matter.is_decided) {
        (0, true) => Chip::new(Tone::Warning, "決定・確認待ち"),
        (0, false) => Chip::new(Tone::Info, "終わっていません"),
        (late, _) => Chip::new(Tone::Danger, format!("期限を過ぎています（{late}件）")),
    }
}

/// A gate as a line of a page.
pub fn gate_chip(state: &GateState) -> Chip {
    let is_by_duties = state.gate == Gate::RealDataImport;
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
        matters: standing.matters.iter().map(matter_paper).collect(),
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

fn matter_paper(open: &Open) -> paper::Matter {
    let day = |day: Option<Date>| day.map_or_else(|| "—".into(), wareki);
    paper::Matter {
        title: open.title(),
        since: day(open.since),
        on: day(open.due_on),
        state: matter_chip(open).text,
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
