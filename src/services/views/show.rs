//! One person's service: the eight steps, the care plan, every record.

use askama::Template;
use time::Date;

use super::{due_chip, standing_chip};
use crate::{
    assessments::{
        entry_href,
        sheets::{self, Occasion, Timing},
    },
    kit::parts::{Chip, Link, Row, Tone},
    participants::Person,
    programmes::{ServicePlan, ServiceStep},
    services::{
        db::RecordRow,
        loading::Loaded,
        records::Kind,
        rhythm::ServiceMonth,
        steps::{self, Standing, StepState},
    },
    vocab::dates::{jst_date, wareki, with_weekday},
};

#[derive(Template)]
#[template(path = "services/show.html")]
pub struct ShowView {
    trail: Vec<Link>,
    name: String,
    rows: Vec<Row>,
    steps: Vec<Step>,
    care_plans: Vec<Link>,
    records: Vec<Record>,
    assessments_href: String,
}

struct Step {
    number: usize,
    label: &'static str,
    chip: Chip,
    due: Option<Chip>,
    progress: String,
    missing: Vec<String>,
    /// Months of monitoring with their state.
    months: Vec<(String, Chip)>,
    actions: Vec<Link>,
    is_next: bool,
}

struct Record {
    day: String,
    label: String,
    href: String,
    detail: String,
    by: String,
}

impl ShowView {
    pub fn new(loaded: &Loaded, plan: &ServicePlan, person: &Person, today: Date, may_record: bool) -> Self {
        let states = steps::states(&loaded.service, plan, today);
        let next = steps::next(&states).map(|state| state.step);
        let name = person.identity.name();
        let months = loaded.service.months(plan);
        let begun = loaded.service.first_day().is_some();
        let step = |(number, state): (usize, &StepState)| Step {
            number,
            label: state.label,
            // What is overdue says so with its day.
            chip: due_chip(state, today)
                .filter(|_| state.standing == Standing::Overdue)
                .unwrap_or_else(|| standing_chip(state)),
            due: due_chip(state, today).filter(|_| state.standing != Standing::Overdue),
            progress: state.progress.clone(),
            missing: state.missing.clone(),
            months: if state.step == ServiceStep::Monitoring && begun {
                months.iter().map(|month| month_line(month, today)).collect()
            } else {
                Vec::new()
            },
            actions: if may_record { actions(loaded, state, today) } else { Vec::new() },
            is_next: next == Some(state.step),
        };
        Self {
            trail: vec![Link::new("個別支援", "/services"), Link::new(&name, "").current()],
            rows: summary(loaded, plan),
            steps: (1..).zip(&states).map(step).collect(),
            care_plans: care_plans(loaded),
            records: records(loaded),
            assessments_href: format!("/participants/{}/assessments", loaded.head.participant),
            name,
        }
    }
}

fn summary(loaded: &Loaded, plan: &ServicePlan) -> Vec<Row> {
    let term = loaded.service.term(plan);
    let whole =
        format!("{}から{}まで（{}か月）", with_weekday(term.first), with_weekday(term.last), plan.months);
    let term = if loaded.service.first_day().is_some() {
        whole
    } else {
        "初回の通所の日から数えます".to_owned()
    };
    let mut rows = vec![
        Row::new("契約", &loaded.head.contract_title),
        Row::new("利用の決定", wareki(loaded.head.enrolled_on)),
        Row::new("期間", term),
        Row::new("通所した日数", format!("{}日", loaded.service.attended().len())),
    ];
    if let Some(ended) = loaded.head.ended_on {
        rows.push(Row::new("終了した日", wareki(ended)));
    }
    rows
}

fn month_line(month: &ServiceMonth, today: Date) -> (String, Chip) {
    let name = format!("{}か月目（{}〜{}）", month.number, wareki(month.first), wareki(month.last));
    let chip = match month.monitored_on {
        Some(day) => Chip::new(Tone::Success, format!("{}に実施", with_weekday(day))),
        None if month.last < today => Chip::new(Tone::Danger, "未実施"),
        None if month.first <= today => Chip::new(Tone::Warning, "今月のぶん"),
        None => Chip::new(Tone::Neutral, "これから"),
    };
    (name, chip)
}

