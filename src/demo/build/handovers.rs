//! 受渡し管理簿: what passed between ward and contractor, or was planned to.

use serde_json::json;
use time::{Date, Duration};
use uuid::Uuid;

use super::{Build, Contract, Made, bytes, iso, moment};
use crate::{
    filings::sha256,
    handovers::{Content, Details, PACKAGE},
    sealing::{Place, Unit},
};

/// Something that passed.
#[derive(Clone, Copy, Debug)]
pub struct Passed<'a> {
    /// `out` or `back`.
    pub kind: &'a str,
    pub channel: &'a str,
    pub content: &'a str,
    pub medium: &'a str,
    pub quantity: i32,
    pub place: &'a str,
    /// Who gives and who takes, in words, and their accounts.
    pub giver: (&'a str, Uuid),
    pub taker: (&'a str, Uuid),
    pub planned_on: Date,
    pub given_on: Option<Date>,
    pub received_on: Option<Date>,
    /// The thing of which this is a part that goes back.
    pub part_of: Option<Uuid>,
}

impl Build<'_> {
    /// An entry, planned by the giving side in the morning before; hands back the entry and the thing.
    pub fn handover(&mut self, contract: &Contract, passed: &Passed) -> Made<(Uuid, Uuid)> {
        let (id, ward, unit) = (self.id(), contract.ward, Unit::Unit(contract.id));
        let words = Details {
            place: passed.place.to_owned(),
            giver: passed.giver.0.to_owned(),
            taker: passed.taker.0.to_owned(),
            ..Details::default()
        };
        let details = if passed.channel == "lgwan" {
            Details {
                protection: "パスワードを付けて暗号化し、パスワードは電話で知らせる".into(), ..words
            }
        } else {
            Details {
                protection: "鍵付きかばんに入れ、本人が手から離さない".into(),
                route: "区役所から事業所まで、寄り道をしない".into(),
                packing: "中の見えない封筒".into(),
                vehicle: "電車と徒歩".into(),
                ..words
            }
        };
        let sealed = self.seal(unit, ward, id, 1, &details)?;
        let state = match (passed.given_on, passed.received_on) {
            (Some(_), Some(_)) => "received",
            (Some(_), None) => "given",
            (None, _) => "planned",
        };
        let (given, received) = (passed.given_on, passed.received_on);
        let written_on = (passed.planned_on - Duration::days(3)).min(self.day(-1));
        self.rows.add("handover", json!({
            "ward_id": ward, "id": id, "contract_id": contract.id, "kind": passed.kind, "side": if passed.kind == "out" { "ward" } else { "contractor" },
            "channel": passed.channel, "planned_on": iso(passed.planned_on), "sealed": sealed, "action": null, "people": null, "reference": null, "state": state,
            "made_at": moment(written_on, 9, 30), "made_by": passed.giver.1,
            "given_on": given.map(iso), "given_at": given.map(|on| moment(on, 10, 0)), "given_by": given.map(|_| passed.giver.1),
            "received_on": received.map(iso), "received_at": received.map(|on| moment(on, 15, 0)), "received_by": received.map(|_| passed.taker.1),
            "version": 1 + i32::from(given.is_some()) + i32::from(received.is_some())
        }));
        Ok((id, self.line(contract, id, passed)?))
    }

    /// The encrypted file of a planned handover, of which nobody here knows the passphrase.
    pub fn handover_package(
        &mut self,
        contract: &Contract,
        handover: Uuid,
        people: &[Uuid],
        by: Uuid,
    ) -> Made {
        let archive = b"PK\x03\x04 an archive that only its passphrase opens";
        let place = Place { ward: contract.ward, row: handover, version: 1 };
        let file = self.keys.seal_raw(Unit::Unit(contract.id), PACKAGE, place, archive)?;
        self.rows.add("handover_package", json!({
            "ward_id": contract.ward, "handover_id": handover, "contract_id": contract.id, "file": bytes(&file), "size": archive.len(),
            "sha256": bytes(&sha256(archive)), "participant_ids": people, "people": people.len(), "items": ["name", "kana"], "made_at": moment(self.today, 9, 0), "made_by": by
        }));
        Ok(())
    }

    fn line(&mut self, contract: &Contract, handover: Uuid, passed: &Passed) -> Made<Uuid> {
        let id = self.id();
        let content = match passed.part_of {
            Some(_) => None,
            None => {
                let words = Content(passed.content.to_owned());
                Some(self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &words)?)
            }
        };
        self.rows.add("handover_line", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "handover_id": handover, "item_id": passed.part_of.unwrap_or(id),
            "medium": passed.medium, "quantity": passed.quantity, "content": content
        }));
        Ok(id)
    }
}
