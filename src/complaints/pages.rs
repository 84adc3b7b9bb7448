//! The pages of the register: the list, a new entry, one entry with its answer.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    ViewComplaints, WriteComplaint,
    db::{self, Complaint},
    entry::{self, ComplaintRefusal, NewEntry, Received, Response},
    views::{self, ListView, NewView, Opened, ShowView, Somebody},
};
use crate::{
    audit::Event,
    contracts,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        parts::Pager,
        permission::Permission,
        typed::Typed,
    },
    participants::people,
    sealing::Unit,
    vocab::{
        dates::wareki,
        ids::{ComplaintId, ContractId, ParticipantId},
    },
};

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    contract: Option<String>,
    page: Option<u64>,
}

pub async fn list(mut cx: View<ViewComplaints>, Query(asked): Query<Asked>) -> Result {
    let all = asked.state == "all";
    let contract: Option<ContractId> = asked.contract.as_deref().and_then(|id| id.parse().ok());
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = db::count(cx.db(), contract, !all).await?.unsigned_abs();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let lines = db::list(cx.db(), contract, !all, (PAGE.cast_signed(), offset)).await?;
    let title = match contract {
        Some(id) => {
            contracts::db::find(cx.db(), id).await?.map(|contract| contract.title).unwrap_or_default()
        }
        None => String::new(),
    };
    let writes = WriteComplaint::allows(cx.actor().role) && of_guidance(&mut cx).await?.is_none();
    cx.show(ListView {
        tabs: views::tabs(contract, all),
        contract: title,
        lines: lines.iter().map(views::line).collect(),
        pager: Pager::new(total, page, PAGE, &views::href(contract, all)),
        writes,
        empty: if all {
            "受け付けた苦情や意見はありません。"
        } else {
            "対応中の苦情や意見はありません。"
        },
    })
    .await
}

/// Why a contractor's contract has no such register.
async fn of_guidance<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<Option<ComplaintRefusal>> {
    let contract = cx.contract()?;
    let found = contracts::db::find(cx.db(), contract).await?.ok_or(AppError::NotFound)?;
    Ok((found.style == "guidance").then_some(ComplaintRefusal::Guidance))
}

/// Everybody who may have said something, by kana. Whoever is shown the form has seen them.
async fn who<P: Permission, M>(cx: &mut Ctx<P, M>, contract: ContractId) -> Result<Vec<Somebody>> {
    let ids = db::people(cx.db(), contract).await?;
    let items = people::items_of(cx.db(), contract).await?;
    let mut found = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        found.push(Somebody::new(people::peek(cx, row, Some(&items))?));
    }
    found.sort_by_cached_key(Somebody::order);
    Ok(found)
}

/// The form with the people of the contract.
async fn form_view<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: ContractId,
    form: Form,
) -> Result<NewView> {
    let people = who(cx, contract).await?;
    cx.because_of(contract);
    cx.saw(people.iter().map(|one| one.id));
    Ok(NewView::new(form, people))
}

pub async fn new(mut cx: View<WriteComplaint>) -> Result {
    if let Some(refusal) = of_guidance(&mut cx).await? {
        return Err(AppError::refused(refusal));
    }
    let contract = cx.contract()?;
    let form = Form::empty().with("received_on", wareki(cx.today()));
    let view = form_view(&mut cx, contract, form).await?;
    cx.show(view).await
}

pub async fn take(mut cx: Act<WriteComplaint>, Typed(mut form): Typed) -> Result {
    if let Some(refusal) = of_guidance(&mut cx).await? {
        return Err(AppError::refused(refusal));
    }
    let contract = cx.contract()?;
    let people: Vec<ParticipantId> =
        db::people(cx.db(), contract).await?.into_iter().map(ParticipantId).collect();
    let Some(entry) = entry::read(&mut form, &people, cx.today()) else {
        let view = form_view(&mut cx, contract, form).await?;
        return cx.invalid(view).await;
    };
    let id = ComplaintId(cx.new_id());
    store(&mut cx, id, contract, &entry).await?;
    let event = Event::new("complaint.receive").about(id.0).under(contract).of(entry.participant);
    cx.commit(event.detail(serde_json::json!({ "means": entry.means.code() })))
        .await?
        .redirect_with(format!("/complaints/{id}"), "受け付けました。")
}

async fn store(
    cx: &mut Act<WriteComplaint>,
    id: ComplaintId,
    contract: ContractId,
    entry: &NewEntry,
) -> Result<()> {
    let unit = Unit::Unit(contract.0);
    let sealed = cx.seal(unit, id.0, 1, &entry.received)?;
    let response = entry.response.as_ref().map(|response| cx.seal(unit, id.0, 1, response)).transpose()?;
    let (by, now) = (cx.actor().account, cx.now());
    let response = response.as_deref();
    let new = db::NewComplaint { id, contract, entry, sealed: &sealed, response, by, now };
    Ok(db::insert(cx.write(), &new).await?)
}

pub async fn show(mut cx: View<ViewComplaints>, Path(id): Path<ComplaintId>) -> Result {
    let found = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let opened = open(&mut cx, &found).await?;
    let writes = WriteComplaint::allows(cx.actor().role) && found.state == "open";
    let form = views::response_form(&found, opened.response.as_ref());
    cx.show(ShowView::new(&found, opened, writes, form)).await
}

/// What is sealed, and the person's name.
async fn open<P: Permission, M: Send>(cx: &mut Ctx<P, M>, found: &Complaint) -> Result<Opened> {
    cx.because_of(found.contract);
    let unit = Unit::Unit(found.contract.0);
    let received: Received = match found.participant {
        Some(participant) => cx.open(participant, unit, found.id.0, 1, &found.sealed)?,
        None => cx.open_paper(unit, found.id.0, 1, &found.sealed)?,
    };
    let response: Option<Response> = match found.response.as_ref().zip(found.response_version) {
        Some((sealed, version)) => Some(cx.open_paper(unit, found.id.0, version, sealed)?),
        None => None,
    };
    let items = people::items_for(cx).await?;
    let row = match found.participant {
        Some(participant) => people::find(cx.db(), participant).await?,
        None => None,
    };
    let person = row.map(|row| people::open(cx, row, items.as_deref())).transpose()?;
    Ok(Opened { received, response, person })
}

pub async fn respond(
    mut cx: Act<WriteComplaint>,
    Path(id): Path<ComplaintId>,
    Typed(mut form): Typed,
) -> Result {
    let found = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    if found.state != "open" {
        return Err(AppError::refused(ComplaintRefusal::Closed));
    }
    let today = cx.today();
    let Some(progress) = entry::read_progress(&mut form, found.received_on, today) else {
        let opened = open(&mut cx, &found).await?;
        return cx.invalid(ShowView::new(&found, opened, true, form)).await;
    };
    if form.value("version") != found.version.to_string() {
        return Err(AppError::stale());
    }
    let unit = Unit::Unit(found.contract.0);
    let response = cx.seal(unit, id.0, found.version + 1, &progress.response)?;
    let closed_on = progress.closes.then_some(today);
    let added = db::Added { response: &response, reported_on: progress.reported_on, closed_on };
    if !db::add(cx.write(), id, found.version, &added).await? {
        return Err(AppError::stale());
    }
    let (action, notice) = if progress.closes {
        ("complaint.close", "対応ずみにしました。")
    } else {
        ("complaint.respond", "対応を記録しました。")
    };
    let event = Event::new(action).about(id.0).under(found.contract).of(found.participant);
    cx.commit(event).await?.redirect_with(format!("/complaints/{id}"), notice)
}
