//! Writing and handing in a report: the contractor's manager.

use axum::extract::Path;
use time::Date;

use super::{
    WriteReports,
    asked::Asked,
    db::{
        self, Report,
        beginning::{self, NewReport, Reportable},
        history::{self, Done},
    },
    due, loading,
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
    obligations, organisations,
    programmes::{self, definition::Cadence, report_periods::ReportPeriod},
    sealing::Unit,
    vocab::{dates::jst_date, ids::ReportId},
};

/// Begins a report: on a course from its middle on, on a period from its first day on.
pub async fn start(mut cx: Act<WriteReports>, Typed(form): Typed) -> Result {
    let all = beginning::reportable(cx.db()).await?;
    let on = |one: &&Reportable| {
        one.contract.to_string() == form.value("contract")
            && one.course.map_or_else(String::new, |course| course.to_string()) == form.value("course")
    };
    let found = all.iter().find(on).ok_or(AppError::NotFound)?;
    let programme = programmes::of(cx.db(), found.programme).await?;
    let asked = Asked::all(programme).find(|asked| asked.report.code == form.value("report"));
    let report = begin(&mut cx, found, asked.ok_or(AppError::NotFound)?, form.value("period")).await?;
    if !beginning::insert(cx.write(), &report).await? {
        let begun = beginning::find_begun(cx.db(), &report).await?;
        return begun.map(|id| Answer::redirect(&format!("/reports/{id}"))).ok_or(AppError::NotFound);
    }
    let id = report.id;
    remember(&mut cx, id, report.contract, "started", "").await?;
    let event = Event::new("report.start").about(id.0).under(report.contract);
    cx.commit(event).await?.redirect_with(format!("/reports/{id}"), "報告書の作成を始めました。")
}

async fn begin(
    cx: &mut Act<WriteReports>,
    found: &Reportable,
    asked: Asked,
    period: &str,
) -> Result<NewReport> {
    let period = match (asked.cadence(), found.first_on) {
        (Cadence::PerCourse, None) => return Err(AppError::NotFound),
        (Cadence::PerCourse, Some(first_on)) => {
            if !found.progress().is_half_way() {
                return Err(AppError::refused("報告書は、コースの半分の回を終えてから作成できます。"));
            }
            ReportPeriod::of_course(first_on, found.progress().last_on)
        }
        (cadence, _) => begun_period(cadence, found, period, cx.today())?,
    };
    let closed = organisations::closed_days(cx.db()).await?;
    Ok(NewReport {
        id: ReportId(cx.new_id()),
        contract: found.contract,
        course: found.course,
        code: &asked.report.code,
        cadence: asked.cadence(),
        period: period.first_on,
        due_on: period.due(asked.report, found.term(), &closed).due_on,
        key_unit: found.course.map_or(found.contract.0, |course| course.0),
    })
}

fn begun_period(cadence: Cadence, found: &Reportable, first_on: &str, today: Date) -> Result<ReportPeriod> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let first_on = Date::parse(first_on, &format).map_err(|_| AppError::NotFound)?;
    let period = cadence.period_from(first_on, found.term()).ok_or(AppError::NotFound)?;
    if period.first_on.max(found.starts_on) > today {
        return Err(AppError::refused(
            "この期間の報告書は、まだ作成できません。期間が始まってから作成してください。",
        ));
    }
    Ok(period)
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
    let (report, asked) = loading::report(&mut cx, id).await?;
    let passage = passage(asked, &slug)?;
    states::next(report.state, ReportAct::Submit).map_err(AppError::refused)?;
    let narrative = loading::narrative(&cx, &report)?;
    let (outcome, text) = stored(&narrative, &passage);
    let form = Form::empty().with("outcome", outcome).with("text", text);
    let view = edit_view(&report, asked, &passage, form, String::new());
    cx.show(view).await
}

fn passage(asked: Asked, slug: &str) -> Result<Passage> {
    passages(asked).into_iter().find(|passage| passage.slug() == slug).ok_or(AppError::NotFound)
}

/// The outcome's code and the text as they are stored.
fn stored(narrative: &Narrative, passage: &Passage) -> (&'static str, String) {
    if passage.is_goal {
        let goal = narrative.goals.get(passage.code);
        return goal.map_or_else(Default::default, |goal| (goal.outcome.code(), goal.text.clone()));
    }
    ("", narrative.sections.get(passage.code).cloned().unwrap_or_default())
}

fn edit_view(report: &Report, asked: Asked, passage: &Passage, form: Form, stored: String) -> EditView {
    let base = format!("/reports/{}", report.id);
    EditView {
        form,
        trail: trail(report, asked, passage.title),
        title: passage.title,
        subject: report.subject(asked),
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
    let (report, asked) = loading::report(&mut cx, id).await?;
    let passage = passage(asked, &slug)?;
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
        return cx.invalid(edit_view(&report, asked, &passage, form, meanwhile)).await;
    };
    match Outcome::from_code(&outcome) {
        Some(outcome) => drop(narrative.goals.insert(passage.code.to_owned(), GoalText { outcome, text })),
        None => drop(narrative.sections.insert(passage.code.to_owned(), text)),
    }
    let sealed = cx.seal(Unit::Unit(report.key_unit), id.0, report.version + 1, &narrative)?;
    let closed = organisations::closed_days(cx.db()).await?;
    let due = report.period(asked).due(asked.report, report.term, &closed);
    if !db::write(cx.write(), id, report.version, &sealed, due.due_on).await? {
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
    let (report, asked) = loading::report(&mut cx, id).await?;
    states::next(report.state, ReportAct::Submit).map_err(AppError::refused)?;
    let narrative = loading::narrative(&cx, &report)?;
    let today = cx.today();
    let is_ripe = report.is_ripe(cx.db(), asked, today).await?;
    let obstacles = due::obstacles(asked, &narrative, is_ripe, report.period(asked));
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
    obligations::hand_in(&mut cx, &report.obligation(asked), jst_date(now)).await?;
    remember(&mut cx, id, report.contract, "submitted", "").await?;
    let event = Event::new("report.submit").about(id.0).under(report.contract);
    cx.commit(event)
        .await?
        .redirect_with(format!("/reports/{id}"), "区に提出しました。区の確認を待ってください。")
}
