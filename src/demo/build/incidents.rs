//! 事故・急変の報告, as far as the ward got with each, and what followed.

use serde_json::json;

use time::Duration;
use uuid::Uuid;

use super::{Account, Build, Course, Custodian, Enrolled, Made, SessionDay, iso, moment};
use crate::{
    incidents::{DecisionWords, Description, Findings, Kind, came_up},
    sealing::Unit,
    vocab::ids::IncidentId,
};

/// What happened at a class.
#[derive(Clone, Copy, Debug)]
pub struct Mishap<'a> {
    pub kind: &'a str,
    pub what: &'a str,
    pub done: &'a str,
    /// Who reported it.
    pub by: &'a Custodian,
    /// Who of the ward opened it, and whether they acknowledged it; `None` leaves it unopened.
    pub opened: Option<(&'a Account, bool)>,
}

/// What followed a report about personal data: the next day a report of the contractor, the ward's judgement and
/// instruction, and the person told; the day after, 速報.
#[derive(Clone, Copy, Debug)]
pub struct Aftermath<'a> {
    pub incident: Uuid,
    pub changed: &'a str,
    pub instruction: &'a str,
    pub by: &'a Custodian,
    pub officer: &'a Account,
}

impl Build<'_> {
    /// A report about somebody, at five past three on the day of the class.
    pub fn incident(
        &mut self,
        course: &Course,
        session: &SessionDay,
        enrolled: &Enrolled,
        mishap: &Mishap,
    ) -> Made<Uuid> {
        let (id, contract) = (self.id(), &course.contract);
        let words = Description { what: mishap.what.to_owned(), done: mishap.done.to_owned() };
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &words)?;
        let opened = mishap.opened.map(|(officer, _)| (moment(session.on, 15, 40), officer.id));
        let seen = mishap
            .opened
            .filter(|(_, acknowledged)| *acknowledged)
            .map(|(officer, _)| (moment(session.on, 16, 10), officer.id));
        let state = match (&opened, &seen) {
            (_, Some(_)) => "seen",
            (Some(_), None) => "opened",
            (None, None) => "reported",
        };
        self.rows.add("incident", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "session_id": session.id, "participant_id": enrolled.participant.id,
            "kind": mishap.kind, "happened_at": moment(session.on, 15, 5), "known_at": moment(session.on, 15, 5), "sealed": sealed, "told_family_at": moment(session.on, 15, 15), "told_doctor_at": null,
            "told_ward_at": null, "told_centre_at": null, "reported_at": moment(session.on, 15, 20), "reported_by": mishap.by.account, "state": state,
            "opened_at": opened.as_ref().map(|(at, _)| at), "opened_by": opened.as_ref().map(|(_, by)| by),
            "seen_at": seen.as_ref().map(|(at, _)| at), "seen_by": seen.as_ref().map(|(_, by)| by), "version": 1
        }));
        let kind = Kind::from_code(mishap.kind).unwrap_or(Kind::Suspected);
        self.occasion(contract, came_up(IncidentId(id), kind, session.on), mishap.by.account);
        Ok(id)
    }

    /// Writes down what followed.
    pub fn aftermath(
        &mut self,
        course: &Course,
        session: &SessionDay,
        enrolled: &Enrolled,
        of: &Aftermath,
    ) -> Made {
        let (contract, incident) = (&course.contract, of.incident);
        let unit = Unit::Unit(contract.id);
        let (next, after) = (session.on + Duration::DAY, session.on + Duration::days(2));
        let told = moment(next, 11, 30);
        let (report, judgement, decision) = (self.id(), self.id(), self.id());
        let findings = Findings { changed: of.changed.to_owned(), ..Findings::default() };
        let sealed = self.seal(unit, contract.ward, report, 1, &findings)?;
        self.rows.add("incident_report", json!({
            "ward_id": contract.ward, "id": report, "contract_id": contract.id, "incident_id": incident, "number": 2, "stage": "interim", "sealed": sealed,
            "told_family_at": told, "told_doctor_at": null, "told_ward_at": null, "told_centre_at": null, "made_at": moment(next, 11, 45),
            "made_by": of.by.account, "received_at": null, "received_by": null
        }));
        self.rows.add("incident_person", json!({
            "ward_id": contract.ward, "incident_id": incident, "participant_id": enrolled.participant.id, "contract_id": contract.id,
            "added_at": told, "added_by": of.by.account, "told_on": null, "told_how": null, "told_by": null
        }));
        self.rows.add("incident_judgement", json!({
            "ward_id": contract.ward, "id": judgement, "contract_id": contract.id, "incident_id": incident, "number": 1, "known_on": iso(session.on), "people": 1,
            "sensitive": "met", "financial": "not_met", "wrongful": "not_met", "ordinance": "not_met", "encrypted": "not_met",
            "made_at": moment(next, 13, 10), "made_by": of.officer.id
        }));
        self.rows.add("incident_commission_report", json!({
            "ward_id": contract.ward, "incident_id": incident, "step": "prompt", "contract_id": contract.id, "reported_on": iso(after),
            "made_at": moment(after, 9, 30), "made_by": of.officer.id
        }));
        let sealed =
            self.seal(unit, contract.ward, decision, 1, &DecisionWords(of.instruction.to_owned()))?;
        self.rows.add("incident_decision", json!({
            "ward_id": contract.ward, "id": decision, "contract_id": contract.id, "incident_id": incident, "kind": "instruction", "decided_on": iso(next),
            "effective_on": iso(session.on + Duration::days(14)), "sealed": sealed, "made_at": moment(next, 13, 20), "made_by": of.officer.id
        }));
        Ok(())
    }
}
