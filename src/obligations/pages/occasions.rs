//! 出来事を伝える: something came up that a clause hangs duties on. Registers tell of their own; this page is for the rest.

use axum::extract::Path;

use crate::{
    audit::Event,
    contracts::{self, db::Contract},
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    obligations::{
        Arisen, Occasion, TellOccasion, db,
        keeping::{arise, occasions_of},
        views,
    },
    vocab::{dates::wareki, ids::ContractId},
};

/// Characters of what tells one occasion from another.
const LONGEST: usize = 60;

/// The contract in force, and what may come up under it.
async fn load<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<(Contract, Vec<Occasion>)> {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    if !contract.is_in_force() {
        return Err(AppError::refused("締結ずみで、終了していない契約だけ、出来事を伝えられます。"));
    }
    let mut occasions = occasions_of(cx.db(), id).await?;
    occasions.retain(|occasion| !occasion.is_told_by_register());
    Ok((contract, occasions))
}

pub async fn new(mut cx: View<TellOccasion>, Path(id): Path<ContractId>) -> Result {
    let (contract, occasions) = load(&mut cx, id).await?;
    let told = db::dates::arisen(cx.db(), id).await?;
    let form = Form::empty().with("happened_on", wareki(cx.today()));
    cx.show(views::OccasionForm::new(&contract, &occasions, &told, form)).await
}

pub async fn tell(mut cx: Act<TellOccasion>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let (contract, occasions) = load(&mut cx, id).await?;
    let codes: Vec<&str> = occasions.iter().map(|occasion| occasion.code()).collect();
    let chosen = form.choice("occasion", "出来事", &codes);
    let on = form.date("happened_on", "その日").filter(|day| {
        let is_near = (*day - cx.today()).abs() <= time::Duration::days(366);
        if !is_near {
            form.refuse("happened_on", "今日から1年以上離れています。年を確かめて入力してください。");
        }
        is_near
    });
    let subject = form.optional("subject", "見分ける言葉", LONGEST);
    let occasion = chosen.and_then(|code| occasions.iter().find(|known| known.code() == code));
    let (Some(occasion), Some(on), Some(subject)) = (occasion, on, subject) else {
        let told = db::dates::arisen(cx.db(), id).await?;
        return cx.invalid(views::OccasionForm::new(&contract, &occasions, &told, form)).await;
    };
    let came_up = Arisen { occasion: *occasion, on, key: cx.new_id().to_string(), subject, due_on: None };
    arise(&mut cx, id, &came_up).await?;
    let detail = serde_json::json!({ "kind": occasion.code() });
    let event = Event::new("occasion.tell").about(id.0).under(id).detail(detail);
    cx.commit(event).await?.redirect_with(
        format!("/contracts/{id}/obligations"),
        "出来事を記録しました。条項が求める義務を、期限とともに登録しました。",
    )
}
