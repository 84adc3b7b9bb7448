//! Reading individual services: the list, one person's eight steps, one record.

use axum::extract::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    ViewServices,
    db::{self, Head},
    loading,
    records::{Kind, Writing},
    steps,
    views::{ListView, RecordView, ServiceLine, ShowView},
};
use crate::{
    contracts,
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        parts::Pager,
        permission::Permission,
    },
    participants::{Person, people},
    vocab::ids::{EnrolmentId, ParticipantId, ServiceRecordId},
};

/// Services on one page of the list.
const PAGE: u32 = 50;

#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    state: String,
    /// From the contract's own pages.
    #[serde(default)]
    contract: String,
    #[serde(default)]
    page: Option<u32>,
}

pub async fn list(mut cx: View<ViewServices>, Query(wanted): Query<Wanted>) -> Result {
    let ended = wanted.state == "ended";
    let page = wanted.page.unwrap_or(1).max(1);
    let contract = match wanted.contract.parse().ok() {
        Some(id) => contracts::db::find(cx.db(), id).await?,
        None => None,
    };
    let of = contract.as_ref().map(|contract| contract.id);
    let total = db::count(cx.db(), ended, of).await?;
    let offset = i64::from(PAGE) * i64::from(page - 1);
    let heads = db::list(cx.db(), ended, of, i64::from(PAGE), offset).await?;
    let people = people_of(&mut cx, &heads).await?;
    let today = cx.today();
    let mut lines = Vec::new();
    for loaded in loading::load(cx.db(), heads).await? {
        let Some(person) = people.iter().find(|person| person.id == loaded.head.participant) else {
            continue;
        };
        let states = steps::states(&loaded.service, &loaded.plan()?, today);
        lines.push(ServiceLine::new(&loaded.head, person, &states, today));
    }
    let is_ward = cx.actor().role.is_ward();
    let total = u64::try_from(total).unwrap_or_default();
    let pager = |href: &str| Pager::new(total, u64::from(page), u64::from(PAGE), href);
    let contract = contract.map(|contract| (contract.id, format!("{}　{}", contract.number, contract.title)));
    cx.show(ListView::new(lines, ended, is_ward, contract, pager)).await
}

pub async fn show(mut cx: View<ViewServices>, Path(id): Path<EnrolmentId>) -> Result {
    let head = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    cx.because_of(head.contract);
    let person = person_of(&mut cx, &head).await?;
    let loaded = loading::load(cx.db(), vec![head]).await?.pop().ok_or(AppError::NotFound)?;
    let may_record = cx.actor().role.is_contractor();
    let view = ShowView::new(&loaded, &loaded.plan()?, &person, cx.today(), may_record);
    cx.show(view).await
}

pub async fn record(
    mut cx: View<ViewServices>,
    Path((id, record)): Path<(EnrolmentId, ServiceRecordId)>,
) -> Result {
    let head = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    cx.because_of(head.contract);
    let person = person_of(&mut cx, &head).await?;
    let records = db::records_of(cx.db(), &[id.0]).await?;
    let row = records.iter().find(|row| row.id == record).ok_or(AppError::NotFound)?;
    let kind = Kind::from_code(&row.step).ok_or(AppError::NotFound)?;
    let blob = db::sealed_of(cx.db(), record).await?;
    let writing: Writing = cx.open(head.participant, head.unit(), record.0, row.version, &blob)?;
    let may_record = cx.actor().role.is_contractor();
    let view = RecordView::new(&head, &person.identity.name(), &records, row, (kind, &writing), may_record);
    cx.show(view).await
}

/// The person of a service, as this reader may see them.
pub(super) async fn person_of<P: Permission, M>(cx: &mut Ctx<P, M>, head: &Head) -> Result<Person> {
    people_of(cx, std::slice::from_ref(head)).await?.pop().ok_or(AppError::NotFound)
}

/// A contractor's heads are all of the one contract it acts under.
async fn people_of<P: Permission, M>(cx: &mut Ctx<P, M>, heads: &[Head]) -> Result<Vec<Person>> {
    let items = match cx.actor().contract {
        Some(contract) => Some(people::items_of(cx.db(), contract).await?),
        None => None,
    };
    let mut ids: Vec<ParticipantId> = heads.iter().map(|head| head.participant).collect();
    ids.sort();
    ids.dedup();
    let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
    let registers = people::find_many(cx.db(), &ids).await?;
    registers.into_iter().map(|register| people::open(cx, register, items.as_deref())).collect()
}
