//! 日程: how many sessions, how often, how long, and on which days never.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When sessions or service days take place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// All sessions of a course or of one person's stay; absent when only the rhythm is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<SessionCount>,
    pub rhythm: Rhythm,
    /// Length of the course, or of one person's stay, in months of the civil law.
    pub months: u8,
    /// Length of one session in minutes, checks before and after included.
    pub minutes: u16,
    /// Days on which no session takes place; the session moves to the next possible week.
    #[serde(default)]
    pub forbidden: Vec<Forbidden>,
    #[serde(default)]
    pub start: StartRule,
    /// A session that was cancelled may be held on another day by agreement.
    #[serde(default)]
    pub make_up_sessions: bool,
}

/// A number of sessions or a range, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionCount {
    pub least: u16,
    pub most: u16,
}

/// So many times in each week, month or year; both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rhythm {
    pub per: Per,
    pub least: u16,
    pub most: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Monday to Sunday.
    Week,
    /// Calendar month.
    Month,
    /// Fiscal year, April to March.
    Year,
}

/// Days without sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Forbidden {
    /// 12月29日 to 1月3日.
    YearEnd,
    /// National holidays, substitute and in-between holidays included.
    NationalHolidays,
    Saturdays,
    Sundays,
    /// The ward's own closed days.
    WardClosedDays,
    /// The same days each year, both included; may run over the new year.
    Between {
        from_month: u8,
        from_day: u8,
        to_month: u8,
        to_day: u8,
    },
}

/// On which day a participant may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartRule {
    /// With the course, or on an agreed day.
    #[default]
    Agreed,
    /// On the first of the month after the application; one month later when no place is free in every month of the
    /// stay or the application came after the cut-off day.
    FirstOfNextMonth {
        /// Applications after this day of the month count for the month after; absent when there is no such day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cutoff_day: Option<u8>,
        /// The stay has to end inside the contract's term.
        finish_inside_contract: bool,
    },
}
