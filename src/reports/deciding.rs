//! The ward's side: checking a submitted report, giving it back with a reason, accepting it for good.

use axum::extract::Path;

use super::{
    DecideReports, db,
    db::Decision,
    drawing::{contents, drawn},
    loading::{self, Loaded},
    pages::trail,
    papers::masthead,
    states::{self, ReportAct},
    views::{self, AcceptanceView, ReviewView, state_chip},
    writing::remember,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    obligations,
    sealing::Unit,
    vocab::{dates::jst_date, ids::ReportId},
};

/// Longest reason, in characters.
const REASON_MAX: usize = 1_000;

/// Checklist at the left, the report at the right.
pub async fn review(mut cx: View<DecideReports>, Path(id): Path<ReportId>) -> Result {
    let loaded = loading::whole(&mut cx, id).await?;
    states::next(loaded.report.state, ReportAct::Accept).map_err(AppError::refused)?;
    let view = review_view(&cx, &loaded, Form::empty())?;
    cx.show(view).await
}

fn review_view<M>(cx: &Ctx<DecideReports, M>, loaded: &Loaded, form: Form) -> Result<ReviewView> {
    let (report, asked) = (&loaded.report, loaded.asked);
    let (title, subject) = (asked.title(), report.subject(asked));
    let blocks = drawn(loaded, masthead(cx, title, title, subject.clone(), None)).blocks(loaded)?;
    Ok(ReviewView {
        form,
        trail: trail(report, asked, "確認"),
        heading: format!("{title}の確認　{subject}"),
        title: format!("{title}　{subject}"),
        ward: loaded.content.facts.ward.clone(),
        contractor: report.contractor.clone(),
        chip: state_chip(report.state),
        checks: loaded.checks.iter().map(views::check_row).collect(),
        attention: views::attention(&loaded.checks),
        contents: contents(&blocks),
        blocks,
        version: report.version,
        base: format!("/reports/{}", report.id),
    })
}

/// Back to the contractor, with a reason.
pub async fn give_back(
    mut cx: Act<DecideReports>,
    Path(id): Path<ReportId>,
    Typed(mut form): Typed,
) -> Result {
    let Some(reason) = form.required_lines("reason", "差し戻す理由", REASON_MAX) else {
        let loaded = loading::whole(&mut cx, id).await?;
        states::next(loaded.report.state, ReportAct::Return).map_err(AppError::refused)?;
        let view = review_view(&cx, &loaded, form)?;
        return cx.invalid(view).await;
    };
    let (report, asked) = loading::report(&mut cx, id).await?;
    states::next(report.state, ReportAct::Return).map_err(AppError::refused)?;
    if form.value("version").parse() != Ok(report.version) {
        return Err(AppError::stale());
    }
    let (by, at) = (cx.actor().account, cx.now());
    let decision = Decision { version: report.version, snapshot: None, reason: Some(&reason), by, at };
    if !db::decide(cx.write(), id, &decision).await? {
        return Err(AppError::stale());
    }
    obligations::hand_back(&mut cx, &report.obligation(asked)).await?;
    remember(&mut cx, id, report.contract, "returned", &reason).await?;
    let event = Event::new("report.return").about(id.0).under(report.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/reports/{id}"), "差し戻しました。受託者の再提出を待ってください。")
}

/// What acceptance does, before it is done.
pub async fn confirm(mut cx: View<DecideReports>, Path(id): Path<ReportId>) -> Result {
    let loaded = loading::whole(&mut cx, id).await?;
    states::next(loaded.report.state, ReportAct::Accept).map_err(AppError::refused)?;
    let view = AcceptanceView {
        report: format!("{}　{}", loaded.asked.title(), loaded.report.subject(loaded.asked)),
        contractor: loaded.report.contractor.clone(),
        attention: views::attention(&loaded.checks),
        version: loaded.report.version,
        base: format!("/reports/{id}"),
    };
    cx.show(view).await
}

/// Accepts and freezes: figures, people and words as they stand now are sealed as the snapshot.
pub async fn accept(mut cx: Act<DecideReports>, Path(id): Path<ReportId>, Typed(form): Typed) -> Result {
    let loaded = loading::whole(&mut cx, id).await?;
    let report = &loaded.report;
    states::next(report.state, ReportAct::Accept).map_err(AppError::refused)?;
    if form.value("version").parse() != Ok(report.version) {
        return Err(AppError::stale());
    }
    let (unit, version) = (Unit::Unit(report.key_unit), report.version + 1);
    let snapshot = cx.seal(unit, id.0, version, &loaded.content)?;
    let (by, at) = (cx.actor().account, cx.now());
    let decision = Decision { version: report.version, snapshot: Some(&snapshot), reason: None, by, at };
    if !db::decide(cx.write(), id, &decision).await? {
        return Err(AppError::stale());
    }
    let on = report.submitted_at.map_or_else(|| cx.today(), jst_date);
    let named = report.obligation(loaded.asked);
    let closed = obligations::settle(&mut cx, &named, on, "報告書が受理されました。").await?;
    remember(&mut cx, id, report.contract, "accepted", "").await?;
    let event = Event::new("report.accept").about(id.0).under(report.contract);
    let event = event.detail(serde_json::json!({ "obligations_closed": closed }));
    cx.commit(event)
        .await?
        .redirect_with(format!("/reports/{id}"), "受理しました。この報告書は、もう変わりません。")
}
