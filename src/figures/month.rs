//! One month of an individual service: who came on which day, visits and monitoring (新宿型 利用実績報告書).

use serde::{Deserialize, Serialize};
use time::{Date, Weekday};

use super::{
    participation::BySex,
    rows::{Sex, Stage},
};
use crate::vocab::ids::{EnrolmentId, ParticipantId};

/// Somebody whose service ran on at least one day of the month.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RecordRow {
    pub enrolment: EnrolmentId,
    pub step: Step,
    pub done_on: Date,
    pub attended: Option<bool>,
    /// Who recorded it.
    pub by: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
        let mut attended = BySex { support: Some(0), ..BySex::default() };
        for (user, row) in users.iter().zip(&rows.users).filter(|(user, _)| user.attended > 0) {
            attended.count_person(user.sex, row.support);
        }
        let on = |day: usize| {
            users.iter().filter(|u| u.uses.get(day) == Some(&Use::Attended)).map(|_| 1_u32).sum()
        };
        Self {
            month,
            attended,
            attendances: users.iter().map(|user| user.attended).sum(),
            present: (0..usize::from(month.month().length(month.year()))).map(on).collect(),
            visits: occasions(rows, |step| matches!(step, Step::HomeVisit | Step::FinalVisit)),
            monitorings: occasions(rows, |step| step == Step::Monitoring),
            began: users.iter().filter(|user| user.began_on.is_some()).map(|_| 1_u32).sum(),
            ended: users.iter().filter(|user| user.ended_on.is_some()).map(|_| 1_u32).sum(),
            users,
        }
    }

    /// Weeks (Monday to Sunday) of this month in which somebody came more often than `most` days.
    pub fn weeks_over(&self, most: u8) -> u32 {
        self.users.iter().map(|user| weeks_over(self.month, &user.uses, most)).sum()
    }
}

fn line(month: Date, user: &UserRow, records: &[RecordRow]) -> UserLine {
    let own: Vec<&RecordRow> = records.iter().filter(|record| record.enrolment == user.enrolment).collect();
    let uses: Vec<Use> = (1..=month.month().length(month.year())).map(|day| use_of(day, &own)).collect();
    let inside =
        |day: Option<Date>| day.filter(|day| (day.year(), day.month()) == (month.year(), month.month()));
    UserLine {
        participant: Some(user.participant),
        sex: user.sex,
        centre: user.centre.clone(),
        attended: uses.iter().filter(|one| **one == Use::Attended).map(|_| 1_u32).sum(),
        uses,
        began_on: inside(user.enrolled_on),
        ended_on: inside(user.ended_on).filter(|_| matches!(user.stage, Stage::Withdrawn | Stage::Completed)),
        monitored: own.iter().any(|record| record.step == Step::Monitoring),
    }
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

fn occasions(rows: &MonthRows, wanted: impl Fn(Step) -> bool) -> Vec<Occasion> {
    let who =
        |enrolment| rows.users.iter().find(|user| user.enrolment == enrolment).map(|user| user.participant);
    let records = rows.records.iter().filter(|record| wanted(record.step));
    let mut all: Vec<Occasion> = records
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
    use uuid::Uuid;

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
