//! Writing and handing in a report: the contractor's manager.

use axum::extract::Path;
use time::Date;

use super::{
    WriteReports,
    db::{
        self, Report,
        beginning::{self, NewReport},
        history::{self, Done},
    },
    due::{self, Span},
    loading,
    narrative::{GoalText, Narrative, Outcome, Passage, TEXT_MAX, passages},
    pages::{reason, trail},
    states::{self, ReportAct},
    views::EditView,
};
use crate::{
    audit::Event,
    kit::{
        answer::Answer,
        ctx::{Act, View},
        error::{AppError, Result},
        form::{Choice, Form},
        permission::Permission,
        typed::Typed,
    },
    programmes::{self, Definition},
    sealing::Unit,
    vocab::ids::{CourseId, ReportId},
};

/// Begins the report on a course (from its middle on) or on a month of the contract (from its first day on).
pub async fn start(mut cx: Act<WriteReports>, Typed(form): Typed) -> Result {
    let id = ReportId(cx.new_id());
    let report = match form.value("course").parse::<CourseId>() {
        Ok(course) => course_report(&mut cx, id, course).await?,
        Err(_) => month_report(&mut cx, id, form.value("month")).await?,
    };
    if !beginning::insert(cx.write(), &report).await? {
        let begun = beginning::find_begun(cx.db(), report.contract, report.course, report.period).await?;
        return begun.map(|id| Answer::redirect(&format!("/reports/{id}"))).ok_or(AppError::NotFound);
    }
    remember(&mut cx, id, report.contract, "started", "").await?;
    let event = Event::new("report.start").about(id.0).under(report.contract);
    cx.commit(event).await?.redirect_with(format!("/reports/{id}"), "報告書の作成を始めました。")
}

async fn course_report(cx: &mut Act<WriteReports>, id: ReportId, course: CourseId) -> Result<NewReport> {
    let courses = beginning::unreported_courses(cx.db()).await?;
    let course = match courses.into_iter().find(|one| one.id == course) {
        Some(course) => course,
        None => return already_begun(cx, id, course).await,
    };
    let programme = programmes::of(cx.db(), course.programme).await?;
    if !course.progress().is_half_way() {
        return Err(AppError::refused("報告書は、コースの半分の回を終えてから作成できます。"));
    }
    let due = due::due(programme.report_due(), Span::Course { last_on: course.progress().last_on });
    let (contract, period) = (course.contract, course.first_on);
    Ok(NewReport { id, contract, course: Some(course.id), period, due_on: due.on, key_unit: course.id.0 })
}

/// A course whose report exists: the insert will find it and lead there.
async fn already_begun(cx: &mut Act<WriteReports>, id: ReportId, course: CourseId) -> Result<NewReport> {
    let found = db::lists::course(cx.db(), course).await?.ok_or(AppError::NotFound)?;
    let (contract, period) = (found.contract, found.first_on);
    Ok(NewReport { id, contract, course: Some(course), period, due_on: period, key_unit: course.0 })
}

async fn month_report(cx: &mut Act<WriteReports>, id: ReportId, month: &str) -> Result<NewReport> {
    let contract = cx.contract()?;
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let month = Date::parse(month, &format).map_err(|_| AppError::NotFound)?;
    let contracts = beginning::monthly_contracts(cx.db()).await?;
    let found = contracts.into_iter().find(|one| one.id == contract).ok_or(AppError::NotFound)?;
    let programme = programmes::of(cx.db(), found.programme).await?;
    if !due::months(found.starts_on, found.ends_on, cx.today()).contains(&month) {
        return Err(AppError::refused(
            "この月の報告書は、まだ作成できません。月が始まってから作成してください。",
        ));
    }
    let due = due::due(programme.report_due(), Span::Month { first_on: month });
    Ok(NewReport { id, contract, course: None, period: month, due_on: due.on, key_unit: contract.0 })
}

/// Adds a line to the report's history.
pub async fn remember<P: Permission>(
    cx: &mut Act<P>,
    report: ReportId,
    contract: crate::vocab::ids::ContractId,
    act: &str,
    reason: &str,
) -> Result<()> {
    let (id, at, actor) = (cx.new_id(), cx.now(), cx.actor().clone());
    let organisation = &actor.organisation;
    Ok(history::remember(
        cx.write(),
        &Done { id, report, contract, act, at, by: actor.account, organisation, reason },
    )
    .await?)
}

/// The form of one passage.
pub async fn edit(mut cx: View<WriteReports>, Path((id, slug)): Path<(ReportId, String)>) -> Result {
    let (report, programme) = loading::report(&mut cx, id).await?;
    let passage = passage(programme, &slug)?;
    states::next(report.state, ReportAct::Submit).map_err(AppError::refused)?;
    let narrative = loading::narrative(&cx, &report)?;
    let (outcome, text) = stored(&narrative, &passage);
    let form = Form::empty().with("outcome", outcome).with("text", text);
    let view = edit_view(&report, programme, &passage, form, String::new());
    cx.show(view).await
}

