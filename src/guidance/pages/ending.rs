//! 保健指導を終える: everything was done, or the person stops before the end, with a reason.

use askama::Template;
use axum::extract::Path;

use super::{calls, past_day};
use crate::{
    audit::Event,
    enrolments::withdrawal,
    guidance::{RecordGuidance, db::targets::Ending, loading::Target},
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::{Choice, Form},
        typed::Typed,
    },
    participants::shown_name,
    vocab::{
        dates::{short, wareki},
        ids::EnrolmentId,
    },
};

#[derive(Template)]
#[template(path = "guidance/ending.html")]
struct EndingView {
    form: Form,
    base: String,
    name: String,
    ways: Vec<Choice>,
    reasons: Vec<Choice>,
}

/// (stored state, words)
const WAYS: [(&str, &str, &str); 2] = [
    ("completed", "最後まで終えた", "予定した支援が終わりました"),
    ("withdrawn", "途中でやめた", "理由を選んでください"),
];

fn view(target: &Target, form: Form) -> EndingView {
    EndingView {
        form,
        base: format!("/guidance/{}", target.row.id),
        name: shown_name(&target.person),
        ways: WAYS.map(|(code, label, hint)| Choice::new(code, label).hint(hint)).to_vec(),
        reasons: withdrawal::choices(),
    }
}

pub async fn form(mut cx: View<RecordGuidance>, Path(id): Path<EnrolmentId>) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.end().map_err(AppError::refused)?;
    let form = Form::empty().with("ended_on", short(cx.today()));
    cx.show(view(&target, form)).await
}

pub async fn end(mut cx: Act<RecordGuidance>, Path(id): Path<EnrolmentId>, Typed(mut form): Typed) -> Result {
    let target = Target::load(&mut cx, id).await?;
    target.state.end().map_err(AppError::refused)?;
    let way = form.choice("way", "終わり方", &WAYS.map(|(code, ..)| code));
    let today = cx.today();
    let on = past_day(&mut form, "ended_on", "終わった日", today);
    if let (Some(on), Some(start)) = (on, target.row.started_on)
        && on < start
    {
        form.refuse("ended_on", format!("終わった日は、参加を始めた{}より後にしてください。", wareki(start)));
    }
    let reason = match way.as_deref() {
        Some("withdrawn") => form.choice("reason", "やめた理由", &withdrawal::codes()).map(Some),
        _ => Some(None),
    };
    let remark = form.optional_lines("remark", "補足", 400);
    let (Some(way), Some(on), Some(reason), Some(remark), false) =
        (way, on, reason, remark, form.has_problems())
    else {
        return cx.invalid(view(&target, form)).await;
    };
    let ending = Ending { state: &way, on, reason: reason.as_deref(), sealed: &[] };
    calls::end(&mut cx, &target, ending, remark).await?;
    cx.commit(Event::new("guidance.end").about(id.0).under(target.row.contract))
        .await?
        .redirect_with(format!("/guidance/{id}"), "保健指導の終わりを記録しました。")
}
