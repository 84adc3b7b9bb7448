//! The pages of plans: the versions of one person's, a new one, its explanation and agreement, its paper.

use axum::extract::Path;

use super::{
    content::{self, Consent, Plan, PlanRefusal},
    views::{self, ListView, ShowView, WriteView},
};
use crate::{
    audit::Event,
    documents::{Issue, ServicePlan, parts::Fact},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        permission::Permission,
        typed::Typed,
    },
    person_papers::{
        PrintPlan, ViewPlans, WritePlan,
        db::{self, Explained, NewPlan, PlanRow},
        subject::{Whose, asks_plan},
    },
    programmes::definition::PaperKind,
    vocab::{
        dates::wareki,
        ids::{EnrolmentId, IndividualPlanId},
    },
};

fn title(whose: &Whose) -> String {
    whose.title(PaperKind::ServicePlan, "個別事業計画")
}

/// Whether a new version may be written now.
fn may_write(whose: &Whose) -> std::result::Result<(), PlanRefusal> {
    if !asks_plan(whose.programme) {
        return Err(PlanRefusal::NotAsked);
    }
    if whose.subject.state == "enrolled" { Ok(()) } else { Err(PlanRefusal::Over) }
}

pub async fn list(mut cx: View<ViewPlans>, Path(id): Path<EnrolmentId>) -> Result {
    let whose = Whose::open(&mut cx, id).await?;
    let plans = db::plans(cx.db(), id).await?;
    let writes = WritePlan::allows(cx.actor().role);
    let refusal = may_write(&whose).err();
    let view = ListView {
        trail: whose.trail(),
        name: whose.name(),
        title: title(&whose),
        lines: plans.iter().map(views::line).collect(),
        write_href: if writes && refusal.is_none() {
            format!("/enrolments/{id}/plans/new")
        } else {
            String::new()
        },
        refusal: refusal.map(|refusal| refusal.to_string()).unwrap_or_default(),
    };
    cx.show(view).await
}

fn write_view(whose: &Whose, number: i32, form: Form) -> WriteView {
    let mut trail = whose.trail();
    let list = format!("/enrolments/{}/plans", whose.subject.enrolment);
    trail.push(crate::kit::parts::Link::new(title(whose), &list));
    WriteView { form, trail, name: whose.name(), title: title(whose), action: list, number }
}

pub async fn new(mut cx: View<WritePlan>, Path(id): Path<EnrolmentId>) -> Result {
    let whose = Whose::open(&mut cx, id).await?;
    may_write(&whose).map_err(AppError::refused)?;
    let last = db::plans(cx.db(), id).await?.into_iter().next();
    let number = last.as_ref().map_or(0, |plan| plan.number) + 1;
    let content = match &last {
        Some(plan) => open(&mut cx, &whose, plan)?.0,
        None => Plan::default(),
    };
    let form = Form::empty()
        .with("made_on", wareki(cx.today()))
        .with("goals", content.goals)
        .with("actions", content.actions)
        .with("cautions", content.cautions)
        .with("number", number.to_string());
    let view = write_view(&whose, number, form);
    cx.show(view).await
}

pub async fn create(mut cx: Act<WritePlan>, Path(id): Path<EnrolmentId>, Typed(mut form): Typed) -> Result {
    let whose = Whose::open(&mut cx, id).await?;
    may_write(&whose).map_err(AppError::refused)?;
    let number = db::plans(cx.db(), id).await?.first().map_or(0, |plan| plan.number) + 1;
    let Some(draft) = content::read(&mut form, cx.today()) else {
        let view = write_view(&whose, number, form);
        return cx.invalid(view).await;
    };
    if form.value("number") != number.to_string() {
        return Err(AppError::stale());
    }
    let plan = IndividualPlanId(cx.new_id());
    let sealed = cx.seal(whose.unit(), plan.0, 1, &draft.plan)?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = NewPlan { id: plan, number, made_on: draft.made_on, sealed: &sealed, by, now };
    if !db::insert_plan(cx.write(), &whose.subject, &new).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("individual_plan.make").about(plan.0).under(whose.subject.contract);
    let event = event.of([whose.subject.participant]).detail(serde_json::json!({ "number": number }));
    cx.commit(event)
        .await?
        .redirect_with(format!("/plans/{plan}"), "計画を保存しました。説明と同意を記録してください。")
}

