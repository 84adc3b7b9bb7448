//! Applications, consents and stays of a rolling course, as the program writes them.

use serde_json::json;
use time::{Date, Duration};
use uuid::Uuid;

use super::{Build, Contract, Course, Custodian, Enrolled, Made, Participant, iso, moment};
use crate::{
    applications::{Judgement, Sheet},
    consents::{ConsentWords, Given, Withdrawal},
    hearings::Request,
    programmes::Definition,
    sealing::Unit,
};

/// An application, and how far it has come.
pub struct NewApplication<'a> {
    pub definition: &'a Definition,
    pub sheet: &'a Sheet,
    pub applied_on: Date,
    pub starts_on: Option<Date>,
    /// `draft`, `submitted` or `hearing`; an accepted one has its enrolment.
    pub state: &'a str,
    pub by: &'a Custodian,
    /// Who of the ward accepted it, and what it became.
    pub accepted: Option<(Uuid, &'a Enrolled)>,
}

impl Build<'_> {
    pub fn application(&mut self, contract: &Contract, new: &NewApplication) -> Made<Uuid> {
        let id = self.id();
        let version = if new.state == "draft" { 1 } else { 2 };
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, version, new.sheet)?;
        let judged = Judgement::of(new.definition, new.sheet, new.applied_on, new.starts_on);
        let sent = (new.state != "draft").then(|| moment(new.applied_on, 15, 30));
        let decided =
            new.accepted.map(|(officer, _)| (officer, moment(new.applied_on + Duration::days(2), 10, 0)));
        self.rows.add("application", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "from_ward": false, "state": new.state, "applied_on": iso(new.applied_on),
            "verdict": judged.finding().code(), "screening": judged.screening(), "priority": judged.class(), "sealed": sealed,
            "made_by": new.by.account, "made_at": moment(new.applied_on, 15, 0), "submitted_by": sent.as_ref().map(|_| new.by.account), "submitted_at": sent,
            "decided_by": decided.as_ref().map(|(officer, _)| officer), "decided_at": decided.as_ref().map(|(_, at)| at),
            "participant_id": new.accepted.map(|(_, enrolled)| enrolled.participant.id), "enrolment_id": new.accepted.map(|(_, enrolled)| enrolled.id),
            "version": version
        }));
        Ok(id)
    }

    /// The centre is asked to hear an applicant about a sheet.
    pub fn hearing(
        &mut self,
        contract: &Contract,
        (application, centre): (Uuid, Uuid),
        (sheet, request): (&str, &Request),
        by: &Custodian,
    ) -> Made {
        let id = self.id();
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, request)?;
        self.rows.add("hearing", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "application_id": application, "centre_id": centre, "sheet": sheet,
            "state": "asked", "due_on": iso(request.applied_on + Duration::weeks(1)), "sealed": sealed, "asked_by": by.account, "asked_at": moment(request.applied_on, 15, 30), "version": 1
        }));
        Ok(())
    }

    /// A place in a rolling course for some months.
    pub fn enrol_for(
        &mut self,
        course: &Course,
        participant: &Participant,
        name_tag: usize,
        (applied_on, from, to): (Date, Date, Date),
    ) -> Enrolled {
        let enrolled = self.enrol(course, participant, Some(name_tag));
        if let serde_json::Value::Object(columns) = json!({ "applied_on": iso(applied_on), "enrolled_on": iso(from), "stay_from": iso(from), "stay_to": iso(to) })
        {
            self.rows.amend("enrolment", &enrolled.id.to_string(), columns);
        }
        enrolled
    }

    /// An answer to one kind. `taken_back`: on which day, and why.
    pub fn consent(
        &mut self,
        enrolled: &Enrolled,
        (kind, required): (&str, bool),
        given: &Given,
        by: &Custodian,
        taken_back: Option<(Date, &str)>,
    ) -> Made {
        let (id, ward, unit) = (self.id(), enrolled.participant.ward, Unit::Unit(enrolled.unit));
        let words = ConsentWords { explained_by: given.explained_by.clone(), family: given.family.clone() };
        let sealed = self.seal(unit, ward, id, 1, &words)?;
        let withdrawal = taken_back
            .map(|(_, why)| self.seal(unit, ward, id, 1, &Withdrawal { reason: why.to_owned() }))
            .transpose()?;
        self.rows.add("consent", json!({
            "ward_id": ward, "id": id, "contract_id": enrolled.contract, "participant_id": enrolled.participant.id, "enrolment_id": enrolled.id,
            "kind": kind, "required": required, "agreed": given.agreed, "given_by": given.by.code(), "explained_on": iso(given.explained_on),
            "answered_on": iso(given.answered_on), "sealed": sealed, "recorded_by": by.account, "recorded_at": moment(given.answered_on, 16, 0),
            "withdrawn_on": taken_back.map(|(on, _)| iso(on)), "withdrawal": withdrawal, "withdrawn_by": taken_back.map(|_| by.account)
        }));
        Ok(())
    }
}
