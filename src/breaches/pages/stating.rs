//! 弁明する: what the contractor states, once, with a file if it has one.

use axum::extract::Path;

use crate::{
    audit::Event,
    breaches::{
        StateCase,
        case::Case,
        db::{
            Entry,
            consequences::{self, SealedFile},
        },
        forms::statement::{self, NewStatement},
        states::BreachRefusal,
        views::StatementView,
        words::{FILE, StatementWords, VERSION},
    },
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        typed::Uploaded,
    },
    sealing::Place,
    vocab::ids::{ConsequenceId, ConsequenceStatementId},
};

/// Whether it is the contractor's turn.
fn may_state(case: &Case, id: ConsequenceId) -> Result<std::result::Result<(), BreachRefusal>> {
    let of = case.consequence(id)?;
    Ok(of.standing.state(of.is_stated()))
}

pub async fn new(mut cx: View<StateCase>, Path(id): Path<ConsequenceId>) -> Result {
    let case = Case::about(&mut cx, id).await?;
    may_state(&case, id)?.map_err(AppError::refused)?;
    let view = StatementView::new(&case, case.consequence(id)?, Form::empty());
    cx.show(view).await
}

pub async fn state(mut cx: Act<StateCase>, Path(id): Path<ConsequenceId>, upload: Uploaded) -> Result {
    let Uploaded { mut form, files } = upload;
    let case = Case::about(&mut cx, id).await?;
    if let Err(why) = may_state(&case, id)? {
        let event = Event::new("breach.refused").about(id.0).under(case.breach.contract);
        return cx.refuse(event, why).await;
    }
    let Some(new) = statement::read(&mut form, files) else {
        let view = StatementView::new(&case, case.consequence(id)?, form);
        return cx.invalid(view).await;
    };
    store(&mut cx, &case, id, &new).await?;
    let event = Event::new("breach.state").about(id.0).under(case.breach.contract);
    let event = event.detail(serde_json::json!({ "kind": case.consequence(id)?.kind.code() }));
    let to = format!("/breaches/{}", case.id());
    let committed = match new.attachment {
        Some(_) => cx.commit_taken_in(event, Whom::Unread).await?,
        None => cx.commit(event).await?,
    };
    committed.redirect_with(to, "弁明を提出しました。区の決定を待ってください。")
}

async fn store(cx: &mut Act<StateCase>, case: &Case, id: ConsequenceId, new: &NewStatement) -> Result<()> {
    let row = ConsequenceStatementId(cx.new_id());
    let file_name = new.attachment.as_ref().map(|file| file.name.clone());
    let words = StatementWords { words: new.words.clone(), file_name };
    let sealed = cx.seal(case.unit(), row.0, VERSION, &words)?;
    let place = Place { ward: cx.ward().0, row: row.0, version: VERSION };
    let file = match &new.attachment {
        Some(of) => Some(SealedFile {
            sealed: cx.app().keys.seal_raw(case.unit(), FILE, place, &of.bytes)?,
            kind: of.kind.code(),
            size: i32::try_from(of.bytes.len()).unwrap_or(i32::MAX),
        }),
        None => None,
    };
    let entry = Entry { contract: case.breach.contract, by: cx.actor().account, now: cx.now() };
    let about = case.consequence(id)?.about();
    if consequences::state(cx.write(), (row, about), entry, (&sealed, file.as_ref())).await? {
        Ok(())
    } else {
        Err(AppError::stale())
    }
}
