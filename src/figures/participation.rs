//! 参加状況: how many applied, came and stayed away, by sex and district.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    attendance::{AttendanceTable, PersonLine},
    rows::{CourseRows, EnrolmentRow, SessionRow, SessionState, Sex, Stage},
};
use crate::vocab::ids::ParticipantId;

/// A number of people or attendances by sex, with 要支援者 counted again where it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BySex {
    pub total: u32,
    pub male: u32,
    pub female: u32,
    pub other: u32,
    pub support: Option<u32>,
}

impl BySex {
    fn add(&mut self, sex: Sex, count: u32) {
        self.total += count;
        match sex {
            Sex::Male => self.male += count,
            Sex::Female => self.female += count,
            Sex::Other => self.other += count,
        }
    }

    fn add_support(&mut self, count: u32) {
        self.support = Some(self.support.unwrap_or_default() + count);
    }

    pub(super) fn count_person(&mut self, sex: Sex, support: bool) {
        self.add(sex, 1);
        self.add_support(u32::from(support));
    }

    /// Whether the sexes are told apart: not after [`BySex::projected`] took them away.
    pub fn with_sex(&self) -> bool {
        self.total == 0 || self.male + self.female > 0
    }

    /// Without what a contract's information items leave out.
    #[must_use]
    pub fn projected(self, with_sex: bool, with_support: bool) -> Self {
        let support = self.support.filter(|_| with_support);
        if with_sex {
            Self { support, ..self }
        } else {
            Self { total: self.total, support, other: self.total, ..Self::default() }
        }
    }
}

/// 別紙2 (3)①②.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// 参加申込人数, before the first session; people who never got a place included.
    pub applied: BySex,
    /// 実参加人数: at least one session, those who withdrew later included.
    pub attended: BySex,
    /// 延参加人数
    pub attendances: BySex,
    /// 実参加人数 by district, in the order of the names.
    pub districts: Vec<(String, BySex)>,
    pub planned: u32,
    pub held: u32,
    pub cancelled: u32,
}

impl Participation {
    /// Without what a contract's information items leave out.
    #[must_use]
    pub fn projected(&self, with_sex: bool, with_support: bool) -> Self {
        let project = |one: BySex| one.projected(with_sex, with_support);
        Self {
            applied: project(self.applied),
            attended: project(self.attended),
            attendances: project(self.attendances),
            districts: self.districts.iter().map(|(name, people)| (name.clone(), project(*people))).collect(),
            ..*self
        }
    }
}

/// 途中辞退
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropout {
    pub participant: Option<ParticipantId>,
    pub sex: Sex,
    pub district: String,
    pub on: Option<Date>,
    /// The number of the last session before leaving; `None` when none was held until then.
    pub after_session: Option<u16>,
    pub reason: String,
}

/// Counts a course from its attendance table.
pub fn count(rows: &CourseRows, table: &AttendanceTable) -> Participation {
    let mut counted = Participation::default();
    for one in &rows.applicants {
        counted.applied.add(one.sex, one.people);
    }
    let mut districts: BTreeMap<&str, BySex> = BTreeMap::new();
    (counted.attended.support, counted.attendances.support) = (Some(0), Some(0));
    for person in table.people.iter().filter(|person| person.attended > 0) {
        add_person(&mut counted, person);
        districts.entry(&person.district).or_default().add(person.sex, 1);
    }
    counted.districts = districts.into_iter().map(|(name, by_sex)| (name.to_owned(), by_sex)).collect();
    let sessions = |wanted: &dyn Fn(SessionState) -> bool| {
        table.sessions.iter().filter(|s| wanted(s.state)).map(|_| 1_u32).sum()
    };
    counted.planned = sessions(&|_| true);
    counted.cancelled = sessions(&|state| state == SessionState::Cancelled);
    counted.held = sessions(&|state| matches!(state, SessionState::Open | SessionState::Closed));
    counted
}

fn add_person(counted: &mut Participation, person: &PersonLine) {
    counted.attended.add(person.sex, 1);
    counted.attendances.add(person.sex, person.attended);
    if person.support {
        counted.attended.add_support(1);
        counted.attendances.add_support(person.attended);
    }
}

