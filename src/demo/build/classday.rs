//! What surrounds a class: plans, venues, add-ons, briefings, trainings.

use serde_json::json;
use time::Date;
use uuid::Uuid;

use super::{Account, Build, Contract, Course, Custodian, Enrolled, SessionDay, Ward, iso, moment};

/// What is planned for a session.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    pub content: &'a str,
    pub aim: &'a str,
    pub add_ons: &'a [&'a str],
}

/// A 体験・説明会 of a course.
#[derive(Clone, Copy, Debug)]
pub struct Briefing<'a> {
    pub on: Date,
    pub venue: &'a str,
    /// Codes of what was done.
    pub done: &'a [&'a str],
    pub came: Option<i32>,
    pub notes: &'a str,
}

impl Build<'_> {
    /// The plan of one session, written a month before the course began. The first of `staff` writes it.
    pub fn plan(&mut self, course: &Course, session: &SessionDay, plan: &Plan, staff: &[Custodian]) {
        let (ward, contract) = (course.contract.ward, course.contract.id);
        self.rows.add("session_plan", json!({
            "ward_id": ward, "session_id": session.id, "contract_id": contract, "course_id": course.id, "content": plan.content, "aim": plan.aim,
            "add_ons": plan.add_ons, "planned_by": staff.first().map(|one| one.account), "planned_at": moment(course.contract.starts_on, 11, 0), "version": 1
        }));
        for one in staff {
            self.rows.add("session_plan_staff", json!({
                "ward_id": ward, "session_id": session.id, "contract_id": contract, "designation_id": one.designation, "job": one.job
            }));
        }
    }

    /// An add-on that was given to these people.
    pub fn add_on(
        &mut self,
        course: &Course,
        session: &SessionDay,
        code: &str,
        by: &Custodian,
        takers: &[Enrolled],
    ) {
        let (id, ward, contract) = (self.id(), course.contract.ward, course.contract.id);
        self.rows.add("add_on", json!({
            "ward_id": ward, "id": id, "contract_id": contract, "course_id": course.id, "session_id": session.id, "code": code,
            "designation_id": by.designation, "recorded_by": by.account, "recorded_at": moment(session.on, 16, 0)
        }));
        for taker in takers {
            self.rows.add("add_on_taker", json!({
                "ward_id": ward, "add_on_id": id, "contract_id": contract, "participant_id": taker.participant.id
            }));
        }
    }

    /// An item of the venue's standard, looked at before the course began.
    pub fn venue_check(&mut self, course: &Course, item: &str, present: bool, by: &Custodian) {
        self.rows.add("venue_check", json!({ "by_ward": false,
            "ward_id": course.contract.ward, "course_id": course.id, "contract_id": course.contract.id, "item": item, "present": present, "area_hundredths": null,
            "checked_on": iso(course.contract.starts_on), "checked_by": by.account
        }));
    }

    /// A check at a session's end; `reason` when it wasn't done.
    pub fn end_check(
        &mut self,
        course: &Course,
        session: &SessionDay,
        code: &str,
        reason: Option<&str>,
        by: &Custodian,
    ) {
        self.rows.add("end_check", json!({
            "ward_id": course.contract.ward, "session_id": session.id, "contract_id": course.contract.id, "code": code, "done": reason.is_none(),
            "reason": reason.unwrap_or_default(), "checked_by": by.account, "checked_at": moment(session.on, 16, 10)
        }));
    }

    pub fn briefing(&mut self, course: &Course, held: &Briefing, by: &Custodian) {
        let id = self.id();
        let written = if held.came.is_some() { held.on } else { self.today };
        self.rows.add("briefing", json!({
            "ward_id": course.contract.ward, "id": id, "contract_id": course.contract.id, "course_id": course.id, "held_on": iso(held.on), "starts_at": "13:30:00",
            "minutes": 120, "venue": held.venue, "done": held.done, "came": held.came, "notes": held.notes,
            "written_by": by.account, "written_at": moment(written, 9, 20), "version": 1
        }));
    }

    /// 研修会・説明会・連絡会 of the ward.
    pub fn training(&mut self, ward: &Ward, kind: &str, title: &str, on: Date, by: &Account) -> Uuid {
        let id = self.id();
        self.rows.add("training", json!({
            "ward_id": ward.id, "id": id, "kind": kind, "title": title, "held_on": iso(on), "made_by": by.id, "made_at": moment(on, 9, 0), "version": 1
        }));
        id
    }

    /// Somebody took part; the contractor wrote it down the same day.
    pub fn trained(&mut self, training: Uuid, contract: &Contract, who: &Custodian, on: Date) {
        self.rows.add("training_attendance", json!({
            "ward_id": contract.ward, "training_id": training, "contract_id": contract.id, "account_id": who.account,
            "recorded_by": who.account, "recorded_at": moment(on, 17, 0)
        }));
    }
}
