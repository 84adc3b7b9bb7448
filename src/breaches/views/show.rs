//! One record, with everything that followed.

use askama::Template;

use crate::{
    breaches::{
        case::{Case, Opened, clause_name},
        db::payments::Paid,
        kinds::{ConsequenceKind, Outcome},
        papers::{decided_facts, decision_words, planned_label, unstated},
        states::Standing,
    },
    kit::parts::{Chip, Link, Row},
    programmes::fee::yen,
    vocab::dates::{jst_stamp, wareki, wareki_with_weekday},
};

/// What the reader may do.
#[derive(Clone, Copy)]
pub struct Reader {
    pub writes: bool,
    pub states: bool,
}

#[derive(Template)]
#[template(path = "breaches/show.html")]
pub struct ShowView {
    title: &'static str,
    back: String,
    contract_href: String,
    facts: Vec<Row>,
    /// The report or the inspection it came to light with.
    sources: Vec<Link>,
    consequences: Vec<ConsequenceBlock>,
    /// What the ward may still tell or let be.
    open: Vec<Open>,
}

struct Open {
    label: &'static str,
    notice: String,
    dropped: &'static str,
    dismissal: String,
}

struct ConsequenceBlock {
    title: &'static str,
    chip: Chip,
    notice: Vec<Row>,
    notice_pdf: String,
    statement: Vec<Row>,
    /// Empty without a file.
    file_href: String,
    file_name: String,
    decision: Vec<Row>,
    decision_pdf: String,
    paid: Vec<Row>,
    /// What the reader may do next; empty when nothing.
    act_href: String,
    act_label: &'static str,
    /// A guidance that stands: the ward may ask for a report of what was put right.
    report_href: String,
}

impl ShowView {
    pub fn new(case: &Case, reader: Reader) -> Self {
        let breach = &case.breach;
        let clause = clause_name(&breach.text_kind, &breach.clause_label, breach.clause_heading.as_deref());
        let by = breach.made_by.as_deref().unwrap_or_default();
        Self {
            title: case.kind.label(),
            back: format!("/breaches?contract={}", breach.contract),
            contract_href: format!("/contracts/{}", breach.contract),
            facts: vec![
                Row::new("契約", format!("{}　{}", breach.contract_number, breach.contract_title)),
                Row::new("受託者", &breach.contractor),
                Row::new("条項", clause),
                Row::new("起きた日", wareki(breach.happened_on)),
                Row::new("区が気付いた日", wareki(breach.noticed_on)),
                Row::new("起きたこと", &case.words),
                Row::new("記録", format!("{}　{by}", jst_stamp(breach.made_at)).trim_end()),
            ],
            sources: sources(case),
            consequences: case.consequences.iter().map(|one| block(case, one, reader)).collect(),
            open: if reader.writes { open(case) } else { Vec::new() },
        }
    }
}

fn sources(case: &Case) -> Vec<Link> {
    let incident =
        case.breach.incident.map(|id| Link::new("もとになった事故の報告", format!("/incidents/{id}")));
    let inspection =
        case.breach.inspection.map(|id| Link::new("もとになった検査", format!("/inspections/{id}")));
    incident.into_iter().chain(inspection).collect()
}

fn open(case: &Case) -> Vec<Open> {
    let free = ConsequenceKind::ALL.into_iter().filter(|kind| case.may_begin(*kind).is_ok());
    let line = |kind: ConsequenceKind| Open {
        label: kind.label(),
        notice: format!("/breaches/{}/consequences/new?kind={}", case.id(), kind.code()),
        dropped: kind.outcome_label(Outcome::Dropped),
        dismissal: format!("/breaches/{}/dismissals/new?kind={}", case.id(), kind.code()),
    };
    free.map(line).collect()
}

