//! The figures of a month of an individual service with the records behind them.

use std::fmt;

use time::Date;

use super::{
    Group, MonthFigures,
    key::{groups, numbered},
    month::{self, MonthRows, RecordRow, Step, UserLine, UserRow},
};
use crate::behind::{Behind, Counted, Page};

/// One figure. Days and lines are counted from 0, and from 1 in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthFigure {
    /// 利用実人数
    Attended(Group),
    /// 延利用回数
    Attendances,
    Began,
    Ended,
    Visits,
    Monitorings,
    /// 利用者数 of a day.
    Present(usize),
    /// Days somebody came.
    Person(usize),
}

impl fmt::Display for MonthFigure {
    /// Writes the part of an address that names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Attended(group) => write!(f, "attended.{}", group.code()),
            Self::Attendances => f.write_str("attendances"),
            Self::Began => f.write_str("began"),
            Self::Ended => f.write_str("ended"),
            Self::Visits => f.write_str("visits"),
            Self::Monitorings => f.write_str("monitorings"),
            Self::Present(day) => write!(f, "present.{}", day + 1),
            Self::Person(line) => write!(f, "person.{}", line + 1),
        }
    }
}

impl MonthFigures {
    /// Every figure of this report with its value as it is printed.
    pub fn all(&self) -> Vec<(MonthFigure, String)> {
        let mut all = groups(self.attended, MonthFigure::Attended);
        all.extend([
            (MonthFigure::Attendances, self.attendances.to_string()),
            (MonthFigure::Began, self.began.to_string()),
            (MonthFigure::Ended, self.ended.to_string()),
            (MonthFigure::Visits, self.visits.len().to_string()),
            (MonthFigure::Monitorings, self.monitorings.len().to_string()),
        ]);
        all.extend(numbered(&self.present, u32::to_string, MonthFigure::Present));
        all.extend(numbered(&self.users, |user| user.attended.to_string(), MonthFigure::Person));
        all
    }

    /// The figure of that part of an address with its value.
    pub fn find(&self, code: &str) -> Option<(MonthFigure, String)> {
        self.all().into_iter().find(|(figure, _)| figure.to_string() == code)
    }
}

/// The rows of a month, ready to be asked for what is behind a figure.
pub struct MonthRecords<'a> {
    rows: &'a MonthRows,
    figures: MonthFigures,
}

impl<'a> MonthRecords<'a> {
    pub fn of(month: Date, rows: &'a MonthRows) -> Self {
        Self { rows, figures: MonthFigures::of(month, rows) }
    }

    pub fn title(&self, figure: MonthFigure) -> String {
        match figure {
            MonthFigure::Attended(group) => format!("利用実人数（{}）", group.label()),
            MonthFigure::Attendances => "延利用回数".to_owned(),
            MonthFigure::Began => "新しく利用した人".to_owned(),
            MonthFigure::Ended => "利用を終えた人".to_owned(),
            MonthFigure::Visits => "訪問".to_owned(),
            MonthFigure::Monitorings => "モニタリング".to_owned(),
            MonthFigure::Present(day) => {
                format!("{}月{}日の利用者数", u8::from(self.figures.month.month()), day + 1)
            }
            MonthFigure::Person(_) => "利用した回数".to_owned(),
        }
    }

    /// What a figure was counted from.
    pub fn behind(&self, figure: MonthFigure) -> Counted {
        let uses = |wanted: &dyn Fn(usize, usize) -> bool| {
            let chosen = self.figures.uses().filter(|(user, day)| wanted(*user, *day));
            Counted::sum(chosen.map(|(user, day)| self.service_day(user, day)).collect())
        };
        match figure {
            MonthFigure::Attended(group) => {
                let came = self.figures.came(self.rows, group);
                let note = |user: &UserLine| format!("{}回利用", user.attended);
                Counted::sum(came.map(|(at, user)| self.user(at, None, note(user))).collect())
            }
            MonthFigure::Attendances => uses(&|_, _| true),
            MonthFigure::Present(wanted) => uses(&|_, day| day == wanted),
            MonthFigure::Person(wanted) => uses(&|user, _| user == wanted),
            MonthFigure::Began => self.ends(|user| user.began_on, "利用の開始"),
            MonthFigure::Ended => self.ends(|user| user.ended_on, "利用の終了"),
            MonthFigure::Visits => self.occasions(month::is_visit),
            MonthFigure::Monitorings => self.occasions(month::is_monitoring),
        }
    }

    fn ends(&self, day: impl Fn(&UserLine) -> Option<Date>, word: &str) -> Counted {
        let users = self.figures.users.iter().enumerate();
        let dated = users.filter_map(|(at, user)| Some(self.user(at, Some(day(user)?), word.to_owned())));
        Counted::sum(dated.collect())
    }

    fn user(&self, at: usize, on: Option<Date>, note: String) -> Behind {
        let row = self.rows.users.get(at);
        Behind {
            on,
            what: "個別支援".to_owned(),
            person: row.map(|row| row.participant),
            note,
            page: row.map_or(Page::Nowhere, |row| Page::People(format!("/services/{}", row.enrolment))),
            counts: 1,
        }
    }

    /// The record of the day somebody came.
    fn service_day(&self, user: usize, day: usize) -> Behind {
        let row = self.rows.users.get(user);
        let is_it = |record: &&RecordRow| {
            row.is_some_and(|row| row.enrolment == record.enrolment)
                && record.step == Step::ServiceDay
                && usize::from(record.done_on.day()) == day + 1
        };
        match self.rows.records.iter().find(is_it) {
            Some(record) => self.record(record),
            None => self.user(user, None, "利用".to_owned()),
        }
    }

    fn occasions(&self, wanted: impl Fn(Step) -> bool) -> Counted {
        Counted::sum(month::of_steps(self.rows, wanted).map(|record| self.record(record)).collect())
    }

    fn record(&self, record: &RecordRow) -> Behind {
        let is_user = |user: &&UserRow| user.enrolment == record.enrolment;
        Behind {
            on: Some(record.done_on),
            what: record.step.label().to_owned(),
            person: self.rows.users.iter().find(is_user).map(|user| user.participant),
            note: format!("記録者：{}", record.by),
            page: Page::People(format!("/services/{}/records/{}", record.enrolment, record.id)),
            counts: 1,
        }
    }
}

impl Step {
    fn label(self) -> &'static str {
        match self {
            Self::HomeVisit => "事前訪問",
            Self::Plan => "計画の作成",
            Self::ServiceDay => "通所",
            Self::Monitoring => "モニタリング",
            Self::FinalVisit => "最終訪問",
            Self::Contact => "連絡",
        }
    }
}
