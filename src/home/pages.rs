//! The front door, the help page and the three home pages.

use time::Duration;

use super::{SeeHome, db, dues, first_steps, views};
use crate::{
    filings::{self, ViewFilings},
    guidance::{self, ViewGuidance},
    job_windows,
    kit::{
        answer::Answer,
        ctx::View,
        error::Result,
        guest::Guest,
        permission::{Permission, Role},
    },
    obligations::{ViewObligations, db::owed},
    organisations::ManageOrganisations,
    pledges,
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
    if role == Role::Operator {
        job_windows::home(cx).await
    } else if role.is_centre() {
        centre(cx).await
    } else if role.is_contractor() {
        contractor(cx).await
    } else {
        ward(cx).await
    }
}

/// How far ahead the home pages look for what is due.
const SOON: Duration = Duration::days(60);

async fn ward(mut cx: View<SeeHome>) -> Result {
    let today = cx.today();
    let role = cx.actor().role;
    let due = if ViewObligations::allows(role) { db::obligations(cx.db(), today).await? } else { Vec::new() };
    let reads_people = ViewSession::allows(role);
    let waiting = if reads_people { db::for_ward(cx.db(), today).await? } else { Vec::new() };
    let classes = db::classes(cx.db(), today, today + Duration::days(6)).await?;
    let first_steps = if ManageOrganisations::allows(role) {
        first_steps::first_steps(&db::foundations::find(cx.db()).await?)
    } else {
        Vec::new()
    };
    // Whatever is late stands among what is due.
    let late = due.first().map_or(0, |one| one.late);
    // The papers of all contracts follow from every session of the year: some 300 pages of memory, more than the whole home may
    // cost. The ward is led to the list that counts them; a contractor, with one contract, reads its own here.
    let due = dues::Dues { obligations: due, papers: Vec::new() };
    let mut view = views::WardHome::new(today, due, &waiting, &classes, reads_people, first_steps);
    view.leads_to_papers = ViewFilings::allows(role);
    view.late = late;
    cx.show(view).await
}

async fn contractor(mut cx: View<SeeHome>) -> Result {
    let today = cx.today();
    let classes = db::classes(cx.db(), today, today + Duration::days(7)).await?;
    let mut due = Vec::new();
    if ViewObligations::allows(cx.actor().role) {
        due = db::obligations(cx.db(), today).await?;
        let begun = db::begun(cx.db()).await?;
        due.retain(|one| !begun.contains(&one.id));
    }
    let papers = if ViewFilings::allows(cx.actor().role) {
        filings::of_all(&mut cx).await?.owed(today + SOON)
    } else {
        Vec::new()
    };
    let waiting = db::for_contractor(cx.db(), today).await?;
    let late = if ViewGuidance::allows(cx.actor().role) && cx.actor().sees_people() {
        guidance::late_contacts(&mut cx).await?
    } else {
        None
    };
    let due = dues::Dues { obligations: due, papers };
    let lacks = pledges::keeps_out(&mut cx).await?;
    let mut view = views::ContractorHome::new(cx.actor(), today, due, (&waiting, late), &classes, lacks);
    view.late = self::late(&mut cx).await?;
    cx.show(view).await
}

/// How many obligations are late, of all that the reader is shown elsewhere: the tasks above may stand under other names, and only
/// the first of them fit.
async fn late(cx: &mut View<SeeHome>) -> Result<i64> {
    if !ViewObligations::allows(cx.actor().role) {
        return Ok(0);
    }
    let today = cx.today();
    Ok(owed::late(cx.db(), today).await?)
}

async fn centre(mut cx: View<SeeHome>) -> Result {
    let today = cx.today();
    let inbox = db::centre::inbox(cx.db()).await?;
    let hearings = db::centre::hearings(cx.db(), today).await?;
    cx.show(views::CentreHome::new(today, inbox, &hearings)).await
}
