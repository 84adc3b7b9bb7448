//! 事故・急変の報告, as far as the ward got with each.

use serde_json::json;

use super::{Account, Build, Course, Custodian, Enrolled, Made, SessionDay, moment};
use crate::{incidents::Description, sealing::Unit};

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

impl Build<'_> {
    /// A report about somebody, at five past three on the day of the class.
    pub fn incident(
        &mut self,
        course: &Course,
        session: &SessionDay,
        enrolled: &Enrolled,
        mishap: &Mishap,
    ) -> Made {
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
            "kind": mishap.kind, "happened_at": moment(session.on, 15, 5), "sealed": sealed, "told_family_at": moment(session.on, 15, 15), "told_doctor_at": null,
            "told_ward_at": null, "told_centre_at": null, "reported_at": moment(session.on, 15, 20), "reported_by": mishap.by.account, "state": state,
            "opened_at": opened.as_ref().map(|(at, _)| at), "opened_by": opened.as_ref().map(|(_, by)| by),
            "seen_at": seen.as_ref().map(|(at, _)| at), "seen_by": seen.as_ref().map(|(_, by)| by), "version": 1
        }));
        Ok(())
    }
}
