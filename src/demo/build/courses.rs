//! Courses: the calendar, enrolments, how a day ended, follow-ups.

use serde_json::{Map, Value, json};
use time::{Date, Time};
use uuid::Uuid;

use super::{Build, Contract, Custodian, Made, Participant, iso, moment};
use crate::{
    enrolments::EnrolmentNote,
    filings::occurrences::CourseDays,
    programmes::{
        absences::{FollowUp, Task},
        definition::Calendar,
        meguro,
        session_dates::{DatesAsked, session_dates},
    },
    sealing::Unit,
    sessions::Done,
    vocab::business_days::ClosedDays,
};

#[derive(Clone, Debug)]
pub struct Course {
    pub id: Uuid,
    pub contract: Contract,
    pub sessions: Vec<SessionDay>,
}

/// One session of a course.
#[derive(Clone, Debug)]
pub struct SessionDay {
    pub id: Uuid,
    pub number: u16,
    pub on: Date,
}

/// Somebody in a course or an individual service.
#[derive(Clone, Debug)]
pub struct Enrolled {
    pub id: Uuid,
    pub participant: Participant,
    pub contract: Uuid,
    /// The key that seals what this enrolment produces: the course's, or its own.
    pub unit: Uuid,
}

/// What a new course is made of.
pub struct NewCourse<'a> {
    pub name: &'a str,
    pub venue: &'a str,
    pub starts_at: Time,
    pub capacity: u16,
    pub first_on: Date,
    pub sessions: u16,
    /// `planned`, `running`, `finished` or `cancelled`.
    pub state: &'a str,
}

