//! 苦情・意見の受付, open or closed.

use serde_json::json;
use time::Date;

use super::{Build, Contract, Custodian, Made, Participant, iso, moment};
use crate::{
    complaints::{Received, Response},
    sealing::Unit,
};

/// What somebody said.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'a> {
    /// `None`: somebody who takes part in nothing.
    pub of: Option<&'a Participant>,
    pub from: &'a str,
    pub means: &'a str,
    pub content: &'a str,
    /// What was done, and who answers for it.
    pub response: Option<(&'a str, &'a str)>,
    pub on: Date,
    pub reported_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub by: &'a Custodian,
}

impl Build<'_> {
    /// An entry of the register, written down at four in the afternoon.
    pub fn complaint(&mut self, contract: &Contract, voice: &Voice) -> Made {
        let (id, unit, ward) = (self.id(), Unit::Unit(contract.id), contract.ward);
        let received = Received { from: voice.from.to_owned(), content: voice.content.to_owned() };
        let sealed = self.seal(unit, ward, id, 1, &received)?;
        let version = if voice.closed_on.is_some() { 2 } else { 1 };
        let response = match voice.response {
            Some((done, responsible)) => {
                let response = Response { done: done.to_owned(), responsible: responsible.to_owned() };
                Some(self.seal(unit, ward, id, version, &response)?)
            }
            None => None,
        };
        self.rows.add("complaint", json!({
            "ward_id": ward, "id": id, "contract_id": contract.id, "participant_id": voice.of.map(|one| one.id), "received_on": iso(voice.on),
            "means": voice.means, "sealed": sealed, "response_version": response.as_ref().map(|_| version), "response": response,
            "reported_on": voice.reported_on.map(iso), "state": if voice.closed_on.is_some() { "closed" } else { "open" },
            "closed_on": voice.closed_on.map(iso), "made_at": moment(voice.on, 16, 0), "made_by": voice.by.account, "version": version
        }));
        Ok(())
    }
}
