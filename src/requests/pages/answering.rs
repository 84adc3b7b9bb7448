//! What the contractor answers, with its file.

use axum::extract::Path;

use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        permission::Permission,
        typed::Uploaded,
    },
    requests::{
        AnswerRequest,
        db::{self, Entry, FILE, NewAnswer, SealedFile},
        duties,
        forms::{self, NewReply, Reply},
        kinds::Stance,
        thread::{REPLY, Thread},
        views::AnswerView,
    },
    sealing::Place,
    vocab::ids::{WardRequestAnswerId, WardRequestId},
};

/// The request, while it is the contractor's turn.
async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: WardRequestId) -> Result<Thread> {
    let thread = Thread::find(cx, id).await?;
    if !thread.standing().may_answer() {
        return Err(AppError::refused("この求めには、すでに回答しています。区の決定を待ってください。"));
    }
    Ok(thread)
}

pub async fn new(mut cx: View<AnswerRequest>, Path(id): Path<WardRequestId>) -> Result {
    let thread = load(&mut cx, id).await?;
    let form = Form::empty().with("stance", Stance::Done.code());
    cx.show(AnswerView::new(&thread, form)).await
}

pub async fn answer(mut cx: Act<AnswerRequest>, Path(id): Path<WardRequestId>, upload: Uploaded) -> Result {
    let Uploaded { mut form, files } = upload;
    let thread = load(&mut cx, id).await?;
    let Some(reply) = forms::read_reply(&mut form, files, thread.kind) else {
        return cx.invalid(AnswerView::new(&thread, form)).await;
    };
    store(&mut cx, &thread, &reply).await?;
    duties::answered(&mut cx, thread.request.contract, (id, thread.kind)).await?;
    let event = Event::new("request.reply").about(id.0).under(thread.request.contract);
    let event = event.detail(serde_json::json!({ "state": reply.stance.code() }));
    let committed = match reply.attachment {
        Some(_) => cx.commit_taken_in(event, Whom::Unread).await?,
        None => cx.commit(event).await?,
    };
    committed.redirect_with(format!("/requests/{id}"), "区に回答しました。")
}

async fn store(cx: &mut Act<AnswerRequest>, thread: &Thread, reply: &NewReply) -> Result<()> {
    let id = WardRequestAnswerId(cx.new_id());
    let words = Reply {
        words: reply.words.clone(),
        file_name: reply.attachment.as_ref().map(|file| file.name.clone()),
    };
    let sealed = cx.seal(thread.unit(), id.0, REPLY, &words)?;
    let place = Place { ward: cx.ward().0, row: id.0, version: REPLY };
    let file = match &reply.attachment {
        Some(of) => Some(SealedFile {
            sealed: cx.app().keys.seal_raw(thread.unit(), FILE, place, &of.bytes)?,
            kind: of.kind.code(),
            size: i32::try_from(of.bytes.len()).unwrap_or(i32::MAX),
        }),
        None => None,
    };
    let number = thread.answers.last().map_or(0, |last| last.row.number) + 1;
    let new = NewAnswer { id, number, stance: reply.stance.code(), sealed: &sealed, file };
    let contract = thread.request.contract;
    let entry = Entry { request: thread.id(), contract, by: cx.actor().account, now: cx.now() };
    if db::answer(cx.write(), entry, &new).await? { Ok(()) } else { Err(AppError::stale()) }
}