impl Build<'_> {
    /// A course with its key and its weekly sessions; closed days are passed over.
    pub fn course(&mut self, contract: &Contract, new: &NewCourse) -> Made<Course> {
        let id = self.id();
        self.make_key(Unit::Unit(id))?;
        self.rows.add("course", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "name": new.name, "venue": new.venue, "starts_at": new.starts_at.to_string(), "minutes": 120,
            "capacity": new.capacity, "minimum": 3, "first_on": iso(new.first_on), "state": new.state, "version": 1
        }));
        // A demo may be looked at on New Year's Day: today's own session is held whatever the calendar says.
        let closed = ClosedDays { open: vec![self.today], ..ClosedDays::default() };
        let calendar = Calendar { sessions: None, months: 24, ..meguro().calendar.clone() };
        let (start, weekdays) = (new.first_on, vec![new.first_on.weekday()]);
        let count = Some(new.sessions);
        let asked = DatesAsked { start, weekdays, weeks_of_month: Vec::new(), count, term_ends_on: None };
        let days = session_dates(&calendar, &asked, &closed)?.sessions;
        let sessions =
            days.iter().map(|day| self.session(contract, id, new.starts_at, day.number, day.on)).collect();
        if let Some(signed) = self.signed.iter_mut().find(|signed| signed.contract.id == contract.id) {
            let (name, last_on) = (new.name.to_owned(), days.last().map_or(new.first_on, |day| day.on));
            signed.courses.push(CourseDays { id, name, first_on: new.first_on, last_on });
        }
        Ok(Course { id, contract: contract.clone(), sessions })
    }

    fn session(
        &mut self,
        contract: &Contract,
        course: Uuid,
        starts_at: Time,
        number: u16,
        on: Date,
    ) -> SessionDay {
        let id = self.id();
        self.rows.add("session", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "course_id": course, "number": number, "held_on": iso(on), "starts_at": starts_at.to_string(),
            "minutes": 120, "state": "planned", "content": CONTENTS[usize::from(number.max(1) - 1) % CONTENTS.len()], "moved_from": null, "move_reason": "",
            "cancelled_by": null, "cancel_decided_at": null, "cancel_cause": null, "cancel_reason": "", "closed_at": null, "closed_by": null,
            "present_count": 0, "absent_count": 0, "version": 1
        }));
        SessionDay { id, number, on }
    }

    /// `waiting`, or `enrolled` with a name tag.
    pub fn enrol(&mut self, course: &Course, participant: &Participant, name_tag: Option<usize>) -> Enrolled {
        let applied = course.contract.starts_on;
        self.enrolment(&course.contract, participant, Some(course.id), name_tag, applied)
    }

    /// A place in an individual service, which is a unit of its own with its own key.
    pub fn enrol_in_service(
        &mut self,
        contract: &Contract,
        participant: &Participant,
        on: Date,
    ) -> Made<Enrolled> {
        let enrolled = self.enrolment(contract, participant, None, None, on);
        self.make_key(Unit::Unit(enrolled.id))?;
        Ok(enrolled)
    }

    fn enrolment(
        &mut self,
        contract: &Contract,
        participant: &Participant,
        course: Option<Uuid>,
        tag: Option<usize>,
        on: Date,
    ) -> Enrolled {
        let id = self.id();
        let state = if course.is_some() && tag.is_none() { "waiting" } else { "enrolled" };
        self.rows.add("enrolment", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "participant_id": participant.id, "course_id": course, "state": state, "name_tag": tag,
            "applied_on": iso(on), "enrolled_on": (state == "enrolled").then(|| on.to_string()), "ended_on": null, "stay_from": null, "stay_to": null, "priority": null, "withdrawal_reason": null, "sealed": null, "version": 1
        }));
        Enrolled { id, participant: participant.clone(), contract: contract.id, unit: course.unwrap_or(id) }
    }

    /// Somebody stops, with a reason in plain words that is sealed.
    pub fn withdraw(&mut self, enrolled: &Enrolled, on: Date, reason: &str, remark: &str) -> Made {
        let sealed = self.seal(
            Unit::Unit(enrolled.unit),
            enrolled.participant.ward,
            enrolled.id,
            2,
            &EnrolmentNote { remark: remark.to_owned(), ..EnrolmentNote::default() },
        )?;
        self.end_enrolment(enrolled, "withdrawn", on, Some(reason), Some(sealed));
        Ok(())
    }

    pub fn complete(&mut self, enrolled: &Enrolled, on: Date) {
        self.end_enrolment(enrolled, "completed", on, None, None);
    }

    fn end_enrolment(
        &mut self,
        enrolled: &Enrolled,
        state: &str,
        on: Date,
        reason: Option<&str>,
        sealed: Option<String>,
    ) {
        let columns = json!({ "state": state, "ended_on": iso(on), "withdrawal_reason": reason, "sealed": sealed, "version": 2 });
        self.rows.amend("enrolment", &enrolled.id.to_string(), object(columns));
    }

    /// The session is over: counted, and staffed by people of the accepted roster.
    pub fn close(
        &mut self,
        course: &Course,
        session: &SessionDay,
        staff: &[Custodian],
        present: usize,
        absent: usize,
    ) {
        self.staff(course, session, staff);
        let columns = json!({
            "state": "closed", "closed_at": moment(session.on, 16, 10), "closed_by": staff.first().map(|s| s.account), "present_count": present, "absent_count": absent, "version": 3
        });
        self.rows.amend("session", &session.id.to_string(), object(columns));
    }

    /// The session is going on.
    pub fn open(
        &mut self,
        course: &Course,
        session: &SessionDay,
        staff: &[Custodian],
        present: usize,
        absent: usize,
    ) {
        self.staff(course, session, staff);
        let columns =
            json!({ "state": "open", "present_count": present, "absent_count": absent, "version": 2 });
        self.rows.amend("session", &session.id.to_string(), object(columns));
    }

    fn staff(&mut self, course: &Course, session: &SessionDay, staff: &[Custodian]) {
        for person in staff {
            self.rows.add("session_staff", json!({
                "ward_id": course.contract.ward, "session_id": session.id, "contract_id": course.contract.id, "designation_id": person.designation, "job": person.job
            }));
        }
    }

    /// The session was called off for the weather the day before at `hour` o'clock.
    pub fn cancel(&mut self, session: &SessionDay, hour: u8, reason: &str) {
        let eve = session.on.previous_day().unwrap_or(session.on);
        let columns = json!({ "state": "cancelled", "cancelled_by": "ward", "cancel_decided_at": moment(eve, hour, 0), "cancel_cause": "weather", "cancel_reason": reason, "version": 2 });
        self.rows.amend("session", &session.id.to_string(), object(columns));
    }

    /// 欠席者への対応. `done`: what was done, sealed; `None` leaves it open.
    pub fn follow_up(
        &mut self,
        course: &Course,
        session: &SessionDay,
        enrolled: &Enrolled,
        task: FollowUp,
        done: Option<(&Custodian, &str)>,
    ) -> Made {
        let (id, ward) = (self.id(), course.contract.ward);
        let sealed = done
            .map(|(_, text)| self.seal(Unit::Unit(course.id), ward, id, 2, &Done { text: text.to_owned() }))
            .transpose()?;
        self.rows.add("follow_up", json!({
            "ward_id": ward, "id": id, "contract_id": course.contract.id, "course_id": course.id, "session_id": session.id, "participant_id": enrolled.participant.id,
            "kind": if task.task == Task::Contact { "contact" } else { "notify" }, "explanation": task.explanation,
            "tell": task.tell, "due_on": task.by.map(iso), "state": if done.is_some() { "done" } else { "open" }, "sealed": sealed,
            "done_at": done.map(|_| moment(session.on, 17, 20)), "done_by": done.map(|(by, _)| by.account), "version": if done.is_some() { 2 } else { 1 }
        }));
        Ok(())
    }
}

pub fn object(columns: Value) -> Map<String, Value> {
    if let Value::Object(columns) = columns { columns } else { Map::new() }
}

/// What the sessions are about, in turn.
const CONTENTS: [&str; 8] = [
    "ストレッチ・いす体操・血圧の話",
    "体力測定・筋力づくり（下肢）",
    "筋力づくり（上肢）・口の体操",
    "バランス運動・転ばない歩き方",
    "栄養の話・たんぱく質のとり方",
    "脳トレ・二つのことを一度に",
    "自主グループづくりの話し合い",
    "屋外歩行・まちの休み場所さがし",
];
