//! 契約の単価: the ward writes down what was agreed, from which day on; everybody who reads the statement reads it too.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use time::Date;

use super::{
    AgreePrices, ReadFees, db,
    prices::{self, Agreed},
};
use crate::{
    audit::Event,
    contracts::{
        db::{self as contracts, Contract},
        states::ContractState,
        views::{Head, Tab},
    },
    kit::{
        ctx::{Act, Actor, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        permission::Permission,
        typed::Typed,
    },
    programmes::{self, Definition, fee::yen},
    vocab::{
        dates::{parse_date, wareki},
        ids::ContractId,
    },
};

/// Most yen of one price: nine digits, so that a slip of the hand is seen.
const MOST: i64 = 999_999_999;

#[derive(Template)]
#[template(path = "fees/prices.html")]
struct PricesView {
    head: Head,
    form: Form,
    action: String,
    choices: Vec<Choice>,
    prices: Vec<PriceLine>,
    missing: Vec<String>,
    may_agree: bool,
    /// Why nothing can be changed, for who otherwise could.
    closed: bool,
    fees_href: String,
}

struct PriceLine {
    label: String,
    from_on: String,
    yen: String,
    remove_href: String,
}

#[derive(Template)]
#[template(path = "fees/price_removal.html")]
struct RemovalView {
    form: Form,
    what: String,
    action: String,
    back: String,
}

/// Which price is to be removed; the amount is that of the page the reader came from.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Named {
    code: String,
    from_on: String,
}

pub async fn show(mut cx: View<ReadFees>, Path(id): Path<ContractId>) -> Result {
    let (contract, definition) = found(&mut cx, id).await?;
    let agreed = db::prices(cx.db(), id).await?;
    let mut form = Form::empty().with("from_on", wareki(contract.starts_on));
    if let [(code, _)] = prices::asked(definition)[..] {
        form = form.with("code", code); // the only one needs no choosing
    }
    let view = view_of(cx.actor(), &contract, definition, &agreed, form)?;
    cx.show(view).await
}

pub async fn agree(mut cx: Act<AgreePrices>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let (contract, definition) = found(&mut cx, id).await?;
    still_open(&contract)?;
    let agreed = db::prices(cx.db(), id).await?;
    let Some(price) = read(&mut form, &contract, definition) else {
        let view = view_of(cx.actor(), &contract, definition, &agreed, form)?;
        return cx.invalid(view).await;
    };
    let before = agreed.iter().find(|one| one.code == price.code && one.from_on == price.from_on);
    let detail = serde_json::json!({ "price": price.code, "from_on": price.from_on.to_string(),
        "from": before.map(|one| one.yen), "to": price.yen });
    db::agree(cx.write(), id, &price).await?;
    cx.commit(Event::new("price.agree").about(id.0).under(id).detail(detail))
        .await?
        .redirect_with(format!("/contracts/{id}/prices"), "契約の単価を登録しました。")
}

pub async fn confirm(
    mut cx: View<AgreePrices>,
    Path(id): Path<ContractId>,
    Query(named): Query<Named>,
) -> Result {
    let (contract, definition) = found(&mut cx, id).await?;
    still_open(&contract)?;
    let agreed = db::prices(cx.db(), id).await?;
    let is_meant = |one: &&Agreed| one.code == named.code && one.from_on.to_string() == named.from_on;
    let Some(price) = agreed.iter().find(is_meant) else {
        return Err(AppError::refused("消す単価が見つかりません。契約の単価を開き直してください。"));
    };
    let view = RemovalView {
        form: Form::empty()
            .with("code", &price.code)
            .with("from_on", price.from_on.to_string())
            .with("yen", price.yen.to_string()),
        what: format!(
            "{}から適用する「{}」{}",
            wareki(price.from_on),
            label(definition, &price.code),
            yen(price.yen)
        ),
        action: format!("/contracts/{id}/prices/removal"),
        back: format!("/contracts/{id}/prices"),
    };
    cx.show(view).await
}

