//! What else there is of an enrolment: its consents, and the application it came from.

use super::{
    SeeEnrolment,
    db::{self, EnrolmentRow},
    states::EnrolmentState,
};
use crate::{
    consents,
    kit::{ctx::View, error::Result},
};

/// Where they are; empty where there are none.
#[derive(Default)]
pub struct Papers {
    pub consents: String,
    pub wanting: String,
    pub application: String,
}

pub async fn papers(
    cx: &mut View<SeeEnrolment>,
    row: &EnrolmentRow,
    state: EnrolmentState,
) -> Result<Papers> {
    let is_live = matches!(state, EnrolmentState::Waiting | EnrolmentState::Enrolled);
    let wanting = consents::wanting(cx.db(), row.id, row.contract).await?;
    let application = db::application_of(cx.db(), row.id).await?;
    Ok(Papers {
        consents: wanting.as_ref().map(|_| format!("/enrolments/{}/consents", row.id)).unwrap_or_default(),
        wanting: wanting.filter(|_| is_live).unwrap_or_default(),
        application: application.map(|id| format!("/applications/{id}")).unwrap_or_default(),
    })
}
