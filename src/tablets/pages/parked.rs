//! 保留を決める: what a tablet sent that could not be taken. The manager takes it over as a value of their own, or sets it aside with a
//! reason; it stays in the register either way.

use axum::extract::{Path, Query};
use serde::Deserialize;

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
    sealing::Unit,
    sessions::{
        operations::{OperationIn, OutcomeCode},
        recorder,
        roster::{self, Roster},
    },
    tablets::{
        DecideParked, ViewParked,
        db::parked::{self, Parked},
        form::WORDS,
        parking::{Aside, DECIDED, Held},
        views::{ParkedList, ParkedView},
        wire::SentOperation,
    },
    vocab::ids::{ContractId, ParkedOperationId, ParticipantId},
};

/// One that waits or was decided on, opened.
pub struct Opened {
    pub parked: Parked,
    pub held: Held,
    /// The entry, where it reads as one.
    pub entry: Option<SentOperation>,
    /// The day's people, where the session is there.
    pub roster: Option<Roster>,
    pub words: Option<String>,
}

async fn open<P: Permission, M>(cx: &mut Ctx<P, M>, id: ParkedOperationId) -> Result<Opened> {
    let parked = parked::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let unit = Unit::Unit(parked.sealed_for);
    let held: Held = cx.open_paper(unit, id.0, 1, &parked.sealed)?;
    let words = parked.words.as_ref().map(|blob| cx.open_paper::<Aside>(unit, id.0, DECIDED, blob));
    let words = words.transpose()?.map(|words| words.0);
    let is_operation = held.kind == "operation";
    let entry: Option<SentOperation> =
        serde_json::from_value(held.sent.clone()).ok().filter(|_| is_operation);
    let roster = match parked.session {
        Some(session) => Some(roster::load(cx, session).await?),
        None => None,
    };
    Ok(Opened { parked, held, entry, roster, words })
}

const PAGE: u64 = 50;

#[derive(Deserialize)]
pub struct Asked {
    page: Option<u64>,
}

pub async fn list(
    mut cx: View<ViewParked>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = parked::count(cx.db(), id).await?.unsigned_abs();
    let of_page = (PAGE.cast_signed(), ((page - 1) * PAGE).cast_signed());
    let all = parked::list(cx.db(), id, of_page).await?;
    let pager = Pager::new(total, page, PAGE, &format!("/contracts/{id}/parked?"));
    cx.show(ParkedList::new(&contract, &all, pager)).await
}

pub async fn show(mut cx: View<ViewParked>, Path(id): Path<ParkedOperationId>) -> Result {
    let opened = open(&mut cx, id).await?;
    let decides = DecideParked::allows(cx.actor().role);
    let form = Form::empty().with(
        "participant",
        opened.entry.as_ref().map(|entry| entry.participant.to_string()).unwrap_or_default(),
    );
    cx.show(ParkedView::new(&opened, form, decides)?).await
}

const DECIDED_ALREADY: &str = "この保留は、すでに決定されています。";

/// The value becomes one of the manager's own, beside what is there now: the same rules as for everybody's.
pub async fn take_over(
    mut cx: Act<DecideParked>,
    Path(id): Path<ParkedOperationId>,
    Typed(mut typed): Typed,
) -> Result {
    let opened = open(&mut cx, id).await?;
    if opened.parked.state != "waiting" {
        return Err(AppError::refused(DECIDED_ALREADY));
    }
    let (Some(entry), Some(roster)) = (&opened.entry, &opened.roster) else {
        return Err(AppError::refused(
            "この記録は値として取り込めません。手で入力し、理由を書いて取り下げてください。",
        ));
    };
    let codes: Vec<String> = roster.people.iter().map(|one| one.id().to_string()).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let chosen = typed.choice("participant", "だれの記録か", &codes).and_then(|code| code.parse().ok());
    let Some(participant) = chosen else {
        return cx.invalid(ParkedView::new(&opened, typed, true)?).await;
    };
    let someone = roster.find(ParticipantId(participant));
    let base = someone.and_then(|one| one.cells.get(&entry.field)).map_or(0, |cell| cell.state.version);
    let (session, field, value) = (roster.head.id, entry.field, entry.value.clone());
    let operation = OperationIn { key: cx.new_id(), participant, field, value, base, at: cx.now() };
    let recorded = recorder::record(&mut cx, session, &[operation]).await?;
    if let Some(why) = recorded.refusal() {
        return Err(AppError::refused(why));
    }
    let by = (cx.actor().account, cx.now());
    if !parked::decide(cx.write(), id, by, None).await? {
        return Err(AppError::stale());
    }
    let same = recorded.out.results.iter().any(|result| result.outcome == OutcomeCode::Same);
    let notice = if same {
        "同じ値がすでに記録されています。保留を終えました。"
    } else {
        "値として取り込みました。"
    };
    let event = recorded.event.with("parked_id", id.to_string());
    cx.commit(event).await?.redirect_with(format!("/contracts/{}/parked", opened.parked.contract), notice)
}

pub async fn set_aside(
    mut cx: Act<DecideParked>,
    Path(id): Path<ParkedOperationId>,
    Typed(mut typed): Typed,
) -> Result {
    let opened = open(&mut cx, id).await?;
    if opened.parked.state != "waiting" {
        return Err(AppError::refused(DECIDED_ALREADY));
    }
    let Some(words) = typed.required_lines("words", "取り込まない理由", WORDS) else {
        return cx.invalid(ParkedView::new(&opened, typed, true)?).await;
    };
    let sealed = cx.seal(Unit::Unit(opened.parked.sealed_for), id.0, DECIDED, &Aside(words))?;
    let by = (cx.actor().account, cx.now());
    if !parked::decide(cx.write(), id, by, Some(&sealed)).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("tablet.set_aside").about(id.0).under(opened.parked.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/contracts/{}/parked", opened.parked.contract), "取り込まないと決めました。")
}
