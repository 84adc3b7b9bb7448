//! 閉庁日の画面: the ward's own entries, what they come to in this fiscal year, a new entry, taking one back.

use axum::extract::Path;

use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    obligations,
    organisations::{ManageOrganisations, closed_days, db, views},
    vocab::ids::ClosedDayId,
};

const LIST: &str = "/organisations/closed-days";

pub async fn list(mut cx: View<ManageOrganisations>) -> Result {
    let view = view(&mut cx, Form::empty()).await?;
    cx.show(view).await
}

pub async fn add(mut cx: Act<ManageOrganisations>, Typed(mut form): Typed) -> Result {
    let Some(entry) = closed_days::read(&mut form) else {
        let view = view(&mut cx, form).await?;
        return cx.invalid(view).await;
    };
    let id = ClosedDayId(cx.new_id());
    db::closed_days::insert(cx.write(), id, &entry).await?;
    obligations::follow_all(&mut cx).await?;
    let event = Event::new("closed_day.add").about(id.0).detail(detail(&entry));
    cx.commit(event).await?.redirect_with(LIST, "登録しました。開いている義務の期限も計算し直しました。")
}

pub async fn removing(mut cx: View<ManageOrganisations>, Path(id): Path<ClosedDayId>) -> Result {
    let entry = find(&mut cx, id).await?;
    cx.show(views::ClosedDayRemoval { what: closed_days::span(&entry), reason: entry.reason, id }).await
}

pub async fn remove(mut cx: Act<ManageOrganisations>, Path(id): Path<ClosedDayId>) -> Result {
    let entry = find(&mut cx, id).await?;
    db::closed_days::remove(cx.write(), id).await?;
    obligations::follow_all(&mut cx).await?;
    let event = Event::new("closed_day.remove").about(id.0).detail(detail(&entry));
    cx.commit(event).await?.redirect_with(LIST, "取り消しました。開いている義務の期限も計算し直しました。")
}

fn detail(entry: &closed_days::Entry) -> serde_json::Value {
    serde_json::json!({ "kind": entry.kind.code(), "from": entry.from, "to": entry.to })
}

async fn find<P: Permission, M>(cx: &mut Ctx<P, M>, id: ClosedDayId) -> Result<closed_days::Entry> {
    let all = db::closed_days::all(cx.db()).await?;
    all.into_iter().find(|(one, _)| *one == id).map(|(_, entry)| entry).ok_or(AppError::NotFound)
}

async fn view<P: Permission, M>(cx: &mut Ctx<P, M>, form: Form) -> Result<views::ClosedDaysView> {
    let entries = db::closed_days::all(cx.db()).await?;
    Ok(views::ClosedDaysView::new(form, entries, cx.today()))
}
