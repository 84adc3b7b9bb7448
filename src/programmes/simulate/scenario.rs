//! 試しの入力: invented people, sessions and days, read from TOML or JSON. What isn't given isn't simulated.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::{Date, Weekday};

use crate::{
    programmes::{
        Term,
        definition::{Event, Facts, Outcome},
        fee::{CourseEnded, SessionState, SoFar, Span, UserFeeReceived},
        screening::Answers,
        session_dates::DatesAsked,
        staffing::OnDuty,
        start::ByHand,
        text::words::sentence,
        venue::VenueFacts,
    },
    vocab::{business_days::ClosedDays, decimal::Decimal},
};

/// One scenario. Every part is optional.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    pub title: String,
    /// The contract's term.
    pub term: Option<Term>,
    /// The ward's own closed days, beside Saturdays, Sundays, holidays and the year's end.
    pub closed: ClosedDays,
    /// The contract's prices in yen.
    pub prices: BTreeMap<String, i64>,
    /// People by a reference that sessions use.
    pub people: BTreeMap<String, Person>,
    pub places: Option<PlacesNow>,
    pub venue: Option<VenueFacts>,
    /// The days of a course are wanted.
    pub dates: Option<DatesAsked>,
    pub sessions: Vec<Session>,
    pub fees: Option<FeesAsked>,
    /// Days of events that don't follow from the rest.
    pub events: BTreeMap<Event, Vec<Date>>,
    /// What the answer must hold, by JSON pointer (`/fees/total`).
    pub expect: BTreeMap<String, serde_json::Value>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// What is known; absent when the person isn't judged.
    pub facts: Option<Facts>,
    /// Answers by the code of the sheet.
    pub sheets: BTreeMap<String, Answers>,
    /// What the hearing came to, by the code of the sheet.
    pub hearings: BTreeMap<String, Outcome>,
    pub application: Option<Application>,
    /// The days of the person's own stay are wanted.
    pub dates: Option<StayDates>,
    /// First and last day of the place; what the application led to when absent.
    pub enrolled: Option<Enrolled>,
    /// 1, 2 or 3 tenths.
    pub burden_tenths: Option<u8>,
    /// Check-up values, for guidance.
    pub values: BTreeMap<String, Decimal>,
}

/// An application under the programme's start rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    pub on: Date,
    /// People with a place, by any day of the month.
    #[serde(default)]
    pub users: BTreeMap<Date, u16>,
    #[serde(default)]
    pub waiting: u16,
    #[serde(default)]
    pub by_hand: Option<ByHand>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StayDates {
    pub weekdays: Vec<Weekday>,
    pub weeks_of_month: Vec<u8>,
    pub count: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolled {
    pub from: Date,
    #[serde(default)]
    pub to: Option<Date>,
}

/// How full the programme is when somebody applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlacesNow {
    pub enrolled: u16,
    pub waiting: u16,
    /// The first session has been held.
    pub started: bool,
}

/// A session and who came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// `s1`, `s2` … in the order of the list when absent.
    #[serde(default)]
    pub id: Option<String>,
    #[serde(default)]
    pub course: String,
    pub on: Date,
    #[serde(default)]
    pub minutes: Option<u16>,
    #[serde(default = "held")]
    pub state: SessionState,
    #[serde(default)]
    pub attended: Vec<String>,
    /// Absent with notice.
    #[serde(default)]
    pub absent: Vec<String>,
    #[serde(default)]
    pub absent_without_notice: Vec<String>,
    #[serde(default)]
    pub add_ons: Vec<String>,
    /// Who had an add-on, by its code; everybody who came when absent.
    #[serde(default)]
    pub takers: BTreeMap<String, Vec<String>>,
    /// Who was on duty; absent when the staffing isn't looked at.
    #[serde(default)]
    pub staff: Option<Vec<OnDuty>>,
    /// Codes of the checks done at the end; absent when they aren't looked at.
    #[serde(default)]
    pub end_checks: Option<BTreeSet<String>>,
}

/// A statement is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeesAsked {
    pub period: Span,
    #[serde(default)]
    pub courses_ended: Vec<CourseEnded>,
    #[serde(default)]
    pub user_fees_received: Vec<UserFeeReceived>,
    #[serde(default)]
    pub so_far: BTreeMap<String, SoFar>,
}

impl Scenario {
    /// Reads JSON when the text begins with a brace, TOML otherwise.
    ///
    /// # Errors
    /// The reader's sentence, with the line and what it expected there.
    pub fn read(text: &str) -> Result<Self, String> {
        let scenario: Self = if text.trim_start().starts_with('{') {
            let mut reader = serde_json::Deserializer::from_str(text);
            serde_path_to_error::deserialize(&mut reader)
                .map_err(|error| format!("{}：{}", error.path(), error.inner()))?
        } else {
            toml::from_str(text).map_err(|error| {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                format!("{}行目：{}", before.matches('\n').count() + 1, sentence(error.message()))
            })?
        };
        scenario.bounded()
    }
}

impl Session {
    /// The session's reference, from its place in the list (from 0) unless it has one.
    pub fn reference(&self, index: usize) -> String {
        self.id.clone().unwrap_or_else(|| format!("s{}", index.saturating_add(1)))
    }

    /// Who had an add-on that was given.
    pub fn took(&self, add_on: &str) -> &[String] {
        self.takers.get(add_on).unwrap_or(&self.attended)
    }

    pub fn is_held(&self) -> bool {
        self.state == SessionState::Held
    }
}

fn held() -> SessionState {
    SessionState::Held
}
