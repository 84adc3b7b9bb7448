//! What was recorded on the day: the line of a person, and the operations that made it.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Build, Course, Custodian, Enrolled, Made, SessionDay, courses::object, moment};
use crate::{
    sealing::{Place, Unit},
    sessions::{Memo, OperationText},
};

/// What was recorded of one person at one session. Readings are (上, 下, 脈拍).
#[derive(Clone, Debug, Default)]
pub struct Mark<'a> {
    pub status: Option<&'a str>,
    pub pre: Option<(i64, i64, i64)>,
    pub post: Option<(i64, i64, i64)>,
    pub memo: Option<&'a str>,
    pub flags: &'a [&'a str],
}

impl Build<'_> {
    /// One line of a session's record without the operations that made it. `by`: who recorded it, where that is told.
    pub fn bare_attendance(
        &mut self,
        course: &Course,
        session: &SessionDay,
        enrolled: &Enrolled,
        by: Option<&Custodian>,
        mark: &Mark,
    ) -> Made {
        let (ward, person) = (course.contract.ward, enrolled.participant.id);
        let memo = mark
            .memo
            .map(|text| {
                self.seal(
                    Unit::Unit(course.id),
                    ward,
                    Place::of_pair(session.id, person),
                    1,
                    &Memo { text: text.to_owned() },
                )
            })
            .transpose()?;
        let set = i32::from;
        self.rows.add("attendance", json!({
            "ward_id": ward, "session_id": session.id, "participant_id": person, "contract_id": course.contract.id, "course_id": course.id,
            "status": mark.status, "status_version": set(mark.status.is_some()),
            "pre_systolic": mark.pre.map(|r| r.0), "pre_diastolic": mark.pre.map(|r| r.1), "pre_pulse": mark.pre.map(|r| r.2), "pre_missing": null, "pre_version": set(mark.pre.is_some()),
            "post_systolic": mark.post.map(|r| r.0), "post_diastolic": mark.post.map(|r| r.1), "post_pulse": mark.post.map(|r| r.2), "post_missing": null, "post_version": set(mark.post.is_some()),
            "memo": memo, "memo_version": set(mark.memo.is_some()), "flags": mark.flags, "flags_version": set(!mark.flags.is_empty()), "conflicts": 0, "written": by.map(|by| written(session, by, mark)).unwrap_or_default()
        }));
        Ok(())
    }

    /// One line of a session's record, with the operations that made it.
    pub fn attendance(
        &mut self,
        course: &Course,
        session: &SessionDay,
        enrolled: &Enrolled,
        by: &Custodian,
        mark: &Mark,
    ) -> Made {
        self.bare_attendance(course, session, enrolled, Some(by), mark)?;
        let (ward, person) = (course.contract.ward, enrolled.participant.id);
        let reading = |r: (i64, i64, i64)| format!("{}/{}/{}", r.0, r.1, r.2);
        let flags = (!mark.flags.is_empty())
            .then(|| if mark.flags.len() > 1 { "both".to_owned() } else { mark.flags.concat() });
        for (field, value) in [
            ("attendance", mark.status.map(str::to_owned)),
            ("pre", mark.pre.map(reading)),
            ("post", mark.post.map(reading)),
            ("flags", flags),
        ] {
            if let Some(value) = value {
                self.operation(
                    course,
                    session,
                    person,
                    by,
                    &Operation { field, value: Some(value), ..Operation::first() },
                );
            }
        }
        if let Some(text) = mark.memo {
            let key = self.id();
            let sealed =
                self.seal(Unit::Unit(course.id), ward, key, 1, &OperationText { text: text.to_owned() })?;
            self.operation(
                course,
                session,
                person,
                by,
                &Operation { field: "memo", key: Some(key), sealed: Some(sealed), ..Operation::first() },
            );
        }
        Ok(())
    }

    /// 要確認: a second tablet, which had not seen the first value, recorded another one; a person has yet to decide.
    pub fn conflict(
        &mut self,
        course: &Course,
        session: &SessionDay,
        enrolled: &Enrolled,
        by: &Custodian,
        other: (&'static str, &str),
    ) {
        let ((field, value), person) = (other, enrolled.participant.id);
        self.operation(
            course,
            session,
            person,
            by,
            &Operation {
                field,
                value: Some(value.to_owned()),
                version: 2,
                outcome: "conflict",
                ..Operation::first()
            },
        );
        self.rows.amend_where(
            "attendance",
            &[("session_id", &session.id.to_string()), ("participant_id", &person.to_string())],
            object(json!({ "conflicts": 1, (format!("{field}_version")): 2 })),
        );
    }

    fn operation(
        &mut self,
        course: &Course,
        session: &SessionDay,
        participant: Uuid,
        by: &Custodian,
        operation: &Operation,
    ) {
        let key = operation.key.unwrap_or_else(|| self.id());
        let at = entered_at(session, operation.field);
        self.rows.add("operation", json!({
            "ward_id": course.contract.ward, "key": key, "session_id": session.id, "participant_id": participant, "contract_id": course.contract.id,
            "field": operation.field, "value": operation.value, "sealed": operation.sealed, "base_version": 0, "version": operation.version, "outcome": operation.outcome,
            "resolved_by": null, "account_id": by.account, "at": at, "recorded_at": at
        }));
    }
}

/// When a field was recorded: readings after the exercise at its end, the rest at its beginning.
fn entered_at(session: &SessionDay, field: &str) -> String {
    let (hour, minute) = if field == "post" { (15, 40) } else { (13, 45) };
    moment(session.on, hour, minute)
}

/// Whose hand the fields of a line are by.
fn written(session: &SessionDay, by: &Custodian, mark: &Mark) -> Map<String, Value> {
    [
        ("attendance", mark.status.is_some()),
        ("pre", mark.pre.is_some()),
        ("post", mark.post.is_some()),
        ("flags", !mark.flags.is_empty()),
        ("memo", mark.memo.is_some()),
    ]
    .into_iter()
    .filter(|(_, filled)| *filled)
    .map(|(field, _)| (field.to_owned(), json!({ "by": by.account, "at": entered_at(session, field) })))
    .collect()
}

/// One thing a tablet sent.
struct Operation {
    field: &'static str,
    key: Option<Uuid>,
    value: Option<String>,
    sealed: Option<String>,
    version: i32,
    outcome: &'static str,
}

impl Operation {
    fn first() -> Self {
        Self { field: "attendance", key: None, value: None, sealed: None, version: 1, outcome: "applied" }
    }
}
