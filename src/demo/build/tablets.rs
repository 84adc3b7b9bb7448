//! Tablets as the program would leave them: registered, permitted, packed, wiped, and what one sent that nobody could take.

use serde_json::{Value, json};
use time::{Date, Duration};
use uuid::Uuid;

use super::{Build, Contract, Course, Made, bytes, iso, moment};
use crate::{
    demo::build::{Account, Custodian, SessionDay},
    sealing::{Place, Unit},
    tablets::{
        Held,
        db::{Decision, Device, PRIVATE},
        secrets::rescue_pair,
    },
};

/// What a pack came to.
pub struct Packed<'a> {
    pub sessions: &'a [SessionDay],
    /// Of the course.
    pub people: usize,
    pub on: Date,
    /// What the tablet last said that it had unsent.
    pub unsent: Option<i32>,
    /// The wipe's reason.
    pub wiped: Option<&'a str>,
}

impl Build<'_> {
    /// A tablet; with somebody of the ward and a day, permitted until then, and used by the manager.
    pub fn tablet(
        &mut self,
        contract: &Contract,
        label: &str,
        manager: &Custodian,
        permitted: Option<(&Account, Date)>,
    ) -> Made<Uuid> {
        let (id, unit, ward) = (self.id(), Unit::Unit(contract.id), contract.ward);
        let device = Device {
            model: format!("10型タブレット（{label}）、資産番号 T-{:02}", self.rows.count("tablet") + 1),
            keeping: "事業所の鍵付きの棚。会場へは取扱責任者が鍵付きのかばんで運ぶ".into(),
        };
        let sealed = self.seal(unit, ward, id, 1, &device)?;
        let (private, public) = rescue_pair()?;
        let private = self.keys.seal_raw(unit, PRIVATE, Place { ward, row: id, version: 1 }, &private)?;
        let words = Decision("教室が終わったら、その日のうちに消去してください。".into());
        let decision = permitted.map(|_| self.seal(unit, ward, id, 2, &words)).transpose()?;
        let registered = if permitted.is_some() { self.day(-40) } else { self.day(-1) };
        self.rows.add("tablet", json!({
            "ward_id": ward, "id": id, "contract_id": contract.id, "label": label, "sealed": sealed, "rescue_public": bytes(&public),
            "rescue_private": bytes(&private), "registered_at": moment(registered, 9, 40), "registered_by": manager.account,
            "state": if permitted.is_some() { "permitted" } else { "requested" },
            "decided_at": permitted.map(|_| moment(registered + Duration::days(1), 11, 5)), "decided_by": permitted.map(|(by, _)| by.id),
            "decision": decision, "permitted_until": permitted.map(|(_, until)| iso(until)), "permit_id": null,
            "version": if permitted.is_some() { 2 } else { 1 }
        }));
        if permitted.is_some() {
            self.rows.add("tablet_recorder", json!({
                "ward_id": ward, "tablet_id": id, "account_id": manager.account, "contract_id": contract.id,
                "registered_at": moment(registered + Duration::days(2), 9, 0)
            }));
        }
        Ok(id)
    }

    /// What was put on it, with its entry in the ledger, and its end.
    pub fn tablet_pack(
        &mut self,
        contract: &Contract,
        tablet: Uuid,
        by: &Custodian,
        packed: &Packed<'_>,
    ) -> Uuid {
        let (id, entry, ward) = (self.id(), self.id(), contract.ward);
        let made_at = moment(packed.on, 8, 50);
        let wipe = packed.wiped.map(|reason| self.tablet_wipe(contract, tablet, by, (reason, packed.on)));
        self.rows.add("handover", json!({
            "ward_id": ward, "id": entry, "contract_id": contract.id, "kind": "exported", "side": "contractor", "channel": "system",
            "planned_on": iso(packed.on), "sealed": null, "action": "tablet.prepare", "people": packed.people, "reference": null, "state": "done",
            "made_at": made_at, "made_by": by.account, "given_on": null, "given_at": null, "given_by": null, "received_on": null,
            "received_at": null, "received_by": null, "version": 1
        }));
        self.rows.add("handover_line", json!({
            "ward_id": ward, "id": entry, "contract_id": contract.id, "handover_id": entry, "item_id": entry, "medium": "file", "quantity": 1,
            "content": null
        }));
        self.rows.add("tablet_pack", json!({
            "ward_id": ward, "id": id, "contract_id": contract.id, "tablet_id": tablet, "handover_id": entry, "people": packed.people,
            "made_at": made_at, "made_by": by.account, "expires_at": moment(packed.on + Duration::days(2), 12, 0), "wipe_id": wipe
        }));
        for session in packed.sessions {
            self.rows.add(
                "tablet_pack_session",
                json!({
                    "ward_id": ward, "pack_id": id, "session_id": session.id, "contract_id": contract.id,
                    "heard_at": packed.unsent.map(|_| moment(packed.on, 9, 30)), "unsent": packed.unsent
                }),
            );
        }
        id
    }

    fn tablet_wipe(
        &mut self,
        contract: &Contract,
        tablet: Uuid,
        by: &Custodian,
        (reason, on): (&str, Date),
    ) -> Uuid {
        let id = self.id();
        let number = format!("{}-{}", on.to_string().replace('-', ""), &id.simple().to_string()[26..]);
        self.rows.add("tablet_wipe", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "tablet_id": tablet, "number": number, "reason": reason,
            "wiped_at": moment(on, 13, 10), "packs": 1, "databases": 0, "caches": 0, "registrations": 0, "told_at": moment(on, 13, 11),
            "told_by": by.account
        }));
        id
    }

    /// An entry about somebody who isn't on the roster, sent by `by`.
    pub fn parked(
        &mut self,
        course: &Course,
        session: &SessionDay,
        (tablet, by): (Uuid, &Custodian),
        value: &str,
    ) -> Made<Uuid> {
        let (id, ward) = (self.id(), course.contract.ward);
        let (key, stranger) = (self.id(), self.id());
        let sent: Value = json!({
            "recorder": by.account, "key": key, "participant": stranger, "field": "memo", "value": value, "base": 0,
            "at": moment(session.on, 10, 20), "tz": "Asia/Tokyo", "proof": ""
        });
        let held = Held { session: session.id.to_string(), kind: "operation".into(), sent };
        let sealed = self.seal(Unit::Unit(course.id), ward, id, 1, &held)?;
        let digest: Vec<u8> = [*key.as_bytes(), *stranger.as_bytes()].concat();
        self.rows.add("parked_operation", json!({
            "ward_id": ward, "id": id, "contract_id": course.contract.id, "tablet_id": tablet, "session_id": session.id, "course_id": course.id,
            "digest": bytes(&digest), "sealed": sealed, "sealed_for": course.id, "reason": "person",
            "received_at": moment(session.on, 12, 30), "sent_by": by.account, "state": "waiting", "version": 1
        }));
        Ok(id)
    }
}
