//! Reading reports: the list, one report as tasks, a section, the whole.

use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::{
    PrintReports, ReadReports,
    asked::Asked,
    db,
    db::{Report, beginning::Reportable},
    drawing::{contents, drawn},
    due::{self, Progress},
    loading,
    narrative::{Narrative, passages},
    papers::masthead,
    states::ReportState,
    views::{self, ListView, SectionView, ShowView, TaskGroup, WaitingRow, WholeView, state_chip},
};
use crate::{
    contracts,
    kit::{
        ctx::{Actor, View},
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Link, Pager, Row, Tag, Task, Tone},
        permission::{Permission, Role},
    },
    obligations::{
        db::owed::{self, Duty},
        report_occurrence, report_rule,
    },
    organisations,
    programmes::{self, Section, SectionContent, Term, definition::Cadence, report_periods::ReportPeriod},
    vocab::{
        business_days::ClosedDays,
        dates::wareki,
        ids::{ContractId, ReportId},
    },
};

const PAGE: i64 = 50;

#[derive(Deserialize)]
#[serde(default)]
pub struct Wanted {
    state: String,
    /// From the contract's own pages.
    contract: String,
    page: i64,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { state: String::new(), contract: String::new(), page: 1 }
    }
}

/// The list, with what is waiting to be begun above it.
pub async fn list(mut cx: View<ReadReports>, Query(wanted): Query<Wanted>) -> Result {
    let state = ReportState::from_code(&wanted.state).map_or("", ReportState::code);
    let page = wanted.page.clamp(1, 1_000_000);
    let contract = match wanted.contract.parse().ok() {
        Some(id) => contracts::db::find(cx.db(), id).await?,
        None => None,
    };
    let of = contract.as_ref().map(|contract| contract.id);
    let rows = db::list(cx.db(), state, of, PAGE, (page - 1) * PAGE).await?;
    let mut listed = Vec::new();
    for row in &rows {
        listed.push(views::report_row(row, titled(&mut cx, row).await?));
    }
    let total = rows.first().map_or(0, |row| row.total);
    let waiting = if state.is_empty() && page == 1 { waiting(&mut cx, of).await? } else { Vec::new() };
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    let view = ListView {
        form: Form::empty()
            .with("state", state)
            .with("contract", of.map(|id| id.to_string()).unwrap_or_default()),
        states: ReportState::ALL.map(|one| Choice::new(one.code(), one.label())).into(),
        tags: tags(state, contract.as_ref()),
        waiting,
        rows: listed,
        pager: Pager::new(count(total), count(page), count(PAGE), &address(state, of)),
        may_start: cx.actor().role == Role::ContractorManager,
    };
    cx.show(view).await
}

/// 「実施報告書　かわせみ体操教室」
async fn titled(cx: &mut View<ReadReports>, row: &db::Listed) -> Result<String> {
    let asked = Asked::by_code(programmes::of(cx.db(), row.programme).await?, &row.code)?;
    let term = Term { starts_on: row.starts_on, ends_on: row.ends_on };
    let period = asked
        .cadence()
        .period_from(row.period, term)
        .unwrap_or_else(|| ReportPeriod::of_course(row.period, row.period));
    let course = row.course.as_deref().unwrap_or_default();
    Ok(format!("{}　{}", asked.title(), loading::subject(course, period)))
}

/// The list with these conditions.
fn address(state: &str, contract: Option<ContractId>) -> String {
    match (state, contract) {
        ("", None) => "/reports".to_owned(),
        ("", Some(id)) => format!("/reports?contract={id}"),
        (state, None) => format!("/reports?state={state}"),
        (state, Some(id)) => format!("/reports?state={state}&contract={id}"),
    }
}

/// What the list is narrowed to.
fn tags(state: &str, contract: Option<&contracts::db::Contract>) -> Vec<Tag> {
    let of_state = ReportState::from_code(state).map(|known| Tag {
        label: format!("状態：{}", known.label()),
        remove_href: address("", contract.map(|contract| contract.id)),
    });
    let of_contract = contract.map(|contract| Tag {
        label: format!("契約：{}　{}", contract.number, contract.title),
        remove_href: address(state, None),
    });
    of_state.into_iter().chain(of_contract).collect()
}

