//! Sign-in, sign-out, one-time codes and the change of a password.

use askama::Template;
use axum::{Extension, extract::Query, http::HeaderMap};
use time::{Duration, OffsetDateTime};

use super::{
    ChangePassword, LeaveLogin, db, ended, guessing, hashing, limits,
    onward::{self, Asked, Onward},
    passwords,
    visit::{Visit, device_cookie},
};
use crate::{
    app::App,
    audit::{self, Event},
    kit::{
        answer::Answer,
        cookie::LoginToken,
        ctx::{Act, View},
        db::Writes,
        error::{AppError, Result},
        form::Form,
        guest::Guest,
        permission::{PoolKind, Role},
        server::Peer,
        typed::Typed,
    },
};

/// One sentence for every wrong sign-in: it does not tell whether the account exists.
const WRONG: &str =
    "利用者IDまたはパスワードが違います。大文字・小文字を確かめて、もう一度入力してください。";
const WRONG_CODE: &str =
    "利用者IDまたはコードが違うか、コードの期限が切れています。発行した管理者に確かめてください。";

#[derive(Template)]
#[template(path = "accounts/login.html")]
struct LoginView {
    form: Form,
    /// Why the login this browser still holds has ended; empty when there is none.
    ended: String,
    at_once: i64,
    /// Where it goes on afterwards; empty where nobody said.
    next: &'static str,
}

impl LoginView {
    fn new(form: Form) -> Self {
        let next = onward::carried(Onward::named(form.value("next")));
        Self { form, ended: String::new(), at_once: limits::AT_ONCE, next }
    }
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodeView {
    form: Form,
}

#[derive(Template)]
#[template(path = "accounts/password.html")]
struct PasswordView {
    form: Form,
    next: &'static str,
}

impl PasswordView {
    fn new(form: Form) -> Self {
        let next = onward::carried(Onward::named(form.value("next")));
        Self { form, next }
    }
}

pub async fn show(guest: Guest, headers: HeaderMap, Query(asked): Query<Asked>) -> Result {
    let mut view = LoginView::new(Form::empty());
    view.next = onward::carried(asked.onward());
    if let Some(token) = LoginToken::of(&headers, guest.app.config.is_secure()) {
        view.ended = ended::why(&guest.app, &token).await?.unwrap_or_default();
    }
    guest.show(&view)
}

pub async fn enter(
    guest: Guest,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Typed(mut form): Typed,
) -> Result {
    let (name, password) = (form.required("login_name", "利用者ID", 40), form.value("password").to_owned());
    if password.is_empty() {
        form.refuse("password", "パスワードを入力してください。");
    }
    let Some(name) = name.filter(|_| !form.has_problems()) else {
        return guest.show_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &LoginView::new(form));
    };
    let visit = Visit::of(&guest.app, name.to_lowercase(), &peer, &headers)?;
    match sign_in(&guest.app, &visit, &passwords::normalize(&password), &guest.request_id).await? {
        SignIn::Welcome { token, must_change, role } => {
            let onward = Onward::named(form.value("next")).filter(|_| role.is_contractor());
            let to = if must_change {
                onward::way("/password", onward)
            } else if role.acts_under_contract() {
                onward::way("/work", onward)
            } else {
                "/home".to_owned()
            };
            let secure = guest.app.config.is_secure();
            Ok(Answer::redirect(&to)
                .with_cookie(token.set_cookie(secure))
                .with_cookie(device_cookie(&guest.app, &visit.name)?))
        }
        SignIn::Wait(pause) => {
            form.general(wait_words(pause));
            guest.show_with(axum::http::StatusCode::TOO_MANY_REQUESTS, &LoginView::new(form))
        }
        SignIn::Wrong => {
            form.general(WRONG);
            guest.show_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &LoginView::new(form))
        }
    }
}

fn wait_words(pause: Duration) -> String {
    let seconds = pause.whole_seconds() + 1;
    format!(
        "続けて間違えたため、あと{seconds}秒は受け付けられません。時間をおいて、もう一度入力してください。"
    )
}

enum SignIn {
    Welcome { token: LoginToken, must_change: bool, role: Role },
    Wait(Duration),
    Wrong,
}

