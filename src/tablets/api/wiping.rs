//! 消去: a tablet says that nothing is left on it. Its packs end with the record, and with them their entries in the ledger.

use axum::extract::Path;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::tablet;
use crate::{
    audit::Event,
    documents::issue::reference,
    kit::{
        ctx::Act,
        error::{AppError, Result},
        typed::Sent,
    },
    sessions::recorder::believable,
    tablets::{
        UseTablet,
        db::{
            packs,
            wipes::{self, NewWipe, Wipe},
        },
    },
    vocab::ids::{TabletId, TabletWipeId},
};

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Finished,
    Expired,
    Revoked,
}

impl Why {
    fn code(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

#[derive(Deserialize)]
pub struct Wiped {
    reason: Why,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    unsent: u32,
    /// Those the tablet knew of; whatever else was on it is gone with them.
    #[serde(default)]
    packs: Vec<Uuid>,
    #[serde(default)]
    databases: u16,
    #[serde(default)]
    caches: u16,
    #[serde(default)]
    registrations: u16,
}

#[derive(Serialize)]
struct Recorded {
    record: String,
    url: String,
}

impl From<Wipe> for Recorded {
    fn from(wipe: Wipe) -> Self {
        Self { record: wipe.number, url: format!("/tablets/{}", wipe.tablet) }
    }
}

pub async fn wiped(mut cx: Act<UseTablet>, Path(id): Path<TabletId>, Sent(sent): Sent<Wiped>) -> Result {
    let tablet = tablet(&mut cx, id).await?;
    if sent.unsent > 0 {
        return Err(AppError::Stale(format!(
            "まだ送っていない記録が{}件あります。送るか、救出してから消去してください。",
            sent.unsent
        )));
    }
    if sent.databases > 0 {
        return Err(AppError::Stale("端末にまだデータが残っています。もう一度消去してください。".into()));
    }
    let there = packs::on_tablet(cx.db(), id).await?;
    if there.is_empty()
        && let Some(wipe) = earlier(&mut cx, id, &sent).await?
    {
        return cx.tell(&Recorded::from(wipe)).await;
    }
    let number = reference(&cx);
    let (by, now) = (cx.actor().account, cx.now());
    let new = NewWipe {
        id: TabletWipeId(cx.new_id()),
        tablet: id,
        contract: tablet.contract,
        number: &number,
        reason: sent.reason.code(),
        wiped_at: believable(sent.at, now),
        packs: &there,
        left: [i32::from(sent.databases), i32::from(sent.caches), i32::from(sent.registrations)],
        by,
        now,
    };
    wipes::insert(cx.write(), &new).await?;
    let event = Event::new("tablet.wipe").about(id.0).under(tablet.contract).detail(serde_json::json!({
        "reference": number, "reason": sent.reason.code(), "packs": there.len(),
    }));
    let answer = Recorded { record: number.clone(), url: format!("/tablets/{id}") };
    cx.commit(event).await?.json(&answer)
}

/// The record that this wipe has already: of the same packs, or of the same moment.
async fn earlier(cx: &mut Act<UseTablet>, id: TabletId, sent: &Wiped) -> Result<Option<Wipe>> {
    if !sent.packs.is_empty() {
        return Ok(wipes::that_ended(cx.db(), id, &sent.packs).await?);
    }
    let at = believable(sent.at, cx.now());
    Ok(wipes::latest(cx.db(), id).await?.filter(|wipe| wipe.wiped_at == at))
}
