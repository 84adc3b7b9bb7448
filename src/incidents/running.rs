//! 動いている期限: the days of the law that run in an incident, as tasks for the ward's home page. Nothing here names a person.

use serde::Deserialize;
use serde_json::Value;
use time::Date;
use uuid::Uuid;

use super::{
    clocks::{self, LeakFacts},
    db::judging::finding,
    kinds::Kind,
};
use crate::{
    kit::parts::{Chip, Task, Tone},
    vocab::dates::with_weekday,
};

/// What the ward judged by last; of an incident that it hasn't judged nothing is known.
#[derive(Deserialize)]
struct Known {
    kind: String,
    judged: bool,
    people: Option<u32>,
    sensitive: Option<String>,
    financial: Option<String>,
    wrongful: Option<String>,
    ordinance: Option<String>,
    encrypted: Option<String>,
    prompt_sent: bool,
    full_sent: bool,
}

impl Known {
    fn facts(&self, known_on: Date) -> LeakFacts {
        let read = |code: &Option<String>| finding(code.as_deref().unwrap_or_default());
        LeakFacts {
            known_on,
            people: self.people,
            sensitive: read(&self.sensitive),
            financial: read(&self.financial),
            wrongful: read(&self.wrongful),
            ordinance: read(&self.ordinance),
            encrypted: read(&self.encrypted),
        }
    }
}

/// 速報 and 確報, as far as they are owed and not sent. `known`: as the statement of the home page gathers it.
pub fn tasks(
    (id, contract): (Uuid, &str),
    known_on: Date,
    known: &Value,
    today: Date,
) -> Vec<(Option<Date>, Task)> {
    let Ok(known) = Known::deserialize(known) else { return Vec::new() };
    let Some(days) = clocks::answer(&known.facts(known_on)).deadlines else { return Vec::new() };
    let label = Kind::from_code(&known.kind).map_or("個人情報の事故", Kind::label);
    let number = clocks::day_number(known_on, today);
    let open = if known.judged { "" } else { "　要否は未判定" };
    let task = |name: &str, until: Date| {
        let task = Task {
            label: format!("{label}：委員会への{name}"),
            hint: format!("{contract}　区が知ってから{number}日目{open}"),
            href: format!("/incidents/{id}"),
            chip: chip(until, today),
        };
        (Some(until), task)
    };
    let prompt = (!known.prompt_sent).then(|| task("速報", days.prompt_until));
    let full = (!known.full_sent).then(|| task("確報", days.full_until));
    prompt.into_iter().chain(full).collect()
}

fn chip(until: Date, today: Date) -> Chip {
    match (until - today).whole_days() {
        late @ ..0 => Chip::new(Tone::Danger, format!("{}日超過（{}まで）", -late, with_weekday(until))),
        0 => Chip::new(Tone::Danger, "今日まで"),
        left @ 1..=5 => Chip::new(Tone::Warning, format!("{}まで（あと{left}日）", with_weekday(until))),
        _ => Chip::new(Tone::Neutral, format!("{}まで", with_weekday(until))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::date;

    use super::*;

    fn due(known: &Value) -> Vec<Option<Date>> {
        let dated = tasks((Uuid::nil(), "契約"), date!(2026 - 09 - 24), known, date!(2026 - 09 - 30));
        dated.into_iter().map(|(on, _)| on).collect()
    }

    #[test]
    fn the_days_run_until_both_reports_are_sent_or_none_is_owed() {
        let known = |judged: bool, sensitive: Option<&str>, prompt_sent: bool| {
            json!({ "kind": "loss", "judged": judged, "people": judged.then_some(1), "sensitive": sensitive,
                "financial": sensitive.map(|_| "not_met"), "wrongful": sensitive.map(|_| "not_met"),
                "ordinance": sensitive.map(|_| "not_met"), "encrypted": sensitive.map(|_| "not_met"),
                "prompt_sent": prompt_sent, "full_sent": false })
        };
        let (prompt, full) = (Some(date!(2026 - 09 - 28)), Some(date!(2026 - 10 - 23)));
        assert_eq!(due(&known(false, None, false)), [prompt, full], "unjudged as if owed");
        assert_eq!(due(&known(true, Some("met"), true)), [full]);
        assert!(due(&known(true, Some("not_met"), false)).is_empty());
        assert_eq!(chip(date!(2026 - 09 - 28), date!(2026 - 09 - 30)).text, "2日超過（9月28日（月）まで）");
    }
}
