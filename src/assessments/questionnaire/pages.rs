//! Filling in a questionnaire: one page for the first entry and for a correction.

use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::{
    Replies,
    db::{self, Stored},
    forms::{self, Filled},
    open, unit,
    views::EntryView,
};
use crate::{
    assessments::{
        RecordAssessments,
        db::{self as assessed, Place},
        recording::list_of,
        reported,
    },
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    participants::people,
    programmes::{self, Questionnaire},
    vocab::ids::{CourseId, EnrolmentId},
};

/// A questionnaire of one person with what is stored of it.
struct Asked {
    place: Place,
    questionnaire: &'static Questionnaire,
    person: String,
    stored: Option<Stored>,
}

/// Which of the programme's questionnaires; without a code the first.
#[derive(Deserialize)]
pub struct Which {
    of: Option<String>,
}

pub async fn entry(
    mut cx: View<RecordAssessments>,
    Path(id): Path<EnrolmentId>,
    Query(which): Query<Which>,
) -> Result {
    let asked = load(&mut cx, id, &which).await?;
    let form = match &asked.stored {
        Some(row) => {
            let replies: Replies = open(&mut cx, asked.place.unit(), row)?;
            forms::of_stored(row, &replies, asked.questionnaire)
        }
        None => forms::of_new(cx.today()),
    };
    let view = view_of(&asked, form);
    cx.show(view).await
}

pub async fn save(
    mut cx: Act<RecordAssessments>,
    Path(id): Path<EnrolmentId>,
    Query(which): Query<Which>,
    Typed(mut form): Typed,
) -> Result {
    let asked = load(&mut cx, id, &which).await?;
    let Some(filled) = forms::read(&mut form, asked.questionnaire, cx.today()) else {
        let view = view_of(&asked, form);
        return cx.invalid(view).await;
    };
    let days: Vec<Date> = asked.stored.iter().map(|row| row.done_on).chain([filled.done_on]).collect();
    if reported::refuses(&mut cx, &asked.place, days, &mut form).await? {
        let view = view_of(&asked, form);
        return cx.invalid(view).await;
    }
    store(&mut cx, &asked, &form, &filled).await?;
    let next = match asked.place.course.filter(|_| form.value("then") == "next") {
        Some(course) => next(&mut cx, course, id, asked.questionnaire).await?,
        None => None,
    };
    let event = Event::new("assessment.save")
        .about(id.0)
        .under(asked.place.contract)
        .detail(serde_json::json!({ "sheet": asked.questionnaire.code }));
    let done = cx.commit(event).await?;
    match next {
        Some(next) => {
            done.redirect_with(href(next, asked.questionnaire), "保存しました。次の人のアンケートです。")
        }
        None => done.redirect_with(list_of(&asked.place), "アンケートの回答を保存しました。"),
    }
}

async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: EnrolmentId, which: &Which) -> Result<Asked> {
    let place = assessed::place(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let mut all = programmes::of(cx.db(), place.programme).await?.questionnaires.iter();
    let questionnaire = match &which.of {
        Some(code) => all.find(|one| one.code == *code),
        None => all.next(),
    };
    let questionnaire = questionnaire.ok_or(AppError::NotFound)?;
    let items = people::items_of(cx.db(), place.contract).await?;
    let register = people::find(cx.db(), place.participant).await?.ok_or(AppError::NotFound)?;
    let person = people::open(cx, register, Some(&items))?.identity.name();
    let stored = db::of_enrolment(cx.db(), id).await?;
    let stored = stored.into_iter().find(|row| row.questionnaire == questionnaire.code);
    Ok(Asked { place, questionnaire, person, stored })
}

async fn store(cx: &mut Act<RecordAssessments>, asked: &Asked, form: &Form, filled: &Filled) -> Result<()> {
    let known = form.version();
    if known != asked.stored.as_ref().map_or(0, |row| row.version) {
        return Err(AppError::stale());
    }
    let id = asked.stored.as_ref().map_or_else(|| cx.new_id(), |row| row.id);
    let unit = unit(asked.place.course, asked.place.enrolment);
    let words = &filled.replies.words;
    let sealed = if words.0.is_empty() { None } else { Some(cx.seal(unit, id, known + 1, words)?) };
    let row = db::Row {
        id,
        questionnaire: &asked.questionnaire.code,
        done_on: filled.done_on,
        mode: filled.mode.code(),
        chosen: &filled.replies.chosen,
        sealed: sealed.as_deref(),
        by: cx.actor().account,
        now: cx.now(),
    };
    let written = if known == 0 {
        db::insert(cx.write(), &asked.place, &row).await?
    } else {
        db::update(cx.write(), &row, known).await?
    };
    if written { Ok(()) } else { Err(AppError::stale()) }
}

/// The next person of the course, in the order of the name tags, who has not answered yet.
async fn next(
    cx: &mut Act<RecordAssessments>,
    course: CourseId,
    here: EnrolmentId,
    questionnaire: &Questionnaire,
) -> Result<Option<EnrolmentId>> {
    let seats = assessed::seats(cx.db(), course).await?;
    let answered = db::of_course(cx.db(), course).await?;
    let at = seats.iter().position(|seat| seat.enrolment == here).unwrap_or_default();
    let lacks = |enrolment: EnrolmentId| {
        !answered.iter().any(|row| row.enrolment == enrolment && row.questionnaire == questionnaire.code)
    };
    let rest = seats.iter().cycle().skip(at + 1).take(seats.len().saturating_sub(1));
    Ok(rest.filter(|seat| !seat.withdrawn).map(|seat| seat.enrolment).find(|one| lacks(*one)))
}

/// Where a questionnaire is filled in.
pub fn href(enrolment: EnrolmentId, questionnaire: &Questionnaire) -> String {
    format!("/enrolments/{enrolment}/questionnaire?of={}", questionnaire.code)
}

fn view_of(asked: &Asked, form: Form) -> EntryView {
    EntryView::new(asked.questionnaire, &asked.place, form, asked.person.clone(), list_of(&asked.place))
}
