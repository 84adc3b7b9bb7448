//! One report with everything that followed it.

use askama::Template;
use time::OffsetDateTime;

use super::{LawView, name_of, place};
use crate::{
    incidents::{
        case::{Case, Found},
        db::{Incident, affected::Affected, follow_ups::Report, judging::Decided},
        decision::DecisionKind,
        follow_up::{Findings, Stage},
        kinds::Told,
        states::IncidentState,
    },
    kit::parts::{Chip, Row},
    vocab::dates::{jst_stamp, wareki},
};

#[derive(Template)]
#[template(path = "incidents/show.html")]
pub struct ShowView {
    title: &'static str,
    chip: Chip,
    facts: Vec<Row>,
    session_href: String,
    /// Where the ward opens it; empty when it has.
    opening: String,
    acknowledgement: String,
    /// `None` for the ward until it has opened the report.
    inside: Option<Inside>,
    history: Vec<Row>,
}

/// What whoever has opened the report sees.
struct Inside {
    words: Vec<Row>,
    reports: Vec<ReportView>,
    affected: String,
    decisions: Vec<DecisionView>,
    law: Option<LawView>,
    base: String,
    /// What the reader may do now.
    writes: bool,
    judges: bool,
    closes: bool,
    is_data: bool,
}

struct ReportView {
    title: String,
    rows: Vec<Row>,
    /// Where the ward notes the receipt; empty when it has, or for the contractor.
    receipt: String,
}

struct DecisionView {
    title: &'static str,
    rows: Vec<Row>,
}

impl ShowView {
    /// What the ward sees before it opens the report.
    pub fn unopened(found: &Found) -> Self {
        let mut view = Self::frame(found);
        view.opening = format!("/incidents/{}/opening", found.id());
        view
    }

    pub fn opened(case: &Case, of_ward: bool) -> Self {
        let mut view = Self::frame(&case.found);
        if of_ward && case.found.state == IncidentState::Opened {
            view.acknowledgement = format!("/incidents/{}/acknowledgement", case.found.id());
        }
        view.inside = Some(Inside::new(case, of_ward));
        view
    }

    fn frame(found: &Found) -> Self {
        let incident = &found.incident;
        Self {
            title: found.kind.label(),
            chip: found.state.chip(),
            facts: facts(incident),
            session_href: incident.session.map(|id| format!("/sessions/{id}")).unwrap_or_default(),
            opening: String::new(),
            acknowledgement: String::new(),
            inside: None,
            history: history(incident),
        }
    }
}

impl Inside {
    fn new(case: &Case, of_ward: bool) -> Self {
        let (id, state) = (case.found.id(), case.found.state);
        let receipt = |report: &Report| {
            let due = of_ward && report.received_at.is_none() && state.judge().is_ok();
            if due { format!("/incidents/{id}/reports/{}/receipt", report.id) } else { String::new() }
        };
        let reports = case.reports.iter().map(|(report, findings)| ReportView {
            title: report_title(report),
            rows: report_rows(report, findings),
            receipt: receipt(report),
        });
        Self {
            words: words(case),
            reports: reports.collect(),
            affected: affected(&case.affected),
            decisions: case.decisions.iter().map(|(decided, words)| decision(decided, words)).collect(),
            law: case.law.as_ref().map(|law| LawView::new(law, id)),
            base: format!("/incidents/{id}"),
            writes: !of_ward && state.add().is_ok(),
            judges: of_ward && state.judge().is_ok(),
            closes: of_ward && state.close().is_ok(),
            is_data: case.found.kind.is_data(),
        }
    }
}

fn facts(incident: &Incident) -> Vec<Row> {
    let place = place(incident.course_name.as_deref(), incident.number, &incident.contract_title);
    let times =
        [incident.told_family_at, incident.told_doctor_at, incident.told_ward_at, incident.told_centre_at];
    vec![
        Row::new("起きた日時", jst_stamp(incident.happened_at)),
        Row::new("知った日時", jst_stamp(incident.known_at)),
        Row::new("教室・契約", place),
        Row::new("知ってから第一報まで", delay(incident)),
        Row::new("知らせた相手", told_rows(times).unwrap_or_else(|| "まだ知らせていません".into())),
    ]
}

