//! 対策の一覧, 個人情報の流れ, 付議書.

use serde_json::json;
use time::{Date, Duration};
use uuid::Uuid;

use super::{Account, Build, Contract, Made, iso, moment};
use crate::{
    council::{Annex, Content, Law, Narrative},
    data_flows::Flow,
    measures::Marks,
    programmes::Definition,
    sealing::Unit,
};

/// A version of the list of measures: begun and marked by an officer, marked by the contractor.
pub struct Measured<'a> {
    pub number: i32,
    pub ward: &'a Marks,
    /// The contractor's marks and who set them; `None` while they are missing.
    pub contractor: Option<(&'a Marks, Uuid)>,
    pub accepted: bool,
    pub on: Date,
    pub officer: &'a Account,
}

/// A version of the council paper.
pub struct Laid<'a> {
    pub number: i32,
    pub narrative: &'a Narrative,
    pub on: Date,
    pub by: Uuid,
    /// What was submitted.
    pub submitted: Option<&'a Content>,
    /// The meeting at which it was approved, and who recorded it.
    pub approved: Option<(&'a str, Uuid)>,
}

/// The body of the demo's papers.
const BODY: &str = "個人情報保護管理運営会議";

impl Build<'_> {
    pub fn measures(&mut self, contract: &Contract, new: &Measured) {
        let (id, at) = (self.id(), |hour| moment(new.on, hour, 0));
        let accepted = new.accepted.then_some(new.officer.id);
        self.rows.add("measure_list", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "number": new.number, "has_connection": true,
            "begun_at": at(9), "begun_by": new.officer.id, "ward_marks": new.ward, "ward_at": at(10), "ward_by": new.officer.id,
            "contractor_marks": new.contractor.map(|(marks, _)| marks), "contractor_at": new.contractor.map(|_| at(14)),
            "contractor_by": new.contractor.map(|(_, by)| by), "accepted_at": accepted.map(|_| at(16)), "accepted_by": accepted,
            "version": 2 + i32::from(new.contractor.is_some()) + i32::from(new.accepted)
        }));
    }

    pub fn data_flow(&mut self, contract: &Contract, place: i32, flow: &Flow, by: &Account) -> Made {
        let id = self.id();
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, flow)?;
        self.rows.add("data_flow", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "place": place, "sealed": sealed,
            "made_at": moment(self.day(-5), 11, 0), "made_by": by.id
        }));
        Ok(())
    }

    pub fn council_basis(&mut self, contract: &Contract, required: bool, by: &Account) {
        self.rows.add("council_basis", json!({
            "ward_id": contract.ward, "contract_id": contract.id, "required": required, "law": Law::Act.code(), "body": BODY,
            "set_at": moment(self.day(-100), 9, 0), "set_by": by.id, "version": 1
        }));
    }

    /// A paper of an outsourcing, decided two days after it was submitted.
    pub fn council_paper(&mut self, contract: &Contract, programme: &Definition, new: &Laid) -> Made {
        let (id, unit) = (self.id(), Unit::Unit(contract.id));
        let sealed = self.seal(unit, contract.ward, id, 1, new.narrative)?;
        let frozen =
            new.submitted.map(|content| self.seal(unit, contract.ward, id, 1, content)).transpose()?;
        let items: Vec<&str> = programme.information_items.iter().map(|item| item.code()).collect();
        let (is_submitted, decided_on) = (frozen.is_some(), new.on + Duration::days(2));
        let state = match (is_submitted, new.approved) {
            (false, _) => "draft",
            (true, None) => "submitted",
            (true, Some(_)) => "approved",
        };
        self.rows.add("council_paper", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "number": new.number, "annexes": [Annex::Outsourcing.code()],
            "sealed": sealed, "sealed_version": 1, "made_at": moment(new.on, 9, 0), "made_by": new.by, "state": state,
            "submitted_at": is_submitted.then(|| moment(new.on, 17, 0)), "submitted_by": is_submitted.then_some(new.by), "frozen": frozen,
            "contractor_id": is_submitted.then_some(contract.contractor), "starts_on": is_submitted.then(|| iso(contract.starts_on)),
            "ends_on": is_submitted.then(|| iso(contract.ends_on)), "items": is_submitted.then_some(items),
            "decided_on": new.approved.map(|_| iso(decided_on)), "body": new.approved.map(|_| BODY), "meeting": new.approved.map(|(meeting, _)| meeting),
            "recorded_at": new.approved.map(|_| moment(decided_on, 15, 0)), "recorded_by": new.approved.map(|(_, by)| by),
            "version": 1 + i32::from(is_submitted) + i32::from(new.approved.is_some())
        }));
        Ok(())
    }
}