pub async fn remove(mut cx: Act<AgreePrices>, Path(id): Path<ContractId>, Typed(mut form): Typed) -> Result {
    let (contract, _) = found(&mut cx, id).await?;
    still_open(&contract)?;
    let price = (form.parse("from_on", parse_date), form.whole_number("yen", "単価", 0..=i64::MAX));
    let (Some(from_on), Some(amount)) = price else { return Err(AppError::stale()) };
    let price = Agreed { code: form.value("code").to_owned(), from_on, yen: amount };
    if !db::remove(cx.write(), id, &price).await? {
        return Err(AppError::stale());
    }
    let detail = serde_json::json!({ "price": price.code, "from_on": from_on.to_string(), "from": amount });
    cx.commit(Event::new("price.remove").about(id.0).under(id).detail(detail))
        .await?
        .redirect_with(format!("/contracts/{id}/prices"), "契約の単価を消しました。")
}

async fn found<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    id: ContractId,
) -> Result<(Contract, &'static Definition)> {
    let contract = contracts::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let definition = programmes::of(cx.db(), contract.programme).await?;
    Ok((contract, definition))
}

fn is_open(contract: &Contract) -> bool {
    use ContractState::{Active, Draft, Signed};
    ContractState::from_code(&contract.state).is_some_and(|state| matches!(state, Draft | Signed | Active))
}

fn still_open(contract: &Contract) -> Result<()> {
    if is_open(contract) {
        return Ok(());
    }
    Err(AppError::refused("この契約は終了の手続きに入っているため、単価は変えられません。"))
}

fn read(form: &mut Form, contract: &Contract, definition: &Definition) -> Option<Agreed> {
    let codes: Vec<&str> = prices::asked(definition).into_iter().map(|(code, _)| code).collect();
    let code = form.choice("code", "単価の種類", &codes);
    let from_on = form.date("from_on", "適用する日");
    let yen = form.yen("yen", "金額", 0..=MOST);
    let fits = |day: Date| contract.starts_on <= day && day <= contract.ends_on;
    if from_on.is_some_and(|day| !fits(day)) {
        let (first, last) = (wareki(contract.starts_on), wareki(contract.ends_on));
        form.refuse(
            "from_on",
            format!("適用する日は、契約期間（{first}〜{last}）の中の日を入力してください。"),
        );
    }
    let agreed = Agreed { code: code?, from_on: from_on?, yen: yen? };
    (!form.has_problems()).then_some(agreed)
}

/// What the programme calls a price; a code it doesn't know stays a code.
fn label<'a>(definition: &'a Definition, code: &'a str) -> &'a str {
    prices::asked(definition).into_iter().find(|(known, _)| *known == code).map_or(code, |(_, label)| label)
}

fn view_of(
    reader: &Actor,
    contract: &Contract,
    definition: &Definition,
    agreed: &[Agreed],
    form: Form,
) -> Result<PricesView> {
    let id = contract.id;
    let (allowed, open) = (AgreePrices::allows(reader.role), is_open(contract));
    let asked = prices::asked(definition);
    let lacks = |code: &str| !agreed.iter().any(|price| price.code == code);
    let line = |price: &Agreed| PriceLine {
        label: label(definition, &price.code).to_owned(),
        from_on: wareki(price.from_on),
        yen: yen(price.yen),
        remove_href: if allowed && open {
            format!("/contracts/{id}/prices/removal?code={}&from_on={}", price.code, price.from_on)
        } else {
            String::new()
        },
    };
    Ok(PricesView {
        head: Head::new(contract, reader, Tab::Fees, "契約の単価")?,
        form,
        action: format!("/contracts/{id}/prices"),
        choices: asked.iter().map(|(code, label)| Choice::new(*code, *label)).collect(),
        prices: agreed.iter().map(line).collect(),
        missing: asked.iter().filter(|(code, _)| lacks(code)).map(|(_, label)| (*label).to_owned()).collect(),
        may_agree: allowed && open && !asked.is_empty(),
        closed: allowed && !open,
        fees_href: format!("/contracts/{id}/fees"),
    })
}
