//! The list of trainings, registering one, and who took part.

use axum::extract::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    RecordTraining, RegisterTraining, ViewTrainings, db, form,
    views::{FormView, ListView, ShowView},
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        parts::Pager,
        permission::Permission,
        typed::Typed,
    },
    vocab::ids::TrainingId,
};

const PAGE: u32 = 50;
/// The most custodians one contract's form shows.
const CUSTODIANS: i64 = 200;

#[derive(Deserialize)]
pub struct Asked {
    page: Option<u32>,
}

impl Asked {
    fn page(&self) -> u32 {
        self.page.unwrap_or(1).max(1)
    }

    fn offset(&self) -> i64 {
        i64::from(self.page() - 1) * i64::from(PAGE)
    }

    fn pager(&self, total: i64, href: &str) -> Pager {
        Pager::new(total.unsigned_abs(), u64::from(self.page()), u64::from(PAGE), href)
    }
}

pub async fn list(mut cx: View<ViewTrainings>, Query(asked): Query<Asked>) -> Result {
    let total = db::count(cx.db()).await?;
    let lines = db::list(cx.db(), i64::from(PAGE), asked.offset()).await?;
    let may_register = RegisterTraining::allows(cx.actor().role);
    cx.show(ListView::new(&lines, asked.pager(total, "/trainings?"), may_register)).await
}

pub async fn new(cx: View<RegisterTraining>) -> Result {
    cx.show(FormView::new(None, Form::empty())).await
}

pub async fn create(mut cx: Act<RegisterTraining>, Typed(mut typed): Typed) -> Result {
    let Some(new) = form::read(&mut typed) else {
        return cx.invalid(FormView::new(None, typed)).await;
    };
    let id = TrainingId(cx.new_id());
    let by = (cx.actor().account, cx.now());
    db::insert(cx.write(), id, &new, by).await?;
    let event = Event::new("training.create").about(id.0);
    cx.commit(event).await?.redirect_with(format!("/trainings/{id}"), "登録しました。")
}

pub async fn edit(mut cx: View<RegisterTraining>, Path(id): Path<TrainingId>) -> Result {
    let training = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    cx.show(FormView::new(Some(id), form::stored(&training))).await
}

pub async fn update(
    mut cx: Act<RegisterTraining>,
    Path(id): Path<TrainingId>,
    Typed(mut typed): Typed,
) -> Result {
    db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let Some(new) = form::read(&mut typed) else {
        return cx.invalid(FormView::new(Some(id), typed)).await;
    };
    let version = typed.version();
    if !db::update(cx.write(), (id, version), &new).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("training.change").about(id.0);
    cx.commit(event).await?.redirect_with(format!("/trainings/{id}"), "直しました。")
}

pub async fn show(
    mut cx: View<ViewTrainings>,
    Path(id): Path<TrainingId>,
    Query(asked): Query<Asked>,
) -> Result {
    let training = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let counts = db::expected(cx.db(), &training).await?;
    let records = RecordTraining::allows(cx.actor().role);
    let (limit, offset) = if records { (CUSTODIANS, 0) } else { (i64::from(PAGE), asked.offset()) };
    let people = db::custodians(cx.db(), &training, limit, offset).await?;
    let chosen = people.iter().filter(|one| one.attended);
    let form = chosen.fold(Form::empty(), |form, one| form.with("attended", one.account.to_string()));
    let pager = asked.pager(counts.0, &format!("/trainings/{id}?"));
    let over = training.held_on <= cx.today();
    cx.show(ShowView::new(&training, (counts, &people), (records, over), pager, form)).await
}

pub async fn record(
    mut cx: Act<RecordTraining>,
    Path(id): Path<TrainingId>,
    Typed(mut typed): Typed,
) -> Result {
    let training = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    if training.held_on > cx.today() {
        return Err(AppError::refused("まだ開かれていません。参加した人は、当日から記録できます。"));
    }
    let contract = cx.contract()?;
    let people = db::custodians(cx.db(), &training, CUSTODIANS, 0).await?;
    let ids: Vec<String> = people.iter().map(|one| one.account.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let Some(attended) = typed.choices("attended", "参加した人", &ids) else {
        let counts = db::expected(cx.db(), &training).await?;
        let pager = Asked { page: None }.pager(counts.0, &format!("/trainings/{id}?"));
        return cx.invalid(ShowView::new(&training, (counts, &people), (true, true), pager, typed)).await;
    };
    let of: Vec<Uuid> = people.iter().map(|one| one.account.0).collect();
    let attended: Vec<Uuid> = attended.iter().filter_map(|id| id.parse().ok()).collect();
    let by = (cx.actor().account, cx.now());
    if !db::set_attendance(cx.write(), (id, contract), (&of, &attended), by).await? {
        return Err(AppError::refused(
            "前の日までに記録した参加は、取り消せません。記録を残したまま、区に連絡してください。",
        ));
    }
    let event = Event::new("training.attend").about(id.0).under(contract);
    cx.commit(event.detail(serde_json::json!({ "attended": attended.len(), "of": of.len() })))
        .await?
        .redirect_with(format!("/trainings/{id}"), "参加した人を記録しました。")
}
