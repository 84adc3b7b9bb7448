//! 保健指導: targets with their check-up, calls, contacts, the doctor's instructions, values, inquiries.

use serde_json::{Map, json};
use time::Date;
use uuid::Uuid;

use super::{Account, Build, Contract, Custodian, Enrolled, Made, Participant, iso, moment};
use crate::{
    guidance::{
        readings::Readings,
        words::{CallWords, ContactWords, InquiryWords, InstructionWords, ResponseWords, TargetWords},
    },
    sealing::Unit,
};

/// How somebody was selected.
#[derive(Clone, Copy)]
pub struct Selected<'a> {
    pub on: Date,
    pub by: &'a Account,
    /// `met`, `not_met` or `undecidable`.
    pub finding: &'a str,
    /// Taken in by the officer, with the reason in the words.
    pub by_hand: bool,
    pub words: &'a TargetWords,
    pub checkup_on: Date,
    pub readings: &'a Readings,
}

/// What was done on a planned contact.
#[derive(Clone, Copy)]
pub struct Contacted<'a> {
    pub planned: &'a str,
    pub on: Date,
    pub means: &'a str,
    pub minutes: u16,
    pub words: &'a ContactWords,
    pub by: &'a Custodian,
}

/// What somebody called about.
#[derive(Clone, Copy)]
pub struct Inquired<'a> {
    /// `question`, `opinion` or `complaint`.
    pub kind: &'a str,
    pub on: Date,
    pub summary: &'a str,
    pub escalated: bool,
    /// The answer and its day.
    pub response: Option<(&'a str, Date)>,
    pub by: &'a Custodian,
}

impl Build<'_> {
    pub fn target(
        &mut self,
        contract: &Contract,
        participant: &Participant,
        selected: &Selected,
    ) -> Made<Enrolled> {
        let enrolled = self.enrol_in_service(contract, participant, selected.on)?;
        let unit = Unit::Unit(enrolled.id);
        let sealed = self.seal(unit, contract.ward, enrolled.id, 1, selected.words)?;
        self.rows.add("guidance_target", json!({
            "ward_id": contract.ward, "id": enrolled.id, "contract_id": contract.id, "participant_id": participant.id, "finding": selected.finding,
            "by_hand": selected.by_hand, "sealed": sealed, "selected_on": iso(selected.on), "selected_by": selected.by.id, "started_on": null
        }));
        self.guidance_result(&enrolled, (selected.checkup_on, "checkup"), selected.readings, selected.by.id);
        Ok(enrolled)
    }

    /// The guidance begins.
    pub fn guidance_start(&mut self, enrolled: &Enrolled, on: Date) {
        let columns = Map::from_iter([("started_on".to_owned(), iso(on))]);
        self.rows.amend("guidance_target", &enrolled.id.to_string(), columns);
    }

    pub fn guidance_result(
        &mut self,
        enrolled: &Enrolled,
        (on, source): (Date, &str),
        readings: &Readings,
        by: Uuid,
    ) {
        let id = self.id();
        self.rows.add("guidance_result", json!({
            "ward_id": enrolled.participant.ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id,
            "participant_id": enrolled.participant.id, "taken_on": iso(on), "source": source, "figures": readings, "done_by": by,
            "recorded_at": moment(on, 17, 0), "version": 1
        }));
    }

    /// An attempt at that hour; `outcome`: `joined`, `considering`, `absent`, `declined` or `unreachable`.
    pub fn guidance_call(
        &mut self,
        enrolled: &Enrolled,
        (on, hour): (Date, u8),
        (outcome, note): (&str, &str),
        by: &Custodian,
    ) -> Made {
        let id = self.id();
        let words = CallWords { note: note.to_owned() };
        let sealed = self.seal(Unit::Unit(enrolled.id), enrolled.participant.ward, id, 1, &words)?;
        self.rows.add("guidance_call", json!({
            "ward_id": enrolled.participant.ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id,
            "participant_id": enrolled.participant.id, "called_at": moment(on, hour, 20), "outcome": outcome, "sealed": sealed,
            "done_by": by.account, "recorded_at": moment(on, hour, 30)
        }));
        Ok(())
    }

    pub fn guidance_contact(&mut self, enrolled: &Enrolled, contacted: &Contacted) -> Made {
        let id = self.id();
        let sealed = self.seal(Unit::Unit(enrolled.id), enrolled.participant.ward, id, 1, contacted.words)?;
        self.rows.add("guidance_contact", json!({
            "ward_id": enrolled.participant.ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id,
            "participant_id": enrolled.participant.id, "planned": contacted.planned, "done_on": iso(contacted.on), "means": contacted.means,
            "minutes": contacted.minutes, "sealed": sealed, "done_by": contacted.by.account, "recorded_at": moment(contacted.on, 17, 10), "version": 1
        }));
        Ok(())
    }

    pub fn guidance_instruction(
        &mut self,
        enrolled: &Enrolled,
        on: Date,
        (doctor, text): (&str, &str),
        by: &Custodian,
    ) -> Made {
        let id = self.id();
        let words = InstructionWords { doctor: doctor.to_owned(), text: text.to_owned() };
        let sealed = self.seal(Unit::Unit(enrolled.id), enrolled.participant.ward, id, 1, &words)?;
        self.rows.add("guidance_instruction", json!({
            "ward_id": enrolled.participant.ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id,
            "participant_id": enrolled.participant.id, "given_on": iso(on), "sealed": sealed, "done_by": by.account, "recorded_at": moment(on, 17, 20)
        }));
        Ok(())
    }

    pub fn guidance_inquiry(
        &mut self,
        contract: &Contract,
        about: Option<&Participant>,
        asked: &Inquired,
    ) -> Made<Uuid> {
        let (id, unit) = (self.id(), Unit::Unit(contract.id));
        let words = InquiryWords { summary: asked.summary.to_owned() };
        let sealed = self.seal(unit, contract.ward, id, 1, &words)?;
        let response = match asked.response {
            Some((text, _)) => {
                Some(self.seal(unit, contract.ward, id, 1, &ResponseWords { text: text.to_owned() })?)
            }
            None => None,
        };
        self.rows.add("guidance_inquiry", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "participant_id": about.map(|person| person.id), "kind": asked.kind,
            "received_on": iso(asked.on), "sealed": sealed, "escalated": asked.escalated, "response": response,
            "answered_on": asked.response.map(|(_, on)| on.to_string()), "done_by": asked.by.account, "recorded_at": moment(asked.on, 16, 0)
        }));
        Ok(id)
    }
}
