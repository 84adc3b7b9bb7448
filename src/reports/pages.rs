//! Reading reports: the list, one report as tasks, a section, the whole.

use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::{
    PrintReports, ReadReports, db,
    db::Report,
    drawing::{contents, drawn},
    due::{self, Progress, Span},
    loading::{self, month_label},
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
    programmes::{self, Definition, Section, SectionContent},
    vocab::{
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
        rows: rows.iter().map(views::report_row).collect(),
        pager: Pager::new(count(total), count(page), count(PAGE), &address(state, of)),
        may_start: cx.actor().role == Role::ContractorManager,
    };
    cx.show(view).await
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
    let courses = db::beginning::unreported_courses(cx.db()).await?;
    let contracts = db::beginning::monthly_contracts(cx.db()).await?;
    let asked = |contract: ContractId| of.is_none_or(|one| one == contract);
    let mut rows: Vec<(Date, WaitingRow)> = Vec::new();
    for course in courses.iter().filter(|course| course.progress().is_half_way() && asked(course.contract)) {
        let programme = programmes::of(cx.db(), course.programme).await?;
        let due = due::due(programme.report_due(), Span::Course { last_on: course.progress().last_on });
        let row = WaitingRow {
            course: course.id.to_string(),
            ..waiting_row(&course.name, &course.contract_title, &due, today, come_so_far(course.progress()))
        };
        rows.push((due.on, row));
    }
    for contract in contracts.iter().filter(|contract| asked(contract.id)) {
        let programme = programmes::of(cx.db(), contract.programme).await?;
        let months = due::months(contract.starts_on, contract.ends_on, today);
        for month in months.into_iter().filter(|month| !contract.reported.contains(month)) {
            let due = due::due(programme.report_due(), Span::Month { first_on: month });
            let row = waiting_row(&month_label(month), &contract.title, &due, today, String::new());
            rows.push((due.on, WaitingRow { month: month.to_string(), ..row }));
        }
    }
    rows.sort_by_key(|(due, _)| *due);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn come_so_far(progress: Progress) -> String {
    format!("{}回のうち{}回を終えました。", progress.sessions, progress.settled)
}

fn waiting_row(title: &str, contract: &str, due: &due::Due, today: Date, so_far: String) -> WaitingRow {
    let left = (due.on - today).whole_days();
    let chip = match left {
        ..0 => Chip::new(Tone::Danger, format!("{}日過ぎています", -left)),
        0..=14 => Chip::new(Tone::Warning, format!("あと{left}日")),
        _ => Chip::new(Tone::Neutral, "未作成"),
    };
    WaitingRow {
        title: title.to_owned(),
        contract: contract.to_owned(),
        due: wareki(due.on),
        explanation: format!("{so_far}{}。", due.explanation),
        chip,
        course: String::new(),
        month: String::new(),
    }
}

/// Where a page of one report belongs.
pub fn trail(report: &Report, programme: &'static Definition, here: &str) -> Vec<Link> {
    let mut links = vec![
        Link::new("報告", "/reports"),
        Link::new(
            format!("{}　{}", programme.report_title(), report.subject()),
            format!("/reports/{}", report.id),
        ),
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
    let (report, programme) = loading::report(&mut cx, id).await?;
    let narrative = loading::narrative(&cx, &report)?;
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
        trail: trail(&report, programme, ""),
        title: format!("{}　{}", programme.report_title(), report.subject()),
        chip: state_chip(report.state),
        facts: facts(&report, programme),
        return_reason: reason(&report),
        groups: groups(&report, programme, &narrative, writes),
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

fn facts(report: &Report, programme: &'static Definition) -> Vec<Row> {
    let due = due::due(programme.report_due(), report.span());
    vec![
        Row::new("契約", format!("{}　{}", report.contract_number, report.contract_title)),
        Row::new("受託者", &report.contractor),
        Row::new("提出期限", wareki(due.on)),
        Row::new("期限の決まり", due.explanation),
    ]
}

fn groups(
    report: &Report,
    programme: &'static Definition,
    narrative: &Narrative,
    writes: bool,
) -> Vec<TaskGroup> {
    let href = |slug: &str| format!("/reports/{}/sections/{slug}", report.id);
    let derived = programme.report_sections().iter().filter(|s| s.content == SectionContent::Derived);
    let counted = |section: &Section| Task {
        label: section.title.to_owned(),
        hint: String::new(),
        href: href(&section.code),
        chip: Chip::new(Tone::Info, "自動で作成"),
    };
    let written = passages(programme).into_iter().map(|passage| {
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
    let (report, programme) = (&loaded.report, loaded.programme);
    let planned =
        programme.report_sections().iter().find(|section| section.code == code).ok_or(AppError::NotFound)?;
    let paper = drawn(
        &loaded,
        masthead(&cx, programme.report_title(), programme.report_title(), report.subject(), None),
    );
    let block =
        paper.blocks(&loaded)?.into_iter().find(|block| block.code == code).ok_or(AppError::NotFound)?;
    let edits = passages(programme)
        .iter()
        .filter(|p| {
            may_write(cx.actor(), report) && (p.code == code && !p.is_goal || p.is_goal && code == "goals")
        })
        .map(|p| Link::new(p.title, format!("/reports/{id}/sections/{}/edit", p.slug())))
        .collect();
    let view = SectionView {
        trail: trail(report, programme, &planned.title),
        subject: report.subject(),
        note: match planned.content {
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
    let (report, programme) = (&loaded.report, loaded.programme);
    let title = format!("{}　{}", programme.report_title(), report.subject());
    let blocks = drawn(
        &loaded,
        masthead(&cx, programme.report_title(), programme.report_title(), report.subject(), None),
    )
    .blocks(&loaded)?;
    let is_writer = may_write(cx.actor(), report);
    let obstacles =
        due::obstacles(programme, &loaded.content.narrative, report.is_over(cx.today()), report.span());
    let view = WholeView {
        trail: trail(report, programme, "全体"),
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