async fn sign_in(app: &App, visit: &Visit, password: &str, request: &str) -> Result<SignIn> {
    let now = app.clock.now();
    let pool = app.pools.of(PoolKind::Auth);
    let mut look = Writes::begin(pool).await?;
    let pause =
        guessing::wait(db::tries(&mut look, &visit.name, &visit.address, &visit.device, now).await?, now);
    if pause > Duration::ZERO {
        look.rollback().await?;
        return Ok(SignIn::Wait(pause));
    }
    db::insert_try(&mut look, &visit.as_try(app)).await?;
    let candidate = db::find_candidate(&mut look, &visit.name).await?;
    look.commit().await?; // the try counts from here on, and no connection is held while hashing
    let stored = candidate.as_ref().filter(|c| c.active).and_then(|c| c.password_hash.clone());
    let right = app.hasher.verify(password, stored.as_deref()).await.map_err(AppError::bug)?;
    let mut db = Writes::begin(pool).await?;
    if let Some(candidate) = &candidate {
        db::act_as(&mut db, candidate).await?;
    }
    let (Some(candidate), Some(stored), true) = (candidate, stored, right) else {
        audit::append(&mut db, &Event::new("login.refused"), now, request).await?;
        db.commit().await?;
        return Ok(SignIn::Wrong);
    };
    let role = Role::of(&candidate.kind, &candidate.role).ok_or_else(|| AppError::bug("unknown role"))?;
    let token = LoginToken::new(role.pool()).map_err(AppError::bug)?;
    let login = db::NewLogin {
        token_hash: &token.hash(),
        account: candidate.id,
        work: None,
        window: None,
        now,
        expires: now + limits::ABSOLUTE,
    };
    if !db::open_login(&mut db, &login, &stored).await? {
        return Ok(SignIn::Wrong);
    }
    db::forget_tries(&mut db, &visit.name, &visit.address, &visit.device).await?;
    audit::append(&mut db, &Event::new("login.in"), now, request).await?;
    db.commit().await?;
    Ok(SignIn::Welcome { token, must_change: candidate.must_change, role })
}

pub async fn leave(cx: Act<LeaveLogin>, headers: HeaderMap, Typed(_): Typed) -> Result {
    let app = cx.app().clone();
    let secure = app.config.is_secure();
    cx.commit(Event::new("login.out"))
        .await?
        .then(async {
            if let Some(token) = LoginToken::of(&headers, secure) {
                in_auth(&app, async |db| db::end_login(db, &token.hash()).await.map(|_| ())).await?;
            }
            Ok(Answer::redirect("/login").with_cookie(LoginToken::clear_cookie(secure)).clearing_browser())
        })
        .await
}

/// Signs out everywhere: every browser of this account.
pub async fn end_all(cx: Act<LeaveLogin>, Typed(_): Typed) -> Result {
    let (app, account) = (cx.app().clone(), cx.actor().account);
    cx.commit(Event::new("login.end_all"))
        .await?
        .then(async {
            in_auth(&app, async |db| db::end_logins(db, account).await.map(|_| ())).await?;
            Ok(Answer::redirect("/login").with_cookie(LoginToken::clear_cookie(app.config.is_secure())))
        })
        .await
}

pub async fn password(cx: View<ChangePassword>, Query(asked): Query<Asked>) -> Result {
    cx.show(PasswordView { form: Form::empty(), next: onward::carried(asked.onward()) }).await
}

pub async fn change_password(
    cx: Act<ChangePassword>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Typed(mut form): Typed,
) -> Result {
    let app = cx.app().clone();
    let (account, now) = (cx.actor().account, cx.now());
    let candidate = find_in_auth(&app, account).await?;
    let visit = Visit::signed_in(&app, &candidate.login_name, &peer, &headers)?;
    let current = passwords::normalize(form.value("password"));
    match check_current(&app, &visit, &candidate, &current).await? {
        Current::Right => {}
        Current::Wrong => form.refuse("password", "今のパスワードが違います。もう一度入力してください。"),
        Current::Wait(pause) => form.refuse("password", wait_words(pause)),
    }
    let Some(new) = read_new_password(&mut form, &candidate.login_name) else {
        return cx.invalid(PasswordView::new(form)).await;
    };
    let again = onward::way("/login", Onward::named(form.value("next")));
    let hash = app.hasher.hash(&new).await.map_err(AppError::bug)?;
    cx.commit(Event::new("password.change").about(account.0))
        .await?
        .then(async {
            in_auth(&app, async |db| db::set_password(db, account, &hash, now).await).await?;
            Ok(Answer::redirect(&again).with_cookie(LoginToken::clear_cookie(app.config.is_secure())))
        })
        .await
}

enum Current {
    Right,
    Wrong,
    Wait(Duration),
}

/// Whether this is the present password. Counted as a sign-in is: a browser left open must not be a place to guess at.
async fn check_current(
    app: &App,
    visit: &Visit,
    candidate: &db::Candidate,
    password: &str,
) -> Result<Current> {
    let now = app.clock.now();
    let mut look = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
    let tries = db::tries(&mut look, &visit.name, &visit.address, &visit.device, now).await?;
    let pause = guessing::wait(tries, now);
    if pause > Duration::ZERO {
        look.rollback().await?;
        return Ok(Current::Wait(pause));
    }
    db::insert_try(&mut look, &visit.as_try(app)).await?;
    look.commit().await?; // counted before it is judged, as in sign_in
    if !app.hasher.verify(password, candidate.password_hash.as_deref()).await.map_err(AppError::bug)? {
        return Ok(Current::Wrong);
    }
    in_auth(app, async |db| db::forget_tries(db, &visit.name, &visit.address, &visit.device).await).await?;
    Ok(Current::Right)
}

