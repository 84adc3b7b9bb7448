//! From the draft to the centre: the check page, sending, and the ways back.

use axum::extract::Path;

use super::{
    super::{
        WriteLiaison,
        acts::{self, Change},
        completeness::{covered, missing},
        content::{LiaisonSnapshot, LiaisonText},
        db, gathering,
        kinds::Kind,
        states::{LiaisonAct, LiaisonState},
        views::{CheckView, WithdrawalView},
    },
    Found,
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    vocab::{dates::wareki, ids::LiaisonSheetId},
};

/// A draft as it would go out, and what it still lacks.
struct Outgoing {
    paper: LiaisonSnapshot,
    recipient: String,
    missing: Vec<super::super::completeness::Missing>,
}

impl Outgoing {
    async fn of<P: Permission, M>(cx: &mut Ctx<P, M>, found: &Found) -> Result<Self> {
        if found.state != LiaisonState::Draft {
            return Err(AppError::stale());
        }
        let sheet = &found.sheet;
        let subject = db::subject(cx.db(), sheet.enrolment).await?.ok_or(AppError::NotFound)?;
        covered(found.kind, &gathering::items(&subject)).map_err(AppError::refused)?;
        let text: LiaisonText =
            cx.open(sheet.participant, sheet.unit(), sheet.id.0, sheet.sealed_version, &sheet.sealed)?;
        let paper = gathering::compose(cx, found.kind, &subject, text).await?;
        let recipient = if found.kind == Kind::CarePlan { subject.contractor } else { subject.centre_name };
        let missing = missing(found.kind, &paper.text, !paper.results.lines.is_empty());
        Ok(Self { paper, recipient, missing })
    }

    fn view(self, found: &Found, mut form: Form) -> CheckView {
        for one in &self.missing {
            form.refuse(one.field, one.sentence);
        }
        CheckView {
            form: form.with("version", found.sheet.version.to_string()),
            id: found.sheet.id.to_string(),
            kind: found.kind,
            paper: self.paper,
            due: found.sheet.answer_due_on.map(wareki).unwrap_or_default(),
            missing: self.missing,
            recipient: self.recipient,
        }
    }
}

pub async fn check(mut cx: View<WriteLiaison>, Path(id): Path<LiaisonSheetId>) -> Result {
    let found = Found::of_sender(&mut cx, id).await?;
    let outgoing = Outgoing::of(&mut cx, &found).await?;
    cx.show(outgoing.view(&found, Form::empty())).await
}

pub async fn send(mut cx: Act<WriteLiaison>, Path(id): Path<LiaisonSheetId>, Typed(form): Typed) -> Result {
    let found = Found::of_sender(&mut cx, id).await?;
    let outgoing = Outgoing::of(&mut cx, &found).await?;
    if !outgoing.missing.is_empty() {
        return cx.invalid(outgoing.view(&found, Form::empty())).await;
    }
    let change = Change { snapshot: Some(outgoing.paper), ..Change::default() };
    acts::perform(&mut cx, &found.sheet, form.version(), LiaisonAct::Send, change).await?;
    let to = found
        .sheet
        .course
        .filter(|_| found.kind == Kind::Sheet)
        .map_or_else(|| found.href(), |course| format!("/courses/{course}/liaison"));
    let event = event(&found, "liaison.send").detail(serde_json::json!({ "kind": found.kind.code() }));
    cx.commit(event).await?.redirect_with(to, &format!("{}を送信しました。", found.kind.label()))
}

/// Sends one draft as part of a whole course. `false`: it still lacks something and stays a draft.
pub async fn send_one<P: Permission>(cx: &mut Act<P>, id: LiaisonSheetId) -> Result<bool> {
    let found = Found::of_sender(cx, id).await?;
    let outgoing = Outgoing::of(cx, &found).await?;
    if !outgoing.missing.is_empty() {
        return Ok(false);
    }
    let change = Change { snapshot: Some(outgoing.paper), ..Change::default() };
    acts::perform(cx, &found.sheet, found.sheet.version, LiaisonAct::Send, change).await?;
    Ok(true)
}

pub async fn ask_withdrawal(mut cx: View<WriteLiaison>, Path(id): Path<LiaisonSheetId>) -> Result {
    let found = Found::of_sender(&mut cx, id).await?;
    super::super::states::next(found.state, LiaisonAct::Withdraw).map_err(AppError::refused)?;
    let subject = db::subject(cx.db(), found.sheet.enrolment).await?.ok_or(AppError::NotFound)?;
    let view = WithdrawalView {
        back: found.href(),
        title: format!("この{}を取り下げますか", found.kind.label()),
        action: format!("{}/withdrawal", found.href()),
        version: found.sheet.version,
        recipient: if found.kind == Kind::CarePlan { subject.contractor } else { subject.centre_name },
    };
    cx.show(view).await
}

pub async fn withdraw(
    mut cx: Act<WriteLiaison>,
    Path(id): Path<LiaisonSheetId>,
    Typed(form): Typed,
) -> Result {
    let found = Found::of_sender(&mut cx, id).await?;
    acts::perform(&mut cx, &found.sheet, form.version(), LiaisonAct::Withdraw, Change::default()).await?;
    let event = event(&found, "liaison.withdraw");
    cx.commit(event).await?.redirect_with(found.href(), "取り下げました。")
}

/// A returned sheet becomes a draft again.
pub async fn revise(mut cx: Act<WriteLiaison>, Path(id): Path<LiaisonSheetId>, Typed(form): Typed) -> Result {
    let found = Found::of_sender(&mut cx, id).await?;
    acts::perform(&mut cx, &found.sheet, form.version(), LiaisonAct::Revise, Change::default()).await?;
    let event = event(&found, "liaison.revise");
    cx.commit(event).await?.redirect_with(
        format!("{}/edit", found.href()),
        "下書きに戻しました。直して、もう一度送信してください。",
    )
}

fn event(found: &Found, action: &'static str) -> Event {
    Event::new(action).about(found.sheet.id.0).under(found.sheet.contract).of([found.sheet.participant])
}
