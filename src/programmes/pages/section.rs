//! One section as text, beside what it means in plain Japanese.

use axum::extract::Path;

use super::with_draft;
use crate::{
    audit::Event,
    kit::{
        aside::aside,
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    programmes::{
        EditProgrammes,
        db::drafts,
        forms::mark::{CHANGED, mark},
        text::{faults_in, print_section, read_section},
        views, wording,
    },
    vocab::ids::ProgrammeId,
};

/// The section of that name. The code stays what it is.
fn known(section: &str) -> Result<&'static str> {
    let found = wording::sections().find(|(field, _)| *field == section && *field != "code");
    found.map(|(field, _)| field).ok_or(AppError::NotFound)
}

pub async fn form(mut cx: View<EditProgrammes>, Path((id, section)): Path<(ProgrammeId, String)>) -> Result {
    let section = known(&section)?;
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let printed = print_section(&draft.definition, section).map_err(AppError::refused)?;
    let mut form = Form::empty().with("text", &printed);
    for fault in faults_in(&draft.definition, &[section], Some(&printed)) {
        form.refuse("text", fault.to_string());
    }
    cx.show(views::draft::SectionText::new(&programme, section, (form, mark([printed])), &draft.definition))
        .await
}

/// Stores the section, or with 「意味を確かめる」 only shows what was typed in words.
pub async fn change(
    mut cx: Act<EditProgrammes>,
    Path((id, section)): Path<(ProgrammeId, String)>,
    Typed(mut form): Typed,
) -> Result {
    let section = known(&section)?;
    let (programme, draft) = with_draft(cx.db(), id).await?;
    let marked = mark([print_section(&draft.definition, section).map_err(AppError::refused)?]);
    if form.value("version") != marked {
        form.general(CHANGED);
        let view = views::draft::SectionText::new(&programme, section, (form, marked), &draft.definition);
        return cx.conflict(view.of_now()).await;
    }
    let typed = form.value("text").replace("\r\n", "\n");
    let (draft, typed, read) = aside(move || {
        let read = read_section(&draft.definition, section, &typed);
        (draft, typed, read)
    })
    .await?;
    let changed = match read {
        Ok(changed) => changed,
        Err(faults) => {
            for fault in faults {
                form.refuse("text", fault.to_string());
            }
            let view = views::draft::SectionText::new(&programme, section, (form, marked), &draft.definition);
            return cx.invalid(view.of_stored()).await;
        }
    };
    let faults = faults_in(&changed, &[section], Some(&typed));
    if form.checked("do", "preview") {
        for fault in faults {
            form.refuse("text", fault.to_string());
        }
        return cx.show(views::draft::SectionText::new(&programme, section, (form, marked), &changed)).await;
    }
    if !drafts::change(cx.write(), draft.id, draft.version, &changed).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("programme.change")
        .about(id.0)
        .detail(serde_json::json!({ "code": programme.code, "section": section }));
    let committed = cx.commit(event).await?;
    if faults.is_empty() {
        let notice = format!("「{}」を保存しました。", wording::title(section).unwrap_or_default());
        committed.redirect_with(format!("/programmes/{id}/draft"), &notice)
    } else {
        let notice = "保存しました。公開する前に、下の点を直してください。";
        committed.redirect_with(format!("/programmes/{id}/draft/sections/{section}"), notice)
    }
}
