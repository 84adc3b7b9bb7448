//! 日程づくり: the days of a course or of one person's stay, from the calendar of the programme, the day it begins and
//! the weekdays. A forbidden day is passed over and its session goes to the next possible week; each skip says why.

mod forbidden;
mod moving;
mod refusal;
mod rhythm;
#[cfg(test)]
mod tests;
mod walk;

use serde::{Deserialize, Serialize};
use time::{Date, Weekday};

use super::definition::{Calendar, SessionCount, StartRule};
use crate::vocab::{
    business_days::ClosedDays,
    dates::{period_end, wareki, with_weekday},
};

pub use forbidden::why_forbidden;
pub use moving::{MoveRefusal, may_make_up, may_move};
pub use refusal::DatesRefusal;
pub use rhythm::{OffKind, OffRhythm};

/// What somebody chose for a course or a stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatesAsked {
    /// First day of the course or stay; the first session is on or after it.
    pub start: Date,
    /// One weekday for each session of a week.
    pub weekdays: Vec<Weekday>,
    /// Only these of each month's weekdays (1 for 第1水曜日); empty for every week.
    #[serde(default)]
    pub weeks_of_month: Vec<u8>,
    /// Number of sessions; absent for as many as the programme allows.
    #[serde(default)]
    pub count: Option<u16>,
    /// Last day of the contract; absent when it is not known yet.
    #[serde(default)]
    pub term_ends_on: Option<Date>,
}

/// The days that came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionDates {
    pub sessions: Vec<SessionDate>,
    /// Last day of the course's or stay's months, or of the contract when it ends earlier.
    pub period_ends_on: Date,
    /// Weeks, months or years with fewer sessions than the rhythm asks for.
    pub warnings: Vec<OffRhythm>,
    pub explanation: Vec<String>,
}

/// A session: its number (from 1), its day, and the forbidden days passed over since the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionDate {
    pub number: u16,
    pub on: Date,
    pub skipped: Vec<Skipped>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub on: Date,
    pub why: String,
}

impl SessionDate {
    /// Why the session isn't on the day one would expect; `None` when nothing was passed over.
    pub fn reason(&self) -> Option<String> {
        let days: Vec<String> = self.skipped.iter().map(Skipped::words).collect();
        (!days.is_empty())
            .then(|| format!("{}のため行わず、次の{}に続けます。", days.join("、"), with_weekday(self.on)))
    }
}

impl Skipped {
    fn words(&self) -> String {
        format!("{}は{}", with_weekday(self.on), self.why)
    }
}

/// The days of the sessions.
///
/// # Errors
/// [`DatesRefusal`] when the choice contradicts the programme or does not fit into the time, with the days in the way.
pub fn session_dates(
    calendar: &Calendar,
    asked: &DatesAsked,
    closed: &ClosedDays,
) -> Result<SessionDates, DatesRefusal> {
    refusal::check(calendar, asked)?;
    let months_end = period_end(asked.start, u16::from(calendar.months));
    let period_ends_on = asked.term_ends_on.map_or(months_end, |term| term.min(months_end));
    let wanted = wanted(calendar, asked);
    let walked = walk::walk(calendar, asked, closed, period_ends_on, wanted.most);
    let held = u16::try_from(walked.sessions.len()).unwrap_or(u16::MAX);
    if held < wanted.least {
        return Err(DatesRefusal::does_not_fit(
            calendar,
            asked,
            period_ends_on,
            wanted.least,
            held,
            &walked.passed,
        ));
    }
    let days: Vec<Date> = walked.sessions.iter().map(|session| session.on).collect();
    let last = days.last().copied().unwrap_or(period_ends_on);
    let until = if calendar.sessions.is_some() || asked.count.is_some() { last } else { period_ends_on };
    let warnings = calendar.rhythm.off(&days, asked.start, until);
    let mut explanation = vec![format!(
        "{}から{}か月（{}まで）に、{}で{held}回です。",
        wareki(asked.start),
        calendar.months,
        wareki(period_ends_on),
        calendar.rhythm.sentence(),
    )];
    if period_ends_on < months_end {
        explanation.push(format!("契約が{}に終わるため、その日までで数えました。", wareki(period_ends_on)));
    }
    explanation.extend(
        walked
            .sessions
            .iter()
            .filter_map(|session| session.reason().map(|reason| format!("{}回目：{reason}", session.number))),
    );
    explanation.extend(warnings.iter().map(|warning| warning.explanation.clone()));
    Ok(SessionDates { sessions: walked.sessions, period_ends_on, warnings, explanation })
}

/// How many sessions are needed at least and taken at most.
fn wanted(calendar: &Calendar, asked: &DatesAsked) -> SessionCount {
    match (asked.count, calendar.sessions) {
        (Some(count), _) => SessionCount { least: count, most: count },
        (None, Some(range)) => range,
        (None, None) => SessionCount { least: 1, most: u16::MAX },
    }
}

impl Calendar {
    /// The calendar in words, for the editor.
    pub fn sentence(&self) -> String {
        let count = match self.sessions {
            Some(SessionCount { least, most }) if least == most => format!("全{most}回、"),
            Some(SessionCount { least, most }) => format!("全{least}回から{most}回まで、"),
            None => String::new(),
        };
        let mut all = format!(
            "{}か月の間に、{count}{}、1回{}分行います。",
            self.months,
            self.rhythm.sentence(),
            self.minutes
        );
        if !self.forbidden.is_empty() {
            let days: Vec<String> = self.forbidden.iter().map(|rule| rule.sentence()).collect();
            all.push_str(&format!("{}は行わず、次にできる週に繰り下げます。", days.join("、")));
        }
        if self.make_up_sessions {
            all.push_str("中止した回は、合意のうえで別の日に行えます。");
        }
        all.push_str(&self.start.sentence());
        all
    }
}

impl StartRule {
    /// When a person begins, in words.
    pub fn sentence(self) -> String {
        match self {
            Self::Agreed => "教室の開始日、または話し合って決めた日から参加します。".to_owned(),
            Self::FirstOfNextMonth { cutoff_day, finish_inside_contract } => {
                let cutoff = cutoff_day.map_or_else(String::new, |day| {
                    format!("{day}日を過ぎた申込みは翌月の申込みとして扱います。")
                });
                let finish = if finish_inside_contract {
                    "契約の期間内に終わる人だけが始められます。"
                } else {
                    ""
                };
                format!(
                    "申込みの翌月1日から参加します。参加する月のどれかに空きがないときは翌々月1日から、それも空きがないときは待機です。{cutoff}{finish}"
                )
            }
        }
    }
}
