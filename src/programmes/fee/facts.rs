//! What happened, as far as money depends on it. Built from the records of a contract, or written by hand in a scenario.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::{Date, PrimitiveDateTime};

use super::money::MOST_YEN;
use super::span::Span;
use crate::programmes::definition::{CancellationCause, Price, UsersCounted};

time::serde::format_description!(minute, PrimitiveDateTime, "[year]-[month]-[day]T[hour]:[minute]");

/// The facts of a period. People, sessions, courses and enrolments are known here only by reference; the same record
/// always has the same reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeFacts {
    /// What the statement is for: a month, a quarter, a year.
    pub period: Span,
    /// The contract's term. Nothing outside it is paid.
    pub term: Span,
    /// The contract's own prices in yen, by the code the definition gives them.
    #[serde(default)]
    pub prices: BTreeMap<String, i64>,
    /// Sessions of every month that the period touches, whole months; when something is counted over a whole stay
    /// (blocks, free sessions), the earlier ones of the contract too.
    #[serde(default)]
    pub sessions: Vec<SessionFact>,
    #[serde(default)]
    pub enrolments: Vec<EnrolmentFact>,
    #[serde(default)]
    pub courses_ended: Vec<CourseEnded>,
    /// What participants paid to the contractor.
    #[serde(default)]
    pub user_fees_received: Vec<UserFeeReceived>,
    /// What earlier periods of the contract already paid, by the fee rule's code.
    #[serde(default)]
    pub so_far: BTreeMap<String, SoFar>,
    /// The burden ratio of each person in tenths: 1, 2 or 3.
    #[serde(default)]
    pub burden_tenths: BTreeMap<String, u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionFact {
    pub id: String,
    #[serde(default)]
    pub course: String,
    #[schemars(with = "String")]
    pub held_on: Date,
    /// How long it took; absent when not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    pub state: SessionState,
    /// References of the people who attended.
    #[serde(default)]
    pub attended: Vec<String>,
    /// Codes of the add-ons that were given.
    #[serde(default)]
    pub add_ons: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SessionState {
    /// Nobody wrote yet whether it took place.
    Unrecorded,
    Held,
    Cancelled {
        /// When it was decided, in local time: `2024-10-23T16:00`.
        #[serde(with = "minute")]
        #[schemars(with = "String")]
        decided_at: PrimitiveDateTime,
        cause: CancellationCause,
    },
}

/// A person's place, from its first to its last day; no last day while it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentFact {
    pub id: String,
    pub person: String,
    #[schemars(with = "String")]
    pub from: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourseEnded {
    pub course: String,
    #[schemars(with = "String")]
    pub on: Date,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserFeeReceived {
    pub id: String,
    #[schemars(with = "String")]
    pub on: Date,
    pub yen: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SoFar {
    pub times: u32,
    pub yen: i64,
}

/// The record behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RowRef {
    Session {
        session: String,
    },
    Attendance {
        session: String,
        person: String,
    },
    Enrolment {
        enrolment: String,
    },
    Course {
        course: String,
    },
    UserFee {
        received: String,
    },
    /// The contract itself: its term, its prices.
    Contract,
}

/// One person at one session that was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::programmes) struct Attendance<'a> {
    pub on: Date,
    pub session: &'a str,
    pub person: &'a str,
}

impl SessionFact {
    pub(in crate::programmes) fn row(&self) -> RowRef {
        RowRef::Session { session: self.id.clone() }
    }
}

impl EnrolmentFact {
    pub(in crate::programmes) fn span(&self) -> Span {
        Span { from: self.from, to: self.to.unwrap_or(Date::MAX) }
    }

    pub(in crate::programmes) fn row(&self) -> RowRef {
        RowRef::Enrolment { enrolment: self.id.clone() }
    }
}

impl Attendance<'_> {
    pub fn row(&self) -> RowRef {
        RowRef::Attendance { session: self.session.to_owned(), person: self.person.to_owned() }
    }
}

impl FeeFacts {
    /// Every attendance at a held session in these days, each once, oldest first.
    pub(in crate::programmes) fn attendances(&self, within: Span) -> BTreeSet<Attendance<'_>> {
        let held = |session: &&SessionFact| {
            session.state == SessionState::Held
                && within.contains(session.held_on)
                && self.term.contains(session.held_on)
        };
        self.sessions
            .iter()
            .filter(held)
            .flat_map(|session| {
                session.attended.iter().map(|person| Attendance {
                    on: session.held_on,
                    session: &session.id,
                    person,
                })
            })
            .collect()
    }

    /// 月利用者: how many different people used the service in a month of the term, and the rows that show it.
    pub(super) fn users(&self, month: Span, counted: UsersCounted) -> (usize, Vec<RowRef>) {
        let mut people = BTreeSet::new();
        let mut rows = Vec::new();
        match counted {
            UsersCounted::Attended => {
                for attendance in self.attendances(month) {
                    people.insert(attendance.person);
                    rows.push(attendance.row());
                }
            }
            UsersCounted::Enrolled => {
                let in_month = |enrolment: &&EnrolmentFact| {
                    month.meet(self.term).and_then(|days| days.meet(enrolment.span())).is_some()
                };
                for enrolment in self.enrolments.iter().filter(in_month) {
                    people.insert(enrolment.person.as_str());
                    rows.push(enrolment.row());
                }
            }
        }
        (people.len(), rows)
    }

    /// The yen of a price.
    ///
    /// # Errors
    /// A sentence when the contract doesn't name it yet, or when it can't be a price.
    pub(in crate::programmes) fn price(&self, price: &Price) -> Result<i64, String> {
        let (yen, name) = match price {
            Price::Yen(yen) => (*yen, "単価"),
            Price::Contract { code, label } => match self.prices.get(code) {
                Some(yen) => (*yen, label.as_str()),
                None => {
                    return Err(format!(
                        "契約の「{label}」が入力されていないため計算できません。契約の画面で入力してください。"
                    ));
                }
            },
        };
        if (0..=MOST_YEN).contains(&yen) {
            Ok(yen)
        } else {
            Err(format!("「{name}」は0円以上1兆円以下で入力してください。例：20000"))
        }
    }
}
