//! 申込みを書く: a new application, changing a draft, handing it in.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{Loaded, judge, judged, load, store};
use crate::{
    applications::{
        WriteApplication,
        db::{self, Class, Contract, New},
        forms::{self, Ground},
        judgement::SheetOutcome,
        states::ApplicationAct,
        views::{ChooseView, FormView},
    },
    audit::Event,
    hearings::{self, Waiting},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    participants::{self, entry::District},
    programmes::{self, Definition, Term, definition::DecidedBy},
    sealing::Unit,
    vocab::{
        dates::short,
        ids::{ApplicationId, ContractId, CourseId},
    },
};

#[derive(Deserialize)]
pub struct Asked {
    contract: Option<ContractId>,
}

/// What the form of one contract is made of.
struct Desk {
    contract: Contract,
    definition: &'static Definition,
    districts: Vec<District>,
    classes: Vec<Class>,
}

impl Desk {
    fn view(&self, form: Form, of: Option<ApplicationId>) -> FormView {
        FormView::new(form, of, &self.contract, self.definition, &self.districts, &self.classes)
    }

    fn term(&self) -> Term {
        Term { starts_on: self.contract.starts_on, ends_on: self.contract.ends_on }
    }
}

/// Contracts under which an application can be written now. A contractor has the one it acts under.
async fn open_contracts<P: Permission, M: Send>(cx: &mut Ctx<P, M>) -> Result<Vec<Contract>> {
    let own = if cx.actor().role.is_contractor() { Some(cx.contract()?) } else { None };
    let all = db::contracts(cx.db()).await?.into_iter();
    Ok(all.filter(|one| one.is_open && own.is_none_or(|own| own == one.id)).collect())
}

async fn desk<P: Permission, M: Send>(cx: &mut Ctx<P, M>, contract: Contract) -> Result<Desk> {
    let definition = programmes::of(cx.db(), contract.programme).await?;
    let districts = participants::districts(cx.db()).await?;
    let classes = db::classes(cx.db(), contract.id).await?;
    Ok(Desk { contract, definition, districts, classes })
}

/// The desk of the contract that was asked for.
async fn desk_of<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Desk> {
    let contracts = open_contracts(cx).await?;
    let contract = contracts.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
    desk(cx, contract).await
}

pub async fn new(mut cx: View<WriteApplication>, Query(asked): Query<Asked>) -> Result {
    let mut contracts = open_contracts(&mut cx).await?;
    let chosen = match asked.contract {
        Some(id) => Some(contracts.iter().position(|one| one.id == id).ok_or(AppError::NotFound)?),
        None if contracts.len() == 1 => Some(0),
        None => None,
    };
    let Some(chosen) = chosen else {
        return cx.show(ChooseView::new(&contracts)).await;
    };
    let desk = desk(&mut cx, contracts.swap_remove(chosen)).await?;
    let mut form = Form::empty().with("applied_on", short(cx.today())).with("certification", "unknown");
    if let [only] = desk.classes.as_slice() {
        form = form.with("course", only.id.to_string());
    }
    cx.show(desk.view(form, None)).await
}

fn ground<'a>(desk: &'a Desk, courses: &'a [CourseId], today: time::Date) -> Ground<'a> {
    Ground { definition: desk.definition, districts: &desk.districts, courses, today }
}

fn course_ids(classes: &[Class]) -> Vec<CourseId> {
    classes.iter().map(|class| class.id).collect()
}

pub async fn create(mut cx: Act<WriteApplication>, Typed(mut form): Typed) -> Result {
    let contract: ContractId =
        form.value("contract").parse().map_err(|_| AppError::refused("契約を選んでください。"))?;
    let desk = desk_of(&mut cx, contract).await?;
    let courses = course_ids(&desk.classes);
    let Some(typed) = forms::read(&mut form, &ground(&desk, &courses, cx.today()), None) else {
        return cx.invalid(desk.view(form, None)).await;
    };
    let id = ApplicationId(cx.new_id());
    let judgement = judge(desk.definition, &typed.sheet, typed.applied_on, desk.term(), &desk.classes);
    let sealed = cx.seal(Unit::Unit(contract.0), id.0, 1, &typed.sheet)?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = New {
        id,
        contract,
        from_ward: cx.actor().role.is_ward(),
        applied_on: typed.applied_on,
        judged: judged(&judgement),
        sealed: &sealed,
        by,
        now,
    };
    db::insert(cx.write(), &new).await?;
    let event = Event::new("application.save").about(id.0).under(contract).of([super::subject(id, None)]);
    cx.commit(event).await?.redirect_with(
        format!("/applications/{id}"),
        "下書きを保存しました。判定を確かめてから、提出してください。",
    )
}