fn block(case: &Case, of: &Opened, reader: Reader) -> ConsequenceBlock {
    let base = format!("/consequences/{}", of.row.id);
    let file_name = of.statement.as_ref().and_then(|one| one.file_name.clone()).unwrap_or_default();
    let (act_href, act_label) = act(case, of, reader).unwrap_or_default();
    let is_guidance = of.kind == ConsequenceKind::Guidance;
    let stands = of.standing == Standing::Decided(Outcome::Imposed);
    ConsequenceBlock {
        title: of.kind.label(),
        chip: of.standing.chip(of.kind),
        notice: notice(of),
        notice_pdf: if of.notice.is_some() { format!("{base}/notice.pdf") } else { String::new() },
        statement: statement(of),
        file_href: if file_name.is_empty() { String::new() } else { format!("{base}/statement/file") },
        file_name,
        decision: decision(of),
        decision_pdf: if of.decision.is_some() { format!("{base}/decision.pdf") } else { String::new() },
        paid: if of.kind == ConsequenceKind::Damages { paid(case, of) } else { Vec::new() },
        act_href,
        act_label,
        report_href: if is_guidance && stands && reader.writes {
            format!("/requests/new?contract={}", case.breach.contract)
        } else {
            String::new()
        },
    }
}

fn notice(of: &Opened) -> Vec<Row> {
    let Some(words) = &of.notice else {
        return vec![Row::new("根拠の条項", of.clause())];
    };
    let by = of.row.made_by_name.as_deref().unwrap_or_default();
    let on = of.row.notified_on.map(wareki).unwrap_or_default();
    let mut rows = vec![
        Row::new("根拠の条項", of.clause()),
        Row::new("通知", format!("{on}　{by}").trim_end()),
        Row::new("通知した内容", words),
    ];
    rows.extend(of.row.amount.map(|amount| Row::new("請求する額", yen(amount))));
    rows.extend(of.row.planned_on.map(|on| Row::new(planned_label(of.kind), wareki(on))));
    rows.extend(of.row.state_by.map(|on| Row::new("弁明の期限", wareki_with_weekday(on))));
    rows
}

fn statement(of: &Opened) -> Vec<Row> {
    match of.row.stated_at {
        Some(at) => {
            let by = of.row.stated_by.as_deref().unwrap_or_default();
            let stamp = format!("{}　{by}", jst_stamp(at));
            vec![Row::new("弁明", of.stated()), Row::new("提出", stamp.trim_end())]
        }
        None if of.decision.is_some() => vec![Row::new("弁明", unstated(of))],
        None => Vec::new(),
    }
}

fn decision(of: &Opened) -> Vec<Row> {
    let Some(words) = &of.decision else { return Vec::new() };
    let facts = decided_facts(of).into_iter().map(|(label, value)| Row::new(label, value));
    let said = decision_words(of.kind, words).into_iter().map(|(label, text)| Row::new(label, text));
    facts.chain(said).collect()
}

fn paid(case: &Case, of: &Opened) -> Vec<Row> {
    let line = |one: &Paid| {
        let by = one.made_by.as_deref().unwrap_or_default();
        let noted = format!("{}　{by}", jst_stamp(one.made_at));
        let value = format!("{}　{}（記録：{}）", wareki(one.paid_on), yen(one.amount), noted.trim_end());
        Row::new(format!("支払（{}回目）", one.number), value)
    };
    let left = case.left_to_pay(of).ok().map(|left| Row::new("残りの額", yen(left)));
    case.paid.iter().map(line).chain(left).collect()
}

/// The next act of the reader, with what its button says.
fn act(case: &Case, of: &Opened, reader: Reader) -> Option<(String, &'static str)> {
    let base = format!("/consequences/{}", of.row.id);
    match of.standing {
        Standing::Hearing(_) | Standing::Heard if reader.states => {
            let may = of.standing.state(of.is_stated()).is_ok();
            may.then(|| (format!("{base}/statement"), "弁明する"))
        }
        Standing::Hearing(_) | Standing::Heard => {
            reader.writes.then(|| (format!("{base}/decision"), "決定する"))
        }
        Standing::Decided(_) => {
            let owes = reader.writes && case.left_to_pay(of).is_ok();
            owes.then(|| (format!("{base}/payments/new"), "支払を記録する"))
        }
    }
}
