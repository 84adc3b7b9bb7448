//! 事故報告書 as PDF: the first report, or everything up to now.

use axum::extract::Path;

use crate::{
    audit::Event,
    documents::Issue,
    incidents::{
        PrintIncident,
        case::{self, Case},
        papers,
        states::{IncidentRefusal, IncidentState},
    },
    kit::{
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    participants::people,
    vocab::{dates::jst_date, dates::wareki, ids::IncidentId},
};

/// The opened case; the ward has opened the report on its page.
async fn load(cx: &mut View<PrintIncident>, id: IncidentId) -> Result<Case> {
    let found = case::find(cx, id).await?;
    if !cx.actor().role.is_contractor() && found.state == IncidentState::Reported {
        return Err(AppError::refused(IncidentRefusal::Unopened));
    }
    Case::open(cx, found).await
}

pub async fn first(mut cx: View<PrintIncident>, Path(id): Path<IncidentId>) -> Result {
    let case = load(&mut cx, id).await?;
    let issue = Issue::new(&cx, Whom::Unread, "事故報告書（第1報）", subject(&case));
    let paper = papers::first(&case, issue.masthead(&cx));
    issue.pdf(cx, printed(&case, "first"), paper).await
}

pub async fn whole(mut cx: View<PrintIncident>, Path(id): Path<IncidentId>) -> Result {
    let mut case = load(&mut cx, id).await?;
    let items = people::items_for(&mut cx).await?;
    let rows = std::mem::take(&mut case.affected);
    let ids: Vec<uuid::Uuid> = rows.iter().map(|row| row.participant.0).collect();
    let mut opened = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        opened.push(people::open(&mut cx, row, items.as_deref())?);
    }
    let named = rows.into_iter().filter_map(|row| {
        let person = opened.iter().find(|person| person.id == row.participant)?.clone();
        Some((row, person))
    });
    let named: Vec<_> = named.collect();
    let issue = Issue::new(&cx, Whom::Unread, "事故報告書", subject(&case));
    let paper = papers::whole(&case, &named, issue.masthead(&cx));
    issue.pdf(cx, printed(&case, "whole"), paper).await
}

fn subject(case: &Case) -> String {
    format!("{}　{}", case.found.kind.label(), wareki(jst_date(case.found.incident.happened_at)))
}

fn printed(case: &Case, list: &str) -> Event {
    let event = Event::new("incident.print").about(case.found.id().0).under(case.found.incident.contract);
    event.with("list", list)
}
