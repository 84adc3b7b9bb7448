//! 返還・消去: a report with its photo, a plan, a proposal to destroy a key.

use serde_json::json;
use time::{Date, Duration};
use uuid::Uuid;

use super::{Build, Contract, Made, bytes, iso, moment};
use crate::{
    erasure::{Details, MediumWords, PHOTO, PlanWords, due_day},
    filings::sha256,
    sealing::{Place, Unit},
    vocab::business_days::ClosedDays,
};

/// A memory stick with a hole drilled through it, drawn: its model and number can be read.
const PHOTO_OF_MEDIUM: &[u8] = include_bytes!("../medium.jpg");

/// Something that was destroyed.
#[derive(Clone, Copy, Debug)]
pub struct Erased<'a> {
    pub item: Uuid,
    pub quantity: i32,
    /// Model and serial number of what was broken; `None`: paper that was shredded.
    pub medium: Option<(&'a str, &'a str)>,
    pub person: &'a str,
    pub place: &'a str,
    pub on: Date,
    pub by: Uuid,
    /// The officer who accepted it.
    pub accepted: Option<Uuid>,
}

impl Build<'_> {
    /// A report about the contract that gives nothing in Kayoi back, with a photo of what isn't paper.
    pub fn erasure(&mut self, contract: &Contract, erased: &Erased) -> Made<Uuid> {
        let (id, line) = (self.id(), self.id());
        let (ward, unit) = (contract.ward, Unit::Unit(contract.id));
        let details = Details {
            person: erased.person.to_owned(),
            place: erased.place.to_owned(),
            ..Details::default()
        };
        let sealed = self.seal(unit, ward, id, 1, &details)?;
        let due = due_day(erased.on, &ClosedDays::default());
        self.rows.add("erasure", json!({
            "ward_id": ward, "id": id, "contract_id": contract.id, "unit": "contract", "erased_on": iso(erased.on), "due_on": iso(due),
            "ends_reading": false, "sealed": sealed, "state": if erased.accepted.is_some() { "accepted" } else { "reported" },
            "reported_at": moment(erased.on, 17, 0), "reported_by": erased.by,
            "decided_at": erased.accepted.map(|_| moment(erased.on + Duration::days(1), 10, 0)), "decided_by": erased.accepted,
            "version": if erased.accepted.is_some() { 2 } else { 1 }
        }));
        let (model, serial) = erased.medium.unwrap_or_default();
        let words = MediumWords { model: model.into(), serial: serial.into(), tool: String::new() };
        let sealed = self.seal(unit, ward, line, 1, &words)?;
        self.rows.add("erasure_line", json!({
            "ward_id": ward, "id": line, "contract_id": contract.id, "erasure_id": id, "item_id": erased.item, "quantity": erased.quantity,
            "method": if erased.medium.is_some() { "physical" } else { "shredded" }, "sealed": sealed
        }));
        if erased.medium.is_some() {
            self.photo(contract, id)?;
        }
        Ok(id)
    }

    fn photo(&mut self, contract: &Contract, report: Uuid) -> Made {
        let (photo, ward) = (self.id(), contract.ward);
        let place = Place { ward, row: photo, version: 1 };
        let file = self.keys.seal_raw(Unit::Unit(contract.id), PHOTO, place, PHOTO_OF_MEDIUM)?;
        self.rows.add("erasure_photo", json!({
            "ward_id": ward, "id": photo, "contract_id": contract.id, "erasure_id": report, "shows": "medium", "file": bytes(&file), "kind": "jpeg",
            "size": PHOTO_OF_MEDIUM.len(), "sha256": bytes(&sha256(PHOTO_OF_MEDIUM))
        }));
        Ok(())
    }

    /// A データ消去計画書 for what takes six weeks.
    pub fn erasure_plan(&mut self, contract: &Contract, words: [&str; 3], by: Uuid) -> Made {
        let (id, base) = (self.id(), self.today);
        let [media, steps, person] = words.map(str::to_owned);
        let words = PlanWords { media, steps, person };
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &words)?;
        let due = due_day(base, &ClosedDays::default());
        self.rows.add("erasure_plan", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "base_on": iso(base), "due_on": iso(due),
            "completes_on": iso(base + Duration::days(42)), "sealed": sealed, "made_at": moment(base, 9, 30), "made_by": by
        }));
        Ok(())
    }

    /// A proposal to destroy the contract's keys, which nobody decided on yet.
    pub fn key_destruction(&mut self, contract: &Contract, basis: &str, by: Uuid) {
        let id = self.id();
        self.rows.add("key_destruction", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "kept_until": iso(self.day(-1)), "basis": basis, "copies": "なし",
            "proposed_at": moment(self.today, 9, 0), "proposed_by": by
        }));
    }
}
