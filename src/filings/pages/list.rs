//! The lists: over all contracts what waits, came back or is overdue; of one contract everything it owes and handed in.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    contracts,
    filings::{
        ViewFilings, WriteFiling,
        db::{self, Wanted},
        gathering,
        lines::Line,
        views::{self, ListView, OfContractView, OverdueLine},
    },
    kit::{
        ctx::View,
        error::{AppError, Result},
        parts::Pager,
        permission::Permission,
    },
    obligations::db::owed,
    organisations,
    vocab::ids::ContractId,
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    page: Option<u64>,
}

impl Asked {
    fn page(&self) -> u64 {
        self.page.unwrap_or(1).clamp(1, 100_000)
    }
}

pub async fn list(mut cx: View<ViewFilings>, Query(asked): Query<Asked>) -> Result {
    let wanted = match asked.show.as_str() {
        "overdue" => return overdue(cx, asked.page()).await,
        "returned" => Wanted::Returned,
        "all" => Wanted::All,
        "" if db::count(cx.db(), None, Wanted::Undecided).await? == 0 => {
            return overdue(cx, asked.page()).await;
        }
        _ => Wanted::Undecided,
    };
    let total = db::count(cx.db(), None, wanted).await?.unsigned_abs();
    let papers = db::list(cx.db(), None, wanted, span(asked.page())).await?;
    let href = format!("/filings?show={}", wanted.code());
    let view = ListView {
        tabs: views::tabs(wanted.code()),
        papers: papers.iter().map(|paper| views::paper_line(paper, true)).collect(),
        overdue: Vec::new(),
        pager: Pager::new(total, asked.page(), PAGE, &href),
        empty: views::empty_of(wanted),
    };
    cx.show(view).await
}

/// The obligations that are late, and the papers of single sessions and people, of every contract in force.
async fn overdue(mut cx: View<ViewFilings>, page: u64) -> Result {
    let today = cx.today();
    let duties = owed::late_papers(cx.db(), today).await?;
    let others = gathering::of_all(&mut cx).await?.owed(today.previous_day().unwrap_or(today));
    let of_duties = duties.iter().map(|paper| OverdueLine::of_duty(paper, today));
    let mut found: Vec<OverdueLine> =
        of_duties.chain(others.iter().map(|paper| OverdueLine::of_record(paper, today))).collect();
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    let total = found.len() as u64;
    let before = usize::try_from((page - 1).saturating_mul(PAGE)).unwrap_or(usize::MAX);
    let view = ListView {
        tabs: views::tabs("overdue"),
        papers: Vec::new(),
        overdue: found.into_iter().skip(before).take(PAGE as usize).collect(),
        pager: Pager::new(total, page, PAGE, "/filings?show=overdue"),
        empty: "期限を過ぎた提出物はありません。",
    };
    cx.show(view).await
}

pub async fn of_contract(
    mut cx: View<ViewFilings>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let (today, role) = (cx.today(), cx.actor().role);
    let in_force = contract.is_in_force();
    let writes = (in_force && WriteFiling::allows(role)).then(|| role.side());
    let closed = organisations::closed_days(cx.db()).await?;
    let last = db::last_of_occurrences(cx.db(), Some(id)).await?;
    let owing = gathering::of_contract(&mut cx, &contract).await?;
    let lines = owing.lines(&closed, &last);
    let (dated, others): (Vec<&Line<'_>>, Vec<&Line<'_>>) =
        lines.iter().partition(|line| line.due_on().is_some());
    let open: Vec<&&Line<'_>> = dated.iter().filter(|line| !line.is_settled()).collect();
    let total = db::count(cx.db(), Some(id), Wanted::All).await?.unsigned_abs();
    let papers = db::list(cx.db(), Some(id), Wanted::All, span(asked.page())).await?;
    let line = |line: &Line<'_>| views::owed_line(id, line, writes, today);
    let view = OfContractView {
        head: contracts::views::Head::new(&contract, cx.actor(), contracts::views::Tab::Filings, "提出物")?,
        more: open.len().saturating_sub(PAGE as usize),
        open: open.into_iter().take(PAGE as usize).map(|one| line(one)).collect(),
        others: others.into_iter().map(line).collect(),
        papers: papers.iter().map(|paper| views::paper_line(paper, false)).collect(),
        pager: Pager::new(total, asked.page(), PAGE, &format!("/contracts/{id}/filings")),
        asks_nothing: owing.filings.is_empty(),
        in_force,
    };
    cx.show(view).await
}

fn span(page: u64) -> (i64, i64) {
    (PAGE.cast_signed(), i64::try_from((page - 1).saturating_mul(PAGE)).unwrap_or_default())
}
