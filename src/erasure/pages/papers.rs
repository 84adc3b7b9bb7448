//! 書類: 消去証明書, データ消去報告書 and 返却又は消去に関する報告書 of a report, the plan, the certificate of a destroyed key. With its
//! names, remarks and photos a report is printed by the ward alone; a contractor's copy is without them (`Whole::bare`).

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    documents::{ErasurePaper, Issue, erasure_paper::EvidencePhoto},
    erasure::{
        DestroyKeys, PrintErasures,
        db::{self, PhotoFacts, destructions, plans},
        details::PlanWords,
        keys::DestructionState,
        loading,
        views::paper::{self, Wanted},
    },
    handovers,
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        handing_out::Whom,
        permission::Permission,
    },
    sealing::Unit,
    vocab::ids::{ContractId, ErasureId, ErasurePlanId, KeyDestructionId},
};

pub async fn of_report(mut cx: View<PrintErasures>, Path((id, wanted)): Path<(ErasureId, String)>) -> Result {
    let wanted = Wanted::from_code(&wanted).ok_or(AppError::NotFound)?;
    let report = loading::report(&mut cx, id).await?;
    let contract = contract(&mut cx, report.row.contract).await?;
    let details = loading::details(&cx, &report.row)?;
    let things = loading::destroyed(&mut cx, &report.row).await?;
    let photos = db::photos(cx.db(), id).await?;
    let returned =
        if wanted == Wanted::Return { handovers::returned(&mut cx, contract.id).await? } else { Vec::new() };
    let is_copy = cx.actor().role.is_contractor();
    let shown = wanted == Wanted::Media && !is_copy;
    let pictures = if shown { pictures(&mut cx, &photos).await? } else { Vec::new() };
    let whom = if is_copy { Whom::Nobody } else { Whom::Unread };
    let issue = Issue::new(&cx, whom, wanted.title(), &contract.number);
    let to = format!("{}　{}", cx.actor().ward_name, contract.department_name);
    let (contract, report, unit) = (&contract, &report, report.unit_name());
    let whole = paper::Whole { report, contract, unit, details, things, photos, returned, is_bare: false };
    let whole = if is_copy { whole.bare() } else { whole };
    let paper = paper::of_report(issue.masthead(&cx), to, wanted, &whole);
    let paper = ErasurePaper { photos: pictures, ..paper };
    let event = Event::new("erasure.print").about(id.0).under(contract.id).with("list", wanted.code());
    issue.pdf(cx, event, paper).await
}

/// The photos themselves.
async fn pictures(cx: &mut View<PrintErasures>, photos: &[PhotoFacts]) -> Result<Vec<EvidencePhoto>> {
    let mut pictures = Vec::with_capacity(photos.len());
    for (number, photo) in (1..).zip(photos) {
        let Some(sealed) = db::photo(cx.db(), photo.id).await? else { continue };
        let (kind, bytes) = loading::photo(cx, photo.id, &sealed)?;
        let name = format!("{number}.{}", kind.ending());
        pictures.push(EvidencePhoto { name, caption: paper::caption(number, photo), bytes });
    }
    Ok(pictures)
}

async fn contract<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Contract> {
    contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)
}

pub async fn plan(mut cx: View<PrintErasures>, Path(id): Path<ErasurePlanId>) -> Result {
    let plan = plans::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let contract = contract(&mut cx, plan.contract).await?;
    let words: PlanWords = cx.open_paper(Unit::Unit(contract.id.0), id.0, 1, &plan.sealed)?;
    let is_copy = cx.actor().role.is_contractor();
    let whom = if is_copy { Whom::Nobody } else { Whom::Unread };
    let issue = Issue::new(&cx, whom, "データ消去計画書", &contract.number);
    let to = format!("{}　{}", cx.actor().ward_name, contract.department_name);
    let paper = paper::of_plan(issue.masthead(&cx), to, (&plan, &words, is_copy), &contract);
    let event = Event::new("erasure.print").about(id.0).under(contract.id).with("list", "erasure_plan");
    issue.pdf(cx, event, paper).await
}

pub async fn destruction(mut cx: View<DestroyKeys>, Path(id): Path<KeyDestructionId>) -> Result {
    let found = destructions::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let keys = destructions::keys(cx.db(), found.contract, found.course).await?;
    let is_done = DestructionState::from_code(&found.state) == Some(DestructionState::Confirmed)
        && !keys.iter().any(|key| cx.app().keys.has(Unit::Unit(*key)));
    if !is_done {
        return Err(AppError::refused("証明書は、鍵の破棄が済んだ後に作れます。"));
    }
    let issue = Issue::new(&cx, Whom::Nobody, "暗号鍵の破棄による消去の証明書", &found.contract_number)
        .without_handling();
    let paper = paper::of_destruction(issue.masthead(&cx), &found);
    let event = Event::new("erasure.print").about(id.0).under(found.contract).with("list", "key_destruction");
    issue.pdf(cx, event, paper).await
}
