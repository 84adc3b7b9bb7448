//! The centre's pages: what it is to hear, one request, and the answer to it.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    AnswerHearing, ViewHearings,
    db::{self, Hearing},
    request::{Answer, Request},
    views::{self, ListView, ShowView},
};
use crate::{
    applications::HearingFields,
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result, unless_erased},
        form::Form,
        parts::Pager,
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::{
        dates::wareki,
        ids::{HearingId, ParticipantId},
    },
};

const PAGE: u64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    state: String,
    page: Option<u64>,
}

pub async fn list(mut cx: View<ViewHearings>, Query(asked): Query<Asked>) -> Result {
    let all = asked.state == "all";
    let page = asked.page.unwrap_or(1).clamp(1, 100_000);
    let total = db::count(cx.db(), all).await?.unsigned_abs();
    let offset = i64::try_from((page - 1) * PAGE).unwrap_or_default();
    let rows = db::list(cx.db(), all, PAGE.cast_signed(), offset).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let request = unless_erased(open(&mut cx, row))?;
        lines.push(views::line(row, request.as_ref(), cx.today()));
    }
    cx.show(ListView {
        tabs: views::tabs(all),
        lines,
        pager: Pager::new(total, page, PAGE, if all { "/hearings?state=all" } else { "/hearings" }),
        empty: if all {
            "聞き取りの依頼はまだありません。"
        } else {
            "答えていない聞き取りの依頼はありません。"
        },
    })
    .await
}

/// Opens a request; as long as nobody is a participant, the reading is remembered under the application.
fn open<P: Permission, M>(cx: &mut Ctx<P, M>, row: &Hearing) -> Result<Request> {
    cx.because_of(row.contract);
    cx.open(who(row), Unit::Unit(row.contract.0), row.id.0, 1, &row.sealed)
}

fn who(row: &Hearing) -> ParticipantId {
    ParticipantId(row.application.0)
}

async fn load<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: HearingId) -> Result<(Hearing, Request)> {
    let row = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let request = open(cx, &row)?;
    Ok((row, request))
}

pub async fn show(mut cx: View<ViewHearings>, Path(id): Path<HearingId>) -> Result {
    let (row, request) = load(&mut cx, id).await?;
    let answer: Option<Answer> = match &row.answer {
        Some(sealed) => {
            Some(cx.open(who(&row), Unit::Unit(row.contract.0), row.id.0, row.version, sealed)?)
        }
        None => None,
    };
    let fields = HearingFields::of(views::CENTRE);
    let form = Form::empty()
        .with("version", row.version.to_string())
        .with(&fields.on, wareki(cx.today()))
        .with(&fields.by, cx.actor().person.clone());
    let (heard, today) = (answer.map(|Answer(heard)| heard), cx.today());
    cx.show(ShowView::new(&row, request, heard.as_ref(), (form, today))).await
}

pub async fn answer(mut cx: Act<AnswerHearing>, Path(id): Path<HearingId>, Typed(mut form): Typed) -> Result {
    let (row, request) = load(&mut cx, id).await?;
    if row.state != "asked" {
        return Err(AppError::refused(views::why_closed(&row.state)));
    }
    let today = cx.today();
    let Some(heard) = HearingFields::of(views::CENTRE).read(&mut form, today) else {
        return cx.invalid(ShowView::new(&row, request, None, (form, today))).await;
    };
    if form.value("version") != row.version.to_string() {
        return Err(AppError::stale());
    }
    let sealed = cx.seal(Unit::Unit(row.contract.0), id.0, row.version + 1, &Answer(heard))?;
    let by = (cx.actor().account, cx.now());
    if !db::answer(cx.write(), (id.0, row.version), &sealed, by).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("hearing.answer").about(id.0).under(row.contract);
    cx.commit(event).await?.redirect_with(format!("/hearings/{id}"), "聞き取りの結果を区に送りました。")
}
