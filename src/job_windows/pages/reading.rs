//! 読む: the windows, one of them with what was done in it, and its paper (作業申請と作業報告).

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{Opened, open};
use crate::{
    audit::Event,
    documents::{FormPaper, Issue, form_paper::Part, parts::Fact},
    home::SeeHome,
    job_windows::{
        PrintJobWindow, ViewJobWindows, db,
        views::{ListView, ShowView, hours, touched},
    },
    kit::{ctx::View, error::Result, handing_out::Whom, parts::Pager, permission::Permission},
    vocab::{dates::jst_stamp, ids::JobWindowId},
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    page: Option<u64>,
}

pub async fn list(cx: View<ViewJobWindows>, Query(asked): Query<Asked>) -> Result {
    listed(cx, asked.page.unwrap_or(1).clamp(1, 100_000)).await
}

/// An operator's home: their windows, and how to come to one.
pub async fn home(cx: View<SeeHome>) -> Result {
    listed(cx, 1).await
}

async fn listed<P: Permission>(mut cx: View<P>, page: u64) -> Result {
    let total = db::count(cx.db()).await?.unsigned_abs();
    let windows = db::list(cx.db(), PAGE.cast_signed(), ((page - 1) * PAGE).cast_signed()).await?;
    let view = ListView::new(&windows, cx.actor(), cx.now(), Pager::new(total, page, PAGE, "/job-windows?"))?;
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewJobWindows>, Path(id): Path<JobWindowId>) -> Result {
    let opened = open(&mut cx, id).await?;
    // Of a colleague's acts a company's manager hears by the report.
    let done = if cx.actor().role.is_contractor() { Vec::new() } else { db::events(cx.db(), id).await? };
    let view = ShowView::new(&opened, &done, cx.actor(), cx.now());
    cx.show(view).await
}

/// 申請と作業報告 on one paper.
pub async fn paper(mut cx: View<PrintJobWindow>, Path(id): Path<JobWindowId>) -> Result {
    let opened = open(&mut cx, id).await?;
    let window = &opened.window;
    let title =
        if opened.report.is_some() { "保守作業の申請と報告" } else { "保守作業の申請書" };
    let issue = Issue::new(&cx, Whom::Nobody, title, hours(window)).without_handling();
    let paper = FormPaper {
        masthead: issue.masthead(&cx),
        facts: vec![
            Fact::new("契約", format!("{}　{}", window.contract_number, window.contract_title)),
            Fact::new("受託者", &window.company),
            Fact::new("状態", opened.state.chip(window.hours(), cx.now()).text),
        ],
        parts: parts(&opened),
    };
    let event = Event::new("job_window.print").about(id.0).under(window.contract);
    issue.pdf(cx, event, paper).await
}

fn parts(opened: &Opened) -> Vec<Part> {
    let (window, said) = (&opened.window, &opened.said);
    let mut parts = vec![Part::facts(
        "作業の申請",
        vec![
            Fact::new("申請", stamped(Some(window.applied_at), Some(&window.operator))),
            Fact::new("作業時間", hours(window)),
            Fact::new("場所", opened.place.label()),
            Fact::new("目的と内容", &said.purpose),
            Fact::new("触れるもの", &said.touches),
            Fact::new("作業する人", &said.people),
            Fact::new("立会い", &said.witness),
        ],
    )];
    if window.decided_at.is_some() {
        let words = opened.decision.clone().unwrap_or_else(|| "なし".into());
        let by = stamped(window.decided_at, window.decided_by.as_ref());
        parts.push(Part::facts("区の決定", vec![Fact::new("決定", by), Fact::new("条件・理由", words)]));
    }
    if let Some(why) = &opened.ending {
        let by = stamped(window.ended_at, window.ended_by.as_ref());
        parts.push(Part::facts("区による終了", vec![Fact::new("終了", by), Fact::new("理由", why)]));
    }
    if let Some(report) = &opened.report {
        let mut facts = vec![
            Fact::new("報告", stamped(window.reported_at, Some(&window.operator))),
            Fact::new("行った作業", &report.done),
            Fact::new("個人情報", touched(window)),
        ];
        facts.extend((!report.data.is_empty()).then(|| Fact::new("触れた個人情報と理由", &report.data)));
        facts.push(Fact::new("区の確認", stamped(window.confirmed_at, window.confirmed_by.as_ref())));
        parts.push(Part::facts("作業の報告", facts));
    }
    parts
}

fn stamped(at: Option<time::OffsetDateTime>, who: Option<&String>) -> String {
    at.map_or_else(|| "まだ".into(), |at| format!("{}　{}", jst_stamp(at), who.map_or("", String::as_str)))
}
