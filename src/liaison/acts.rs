//! The acts on a sheet: each checks the state, seals what it adds, leaves what the other side wrote as it was sealed (the
//! wall refuses anything else), and writes the history.

use uuid::Uuid;

use super::{
    content::{EventNote, LiaisonAnswer, LiaisonSnapshot, LiaisonText},
    db::{self, NewEvent, Sheet},
    kinds::Kind,
    states::{self, LiaisonAct, LiaisonState},
};
use crate::{
    kit::{
        ctx::{Act, Ctx},
        error::{AppError, Result},
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::{CourseId, EnrolmentId},
};

/// Whose key seals a sheet: the course's, or the individual service's own.
pub fn unit(course: Option<CourseId>, enrolment: EnrolmentId) -> Unit {
    Unit::Unit(course.map_or(enrolment.0, |course| course.0))
}

impl Sheet {
    pub fn unit(&self) -> Unit {
        unit(self.course, self.enrolment)
    }

    /// # Errors
    /// [`AppError::Bug`] when the stored word is unknown.
    pub fn state(&self) -> Result<LiaisonState> {
        LiaisonState::from_code(&self.state).ok_or_else(|| AppError::bug("unknown state of a liaison sheet"))
    }

    /// # Errors
    /// [`AppError::Bug`] when the stored word is unknown.
    pub fn kind(&self) -> Result<Kind> {
        Kind::from_code(&self.kind).ok_or_else(|| AppError::bug("unknown kind of a liaison sheet"))
    }
}

/// What an act changes beside the state.
#[derive(Default)]
pub struct Change {
    pub text: Option<LiaisonText>,
    pub snapshot: Option<LiaisonSnapshot>,
    pub answer: Option<LiaisonAnswer>,
    /// Reason or remark for the history.
    pub remark: String,
}

/// Takes a sheet to its next state. `version` is the one the person saw.
pub async fn perform<P: Permission>(
    cx: &mut Act<P>,
    sheet: &Sheet,
    version: i32,
    act: LiaisonAct,
    change: Change,
) -> Result<()> {
    if sheet.version != version {
        return Err(AppError::stale());
    }
    let state = states::next(sheet.state()?, act).map_err(AppError::refused)?;
    let remark = change.remark.clone();
    let mut next = rewritten(cx, sheet, change)?;
    state.code().clone_into(&mut next.state);
    let now = Some(cx.now());
    match act {
        LiaisonAct::Send => (next.sent_at, next.opened_at, next.opened_by) = (now, None, None),
        LiaisonAct::Open => (next.opened_at, next.opened_by) = (now, Some(cx.actor().account.0)),
        LiaisonAct::Answer => next.answered_at = now,
        LiaisonAct::Close => next.closed_at = now,
        LiaisonAct::Return | LiaisonAct::Revise | LiaisonAct::Withdraw => {}
    }
    store(cx, &next, version).await?;
    note(cx, &next, code(act), remark).await
}

/// Saves a draft's words; the state stays.
pub async fn rewrite<P: Permission>(
    cx: &mut Act<P>,
    sheet: &Sheet,
    version: i32,
    text: LiaisonText,
) -> Result<()> {
    if sheet.state()? != LiaisonState::Draft {
        return Err(AppError::stale());
    }
    let next = rewritten(cx, sheet, Change { text: Some(text), ..Change::default() })?;
    store(cx, &next, version).await
}

/// The sheet at its next version: what changes is sealed for it, what was sealed before stays as it is.
fn rewritten<P: Permission>(cx: &Act<P>, sheet: &Sheet, change: Change) -> Result<Sheet> {
    let mut next = sheet.clone();
    next.version += 1;
    let (unit, row, version) = (sheet.unit(), sheet.id.0, next.version);
    if let Some(text) = change.text {
        (next.sealed, next.sealed_version) = (cx.seal(unit, row, version, &text)?, version);
    }
    if let Some(snapshot) = change.snapshot {
        (next.snapshot, next.snapshot_version) =
            (Some(cx.seal(unit, row, version, &snapshot)?), Some(version));
    }
    if let Some(answer) = change.answer {
        (next.answer, next.answer_version) = (Some(cx.seal(unit, row, version, &answer)?), Some(version));
    }
    Ok(next)
}

async fn store<P: Permission>(cx: &mut Act<P>, next: &Sheet, version: i32) -> Result<()> {
    // What is new was sealed for the version after the one that was read: both must be the one the person saw.
    if next.version != version + 1 || !db::update(cx.write(), next, version).await? {
        return Err(AppError::stale());
    }
    Ok(())
}

/// Writes one line of the history.
async fn note<P: Permission>(cx: &mut Act<P>, sheet: &Sheet, act: &str, remark: String) -> Result<()> {
    let id = cx.new_id();
    let (account, organisation, at) = (cx.actor().account.0, cx.actor().organisation.clone(), cx.now());
    let sealed = cx.seal(sheet.unit(), id, 1, &EventNote { by: cx.actor().person.clone(), remark })?;
    let event = NewEvent { id, act, at, account, organisation: &organisation, sealed: &sealed };
    Ok(db::insert_event(cx.write(), sheet, &event).await?)
}

/// Reads a line of the history.
pub fn open_note<P: Permission, M>(
    cx: &Ctx<P, M>,
    sheet: &Sheet,
    id: Uuid,
    blob: Option<&[u8]>,
) -> Result<EventNote> {
    match blob {
        Some(blob) => cx.open_paper(sheet.unit(), id, 1, blob),
        None => Ok(EventNote { by: String::new(), remark: String::new() }),
    }
}

/// The word an act has in the history.
fn code(act: LiaisonAct) -> &'static str {
    match act {
        LiaisonAct::Send => "sent",
        LiaisonAct::Open => "opened",
        LiaisonAct::Answer => "answered",
        LiaisonAct::Close => "closed",
        LiaisonAct::Return => "returned",
        LiaisonAct::Revise => "revised",
        LiaisonAct::Withdraw => "withdrawn",
    }
}

/// How the history tells it.
pub fn told(code: &str) -> &'static str {
    match code {
        "sent" => "送信しました",
        "opened" => "開封しました",
        "answered" => "回答しました",
        "closed" => "完了にしました",
        "returned" => "差し戻しました",
        "revised" => "下書きに戻しました",
        "withdrawn" => "取り下げました",
        _ => "記録しました",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_act_has_its_own_word_and_sentence() {
        let codes: BTreeSet<_> = LiaisonAct::ALL.into_iter().map(code).collect();
        let sentences: BTreeSet<_> = codes.iter().map(|code| told(code)).collect();
        assert_eq!((codes.len(), sentences.len()), (7, 7));
        assert!(!sentences.contains(told("unheard")));
    }

    #[test]
    fn a_course_seals_its_sheets_and_a_service_its_own() {
        let (course, enrolment) = (CourseId(Uuid::from_u128(1)), EnrolmentId(Uuid::from_u128(2)));
        assert_eq!(unit(Some(course), enrolment), Unit::Unit(course.0));
        assert_eq!(unit(None, enrolment), Unit::Unit(enrolment.0));
    }
}
