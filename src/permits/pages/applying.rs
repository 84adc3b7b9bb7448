//! 申請する: what is to be done, why and how it is protected. Where a clause forbids it, or none stands against it, there is no
//! form and the page says why.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{Opened, open};
use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        typed::Typed,
    },
    obligations::{self, library::Mode},
    permits::{
        ApplyForPermit,
        db::{self, NewPermit},
        duties::hand_in,
        form::{self, Applied},
        kinds::Kind,
        states::PermitState,
        views::ApplyView,
    },
    sealing::Unit,
    vocab::{
        dates::wareki,
        ids::{ContractId, PermitId},
    },
};

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    kind: String,
    /// The returned one in whose place it will stand.
    again: String,
}

/// What is applied for, under a contract in force whose clauses leave room for it.
struct Scene {
    contract: Contract,
    kind: Kind,
    again: Option<Opened>,
}

async fn scene<M>(cx: &mut Ctx<ApplyForPermit, M>, id: ContractId, asked: &Asked) -> Result<Scene> {
    let kind = Kind::from_code(&asked.kind).ok_or(AppError::NotFound)?;
    let contract = contracts::in_force(cx.db(), id, "申請できません").await?;
    let again = match asked.again.parse::<PermitId>() {
        Ok(permit) => Some(open(cx, permit).await?),
        Err(_) => None,
    };
    if again.as_ref().is_some_and(|it| it.permit.contract != id || it.kind != kind) {
        return Err(AppError::NotFound);
    }
    if again.as_ref().is_some_and(|it| it.state != PermitState::Returned || it.permit.is_followed) {
        return Err(AppError::refused("この申請は、差し戻されていないか、すでに申請し直されています。"));
    }
    Ok(Scene { contract, kind, again })
}

/// Why there is no form: a clause forbids it, or no clause asks for consent.
async fn closed<M>(cx: &mut Ctx<ApplyForPermit, M>, scene: &Scene) -> Result<Option<String>> {
    let terms = obligations::terms(cx.db(), scene.contract.id).await?;
    let label = scene.kind.label();
    Ok(match scene.kind.mode(&terms) {
        Mode::Consent => None,
        Mode::Never => {
            Some(format!("この契約の特記事項は「{label}」を例外なく禁じています。申請はできません。"))
        }
        Mode::Free => {
            Some(format!("この契約の特記事項は「{label}」に承諾を求めていません。申請は要りません。"))
        }
    })
}

pub async fn new(
    mut cx: View<ApplyForPermit>,
    Path(id): Path<ContractId>,
    Query(asked): Query<Asked>,
) -> Result {
    let scene = scene(&mut cx, id, &asked).await?;
    if let Some(why) = closed(&mut cx, &scene).await? {
        return Err(AppError::refused(why));
    }
    let mut form = Form::empty().with("kind", scene.kind.code()).with("starts_on", wareki(cx.today()));
    if let Some(again) = &scene.again {
        let said = again.said.iter().flat_map(|said| &said.0);
        form = said.fold(form, |form, (name, words)| form.with(name, words));
        form = form.with("again", again.permit.id.to_string()).with("ends_on", wareki(again.permit.ends_on));
        if again.permit.covers_files {
            form = form.with("covers_files", "yes");
        }
    }
    cx.show(ApplyView::new(&scene.contract, scene.kind, form)).await
}

pub async fn apply(
    mut cx: Act<ApplyForPermit>,
    Path(id): Path<ContractId>,
    Typed(mut typed): Typed,
) -> Result {
    let asked = Asked { kind: typed.value("kind").into(), again: typed.value("again").into() };
    let scene = scene(&mut cx, id, &asked).await?;
    if let Some(why) = closed(&mut cx, &scene).await? {
        return cx.refuse(Event::new("permit.refused").under(id), why).await;
    }
    let today = cx.today();
    let Some(applied) = form::application(&mut typed, scene.kind, today, scene.contract.ends_on) else {
        let tried = typed.dated_back(Event::new("permit.backdate").under(id));
        return cx.invalid_but_known(tried, ApplyView::new(&scene.contract, scene.kind, typed)).await;
    };
    let permit = PermitId(cx.new_id());
    store(&mut cx, permit, &scene, &applied).await?;
    hand_in(&mut cx, (id, permit), scene.kind, applied.starts_on).await?;
    let event = Event::new("permit.apply").about(permit.0).under(id);
    cx.commit(event.detail(serde_json::json!({ "kind": scene.kind.code(), "files": applied.covers_files })))
        .await?
        .redirect_with(format!("/permits/{permit}"), "申請しました。区の決定を待ってください。")
}

async fn store(cx: &mut Act<ApplyForPermit>, id: PermitId, scene: &Scene, applied: &Applied) -> Result<()> {
    let sealed = cx.seal(Unit::Unit(scene.contract.id.0), id.0, 1, &applied.said)?;
    let (now, by) = (cx.now(), cx.actor().account);
    let new = NewPermit {
        id,
        contract: scene.contract.id,
        kind: scene.kind.code(),
        starts_on: applied.starts_on,
        ends_on: applied.ends_on,
        covers_files: applied.covers_files,
        sealed: &sealed,
        follows: scene.again.as_ref().map(|it| it.permit.id),
        now,
        by,
    };
    if let Err(error) = db::insert(cx.write(), &new).await {
        expect_violation(error, "permit_followed_once")?;
        return Err(AppError::stale());
    }
    Ok(())
}
