//! 記録して報告する: who was there, where there is no test, and the report to the ward.

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
        ReportLesson,
        db::{self, Lesson, Outcome, Words},
        form::rules,
        views::{ReportView, ShowView},
    },
    obligations::{self, Named},
    sealing::Unit,
    vocab::ids::{AccountId, LessonId, LessonResultId},
};

const OWN: &str =
    "自分の参加は、自分では記録できません。ほかの管理者が記録するか、確認テストのある教育を受けてください。";

/// Records who was at a lesson without a test.
pub async fn attend(mut cx: Act<ReportLesson>, Path(id): Path<LessonId>, Typed(mut form): Typed) -> Result {
    let (lesson, state) = load(cx.db(), id).await?;
    let today = cx.today();
    state.change().map_err(AppError::refused)?;
    recordable(&lesson, today)?;
    let own = cx.actor().account;
    if form.checked("attended", &own.to_string()) {
        let event = Event::new("lesson.refused").about(id.0).under(lesson.contract);
        return cx.refuse(event, OWN).await;
    }
    let learners = db::learners(cx.db(), &lesson).await?;
    let recordable = learners.iter().filter(|one| one.is_recordable(own, lesson.held_on, today));
    let codes: Vec<String> = recordable.map(|one| one.account.to_string()).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let chosen = form.choices("attended", "参加した人", &codes).unwrap_or_default();
    if chosen.is_empty() {
        form.refuse("attended", "参加した人を1人以上選んでください。");
        let reader = (cx.actor().role, own, today);
        return cx.invalid(ShowView::new(&lesson, state, &learners, (None, None), reader, form)).await;
    }
    let now = cx.now();
    for account in chosen.iter().filter_map(|code| code.parse::<AccountId>().ok()) {
        let outcome = Outcome {
            id: LessonResultId(cx.new_id()),
            lesson: id,
            contract: lesson.contract,
            account,
            on: lesson.held_on,
            score: None,
            passed: true,
        };
        db::insert_result(cx.write(), &outcome, (own, now)).await?;
    }
    let event = Event::new("lesson.attend").about(id.0).under(lesson.contract);
    cx.commit(event.detail(serde_json::json!({ "attended": chosen.len() })))
        .await?
        .redirect_with(format!("/lessons/{id}"), "参加した人を記録しました。")
}

fn recordable(lesson: &Lesson, today: time::Date) -> Result<()> {
    if !is_in_force(&lesson.contract_state) {
        return Err(not_in_force(super::CLOSED));
    }
    if !lesson.questions.0.is_empty() {
        return Err(AppError::refused("確認テストのある教育は、本人が受けて記録します。"));
    }
    if lesson.held_on > today {
        return Err(AppError::refused("まだ行われていません。参加した人は、当日から記録できます。"));
    }
    Ok(())
}

pub async fn form(mut cx: View<ReportLesson>, Path(id): Path<LessonId>) -> Result {
    let today = cx.today();
    let lesson = reportable(cx.db(), id, today).await?;
    let learners = db::learners(cx.db(), &lesson).await?;
    let form = Form::empty().with("version", lesson.version.to_string());
    cx.show(ReportView::new(&lesson, &learners, form)).await
}

pub async fn report(mut cx: Act<ReportLesson>, Path(id): Path<LessonId>, Typed(mut form): Typed) -> Result {
    let today = cx.today();
    let lesson = reportable(cx.db(), id, today).await?;
    let learners = db::learners(cx.db(), &lesson).await?;
    let passed = learners.iter().filter(|one| one.passed).count();
    if passed == 0 && !learners.iter().all(|one| one.gave(&lesson)) {
        form.general("終えた人がまだいません。参加や合格の記録ができてから報告してください。");
    }
    let words = form.required_lines("words", "実施の状況", 4_000);
    let Some(words) = words.filter(|_| !form.has_problems()) else {
        return cx.invalid(ReportView::new(&lesson, &learners, form)).await;
    };
    let version = form.version();
    let sealed = cx.seal(Unit::Unit(lesson.contract.0), id.0, lesson.version + 1, &Words(words))?;
    let by = (cx.actor().account, cx.now());
    if version != lesson.version || !db::report(cx.write(), (id, version), &sealed, by).await? {
        return Err(AppError::stale());
    }
    for rule in rules(&lesson.kind) {
        obligations::hand_in(&mut cx, &Named::of_rule(lesson.contract, rule, "", "contractor"), today)
            .await?;
    }
    let event = Event::new("lesson.report").about(id.0).under(lesson.contract);
    cx.commit(event.detail(serde_json::json!({ "passed": passed, "of": learners.len() })))
        .await?
        .redirect_with(format!("/lessons/{id}"), "区に報告しました。")
}

async fn reportable(reads: &mut Reads, id: LessonId, today: time::Date) -> Result<Lesson> {
    let (lesson, state) = load(reads, id).await?;
    state.change().map_err(AppError::refused)?;
    if !is_in_force(&lesson.contract_state) {
        return Err(not_in_force(super::CLOSED));
    }
    if lesson.held_on > today {
        return Err(AppError::refused("まだ行われていません。報告は、当日からできます。"));
    }
    Ok(lesson)
}
