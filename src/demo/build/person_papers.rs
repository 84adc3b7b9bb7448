//! 個別事業計画 and handed-over records.

use serde_json::json;
use time::Date;

use super::{Build, Course, Custodian, Enrolled, Made, iso, moment};
use crate::{
    person_papers::{Consent, Plan, Receiver},
    sealing::Unit,
};

/// A plan, and who explained it to whom; agreed on a week later.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a> {
    pub goals: &'a str,
    pub actions: &'a str,
    pub cautions: &'a str,
    pub made_on: Date,
    pub explained: Option<(&'a str, &'a str)>,
    pub agreed_on: Option<Date>,
    pub by: &'a Custodian,
}

impl Build<'_> {
    /// The first version of a person's plan.
    pub fn individual_plan(&mut self, course: &Course, enrolled: &Enrolled, planned: &Planned) -> Made {
        let (id, unit, ward) = (self.id(), Unit::Unit(course.id), course.contract.ward);
        let plan = Plan {
            goals: planned.goals.to_owned(),
            actions: planned.actions.to_owned(),
            cautions: planned.cautions.to_owned(),
        };
        let sealed = self.seal(unit, ward, id, 1, &plan)?;
        let consent = match planned.explained {
            Some((by, to)) => {
                let said = Consent { explained_by: by.to_owned(), explained_to: to.to_owned() };
                Some(self.seal(unit, ward, id, 2, &said)?)
            }
            None => None,
        };
        let explained = consent.is_some();
        self.rows.add("individual_plan", json!({
            "ward_id": ward, "id": id, "contract_id": course.contract.id, "course_id": course.id, "enrolment_id": enrolled.id, "participant_id": enrolled.participant.id,
            "number": 1, "made_on": iso(planned.made_on), "sealed": sealed, "explained_on": explained.then(|| iso(planned.made_on)),
            "agreed_on": planned.agreed_on.map(iso), "consent": consent, "consent_version": explained.then_some(2),
            "made_at": moment(planned.made_on, 15, 30), "made_by": planned.by.account, "version": if explained { 2 } else { 1 }
        }));
        Ok(())
    }

    /// The record of what was provided, handed to somebody of the family.
    pub fn record_handover(
        &mut self,
        course: &Course,
        enrolled: &Enrolled,
        by: &Custodian,
        on: Date,
        to: &str,
    ) -> Made {
        let (id, ward) = (self.id(), course.contract.ward);
        let sealed = self.seal(Unit::Unit(course.id), ward, id, 1, &Receiver(to.to_owned()))?;
        self.rows.add("record_handover", json!({
            "ward_id": ward, "id": id, "contract_id": course.contract.id, "course_id": course.id, "enrolment_id": enrolled.id, "participant_id": enrolled.participant.id,
            "requested_on": iso(on), "handed_on": iso(on), "receiver": "family", "sealed": sealed, "made_at": moment(on, 16, 20), "made_by": by.account
        }));
        Ok(())
    }
}
