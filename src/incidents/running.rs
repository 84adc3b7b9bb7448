//! 動いている期限: the days that run in incidents, as tasks for the home pages. Nothing here names a person.

use time::Date;

use super::{
    ReceiveIncident, ViewIncidents, clocks,
    db::running::{self, Owed, Running, Unreceived},
    follow_up::Stage,
    kinds::Kind,
};
use crate::{
    kit::{
        ctx::Ctx,
        error::Result,
        parts::{Chip, Task, Tone},
        permission::Permission,
    },
    vocab::dates::{jst_date, with_weekday},
};

/// What runs for the reader, the nearest day first.
pub async fn tasks<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<Vec<Task>> {
    let (role, today) = (cx.actor().role, cx.today());
    let mut dated = Vec::new();
    if ReceiveIncident::allows(role) {
        dated.extend(running::of_ward(cx.db()).await?.iter().flat_map(|one| of_ward(one, today)));
        dated.extend(running::unreceived(cx.db()).await?.iter().map(unreceived));
    } else if ViewIncidents::allows(role) && cx.actor().sees_people() {
        dated.extend(running::owed(cx.db()).await?.iter().map(|one| of_contractor(one, today)));
    }
    dated.sort_by_key(|(day, _)| *day);
    Ok(dated.into_iter().map(|(_, task)| task).collect())
}

fn label(code: &str) -> &'static str {
    Kind::from_code(code).map_or("事故・急変", Kind::label)
}

/// 速報 and 確報, as far as they are owed and not sent.
fn of_ward(one: &Running, today: Date) -> Vec<(Date, Task)> {
    let facts = one.facts(jst_date(one.ward_knew_at));
    let Some(days) = clocks::answer(&facts).deadlines else { return Vec::new() };
    let number = clocks::day_number(facts.known_on, today);
    let task = |name: &str, until: Date| {
        let open = if one.known_on.is_none() { "　要否は未判定" } else { "" };
        let task = Task {
            label: format!("{}：委員会への{name}", label(&one.kind)),
            hint: format!("{}　区が知ってから{number}日目{open}", one.contract_title),
            href: format!("/incidents/{}", one.id),
            chip: chip(until, today),
        };
        (until, task)
    };
    let prompt = (!one.prompt_sent).then(|| task("速報", days.prompt_until));
    let full = (!one.full_sent).then(|| task("確報", days.full_until));
    prompt.into_iter().chain(full).collect()
}

fn unreceived(one: &Unreceived) -> (Date, Task) {
    let on = jst_date(one.made_at);
    let stage = Stage::from_code(&one.stage).map_or("続報", Stage::label);
    let task = Task {
        label: format!("事故の第{}報（{stage}）", one.number),
        hint: format!("{}　{}から", one.contract_title, with_weekday(on)),
        href: format!("/incidents/{}", one.incident),
        chip: Chip::new(Tone::Warning, "受取り待ち"),
    };
    (on, task)
}

/// An instruction to act on, or the final report that isn't written.
fn of_contractor(one: &Owed, today: Date) -> (Date, Task) {
    let number = clocks::day_number(jst_date(one.happened_at), today);
    let (name, chip) = match (one.instructed, one.instruction_due) {
        (true, Some(due)) => ("区の指示への対応と報告", chip(due, today)),
        (true, None) => ("区の指示への対応と報告", Chip::new(Tone::Danger, "指示あり")),
        (false, _) => ("最終報告", Chip::new(Tone::Warning, format!("{number}日目"))),
    };
    let task = Task {
        label: format!("{}：{name}", label(&one.kind)),
        hint: format!("{}に第一報　起きてから{number}日目", with_weekday(jst_date(one.reported_at))),
        href: format!("/incidents/{}", one.id),
        chip,
    };
    (one.instruction_due.unwrap_or_else(|| jst_date(one.reported_at)), task)
}

fn chip(until: Date, today: Date) -> Chip {
    match (until - today).whole_days() {
        late @ ..0 => Chip::new(Tone::Danger, format!("{}日超過（{}まで）", -late, with_weekday(until))),
        0 => Chip::new(Tone::Danger, "今日まで"),
        left @ 1..=5 => Chip::new(Tone::Warning, format!("{}まで（あと{left}日）", with_weekday(until))),
        _ => Chip::new(Tone::Neutral, format!("{}まで", with_weekday(until))),
    }
}
