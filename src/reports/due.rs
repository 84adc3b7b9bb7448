//! When a report becomes visible as a duty and when it may be submitted; when it is due is the programme's rule
//! (`programmes::report_periods`).

use time::Date;

use super::{
    asked::Asked,
    narrative::{Narrative, Passage},
};
use crate::programmes::{Term, definition::Cadence, report_periods::ReportPeriod};

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

/// A report may be submitted when every passage is written and what it covers is over, or the report due.
pub fn obstacles(asked: Asked, narrative: &Narrative, is_ripe: bool, period: ReportPeriod) -> Obstacles {
    let mut all = Vec::new();
    if !is_ripe {
        all.push(not_over(period));
    }
    let missing: Vec<Passage> = narrative.missing(asked);
    all.extend(missing.iter().map(|passage| format!("「{}」が未記入です。", passage.title)));
    Obstacles(all)
}

fn not_over(period: ReportPeriod) -> String {
    let span = match period.cadence {
        Cadence::PerCourse => {
            return "終了していない回があります。すべての回を終了（または中止）にしてから提出してください。"
                .to_owned();
        }
        Cadence::Monthly => "月",
        Cadence::Quarterly => "四半期",
        Cadence::PerFiscalYear => "年度",
        Cadence::PerContract => "契約",
    };
    format!("この{span}はまだ終わっていません。{span}が終わってから提出してください。")
}

/// The periods of a contract that have begun by `today`, oldest first.
pub fn begun(asked: Asked, term: Term, today: Date) -> Vec<ReportPeriod> {
    asked
        .cadence()
        .periods(term)
        .into_iter()
        .filter(|period| period.first_on.max(term.starts_on) <= today)
        .collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes;

    fn first(programme: &'static programmes::Definition) -> Asked {
        Asked::all(programme).next().unwrap()
    }

    #[test]
    fn a_period_is_asked_for_from_its_first_day_in_the_contract() {
        let term = Term { starts_on: date!(2026 - 04 - 10), ends_on: date!(2026 - 07 - 15) };
        let months = |today| begun(first(programmes::shinjuku()), term, today).len();
        assert_eq!(months(date!(2026 - 04 - 09)), 0);
        assert_eq!(months(date!(2026 - 04 - 10)), 1);
        assert_eq!(months(date!(2026 - 06 - 01)), 3);
        assert_eq!(months(date!(2027 - 01 - 01)), 4);
        assert_eq!(begun(first(programmes::meguro()), term, date!(2027 - 01 - 01)), []);
    }

    #[test]
    fn a_report_waits_for_its_words_and_for_the_end() {
        let shinjuku = first(programmes::shinjuku());
        let month = |day| {
            let term = Term { starts_on: day, ends_on: day };
            shinjuku.cadence().periods(term)[0]
        };
        let october = month(date!(2026 - 10 - 01));
        assert!(obstacles(shinjuku, &Narrative::default(), true, october).0.is_empty());
        let open = obstacles(shinjuku, &Narrative::default(), false, october).0;
        assert_eq!(open, ["この月はまだ終わっていません。月が終わってから提出してください。"]);
        let course = ReportPeriod::of_course(date!(2026 - 06 - 01), date!(2026 - 10 - 01));
        assert_eq!(obstacles(first(programmes::meguro()), &Narrative::default(), false, course).0.len(), 9);
    }

    #[test]
    fn a_course_is_half_way_at_its_eighth_session() {
        let progress = |settled| Progress { sessions: 16, settled, last_on: date!(2026 - 10 - 01) };
        assert!(!progress(7).is_half_way() && progress(8).is_half_way());
        assert!(!progress(15).is_finished() && progress(16).is_finished());
    }
}
