//! 内訳: the records behind one figure of a report. Those of an accepted report are the ones that were counted then.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    ReadReports,
    asked::Asked,
    content::{Content, Figures, Rows},
    loading,
    pages::trail,
};
use crate::{
    behind::{Counted, Listing, Names},
    figures::{CourseRecords, MonthRecords},
    guidance::GuidanceRecords,
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::Link,
    },
    vocab::ids::{ContractId, ReportId},
};

/// Of an accepted report.
const KEPT: &str = "受理した報告書の数字です。内訳も受理したときのまま保存しています。受理のあとに直した記録は、ここには出ません。";
/// Of one accepted before its records were kept with it.
const NOT_KEPT: &str =
    "受理した報告書の数字です。受理したときの内訳は保存していないため、今の記録から数えています。";

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    page: String,
}

#[derive(Template)]
#[template(path = "reports/figure.html")]
struct FigureView {
    trail: Vec<Link>,
    title: String,
    /// As the report prints it.
    value: String,
    /// Where the records are from; empty for a report in the making.
    source: &'static str,
    /// Said when they no longer come to the report's figure.
    changed: Option<String>,
    listing: Listing,
    back: String,
}

/// A figure as the report prints it, and what its records come to.
struct Found {
    title: String,
    value: String,
    counted: Counted,
}

pub async fn show(
    mut cx: View<ReadReports>,
    Path((id, code)): Path<(ReportId, String)>,
    Query(wanted): Query<Wanted>,
) -> Result {
    let loaded = loading::figures(&mut cx, id).await?;
    let (report, asked, content) = (&loaded.report, loaded.asked, &loaded.content);
    let today;
    let (rows, source) = match (&content.rows, report.state.is_frozen()) {
        (Some(rows), false) => (rows, ""),
        (Some(rows), true) => (rows, KEPT),
        (None, _) => {
            today = loading::rows_today(&mut cx, report, asked).await?;
            (&today, NOT_KEPT)
        }
    };
    let found = find(content, rows, asked, (report.contract, &code)).ok_or(AppError::NotFound)?;
    let here = format!("/reports/{id}/figures/{code}");
    let records = &found.counted.records;
    let listing = Listing::of(&mut cx, records, (&wanted.page, &here), &kept(content)).await?;
    let view = FigureView {
        trail: trail(report, asked, "内訳"),
        changed: (found.counted.amount != found.value)
            .then(|| format!("受理のあとに記録が変わりました。今の記録では{}です。", found.counted.amount)),
        title: found.title,
        value: found.value,
        source,
        listing,
        back: format!("/reports/{id}/whole"),
    };
    cx.show(view).await
}

/// `None` when this report has no such figure for this reader.
fn find(content: &Content, rows: &Rows, asked: Asked, (contract, code): (ContractId, &str)) -> Option<Found> {
    match (&content.figures, rows) {
        (Figures::Course(figures), Rows::Course(rows)) => {
            let (figure, value) = figures.find(code)?;
            let records = CourseRecords::of(rows, &asked.programme.questionnaires);
            Some(Found { title: records.title(figure), value, counted: records.behind(figure) })
        }
        (Figures::Month(figures), Rows::Month(rows)) => {
            let (figure, value) = figures.find(code)?;
            let records = MonthRecords::of(figures.month, rows);
            Some(Found { title: records.title(figure), value, counted: records.behind(figure) })
        }
        (Figures::Guidance(figures), Rows::Guidance(rows)) => {
            let (figure, value) = figures.find(code)?;
            let records = GuidanceRecords { contract, guidance: asked.guidance().ok()?, rows };
            Some(Found { title: records.title(figure), value, counted: records.behind(figure) })
        }
        (Figures::Course(_) | Figures::Month(_) | Figures::Guidance(_), _) => None,
    }
}

/// The names an accepted report keeps, as this reader may see them.
fn kept(content: &Content) -> Names {
    let named = content.people.0.iter();
    named.filter_map(|(id, named)| Some((*id, named.name.as_ref()?.written.clone()))).collect()
}
