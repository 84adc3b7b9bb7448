//! 次の版の当てはめ: what another version of a text adds to a contract in force and takes from it, before an act applies it.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    audit::Event,
    contracts::{
        self,
        db::{
            Contract,
            clause_sets::{self, ClauseSet, Text},
        },
    },
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        permission::Permission,
        typed::Typed,
    },
    obligations::{
        ApplyClauses,
        db::bindings,
        difference::{Difference, differ},
        gates::demanded,
        keeping::{expected_under, renew},
        views,
    },
    vocab::ids::{ClauseSetId, ContractId, ContractTextId},
};

/// Which version is looked at.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    set: Option<ClauseSetId>,
}

/// A contract in force, one of its texts, and the versions that were made from it.
struct Scene {
    contract: Contract,
    signed_on: time::Date,
    text: Text,
    versions: Vec<ClauseSet>,
}

impl Scene {
    async fn set<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId, text: ContractTextId) -> Result<Self> {
        let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        let texts = clause_sets::texts(cx.db(), id).await?;
        let text = texts.into_iter().find(|one| one.id == text).ok_or(AppError::NotFound)?;
        let in_force = contract.is_in_force();
        let signed_on = contract.signed_on.filter(|_| in_force).ok_or_else(|| {
            AppError::refused(
                "締結ずみで、終了していない契約だけ、次の版を当てはめられます。準備中の契約では、文書を取り込み直してください。",
            )
        })?;
        let versions = clause_sets::successors(cx.db(), text.set).await?;
        Ok(Self { contract, signed_on, text, versions })
    }

    fn version(&self, set: ClauseSetId) -> Result<&ClauseSet> {
        self.versions.iter().find(|one| one.id == set).ok_or(AppError::NotFound)
    }

    async fn difference<P: Permission, M>(&self, cx: &mut Ctx<P, M>, set: ClauseSetId) -> Result<Difference> {
        let before = bindings::of_contract(cx.db(), self.contract.id).await?;
        let mut after: Vec<_> =
            before.iter().filter(|clause| clause.clause.set != self.text.set.0).cloned().collect();
        after.extend(bindings::bound(cx.db(), set).await?);
        let old = expected_under(cx, &self.contract, self.signed_on, &before).await?;
        let new = expected_under(cx, &self.contract, self.signed_on, &after).await?;
        Ok(differ((&old, &demanded(&before)), (&new, &demanded(&after))))
    }
}

/// How many clauses of a set nobody has confirmed.
async fn unread<P: Permission, M>(cx: &mut Ctx<P, M>, set: ClauseSetId) -> Result<usize> {
    let clauses = clause_sets::clauses(cx.db(), set).await?.len();
    Ok(clauses.saturating_sub(bindings::of_set(cx.db(), set).await?.len()))
}

pub async fn show(
    mut cx: View<ApplyClauses>,
    Path((id, text)): Path<(ContractId, ContractTextId)>,
    Query(asked): Query<Asked>,
) -> Result {
    let scene = Scene::set(&mut cx, id, text).await?;
    let Some(set) = asked.set else {
        return cx.show(views::Versions::new(&scene.contract, &scene.text, &scene.versions)).await;
    };
    let open = unread(&mut cx, set).await?;
    let difference = scene.difference(&mut cx, set).await?;
    let view = views::Change::new(&scene.contract, &scene.text, scene.version(set)?, &difference, open);
    cx.show(view).await
}

pub async fn apply(
    mut cx: Act<ApplyClauses>,
    Path((id, text)): Path<(ContractId, ContractTextId)>,
    Typed(form): Typed,
) -> Result {
    let scene = Scene::set(&mut cx, id, text).await?;
    let set = form.value("set").parse::<ClauseSetId>().map_err(|_| AppError::NotFound)?;
    scene.version(set)?;
    let open = unread(&mut cx, set).await?;
    if open > 0 {
        return Err(AppError::refused(format!(
            "この版には、まだ確かめていない条項が{open}条あります。すべて確かめてから当てはめてください。"
        )));
    }
    let (now, by, new) = (cx.now(), cx.actor().account, ContractTextId(cx.new_id()));
    if !clause_sets::end_text(cx.write(), text, now, by).await? {
        return Err(AppError::stale());
    }
    clause_sets::carry(cx.write(), (new, id, set), now, by).await?;
    let left = renew(&mut cx, &scene.contract, scene.signed_on).await?;
    let detail = serde_json::json!({ "set": set, "open": left });
    let event = Event::new("contract.apply").about(id.0).under(id).detail(detail);
    cx.commit(event).await?.redirect_with(
        format!("/contracts/{id}/clauses"),
        "次の版を当てはめ、義務を計算し直しました。済んだ義務は、そのまま残ります。",
    )
}
