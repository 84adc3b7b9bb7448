//! 登録する: a device gets its name under the contract, and the pair of keys to which it will seal what isn't sent.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result, expect_violation},
        form::Form,
        typed::Typed,
    },
    sealing::{Place, Unit},
    tablets::{
        RegisterTablet,
        db::{self, NewTablet, PRIVATE},
        form, secrets,
        views::RegisterView,
    },
    vocab::ids::{ContractId, TabletId},
};

async fn scene<M>(cx: &mut Ctx<RegisterTablet, M>, id: ContractId) -> Result<Contract> {
    let contract = contracts::in_force(cx.db(), id, "端末を登録できません").await?;
    let today = cx.today();
    let gate = db::gate(cx.db(), id, today).await?;
    match form::shut(&gate).filter(|_| form::is_forbidden(&gate)) {
        Some(why) => Err(AppError::refused(why)),
        None => Ok(contract),
    }
}

pub async fn new(mut cx: View<RegisterTablet>, Path(id): Path<ContractId>) -> Result {
    let contract = scene(&mut cx, id).await?;
    cx.show(RegisterView::new(&contract, Form::empty())).await
}

pub async fn register(
    mut cx: Act<RegisterTablet>,
    Path(id): Path<ContractId>,
    Typed(mut typed): Typed,
) -> Result {
    let contract = scene(&mut cx, id).await?;
    let Some((label, device)) = form::registration(&mut typed) else {
        return cx.invalid(RegisterView::new(&contract, typed)).await;
    };
    let tablet = TabletId(cx.new_id());
    let unit = Unit::Unit(id.0);
    let sealed = cx.seal(unit, tablet.0, 1, &device)?;
    let (private, public) = secrets::rescue_pair()?;
    let place = Place { ward: cx.ward().0, row: tablet.0, version: 1 };
    let private = cx.app().keys.seal_raw(unit, PRIVATE, place, &private)?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = NewTablet {
        id: tablet,
        contract: id,
        label: &label,
        sealed: &sealed,
        rescue_public: &public,
        rescue_private: &private,
        now,
        by,
    };
    if let Err(error) = db::insert(cx.write(), &new).await {
        expect_violation(error, "tablet_label_once")?;
        typed.refuse("label", "同じ名前の端末が、この契約で使われています。ほかの名前にしてください。");
        return cx.invalid(RegisterView::new(&contract, typed)).await;
    }
    let event = Event::new("tablet.register").about(tablet.0).under(id);
    cx.commit(event)
        .await?
        .redirect_with(format!("/tablets/{tablet}"), "登録しました。区の許可を待ってください。")
}
