//! 予定一覧: everybody of a contract with every planned contact, 50 a page, in the same few statements however many there are.

use axum::extract::{Path, Query};
use serde::Deserialize;
use uuid::Uuid;

use super::{tabs, trail};
use crate::{
    guidance::{
        SelectTargets, ViewGuidance,
        db::{records, targets},
        loading::{Place, by_target, state_of},
        plan,
        states::TargetState,
        views::overview::{ContractsView, Line, OverviewView},
    },
    kit::{ctx::View, error::Result, parts::Pager, permission::Permission},
    participants::people,
    vocab::ids::ContractId,
};

const PAGE: usize = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    state: String,
    page: String,
}

/// The guidance contracts of the reader.
pub async fn contracts(mut cx: View<ViewGuidance>) -> Result {
    let lines = targets::contracts(cx.db()).await?;
    cx.show(ContractsView::new(lines)).await
}

pub async fn show(
    mut cx: View<ViewGuidance>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let place = Place::load(&mut cx, id).await?;
    let all = lines(&mut cx, &place).await?;
    let counts = OverviewView::count(&all);
    let wanted = TargetState::from_code(&asked.state);
    let is_wanted = |line: &Line| match wanted {
        Some(state) => line.state == state,
        None => asked.state != "late" || line.is_late(),
    };
    let mut shown: Vec<Line> = all.into_iter().filter(is_wanted).collect();
    name_all(&mut cx, &place, &mut shown).await?;
    // Whoever waits for a contact that should have been comes first.
    shown.sort_by_cached_key(|line| (!line.is_late(), line.kana.clone(), line.number));
    let total = shown.len();
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, 10_000);
    let on_page: Vec<Line> = shown.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    cx.saw(on_page.iter().map(|line| line.participant));
    let base = format!("/contracts/{id}/guidance");
    let href = if asked.state.is_empty() { base.clone() } else { format!("{base}?state={}", asked.state) };
    let pager = Pager::new(total as u64, page as u64, PAGE as u64, &href);
    let may_select = SelectTargets::allows(cx.actor().role) && place.contract.is_open();
    let view = OverviewView::new(
        &place,
        (trail(&cx, &place), tabs(&place, "")),
        (counts, on_page, pager),
        &asked.state,
        may_select,
    );
    cx.show(view).await
}

/// Everybody with the state of each contact, nobody named yet.
async fn lines(cx: &mut View<ViewGuidance>, place: &Place) -> Result<Vec<Line>> {
    let rows = targets::of_contract(cx.db(), place.contract.id).await?;
    let contacts = records::contacts_of_contract(cx.db(), place.contract.id).await?;
    let days = by_target(&contacts);
    let today = cx.today();
    let line = |row: targets::TargetRow| {
        let done = days.get(&row.id).map_or(&[][..], Vec::as_slice);
        let steps = plan::steps(place.guidance, row.started_on, row.ended_on, done, today);
        Ok(Line::new(&row, state_of(&row)?, steps))
    };
    rows.into_iter().map(line).collect()
}

/// Opens everybody to sort them by reading; who is shown is said afterwards.
async fn name_all(cx: &mut View<ViewGuidance>, place: &Place, lines: &mut [Line]) -> Result<()> {
    let ids: Vec<Uuid> = lines.iter().map(|line| line.participant.0).collect();
    let mut people = std::collections::BTreeMap::new();
    for row in people::find_many(cx.db(), &ids).await? {
        let person = people::peek(cx, row, place.items.as_deref())?;
        people.insert(person.id, person);
    }
    for line in lines {
        if let Some(person) = people.get(&line.participant) {
            line.name(person);
        }
    }
    Ok(())
}
