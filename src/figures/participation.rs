//! 参加状況: how many applied, came and stayed away, by sex and district.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    attendance::{AttendanceTable, PersonLine, Sessions},
    rows::{ApplicationRow, CourseRows, EnrolmentRow, SessionRow, Sex, Stage},
};
use crate::{behind::count as number, vocab::ids::ParticipantId};

/// A number of people or attendances by sex, with 要支援者 counted again where it is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BySex {
    pub total: u32,
    pub male: u32,
    pub female: u32,
    pub other: u32,
    pub support: Option<u32>,
}

/// Whom one figure of [`BySex`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    All,
    Male,
    Female,
    Other,
    /// 要支援1・2, counted again (再掲).
    Support,
}

impl Group {
    pub const ALL: [Self; 5] = [Self::All, Self::Male, Self::Female, Self::Other, Self::Support];

    pub fn has(self, sex: Sex, support: bool) -> bool {
        match self {
            Self::All => true,
            Self::Male => sex == Sex::Male,
            Self::Female => sex == Sex::Female,
            Self::Other => sex == Sex::Other,
            Self::Support => support,
        }
    }

    /// Part of an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Male => "male",
            Self::Female => "female",
            Self::Other => "other",
            Self::Support => "support",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::All => "計",
            Self::Male => "男",
            Self::Female => "女",
            Self::Other => "回答なし",
            Self::Support => "うち要支援（再掲）",
        }
    }
}

impl BySex {
    /// `of` counts one group.
    pub(super) fn counted(with_support: bool, of: impl Fn(Group) -> u32) -> Self {
        Self {
            total: of(Group::All),
            male: of(Group::Male),
            female: of(Group::Female),
            other: of(Group::Other),
            support: with_support.then(|| of(Group::Support)),
        }
    }

    /// `None` where the group isn't counted for this reader.
    pub fn of(&self, group: Group) -> Option<u32> {
        match group {
            Group::All => Some(self.total),
            Group::Male => Some(self.male),
            Group::Female => Some(self.female),
            Group::Other => Some(self.other),
            Group::Support => self.support,
        }
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
    let sessions = |which| number(table.sessions(which));
    Participation {
        applied: BySex::counted(false, |group| number(applied(rows, group))),
        attended: BySex::counted(true, |group| number(came(table, group))),
        attendances: BySex::counted(true, |group| number(came(table, group).flat_map(PersonLine::visits))),
        districts: districts(table)
            .into_iter()
            .map(|name| {
                (name.to_owned(), BySex::counted(false, |group| number(came_from(table, name, group))))
            })
            .collect(),
        planned: sessions(Sessions::Planned),
        held: sessions(Sessions::Held),
        cancelled: sessions(Sessions::Cancelled),
    }
}

/// Everybody who came at least once.
pub(super) fn came(table: &AttendanceTable, group: Group) -> impl Iterator<Item = &PersonLine> {
    table.people.iter().filter(move |one| one.attended > 0 && group.has(one.sex, one.support))
}

pub(super) fn came_from<'a>(
    table: &'a AttendanceTable,
    district: &'a str,
    group: Group,
) -> impl Iterator<Item = &'a PersonLine> {
    came(table, group).filter(move |one| one.district == district)
}

/// The districts of those who came, by name.
pub(super) fn districts(table: &AttendanceTable) -> BTreeSet<&str> {
    came(table, Group::All).map(|one| one.district.as_str()).collect()
}

/// Everybody who applied before the first session; `None` for whom the reader doesn't see.
pub(super) fn applied(rows: &CourseRows, group: Group) -> impl Iterator<Item = Option<&ApplicationRow>> {
    rows.applicants.iter().filter(move |of| group.has(of.sex, false)).flat_map(move |of| {
        let seen = rows.applications.iter().filter(move |one| one.sex == of.sex).map(Some);
        seen.chain(std::iter::repeat(None)).take(usize::try_from(of.people).unwrap_or_default())
    })
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
                .next_back(),
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
