//! One application with its verdict.

use axum::extract::Path;

use super::{
    hearing::{asked, may_hear},
    load,
    writing::missing_consents,
};
use crate::{
    applications::{ViewApplications, views::ShowView},
    kit::{ctx::View, error::Result},
    vocab::ids::ApplicationId,
};

pub async fn show(mut cx: View<ViewApplications>, Path(id): Path<ApplicationId>) -> Result {
    let loaded = load(&mut cx, id).await?;
    let role = cx.actor().role;
    let missing = missing_consents(&loaded);
    let hears = may_hear(role, &loaded);
    let asked = asked(&mut cx, &loaded).await?;
    let today = cx.today();
    cx.show(ShowView::new(&loaded, role, hears, &missing, (&asked, today))).await
}
