//! One month of an individual service: who came on which day, visits and monitoring (新宿型 利用実績報告書).

use serde::{Deserialize, Serialize};
use time::{Date, Weekday};
use uuid::Uuid;

use super::{
    participation::{BySex, Group},
    rows::{Sex, Stage},
};
use crate::{
    behind::count,
    vocab::ids::{EnrolmentId, ParticipantId},
};

/// Somebody whose service ran on at least one day of the month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    pub enrolment: EnrolmentId,
    pub participant: ParticipantId,
    pub stage: Stage,
    pub sex: Sex,
    /// 要支援1・2
    pub support: bool,
    pub centre: String,
    pub enrolled_on: Option<Date>,
    pub ended_on: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    HomeVisit,
    Plan,
    ServiceDay,
    Monitoring,
    FinalVisit,
    Contact,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRow {
    pub id: Uuid,
    pub enrolment: EnrolmentId,
    pub step: Step,
    pub done_on: Date,
    pub attended: Option<bool>,
    /// Who recorded it.
    pub by: String,
}

/// Kept in an accepted report, so that its figures lead to what they were counted from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthRows {
    pub users: Vec<UserRow>,
    pub records: Vec<RecordRow>,
}

/// What happened on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    None,
    Attended,
    Absent,
    Visited,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLine {
    pub participant: Option<ParticipantId>,
    pub sex: Sex,
    pub centre: String,
    /// One a day of the month.
    pub uses: Vec<Use>,
    pub attended: u32,
    pub began_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub monitored: bool,
}

/// A visit or a monitoring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    pub on: Date,
    pub participant: Option<ParticipantId>,
    pub step: Step,
    pub by: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthFigures {
    /// The first day of the month.
    pub month: Date,
    pub users: Vec<UserLine>,
    /// 利用実人数: came at least once in the month.
    pub attended: BySex,
    /// 延利用回数
    pub attendances: u32,
    /// How many came, day by day.
    pub present: Vec<u32>,
    pub visits: Vec<Occasion>,
    pub monitorings: Vec<Occasion>,
    pub began: u32,
    pub ended: u32,
}

impl MonthFigures {
    pub fn of(month: Date, rows: &MonthRows) -> Self {
        let users: Vec<UserLine> = rows.users.iter().map(|user| line(month, user, &rows.records)).collect();
        let mut figures = Self {
            month,
            visits: occasions(rows, is_visit),
            monitorings: occasions(rows, is_monitoring),
            began: count(users.iter().filter(|user| user.began_on.is_some())),
            ended: count(users.iter().filter(|user| user.ended_on.is_some())),
            users,
            attended: BySex::default(),
            attendances: 0,
            present: Vec::new(),
        };
        let days = usize::from(month.month().length(month.year()));
        figures.attended = BySex::counted(true, |group| count(figures.came(rows, group)));
        figures.attendances = count(figures.uses());
        figures.present = (0..days).map(|day| count(figures.uses().filter(|(_, on)| *on == day))).collect();
        figures
    }

    /// Everybody who came at least once.
    pub(super) fn came<'a>(
        &'a self,
        rows: &'a MonthRows,
        group: Group,
    ) -> impl Iterator<Item = (usize, &'a UserLine)> {
        let users = self.users.iter().zip(&rows.users).enumerate();
        let came =
            users.filter(move |(_, (user, row))| user.attended > 0 && group.has(user.sex, row.support));
        came.map(|(at, (user, _))| (at, user))
    }

    /// Every day somebody came, as the line of the user and the day counted from 0.
    pub(super) fn uses(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.users.iter().enumerate().flat_map(|(at, user)| user.days().map(move |day| (at, day)))
    }

    /// Weeks (Monday to Sunday) of this month in which somebody came more often than `most` days.
    pub fn weeks_over(&self, most: u8) -> u32 {
        self.users.iter().map(|user| weeks_over(self.month, &user.uses, most)).sum()
    }
}

impl UserLine {
    /// The days somebody came, counted from 0.
    fn days(&self) -> impl Iterator<Item = usize> + '_ {
        self.uses.iter().enumerate().filter(|(_, one)| **one == Use::Attended).map(|(day, _)| day)
    }
}

impl MonthRows {
    /// Without the sexes, for a contract that doesn't tell them.
    #[must_use]
    pub fn without_sex(mut self) -> Self {
        self.users.iter_mut().for_each(|user| user.sex = Sex::Other);
        self
    }
}

pub(super) fn is_visit(step: Step) -> bool {
    matches!(step, Step::HomeVisit | Step::FinalVisit)
}

pub(super) fn is_monitoring(step: Step) -> bool {
    step == Step::Monitoring
}

