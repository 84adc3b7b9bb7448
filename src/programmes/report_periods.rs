//! 報告の期間: what one report of a programme covers, how the period is called, and when its report is due.

use time::Date;

use super::{
    Term,
    definition::{Cadence, Event, Report},
    due::{DueDay, due_day},
    term::month_of,
};
use crate::vocab::{
    business_days::ClosedDays,
    dates::{add_months, fiscal_year, fiscal_year_label, year_and_month},
};

/// Most periods of one term.
const MOST: i32 = 1200;

/// What one report covers. Months and quarters are whole even where the contract begins or ends within them; a fiscal
/// year ends with the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportPeriod {
    pub cadence: Cadence,
    pub first_on: Date,
    pub last_on: Date,
}

impl Cadence {
    /// The word stored with a report.
    pub fn code(self) -> &'static str {
        match self {
            Self::PerCourse => "course",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::PerFiscalYear => "yearly",
            Self::PerContract => "contract",
        }
    }

    /// The periods that meet a term, oldest first. A report on a course has none: the course is its period.
    pub fn periods(self, term: Term) -> Vec<ReportPeriod> {
        let (months, first_month) = match self {
            Self::PerCourse => return Vec::new(),
            Self::PerContract => {
                return vec![ReportPeriod { cadence: self, first_on: term.starts_on, last_on: term.ends_on }];
            }
            Self::Monthly => (1, 1),
            Self::Quarterly => (3, 1),
            Self::PerFiscalYear => (12, 4),
        };
        let month = month_of(term.starts_on);
        let into = (i32::from(u8::from(month.month())) - first_month).rem_euclid(months);
        let begin = |nth: i32| add_months(month, nth * months - into);
        (0..MOST)
            .map(|nth| ReportPeriod {
                cadence: self,
                first_on: begin(nth),
                last_on: begin(nth + 1).previous_day().unwrap_or(Date::MIN),
            })
            .take_while(|period| period.first_on <= term.ends_on && period.first_on < period.last_on)
            .map(|period| match self {
                Self::PerFiscalYear => ReportPeriod { last_on: period.last_on.min(term.ends_on), ..period },
                Self::PerCourse | Self::Monthly | Self::Quarterly | Self::PerContract => period,
            })
            .collect()
    }

    /// The period that begins on a day, as a report keeps it.
    pub fn period_from(self, first_on: Date, term: Term) -> Option<ReportPeriod> {
        self.periods(term).into_iter().find(|period| period.first_on == first_on)
    }
}

impl ReportPeriod {
    /// A course from its first day to that of its last session.
    pub fn of_course(first_on: Date, last_on: Date) -> Self {
        Self { cadence: Cadence::PerCourse, first_on, last_on }
    }

    /// 「令和8年10月分」「令和8年7月〜9月分」「令和8年度分」; empty where there is no other to tell it from.
    pub fn label(self) -> String {
        match self.cadence {
            Cadence::PerCourse | Cadence::PerContract => String::new(),
            Cadence::Monthly => format!("{}分", year_and_month(self.first_on)),
            Cadence::Quarterly => {
                format!("{}〜{}月分", year_and_month(self.first_on), u8::from(self.last_on.month()))
            }
            Cadence::PerFiscalYear => format!("{}分", fiscal_year_label(fiscal_year(self.first_on))),
        }
    }

    pub fn is_over(self, today: Date) -> bool {
        self.last_on < today
    }

    /// Whether the report on it may be handed in: the period is over, or the report is due on its last days already.
    pub fn is_ripe(self, report: &Report, term: Term, (closed, today): (&ClosedDays, Date)) -> bool {
        self.is_over(today) || self.due(report, term, closed).due_on <= today
    }

