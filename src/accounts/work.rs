//! 担当の切替: a contractor's login acts under one contract of one ward at a time; switching is an act of its own, with a
//! new login token, so that no screen ever mixes two wards.

use askama::Template;
use axum::http::HeaderMap;

use super::{ChooseWork, db};
use crate::{
    audit::{self, Event},
    kit::{
        answer::Answer,
        cookie::LoginToken,
        ctx::{Act, View},
        db::Writes,
        error::{AppError, Result},
        permission::PoolKind,
        typed::Typed,
    },
    vocab::ids::ContractId,
};

#[derive(Template)]
#[template(path = "accounts/work.html")]
struct WorkView {
    works: Vec<WorkRow>,
    /// Wards whose contracts wait until they have asked the company for its manager.
    waiting: Vec<String>,
}

struct WorkRow {
    contract: String,
    ward_name: String,
    number: String,
    title: String,
    designated: bool,
    current: bool,
}

pub async fn show(mut cx: View<ChooseWork>) -> Result {
    let works = db::my_contracts(cx.db()).await?;
    let waiting = db::wards_to_ask_us(cx.db()).await?;
    let current = cx.actor().contract;
    let row = |w: db::Work| WorkRow {
        contract: w.contract.to_string(),
        ward_name: w.ward_name,
        number: w.number,
        title: w.title,
        designated: w.designated,
        current: Some(w.contract) == current,
    };
    cx.show(WorkView { works: works.into_iter().map(row).collect(), waiting }).await
}

pub async fn choose(mut cx: Act<ChooseWork>, headers: HeaderMap, Typed(form): Typed) -> Result {
    let wanted: ContractId = form.value("contract").parse().map_err(|_| AppError::NotFound)?;
    let works = db::my_contracts(cx.db()).await?;
    let work = works.into_iter().find(|w| w.contract == wanted).ok_or(AppError::NotFound)?;
    let (app, account, now) = (cx.app().clone(), cx.actor().account, cx.now());
    let secure = app.config.is_secure();
    let old = LoginToken::of(&headers, secure).ok_or(AppError::LoginRequired)?;
    let token = LoginToken::new(PoolKind::Contractor).map_err(AppError::bug)?;
    cx.commit(Event::new("login.leave_work"))
        .await?
        .then(async {
            let mut auth = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
            let candidate =
                db::find_candidate_by_id(&mut auth, account).await?.ok_or(AppError::LoginRequired)?;
            let candidate = db::Candidate { ward: Some(work.ward), ..candidate };
            db::act_as(&mut auth, &candidate).await?;
            // An ended login can't be switched, and a switch doesn't lengthen the working day.
            let expires = db::end_login(&mut auth, &old.hash()).await?.ok_or(AppError::LoginRequired)?;
            let login = db::NewLogin {
                token_hash: &token.hash(),
                account,
                work: Some((work.ward, work.contract)),
                now,
                expires,
            };
            if !db::open_login(&mut auth, &login, candidate.password_hash.as_deref().unwrap_or_default())
                .await?
            {
                return Err(AppError::LoginRequired);
            }
            audit::append(&mut auth, &Event::new("login.switch").under(work.contract), now, "").await?;
            auth.commit().await?;
            Ok(Answer::redirect("/home").with_cookie(token.set_cookie(secure)))
        })
        .await
}
