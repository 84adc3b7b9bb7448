//! 受託者: entered once for all wards by 法人番号; a ward invites the first manager of one that has no account yet.

use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::{
    accounts::{
        admin::{LOGIN_NAME_TAKEN, parse_login_name},
        hashing, limits,
    },
    audit::Event,
    kit::{
        ctx::{Act, View},
        db::Reads,
        error::{AppError, Result, expect_violation},
        form::Form,
        parts::{Link, Pager},
        typed::Typed,
    },
    organisations::{ManageOrganisations, db, views},
    vocab::{
        ids::{AccountId, ContractorId},
        numbers::{CorporateNumber, Phone},
    },
};

const SIZE: i64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Place {
    page: String,
}

pub async fn list(mut cx: View<ManageOrganisations>, Query(place): Query<Place>) -> Result {
    let page = place.page.parse::<i64>().unwrap_or(1).clamp(1, 10_000);
    let rows = db::contractors(cx.db(), None, page, SIZE).await?;
    let total = db::count_contractors(cx.db()).await?;
    let pager = Pager::new(total.unsigned_abs(), page.unsigned_abs(), SIZE.unsigned_abs(), "/organisations");
    cx.show(views::Contractors::new(rows, pager)).await
}

pub async fn new(cx: View<ManageOrganisations>) -> Result {
    cx.show(views::ContractorNew { form: Form::empty(), existing: None }).await
}

pub async fn create(mut cx: Act<ManageOrganisations>, Typed(mut form): Typed) -> Result {
    let number = form.parse("corporate_number", CorporateNumber::parse);
    let name = form.required("name", "法人名", 100);
    let address = form.optional("address", "所在地", 200);
    let telephone = form.parse_optional("telephone", Phone::parse);
    let existing = match &number {
        Some(number) => db::contractor_by_number(cx.db(), number.as_str()).await?,
        None => None,
    };
    if let Some((id, name)) = existing {
        form.refuse(
            "corporate_number",
            "この法人番号の受託者は登録ずみです。登録せずに、そのまま契約に使えます。",
        );
        let existing = Some(Link::new(name, format!("/organisations/contractors/{id}")));
        return cx.invalid(views::ContractorNew { form, existing }).await;
    }
    let (Some(number), Some(name), Some(address), Some(telephone)) = (number, name, address, telephone)
    else {
        return cx.invalid(views::ContractorNew { form, existing: None }).await;
    };
    let telephone = telephone.map(|phone| phone.shown().to_owned()).unwrap_or_default();
    let facts =
        db::ContractorFacts { corporate_number: number.as_str().to_owned(), name, address, telephone };
    let id = ContractorId(cx.new_id());
    if let Err(error) = db::insert_contractor(cx.write(), id, &facts).await {
        expect_violation(error, "contractor_number_once")?;
        return Err(AppError::stale());
    }
    let event = Event::new("contractor.create").about(id.0);
    let notice = "受託者を登録しました。次に、最初の管理者を招待してください。";
    cx.commit(event).await?.redirect_with(format!("/organisations/contractors/{id}"), notice)
}

pub async fn show(mut cx: View<ManageOrganisations>, Path(id): Path<ContractorId>) -> Result {
    let view = page(cx.db(), id, Form::empty()).await?;
    cx.show(view).await
}

/// Makes the first manager's account; the slip with the code is shown once.
pub async fn invite(
    mut cx: Act<ManageOrganisations>,
    Path(id): Path<ContractorId>,
    Typed(mut form): Typed,
) -> Result {
    let contractor = find(cx.db(), id).await?;
    let name = form.required("name", "氏名", 60);
    let login_name = form.parse("login_name", parse_login_name);
    let (Some(name), Some(login_name)) = (name, login_name) else {
        let view = page(cx.db(), id, form).await?;
        return cx.invalid(view).await;
    };
    let code = hashing::new_code().map_err(AppError::bug)?;
    let (account, code_id, now) = (AccountId(cx.new_id()), cx.new_id(), cx.now());
    let hash = hashing::code_hash(&code);
    // Read before the write: after a violated constraint the transaction answers nothing more.
    let empty = page(cx.db(), id, Form::empty()).await?;
    let new = db::FirstManager {
        account,
        contractor: id,
        login_name: &login_name,
        name: &name,
        code: code_id,
        code_hash: &hash,
        now,
    };
    let invited = db::invite_first_manager(cx.write(), &new).await;
    if !told(&mut form, invited)? {
        return cx.invalid(empty.with(form)).await;
    }
    let back = format!("/organisations/contractors/{id}");
    let slip = views::Slip {
        contractor: contractor.name,
        name,
        login_name,
        code,
        hours: limits::CODE.whole_hours(),
        back,
    };
    let event = Event::new("account.invite").about(account.0).detail(serde_json::json!({ "contractor": id }));
    cx.commit_and_show(event, slip).await
}

/// The company told the ward its manager's 利用者ID: from now on its accounts work under this ward's contracts.
pub async fn check(
    mut cx: Act<ManageOrganisations>,
    Path(id): Path<ContractorId>,
    Typed(mut form): Typed,
) -> Result {
    let empty = page(cx.db(), id, Form::empty()).await?;
    let Some(login_name) = form.parse("manager", parse_login_name) else {
        return cx.invalid(empty.with(form)).await;
    };
    let now = cx.now();
    if !db::check_company(cx.write(), id, &login_name, now).await? {
        form.refuse(
            "manager",
            "この受託者の管理者に、この利用者IDの人はいません。会社の代表電話などで本人に確かめて、もう一度入力してください。",
        );
        return cx.invalid(empty.with(form)).await;
    }
    cx.commit(Event::new("contractor.check").about(id.0)).await?.redirect_with(
        format!("/organisations/contractors/{id}"),
        "受託者の管理者を確認しました。受託者のアカウントで、この区との契約の仕事ができます。",
    )
}

/// Whether the manager was made; if not, the form says why.
fn told(form: &mut Form, invited: sqlx::Result<bool>) -> Result<bool> {
    match invited {
        Ok(true) => return Ok(true),
        Ok(false) => form.general(
            "この受託者にはすでにアカウントがあります。新しい人のアカウントは、受託者の管理者が作ります。",
        ),
        Err(error) => {
            expect_violation(error, "account_login_name_once")?;
            form.refuse("login_name", LOGIN_NAME_TAKEN);
        }
    }
    Ok(false)
}

async fn find(reads: &mut Reads, id: ContractorId) -> Result<db::Contractor> {
    db::contractors(reads, Some(id), 1, 1).await?.into_iter().next().ok_or(AppError::NotFound)
}

async fn page(reads: &mut Reads, id: ContractorId, form: Form) -> Result<views::ContractorShow> {
    let contractor = find(reads, id).await?;
    let contracts = db::contracts_of(reads, id).await?;
    let accounts = db::company_accounts(reads, id).await?;
    Ok(views::ContractorShow::new(&contractor, contracts, accounts, form))
}