/// What is or will be due and has no report yet; `of`: under one contract.
async fn waiting(cx: &mut View<ReadReports>, of: Option<ContractId>) -> Result<Vec<WaitingRow>> {
    let today = cx.today();
    let closed = organisations::closed_days(cx.db()).await?;
    let all = db::beginning::reportable(cx.db()).await?;
    let duties = owed::duties(cx.db(), of).await?;
    let mut rows: Vec<(Date, WaitingRow)> = Vec::new();
    for one in all.iter().filter(|one| of.is_none_or(|contract| contract == one.contract)) {
        let programme = programmes::of(cx.db(), one.programme).await?;
        for asked in Asked::all(programme) {
            for period in open_periods(one, asked, today) {
                let duty = duty_of(&duties, one, asked, period);
                if duty.is_none_or(|duty| !duty.is_answered()) {
                    rows.push(waiting_row(one, asked, period, (&closed, duty), today));
                }
            }
        }
    }
    rows.sort_by_key(|(due, _)| *due);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// What may be begun and was not.
fn open_periods(one: &Reportable, asked: Asked, today: Date) -> Vec<ReportPeriod> {
    let all = match (asked.cadence(), one.first_on) {
        (Cadence::PerCourse, Some(first_on)) if one.progress().is_half_way() => {
            vec![ReportPeriod::of_course(first_on, one.progress().last_on)]
        }
        (Cadence::PerCourse, _) => Vec::new(),
        (_, first_on) => {
            let mut begun = due::begun(asked, one.term(), today);
            begun.retain(|period| first_on.is_none_or(|first_on| first_on <= period.last_on));
            begun
        }
    };
    all.into_iter().filter(|period| !one.is_begun(&asked.report.code, period.first_on)).collect()
}

/// The obligation that a report answers.
fn duty_of<'a>(duties: &'a [Duty], one: &Reportable, asked: Asked, period: ReportPeriod) -> Option<&'a Duty> {
    let rule = report_rule(&asked.report.code);
    let occurrence = report_occurrence(one.course.map(|course| course.0), period);
    let is_it =
        |duty: &&Duty| duty.contract == one.contract && duty.rule == rule && duty.occurrence == occurrence;
    duties.iter().find(is_it)
}

fn come_so_far(progress: Progress) -> String {
    format!("{}回のうち{}回を終えました。", progress.sessions, progress.settled)
}

fn waiting_row(
    one: &Reportable,
    asked: Asked,
    period: ReportPeriod,
    (closed, duty): (&ClosedDays, Option<&Duty>),
    today: Date,
) -> (Date, WaitingRow) {
    let due = period.due(asked.report, one.term(), closed);
    let chip = match Chip::due(duty.map_or_else(|| due.last_day(), |duty| duty.last_on), today) {
        Chip { tone: Tone::Neutral, .. } => Chip::new(Tone::Neutral, "未作成"),
        near => near,
    };
    let so_far =
        if period.cadence == Cadence::PerCourse { come_so_far(one.progress()) } else { String::new() };
    let row = WaitingRow {
        title: format!("{}　{}", asked.title(), loading::subject(&one.name, period)),
        contract: one.contract_title.clone(),
        due: wareki(due.due_on),
        explanation: format!("{so_far}{}", due.explanation),
        chip,
        contract_id: one.contract.to_string(),
        course: one.course.map(|course| course.to_string()).unwrap_or_default(),
        code: &asked.report.code,
        period: period.first_on.to_string(),
    };
    (due.due_on, row)
}

/// Where a page of one report belongs.
pub fn trail(report: &Report, asked: Asked, here: &str) -> Vec<Link> {
    let mut links = vec![
        Link::new("報告", "/reports"),
        Link::new(format!("{}　{}", asked.title(), report.subject(asked)), format!("/reports/{}", report.id)),
    ];
    if here.is_empty() {
        return links.into_iter().take(1).collect();
    }
    links.push(Link::new(here, "").current());
    links
}

/// Whether this person may write the report now.
pub fn may_write(actor: &Actor, report: &Report) -> bool {
    actor.role == Role::ContractorManager && report.state.is_editable()
}

/// One report: where it stands, its tasks, its history.
pub async fn show(mut cx: View<ReadReports>, Path(id): Path<ReportId>) -> Result {
    let (report, asked) = loading::report(&mut cx, id).await?;
    let narrative = loading::narrative(&cx, &report)?;
    let closed = organisations::closed_days(cx.db()).await?;
    let history = db::history::of(cx.db(), id).await?.into_iter().map(views::moment).collect();
    let actor = cx.actor().clone();
    let writes = may_write(&actor, &report);
    let decides = actor.role.is_ward() && report.state == ReportState::Submitted;
    let (whole, whole_label) = match (writes, decides) {
        (true, _) => ("whole", "全体を確認して提出に進む"),
        (_, true) => ("review", "確認して受理・差戻しに進む"),
        _ => ("whole", "全体を見る"),
    };
    let view = ShowView {
        trail: trail(&report, asked, ""),
        title: format!("{}　{}", asked.title(), report.subject(asked)),
        chip: state_chip(report.state),
        facts: facts(&report, asked, &closed),
        return_reason: reason(&report),
        groups: groups(&report, asked, &narrative, writes),
        whole_href: format!("/reports/{id}/{whole}"),
        whole_label,
        pdf_href: if PrintReports::allows(actor.role) { format!("/reports/{id}/pdf") } else { String::new() },
        history,
    };
    cx.show(view).await
}

/// Why the ward gave the report back, while that stands.
pub fn reason(report: &Report) -> String {
    report.return_reason.clone().filter(|_| report.state == ReportState::Returned).unwrap_or_default()
}

