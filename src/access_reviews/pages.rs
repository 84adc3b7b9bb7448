//! The months of a contract, one of them, its confirmation and its paper.

use axum::extract::Path;
use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    ConfirmAccess, PrintAccessReview, ViewAccessReviews,
    db::{self, Figures, Review},
    months,
    views::{self, ListView, ShowView},
};
use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    documents::{Issue, RecordSheet},
    inspections::{Acted, acted},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        permission::Permission,
        typed::Typed,
    },
    sealing::{Sealable, Unit},
    vocab::{
        dates::{add_months, jst_midnight, year_and_month},
        ids::ContractId,
    },
};

/// What the ward made of a month, sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Remark(pub String);

impl Sealable for Remark {
    const TABLE: &'static str = "access_review";
}

/// A month of a contract with what was done in it and, once it is confirmed, the remark.
pub struct Month {
    pub contract: Contract,
    pub month: Date,
    pub acted: Vec<Acted>,
    pub review: Option<(Review, String)>,
}

async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId, code: &str) -> Result<Month> {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let month = months::parse(code).ok_or(AppError::NotFound)?;
    if !months::of_contract(contract.starts_on, contract.ends_on, cx.today()).contains(&month) {
        return Err(AppError::NotFound);
    }
    let period = (jst_midnight(month), jst_midnight(add_months(month, 1)));
    let acted = acted(cx.db(), id, period).await?;
    let reviews = db::of_contract(cx.db(), id).await?;
    let review = match reviews.into_iter().find(|review| review.month == month) {
        Some(review) => {
            let remark: Remark = cx.open_paper(Unit::Unit(id.0), review.id, 1, &review.sealed)?;
            Some((review, remark.0))
        }
        None => None,
    };
    Ok(Month { contract, month, acted, review })
}

pub async fn list(mut cx: View<ViewAccessReviews>, Path(id): Path<ContractId>) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let reviews = db::of_contract(cx.db(), id).await?;
    let months = months::of_contract(contract.starts_on, contract.ends_on, cx.today());
    let view = ListView::new(&contract, &months, &reviews, cx.today());
    cx.show(view).await
}

pub async fn show(mut cx: View<ViewAccessReviews>, Path((id, month)): Path<(ContractId, String)>) -> Result {
    let month = load(&mut cx, id, &month).await?;
    let view = ShowView::new(&month, cx.today(), Form::empty());
    cx.show(view).await
}

pub async fn confirm(
    mut cx: Act<ConfirmAccess>,
    Path((id, month)): Path<(ContractId, String)>,
    Typed(mut form): Typed,
) -> Result {
    let month = load(&mut cx, id, &month).await?;
    if month.review.is_some() {
        return Err(AppError::refused("この月の点検は、すでに記録されています。"));
    }
    if !months::is_over(month.month, cx.today()) {
        return Err(AppError::refused("この月はまだ終わっていません。月が終わってから点検してください。"));
    }
    let Some(remark) = form.required_lines("remark", "点検の結果", 2_000) else {
        let view = ShowView::new(&month, cx.today(), form);
        return cx.invalid(view).await;
    };
    let row = cx.new_id();
    let sealed = cx.seal(Unit::Unit(id.0), row, 1, &Remark(remark))?;
    let who = (cx.actor().account, cx.now());
    if !db::insert(cx.write(), (row, id, month.month), figures(&month.acted), &sealed, who).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("access_review.record").about(row).under(id);
    let event = event.detail(serde_json::json!({ "period": months::code(month.month) }));
    cx.commit(event).await?.redirect_with(format!("/contracts/{id}/access-reviews"), "点検を記録しました。")
}

fn figures(acted: &[Acted]) -> Figures {
    let sum = |of: fn(&Acted) -> i64| i32::try_from(acted.iter().map(of).sum::<i64>()).unwrap_or(i32::MAX);
    Figures {
        people: i32::try_from(acted.len()).unwrap_or(i32::MAX),
        events: sum(|one| one.events),
        off_hours: sum(|one| one.off_hours),
        denied: sum(|one| one.denied),
    }
}

pub async fn pdf(mut cx: View<PrintAccessReview>, Path((id, month)): Path<(ContractId, String)>) -> Result {
    let month = load(&mut cx, id, &month).await?;
    let subject = format!("{}　{}", month.contract.title, year_and_month(month.month));
    let issue = Issue::new(&cx, Whom::Unread, "操作記録の点検", subject);
    let paper = RecordSheet { masthead: issue.masthead(&cx), sections: views::sections(&month) };
    issue.pdf(cx, Event::new("access_review.print").about(id.0).under(id), paper).await
}
