//! The page of one sheet: a cover before it is opened, then the paper, the answer and the history.

use axum::extract::Path;

use super::{
    super::{
        ReadLiaison, acts,
        content::{LiaisonAnswer, LiaisonSnapshot},
        db::{self, Subject},
        kinds::{AnswerAction, Reader, Sight},
        states::{LiaisonAct, LiaisonState, next},
        views::{self, May, ShowView},
    },
    Found, person,
};
use crate::{
    kit::{
        answer::Answer,
        ctx::{Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Moment, Row},
        permission::Permission,
    },
    vocab::{dates::jst_stamp, ids::LiaisonSheetId},
};

pub async fn show(mut cx: View<ReadLiaison>, Path(id): Path<LiaisonSheetId>) -> Result {
    let found = Found::load(&mut cx, id).await?;
    if found.state == LiaisonState::Draft {
        return Ok(Answer::redirect(&format!("{}/edit", found.href())));
    }
    let view = page(&mut cx, &found, Form::empty()).await?;
    cx.show(view).await
}

/// The page with a form for the answer.
pub(super) async fn page<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    found: &Found,
    form: Form,
) -> Result<ShowView> {
    let subject = db::subject(cx.db(), found.sheet.enrolment).await?.ok_or(AppError::NotFound)?;
    let person = person(cx, found.sheet.participant).await?;
    let whole = found.sight == Sight::Whole;
    let paper = if whole { Some(paper(cx, found).await?) } else { None };
    let moments = moments(cx, found, whole).await?;
    let returned = match (found.state, moments.first()) {
        (LiaisonState::Returned, Some(moment)) => moment.note.clone(),
        _ => String::new(),
    };
    let answer = if whole {
        answer(cx, found)?.map(|one| views::answer_rows(&one)).unwrap_or_default()
    } else {
        Vec::new()
    };
    Ok(ShowView {
        form,
        id: found.sheet.id.to_string(),
        kind: found.kind,
        name: views::named(&person.identity.name(), person.number),
        head: head(found, &subject),
        chip: views::inbox_chip(found.state, found.reader == Reader::Receiver),
        paper,
        answer,
        moments,
        returned,
        cover: cover(found),
        actions: actions(found),
        version: found.sheet.version,
        may: may(found),
    })
}

fn actions(found: &Found) -> Vec<Choice> {
    AnswerAction::offered(found.kind.direction())
        .iter()
        .map(|action| Choice::new(action.code(), action.label()))
        .collect()
}

fn cover(found: &Found) -> &'static str {
    match (found.state, found.reader) {
        (LiaisonState::Withdrawn, _) => "差出人が取り下げたため、内容は表示しません。",
        (LiaisonState::Sent, Reader::Receiver) => {
            "まだ開封していません。開封すると、開封した人と日時が記録され、差出人と区にも表示されます。"
        }
        _ => "",
    }
}

fn head(found: &Found, subject: &Subject) -> Vec<Row> {
    let (from, to) = match found.kind.direction() {
        super::super::kinds::Direction::ToCentre => (&subject.contractor, &subject.centre_name),
        super::super::kinds::Direction::ToContractor => (&subject.centre_name, &subject.contractor),
    };
    let stamp = |at: Option<time::OffsetDateTime>| at.map(jst_stamp).unwrap_or_else(|| "—".into());
    let mut rows = vec![
        Row::new("差出人", from),
        Row::new("宛先", to),
        Row::new("教室・サービス", subject.course_name.as_ref().unwrap_or(&subject.contract_title)),
        Row::new("送信", stamp(found.sheet.sent_at)),
        Row::new("開封", stamp(found.sheet.opened_at)),
    ];
    if let Some(day) = found.sheet.answer_due_on {
        rows.push(Row::new("回答のお願い", format!("{}まで", crate::vocab::dates::wareki(day))));
    }
    rows
}

fn may(found: &Found) -> May {
    let fits = |act: LiaisonAct| next(found.state, act).is_ok();
    let print = found.sight == Sight::Whole
        && found.kind == super::super::kinds::Kind::Sheet
        && found.sheet.snapshot.is_some();
    match found.reader {
        Reader::Sender => May {
            withdraw: fits(LiaisonAct::Withdraw),
            revise: fits(LiaisonAct::Revise),
            print,
            ..May::default()
        },
        Reader::Receiver => May {
            open: fits(LiaisonAct::Open),
            answer: fits(LiaisonAct::Answer),
            close: fits(LiaisonAct::Close),
            send_back: found.state == LiaisonState::Opened,
            print,
            ..May::default()
        },
        Reader::Ward => May { print, ..May::default() },
    }
}

/// What was sent; everybody whose name stands in its table was seen.
pub(super) async fn paper<P: Permission, M>(cx: &mut Ctx<P, M>, found: &Found) -> Result<LiaisonSnapshot> {
    let sheet = &found.sheet;
    let (blob, version) = sheet.snapshot.as_deref().zip(sheet.snapshot_version).ok_or(AppError::NotFound)?;
    let snapshot: LiaisonSnapshot = cx.open(sheet.participant, sheet.unit(), sheet.id.0, version, blob)?;
    cx.saw(snapshot.named.iter().copied());
    Ok(snapshot)
}

pub(super) fn answer<P: Permission, M>(cx: &mut Ctx<P, M>, found: &Found) -> Result<Option<LiaisonAnswer>> {
    let sheet = &found.sheet;
    sheet
        .answer
        .as_deref()
        .zip(sheet.answer_version)
        .map(|(blob, version)| cx.open(sheet.participant, sheet.unit(), sheet.id.0, version, blob))
        .transpose()
}

/// The history; remarks only for those who see the paper.
async fn moments<P: Permission, M>(cx: &mut Ctx<P, M>, found: &Found, whole: bool) -> Result<Vec<Moment>> {
    let events = db::events(cx.db(), found.sheet.id).await?;
    events
        .into_iter()
        .map(|event| {
            let note = acts::open_note(cx, &found.sheet, event.id, event.sealed.as_deref())?;
            let remark = if whole { note.remark } else { String::new() };
            Ok(views::moment(event.at, &event.organisation, &note.by, acts::told(&event.act), remark))
        })
        .collect()
}
