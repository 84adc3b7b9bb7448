//! What waits in inspections, as tasks for the home pages.

use time::Date;

use super::{
    AnswerInspection, ConductInspection,
    db::{self, Waiting},
    kinds::InspectionKind,
};
use crate::{
    kit::{
        ctx::Ctx,
        error::Result,
        parts::{Chip, Task, Tone},
        permission::Permission,
    },
    vocab::dates::with_weekday,
};

/// What the reader does next, the nearest day first.
pub async fn tasks<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<Vec<Task>> {
    let (role, today) = (cx.actor().role, cx.today());
    let of_ward = ConductInspection::allows(role);
    if !of_ward && !AnswerInspection::allows(role) {
        return Ok(Vec::new());
    }
    let waiting = db::waiting(cx.db()).await?;
    Ok(waiting.iter().filter_map(|one| task(one, of_ward, today)).collect())
}

/// What the other side has to do is no task of the reader's.
fn task(one: &Waiting, of_ward: bool, today: Date) -> Option<Task> {
    let name = match (one.what.as_str(), of_ward) {
        ("planned", true) => "結果を記録する",
        ("planned", false) => "予定",
        ("answered", true) => "是正の再確認",
        ("to_correct", false) => "是正と報告",
        _ => return None,
    };
    let kind = InspectionKind::from_code(&one.kind).map_or("検査", InspectionKind::label);
    Some(Task {
        label: format!("{kind}：{name}"),
        hint: one.contract_title.clone(),
        href: format!("/inspections/{}", one.id),
        chip: chip(one.due_on, today),
    })
}

fn chip(due: Date, today: Date) -> Chip {
    match (due - today).whole_days() {
        late @ ..0 => Chip::new(Tone::Danger, format!("{}日超過（{}）", -late, with_weekday(due))),
        0 => Chip::new(Tone::Warning, "今日"),
        1..=14 => Chip::new(Tone::Warning, with_weekday(due)),
        _ => Chip::new(Tone::Neutral, with_weekday(due)),
    }
}
