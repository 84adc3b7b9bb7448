//! Every figure has a name of its own and is what its records come to.

use std::collections::BTreeSet;

use time::macros::date;
use uuid::Uuid;

use super::{
    month::{MonthRows, RecordRow, Step, UserRow},
    rows::*,
    *,
};
use crate::{
    assessments::{
        Answers,
        checklist::{Answer, ChecklistAnswers},
        questionnaire::Chosen,
    },
    behind::Page,
    programmes,
    sessions::entry::AttendanceStatus,
    vocab::ids::{EnrolmentId, ParticipantId},
};

/// The worked case with a cancelled session, an add-on, sheets of the checklist and questionnaires besides.
fn course() -> CourseRows {
    let mut rows = sample::course();
    rows.sessions[9].state = SessionState::Cancelled;
    rows.enrolments[3].marks[2].status = Some(AttendanceStatus::Observed);
    let people = rows.enrolments[..4].iter().map(|one| one.participant).collect();
    rows.add_ons =
        vec![AddOnRow { session: rows.sessions[4].id, code: "oral".into(), by: "西村".into(), people }];
    rows.applications = vec![ApplicationRow {
        enrolment: rows.enrolments[0].id,
        participant: rows.enrolments[0].participant,
        sex: Sex::Male,
        applied_on: date!(2024 - 05 - 20),
    }];
    let asked = programmes::meguro().questionnaire().unwrap();
    for (at, enrolment) in rows.enrolments.iter_mut().enumerate().take(5) {
        let mut chosen = Chosen::default();
        let question = asked.closed().next().unwrap();
        let code = question.answers()[at % 2].0.clone();
        assert!(at == 4 || chosen.choose(question, &code));
        let questionnaire = asked.code.clone();
        enrolment.questionnaires.push(QuestionnaireRow { questionnaire, chosen });
        for (timing, falls) in [(Timing::Pre, Answer::Yes), (Timing::Post, Answer::No)] {
            let mut sheet = ChecklistAnswers::default();
            sheet.set(9, falls);
            let done_on = date!(2024 - 06 - 06);
            enrolment.assessments.push(AssessmentRow { timing, done_on, answers: Answers::Checklist(sheet) });
        }
    }
    rows
}

fn of_course(rows: &CourseRows) -> usize {
    let asked = &programmes::meguro().questionnaires;
    let (figures, records) = (CourseFigures::of(rows, asked), CourseRecords::of(rows, asked));
    let all = figures.all();
    let mut codes = BTreeSet::new();
    for (figure, value) in &all {
        let counted = records.behind(*figure);
        assert_eq!(&counted.amount, value, "{figure}: {counted:?}");
        assert!(codes.insert(figure.to_string()), "{figure} stands for two figures");
        assert_eq!(figures.find(&figure.to_string()), Some((*figure, value.clone())));
        assert!(!records.title(*figure).is_empty());
        assert!(counted.records.iter().all(|one| one.counts == 1 && !one.what.is_empty()), "{figure}");
    }
    all.len()
}

#[test]
fn every_figure_of_a_course_is_what_its_records_come_to() {
    assert!(of_course(&course()) > 150);
    assert!(of_course(&course().without_sex()) > 150);
    let month = course().within(date!(2024 - 07 - 01), date!(2024 - 07 - 31));
    assert!(of_course(&month) > 80);
    assert!(of_course(&CourseRows::default()) > 10, "nothing is a figure too");
}

#[test]
fn a_figure_leads_to_the_single_records() {
    let rows = course();
    let records = CourseRecords::of(&rows, &[]);
    let visits = records.behind(CourseFigure::Attendances(Group::Male)).records;
    let person = rows.enrolments[0].participant;
    let first = &visits[0];
    assert_eq!(
        (first.on, first.what.as_str(), first.note.as_str()),
        (Some(date!(2024 - 06 - 06)), "第1回", "出席")
    );
    assert_eq!(first.page, Page::People(format!("/sessions/{}#person-{person}", rows.sessions[0].id)));
    assert!(visits.iter().any(|one| one.note == "見学"), "what was recorded is told");
    let applied = records.behind(CourseFigure::Applied(Group::Male)).records;
    assert_eq!(applied.iter().filter(|one| one.person.is_some()).count(), 1);
    assert_eq!(applied.len(), 5, "who isn't shown is counted");
    assert_eq!(CourseFigures::of(&rows, &[]).find("attended.nobody"), None);
    assert_eq!(CourseFigures::of(&rows, &[]).find("district.3.male"), None);
}

#[test]
fn a_kept_course_counts_the_same_again() {
    let text = serde_json::to_string(&course()).unwrap();
    assert_eq!(serde_json::from_str::<CourseRows>(&text).unwrap(), course());
}

fn month() -> MonthRows {
    let user = |id: u128, sex| UserRow {
        enrolment: EnrolmentId(Uuid::from_u128(id)),
        participant: ParticipantId(Uuid::from_u128(id + 50)),
        stage: if id == 2 { Stage::Completed } else { Stage::Enrolled },
        sex,
        support: id == 1,
        centre: "東包括".into(),
        enrolled_on: Some(date!(2026 - 10 - 02)),
        ended_on: (id == 2).then_some(date!(2026 - 10 - 30)),
    };
    let record = |id: u128, step, day: u8, attended| RecordRow {
        id: Uuid::from_u128(id * 100 + u128::from(day)),
        enrolment: EnrolmentId(Uuid::from_u128(id)),
        step,
        done_on: date!(2026 - 10 - 01).replace_day(day).unwrap(),
        attended: Some(attended),
        by: "大橋".into(),
    };
    MonthRows {
        users: vec![user(1, Sex::Female), user(2, Sex::Male), user(3, Sex::Other)],
        records: vec![
            record(1, Step::ServiceDay, 5, true),
            record(1, Step::ServiceDay, 7, false),
            record(2, Step::HomeVisit, 5, true),
            record(2, Step::ServiceDay, 6, true),
            record(2, Step::Monitoring, 26, true),
        ],
    }
}

#[test]
fn every_figure_of_a_month_is_what_its_records_come_to() {
    let first = date!(2026 - 10 - 01);
    for rows in [month(), month().without_sex(), MonthRows::default()] {
        let (figures, records) = (MonthFigures::of(first, &rows), MonthRecords::of(first, &rows));
        let mut codes = BTreeSet::new();
        for (figure, value) in figures.all() {
            assert_eq!(records.behind(figure).amount, value, "{figure}");
            assert_eq!(figures.find(&figure.to_string()), Some((figure, value)));
            assert!(codes.insert(figure.to_string()) && !records.title(figure).is_empty());
        }
        assert!(codes.len() >= 41);
    }
    let rows = month();
    let days = MonthRecords::of(first, &rows).behind(MonthFigure::Person(1)).records;
    let service = format!("/services/{}/records/{}", rows.records[3].enrolment, rows.records[3].id);
    assert_eq!(days.iter().map(|one| &one.page).collect::<Vec<_>>(), [&Page::People(service)]);
}
