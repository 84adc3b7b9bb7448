//! 動いている期限: the days of the law that run in an incident, as tasks for the ward's home page. Nothing here names a person.

use time::Date;

use super::{
    clocks,
    db::judging::{self, Running},
    kinds::Kind,
};
use crate::{
    kit::{
        ctx::View,
        error::AppError,
        parts::{Chip, Task, Tone},
        permission::Permission,
    },
    vocab::dates::with_weekday,
};

/// Of every incident that isn't closed: 速報 and 確報, as far as they are owed and not sent, each with its last day.
pub async fn tasks<P: Permission>(cx: &mut View<P>) -> Result<Vec<(Date, Task)>, AppError> {
    let today = cx.today();
    let running = judging::running(cx.db()).await?;
    Ok(running.iter().flat_map(|incident| tasks_of(incident, today)).collect())
}

fn tasks_of(incident: &Running, today: Date) -> Vec<(Date, Task)> {
    let Some(days) = clocks::answer(&incident.facts()).deadlines else { return Vec::new() };
    let label = Kind::from_code(&incident.kind).map_or("個人情報の事故", Kind::label);
    let number = clocks::day_number(incident.known_on, today);
    let open = if incident.is_judged { "" } else { "　要否は未判定" };
    let task = |name: &str, until: Date| {
        let task = Task {
            label: format!("{label}：委員会への{name}"),
            hint: format!("{}　区が知ってから{number}日目{open}", incident.contract_title),
            href: format!("/incidents/{}", incident.id),
            chip: chip(until, today),
        };
        (until, task)
    };
    let prompt = (!incident.prompt_sent).then(|| task("速報", days.prompt_until));
    let full = (!incident.full_sent).then(|| task("確報", days.full_until));
    prompt.into_iter().chain(full).collect()
}

/// A day of the law that is today is no mere warning.
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
    use time::macros::date;
    use uuid::Uuid;

    use super::*;
    use crate::vocab::ids::IncidentId;

    fn loss(sensitive: Option<&str>, prompt_sent: bool) -> Running {
        let other = sensitive.map(|_| "not_met".to_owned());
        Running {
            id: IncidentId(Uuid::nil()),
            contract_title: "契約".into(),
            kind: "loss".into(),
            known_on: date!(2026 - 09 - 24),
            is_judged: sensitive.is_some(),
            people: sensitive.map(|_| 1),
            sensitive: sensitive.map(str::to_owned),
            financial: other.clone(),
            wrongful: other.clone(),
            ordinance: other.clone(),
            encrypted: other,
            prompt_sent,
            full_sent: false,
        }
    }

    #[test]
    fn the_days_run_until_both_reports_are_sent_or_none_is_owed() {
        let due = |incident: &Running| {
            let tasks = tasks_of(incident, date!(2026 - 09 - 30));
            tasks.into_iter().map(|(on, _)| on).collect::<Vec<_>>()
        };
        let (prompt, full) = (date!(2026 - 09 - 28), date!(2026 - 10 - 23));
        assert_eq!(due(&loss(None, false)), [prompt, full], "unjudged as if owed");
        assert_eq!(due(&loss(Some("met"), true)), [full]);
        assert!(due(&loss(Some("not_met"), false)).is_empty());
        assert_eq!(chip(date!(2026 - 09 - 28), date!(2026 - 09 - 30)).text, "2日超過（9月28日（月）まで）");
    }
}