fn passage(programme: &'static Definition, slug: &str) -> Result<Passage> {
    passages(programme).into_iter().find(|passage| passage.slug() == slug).ok_or(AppError::NotFound)
}

/// The outcome's code and the text as they are stored.
fn stored(narrative: &Narrative, passage: &Passage) -> (&'static str, String) {
    if passage.is_goal {
        let goal = narrative.goals.get(passage.code);
        return goal.map_or_else(Default::default, |goal| (goal.outcome.code(), goal.text.clone()));
    }
    ("", narrative.sections.get(passage.code).cloned().unwrap_or_default())
}

fn edit_view(
    report: &Report,
    programme: &'static Definition,
    passage: &Passage,
    form: Form,
    stored: String,
) -> EditView {
    let base = format!("/reports/{}", report.id);
    EditView {
        form,
        trail: trail(report, programme, passage.title),
        title: passage.title,
        subject: report.subject(),
        hint: hint(passage),
        is_goal: passage.is_goal,
        optional: passage.optional,
        outcomes: Outcome::ALL.map(|one| Choice::new(one.code(), one.label())).into(),
        return_reason: reason(report),
        stored,
        version: report.version,
        action: format!("{base}/sections/{}", passage.slug()),
        back_href: base,
    }
}

fn hint(passage: &Passage) -> &'static str {
    match (passage.is_goal, passage.code) {
        (true, _) => "どこまで達成したかと、そう考える理由（参加者の変化、記録の数など）を書きます。",
        (_, "programme") => {
            "教室全体の流れと、各回の内容のねらいを書きます。各回の実施内容は記録から自動で入ります。"
        }
        (_, "impressions") => "参加者の様子、うまくいったこと、反省、これからの課題を書きます。",
        (_, "survey") => "回答の人数は自動で入ります。集計から分かることと、自由記述の主な内容を書きます。",
        (_, "group") => "自主グループの立ち上げの経過、ほかの活動や通いの場につながった人数を書きます。",
        _ => "区に伝えることがあるときに書きます。",
    }
}

/// Stores one passage.
pub async fn save(
    mut cx: Act<WriteReports>,
    Path((id, slug)): Path<(ReportId, String)>,
    Typed(mut form): Typed,
) -> Result {
    let (report, programme) = loading::report(&mut cx, id).await?;
    let passage = passage(programme, &slug)?;
    states::next(report.state, ReportAct::Submit).map_err(AppError::refused)?;
    let mut narrative = loading::narrative(&cx, &report)?;
    let text = if passage.optional {
        form.optional_lines("text", "本文", TEXT_MAX)
    } else {
        form.required_lines("text", "本文", TEXT_MAX)
    };
    let codes = Outcome::ALL.map(Outcome::code);
    let outcome =
        if passage.is_goal { form.choice("outcome", "達成状況", &codes) } else { Some(String::new()) };
    let mut meanwhile = String::new();
    if form.value("version").parse() != Ok(report.version) {
        form.general("ほかの人が先にこの報告書を保存しました。下の「保存されている内容」を確かめて、よければもう一度保存してください。");
        meanwhile = stored(&narrative, &passage).1;
    }
    let (Some(text), Some(outcome), false) = (text, outcome, form.has_problems()) else {
        return cx.invalid(edit_view(&report, programme, &passage, form, meanwhile)).await;
    };
    match Outcome::from_code(&outcome) {
        Some(outcome) => drop(narrative.goals.insert(passage.code.to_owned(), GoalText { outcome, text })),
        None => drop(narrative.sections.insert(passage.code.to_owned(), text)),
    }
    let sealed = cx.seal(Unit::Unit(report.key_unit), id.0, report.version + 1, &narrative)?;
    let due = due::due(programme.report_due(), report.span());
    if !db::write(cx.write(), id, report.version, &sealed, due.on).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("report.write")
        .about(id.0)
        .under(report.contract)
        .detail(serde_json::json!({ "section": slug }));
    cx.commit(event).await?.redirect_with(format!("/reports/{id}"), "保存しました。")
}

/// Hands the report in.
pub async fn submit(mut cx: Act<WriteReports>, Path(id): Path<ReportId>, Typed(form): Typed) -> Result {
    let (report, programme) = loading::report(&mut cx, id).await?;
    states::next(report.state, ReportAct::Submit).map_err(AppError::refused)?;
    let narrative = loading::narrative(&cx, &report)?;
    let obstacles = due::obstacles(programme, &narrative, report.is_over(cx.today()), report.span());
    if !obstacles.0.is_empty() {
        return Err(AppError::refused(obstacles.0.join("")));
    }
    if form.value("version").parse() != Ok(report.version) {
        return Err(AppError::stale());
    }
    let sealed = cx.seal(Unit::Unit(report.key_unit), id.0, report.version + 1, &narrative)?;
    let (by, now) = (cx.actor().account, cx.now());
    if !db::submit(cx.write(), id, report.version, &sealed, by, now).await? {
        return Err(AppError::stale());
    }
    remember(&mut cx, id, report.contract, "submitted", "").await?;
    let event = Event::new("report.submit").about(id.0).under(report.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/reports/{id}"), "区に提出しました。区の確認を待ってください。")
}
