//! 聞き取り: who of the programme's words asks the person more, and what came of it: 可 or 医師の判断が必要.

use axum::extract::Path;

use super::{Loaded, load, store};
use crate::{
    applications::{
        HearApplicant,
        db::{self, Centre},
        heard::HearingFields,
        judgement::SheetOutcome,
        sheet::Heard,
        states::ApplicationAct,
        views::HearingView,
    },
    audit::Event,
    hearings::{self, Standing},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::{Permission, Role},
        typed::Typed,
    },
    programmes::definition::DecidedBy,
    vocab::{dates::wareki, ids::ApplicationId},
};

/// Whether this reader writes the result down: the ward always, for the centre too; the contractor where it hears itself.
pub(super) fn may_hear(role: Role, loaded: &Loaded) -> bool {
    let open = || loaded.judgement.sheets.iter().filter(|sheet| sheet.is_open());
    role.is_ward() || open().all(|sheet| sheet.hearing_by == DecidedBy::Contractor)
}

async fn open<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: ApplicationId) -> Result<Loaded> {
    let loaded = load(cx, id).await?;
    loaded.after(ApplicationAct::Hear)?;
    if !may_hear(cx.actor().role, &loaded) {
        return Err(AppError::refused("聞き取りの結果は、区が記録します。区に知らせてください。"));
    }
    Ok(loaded)
}

/// The centre of the applicant's district, where a sheet says that the centre hears.
async fn centre<P: Permission, M: Send>(cx: &mut Ctx<P, M>, loaded: &Loaded) -> Result<Option<Centre>> {
    let asks = |sheet: &SheetOutcome| sheet.is_open() && sheet.hearing_by == DecidedBy::Centre;
    if !loaded.judgement.sheets.iter().any(asks) {
        return Ok(None);
    }
    Ok(db::centre_of(cx.db(), loaded.sheet.applicant.district).await?)
}

/// What the centre was asked and answered; the ward alone reads it.
pub(super) async fn asked<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    loaded: &Loaded,
) -> Result<Vec<Standing>> {
    if !cx.actor().role.is_ward() {
        return Ok(Vec::new());
    }
    hearings::of_application(cx, loaded.row.id, loaded.row.contract).await
}

pub async fn ask(mut cx: View<HearApplicant>, Path(id): Path<ApplicationId>) -> Result {
    let loaded = open(&mut cx, id).await?;
    let asked = asked(&mut cx, &loaded).await?;
    let mut form = Form::empty().with("version", loaded.row.version.to_string());
    for sheet in loaded.judgement.sheets.iter().filter(|sheet| sheet.is_open()) {
        let fields = HearingFields::of(&sheet.code);
        // What the centre answered is taken over, and the officer decides.
        form = match asked.iter().find(|one| one.sheet == sheet.code).and_then(|one| one.answer.as_ref()) {
            Some(heard) => fields.fill(form, heard),
            None => form.with(&fields.on, wareki(cx.today())),
        };
    }
    let centre = centre(&mut cx, &loaded).await?;
    cx.show(HearingView::new(&loaded, (centre, &asked), form)).await
}

pub async fn record(
    mut cx: Act<HearApplicant>,
    Path(id): Path<ApplicationId>,
    Typed(mut form): Typed,
) -> Result {
    let mut loaded = open(&mut cx, id).await?;
    let today = cx.today();
    let codes: Vec<String> = loaded
        .judgement
        .sheets
        .iter()
        .filter(|sheet| sheet.is_open())
        .map(|sheet| sheet.code.clone())
        .collect();
    let heard: Vec<Option<Heard>> =
        codes.iter().map(|code| HearingFields::of(code).read(&mut form, today)).collect();
    let Some(heard) = heard.into_iter().collect::<Option<Vec<Heard>>>() else {
        let (centre, asked) = (centre(&mut cx, &loaded).await?, asked(&mut cx, &loaded).await?);
        return cx.invalid(HearingView::new(&loaded, (centre, &asked), form)).await;
    };
    if form.value("version") != loaded.row.version.to_string() {
        return Err(AppError::stale());
    }
    loaded.sheet.heard.extend(codes.into_iter().zip(heard));
    loaded.judge_again();
    let state = loaded.after(ApplicationAct::Hear)?;
    store(&mut cx, &loaded, state, loaded.row.applied_on, None).await?;
    let event = Event::new("application.hear")
        .about(id.0)
        .under(loaded.row.contract)
        .detail(serde_json::json!({ "screening": loaded.judgement.screening() }));
    cx.commit(event).await?.redirect_with(loaded.href(), "聞き取りの結果を記録しました。")
}
