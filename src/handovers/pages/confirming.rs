//! 確認: each side confirms its own part; a plan is cancelled by who made it. What a rule refuses here is in the audit stream.

use axum::extract::Path;
use time::Date;

use crate::{
    audit::Event,
    handovers::{
        WriteHandover,
        db::{self, Confirmed},
        details::Remark,
        duties,
        holdings::Holdings,
        kinds::{Channel, Kind},
        loading::{self, Entry},
        notice::{Passing, apart},
        states::{HandoverAct, HandoverRefusal, giving_day, receiving_day},
        views::{CancelView, title},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{dates::jst_date, ids::HandoverId},
};

use super::reading;

pub async fn give(mut cx: Act<WriteHandover>, Path(id): Path<HandoverId>, Typed(mut form): Typed) -> Result {
    let entry = loading::entry(&mut cx, id).await?;
    db::lock(cx.write(), entry.contract()?).await?;
    if let Err(refusal) = may(&cx, &entry, HandoverAct::Give) {
        return cx.refuse(refused(&entry), refusal).await;
    }
    let tracking = tracking(&mut form, entry.channel);
    let on = form.date("on", "渡した日");
    let day = on.map(|on| giving_day(on, jst_date(entry.row.made_at), cx.today()));
    let tried = back_dated(&entry, day);
    let on = day.and_then(|day| day.map_err(|refusal| form.refuse("on", refusal.to_string())).ok());
    if let Some(on) = on {
        check_goods(&mut cx, &entry, &mut form, Passing { on, channel: entry.channel }).await?;
    }
    let (Some(on), Some(tracking), false) = (on, tracking, form.has_problems()) else {
        return reading::invalid(cx, entry, form, tried).await;
    };
    let confirmed = Confirmed { on, at: cx.now(), by: cx.actor().account };
    if !db::give(cx.write(), (id, form.version()), confirmed, tracking.as_deref()).await? {
        return Err(AppError::stale());
    }
    duties::given(&mut cx, &entry, on).await?;
    let event = Event::new("handover.give").about(id.0).under(entry.contract()?);
    cx.commit(event).await?.redirect_with(format!("/handovers/{id}"), "渡したことを確認しました。")
}

/// A day before that of the plan or of the giving is known to whoever reads the audit stream.
fn back_dated(entry: &Entry, day: Option<std::result::Result<Date, HandoverRefusal>>) -> Option<Event> {
    day.filter(|day| day.is_err_and(HandoverRefusal::is_back_dating)).map(|_| refused(entry))
}

/// What goes back must be there, and a password must not travel with its data after all.
async fn check_goods(
    cx: &mut Act<WriteHandover>,
    entry: &Entry,
    form: &mut Form,
    passing: Passing,
) -> Result<()> {
    if entry.kind == Kind::Back {
        let held = Holdings::of(cx.db(), entry.contract()?).await?;
        for (item, count) in db::lines::parts(cx.db(), entry.row.id).await? {
            if held.tally(item).held() < u32::try_from(count).unwrap_or(u32::MAX) {
                form.general(
                    "返す物の数が、いま手元にある数より多くなっています。計画を取り消し、新しく立ててください。",
                );
            }
        }
    }
    let mut others = db::notices(cx.db(), entry.row.id).await?;
    others.extend(entry.row.notice_of);
    for other in others {
        let other = loading::entry(cx, other).await?;
        if let Some(on) = other.row.given_on
            && let Err(problem) = apart(Passing { on, channel: other.channel }, passing)
        {
            form.refuse("on", problem.to_string());
        }
    }
    Ok(())
}

/// `Some(None)` where nothing is tracked.
fn tracking(form: &mut Form, channel: Channel) -> Option<Option<String>> {
    if channel == Channel::Post {
        form.required("tracking", "追跡番号", 40).map(Some)
    } else {
        Some(None)
    }
}

pub async fn receive(
    mut cx: Act<WriteHandover>,
    Path(id): Path<HandoverId>,
    Typed(mut form): Typed,
) -> Result {
    let entry = loading::entry(&mut cx, id).await?;
    db::lock(cx.write(), entry.contract()?).await?;
    if let Err(refusal) = may(&cx, &entry, HandoverAct::Receive) {
        return cx.refuse(refused(&entry), refusal).await;
    }
    let given = entry.row.given_on.ok_or_else(|| AppError::bug("given without a day"))?;
    let on = form.date("on", "受け取った日");
    let day = on.map(|on| receiving_day(on, given, cx.today()));
    let tried = back_dated(&entry, day);
    let on = day.and_then(|day| day.map_err(|refusal| form.refuse("on", refusal.to_string())).ok());
    if !form.checked("counted", "yes") {
        form.refuse("counted", "内容と数量を確かめてから、印を付けてください。合わないときは確認をせず、相手に知らせてください。");
    }
    let (Some(on), false) = (on, form.has_problems()) else {
        return reading::invalid(cx, entry, form, tried).await;
    };
    let confirmed = Confirmed { on, at: cx.now(), by: cx.actor().account };
    if !db::receive(cx.write(), (id, form.version()), confirmed).await? {
        return Err(AppError::stale());
    }
    duties::received(&mut cx, &entry, on).await?;
    let event = Event::new("handover.receive").about(id.0).under(entry.contract()?);
    cx.commit(event).await?.redirect_with(format!("/handovers/{id}"), "受け取ったことを確認しました。")
}

pub async fn cancellation(mut cx: View<WriteHandover>, Path(id): Path<HandoverId>) -> Result {
    let entry = loading::entry(&mut cx, id).await?;
    may(&cx, &entry, HandoverAct::Cancel).map_err(AppError::refused)?;
    cx.show(cancel_view(&entry, Form::empty().with("version", entry.row.version.to_string()))).await
}

fn cancel_view(entry: &Entry, form: Form) -> CancelView {
    CancelView { title: title(entry), back: format!("/handovers/{}", entry.row.id), form }
}

pub async fn cancel(
    mut cx: Act<WriteHandover>,
    Path(id): Path<HandoverId>,
    Typed(mut form): Typed,
) -> Result {
    let entry = loading::entry(&mut cx, id).await?;
    let contract = entry.contract()?;
    if let Err(refusal) = may(&cx, &entry, HandoverAct::Cancel) {
        return cx.refuse(refused(&entry), refusal).await;
    }
    let Some(reason) = form.required_lines("reason", "取り消す理由", 1_000) else {
        return cx.invalid(cancel_view(&entry, form)).await;
    };
    let remark = cx.seal(Unit::Unit(contract.0), id.0, 1, &Remark(reason))?;
    let hand = (cx.now(), cx.actor().account);
    if !db::cancel(cx.write(), (id, form.version()), hand, &remark).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("handover.cancel").about(id.0).under(contract);
    cx.commit(event).await?.redirect_with(format!("/handovers/{id}"), "計画を取り消しました。")
}

/// Whether the reader's side may do this now.
fn may<P: Permission, M>(
    cx: &Ctx<P, M>,
    entry: &Entry,
    act: HandoverAct,
) -> std::result::Result<(), HandoverRefusal> {
    let by = cx.actor().role.side();
    entry.state.next(act, entry.kind, (entry.side.unwrap_or(by), by)).map(|_| ())
}

fn refused(entry: &Entry) -> Event {
    let event = Event::new("handover.refused").about(entry.row.id.0);
    match entry.row.contract {
        Some(contract) => event.under(contract),
        None => event,
    }
}
