//! Accounts of one's own organisation: a ward's administrator makes those of the ward and of its centres, a contractor's
//! manager those of the contractor. A contractor's accounts are never made or reset by a ward (they may work for another),
//! except its very first manager (organisations::contractors).

use askama::Template;
use axum::extract::Path;

use super::{ManageAccounts, db, hashing};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result, expect_violation},
        form::{Choice, Form},
        parts::{Chip, Tone},
        permission::{Permission, Role},
        typed::Typed,
    },
    organisations,
    vocab::ids::{AccountId, CentreId},
};

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct ListView {
    rows: Vec<AccountRow>,
}

struct AccountRow {
    href: String,
    login_name: String,
    name: String,
    role: &'static str,
    chip: Chip,
}

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct NewView {
    form: Form,
    roles: Vec<Choice>,
    centres: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "accounts/show.html")]
struct ShowView {
    form: Form,
    id: String,
    login_name: String,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "accounts/slip.html")]
struct SlipView {
    login_name: String,
    name: String,
    code: String,
    hours: i64,
}

/// Said wherever a 利用者ID is chosen.
pub const LOGIN_NAME_TAKEN: &str = "この利用者IDは使われています。ほかの利用者IDを入力してください。";

const STATES: [&str; 2] = ["active", "disabled"];

pub async fn list(mut cx: View<ManageAccounts>) -> Result {
    let rows = db::list(cx.db()).await?.into_iter().map(row).collect();
    cx.show(ListView { rows }).await
}

fn row(account: db::Account) -> AccountRow {
    AccountRow {
        href: format!("/accounts/{}", account.id),
        role: Role::of(&account.kind, &account.role).map_or("", Role::label),
        login_name: account.login_name,
        name: account.name,
        chip: if account.state == "active" {
            Chip::new(Tone::Success, "使用中")
        } else {
            Chip::new(Tone::Neutral, "停止")
        },
    }
}

pub async fn new(mut cx: View<ManageAccounts>) -> Result {
    let view = new_view(cx.actor().role, organisations::centre_choices(cx.db()).await?, Form::empty());
    cx.show(view).await
}

fn new_view(actor: Role, centres: Vec<Choice>, form: Form) -> NewView {
    NewView { form, roles: role_choices(actor), centres: if actor.is_ward() { centres } else { Vec::new() } }
}

/// The roles one may give, as `kind.role`.
fn role_choices(actor: Role) -> Vec<Choice> {
    let codes: &[&str] = if actor.is_ward() {
        &["ward.admin", "ward.officer", "ward.auditor", "ward.evaluator", "centre.manager", "centre.staff"]
    } else {
        &["contractor.manager", "contractor.recorder", "operator.operator"]
    };
    let label = |code: &&str| {
        code.split_once('.').and_then(|(kind, role)| Role::of(kind, role)).map_or("", Role::label)
    };
    codes.iter().map(|code| Choice::new(*code, label(code))).collect()
}

pub async fn create(mut cx: Act<ManageAccounts>, Typed(mut form): Typed) -> Result {
    let actor = cx.actor().clone();
    let centres = organisations::centre_choices(cx.db()).await?;
    let Some(typed) = read_new(&mut form, actor.role, &centres) else {
        return cx.invalid(new_view(actor.role, centres, form)).await;
    };
    let (kind, role) = typed.role.split_once('.').ok_or(AppError::NotFound)?;
    let id = AccountId(cx.new_id());
    let ward = actor.role.is_ward().then_some(actor.ward.0);
    let contractor = actor.contractor.map(|c| c.0).filter(|_| ward.is_none());
    let account = db::NewAccount {
        id,
        kind,
        role,
        login_name: &typed.login_name,
        name: &typed.name,
        ward,
        centre: typed.centre.map(|c| c.0),
        contractor,
    };
    if let Err(error) = db::insert(cx.write(), &account).await {
        expect_violation(error, "account_login_name_once")?;
        form.refuse("login_name", LOGIN_NAME_TAKEN);
        return cx.invalid(new_view(actor.role, centres, form)).await;
    }
    let code = write_code(&mut cx, id, "invitation", ward, contractor).await?;
    let event = Event::new("account.create").about(id.0).detail(serde_json::json!({ "role": typed.role }));
    let NewPerson { name, login_name, .. } = typed;
    let slip = SlipView { login_name, name, code, hours: super::limits::CODE.whole_hours() };
    cx.commit_and_show(event, slip).await
}

/// A new account as typed; `role` is `kind.role`.
struct NewPerson {
    name: String,
    login_name: String,
    role: String,
    centre: Option<CentreId>,
}

fn read_new(form: &mut Form, actor: Role, centres: &[Choice]) -> Option<NewPerson> {
    let name = form.required("name", "氏名", 60);
    let login_name = form.parse("login_name", parse_login_name);
    let choices = role_choices(actor);
    let codes: Vec<&str> = choices.iter().map(|c| c.code.as_str()).collect();
    let role = form.choice("role", "役割", &codes);
    let centre = match role.as_deref() {
        Some(r) if r.starts_with("centre.") => {
            let ids: Vec<&str> = centres.iter().map(|c| c.code.as_str()).collect();
            form.choice("centre", "地域包括支援センター", &ids).and_then(|c| c.parse::<CentreId>().ok())
        }
        _ => None,
    };
    if form.has_problems() {
        return None;
    }
    Some(NewPerson { name: name?, login_name: login_name?, role: role?, centre })
}