/// The version with its person, opened.
async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: IndividualPlanId) -> Result<(PlanRow, Whose)> {
    let plan = db::plan(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let whose = Whose::open(cx, plan.enrolment).await?;
    Ok((plan, whose))
}

fn open<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    whose: &Whose,
    plan: &PlanRow,
) -> Result<(Plan, Option<Consent>)> {
    let (who, unit) = (whose.subject.participant, whose.unit());
    let content = cx.open(who, unit, plan.id.0, 1, &plan.sealed)?;
    let consent = match plan.consent.as_ref().zip(plan.consent_version) {
        Some((sealed, version)) => Some(cx.open(who, unit, plan.id.0, version, sealed)?),
        None => None,
    };
    Ok((content, consent))
}

pub async fn show(mut cx: View<ViewPlans>, Path(id): Path<IndividualPlanId>) -> Result {
    let (plan, whose) = load(&mut cx, id).await?;
    let opened = open(&mut cx, &whose, &plan)?;
    let may = WritePlan::allows(cx.actor().role) && plan.is_last && plan.agreed_on.is_none();
    let form = may.then(|| views::said_form(&plan, opened.1.as_ref()));
    let view = ShowView::new(&whose, title(&whose), &plan, opened, form);
    cx.show(view).await
}

pub async fn explain(
    mut cx: Act<WritePlan>,
    Path(id): Path<IndividualPlanId>,
    Typed(mut form): Typed,
) -> Result {
    let (plan, whose) = load(&mut cx, id).await?;
    if plan.agreed_on.is_some() {
        return Err(AppError::refused(PlanRefusal::Agreed));
    }
    if !plan.is_last {
        return Err(AppError::refused(PlanRefusal::Older));
    }
    let Some(said) = content::read_said(&mut form, plan.made_on, cx.today()) else {
        let opened = open(&mut cx, &whose, &plan)?;
        let view = ShowView::new(&whose, title(&whose), &plan, opened, Some(form));
        return cx.invalid(view).await;
    };
    if form.value("version") != plan.version.to_string() {
        return Err(AppError::stale());
    }
    let consent = cx.seal(whose.unit(), id.0, plan.version + 1, &said.consent)?;
    let explained =
        Explained { explained_on: said.explained_on, agreed_on: said.agreed_on, consent: &consent };
    if !db::explain_plan(cx.write(), id, plan.version, &explained).await? {
        return Err(AppError::stale());
    }
    let event = Event::new("individual_plan.explain").about(id.0).under(whose.subject.contract);
    let event = event.of([whose.subject.participant]);
    let event = event.detail(serde_json::json!({ "agreed": said.agreed_on.is_some() }));
    cx.commit(event).await?.redirect_with(format!("/plans/{id}"), "説明と同意を記録しました。")
}

pub async fn pdf(mut cx: View<PrintPlan>, Path(id): Path<IndividualPlanId>) -> Result {
    let (plan, whose) = load(&mut cx, id).await?;
    let (content, consent) = open(&mut cx, &whose, &plan)?;
    let subject = format!("{}　第{}版", whose.subject.course_name, plan.number);
    let issue =
        Issue::new(&cx, Whom::Opened, title(&whose), subject).filed_as(format!("第{}版", plan.number));
    let day = |day: Option<time::Date>| day.map(wareki);
    let said = consent.unwrap_or_default();
    let some = |text: String| (!text.is_empty()).then_some(text);
    let paper = ServicePlan {
        masthead: issue.masthead(&cx),
        course: whose.course_facts(wareki(plan.made_on)),
        participant: whose.person_name(),
        person: whose.person_facts(),
        goals: content.goals,
        actions: content.actions,
        cautions: some(content.cautions),
        consent: vec![
            Fact { label: "説明した日".into(), value: day(plan.explained_on) },
            Fact { label: "説明した人".into(), value: some(said.explained_by) },
            Fact { label: "説明を受けた人".into(), value: some(said.explained_to) },
            Fact { label: "同意した日".into(), value: day(plan.agreed_on) },
        ],
    };
    let event = Event::new("individual_plan.print").about(id.0).under(whose.subject.contract);
    issue.pdf(cx, event.with("number", plan.number), paper).await
}