/// A draft with the desk it is written at.
async fn draft<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: ApplicationId) -> Result<(Loaded, Desk)> {
    let loaded = load(cx, id).await?;
    loaded.after(ApplicationAct::Change)?;
    let desk = desk_of(cx, loaded.row.contract).await?;
    Ok((loaded, desk))
}

pub async fn edit(mut cx: View<WriteApplication>, Path(id): Path<ApplicationId>) -> Result {
    let (loaded, desk) = draft(&mut cx, id).await?;
    let form = forms::fill(&loaded.sheet, loaded.row.applied_on, desk.definition)
        .with("version", loaded.row.version.to_string());
    cx.show(desk.view(form, Some(id))).await
}

pub async fn update(
    mut cx: Act<WriteApplication>,
    Path(id): Path<ApplicationId>,
    Typed(mut form): Typed,
) -> Result {
    let (mut loaded, desk) = draft(&mut cx, id).await?;
    let courses = course_ids(&desk.classes);
    let ground = ground(&desk, &courses, cx.today());
    let Some(typed) = forms::read(&mut form, &ground, Some(&loaded.sheet)) else {
        return cx.invalid(desk.view(form, Some(id))).await;
    };
    if form.value("version") != loaded.row.version.to_string() {
        return Err(AppError::stale());
    }
    loaded.sheet = typed.sheet;
    loaded.row.applied_on = typed.applied_on;
    loaded.judge_again();
    let state = loaded.after(ApplicationAct::Change)?;
    store(&mut cx, &loaded, state, typed.applied_on, None).await?;
    let event = Event::new("application.save").about(id.0).under(loaded.row.contract);
    cx.commit(event).await?.redirect_with(loaded.href(), "下書きを保存しました。")
}

/// Hands a draft in. What is not answered leaves the verdict open; required consents that are missing stop it.
pub async fn submit(
    mut cx: Act<WriteApplication>,
    Path(id): Path<ApplicationId>,
    Typed(form): Typed,
) -> Result {
    let loaded = load(&mut cx, id).await?;
    let needs_hearing = loaded.judgement.needs_hearing();
    let state = loaded.after(ApplicationAct::Submit { needs_hearing })?;
    if !loaded.row.contract_is_open {
        return Err(AppError::refused("契約が終わっているため、申込みを提出できません。"));
    }
    if form.value("version") != loaded.row.version.to_string() {
        return Err(AppError::stale());
    }
    let missing = missing_consents(&loaded);
    if !missing.is_empty() {
        return Err(AppError::refused(format!(
            "参加に必要な同意がそろっていません（{}）。申込みの「同意」に、説明した日と回答を記録してから提出してください。",
            missing.join("、")
        )));
    }
    let sent = (cx.actor().account, cx.now());
    store(&mut cx, &loaded, state, loaded.row.applied_on, Some(sent)).await?;
    ask_centre(&mut cx, &loaded).await?;
    let event = Event::new("application.submit")
        .about(id.0)
        .under(loaded.row.contract)
        .detail(serde_json::json!({ "state": state.code(), "verdict": loaded.judgement.finding().code() }));
    let notice = if needs_hearing {
        "提出しました。体調確認シートの結果により、聞き取りが必要です。"
    } else {
        "提出しました。区が受け付けると、参加が決まります。"
    };
    cx.commit(event).await?.redirect_with(loaded.href(), notice)
}

/// Sends the sheets the centre is to hear about to the centre of the applicant's district.
async fn ask_centre(cx: &mut Act<WriteApplication>, loaded: &Loaded) -> Result<()> {
    let is_centres = |sheet: &&SheetOutcome| sheet.is_open() && sheet.hearing_by == DecidedBy::Centre;
    let sheets: Vec<&SheetOutcome> = loaded.judgement.sheets.iter().filter(is_centres).collect();
    let waiting = Waiting {
        id: loaded.row.id,
        contract: loaded.row.contract,
        contract_title: &loaded.row.contract_title,
        applied_on: loaded.row.applied_on,
        applicant: &loaded.sheet.applicant,
    };
    hearings::ask(cx, &waiting, &sheets).await
}

/// Labels of the required kinds without a 「同意する」.
pub(super) fn missing_consents(loaded: &Loaded) -> Vec<String> {
    let required = loaded.definition.consents.iter().filter(|kind| kind.required);
    let given = &loaded.sheet.answered.consents;
    let missing = required.filter(|kind| given.get(&kind.code).is_none_or(|given| !given.agreed));
    missing.map(|kind| kind.label.clone()).collect()
}