/// Who withdrew after the first session and did not come back, in the order they left.
pub fn dropouts(rows: &CourseRows) -> Vec<Dropout> {
    let started_on = rows.sessions.iter().find(|s| s.was_held()).map(|s| s.held_on);
    let mut left: Vec<Dropout> = rows
        .members()
        .iter()
        .map(|member| member.last)
        .filter(|e| {
            e.stage == Stage::Withdrawn
                && e.ended_on.is_none_or(|end| started_on.is_some_and(|start| start <= end))
        })
        .map(|e| Dropout {
            participant: Some(e.participant),
            sex: e.sex,
            district: e.district.clone(),
            on: e.ended_on,
            after_session: rows
                .sessions
                .iter()
                .filter(|s| s.was_held() && before_leaving(e, s))
                .map(|s| s.number)
                .max(),
            reason: e.withdrawal_reason.clone().unwrap_or_default(),
        })
        .collect();
    left.sort_by_key(|one| (one.on, one.participant));
    left
}

/// Before the day of leaving, or on it when the person still came.
fn before_leaving(enrolment: &EnrolmentRow, session: &SessionRow) -> bool {
    let came = || enrolment.marks.iter().any(|mark| mark.session == session.id && mark.status.is_some());
    enrolment.ended_on.is_none_or(|end| session.held_on < end || (session.held_on == end && came()))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::{attendance, sample};
    use super::*;

    fn counted(rows: &CourseRows) -> Participation {
        count(rows, &attendance::table(rows))
    }

    #[test]
    fn twelve_applied_ten_came_131_attendances() {
        let counts = counted(&sample::course());
        assert_eq!((counts.applied.total, counts.attended.total, counts.attendances.total), (12, 10, 131));
        assert_eq!((counts.applied.male, counts.applied.female), (5, 7));
        assert_eq!((counts.attended.male, counts.attended.female), (4, 6));
        assert_eq!((counts.attendances.male, counts.attendances.female), (61, 70));
        assert_eq!((counts.attended.support, counts.attendances.support), (Some(2), Some(18)));
        assert_eq!(counts.applied.support, None);
        assert_eq!((counts.planned, counts.held, counts.cancelled), (16, 16, 0));
    }

    #[test]
    fn districts_add_up_to_the_people_who_came() {
        let counts = counted(&sample::course());
        let districts: Vec<(&str, u32)> =
            counts.districts.iter().map(|(name, people)| (name.as_str(), people.total)).collect();
        assert_eq!(districts, [("東部", 7), ("西部", 3)]);
    }

    #[test]
    fn who_never_came_is_not_counted() {
        let mut rows = sample::course();
        for mark in &mut rows.enrolments[8].marks {
            mark.status = Some(crate::sessions::entry::AttendanceStatus::AbsentNotified);
        }
        let counts = counted(&rows);
        assert_eq!((counts.attended.total, counts.attendances.total), (9, 128));
    }

    #[test]
    fn who_left_and_came_back_is_one_person_and_no_dropout() {
        let mut rows = sample::course();
        let mut again = rows.enrolments[8].clone();
        again.id.0 = uuid::Uuid::from_u128(999);
        again.stage = Stage::Completed;
        again.enrolled_on = Some(date!(2024 - 08 - 01));
        again.ended_on = None;
        rows.enrolments.push(again);
        let counts = counted(&rows);
        assert_eq!((counts.attended.total, counts.attendances.total), (10, 131));
        assert_eq!(dropouts(&rows).len(), 1);
    }

    #[test]
    fn dropouts_say_when_and_why() {
        let left = dropouts(&sample::course());
        assert_eq!(left.len(), 2);
        assert_eq!((left[0].after_session, left[0].reason.as_str()), (Some(3), "体調不良"));
        let mut same_day = sample::course();
        same_day.enrolments[9].ended_on = Some(date!(2024 - 06 - 20));
        same_day.enrolments[8].ended_on = Some(date!(2024 - 06 - 27));
        assert!(
            dropouts(&same_day).iter().all(|one| one.after_session == Some(3)),
            "the fourth session was on the day of leaving"
        );
        let mut early = sample::course();
        early.enrolments[9].ended_on = Some(date!(2024 - 06 - 05));
        assert_eq!(dropouts(&early).len(), 1, "leaving before the first session is no dropout");
    }

    #[test]
    fn a_hidden_sex_leaves_the_total() {
        let by_sex = BySex { total: 3, male: 1, female: 2, other: 0, support: Some(1) };
        assert_eq!(by_sex.projected(false, false), BySex { total: 3, other: 3, ..BySex::default() });
        assert_eq!(by_sex.projected(true, true), by_sex);
    }
}
