//! Writing a sheet: what the records already say stands beside what has to be written.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{
    super::{
        WriteLiaison, acts,
        completeness::covered,
        content::LiaisonText,
        db::{self, NewSheet, Sheet, Subject},
        forms::Draft,
        gathering,
        kinds::{Kind, Reader},
        states::LiaisonState,
        views::WriteView,
    },
    Found,
};
use crate::{
    audit::Event,
    kit::{
        answer::Answer,
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    programmes::{self, Style},
    vocab::ids::{CourseId, EnrolmentId, LiaisonSheetId},
};

#[derive(Deserialize)]
pub struct Wanted {
    enrolment: EnrolmentId,
    #[serde(default)]
    kind: String,
}

pub async fn new(mut cx: View<WriteLiaison>, Query(wanted): Query<Wanted>) -> Result {
    let kind = kind(&wanted.kind)?;
    let subject = subject(&mut cx, wanted.enrolment, kind).await?;
    if let Some(draft) = db::open_draft(cx.db(), wanted.enrolment, kind.code()).await? {
        return Ok(Answer::redirect(&format!("/liaison/{draft}/edit")));
    }
    let text = first_words(&mut cx, kind, &subject).await?;
    let form = Draft::form(&text, None, 0);
    let view = view(&mut cx, kind, &subject, None, form).await?;
    cx.show(view).await
}

/// What is not named is a 連絡シート.
fn kind(code: &str) -> Result<Kind> {
    if code.is_empty() { Ok(Kind::Sheet) } else { Kind::from_code(code).ok_or(AppError::NotFound) }
}

/// Somebody with a place, whose paper this side writes.
async fn subject<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    enrolment: EnrolmentId,
    kind: Kind,
) -> Result<Subject> {
    let subject = db::subject(cx.db(), enrolment).await?.ok_or(AppError::NotFound)?;
    cx.because_of(subject.contract);
    if Reader::of(cx.actor().role, kind.direction()) != Reader::Sender {
        return Err(AppError::Forbidden(format!("{}は、相手の側が書くものです。", kind.label())));
    }
    if subject.state == "waiting" {
        return Err(AppError::refused("まだ参加が決まっていない人の連絡は書けません。"));
    }
    if programmes::of(cx.db(), subject.programme).await?.style == Style::Guidance {
        return Err(AppError::refused(
            "保健指導の対象になっていることは地域包括支援センターに知らせないため、連絡シートは書けません。",
        ));
    }
    covered(kind, &gathering::items(&subject)).map_err(AppError::refused)?;
    Ok(subject)
}

/// An absence begins with what the rule says about it.
async fn first_words<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    kind: Kind,
    subject: &Subject,
) -> Result<LiaisonText> {
    let mut text = LiaisonText::default();
    if let (Kind::Absence, Some(course)) = (kind, subject.course) {
        let told = db::absence_explanation(cx.db(), course, subject.participant).await?.unwrap_or_default();
        text.message = first_sentence(&told);
    }
    Ok(text)
}

/// What happened; what the rule asks the custodian to do about it is not for the centre.
fn first_sentence(text: &str) -> String {
    text.split_inclusive('。').next().unwrap_or_default().to_owned()
}

async fn view<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    kind: Kind,
    subject: &Subject,
    sheet: Option<&Sheet>,
    form: Form,
) -> Result<WriteView> {
    let paper = gathering::compose(cx, kind, subject, LiaisonText::default()).await?;
    let in_course = subject.course.filter(|_| kind == Kind::Sheet);
    let progress = match in_course {
        Some(course) => progress(cx, course).await?,
        None => String::new(),
    };
    let style = programmes::of(cx.db(), subject.programme).await?.style;
    Ok(WriteView {
        form,
        kind,
        asks_nearby: style == Style::RollingCourse,
        action: sheet.map_or_else(|| "/liaison".to_owned(), |sheet| format!("/liaison/{}", sheet.id)),
        enrolment: subject.enrolment.to_string(),
        paper,
        back_href: in_course
            .map_or_else(|| "/liaison".to_owned(), |course| format!("/courses/{course}/liaison")),
        progress,
    })
}

async fn progress<P: Permission, M>(cx: &mut Ctx<P, M>, course: CourseId) -> Result<String> {
    let all = db::members(cx.db(), course).await?.len();
    let begun = db::progress(cx.db(), course).await?.len();
    Ok(format!("この教室では、{all}人のうち{begun}人を書き始めています。"))
}