/// The contract says 「直ちに」 or 「速やかに」: how long it took.
fn delay(incident: &Incident) -> String {
    let minutes = (incident.reported_at - incident.known_at).whole_minutes();
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let took = match (days, hours) {
        (0, 0) => format!("{rest}分"),
        (0, _) => format!("{hours}時間{rest}分"),
        (_, _) => format!("{days}日と{hours}時間"),
    };
    format!("{took}（契約では「直ちに」または「速やかに」）")
}

/// 「家族 令和8年6月17日 09:55、…」; `None`: nobody was told.
pub fn told_rows(times: [Option<OffsetDateTime>; 4]) -> Option<String> {
    let said: Vec<String> = Told::ALL
        .into_iter()
        .zip(times)
        .filter_map(|(one, at)| Some(format!("{} {}", one.label(), jst_stamp(at?))))
        .collect();
    (!said.is_empty()).then(|| said.join("、"))
}

fn words(case: &Case) -> Vec<Row> {
    let done = said(&case.description.done);
    vec![
        Row::new("本人", case.person.as_ref().map_or_else(|| "参加者ではない・わからない".into(), name_of)),
        Row::new("何が起きたか", &case.description.what),
        Row::new("した対応", done),
    ]
}

/// A text, or that there is none.
pub fn said(text: &str) -> String {
    if text.is_empty() { "書かれていません".into() } else { text.to_owned() }
}

pub fn report_title(report: &Report) -> String {
    format!("第{}報（{}）", report.number, Stage::from_code(&report.stage).map_or("続報", Stage::label))
}

/// What a report says, without what it leaves out.
pub fn report_rows(report: &Report, findings: &Findings) -> Vec<Row> {
    let texts = [
        ("分かったこと・変わったこと", &findings.changed),
        ("被害の状況", &findings.damage),
        ("本人・家族への対応", &findings.response),
        ("原因", &findings.cause),
        ("再発を防ぐためにすること", &findings.prevention),
    ];
    let mut rows: Vec<Row> = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| Row::new(label, text))
        .collect();
    let times = [report.told_family_at, report.told_doctor_at, report.told_ward_at, report.told_centre_at];
    rows.extend(told_rows(times).map(|told| Row::new("新たに知らせた相手", told)));
    rows.push(Row::new("報告", stamp(report.made_at, report.made_by.as_ref())));
    rows.extend(
        report.received_at.map(|at| Row::new("区が受け取り", stamp(at, report.received_by.as_ref()))),
    );
    rows
}

fn affected(people: &[Affected]) -> String {
    if people.is_empty() {
        return "まだ選ばれていません".into();
    }
    let told = people.iter().filter(|one| one.told_on.is_some()).count();
    format!("{}人（通知ずみ {told}人）", people.len())
}

fn decision(decided: &Decided, words: &str) -> DecisionView {
    let kind = DecisionKind::from_code(&decided.kind);
    let mut rows = vec![Row::new("決定した日", wareki(decided.decided_on)), Row::new("内容と理由", words)];
    if let Some((kind, on)) = kind.zip(decided.effective_on) {
        rows.push(Row::new(kind.day_label(), wareki(on)));
    }
    rows.push(Row::new("記録", stamp(decided.made_at, decided.made_by.as_ref())));
    DecisionView { title: kind.map_or("決定", DecisionKind::label), rows }
}

fn stamp(at: OffsetDateTime, who: Option<&String>) -> String {
    format!("{}　{}", jst_stamp(at), who.map_or("", String::as_str)).trim_end().to_owned()
}

fn history(incident: &Incident) -> Vec<Row> {
    let mut rows = vec![Row::new("第一報", stamp(incident.reported_at, incident.reported_by.as_ref()))];
    let later = [
        ("区が開封", incident.opened_at, incident.opened_by.as_ref()),
        ("区が確認", incident.seen_at, incident.seen_by.as_ref()),
        ("区が対応を終了", incident.closed_at, incident.closed_by.as_ref()),
    ];
    rows.extend(later.into_iter().filter_map(|(label, at, who)| Some(Row::new(label, stamp(at?, who)))));
    rows
}
