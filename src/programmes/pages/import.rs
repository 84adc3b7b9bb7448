//! 取込み: a TOML file becomes a new programme's draft, or nothing is written and every fault is listed.

use crate::{
    kit::{
        ctx::{Act, View},
        error::Result,
        form::Form,
        typed::Uploaded,
    },
    programmes::{Definition, EditProgrammes, db, text, views},
};

pub async fn form(cx: View<EditProgrammes>) -> Result {
    cx.show(views::import::Import { form: Form::empty() }).await
}

pub async fn read(mut cx: Act<EditProgrammes>, upload: Uploaded) -> Result {
    let Uploaded { mut form, files } = upload;
    let text = match (files.first(), form.value("text").trim().is_empty()) {
        (Some(_), false) => {
            form.general("ファイルと貼り付けの両方があります。どちらか一方にしてください。");
            None
        }
        (Some(file), true) => match std::str::from_utf8(&file.bytes) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}').to_owned()),
            Err(_) => {
                form.refuse(
                    "file",
                    "文字コードがUTF-8ではありません。UTF-8で保存し直してから選んでください。",
                );
                None
            }
        },
        (None, true) => {
            form.refuse("file", "TOMLのファイルを選ぶか、内容を貼り付けてください。");
            None
        }
        (None, false) => Some(form.value("text").to_owned()),
    };
    let field = if files.is_empty() { "text" } else { "file" };
    let Some(definition) = text.and_then(|text| whole(&mut form, field, &text)) else {
        return cx.invalid(views::import::Import { form }).await;
    };
    if db::codes(cx.db()).await?.contains(&definition.code) {
        let taken = format!(
            "コード「{}」の事業はすでにあります。別の事業にするときは、codeを変えてください。",
            definition.code
        );
        form.refuse(field, taken);
        return cx.invalid(views::import::Import { form }).await;
    }
    super::list::create(cx, &definition, "programme.import")
        .await?
        .ok_or_else(crate::kit::error::AppError::stale)
}

/// The definition, when nothing is wrong with it.
fn whole(form: &mut Form, field: &str, text: &str) -> Option<Definition> {
    let faults = text::faults(text);
    for fault in &faults {
        form.refuse(field, fault.to_string());
    }
    if faults.is_empty() { text::read(text).ok() } else { None }
}
