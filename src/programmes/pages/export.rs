//! 書出し: a version as a TOML file.

use axum::extract::Path;

use super::numbered;
use crate::{
    audit::Event,
    kit::{
        answer::File,
        ctx::View,
        error::{AppError, Result},
        handing_out::Whom,
    },
    programmes::{ViewProgrammes, text},
    vocab::ids::ProgrammeId,
};

pub async fn file(mut cx: View<ViewProgrammes>, Path((id, number)): Path<(ProgrammeId, i32)>) -> Result {
    let (programme, version, definition) = numbered(cx.db(), id, number).await?;
    let printed = text::print(&definition).map_err(AppError::refused)?;
    let event = Event::new("programme.export")
        .about(programme.id.0)
        .detail(serde_json::json!({ "code": programme.code, "number": version.number }));
    let file = File {
        name: format!("{}-{}.toml", programme.code, version.number),
        content_type: "application/toml; charset=utf-8",
        bytes: printed.into_bytes(),
        inline: false,
    };
    cx.hand_out(event, Whom::Nobody, file).await
}
