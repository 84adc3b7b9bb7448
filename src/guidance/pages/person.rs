//! One target: who it is, how they were selected, the plan, calls, the doctor's instructions, values over time.

use axum::extract::Path;

use super::trail;
use crate::{
    guidance::{
        RecordGuidance, ViewGuidance,
        db::records,
        loading::{FIRST, Target},
        views::person::{Call, Instruction, PersonView, Shown},
        words::{CallWords, InstructionWords},
    },
    kit::{
        ctx::{Ctx, View},
        error::Result,
        parts::Link,
        permission::Permission,
    },
    vocab::ids::EnrolmentId,
};

pub async fn show(mut cx: View<ViewGuidance>, Path(id): Path<EnrolmentId>) -> Result {
    let target = Target::load(&mut cx, id).await?;
    let words = target.words(&mut cx).await?;
    let contacts = records::contacts(cx.db(), id).await?;
    let done: Vec<(&str, time::Date)> =
        contacts.iter().map(|contact| (contact.planned.as_str(), contact.done_on)).collect();
    let steps = target.steps(&done, cx.today());
    let shown = Shown {
        calls: calls(&mut cx, &target).await?,
        instructions: instructions(&mut cx, &target).await?,
        results: records::results(cx.db(), id).await?,
        steps,
        words,
    };
    let may_record = RecordGuidance::allows(cx.actor().role);
    let mut way = trail(&cx, &target.place);
    way.push(Link::new("予定一覧", format!("/contracts/{}/guidance", target.place.contract.id)));
    let view = PersonView::new(&target, shown, way, (may_record, cx.today()));
    cx.show(view).await
}

async fn calls<P: Permission, M: Send>(cx: &mut Ctx<P, M>, target: &Target) -> Result<Vec<Call>> {
    let rows = records::calls(cx.db(), target.row.id).await?;
    let mut calls = Vec::with_capacity(rows.len());
    for row in rows {
        let words: CallWords = cx.open(target.row.participant, target.unit(), row.id, FIRST, &row.sealed)?;
        calls.push(Call { at: row.called_at, outcome: row.outcome, by: row.by, note: words.note });
    }
    Ok(calls)
}

/// The doctor's instructions, opened.
pub(super) async fn instructions<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    target: &Target,
) -> Result<Vec<Instruction>> {
    let rows = records::instructions(cx.db(), target.row.id).await?;
    let mut instructions = Vec::with_capacity(rows.len());
    for row in rows {
        let words: InstructionWords =
            cx.open(target.row.participant, target.unit(), row.id, FIRST, &row.sealed)?;
        instructions.push(Instruction {
            on: row.given_on,
            doctor: words.doctor,
            text: words.text,
            by: row.by.unwrap_or_default(),
        });
    }
    Ok(instructions)
}
