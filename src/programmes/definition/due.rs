//! 期限: a day counted from something that happens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::business_days::ClosedDayPolicy;

/// A rule that gives one due day, or one for each time its event happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DueRule {
    pub event: Event,
    pub offset: Offset,
    #[serde(default)]
    pub closed_day: ClosedDayPolicy,
}

/// What a due day is counted from. Which of them happen depends on the programme's style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// 契約締結.
    ContractSigned,
    ContractStart,
    ContractEnd,
    /// 体験・説明会.
    Briefing,
    /// First session of a course.
    CourseStart,
    /// Last session of a course that isn't cancelled.
    CourseEnd,
    /// Each session.
    Session,
    /// A participant's application.
    Application,
    /// First day of a participant's service or stay.
    ServiceStart,
    /// Last day of a participant's service or stay.
    ServiceEnd,
    /// Last day of each calendar month of the term.
    MonthEnd,
    /// Last day of each quarter (June, September, December, March) that meets the term.
    QuarterEnd,
    /// 31 March of each fiscal year of the term; the term's last day when it ends before.
    FiscalYearEnd,
    /// The day media left the ward's premises or were erased.
    Erasure,
    /// A notice by the ward.
    WardNotice,
}

/// How far from the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// On the day itself.
    SameDay,
    DaysBefore(u16),
    DaysAfter(u16),
    WeeksBefore(u16),
    WeeksAfter(u16),
    MonthsAfter(u16),
    /// Days on which the ward is open; the day after the event is the first.
    BusinessDaysAfter(u16),
    /// A day of the month that follows the event's.
    DayOfNextMonth(u8),
}
