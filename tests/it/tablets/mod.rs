//! 端末 over HTTP: from the registration to the wipe, what a tablet sends and what becomes of it, and the walls around it.

mod life;
mod paper;
mod sending;
mod walls;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use kayoi::kit::permission::Role;
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::world::{Client, NOW, World, today};

/// The secrets of two machines: 32 bytes each.
pub const MACHINE: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
pub const OTHER_MACHINE: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";

/// A permitted tablet with one person's unlock.
pub struct Device {
    pub id: String,
    pub account: String,
    proof: Vec<u8>,
    pub rescue: Vec<u8>,
}

pub fn at() -> String {
    NOW.format(&time::format_description::well_known::Rfc3339).unwrap()
}

pub fn session(w: &World) -> Uuid {
    w.home.course.sessions.iter().find(|s| s.on == today()).unwrap().id
}

pub fn person(w: &World, at: usize) -> String {
    w.home.enrolled[at].participant.id.to_string()
}

pub async fn register(w: &World, manager: &Client, label: &str) -> String {
    let list = format!("/contracts/{}/tablets", w.home.contract.id);
    let fields =
        [("label", label), ("model", "10型 資産番号12"), ("keeping", "鍵付きの棚"), ("locked", "yes")];
    let sent = manager.post(&list, &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.location().rsplit('/').next().unwrap().to_owned()
}

pub async fn permit(officer: &Client, id: &str, until: &str) {
    let got = officer.post(&format!("/tablets/{id}/permission"), &[("until", until)]).await;
    assert_eq!(got.status, 303, "{}", got.body);
}

/// The unlock of whoever asks.
pub async fn enrol(client: &Client, id: &str) -> Device {
    let got = client.post_json(&format!("/t/api/tablets/{id}/recorders"), &json!({})).await;
    assert_eq!(got.status, 200, "{}", got.body);
    let body: Value = serde_json::from_str(&got.body).unwrap();
    let bytes = |name: &str| STANDARD.decode(body[name].as_str().unwrap()).unwrap();
    Device {
        id: id.to_owned(),
        account: body["account"].as_str().unwrap().to_owned(),
        proof: bytes("proof_key"),
        rescue: bytes("rescue_key"),
    }
}

/// A tablet that is permitted for a month, and the recorder's unlock on it.
pub async fn device(w: &World) -> Device {
    let (manager, officer) = (w.as_manager().await, w.as_officer().await);
    let id = register(w, &manager, "端末A").await;
    permit(&officer, &id, "R8.7.17").await;
    enrol(&w.as_recorder().await, &id).await
}

impl Device {
    pub fn api(&self, rest: &str) -> String {
        format!("/t/api/tablets/{}/{rest}", self.id)
    }

    /// An operation with its proof, as the tablet writes it.
    pub fn operation(
        &self,
        session: Uuid,
        key: Uuid,
        said: (&str, &str, Option<&str>, i32),
        at: &str,
    ) -> Value {
        let (participant, field, value, base) = said;
        let words =
            json!([self.id, session.to_string(), key, participant, field, value, base, at]).to_string();
        json!({ "recorder": self.account, "key": key, "participant": participant, "field": field, "value": value, "base": base,
            "at": at, "tz": "Asia/Tokyo", "after": null, "proof": self.prove(&words) })
    }

    pub fn prove(&self, words: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.proof).unwrap();
        mac.update(words.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }

    /// Sends operations of a session; gives the answer.
    pub async fn send(&self, by: &Client, session: Uuid, unsent: usize, operations: &[Value]) -> Value {
        self.send_on(MACHINE, by, session, unsent, operations).await
    }

    pub async fn send_on(
        &self,
        machine: &str,
        by: &Client,
        session: Uuid,
        unsent: usize,
        operations: &[Value],
    ) -> Value {
        let body = json!({ "schema": 1, "session": session, "unsent": unsent, "device": machine, "operations": operations });
        let got = by.post_json(&self.api("operations"), &body).await;
        assert_eq!(got.status, 200, "{}", got.body);
        serde_json::from_str(&got.body).unwrap()
    }

    pub async fn pack(&self, by: &Client, sessions: &[Uuid]) -> super::world::Got {
        self.pack_on(MACHINE, by, sessions).await
    }

    pub async fn pack_on(&self, machine: &str, by: &Client, sessions: &[Uuid]) -> super::world::Got {
        by.post_json(&self.api("packs"), &json!({ "sessions": sessions, "device": machine })).await
    }

    pub async fn wipe(&self, by: &Client, unsent: usize, packs: &[Value]) -> super::world::Got {
        self.wipe_on(MACHINE, by, unsent, packs).await
    }

    pub async fn wipe_on(
        &self,
        machine: &str,
        by: &Client,
        unsent: usize,
        packs: &[Value],
    ) -> super::world::Got {
        let body = json!({ "reason": "finished", "at": at(), "unsent": unsent, "packs": packs, "device": machine,
            "databases": 0, "caches": 0, "registrations": 0 });
        by.post_json(&self.api("wiped"), &body).await
    }
}

pub fn outcomes(answer: &Value) -> Vec<&str> {
    answer["results"].as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect()
}

/// One number from behind the wall; `$1` is the home contract.
pub async fn number(w: &World, sql: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned()))
        .bind(w.home.contract.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

/// Ends what the town's own tablet holds, so that a test counts only what it did.
pub async fn clear(w: &World) {
    for sql in [
        "delete from parked_operation where contract_id = $1",
        "delete from tablet_pack_session where contract_id = $1",
        "delete from tablet_pack where contract_id = $1",
        "delete from handover_line where contract_id = $1 and handover_id in (select id from handover where action = 'tablet.prepare')",
        "delete from handover where contract_id = $1 and action = 'tablet.prepare'",
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
            .bind(w.home.contract.id)
            .execute(&mut w.admin().await)
            .await
            .unwrap();
    }
}

pub async fn other_tablet(w: &World) -> Uuid {
    w.sample(&w.other, "tablet").await.unwrap()
}

pub fn account(w: &World, role: Role) -> Uuid {
    w.home.account(role).id
}
