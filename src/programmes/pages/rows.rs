//! The rows of a draft's lists: a row's fields, its place among the others, and its end.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::with_draft;
use crate::{
    audit::Event,
    kit::{
        answer::Answer,
        aside::aside,
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result},
        typed::Typed,
    },
    programmes::{
        Definition, EditProgrammes, check,
        db::{
            Programme,
            drafts::{self, Draft},
        },
        forms::{
            mark::CHANGED,
            point_out,
            rows::{Rows, Standing, Way},
        },
        views::{
            draft::Fields,
            rows::{Removal, RowPage},
        },
    },
    vocab::ids::ProgrammeId,
};

/// Programme, list, and the row by its number from 0.
type Place = Path<(ProgrammeId, String, usize)>;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    kind: String,
}

async fn of_list(db: &mut Reads, id: ProgrammeId, list: &str) -> Result<(Programme, Draft, Rows)> {
    let (programme, draft) = with_draft(db, id).await?;
    let rows = Rows::from_code(list, &draft.definition).ok_or(AppError::NotFound)?;
    Ok((programme, draft, rows))
}

/// For a form whose row can't be found any more.
fn moved_on() -> AppError {
    AppError::Stale(
        "この画面を開いたあとに、下書きが変わりました（別のタブか、ほかの人が保存しました）。前の画面を開き直して、今の内容を確かめてから、もう一度操作してください。"
            .into(),
    )
}

/// For what can't be done any more to a row as it was shown: the list as it stands now, where the person can decide anew.
async fn now_stands(
    cx: Act<EditProgrammes>,
    programme: Programme,
    draft: Draft,
    rows: Rows,
    undone: &'static str,
) -> Result {
    let view = aside(move || {
        let part = rows.part();
        let mut form = part.filled(&draft.definition);
        form.general(format!(
            "前の画面を開いたあとに、下書きが変わりました（別のタブか、ほかの人が保存しました）。{undone}下は今の内容です。確かめてから、もう一度操作してください。"
        ));
        Fields::new(&programme, &draft, part, form, part.fields())
    });
    let view = view.await?;
    cx.conflict(view).await
}

/// The fields of a row with what the check has to say about them, or those of a new row of a kind.
pub async fn form(
    mut cx: View<EditProgrammes>,
    Path((id, list, at)): Place,
    Query(wanted): Query<Wanted>,
) -> Result {
    let (programme, draft, rows) = of_list(cx.db(), id, &list).await?;
    let begun = rows.begun(&draft.definition, at, &wanted.kind).ok_or(AppError::NotFound)?;
    let mut form = rows.filled(&begun, at).with("kind", &wanted.kind);
    if wanted.kind.is_empty() {
        let faults = rows.faults_of(&draft.definition, at, &check::check(&draft.definition));
        point_out(&mut form, &rows.fields(&begun, at), &faults);
    }
    cx.show(RowPage::new(&programme, &draft, (rows, at), &begun, form)).await
}

/// Stores the row, or with 「意味を確かめる」 only shows what was typed in words.
pub async fn change(mut cx: Act<EditProgrammes>, Path((id, list, at)): Place, Typed(form): Typed) -> Result {
    let (programme, draft, rows) = of_list(cx.db(), id, &list).await?;
    let standing = rows.standing(&draft.definition, at, form.value("version"));
    let (Standing::Same(place) | Standing::Changed(place)) = standing else { return Err(moved_on()) };
    let (mut form, at) = (rows.carried(form, at, place), place);
    let begun = rows.begun(&draft.definition, at, form.value("kind"));
    if standing == Standing::Changed(at) {
        // The row may have been turned into that kind already.
        let begun = begun.or_else(|| rows.begun(&draft.definition, at, "")).ok_or_else(moved_on)?;
        form.general(CHANGED);
        return cx
            .conflict(
                RowPage::new(&programme, &draft, (rows, at), &begun, form).of_now(&draft.definition, at),
            )
            .await;
    }
    let begun = begun.ok_or(AppError::NotFound)?;
    let Some(changed) = rows.read(&mut form, &begun, at) else {
        let page = RowPage::new(&programme, &draft, (rows, at), &begun, form);
        return cx.invalid(page.of_stored()).await;
    };
    let (changed, place) = rows.settled(changed, at);
    let large = check::size(&changed);
    if !large.is_empty() {
        point_out(&mut form, &rows.fields(&begun, at), &large);
        let page = RowPage::new(&programme, &draft, (rows, at), &begun, form);
        return cx.invalid(page.of_stored()).await;
    }
    let faults = rows.faults_of(&changed, place, &check::check(&changed));
    if form.checked("do", "preview") {
        point_out(&mut form, &rows.fields(&begun, at), &faults);
        let page = RowPage::new(&programme, &draft, (rows, at), &begun, form);
        return cx.show(page.meaning(&changed, place)).await;
    }
    let left = if faults.is_empty() { "" } else { "公開する前に、直すところがあります。" };
    let notice = format!("{}「{}」を保存しました。{left}", rows.what(), rows.name(&changed, place));
    store(cx, &programme, &draft, rows, &changed, &notice).await
}

/// Stores the draft, when nobody else was first, and leads back to the list.
async fn store(
    mut cx: Act<EditProgrammes>,
    programme: &Programme,
    draft: &Draft,
    rows: Rows,
    changed: &Definition,
    notice: &str,
) -> Result<Answer> {
    if !drafts::change(cx.write(), draft.id, draft.version, changed).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("programme.change")
        .about(programme.id.0)
        .detail(serde_json::json!({ "code": programme.code, "section": rows.part().sections().join(" ") }));
    let back = format!("/programmes/{}/draft/forms/{}", programme.id, rows.part().code());
    cx.commit(event).await?.redirect_with(back, notice)
}

pub async fn move_row(
    mut cx: Act<EditProgrammes>,
    Path((id, list, at)): Place,
    Typed(form): Typed,
) -> Result {
    let (programme, draft, rows) = of_list(cx.db(), id, &list).await?;
    let way = Way::from_code(form.value("way")).ok_or(AppError::NotFound)?;
    // Its neighbours have to be those of the page.
    if draft.version != form.version() {
        return now_stands(cx, programme, draft, rows, "順番は変えていません。").await;
    }
    let moved = rows.moved(&draft.definition, at, way).ok_or(AppError::NotFound)?;
    let notice = format!("{}「{}」の順番を変えました。", rows.what(), rows.name(&draft.definition, at));
    store(cx, &programme, &draft, rows, &moved, &notice).await
}

pub async fn removing(mut cx: View<EditProgrammes>, Path((id, list, at)): Place) -> Result {
    let (programme, draft, rows) = of_list(cx.db(), id, &list).await?;
    rows.removed(&draft.definition, at).ok_or(AppError::NotFound)?;
    cx.show(Removal::new(&programme, &draft, rows, at)).await
}

pub async fn remove(mut cx: Act<EditProgrammes>, Path((id, list, at)): Place, Typed(form): Typed) -> Result {
    let (programme, draft, rows) = of_list(cx.db(), id, &list).await?;
    let Standing::Same(at) = rows.standing(&draft.definition, at, form.value("version")) else {
        return now_stands(cx, programme, draft, rows, "何も消していません。").await;
    };
    let without = rows.removed(&draft.definition, at).ok_or(AppError::NotFound)?;
    let notice = format!("{}「{}」を消しました。", rows.what(), rows.name(&draft.definition, at));
    store(cx, &programme, &draft, rows, &without, &notice).await
}
