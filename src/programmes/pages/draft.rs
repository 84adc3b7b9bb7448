//! The draft: begun from the published version, looked over, changed by fields.

use axum::extract::Path;

use super::{definition, programme, with_draft};
use crate::{
    audit::Event,
    kit::{
        aside::aside,
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        typed::Typed,
    },
    programmes::{
        Definition, EditProgrammes, check,
        db::{
            self,
            drafts::{self, NewDraft},
        },
        fault::Fault,
        forms::{Part, mark::CHANGED, point_out, rows::Rows},
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
        let mut form = part.filled(&draft.definition);
        let fields = part.fields();
        point_out(&mut form, &fields, &faults(part, &draft.definition));
        views::draft::Fields::new(&programme, &draft, part, form, fields)
    });
    let view = view.await?;
    cx.show(view).await
}

/// What the check has to say about the fields themselves, and not about rows with pages of their own.
fn faults(part: Part, definition: &Definition) -> Vec<Fault> {
    let mut faults = text::faults_in(definition, part.sections(), None);
    faults.retain(|fault| !Rows::are_about(definition, &fault.path));
    faults
}

/// Stores the fields, or with 「意味を確かめる」 only shows what was typed in words. What the check finds afterwards is shown on the same page; the draft keeps it until it is mended.
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
    if form.value("version") != part.mark(&draft.definition) {
        form.general(CHANGED);
        return cx.conflict(views::draft::Fields::new(&programme, &draft, part, form, fields)).await;
    }
    let changed = part.read(&mut form, &draft.definition);
    let large = changed.as_ref().map(check::size).unwrap_or_default();
    point_out(&mut form, &fields, &large);
    let Some(changed) = changed.filter(|_| large.is_empty()) else {
        return cx.invalid(views::draft::Fields::new(&programme, &draft, part, form, fields)).await;
    };
    if form.checked("do", "preview") {
        point_out(&mut form, &fields, &faults(part, &changed));
        let view = views::draft::Fields::new(&programme, &draft, part, form, fields);
        return cx.show(view.meaning(&changed, part)).await;
    }
    if !drafts::change(cx.write(), draft.id, draft.version, &changed).await? {
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