pub async fn create(mut cx: Act<WriteLiaison>, Typed(mut form): Typed) -> Result {
    let enrolment: EnrolmentId = form.value("enrolment").parse().map_err(|_| AppError::NotFound)?;
    let kind = kind(form.value("kind"))?;
    let subject = subject(&mut cx, enrolment, kind).await?;
    if db::open_draft(cx.db(), enrolment, kind.code()).await?.is_some() {
        return Err(AppError::Stale(
            "この人の下書きは、ほかの人が先に書き始めています。一覧から開いて、続きを書いてください。".into(),
        ));
    }
    let today = cx.today();
    let Some(draft) = Draft::read(&mut form, kind, today) else {
        let view = view(&mut cx, kind, &subject, None, form).await?;
        return cx.invalid(view).await;
    };
    let id = LiaisonSheetId(cx.new_id());
    let sealed = cx.seal(acts::unit(subject.course, enrolment), id.0, 1, &draft.text)?;
    let new = NewSheet {
        id,
        contract: subject.contract,
        enrolment,
        participant: subject.participant,
        centre: subject.centre,
        kind: kind.code(),
        direction: kind.direction().code(),
        sealed: &sealed,
        answer_due_on: draft.answer_due_on,
        made_by: cx.actor().account.0,
        made_at: cx.now(),
    };
    db::insert(cx.write(), &new).await?;
    let (to, notice) = onward(&mut cx, form.value("then"), id, &subject).await?;
    let event = Event::new("liaison.draft").about(id.0).under(subject.contract).of([subject.participant]);
    cx.commit(event).await?.redirect_with(to, notice)
}

pub async fn edit(mut cx: View<WriteLiaison>, Path(id): Path<LiaisonSheetId>) -> Result {
    let found = Found::of_sender(&mut cx, id).await?;
    if found.state != LiaisonState::Draft {
        return Ok(Answer::redirect(&found.href()));
    }
    let sheet = &found.sheet;
    let subject = subject(&mut cx, sheet.enrolment, found.kind).await?;
    let text: LiaisonText =
        cx.open(sheet.participant, sheet.unit(), sheet.id.0, sheet.sealed_version, &sheet.sealed)?;
    let form = Draft::form(&text, sheet.answer_due_on, sheet.version);
    let view = view(&mut cx, found.kind, &subject, Some(sheet), form).await?;
    cx.show(view).await
}

pub async fn update(
    mut cx: Act<WriteLiaison>,
    Path(id): Path<LiaisonSheetId>,
    Typed(mut form): Typed,
) -> Result {
    let mut found = Found::of_sender(&mut cx, id).await?;
    let subject = subject(&mut cx, found.sheet.enrolment, found.kind).await?;
    let today = cx.today();
    let Some(draft) = Draft::read(&mut form, found.kind, today) else {
        let view = view(&mut cx, found.kind, &subject, Some(&found.sheet), form).await?;
        return cx.invalid(view).await;
    };
    found.sheet.answer_due_on = draft.answer_due_on;
    acts::rewrite(&mut cx, &found.sheet, form.version(), draft.text).await?;
    let (to, notice) = onward(&mut cx, form.value("then"), id, &subject).await?;
    let event = Event::new("liaison.draft").about(id.0).under(subject.contract).of([subject.participant]);
    cx.commit(event).await?.redirect_with(to, notice)
}

/// Where the pressed button leads: to the check, to the next person of the course, or back to the list.
async fn onward<P: Permission>(
    cx: &mut Act<P>,
    then: &str,
    id: LiaisonSheetId,
    subject: &Subject,
) -> Result<(String, &'static str)> {
    let saved = "下書きを保存しました。";
    let Some(course) = subject.course else {
        return Ok(if then == "check" {
            (format!("/liaison/{id}/check"), saved)
        } else {
            ("/liaison".into(), saved)
        });
    };
    Ok(match then {
        "check" => (format!("/liaison/{id}/check"), saved),
        "next" => match next_unwritten(cx, course, subject.enrolment).await? {
            Some(next) => {
                (format!("/liaison/new?enrolment={next}"), "下書きを保存しました。次の人の連絡シートです。")
            }
            None => (
                format!("/courses/{course}/liaison"),
                "下書きを保存しました。全員の連絡シートを書き始めています。",
            ),
        },
        _ => (format!("/courses/{course}/liaison"), saved),
    })
}

/// The next person in the order of name tags without a sheet, after the last one from the top again.
pub async fn next_unwritten<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    course: CourseId,
    after: EnrolmentId,
) -> Result<Option<EnrolmentId>> {
    let members = db::members(cx.db(), course).await?;
    let begun = db::progress(cx.db(), course).await?;
    let place = members.iter().position(|member| member.enrolment == after).map_or(0, |place| place + 1);
    let (before, behind) = members.split_at(place);
    let unwritten = |enrolment: &EnrolmentId| begun.iter().all(|one| one.enrolment != *enrolment);
    Ok(behind.iter().chain(before).map(|member| member.enrolment).find(unwritten))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_centre_is_told_what_happened_and_not_what_to_do() {
        assert_eq!(
            first_sentence("6回目で連絡のない欠席が続きました。区に連絡してください。"),
            "6回目で連絡のない欠席が続きました。"
        );
        assert_eq!(first_sentence(""), "");
    }

    #[test]
    fn an_unnamed_kind_is_the_sheet_and_an_unknown_one_is_not_found() {
        assert_eq!(kind("").ok(), Some(Kind::Sheet));
        assert_eq!(kind("care_plan").ok(), Some(Kind::CarePlan));
        assert!(matches!(kind("letter"), Err(AppError::NotFound)));
    }
}
