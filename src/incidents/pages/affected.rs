//! 影響を受けた人: chosen from the people of the contract, told, or taken back.

use axum::extract::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    audit::Event,
    incidents::{
        ChooseAffected, affected,
        case::{self, Found},
        db,
        views::{AffectedView, ChooseView, Somebody},
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        parts::Pager,
        permission::Permission,
        typed::Typed,
    },
    participants::people,
    vocab::{
        dates::{jst_date, wareki},
        ids::{IncidentId, ParticipantId},
    },
};

const PAGE: usize = 50;

#[derive(Deserialize)]
pub struct Asked {
    page: Option<usize>,
}

impl Asked {
    fn page(&self) -> usize {
        self.page.unwrap_or(1).clamp(1, 10_000)
    }
}

/// The incident, for whoever may read it: the ward after it has opened the report.
async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: IncidentId) -> Result<Found> {
    let found = case::find(cx, id).await?;
    if !cx.actor().role.is_contractor() && found.state.open().is_ok() {
        return Err(AppError::refused(crate::incidents::states::IncidentRefusal::Unopened));
    }
    Ok(found)
}

/// The same while something may still be added.
async fn load_open<P: Permission, M>(cx: &mut Ctx<P, M>, id: IncidentId) -> Result<Found> {
    let found = load(cx, id).await?;
    found.state.add().map_err(AppError::refused)?;
    Ok(found)
}

/// These people as the reader may see them, by kana, and one page of them. Whoever is on the page was seen.
async fn named<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    found: &Found,
    ids: &[Uuid],
    page: usize,
) -> Result<Vec<Somebody>> {
    let items = people::items_for(cx).await?;
    let mut all = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), ids).await? {
        all.push(Somebody::new(people::peek(cx, row, items.as_deref())?, None));
    }
    all.sort_by_cached_key(Somebody::order);
    let shown: Vec<Somebody> = all.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    cx.because_of(found.incident.contract);
    cx.saw(shown.iter().map(|one| one.id));
    Ok(shown)
}

async fn list_view<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    found: &Found,
    page: usize,
    form: Form,
) -> Result<AffectedView> {
    let rows = db::affected::of_incident(cx.db(), found.id()).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.participant.0).collect();
    let shown = named(cx, found, &ids, page).await?;
    let href = format!("/incidents/{}/people", found.id());
    let pager = Pager::new(rows.len() as u64, page as u64, PAGE as u64, &href);
    Ok(AffectedView::new(found, &rows, shown, pager, form))
}

pub async fn list(
    mut cx: View<ChooseAffected>,
    Path(id): Path<IncidentId>,
    Query(asked): Query<Asked>,
) -> Result {
    let found = load(&mut cx, id).await?;
    let form = Form::empty().with("told_on", wareki(cx.today()));
    let view = list_view(&mut cx, &found, asked.page(), form).await?;
    cx.show(view).await
}

/// The people of the contract who are not chosen yet.
async fn candidates<P: Permission, M>(cx: &mut Ctx<P, M>, found: &Found) -> Result<Vec<Uuid>> {
    let chosen = db::affected::of_incident(cx.db(), found.id()).await?;
    let all = db::people(cx.db(), found.incident.contract, None).await?;
    let is_new = |id: &ParticipantId| !chosen.iter().any(|one| one.participant == *id);
    Ok(all.into_iter().map(|(id, _)| id).filter(is_new).map(|id| id.0).collect())
}

async fn choose_view<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    found: &Found,
    page: usize,
    form: Form,
) -> Result<ChooseView> {
    let ids = candidates(cx, found).await?;
    let shown = named(cx, found, &ids, page).await?;
    let href = format!("/incidents/{}/people/new", found.id());
    let pager = Pager::new(ids.len() as u64, page as u64, PAGE as u64, &href);
    Ok(ChooseView::new(found.id(), shown, pager, form))
}

pub async fn choose(
    mut cx: View<ChooseAffected>,
    Path(id): Path<IncidentId>,
    Query(asked): Query<Asked>,
) -> Result {
    let found = load_open(&mut cx, id).await?;
    let view = choose_view(&mut cx, &found, asked.page(), Form::empty()).await?;
    cx.show(view).await
}

pub async fn add(mut cx: Act<ChooseAffected>, Path(id): Path<IncidentId>, Typed(mut form): Typed) -> Result {
    let found = load_open(&mut cx, id).await?;
    let ids = candidates(&mut cx, &found).await?;
    let Some(people) = affected::read(&mut form, &ids) else {
        let view = choose_view(&mut cx, &found, 1, form).await?;
        return cx.invalid(view).await;
    };
    let who = (cx.actor().account, cx.now());
    let added = db::affected::add(cx.write(), (id, found.incident.contract), &people, who).await?;
    let event = Event::new("incident.affect").about(id.0).under(found.incident.contract);
    let event =
        event.detail(serde_json::json!({ "people": added })).of(people.into_iter().map(ParticipantId));
    cx.commit(event)
        .await?
        .redirect_with(format!("/incidents/{id}/people"), &format!("{added}人を加えました。"))
}

pub async fn tell(mut cx: Act<ChooseAffected>, Path(id): Path<IncidentId>, Typed(mut form): Typed) -> Result {
    let found = load_open(&mut cx, id).await?;
    let rows = db::affected::of_incident(cx.db(), id).await?;
    let untold: Vec<Uuid> =
        rows.iter().filter(|row| row.told_on.is_none()).map(|row| row.participant.0).collect();
    let (happened, today) = (jst_date(found.incident.happened_at), cx.today());
    let Some(notice) = affected::read_notice(&mut form, &untold, happened, today) else {
        let view = list_view(&mut cx, &found, 1, form).await?;
        return cx.invalid(view).await;
    };
    let by = cx.actor().account;
    let how = (notice.on, notice.means.code());
    let told = db::affected::tell(cx.write(), id, &notice.people, how, by).await?;
    let event = Event::new("incident.notify").about(id.0).under(found.incident.contract);
    let event = event.detail(serde_json::json!({ "people": told }));
    cx.commit(event.of(notice.people.into_iter().map(ParticipantId)))
        .await?
        .redirect_with(format!("/incidents/{id}/people"), &format!("{told}人への通知を記録しました。"))
}

pub async fn remove(
    mut cx: Act<ChooseAffected>,
    Path((id, participant)): Path<(IncidentId, ParticipantId)>,
    _: Typed,
) -> Result {
    let found = load_open(&mut cx, id).await?;
    let rows = db::affected::of_incident(cx.db(), id).await?;
    let row = rows.iter().find(|row| row.participant == participant).ok_or(AppError::NotFound)?;
    if row.told_on.is_some() {
        return Err(AppError::refused("通知ずみの人は外せません。"));
    }
    if !db::affected::remove(cx.write(), id, participant).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("incident.unaffect").about(id.0).under(found.incident.contract);
    cx.commit(event.of([participant]))
        .await?
        .redirect_with(format!("/incidents/{id}/people"), "選んだ人から外しました。")
}
