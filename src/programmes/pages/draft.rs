//! The draft: begun from the published version, looked over, changed by fields.

use axum::extract::Path;

use super::{aside, definition, programme, shown_version, with_draft};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        typed::Typed,
    },
    programmes::{
        EditProgrammes,
        db::{
            self,
            drafts::{self, NewDraft},
        },
        forms::{Part, point_out, rows::Rows},
        text, views,
    },
    vocab::ids::{ProgrammeId, ProgrammeVersionId},
};

/// Begins a draft from the newest version.
pub async fn begin(mut cx: Act<EditProgrammes>, Path(id): Path<ProgrammeId>, Typed(_): Typed) -> Result {
    let programme = programme(cx.db(), id).await?;
    let versions = db::versions::of(cx.db(), id).await?;
    let newest = versions.first().ok_or(AppError::NotFound)?;
    if newest.is_draft() {
        return Err(AppError::refused("この事業には下書きがあります。下書きを開いて続けてください。"));
    }
    let from = definition(cx.db(), id, newest).await?;
    let draft = NewDraft {
        programme: id,
        version: ProgrammeVersionId(cx.new_id()),
        definition: &from,
        by: cx.actor().account,
        at: cx.now(),
    };
    if let Err(error) = drafts::begin(cx.write(), &draft).await {
        expect_violation(error, "programme_one_draft")?;
        return Err(AppError::stale());
    }
    let event = Event::new("programme.draft")
        .about(id.0)
        .detail(serde_json::json!({ "code": programme.code, "number": newest.number.saturating_add(1) }));
    cx.commit(event).await?.redirect_with(format!("/programmes/{id}/draft"), "下書きを作りました。")
}

pub async fn show(mut cx: View<EditProgrammes>, Path(id): Path<ProgrammeId>) -> Result {
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let versions = db::versions::of(cx.db(), id).await?;
    let published = match versions.iter().find(|version| version.is_published()) {
        Some(version) => Some(definition(cx.db(), id, version).await?),
        None => None,
    };
    let view = aside(move || views::draft::Overview::new(&programme, &draft, published.as_deref())).await?;
    cx.show(view).await
}

/// The fields of one part, with what the check has to say about them.
pub async fn form(mut cx: View<EditProgrammes>, Path((id, code)): Path<(ProgrammeId, String)>) -> Result {
    let part = Part::from_code(&code).ok_or(AppError::NotFound)?;
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let view = aside(move || {
        let mut form = part.filled(&draft.definition).with("version", draft.version.to_string());
        let fields = part.fields();
        let mut faults = text::faults_in(&draft.definition, part.sections(), None);
        faults.retain(|fault| !Rows::are_about(&draft.definition, &fault.path));
        point_out(&mut form, &fields, &faults);
        views::draft::Fields::new(&programme, &draft, part, form, fields)
    });
    let view = view.await?;
    cx.show(view).await
}

/// Stores the fields. What the check finds afterwards is shown on the same page; the draft keeps it until it is mended.
pub async fn change(
    mut cx: Act<EditProgrammes>,
    Path((id, code)): Path<(ProgrammeId, String)>,
    Typed(mut form): Typed,
) -> Result {
    let part = Part::from_code(&code).ok_or(AppError::NotFound)?;
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let fields = part.fields();
    if fields.is_empty() {
        return Err(AppError::NotFound);
    }
    let Some(changed) = part.read(&mut form, &draft.definition) else {
        return cx.invalid(views::draft::Fields::new(&programme, &draft, part, form, fields)).await;
    };
    if !drafts::change(cx.write(), draft.id, shown_version(&form), &changed).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("programme.change")
        .about(id.0)
        .detail(serde_json::json!({ "code": programme.code, "section": part.sections().join(" ") }));
    let committed = cx.commit(event).await?;
    if text::faults_in(&changed, part.sections(), None).is_empty() {
        let notice = format!("「{}」を保存しました。", part.title());
        committed.redirect_with(format!("/programmes/{id}/draft"), &notice)
    } else {
        let notice = "保存しました。公開する前に、下の点を直してください。";
        committed.redirect_with(format!("/programmes/{id}/draft/forms/{code}"), notice)
    }
}
