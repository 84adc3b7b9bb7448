//! ログインの取替え: what a browser's login may do changes only with a new token, so that a page of before posts nothing now. The new
//! login lives no longer than the old one would have.

use axum::http::HeaderMap;
use time::OffsetDateTime;

use super::db;
use crate::{
    app::App,
    audit::{self, Event},
    kit::{
        answer::Answer,
        cookie::LoginToken,
        ctx::Act,
        db::Writes,
        error::{AppError, Result},
        permission::{Permission, PoolKind},
    },
    vocab::ids::{AccountId, ContractId, JobWindowId, WardId},
};

/// What the new login is for.
pub struct Next {
    pub work: (WardId, ContractId),
    /// The job window it enters, and when that ends.
    pub window: Option<(JobWindowId, OffsetDateTime)>,
    /// Where it goes on.
    pub path: &'static str,
}

/// Ends the browser's login, leaving `event`, and opens the next.
pub async fn renew<P: Permission>(cx: Act<P>, headers: &HeaderMap, event: Event, next: Next) -> Result {
    let (app, now, path) = (cx.app().clone(), cx.now(), next.path);
    let (account, pool) = (cx.actor().account, cx.actor().role.pool());
    let secure = app.config.is_secure();
    let old = LoginToken::of(headers, secure).ok_or(AppError::LoginRequired)?;
    let token = LoginToken::new(pool).map_err(AppError::bug)?;
    cx.commit(event)
        .await?
        .then(async {
            open(&app, account, (&old, &token), &next, now).await?;
            Ok(Answer::redirect(path).with_cookie(token.set_cookie(secure)))
        })
        .await
}

async fn open(
    app: &App,
    account: AccountId,
    (old, token): (&LoginToken, &LoginToken),
    next: &Next,
    now: OffsetDateTime,
) -> Result<()> {
    let mut auth = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
    let candidate = db::find_candidate_by_id(&mut auth, account).await?.ok_or(AppError::LoginRequired)?;
    let candidate = db::Candidate { ward: Some(next.work.0), ..candidate };
    db::act_as(&mut auth, &candidate).await?;
    // An ended login can't be switched, and a switch doesn't lengthen the working day.
    let expires = db::end_login(&mut auth, &old.hash()).await?.ok_or(AppError::LoginRequired)?;
    let login = db::NewLogin {
        token_hash: &token.hash(),
        account,
        work: Some(next.work),
        window: next.window.map(|(id, _)| id),
        now,
        expires: next.window.map_or(expires, |(_, ends_at)| expires.min(ends_at)),
    };
    let checked = candidate.password_hash.as_deref().unwrap_or_default();
    if !db::open_login(&mut auth, &login, checked).await? {
        return Err(AppError::LoginRequired);
    }
    audit::append(&mut auth, &Event::new("login.switch").under(next.work.1), now, "").await?;
    Ok(auth.commit().await?)
}