fn facts(report: &Report, asked: Asked, closed: &ClosedDays) -> Vec<Row> {
    let due = report.period(asked).due(asked.report, report.term, closed);
    vec![
        Row::new("契約", format!("{}　{}", report.contract_number, report.contract_title)),
        Row::new("受託者", &report.contractor),
        Row::new("提出期限", wareki(due.due_on)),
        Row::new("期限の決まり", due.explanation),
    ]
}

fn groups(report: &Report, asked: Asked, narrative: &Narrative, writes: bool) -> Vec<TaskGroup> {
    let href = |slug: &str| format!("/reports/{}/sections/{slug}", report.id);
    let derived = asked.sections().iter().filter(|s| s.content == SectionContent::Derived);
    let counted = |section: &Section| Task {
        label: section.title.to_owned(),
        hint: String::new(),
        href: href(&section.code),
        chip: Chip::new(Tone::Info, "自動で作成"),
    };
    let written = passages(asked).into_iter().map(|passage| {
        let chip = match (narrative.is_written(&passage), passage.optional) {
            (true, _) => Chip::new(Tone::Success, "記入ずみ"),
            (false, true) => Chip::new(Tone::Neutral, "任意"),
            (false, false) => Chip::new(Tone::Warning, "未記入"),
        };
        let place = if passage.is_goal { "goals" } else { passage.code };
        Task {
            label: passage.title.to_owned(),
            hint: if passage.is_goal { "目標の達成状況".into() } else { String::new() },
            href: if writes { format!("{}/edit", href(&passage.slug())) } else { href(place) },
            chip,
        }
    });
    vec![
        TaskGroup { title: "受託者が書く項目", tasks: written.collect() },
        TaskGroup { title: "記録から自動で作る項目", tasks: derived.map(counted).collect() },
    ]
}

/// Sections that count people without naming them.
const NAMES_NOBODY: [&str; 6] =
    ["overview", "applicants", "participation", "self_rated_health", "checklist", "comparison"];

/// One section as it will stand in the report.
pub async fn section(mut cx: View<ReadReports>, Path((id, code)): Path<(ReportId, String)>) -> Result {
    let loaded = if NAMES_NOBODY.contains(&code.as_str()) {
        loading::nameless(&mut cx, id).await?
    } else {
        loading::whole(&mut cx, id).await?
    };
    let (report, asked) = (&loaded.report, loaded.asked);
    let planned = asked.sections().iter().find(|section| section.code == code).ok_or(AppError::NotFound)?;
    let paper = drawn(&loaded, masthead(&cx, asked.title(), asked.title(), report.subject(asked), None));
    let block =
        paper.blocks(&loaded)?.into_iter().find(|block| block.code == code).ok_or(AppError::NotFound)?;
    let edits = passages(asked)
        .iter()
        .filter(|p| {
            may_write(cx.actor(), report) && (p.code == code && !p.is_goal || p.is_goal && code == "goals")
        })
        .map(|p| Link::new(p.title, format!("/reports/{id}/sections/{}/edit", p.slug())))
        .collect();
    let view = SectionView {
        trail: trail(report, asked, &planned.title),
        subject: report.subject(asked),
        note: match planned.content {
            // What was accepted stays as it is, whatever becomes of the records.
            SectionContent::Derived if report.state == ReportState::Accepted => "記録から自動で作りました。",
            SectionContent::Derived => "記録から自動で作っています。直すときは、もとの記録を直してください。",
            SectionContent::Narrative | SectionContent::NarrativePerGoal => "",
        },
        block,
        edits,
        back_href: format!("/reports/{id}"),
    };
    cx.show(view).await
}

/// The whole report on one page; for its writer the place to check and submit it.
pub async fn whole(mut cx: View<ReadReports>, Path(id): Path<ReportId>) -> Result {
    let loaded = loading::whole(&mut cx, id).await?;
    let (report, asked) = (&loaded.report, loaded.asked);
    let title = format!("{}　{}", asked.title(), report.subject(asked));
    let blocks = drawn(&loaded, masthead(&cx, asked.title(), asked.title(), report.subject(asked), None))
        .blocks(&loaded)?;
    let is_writer = may_write(cx.actor(), report);
    let today = cx.today();
    let is_ripe = report.is_ripe(cx.db(), asked, today).await?;
    let obstacles = due::obstacles(asked, &loaded.content.narrative, is_ripe, report.period(asked));
    let view = WholeView {
        trail: trail(report, asked, "全体"),
        title,
        ward: loaded.content.facts.ward.clone(),
        contractor: report.contractor.clone(),
        chip: state_chip(report.state),
        contents: contents(&blocks),
        blocks,
        obstacles: if is_writer { obstacles.0 } else { Vec::new() },
        is_writer,
        return_reason: reason(report),
        version: report.version,
        base: format!("/reports/{id}"),
    };
    cx.show(view).await
}
