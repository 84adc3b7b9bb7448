//! What was measured and asked, and the steps of an individual service.

use serde_json::json;
use time::Date;
use uuid::Uuid;

use super::{Build, Custodian, Enrolled, Made, iso, moment};
use crate::{
    assessments::{
        Answers,
        questionnaire::{Mode, Replies},
        sheets::Comment,
    },
    programmes::Questionnaire,
    sealing::Unit,
    services::records::{Kind, Writing},
};

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
            .map(|text| self.seal(Unit::Unit(enrolled.unit), ward, id, 1, &Comment { text: text.to_owned() }))
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

    /// A questionnaire as one person answered it.
    pub fn questionnaire(
        &mut self,
        enrolled: &Enrolled,
        asked: &Questionnaire,
        replies: &Replies,
        mode: Mode,
        (on, by): (Date, &Custodian),
    ) -> Made {
        let (id, ward) = (self.id(), enrolled.participant.ward);
        let words = Some(&replies.words).filter(|words| !words.0.is_empty());
        let sealed =
            words.map(|words| self.seal(Unit::Unit(enrolled.unit), ward, id, 1, words)).transpose()?;
        self.rows.add("questionnaire_answer", json!({
            "ward_id": ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id, "participant_id": enrolled.participant.id,
            "questionnaire": asked.code, "done_on": iso(on), "mode": mode.code(), "chosen": replies.chosen,
            "sealed": sealed, "done_by": by.account, "recorded_at": moment(on, 16, 40), "version": 1
        }));
        Ok(())
    }

    /// One record of an individual service; the text stands in the first part of its form.
    pub fn service_record(
        &mut self,
        enrolled: &Enrolled,
        kind: Kind,
        on: Date,
        by: &Custodian,
        text: &str,
    ) -> Made<Uuid> {
        let (id, ward) = (self.id(), enrolled.participant.ward);
        let (is_day, is_plan) = (kind == Kind::ServiceDay, kind == Kind::Plan);
        let sections = kind.sections().iter().take(1).map(|part| (part.code.to_owned(), text.to_owned()));
        let writing = Writing { sections: sections.collect(), days_per_week: is_plan.then_some(2) };
        let sealed = self.seal(Unit::Unit(enrolled.unit), ward, id, 1, &writing)?;
        self.rows.add("service_record", json!({
            "ward_id": ward, "id": id, "contract_id": enrolled.contract, "enrolment_id": enrolled.id, "participant_id": enrolled.participant.id, "step": kind.code(),
            "done_on": iso(on), "attended": is_day.then_some(true), "transport": is_day.then_some(true), "explained_on": is_plan.then(|| on.to_string()),
            "consented_on": is_plan.then(|| on.to_string()), "sealed": sealed, "done_by": by.account, "recorded_at": moment(on, 17, 0), "version": 1
        }));
        Ok(id)
    }
}
