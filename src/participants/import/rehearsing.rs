//! Pages of the 試しの取込み: running it, and accepting what came of it.

use super::{pages::choose_view, rehearsal::rehearse};
use crate::{
    audit::Event,
    kit::{
        ctx::Act,
        error::{AppError, Result},
        typed::Typed,
    },
    obligations::rehearsal::{self, Accepting},
    participants::{ImportParticipants, RehearseImport},
};

const HERE: &str = "/participants/import";
const NOT_RUN: &str = "試しの取込みがまだ見込みどおりに終わっていません。先に試してください。";
const NOT_ONESELF: &str = "自分で行った試しの取込みの結果は、自分では認められません。ほかの職員が、この画面で結果を認めてください。";

/// Runs it; when every line came out as foreseen, it lies with the ward to accept it.
pub async fn run(mut cx: Act<RehearseImport>, Typed(_): Typed) -> Result {
    let awaited = rehearsal::awaited(cx.db(), None).await?;
    let outcome = rehearse(&mut cx).await?;
    let (lines, well) = (outcome.lines, outcome.as_foreseen);
    let notice = if outcome.has_passed() {
        rehearsal::passed(&mut cx, &awaited).await?;
        format!("架空の{lines}人を試しに取り込み、{lines}行とも見込みどおりでした。何も登録していません。")
    } else {
        format!(
            "架空の{lines}人のうち、見込みどおりだったのは{well}行でした。町丁目が登録されているかを確かめて、もう一度試してください。"
        )
    };
    let detail = serde_json::json!({ "rows": lines, "same": well });
    cx.commit(Event::new("import.rehearse").detail(detail)).await?.redirect_with(HERE, &notice)
}

/// Accepts what came of it for every contract that waits for it: another person than who ran it, where the ward has one.
pub async fn accept(mut cx: Act<ImportParticipants>, Typed(mut form): Typed) -> Result {
    let awaited = rehearsal::awaited(cx.db(), None).await?;
    if awaited.is_empty() {
        return Err(AppError::refused("試しの取込みを待っている契約はありません。"));
    }
    let event = rehearsal::refused::<ImportParticipants>();
    let alone = match rehearsal::accepting(&mut cx, &awaited).await? {
        Accepting::NotRun => return cx.refuse(event, NOT_RUN).await,
        Accepting::NotOneself => return cx.refuse(event, NOT_ONESELF).await,
        Accepting::Another => Some(String::new()),
        Accepting::Alone => form.required("alone", "ひとりで試して認める理由", 200),
    };
    let Some(alone) = alone else {
        let view = choose_view(&mut cx, form).await?;
        return cx.invalid(view).await;
    };
    rehearsal::accept(&mut cx, &awaited, &alone).await?;
    let event = Event::new("import.rehearsal_accepted")
        .detail(serde_json::json!({ "obligations_closed": awaited.len() }));
    cx.commit(event)
        .await?
        .redirect_with(HERE, "試しの取込みの結果を認めました。一覧ファイルを取り込めます。")
}
