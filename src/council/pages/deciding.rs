//! 結果: what the body decided, recorded by another person than who submitted.

use axum::extract::Path;

use super::refused;
use crate::{
    audit::Event,
    council::{
        DecideCouncilPaper,
        db::{self, Decision},
        loading,
        states::{CouncilRefusal, PaperState},
        views::DecideView,
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    vocab::ids::CouncilPaperId,
};

pub async fn form(mut cx: View<DecideCouncilPaper>, Path(id): Path<CouncilPaperId>) -> Result {
    let paper = loading::paper(&mut cx, id).await?;
    paper.state.decide(paper.submission(), cx.actor().account).map_err(AppError::refused)?;
    let basis = db::basis(cx.db(), paper.contract.id).await?;
    let form = Form::empty().with("version", paper.row.version.to_string());
    let form = form.with("body", basis.map(|basis| basis.body).unwrap_or_default());
    cx.show(DecideView::new(&paper, form)).await
}

pub async fn decide(
    mut cx: Act<DecideCouncilPaper>,
    Path(id): Path<CouncilPaperId>,
    Typed(mut form): Typed,
) -> Result {
    let paper = loading::paper(&mut cx, id).await?;
    let by = cx.actor().account;
    let submission = match paper.state.decide(paper.submission(), by) {
        Ok(submission) => submission,
        Err(refusal) => return cx.refuse(refused(&paper), refusal).await,
    };
    let today = cx.today();
    let outcome = form.choice("outcome", "結果", &[PaperState::Approved.code(), PaperState::Deferred.code()]);
    let on = form.date("on", "会議の日");
    let body = form.required("body", "会議の名称", 60);
    let meeting = form.required("meeting", "会議の回", 40);
    if on.is_some_and(|on| on > today) {
        form.refuse("on", "会議の日がまだ来ていません。今日までの日を入力してください。");
    }
    let is_back_dated = on.is_some_and(|on| on < submission.on);
    if is_back_dated {
        form.refuse("on", CouncilRefusal::BeforeSubmission.to_string());
    }
    let given = (outcome, on.filter(|_| !form.has_problems()), body, meeting);
    let (Some(outcome), Some(on), Some(body), Some(meeting)) = given else {
        let event = Event::new("council.backdate").about(id.0).under(paper.contract.id);
        let tried = is_back_dated.then_some(event);
        return cx.invalid_but_known(tried, DecideView::new(&paper, form)).await;
    };
    let decision = Decision { state: &outcome, on, body: &body, meeting: &meeting };
    let hand = (cx.now(), by);
    if !db::decide(cx.write(), (id, form.version()), &decision, hand).await? {
        return Err(AppError::stale());
    }
    let approved = outcome == PaperState::Approved.code();
    let action = if approved { "council.approve" } else { "council.defer" };
    let event = Event::new(action).about(id.0).under(paper.contract.id).with("number", paper.row.number);
    cx.commit(event).await?.redirect_with(format!("/council-papers/{id}"), "付議の結果を記録しました。")
}
