//! The worked case of the counts: 12 applied, 10 attended at least once, two of them left after three sessions, 131
//! attendances in all.

use time::{Duration, macros::date};
use uuid::Uuid;

use super::rows::*;
use crate::{
    assessments::{
        Answers, Policies, Reading, measures, physical::MeasureRecord, self_health::SelfHealthAnswer,
    },
    sessions::entry::AttendanceStatus,
    vocab::ids::{EnrolmentId, ParticipantId, SessionId},
};

pub fn session(number: u16) -> SessionRow {
    SessionRow {
        id: SessionId(Uuid::from_u128(u128::from(number))),
        number,
        held_on: date!(2024 - 06 - 06) + Duration::weeks(i64::from(number) - 1),
        state: SessionState::Closed,
        content: "体操".into(),
        cancel_reason: String::new(),
        makes_up: None,
    }
}

fn mark(number: u16, status: AttendanceStatus) -> MarkRow {
    let session = SessionId(Uuid::from_u128(u128::from(number)));
    MarkRow { session, status: Some(status), before: true, after: true, conflicts: 0 }
}

fn grip(timing: Timing, tenths: i64) -> AssessmentRow {
    let measure = measures::find("grip").unwrap();
    let answers =
        Answers::Measured(MeasureRecord::performed(measure, "best", &[Some(Reading::tenths(tenths))]));
    AssessmentRow { timing, done_on: date!(2024 - 06 - 13), answers }
}

fn health(timing: Timing, rank: u8) -> AssessmentRow {
    let answers = Answers::SelfHealth(SelfHealthAnswer { rank: Some(rank), ..SelfHealthAnswer::blank() });
    AssessmentRow { timing, done_on: date!(2024 - 06 - 06), answers }
}

/// Person `index` of ten. The ninth and tenth withdrew after three sessions; the first three missed one session.
fn enrolment(index: u16) -> EnrolmentRow {
    let withdrew = index >= 8;
    let status = |number: u16| match index {
        0 if number == 5 => AttendanceStatus::AbsentNotified,
        1 if number == 6 => AttendanceStatus::AbsentUnnotified,
        2 if number == 7 => AttendanceStatus::AbsentNotified,
        3 if number == 8 => AttendanceStatus::Late,
        _ => AttendanceStatus::Present,
    };
    EnrolmentRow {
        id: EnrolmentId(Uuid::from_u128(200 + u128::from(index))),
        participant: ParticipantId(Uuid::from_u128(100 + u128::from(index))),
        stage: if withdrew { Stage::Withdrawn } else { Stage::Completed },
        name_tag: Some(i32::from(index) + 1),
        enrolled_on: Some(date!(2024 - 06 - 01)),
        ended_on: withdrew.then_some(date!(2024 - 06 - 22)),
        stay_to: None,
        withdrawal_reason: withdrew.then(|| "体調不良".to_owned()),
        sex: if index < 4 { Sex::Male } else { Sex::Female },
        support: index == 0 || index == 9,
        district: if index < 3 { "西部".into() } else { "東部".into() },
        marks: (1..=if withdrew { 3 } else { 16 }).map(|number| mark(number, status(number))).collect(),
        assessments: if withdrew {
            vec![grip(Timing::Pre, 200), health(Timing::Pre, 4)]
        } else {
            let change = [10, 10, 10, 0, 0, -10, -10, -10][usize::from(index)];
            vec![
                grip(Timing::Pre, 200),
                grip(Timing::Post, 200 + change),
                health(Timing::Pre, 3),
                health(Timing::Post, if index < 5 { 2 } else { 3 }),
            ]
        },
        questionnaires: Vec::new(),
    }
}

pub fn course() -> CourseRows {
    CourseRows {
        sessions: (1..=16).map(session).collect(),
        enrolments: (0..10).map(enrolment).collect(),
        duties: vec![DutyRow {
            name: "田中 美咲".into(),
            job: "健康運動指導士".into(),
            sessions: (1..=15).map(|number| session(number).id).collect(),
        }],
        applicants: vec![
            ApplicantRow { sex: Sex::Male, people: 5 },
            ApplicantRow { sex: Sex::Female, people: 7 },
        ],
        applications: Vec::new(),
        add_ons: Vec::new(),
        policies: Policies::default(),
    }
}