fn line(month: Date, user: &UserRow, records: &[RecordRow]) -> UserLine {
    let own: Vec<&RecordRow> = records.iter().filter(|record| record.enrolment == user.enrolment).collect();
    let uses: Vec<Use> = (1..=month.month().length(month.year())).map(|day| use_of(day, &own)).collect();
    let inside =
        |day: Option<Date>| day.filter(|day| (day.year(), day.month()) == (month.year(), month.month()));
    let mut line = UserLine {
        participant: Some(user.participant),
        sex: user.sex,
        centre: user.centre.clone(),
        attended: 0,
        uses,
        began_on: inside(user.enrolled_on),
        ended_on: inside(user.ended_on).filter(|_| matches!(user.stage, Stage::Withdrawn | Stage::Completed)),
        monitored: own.iter().any(|record| record.step == Step::Monitoring),
    };
    line.attended = count(line.days());
    line
}

/// A service day counts before a visit on the same day.
fn use_of(day: u8, own: &[&RecordRow]) -> Use {
    let today = || own.iter().filter(|record| record.done_on.day() == day);
    if let Some(service) = today().find(|record| record.step == Step::ServiceDay) {
        return if service.attended == Some(true) { Use::Attended } else { Use::Absent };
    }
    if today().any(|record| matches!(record.step, Step::HomeVisit | Step::FinalVisit)) {
        Use::Visited
    } else {
        Use::None
    }
}

/// The records of the wanted steps.
pub(super) fn of_steps(rows: &MonthRows, wanted: impl Fn(Step) -> bool) -> impl Iterator<Item = &RecordRow> {
    rows.records.iter().filter(move |record| wanted(record.step))
}

fn occasions(rows: &MonthRows, wanted: impl Fn(Step) -> bool) -> Vec<Occasion> {
    let who =
        |enrolment| rows.users.iter().find(|user| user.enrolment == enrolment).map(|user| user.participant);
    let mut all: Vec<Occasion> = of_steps(rows, wanted)
        .map(|r| Occasion { on: r.done_on, participant: who(r.enrolment), step: r.step, by: r.by.clone() })
        .collect();
    all.sort_by_key(|one| (one.on, one.participant));
    all
}

fn weeks_over(month: Date, uses: &[Use], most: u8) -> u32 {
    let (mut over, mut this_week, mut day) = (0, 0_u8, month);
    for one in uses {
        if day.weekday() == Weekday::Monday {
            this_week = 0;
        }
        this_week += u8::from(*one == Use::Attended);
        over += u32::from(*one == Use::Attended && this_week == most + 1);
        day = day.next_day().unwrap_or(day);
    }
    over
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const MONTH: Date = date!(2026 - 10 - 01);

    fn user(id: u128, sex: Sex) -> UserRow {
        UserRow {
            enrolment: EnrolmentId(Uuid::from_u128(id)),
            participant: ParticipantId(Uuid::from_u128(id + 50)),
            stage: Stage::Enrolled,
            sex,
            support: id == 1,
            centre: "東包括".into(),
            enrolled_on: Some(date!(2026 - 09 - 10)),
            ended_on: None,
        }
    }

    fn record(id: u128, step: Step, day: u8, attended: bool) -> RecordRow {
        let done_on = MONTH.replace_day(day).unwrap();
        RecordRow {
            id: Uuid::from_u128(u128::from(day)),
            enrolment: EnrolmentId(Uuid::from_u128(id)),
            step,
            done_on,
            attended: Some(attended),
            by: "大橋".into(),
        }
    }

    fn rows() -> MonthRows {
        let mut late = user(2, Sex::Male);
        late.enrolled_on = Some(date!(2026 - 10 - 07));
        MonthRows {
            users: vec![user(1, Sex::Female), late, user(3, Sex::Female)],
            records: vec![
                record(1, Step::ServiceDay, 5, true),
                record(1, Step::ServiceDay, 7, false),
                record(1, Step::Monitoring, 26, true),
                record(2, Step::HomeVisit, 7, true),
                record(2, Step::ServiceDay, 8, true),
                record(2, Step::ServiceDay, 9, true),
            ],
        }
    }

    #[test]
    fn a_month_counts_people_days_visits_and_monitoring() {
        let month = MonthFigures::of(MONTH, &rows());
        assert_eq!((month.attended.total, month.attended.male, month.attended.support), (2, 1, Some(1)));
        assert_eq!((month.attendances, month.began, month.ended), (3, 1, 0));
        assert_eq!((month.visits.len(), month.monitorings.len(), month.present.len()), (1, 1, 31));
        assert_eq!(month.users[1].uses[6..9], [Use::Visited, Use::Attended, Use::Attended]);
        assert_eq!(month.users[0].uses[6], Use::Absent);
        assert_eq!(month.users.iter().map(|user| user.monitored).collect::<Vec<_>>(), [true, false, false]);
    }

    #[test]
    fn a_fourth_day_in_one_week_is_found_and_monday_starts_anew() {
        let mut rows = rows();
        rows.records = [5, 6, 7, 8, 12].map(|day| record(1, Step::ServiceDay, day, true)).into();
        assert_eq!(MonthFigures::of(MONTH, &rows).weeks_over(3), 1);
        rows.records = [8, 9, 10, 12, 13].map(|day| record(1, Step::ServiceDay, day, true)).into();
        assert_eq!(MonthFigures::of(MONTH, &rows).weeks_over(3), 0);
    }
}
