//! The front door, the help page and the three home pages.

use time::Duration;

use super::{SeeHome, db, views};
use crate::{
    incidents,
    kit::{answer::Answer, ctx::View, error::Result, guest::Guest, permission::Permission},
    obligations::ViewObligations,
    organisations::ManageOrganisations,
    sessions::ViewSession,
};

/// `/`: straight to work; without a login that leads on to the sign-in page.
pub async fn front(_guest: Guest) -> Result {
    Ok(Answer::redirect("/home"))
}

pub async fn help(guest: Guest) -> Result {
    guest.show(&views::Help)
}

pub async fn home(cx: View<SeeHome>) -> Result {
    let role = cx.actor().role;
    if role.is_centre() {
        centre(cx).await
    } else if role.is_contractor() {
        contractor(cx).await
    } else {
        ward(cx).await
    }
}

async fn ward(mut cx: View<SeeHome>) -> Result {
    let today = cx.today();
    let role = cx.actor().role;
    let due = if ViewObligations::allows(role) {
        db::obligations(cx.db(), today + Duration::days(60)).await?
    } else {
        Vec::new()
    };
    let reads_people = ViewSession::allows(role);
    let waiting = if reads_people { db::for_ward(cx.db()).await? } else { Vec::new() };
    let classes = db::classes(cx.db(), today, today + Duration::days(6)).await?;
    let foundations =
        if ManageOrganisations::allows(role) { Some(db::foundations(cx.db()).await?) } else { None };
    let first_steps = foundations.map(|found| views::first_steps(&found)).unwrap_or_default();
    let running = incidents::running_tasks(&mut cx).await?;
    let view = views::WardHome::new(today, due, waiting, &classes, reads_people, first_steps);
    cx.show(view.with_running(running)).await
}

async fn contractor(mut cx: View<SeeHome>) -> Result {
    let today = cx.today();
    let classes = db::classes(cx.db(), today, today + Duration::days(7)).await?;
    let due = if ViewObligations::allows(cx.actor().role) {
        db::obligations(cx.db(), today + Duration::days(60)).await?
    } else {
        Vec::new()
    };
    let waiting = db::for_contractor(cx.db()).await?;
    let running = incidents::running_tasks(&mut cx).await?;
    let view = views::ContractorHome::new(cx.actor(), today, due, waiting, classes);
    cx.show(view.with_running(running)).await
}

async fn centre(mut cx: View<SeeHome>) -> Result {
    let today = cx.today();
    let inbox = db::inbox(cx.db()).await?;
    cx.show(views::CentreHome::new(today, inbox)).await
}
