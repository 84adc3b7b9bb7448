//! What was measured and asked, and the steps of an individual service.

use serde_json::json;
use time::Date;
use uuid::Uuid;

use super::{
    Build, Custodian, Enrolled, Made, iso, moment,
    texts::{AssessmentText, ServiceText, Text as _},
};
use crate::{assessments::Answers, sealing::Unit};

/// When and by whom an instrument was taken.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// `pre`, `post` or `monthly`.
    pub timing: &'a str,
    pub on: Date,
    pub by: &'a Custodian,
    /// Sealed.
    pub comment: Option<&'a str>,
}

impl Build<'_> {
    /// One instrument at one time.
    pub fn assessment(&mut self, enrolled: &Enrolled, answers: &Answers, taken: &Taken) -> Made {
        let (id, ward) = (self.id(), enrolled.participant.ward);
        let sealed = taken
            .comment
            .map(|text| self.seal(Unit::Unit(enrolled.unit), ward, id, 1, &AssessmentText::of(text)))
            .transpose()?;
        let protocol = match answers {
            Answers::Measured(record) => record.protocol.clone(),
            Answers::Checklist(_) | Answers::SarcF(_) | Answers::SelfHealth(_) => String::new(),
        };
        self.rows.add("assessment", json!({
            "ward_id": ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id, "participant_id": enrolled.participant.id,
            "instrument": answers.instrument().code, "timing": taken.timing, "done_on": iso(taken.on), "mode": "hall", "protocol": protocol, "answers": answers,
            "sealed": sealed, "done_by": taken.by.account, "recorded_at": moment(taken.on, 16, 30), "version": 1
        }));
        Ok(())
    }

    /// One record of an individual service. `step`: `home_visit`, `plan`, `service_day`, `monitoring`, `final_visit`, `contact`.
    pub fn service_record(
        &mut self,
        enrolled: &Enrolled,
        step: &str,
        on: Date,
        by: &Custodian,
        text: &str,
    ) -> Made<Uuid> {
        let (id, ward) = (self.id(), enrolled.participant.ward);
        let sealed = self.seal(Unit::Unit(enrolled.unit), ward, id, 1, &ServiceText::of(text))?;
        let (is_day, is_plan) = (step == "service_day", step == "plan");
        self.rows.add("service_record", json!({
            "ward_id": ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id, "participant_id": enrolled.participant.id, "step": step,
            "done_on": iso(on), "attended": is_day.then_some(true), "transport": is_day.then_some(true), "explained_on": is_plan.then(|| on.to_string()),
            "consented_on": is_plan.then(|| on.to_string()), "sealed": sealed, "done_by": by.account, "recorded_at": moment(on, 17, 0), "version": 1
        }));
        Ok(id)
    }
}
