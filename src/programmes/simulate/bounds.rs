//! 大きさの上限: how long, how many and how often a scenario may be. What people would never try isn't worked through.

use super::scenario::Scenario;
use crate::{programmes::fee::Span, vocab::dates::add_months};

/// Longest term and longest period of a statement, in years.
const MOST_YEARS: i32 = 20;
/// Most people.
pub const MOST_PEOPLE: u8 = 200;
/// Most sessions; as many days may be written down of events, and of closed days.
const MOST_SESSIONS: usize = 400;

impl Scenario {
    /// The scenario, unless it is larger than anybody would try.
    ///
    /// # Errors
    /// The sentence that says what there is too much of.
    pub(super) fn bounded(self) -> Result<Self, String> {
        let term = self.term.map(|term| Span { from: term.starts_on, to: term.ends_on });
        let period = self.fees.as_ref().map(|fees| fees.period);
        for (what, span) in [("契約の期間", term), ("委託料を計算する期間", period)] {
            if span.is_some_and(|span| span.to >= add_months(span.from, MOST_YEARS * 12)) {
                return Err(format!(
                    "{what}が{MOST_YEARS}年を超えています。{MOST_YEARS}年までにしてください。"
                ));
            }
        }
        let closed = &self.closed;
        let closed = closed.local.len() + closed.spans.len() + closed.holidays.len() + closed.open.len();
        for (what, many, most, unit) in [
            ("参加者", self.people.len(), usize::from(MOST_PEOPLE), "人"),
            ("教室の回", self.sessions.len(), MOST_SESSIONS, "回"),
            ("出来事の日", self.events.values().map(Vec::len).sum(), MOST_SESSIONS, "日"),
            ("閉庁日", closed, MOST_SESSIONS, "日"),
        ] {
            if many > most {
                return Err(format!("{what}が{many}{unit}あります。{most}{unit}までにしてください。"));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Scenario::read(text).unwrap_err()
    }

    fn people(many: usize) -> String {
        (0..many).map(|at| format!("[people.p{at}]\n")).collect()
    }

    fn sessions(many: usize) -> String {
        "[[sessions]]\non = \"2026-06-03\"\n".repeat(many)
    }

    #[test]
    fn what_nobody_would_try_is_refused_with_what_is_too_much() {
        let centuries = "[term]\nstarts_on = \"1900-04-01\"\nends_on = \"2100-03-31\"\n";
        assert!(refused(centuries).contains("契約の期間が20年を超えています"));
        let period = "[fees]\nperiod = { from = \"1900-04-01\", to = \"2100-03-31\" }\n";
        assert!(refused(period).contains("委託料を計算する期間が20年を超えています"));
        assert!(refused(&people(201)).contains("参加者が201人あります。200人まで"));
        assert!(refused(&sessions(401)).contains("教室の回が401回あります。400回まで"));
        let days = vec!["\"2026-06-03\""; 401].join(",");
        assert!(refused(&format!("[events]\nward_notice = [{days}]\n")).contains("出来事の日が401日"));
        assert!(refused(&format!("[closed]\nlocal = [{days}]\n")).contains("閉庁日が401日"));
    }

    /// The largest case of everything at once: everybody comes to every session and has the add-on, for twenty years.
    #[test]
    fn the_most_that_is_allowed_is_answered_at_once() {
        use crate::programmes::{presets, simulate::simulate, worked};

        let everybody: Vec<String> = (0..60).map(|at| format!("\"p{at}\"")).collect();
        let session = format!(
            "[[sessions]]\non = \"2026-06-03\"\nadd_ons = [\"oral\"]\nattended = [{}]\n",
            everybody.join(",")
        );
        let enrolled: String =
            (0..200).map(|at| format!("[people.p{at}.enrolled]\nfrom = \"2024-04-01\"\n")).collect();
        let text = format!(
            "[term]\nstarts_on = \"2024-04-01\"\nends_on = \"2044-03-31\"\n\
             [fees.period]\nfrom = \"2024-04-01\"\nto = \"2044-03-31\"\n{enrolled}{}",
            session.repeat(400)
        );
        let scenario = Scenario::read(&text).unwrap();
        let begun = worked();
        let answer = simulate(presets::sendai(), &scenario);
        assert_eq!((answer.sessions.len(), answer.people.len()), (400, 200));
        assert!(worked() - begun < 10_000, "{} ms", worked() - begun);
    }

    #[test]
    fn the_most_that_is_allowed_is_read() {
        let term = "[term]\nstarts_on = \"2024-04-01\"\nends_on = \"2044-03-31\"\n";
        let read = Scenario::read(&format!("{term}{}{}", people(200), sessions(MOST_SESSIONS)));
        assert_eq!(read.map(|read| read.sessions.len()), Ok(MOST_SESSIONS));
    }
}