/// What can be done at a step. A step that waits for another offers nothing.
fn actions(loaded: &Loaded, state: &StepState, today: Date) -> Vec<Link> {
    let id = loaded.head.enrolment;
    let write = |label: &str, kind: Kind| {
        Link::new(label, format!("/services/{id}/records/new?step={}", kind.code()))
    };
    if state.standing == Standing::Waiting {
        return Vec::new();
    }
    match state.step {
        ServiceStep::HomeAssessment => {
            with_sheets(write("訪問を記録する", Kind::HomeVisit), loaded, Timing::Pre)
        }
        ServiceStep::PlanAndExplanation if state.progress.is_empty() => {
            vec![write("計画を作成する", Kind::Plan)]
        }
        ServiceStep::PlanAndExplanation => vec![write("計画・説明・同意を更新する", Kind::Plan)],
        ServiceStep::FirstDay if state.progress.is_empty() => {
            vec![write("初回の通所を記録する", Kind::ServiceDay)]
        }
        ServiceStep::FirstDay => Vec::new(),
        ServiceStep::ServiceDays => vec![write("通所を記録する", Kind::ServiceDay)],
        ServiceStep::Monitoring => {
            let record = write("モニタリングを記録する", Kind::Monitoring);
            std::iter::once(record).chain(monthly_sheet(loaded, today)).collect()
        }
        ServiceStep::FinalHomeVisit => {
            with_sheets(write("訪問を記録する", Kind::FinalVisit), loaded, Timing::Post)
        }
        ServiceStep::CentreLiaison => {
            vec![Link::new("連絡シートを書く", format!("/liaison/new?enrolment={id}"))]
        }
        ServiceStep::UsageReport => vec![Link::new("報告の一覧を開く", "/reports")],
    }
}

fn with_sheets(visit: Link, loaded: &Loaded, timing: Timing) -> Vec<Link> {
    let offered = sheets::offered(loaded.programme);
    let occasion = Occasion { timing, month: None };
    let sheet =
        |sheet: sheets::Sheet| Link::new(sheet.name, entry_href(loaded.head.enrolment, sheet.code, occasion));
    std::iter::once(visit).chain(offered.into_iter().map(sheet)).collect()
}

/// What the programme measures each month, for the month of today.
fn monthly_sheet(loaded: &Loaded, today: Date) -> Option<Link> {
    let sheet = sheets::monthly(loaded.programme)?;
    let occasion = Occasion::of(Timing::Monthly, today);
    let label = format!("{}（{}）", sheet.name, occasion.word());
    Some(Link::new(label, entry_href(loaded.head.enrolment, sheet.code, occasion)))
}

fn care_plans(loaded: &Loaded) -> Vec<Link> {
    let arrived =
        loaded.sheets.iter().rev().filter(|sheet| {
            sheet.kind == "care_plan" && !matches!(sheet.state.as_str(), "draft" | "withdrawn")
        });
    let label = |sent: Option<time::OffsetDateTime>| {
        sent.map_or_else(
            || "ケアプラン".to_owned(),
            |sent| format!("ケアプラン（{}に届いたもの）", wareki(jst_date(sent))),
        )
    };
    arrived.map(|sheet| Link::new(label(sheet.sent_at), format!("/liaison/{}", sheet.id))).collect()
}

/// Newest day first; plans carry the number of their version.
fn records(loaded: &Loaded) -> Vec<Record> {
    let mut version = 0;
    let mut rows: Vec<(Date, Record)> = Vec::new();
    for row in &loaded.records {
        let Some(kind) = Kind::from_code(&row.step) else { continue };
        let mut label = kind.name().to_owned();
        if kind == Kind::Plan {
            version += 1;
            label = format!("{label} 第{version}版");
        }
        let href = format!("/services/{}/records/{}", row.enrolment, row.id);
        let by = row.recorded_by.clone().unwrap_or_default();
        rows.push((
            row.done_on,
            Record { day: with_weekday(row.done_on), label, href, detail: detail(kind, row), by },
        ));
    }
    rows.reverse();
    rows.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    rows.into_iter().map(|(_, record)| record).collect()
}

fn detail(kind: Kind, row: &RecordRow) -> String {
    match kind {
        Kind::ServiceDay if row.attended == Some(true) && row.transport == Some(true) => {
            "出席・送迎あり".to_owned()
        }
        Kind::ServiceDay if row.attended == Some(true) => "出席".to_owned(),
        Kind::ServiceDay => "欠席".to_owned(),
        Kind::Plan => match (row.explained_on, row.consented_on) {
            (_, Some(consent)) => format!("{}に同意", with_weekday(consent)),
            (Some(explained), None) => format!("{}に説明、同意はまだ", with_weekday(explained)),
            (None, None) => "説明はまだ".to_owned(),
        },
        Kind::HomeVisit | Kind::Monitoring | Kind::FinalVisit => String::new(),
    }
}