pub async fn show(mut cx: View<ManageAccounts>, Path(id): Path<AccountId>) -> Result {
    let account = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let form = Form::empty()
        .with("name", account.name.clone())
        .with("role", format!("{}.{}", account.kind, account.role))
        .with("state", account.state.clone())
        .with("version", account.version.to_string());
    let view = show_view(&cx.actor().clone(), &account, form);
    cx.show(view).await
}

fn show_view(actor: &crate::kit::ctx::Actor, account: &db::Account, form: Form) -> ShowView {
    let own = |code: &&Choice| code.code.starts_with(account.kind.as_str());
    ShowView {
        form,
        id: account.id.to_string(),
        login_name: account.login_name.clone(),
        roles: role_choices(actor.role).iter().filter(own).cloned().collect(),
        states: vec![
            Choice::new("active", "使用中"),
            Choice::new("disabled", "停止").hint("すぐにログインできなくなります。"),
        ],
        may_edit: is_ours(actor, account),
    }
}

/// The same organisation's. A ward sees its contractors' accounts in rosters but does not manage them.
fn is_ours(actor: &crate::kit::ctx::Actor, account: &db::Account) -> bool {
    if actor.role.is_ward() {
        account.contractor.is_none()
    } else {
        account.contractor == actor.contractor.map(|c| c.0)
    }
}

pub async fn update(
    mut cx: Act<ManageAccounts>,
    Path(id): Path<AccountId>,
    Typed(mut form): Typed,
) -> Result {
    let actor = cx.actor().clone();
    let account = db::find(cx.db(), id).await?.filter(|a| is_ours(&actor, a)).ok_or(AppError::NotFound)?;
    let choices = role_choices(actor.role);
    let codes: Vec<&str> =
        choices.iter().map(|c| c.code.as_str()).filter(|c| c.starts_with(account.kind.as_str())).collect();
    let (name, role) = (form.required("name", "氏名", 60), form.choice("role", "役割", &codes));
    let state = form.choice("state", "状態", &STATES);
    if id == actor.account
        && (state.as_deref() == Some("disabled")
            || role.as_deref() != Some(&format!("{}.{}", account.kind, account.role)))
    {
        form.general("自分のアカウントの役割や状態は変えられません。ほかの管理者に頼んでください。");
    }
    let (Some(name), Some(role), Some(state), false) = (name, role, state, form.has_problems()) else {
        return cx.invalid(show_view(&actor, &account, form)).await;
    };
    let version = form.version();
    let role = role.rsplit('.').next().unwrap_or_default();
    if !db::update(cx.write(), id, version, role, &name, &state).await? {
        return Err(AppError::stale());
    }
    let event =
        Event::new("account.update").about(id.0).detail(serde_json::json!({ "role": role, "state": state }));
    cx.commit(event).await?.redirect_with("/accounts", "アカウントを変更しました。")
}

/// A new code for somebody who forgot the password; the slip is shown once.
pub async fn issue_code(mut cx: Act<ManageAccounts>, Path(id): Path<AccountId>, Typed(_): Typed) -> Result {
    let actor = cx.actor().clone();
    let account = db::find(cx.db(), id).await?.filter(|a| is_ours(&actor, a)).ok_or(AppError::NotFound)?;
    let ward = account.contractor.is_none().then_some(actor.ward.0);
    let code = write_code(&mut cx, id, "reset", ward, account.contractor).await?;
    let slip = SlipView {
        login_name: account.login_name,
        name: account.name,
        code,
        hours: super::limits::CODE.whole_hours(),
    };
    cx.commit_and_show(Event::new("account.code").about(id.0), slip).await
}

async fn write_code<P: Permission>(
    cx: &mut Act<P>,
    account: AccountId,
    purpose: &str,
    ward: Option<uuid::Uuid>,
    contractor: Option<uuid::Uuid>,
) -> Result<String> {
    let code = hashing::new_code().map_err(AppError::bug)?;
    let (id, now) = (cx.new_id(), cx.now());
    let hash = hashing::code_hash(&code);
    db::insert_code(cx.write(), &db::NewCode { id, account, ward, contractor, purpose, hash: &hash, now })
        .await?;
    Ok(code)
}

/// 3 to 40 of a–z, 0–9, dot, hyphen, underscore; typed capitals and full-width characters are folded.
pub fn parse_login_name(typed: &str) -> std::result::Result<String, &'static str> {
    let folded = crate::vocab::kana::half_digits(typed.trim()).to_lowercase();
    let mut bytes = folded.bytes();
    let starts_well = bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let allowed = bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if starts_well && allowed && (3..=40).contains(&folded.len()) {
        Ok(folded)
    } else {
        Err(
            "利用者IDは、英小文字か数字で始まる3〜40文字で入力してください。使える記号は「.」「-」「_」です。例：yamada.hanako",
        )
    }
}