pub async fn code(guest: Guest) -> Result {
    guest.show(&CodeView { form: Form::empty() })
}

/// A first password, or a new one after a forgotten one: with the code from the printed slip.
pub async fn use_code(
    guest: Guest,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Typed(mut form): Typed,
) -> Result {
    let name = form.required("login_name", "利用者ID", 40).unwrap_or_default().to_lowercase();
    let code = hashing::fold_code(form.value("code"));
    if code.is_empty() {
        form.refuse("code", "コードを入力してください。例：ABCD-EFGH-JKMN");
    }
    let password = read_new_password(&mut form, if name.is_empty() { "\u{0}" } else { &name });
    if let Some(password) = password.filter(|_| !form.has_problems()) {
        let visit = Visit::of(&guest.app, name, &peer, &headers)?;
        if redeem(&guest, &visit, &code, &password).await? {
            return Ok(Answer::redirect("/login"));
        }
        form.general(WRONG_CODE);
    }
    guest.show_with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &CodeView { form })
}

/// Sets the password if the code is right. Only a right code is worth the work of hashing, which anybody could ask for.
async fn redeem(guest: &Guest, visit: &Visit, code: &str, password: &str) -> Result<bool> {
    let (app, now) = (&guest.app, guest.app.clock.now());
    if !code_fits(guest, visit, code).await? {
        return Ok(false);
    }
    let hash = app.hasher.hash(password).await.map_err(AppError::bug)?;
    let mut db = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
    // Once more, and held: a code works once.
    let Some(candidate) = holder(&mut db, visit, code, now).await? else { return Ok(false) };
    db::set_password(&mut db, candidate.id, &hash, now).await?;
    audit::append(&mut db, &Event::new("code.use").about(candidate.id.0), now, &guest.request_id).await?;
    db.commit().await?;
    Ok(true)
}

/// A wrong code is counted and remembered.
async fn code_fits(guest: &Guest, visit: &Visit, code: &str) -> Result<bool> {
    let (app, now) = (&guest.app, guest.app.clock.now());
    let mut db = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
    let tries = db::tries(&mut db, &visit.name, &visit.address, &visit.device, now).await?;
    if guessing::wait_for_code(tries, now) > Duration::ZERO {
        return Err(AppError::TooMany);
    }
    if holder(&mut db, visit, code, now).await?.is_some() {
        db.rollback().await?;
        return Ok(true);
    }
    db::insert_try(&mut db, &visit.as_try(app)).await?;
    audit::append(&mut db, &Event::new("code.refused"), now, &guest.request_id).await?;
    db.commit().await?;
    Ok(false)
}

/// The account whose live code this is.
async fn holder(
    db: &mut Writes,
    visit: &Visit,
    code: &str,
    now: OffsetDateTime,
) -> Result<Option<db::Candidate>> {
    let Some(candidate) = db::find_candidate(db, &visit.name).await?.filter(|c| c.active) else {
        return Ok(None);
    };
    db::act_as(db, &candidate).await?;
    let live = db::live_code(db, candidate.id, now).await?;
    Ok(live.is_some_and(|live| live == hashing::code_hash(code)).then_some(candidate))
}

fn read_new_password(form: &mut Form, login_name: &str) -> Option<String> {
    let new = passwords::normalize(form.value("new_password"));
    if let Err(problem) = passwords::check(&new, login_name) {
        form.refuse("new_password", problem.to_string());
    } else if new != passwords::normalize(form.value("password_again")) {
        form.refuse("password_again", "確認のパスワードが違います。同じものをもう一度入力してください。");
    }
    (!form.has_problems()).then_some(new)
}

async fn find_in_auth(app: &App, account: crate::vocab::ids::AccountId) -> Result<db::Candidate> {
    let mut look = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
    let candidate = db::find_candidate_by_id(&mut look, account).await?;
    look.rollback().await?;
    candidate.ok_or(AppError::LoginRequired)
}

/// Login rows belong to the sign-in role; the act itself was committed and recorded by the person's own.
async fn in_auth(app: &App, work: impl AsyncFnOnce(&mut Writes) -> sqlx::Result<()>) -> Result<()> {
    let mut db = Writes::begin(app.pools.of(PoolKind::Auth)).await?;
    work(&mut db).await?;
    Ok(db.commit().await?)
}
