//! 連絡: who is signed in and which tablets there are, how one stands, and a recorder's own unlock on it.

use axum::extract::Path;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{permitted, standing_of, tablet};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::Result,
        typed::Sent,
    },
    tablets::{PrepareTablet, UseTablet, db, secrets},
    vocab::ids::{AccountId, TabletId},
};

/// Most tablets of a contract that are told of.
const MOST: i64 = 100;

#[derive(Serialize)]
struct Me {
    token: String,
    account: AccountId,
    name: String,
    #[serde(with = "time::serde::rfc3339")]
    now: OffsetDateTime,
    tablets: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    id: TabletId,
    label: String,
    contract_name: String,
    state: &'static str,
    until: Option<Date>,
}

pub async fn me(mut cx: View<UseTablet>) -> Result {
    let contract = cx.contract()?;
    let today = cx.today();
    let mut tablets = Vec::new();
    for one in db::list(cx.db(), contract, MOST, 0).await? {
        let state = standing_of(&one, today)?.code();
        let (id, label, until) = (one.id, one.label, one.permitted_until);
        tablets.push(Line { id, label, contract_name: one.contract_title, state, until });
    }
    let me = Me {
        token: cx.csrf(),
        account: cx.actor().account,
        name: cx.actor().person.clone(),
        now: cx.now(),
        tablets,
    };
    cx.tell(&me).await
}

#[derive(Serialize)]
struct State {
    state: &'static str,
    /// Who may still record on it: anybody else's unlock goes from the tablet.
    recorders: Vec<AccountId>,
    until: Option<Date>,
    #[serde(with = "time::serde::rfc3339")]
    now: OffsetDateTime,
}

pub async fn standing(mut cx: View<UseTablet>, Path(id): Path<TabletId>) -> Result {
    let tablet = tablet(&mut cx, id).await?;
    let state = standing_of(&tablet, cx.today())?.code();
    let now = cx.now();
    let recorders = db::recorders(cx.db(), id).await?;
    let recorders =
        recorders.into_iter().filter(|one| one.was_designated(now)).map(|one| one.account).collect();
    let state = State { state, recorders, until: tablet.permitted_until, now };
    cx.tell(&state).await
}

#[derive(Serialize)]
struct Enrolled {
    account: Uuid,
    name: String,
    proof_key: String,
    rescue_key: String,
}

/// Gives who is signed in the key that proves what they record on this tablet. It is theirs alone, and the same each time.
pub async fn enrol(
    mut cx: Act<PrepareTablet>,
    Path(id): Path<TabletId>,
    _: Sent<serde_json::Value>,
) -> Result {
    let tablet = tablet(&mut cx, id).await?;
    permitted(&tablet, cx.today())?;
    let (account, now) = (cx.actor().account, cx.now());
    db::add_recorder(cx.write(), (id, tablet.contract), account, now).await?;
    let key = secrets::proof_key(&cx.app().keys, tablet.contract, (id, account))?;
    let enrolled = Enrolled {
        account: account.0,
        name: cx.actor().person.clone(),
        proof_key: STANDARD.encode(*key),
        rescue_key: STANDARD.encode(&tablet.rescue_public),
    };
    let event = Event::new("tablet.enrol").about(id.0).under(tablet.contract);
    cx.commit(event).await?.json(&enrolled)
}
