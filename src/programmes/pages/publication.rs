//! 公開 and 破棄: how a draft ends.

use axum::extract::Path;

use super::{definition, with_draft};
use crate::{
    audit::Event,
    kit::{
        aside::aside,
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    programmes::{
        EditProgrammes, check,
        db::{
            self, Programme,
            drafts::{self, Draft, Publication},
        },
        diff, views,
    },
    vocab::ids::ProgrammeId,
};

pub async fn form(mut cx: View<EditProgrammes>, Path(id): Path<ProgrammeId>) -> Result {
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let form = Form::empty().with("version", draft.version.to_string());
    let view = publication(cx.db(), programme, draft, form).await?;
    cx.show(view).await
}

async fn publication(
    db: &mut Reads,
    programme: Programme,
    draft: Draft,
    form: Form,
) -> Result<views::publication::Publish> {
    let versions = db::versions::of(db, programme.id).await?;
    let published = versions.into_iter().find(|version| version.is_published());
    let before = match &published {
        Some(version) => Some(definition(db, programme.id, version).await?),
        None => None,
    };
    aside(move || {
        let differences = before.map(|before| diff::diff(&before, &draft.definition)).unwrap_or_default();
        let faults = check::check(&draft.definition);
        let published = published.as_ref();
        views::publication::Publish::new(&programme, &draft, form, published, &differences, &faults)
    })
    .await
}

pub async fn publish(
    mut cx: Act<EditProgrammes>,
    Path(id): Path<ProgrammeId>,
    Typed(mut form): Typed,
) -> Result {
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let note = form.required_lines("note", "変更の理由", 500);
    let (draft, faults) = aside(move || {
        let faults = check::check(&draft.definition);
        (draft, faults)
    })
    .await?;
    if !faults.is_empty() {
        form.general(format!("直すところが{}件あるため、公開できません。", faults.len()));
    }
    let Some(note) = note.filter(|_| !form.has_problems()) else {
        let view = publication(cx.db(), programme, draft, form).await?;
        return cx.invalid(view).await;
    };
    let new = Publication {
        programme: id,
        draft: draft.id,
        version: form.version(),
        name: &draft.definition.name,
        note: &note,
        by: cx.actor().account,
        at: cx.now(),
    };
    if !drafts::publish(cx.write(), &new).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("programme.publish")
        .about(id.0)
        .detail(serde_json::json!({ "code": programme.code, "number": draft.number }));
    let notice = format!("第{}版を公開しました。新しい契約は、この版から作られます。", draft.number);
    cx.commit(event).await?.redirect_with(format!("/programmes/{id}"), &notice)
}

pub async fn discarding(mut cx: View<EditProgrammes>, Path(id): Path<ProgrammeId>) -> Result {
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let is_only = db::versions::of(cx.db(), id).await?.len() == 1;
    cx.show(views::publication::Discard::new(&programme, &draft, is_only)).await
}

pub async fn discard(mut cx: Act<EditProgrammes>, Path(id): Path<ProgrammeId>, Typed(form): Typed) -> Result {
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let is_only = db::versions::of(cx.db(), id).await?.len() == 1;
    if !drafts::discard(cx.write(), id, draft.id, form.version()).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("programme.discard")
        .about(id.0)
        .detail(serde_json::json!({ "code": programme.code, "number": draft.number }));
    let to = if is_only { "/programmes".to_owned() } else { format!("/programmes/{id}") };
    cx.commit(event).await?.redirect_with(to, "下書きを破棄しました。")
}
