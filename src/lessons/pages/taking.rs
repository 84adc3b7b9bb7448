//! 受ける: the materials, then the test under one's own login. It may be taken again until it is passed, and again later.

use axum::extract::Path;

use super::load;
use crate::{
    audit::Event,
    contracts::{is_in_force, not_in_force},
    kit::{
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result},
        form::Form,
        typed::Typed,
    },
    lessons::{
        TakeLesson,
        db::{self, Lesson, Outcome},
        questions::{Question, score},
        views::TestView,
    },
    vocab::ids::{LessonId, LessonResultId},
};

const OWN: &str = "この確認テストは、ご自分が用意したものです。正しい答えを知っているため、受けられません。区がこの教育の報告を受理すると、教育を行った人として、終えた扱いになります。ほかの管理者が用意した確認テストを受けることもできます。";

pub async fn test(mut cx: View<TakeLesson>, Path(id): Path<LessonId>) -> Result {
    let today = cx.today();
    let lesson = takable(cx.db(), id, today).await?;
    if lesson.made_by == cx.actor().account {
        return Err(AppError::refused(OWN));
    }
    let role = cx.actor().role;
    cx.show(TestView::new(&lesson, role, Form::empty())).await
}

pub async fn answer(mut cx: Act<TakeLesson>, Path(id): Path<LessonId>, Typed(mut form): Typed) -> Result {
    let on = cx.today();
    let lesson = takable(cx.db(), id, on).await?;
    if lesson.made_by == cx.actor().account {
        return cx.refuse(Event::new("lesson.refused").about(id.0).under(lesson.contract), OWN).await;
    }
    let Some(given) = read(&mut form, &lesson.questions.0) else {
        let role = cx.actor().role;
        return cx.invalid(TestView::new(&lesson, role, form)).await;
    };
    let right = i32::try_from(score(&lesson.questions.0, &given)).unwrap_or_default();
    let passed = right >= lesson.pass_mark;
    let (account, now) = (cx.actor().account, cx.now());
    let outcome = Outcome {
        id: LessonResultId(cx.new_id()),
        lesson: id,
        contract: lesson.contract,
        account,
        on,
        score: Some(right),
        passed,
    };
    db::insert_result(cx.write(), &outcome, (account, now)).await?;
    let event = Event::new("lesson.answer").about(id.0).under(lesson.contract);
    let all = lesson.questions.0.len();
    let notice = if passed {
        format!("{all}問のうち{right}問が正解で、合格です。")
    } else {
        format!(
            "{all}問のうち{right}問が正解でした。合格は{}問からです。教材を読み直して、もう一度受けてください。",
            lesson.pass_mark
        )
    };
    cx.commit(event.detail(serde_json::json!({ "score": right, "passed": passed })))
        .await?
        .redirect_with(format!("/lessons/{id}"), &notice)
}

async fn takable(reads: &mut Reads, id: LessonId, today: time::Date) -> Result<Lesson> {
    let (lesson, _) = load(reads, id).await?;
    if !is_in_force(&lesson.contract_state) {
        return Err(not_in_force(super::CLOSED));
    }
    if lesson.questions.0.is_empty() {
        return Err(AppError::refused(
            "この教育・訓練には確認テストがありません。参加した人は、管理者が記録します。",
        ));
    }
    if lesson.held_on > today {
        return Err(AppError::refused("まだ始まっていません。確認テストは、当日から受けられます。"));
    }
    Ok(lesson)
}

/// The answers in the order of the questions; every question has to be answered.
fn read(form: &mut Form, questions: &[Question]) -> Option<Vec<Option<usize>>> {
    let mut given = Vec::with_capacity(questions.len());
    for (index, question) in questions.iter().enumerate() {
        let codes: Vec<String> = (0..question.answers.len()).map(|nth| nth.to_string()).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let chosen = form.choice(&format!("q{index}"), &format!("問{}の答え", index + 1), &codes);
        given.push(chosen.and_then(|code| code.parse().ok()));
    }
    (!form.has_problems()).then_some(given)
}
