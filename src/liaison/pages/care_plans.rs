//! ケアプラン内容: the centre chooses whose plan to send to the contractor of an individual service.

use super::super::{
    SendCarePlans, db, gathering,
    states::LiaisonState,
    views::{self, CarePlanRow, CarePlansView},
};
use crate::{
    kit::{
        ctx::View,
        error::Result,
        parts::{Chip, Tone},
    },
    vocab::dates::wareki,
};

pub async fn list(mut cx: View<SendCarePlans>) -> Result {
    let users = db::service_users(cx.db()).await?;
    let names = gathering::names(&mut cx, users.iter().map(|one| one.participant.0).collect()).await?;
    let row = |one: db::ServiceUser| {
        let state = one.state.as_deref().and_then(LiaisonState::from_code);
        let new = format!("/liaison/new?enrolment={}&kind=care_plan", one.enrolment);
        let (href, label) = match (one.sheet, state) {
            (Some(id), Some(LiaisonState::Draft)) => (format!("/liaison/{id}/edit"), "続きを書く"),
            (Some(id), Some(_)) => (format!("/liaison/{id}"), "見る"),
            (None, _) | (_, None) => (new.clone(), "書く"),
        };
        CarePlanRow {
            name: names.get(&one.participant).cloned().unwrap_or_default(),
            contractor: one.contractor,
            title: one.title,
            begun: one.enrolled_on.map(wareki).unwrap_or_default(),
            chip: state.map_or_else(|| Chip::new(Tone::Warning, "まだ送っていません"), views::chip),
            again_href: if label == "見る" { new } else { String::new() },
            href,
            label,
        }
    };
    let rows = users.into_iter().map(row).collect();
    cx.show(CarePlansView { rows }).await
}
