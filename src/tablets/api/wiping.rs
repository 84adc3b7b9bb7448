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
        permission::Role,
        typed::Sent,
    },
    sessions::recorder::believable,
    tablets::{
        UseTablet,
        db::{
            self,
            packs::{self, OnTablet},
            wipes::{self, NewWipe, Wipe},
        },
        secrets,
    },
    vocab::ids::{TabletId, TabletPackId, TabletWipeId},
};

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Finished,
    Expired,
    Revoked,
}

impl Reason {
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
    reason: Reason,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    unsent: u32,
    /// The machine's secret ([`secrets::device`]): whatever was packed for it is gone.
    #[serde(default)]
    device: String,
    /// Those the tablet knew of.
    #[serde(default)]
    packs: Vec<TabletPackId>,
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
    if !is_its_user(&mut cx, id).await? {
        return cx.refuse(Event::new("tablet.refused").about(id.0).under(tablet.contract), NO_USER).await;
    }
    db::lock(cx.write(), id).await?;
    let own = secrets::device(&sent.device);
    let there: Vec<OnTablet> = packs::on_tablet(cx.db(), id).await?;
    let gone: Vec<&OnTablet> = there.iter().filter(|pack| is_gone(pack, own.as_ref(), &sent.packs)).collect();
    if gone.is_empty()
        && let Some(wipe) = earlier(&mut cx, id, &sent).await?
    {
        return cx.tell(&Recorded::from(wipe)).await;
    }
    if gone.is_empty() && !there.is_empty() {
        return Err(AppError::Stale(ANOTHER.into()));
    }
    // A machine that names itself has said how much it has. Of one that doesn't, what it said last is asked.
    let unsent: i64 = gone.iter().filter(|pack| pack.device.is_none()).map(|pack| pack.unsent).sum();
    if unsent > 0 {
        return Err(AppError::Stale(format!(
            "この端末には、送っていない記録が{unsent}件あると聞いています。送ってから消去してください。"
        )));
    }
    let number = reference(&cx);
    let (by, now) = (cx.actor().account, cx.now());
    let last_made = gone.iter().map(|pack| pack.made_at).max();
    let wiped_at = last_made.map_or(believable(sent.at, now), |made| believable(sent.at, now).max(made));
    let ended: Vec<Uuid> = gone.iter().map(|pack| pack.id.0).collect();
    let new = NewWipe {
        id: TabletWipeId(cx.new_id()),
        tablet: id,
        contract: tablet.contract,
        number: &number,
        reason: sent.reason.code(),
        wiped_at,
        packs: &ended,
        left: [i32::from(sent.databases), i32::from(sent.caches), i32::from(sent.registrations)],
        by,
        now,
    };
    wipes::insert(cx.write(), &new).await?;
    let event = Event::new("tablet.wipe").about(id.0).under(tablet.contract).detail(serde_json::json!({
        "reference": number, "reason": sent.reason.code(), "packs": ended.len(),
    }));
    let answer = Recorded { record: number.clone(), url: format!("/tablets/{id}") };
    cx.commit(event).await?.json(&answer)
}

const ANOTHER: &str = "この機械で準備した教室は、この端末の名前では残っていません。別の機械の消去は、その機械で行ってください。";
const NO_USER: &str = "この端末の記録者か事業者の管理者がログインして、消去を報告してください。";

/// Whether who asks has an unlock on the tablet, or is the manager.
async fn is_its_user(cx: &mut Act<UseTablet>, tablet: TabletId) -> Result<bool> {
    let me = cx.actor().account;
    Ok(cx.actor().role == Role::ContractorManager
        || db::recorders(cx.db(), tablet).await?.iter().any(|one| one.account == me))
}

/// Whether a wipe of the machine ended the pack: its own; one without a secret, when the machine names it.
fn is_gone(pack: &OnTablet, own: Option<&[u8; 32]>, named: &[TabletPackId]) -> bool {
    match &pack.device {
        Some(device) => own.is_some_and(|own| own.as_slice() == device.as_slice()),
        None => named.contains(&pack.id),
    }
}

/// The record that this wipe has already: of the same packs, or of the same moment.
async fn earlier(cx: &mut Act<UseTablet>, id: TabletId, sent: &Wiped) -> Result<Option<Wipe>> {
    if !sent.packs.is_empty() {
        let packs: Vec<Uuid> = sent.packs.iter().map(|pack| pack.0).collect();
        return Ok(wipes::that_ended(cx.db(), id, &packs).await?);
    }
    let at = believable(sent.at, cx.now());
    Ok(wipes::latest(cx.db(), id).await?.filter(|wipe| wipe.wiped_at == at))
}
