//! 支払を記録する: what came in of the damages.

use axum::extract::Path;

use crate::{
    audit::Event,
    breaches::{
        WriteBreach,
        case::Case,
        db::{Entry, payments},
        duties,
        forms::payment,
        views::PaymentView,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        typed::Typed,
    },
    vocab::ids::{ConsequenceId, DamagesPaymentId},
};

pub async fn new(mut cx: View<WriteBreach>, Path(id): Path<ConsequenceId>) -> Result {
    let case = Case::about(&mut cx, id).await?;
    let of = case.consequence(id)?;
    let left = case.left_to_pay(of).map_err(AppError::refused)?;
    let view = PaymentView::new(&case, of, left, payment::blank(cx.today()));
    cx.show(view).await
}

pub async fn receive(
    mut cx: Act<WriteBreach>,
    Path(id): Path<ConsequenceId>,
    Typed(mut form): Typed,
) -> Result {
    let case = Case::about(&mut cx, id).await?;
    let of = case.consequence(id)?;
    let left = case.left_to_pay(of).map_err(AppError::refused)?;
    let days = (case.breach.happened_on, cx.today());
    let Some(payment) = payment::read(&mut form, days, left) else {
        return cx.invalid(PaymentView::new(&case, of, left, form)).await;
    };
    let number = case.paid.last().map_or(0, |last| last.number) + 1;
    let entry = Entry { contract: case.breach.contract, by: cx.actor().account, now: cx.now() };
    let row = (DamagesPaymentId(cx.new_id()), id, number);
    if !payments::insert(cx.write(), row, entry, &payment).await? {
        return Err(AppError::stale());
    }
    let is_whole = payment.amount == left;
    if is_whole {
        duties::paid(&mut cx, &case, payment.paid_on).await?;
    }
    let event = Event::new("breach.pay").about(id.0).under(entry.contract);
    let event = event.detail(serde_json::json!({ "number": number }));
    let notice = if is_whole {
        "支払を記録しました。全額が支払われました。"
    } else {
        "支払を記録しました。"
    };
    cx.commit(event).await?.redirect_with(format!("/breaches/{}", case.id()), notice)
}
