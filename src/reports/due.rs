//! When a report becomes visible as a duty, when it is due, and when it may be submitted.

use time::{Date, Duration};

use super::narrative::{Narrative, Passage};
use crate::{
    programmes::{Definition, ReportDue},
    vocab::dates::{add_months, wareki},
};

/// A due date with the rule and the fact it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub on: Date,
    pub explanation: String,
}

/// What a report covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// A course, by the day of its last session that isn't cancelled.
    Course { last_on: Date },
    /// The month that begins on this day.
    Month { first_on: Date },
}

/// The due date under a programme's rule. The day itself never moves to an open day: no source says so.
pub fn due(rule: Option<ReportDue>, span: Span) -> Due {
    let Some(rule) = rule else {
        let (Span::Course { last_on: on } | Span::Month { first_on: on }) = span;
        return Due { on, explanation: "提出期限の定めはありません。".to_owned() };
    };
    match (rule, span) {
        (ReportDue::WeeksAfterEnd(weeks), Span::Course { last_on } | Span::Month { first_on: last_on }) => {
            let on = last_on.checked_add(Duration::weeks(i64::from(weeks))).unwrap_or(last_on);
            let explanation = format!("最終回（{}）の{weeks}週間後（{}）まで", wareki(last_on), wareki(on));
            Due { on, explanation }
        }
        (ReportDue::DayOfNextMonth(day), Span::Month { first_on } | Span::Course { last_on: first_on }) => {
            let next = add_months(first_on.replace_day(1).unwrap_or(first_on), 1);
            let on = next.replace_day(day).unwrap_or(next);
            let explanation = format!("翌月{day}日（{}）まで", wareki(on));
            Due { on, explanation }
        }
    }
}

/// How far a course has come; a report is asked for from its middle on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub sessions: i64,
    /// Closed or cancelled.
    pub settled: i64,
    pub last_on: Date,
}

impl Progress {
    pub fn is_half_way(self) -> bool {
        self.sessions > 0 && self.settled * 2 >= self.sessions
    }

    /// Every session is closed or cancelled.
    pub fn is_finished(self) -> bool {
        self.sessions > 0 && self.settled == self.sessions
    }
}

/// What keeps a report from being submitted, in sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Obstacles(pub Vec<String>);

/// A report may be submitted when every passage is written and what it covers is over.
pub fn obstacles(
    programme: &'static Definition,
    narrative: &Narrative,
    is_over: bool,
    span: Span,
) -> Obstacles {
    let mut all = Vec::new();
    if !is_over {
        all.push(match span {
            Span::Course { .. } => {
                "終了していない回があります。すべての回を終了（または中止）にしてから提出してください。"
                    .to_owned()
            }
            Span::Month { .. } => {
                "この月はまだ終わっていません。月が終わってから提出してください。".to_owned()
            }
        });
    }
    let missing: Vec<Passage> = narrative.missing(programme);
    all.extend(missing.iter().map(|passage| format!("「{}」が未記入です。", passage.title)));
    Obstacles(all)
}

/// The first days of the months of a contract that have begun by `today`, oldest first.
pub fn months(starts_on: Date, ends_on: Date, today: Date) -> Vec<Date> {
    let first = starts_on.replace_day(1).unwrap_or(starts_on);
    let last = ends_on.min(today);
    (0..).map(|ahead| add_months(first, ahead)).take_while(|month| *month <= last).take(120).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes;

    #[test]
    fn a_course_is_reported_two_weeks_after_its_last_session() {
        let rule = programmes::meguro().report_due();
        let asked = due(rule, Span::Course { last_on: date!(2024 - 09 - 19) });
        assert_eq!(asked.on, date!(2024 - 10 - 03));
        assert_eq!(asked.explanation, "最終回（令和6年9月19日）の2週間後（令和6年10月3日）まで");
        assert_eq!(due(rule, Span::Course { last_on: date!(2024 - 12 - 16) }).on, date!(2024 - 12 - 30));
    }

    #[test]
    fn a_month_is_reported_on_the_tenth_of_the_next() {
        let rule = programmes::shinjuku().report_due();
        assert_eq!(due(rule, Span::Month { first_on: date!(2026 - 12 - 01) }).on, date!(2027 - 01 - 10));
    }

    #[test]
    fn months_end_with_the_contract_or_today() {
        let months = |today| months(date!(2026 - 04 - 10), date!(2026 - 07 - 15), today).len();
        assert_eq!(months(date!(2026 - 04 - 01)), 1);
        assert_eq!(months(date!(2026 - 06 - 01)), 3);
        assert_eq!(months(date!(2027 - 01 - 01)), 4);
        assert_eq!(months(date!(2026 - 03 - 31)), 0);
    }

    #[test]
    fn a_report_waits_for_its_words_and_for_the_end() {
        let (programme, span) = (programmes::shinjuku(), Span::Month { first_on: date!(2026 - 10 - 01) });
        assert!(obstacles(programme, &Narrative::default(), true, span).0.is_empty());
        assert_eq!(obstacles(programme, &Narrative::default(), false, span).0.len(), 1);
        let course = Span::Course { last_on: date!(2026 - 10 - 01) };
        assert_eq!(obstacles(programmes::meguro(), &Narrative::default(), false, course).0.len(), 9);
    }

    #[test]
    fn a_course_is_half_way_at_its_eighth_session() {
        let progress = |settled| Progress { sessions: 16, settled, last_on: date!(2026 - 10 - 01) };
        assert!(!progress(7).is_half_way() && progress(8).is_half_way());
        assert!(!progress(15).is_finished() && progress(16).is_finished());
    }
}
