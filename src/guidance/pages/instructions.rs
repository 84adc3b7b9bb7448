//! 医師の指示: what the person's doctor told the contractor to heed, with the day and who said it.

use askama::Template;
use axum::extract::Path;

use super::{TEXT, hand, past_day};
use crate::{
    audit::Event,
    guidance::{
        RecordGuidance,
        db::records,
        loading::{FIRST, Target},
        words::InstructionWords,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    participants::shown_name,
    vocab::{dates::short, ids::EnrolmentId},
};

#[derive(Template)]
#[template(path = "guidance/instruction.html")]
struct NewView {
    form: Form,
    base: String,
    name: String,
}

fn view(target: &Target, form: Form) -> NewView {
    NewView { form, base: format!("/guidance/{}", target.row.id), name: shown_name(&target.person) }
}

pub async fn new(mut cx: View<RecordGuidance>, Path(id): Path<EnrolmentId>) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.guide().map_err(AppError::refused)?;
    let form = Form::empty().with("given_on", short(cx.today()));
    cx.show(view(&target, form)).await
}

pub async fn create(
    mut cx: Act<RecordGuidance>,
    Path(id): Path<EnrolmentId>,
    Typed(mut form): Typed,
) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.guide().map_err(AppError::refused)?;
    let today = cx.today();
    let given_on = past_day(&mut form, "given_on", "指示を受けた日", today);
    let doctor = form.required("doctor", "医師と医療機関", 100);
    let text = form.required_lines("text", "指示の内容", TEXT);
    let (Some(given_on), Some(doctor), Some(text)) = (given_on, doctor, text) else {
        return cx.invalid(view(&target, form)).await;
    };
    let (row, hand) = (cx.new_id(), hand(&cx));
    let sealed = cx.seal(target.unit(), row, FIRST, &InstructionWords { doctor, text })?;
    records::insert_instruction(cx.write(), row, &target.row, (given_on, &sealed), hand).await?;
    cx.commit(Event::new("guidance.instruction").about(id.0).under(target.row.contract))
        .await?
        .redirect_with(format!("/guidance/{id}"), "医師の指示を記録しました。")
}
