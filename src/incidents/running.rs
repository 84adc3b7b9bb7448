//! 動いている期限: the days of the law that run in an incident, as tasks for the ward's home page. Nothing here names a person.

use serde::Deserialize;
use time::Date;
use uuid::Uuid;

use super::{
    clocks::{self, LeakFacts},
    db::judging::finding,
    kinds::Kind,
};
use crate::kit::parts::{Chip, Task, Tone};

/// What the days are reckoned from, as `incident_clock` of migrations/0041_incidents.sql gathers it. Of an incident that the ward
/// hasn't judged nothing is known but the day on which it was told.
#[derive(Debug, Deserialize)]
pub struct Clock {
    kind: String,
    known_on: Date,
    is_judged: bool,
    people: Option<u32>,
    sensitive: Option<String>,
    financial: Option<String>,
    wrongful: Option<String>,
    ordinance: Option<String>,
    encrypted: Option<String>,
    prompt_sent: bool,
    full_sent: bool,
}

impl Clock {
    fn facts(&self) -> LeakFacts {
        let read = |code: &Option<String>| finding(code.as_deref().unwrap_or_default());
        LeakFacts {
            known_on: self.known_on,
            people: self.people,
            sensitive: read(&self.sensitive),
            financial: read(&self.financial),
            wrongful: read(&self.wrongful),
            ordinance: read(&self.ordinance),
            encrypted: read(&self.encrypted),
        }
    }
}

/// 速報 and 確報, as far as they are owed and not sent, each with its last day.
pub fn tasks((id, contract): (Uuid, &str), clock: &Clock, today: Date) -> Vec<(Option<Date>, Task)> {
    let Some(days) = clocks::answer(&clock.facts()).deadlines else { return Vec::new() };
    let label = Kind::from_code(&clock.kind).map_or("個人情報の事故", Kind::label);
    let number = clocks::day_number(clock.known_on, today);
    let open = if clock.is_judged { "" } else { "　要否は未判定" };
    let task = |name: &str, until: Date| {
        let task = Task {
            label: format!("{label}：委員会への{name}"),
            hint: format!("{contract}　区が知ってから{number}日目{open}"),
            href: format!("/incidents/{id}"),
            chip: chip(until, today),
        };
        (Some(until), task)
    };
    let prompt = (!clock.prompt_sent).then(|| task("速報", days.prompt_until));
    let full = (!clock.full_sent).then(|| task("確報", days.full_until));
    prompt.into_iter().chain(full).collect()
}

/// The last day of the next report that is owed and not sent.
pub fn next_day(clock: &Clock) -> Option<Date> {
    let days = clocks::answer(&clock.facts()).deadlines?;
    match (clock.prompt_sent, clock.full_sent) {
        (false, _) => Some(days.prompt_until),
        (true, false) => Some(days.full_until),
        (true, true) => None,
    }
}

/// A day of the law that is today is no mere warning.
fn chip(until: Date, today: Date) -> Chip {
    let chip = Chip::until(until, today);
    if until == today { Chip { tone: Tone::Danger, ..chip } } else { chip }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::date;

    use super::*;

    fn loss(sensitive: Option<&str>, prompt_sent: bool) -> Clock {
        let other = sensitive.map(|_| "not_met");
        serde_json::from_value(json!({
            "kind": "loss", "known_on": "2026-09-24", "is_judged": sensitive.is_some(), "people": sensitive.map(|_| 1),
            "sensitive": sensitive, "financial": other, "wrongful": other, "ordinance": other, "encrypted": other,
            "prompt_sent": prompt_sent, "full_sent": false
        }))
        .unwrap()
    }

    #[test]
    fn the_days_run_until_both_reports_are_sent_or_none_is_owed() {
        let due = |clock: &Clock| {
            let dated = tasks((Uuid::nil(), "契約"), clock, date!(2026 - 09 - 30));
            dated.into_iter().filter_map(|(on, _)| on).collect::<Vec<_>>()
        };
        let (prompt, full) = (date!(2026 - 09 - 28), date!(2026 - 10 - 23));
        assert_eq!(due(&loss(None, false)), [prompt, full], "unjudged as if owed");
        assert_eq!(due(&loss(Some("met"), true)), [full]);
        assert_eq!((next_day(&loss(None, false)), next_day(&loss(None, true))), (Some(prompt), Some(full)));
        assert_eq!(next_day(&loss(Some("not_met"), false)), None);
        assert!(due(&loss(Some("not_met"), false)).is_empty());
        assert_eq!(chip(date!(2026 - 09 - 28), date!(2026 - 09 - 30)).text, "2日超過（9月28日（月）まで）");
    }
}
