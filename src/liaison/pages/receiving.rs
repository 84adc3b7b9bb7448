//! What the receiver does: opening, answering, sending back with a reason, closing.

use axum::extract::Path;

use super::{
    super::{
        ReceiveLiaison,
        acts::{self, Change},
        content::LiaisonAnswer,
        forms::Reply,
        states::{LiaisonAct, LiaisonState},
        views::{self, ReturnView},
    },
    Found, person, reading,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    vocab::ids::LiaisonSheetId,
};

pub async fn open(mut cx: Act<ReceiveLiaison>, Path(id): Path<LiaisonSheetId>, Typed(form): Typed) -> Result {
    let found = Found::of_receiver(&mut cx, id).await?;
    acts::perform(&mut cx, &found.sheet, form.version(), LiaisonAct::Open, Change::default()).await?;
    let event = event(&found, "liaison.open");
    cx.commit(event).await?.redirect_with(found.href(), "開封しました。内容を確認し、回答してください。")
}

pub async fn answer(
    mut cx: Act<ReceiveLiaison>,
    Path(id): Path<LiaisonSheetId>,
    Typed(mut form): Typed,
) -> Result {
    let found = Found::of_receiver(&mut cx, id).await?;
    if found.state != LiaisonState::Opened {
        return Err(AppError::stale());
    }
    let today = cx.today();
    let Some(reply) = Reply::read(&mut form, found.kind.direction(), today) else {
        let view = reading::page(&mut cx, &found, form).await?;
        return cx.invalid(view).await;
    };
    let answer = LiaisonAnswer {
        action: reply.action.code().into(),
        visit_on: reply.visit_on,
        text: reply.text,
        by: format!("{}　{}", cx.actor().organisation, cx.actor().person),
        answered_on: today,
    };
    let change = Change { answer: Some(answer), remark: reply.action.label().into(), ..Change::default() };
    acts::perform(&mut cx, &found.sheet, form.version(), LiaisonAct::Answer, change).await?;
    let event = event(&found, "liaison.answer").detail(serde_json::json!({ "action": reply.action.code() }));
    cx.commit(event)
        .await?
        .redirect_with(found.href(), "回答を送りました。対応が終わったら、完了にしてください。")
}

pub async fn ask_return(mut cx: View<ReceiveLiaison>, Path(id): Path<LiaisonSheetId>) -> Result {
    let found = Found::of_receiver(&mut cx, id).await?;
    if found.state != LiaisonState::Opened {
        return Err(AppError::stale());
    }
    let form = Form::empty().with("version", found.sheet.version.to_string());
    let view = return_view(&mut cx, &found, form).await?;
    cx.show(view).await
}

async fn return_view<P: Permission, M>(cx: &mut Ctx<P, M>, found: &Found, form: Form) -> Result<ReturnView> {
    let person = person(cx, found.sheet.participant).await?;
    Ok(ReturnView {
        form,
        id: found.sheet.id.to_string(),
        back: found.href(),
        name: views::named(&person.identity.name(), person.number),
    })
}

pub async fn send_back(
    mut cx: Act<ReceiveLiaison>,
    Path(id): Path<LiaisonSheetId>,
    Typed(mut form): Typed,
) -> Result {
    let found = Found::of_receiver(&mut cx, id).await?;
    let Some(reason) = form.required_lines("reason", "差し戻す理由", 500) else {
        let view = return_view(&mut cx, &found, form).await?;
        return cx.invalid(view).await;
    };
    if found.state != LiaisonState::Opened {
        return Err(AppError::stale());
    }
    let change = Change { remark: reason, ..Change::default() };
    acts::perform(&mut cx, &found.sheet, form.version(), LiaisonAct::Return, change).await?;
    let event = event(&found, "liaison.return");
    cx.commit(event).await?.redirect_with(found.href(), "差し戻しました。直したものが、もう一度届きます。")
}

pub async fn close(
    mut cx: Act<ReceiveLiaison>,
    Path(id): Path<LiaisonSheetId>,
    Typed(form): Typed,
) -> Result {
    let found = Found::of_receiver(&mut cx, id).await?;
    acts::perform(&mut cx, &found.sheet, form.version(), LiaisonAct::Close, Change::default()).await?;
    let event = event(&found, "liaison.close");
    cx.commit(event).await?.redirect_with(found.href(), "完了にしました。")
}

fn event(found: &Found, action: &'static str) -> Event {
    Event::new(action).about(found.sheet.id.0).under(found.sheet.contract).of([found.sheet.participant])
}