    /// When the report on it is due.
    pub fn due(self, report: &Report, term: Term, closed: &ClosedDays) -> DueDay {
        let event_on = match report.due.event {
            Event::ContractStart => term.starts_on,
            Event::ContractEnd => term.ends_on,
            Event::CourseStart | Event::ServiceStart | Event::Briefing => self.first_on,
            Event::ContractSigned
            | Event::CourseEnd
            | Event::Session
            | Event::Application
            | Event::ServiceEnd
            | Event::MonthEnd
            | Event::QuarterEnd
            | Event::FiscalYearEnd
            | Event::Erasure
            | Event::WardNotice => self.last_on,
        };
        due_day(report.due, event_on, closed)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::presets::{guidance, meguro, sendai, shinjuku};

    fn term(from: Date, to: Date) -> Term {
        Term { starts_on: from, ends_on: to }
    }

    #[test]
    fn a_report_that_is_due_by_the_end_of_its_period_is_not_refused_on_that_day() {
        let closed = ClosedDays::default();
        let ripe = |programme: &crate::programmes::Definition, period: ReportPeriod, term, today| {
            period.is_ripe(&programme.reports[0], term, (&closed, today))
        };
        let year = term(date!(2028 - 04 - 01), date!(2029 - 03 - 31));
        let whole = Cadence::PerFiscalYear.periods(year)[0];
        assert!(!ripe(guidance(), whole, year, date!(2029 - 03 - 29)));
        assert!(ripe(guidance(), whole, year, date!(2029 - 03 - 30)), "the last day is a Saturday");
        let month = Cadence::Monthly.periods(year)[0];
        assert!(!ripe(shinjuku(), month, year, date!(2028 - 04 - 30)), "due ten days later");
        assert!(ripe(shinjuku(), month, year, date!(2028 - 05 - 01)));
    }

    fn dues(programme: &'static crate::programmes::Definition, term: Term) -> Vec<(String, Date)> {
        let report = &programme.reports[0];
        let due =
            |period: ReportPeriod| (period.label(), period.due(report, term, &ClosedDays::default()).due_on);
        report.cadence.periods(term).into_iter().map(due).collect()
    }

    /// domain-rules A4.5, fiscal year R6 and R8: the tenth after each quarter, on the next open day.
    #[test]
    fn a_quarter_is_reported_on_the_next_open_day_from_the_tenth() {
        let named = |all: Vec<(String, Date)>| all;
        assert_eq!(
            named(dues(sendai(), term(date!(2024 - 07 - 01), date!(2025 - 03 - 31)))),
            [
                ("令和6年7月〜9月分".to_owned(), date!(2024 - 10 - 10)),
                ("令和6年10月〜12月分".to_owned(), date!(2025 - 01 - 10)),
                ("令和7年1月〜3月分".to_owned(), date!(2025 - 04 - 10)),
            ]
        );
        let later = dues(sendai(), term(date!(2026 - 07 - 01), date!(2027 - 03 - 31)));
        assert_eq!(
            later.iter().map(|(_, on)| *on).collect::<Vec<_>>(),
            [date!(2026 - 10 - 13), date!(2027 - 01 - 12), date!(2027 - 04 - 12)]
        );
    }

    #[test]
    fn a_month_is_reported_on_the_tenth_of_the_next() {
        let all = dues(shinjuku(), term(date!(2024 - 11 - 15), date!(2025 - 01 - 31)));
        assert_eq!(
            all,
            [
                ("令和6年11月分".to_owned(), date!(2024 - 12 - 10)),
                ("令和6年12月分".to_owned(), date!(2025 - 01 - 10)),
                ("令和7年1月分".to_owned(), date!(2025 - 02 - 10)),
            ]
        );
    }

    #[test]
    fn a_fiscal_year_ends_with_the_contract() {
        let years = Cadence::PerFiscalYear.periods(term(date!(2025 - 05 - 01), date!(2026 - 09 - 30)));
        let days: Vec<(Date, Date)> = years.iter().map(|year| (year.first_on, year.last_on)).collect();
        assert_eq!(
            days,
            [(date!(2025 - 04 - 01), date!(2026 - 03 - 31)), (date!(2026 - 04 - 01), date!(2026 - 09 - 30))]
        );
        assert_eq!(years[1].label(), "令和8年度分");
        let all = dues(guidance(), term(date!(2025 - 04 - 01), date!(2026 - 03 - 31)));
        assert_eq!(all, [("令和7年度分".to_owned(), date!(2026 - 03 - 31))]);
    }

    /// domain-rules A4.9: 2024-09-19 → 2024-10-03; 2024-12-16 → 2024-12-30, closed, no rollover.
    #[test]
    fn a_course_is_reported_two_weeks_after_its_last_session() {
        let due = |last_on| {
            let course = ReportPeriod::of_course(date!(2024 - 06 - 06), last_on);
            let all = term(date!(2024 - 04 - 01), date!(2025 - 03 - 31));
            course.due(&meguro().reports[0], all, &ClosedDays::default())
        };
        assert_eq!(due(date!(2024 - 09 - 19)).due_on, date!(2024 - 10 - 03));
        let closed = due(date!(2024 - 12 - 16));
        assert_eq!((closed.due_on, closed.grace_until), (date!(2024 - 12 - 30), Some(date!(2025 - 01 - 06))));
    }

    #[test]
    fn periods_come_to_an_end_with_the_calendar() {
        let all = Cadence::Monthly.periods(term(date!(9999 - 11 - 01), Date::MAX));
        assert!(all.len() <= 2 && all.iter().all(|month| month.first_on < month.last_on));
        assert!(Cadence::PerCourse.periods(term(date!(2024 - 04 - 01), date!(2025 - 03 - 31))).is_empty());
    }
}
