//! 検査, 区の求め and 操作記録の点検, as far as they got.

use serde_json::json;
use time::{Date, Duration};

use super::{Account, Build, Contract, Custodian, Made, iso, moment};
use crate::{
    access_reviews::Remark,
    inspections::{CorrectionWords, InspectionKind, PlanWords, PointWords, ResultWords, to_correct},
    requests::{Asked, Reply, RequestKind, came_up},
    sealing::Unit,
    vocab::{
        dates::add_months,
        ids::{InspectionPointId, WardRequestId},
    },
};

/// An inspection of personal data that found one thing to put right, and one point that was good.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    pub on: Date,
    pub place: &'a str,
    pub summary: &'a str,
    pub wrong: &'a str,
    /// What the contractor answered three days later; the ward hasn't looked again.
    pub done: &'a str,
    /// What else is to be put right, and isn't answered.
    pub also: &'a str,
    pub officer: &'a Account,
    pub by: &'a Custodian,
}

/// What the ward asked, and the contractor's words, if it has answered.
#[derive(Clone, Copy, Debug)]
pub struct Requested<'a> {
    pub on: Date,
    pub asked: &'a str,
    pub words: Option<&'a str>,
    pub officer: &'a Account,
    pub by: &'a Custodian,
}

impl Build<'_> {
    pub fn inspection(&mut self, contract: &Contract, looked: &Looked) -> Made {
        let unit = Unit::Unit(contract.id);
        let (id, wrong, also, good, answer) = (self.id(), self.id(), self.id(), self.id(), self.id());
        let plan = PlanWords {
            place: looked.place.to_owned(),
            inspectors: "高齢福祉課".into(),
            prepare: "管理簿、研修の記録".into(),
            ..PlanWords::default()
        };
        let result =
            ResultWords { attendants: "事業の責任者".into(), summary: looked.summary.to_owned() };
        let (planned_at, held_at) = (moment(looked.on - Duration::days(14), 9, 0), moment(looked.on, 16, 0));
        let sealed =
            (self.seal(unit, contract.ward, id, 1, &plan)?, self.seal(unit, contract.ward, id, 3, &result)?);
        self.rows.add("inspection", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "kind": "personal_data", "mode": "on_site", "planned_on": iso(looked.on),
            "plan": sealed.0, "planned_at": planned_at, "planned_by": looked.officer.id, "state": "held", "held_on": iso(looked.on),
            "result": sealed.1, "settled_at": held_at, "settled_by": looked.officer.id, "version": 2
        }));
        let due = looked.on + Duration::days(14);
        for (row, code, found, seen, due_on) in [
            (wrong, "storage", "correct", looked.wrong, Some(iso(due))),
            (also, "handover", "correct", looked.also, Some(iso(due))),
            (good, "custodians", "good", "", None),
        ] {
            let sealed = self.seal(unit, contract.ward, row, 1, &PointWords(seen.to_owned()))?;
            self.rows.add("inspection_point", json!({
                "ward_id": contract.ward, "id": row, "contract_id": contract.id, "inspection_id": id, "code": code, "result": found,
                "sealed": sealed, "due_on": due_on
            }));
        }
        for (point, code) in [(wrong, "storage"), (also, "handover")] {
            let label = InspectionKind::PersonalData.point_label(code);
            let found = to_correct(InspectionPointId(point), (looked.on, Some(due)), label);
            self.occasion(contract, found, looked.officer.id);
        }
        let done_on = looked.on + Duration::days(3);
        let sealed = self.seal(unit, contract.ward, answer, 1, &CorrectionWords(looked.done.to_owned()))?;
        self.rows.add("inspection_answer", json!({
            "ward_id": contract.ward, "id": answer, "contract_id": contract.id, "point_id": wrong, "number": 1, "done_on": iso(done_on),
            "made_at": moment(done_on, 11, 0), "made_by": looked.by.account
        }));
        self.words("inspection_answer_words", contract, answer, looked.by, &sealed);
        Ok(())
    }

    /// A visit to come, to see how the classes are held.
    pub fn planned_visit(
        &mut self,
        contract: &Contract,
        (on, place): (Date, &str),
        officer: &Account,
    ) -> Made {
        let id = self.id();
        let plan =
            PlanWords {
                place: place.to_owned(), inspectors: "高齢福祉課".into(), ..PlanWords::default()
            };
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &plan)?;
        self.rows.add("inspection", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "kind": "service_quality", "mode": "on_site", "planned_on": iso(on),
            "plan": sealed, "planned_at": moment(on - Duration::days(21), 9, 0), "planned_by": officer.id, "state": "planned", "held_on": null,
            "result": null, "settled_at": null, "settled_by": null, "version": 1
        }));
        Ok(())
    }

    /// A report that was asked for, and answered two days later or not yet; the ward hasn't decided.
    pub fn request(&mut self, contract: &Contract, of: &Requested) -> Made {
        let (id, answer, unit) = (self.id(), self.id(), Unit::Unit(contract.id));
        let sealed = self.seal(unit, contract.ward, id, 1, &Asked(of.asked.to_owned()))?;
        self.rows.add("ward_request", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "kind": "report", "asked_on": iso(of.on),
            "due_on": iso(of.on + Duration::days(7)), "sealed": sealed, "made_at": moment(of.on, 9, 10), "made_by": of.officer.id
        }));
        let due = of.on + Duration::days(7);
        self.occasion(
            contract,
            came_up(WardRequestId(id), RequestKind::Report, of.on, Some(due)),
            of.officer.id,
        );
        let Some(words) = of.words else { return Ok(()) };
        let reply = Reply { words: words.to_owned(), file_name: None };
        let sealed = self.seal(unit, contract.ward, answer, 1, &reply)?;
        self.rows.add("ward_request_answer", json!({
            "ward_id": contract.ward, "id": answer, "contract_id": contract.id, "request_id": id, "number": 1, "stance": "done",
            "made_at": moment(of.on + Duration::days(2), 16, 40), "made_by": of.by.account
        }));
        self.words("ward_request_reply", contract, answer, of.by, &sealed);
        Ok(())
    }

    /// The month before `on`, looked at by the ward.
    pub fn access_review(
        &mut self,
        contract: &Contract,
        (on, remark): (Date, &str),
        officer: &Account,
    ) -> Made {
        let id = self.id();
        let month = add_months(on.replace_day(1).unwrap_or(on), -1);
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &Remark(remark.to_owned()))?;
        self.rows.add("access_review", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "month": iso(month), "people": 0, "events": 0, "off_hours": 0, "denied": 0,
            "sealed": sealed, "made_at": moment(on, 9, 20), "made_by": officer.id
        }));
        Ok(())
    }
}
