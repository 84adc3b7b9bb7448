//! 取込み: a TOML file becomes a draft, that of a new programme or the next version of the one whose code it has; or nothing
//! is written and every fault is listed.

use super::definition;
use crate::{
    audit::Event,
    kit::{
        answer::Answer,
        aside::aside,
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        form::Form,
        parts::Link,
        typed::{Uploaded, UploadedFile},
    },
    programmes::{
        Definition, EditProgrammes,
        db::{
            self, Programme,
            drafts::{self, NewDraft},
            versions::Version,
        },
        fault::Fault,
        text, views,
    },
    vocab::ids::ProgrammeVersionId,
};

pub async fn form(cx: View<EditProgrammes>) -> Result {
    cx.show(views::import::Import { form: Form::empty(), open: None }).await
}

pub async fn read(mut cx: Act<EditProgrammes>, upload: Uploaded) -> Result {
    let Uploaded { mut form, files } = upload;
    let field = if files.is_empty() { "text" } else { "file" };
    let text = text_of(&mut form, files.first());
    let imported = match text {
        Some(text) => aside(move || text::whole(&text)).await?.map_err(Some),
        None => Err(None),
    };
    let Ok(imported) = imported.map_err(|faults| refuse(&mut form, field, faults)) else {
        return cx.invalid(views::import::Import { form, open: None }).await;
    };
    match db::of_code(cx.db(), &imported.code).await? {
        Some(programme) => next_version(cx, form, field, &programme, &imported).await,
        None => super::list::create(cx, &imported, "programme.import").await?.ok_or_else(AppError::stale),
    }
}

/// The text of the file, or the one that was pasted.
fn text_of(form: &mut Form, file: Option<&UploadedFile>) -> Option<String> {
    let pasted = form.value("text").to_owned();
    match (file, pasted.trim().is_empty()) {
        (Some(_), false) => {
            form.general("ファイルと貼り付けの両方があります。どちらか一方にしてください。");
            None
        }
        (Some(file), true) => match text::text_of(&file.bytes) {
            Ok(text) => Some(text),
            Err(sentence) => {
                form.refuse("file", sentence);
                None
            }
        },
        (None, true) => {
            form.refuse("file", "TOMLのファイルを選ぶか、内容を貼り付けてください。");
            None
        }
        (None, false) => Some(pasted),
    }
}

fn refuse(form: &mut Form, field: &str, faults: Option<Vec<Fault>>) {
    for fault in faults.into_iter().flatten() {
        form.refuse(field, fault.to_string());
    }
}

/// The next version of a programme the ward has, as its draft; what differs is shown next.
async fn next_version(
    mut cx: Act<EditProgrammes>,
    mut form: Form,
    field: &str,
    programme: &Programme,
    imported: &Definition,
) -> Result<Answer> {
    let id = programme.id;
    let versions = db::versions::of(cx.db(), id).await?;
    let newest = versions.first().ok_or(AppError::NotFound)?;
    if let Some(refusal) = refusal(cx.db(), programme, newest, imported).await? {
        form.refuse(field, refusal);
        let open = Some(way_to(programme, newest.is_draft()));
        return cx.invalid(views::import::Import { form, open }).await;
    }
    let draft = NewDraft {
        programme: id,
        version: ProgrammeVersionId(cx.new_id()),
        definition: imported,
        by: cx.actor().account,
        at: cx.now(),
    };
    if let Err(error) = drafts::begin(cx.write(), &draft).await {
        expect_violation(error, "programme_one_draft")?;
        return Err(AppError::stale());
    }
    let number = newest.number.saturating_add(1);
    let event = Event::new("programme.import")
        .about(id.0)
        .detail(serde_json::json!({ "code": programme.code, "number": number }));
    let notice = format!(
        "「{}」の第{number}版の下書きにしました。第{}版との違いを確かめてください。",
        programme.name, newest.number
    );
    cx.commit(event).await?.redirect_with(format!("/programmes/{id}/differences"), &notice)
}

/// Why the definition can't become the next version.
async fn refusal(
    db: &mut Reads,
    programme: &Programme,
    newest: &Version,
    imported: &Definition,
) -> Result<Option<String>> {
    let known = format!("コード「{}」の事業「{}」", programme.code, programme.name);
    if newest.is_draft() {
        return Ok(Some(format!(
            "{known}には、編集中の下書きがあります。下書きを公開するか破棄してから、もう一度取り込んでください。"
        )));
    }
    let is_same = *definition(db, programme.id, newest).await? == *imported;
    Ok(is_same.then(|| format!("{known}の第{}版と同じ内容です。変えるところがありません。", newest.number)))
}

fn way_to(programme: &Programme, has_draft: bool) -> Link {
    if has_draft {
        Link::new(
            format!("「{}」の下書きを開く", programme.name),
            format!("/programmes/{}/draft", programme.id),
        )
    } else {
        Link::new(format!("「{}」を開く", programme.name), format!("/programmes/{}", programme.id))
    }
}
