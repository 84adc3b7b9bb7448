//! アカウント・ログイン: who may sign in, with what, for how long. Passwords are argon2id; a first password and a
//! forgotten one go through a one-time code on paper, so no mail is needed. A contractor's login acts under one
//! contract at a time and switches explicitly (S0 13, S4 第6条・第18条).

pub mod admin;
pub mod db;
mod ended;
pub mod guessing;
pub mod hashing;
pub mod limits;
mod onward;
pub mod passwords;
pub mod renewal;
mod sign_in;
mod visit;
mod work;

use crate::{kit::routing::Routes, permission};

permission!(pub LeaveLogin, "login.out", anywhere, [
    WardAdmin, WardOfficer, WardAuditor, WardEvaluator, ContractorManager, ContractorRecorder, CentreManager, CentreStaff, Operator]);
permission!(pub ChangePassword, "password.change", anywhere, [
    WardAdmin, WardOfficer, WardAuditor, WardEvaluator, ContractorManager, ContractorRecorder, CentreManager, CentreStaff, Operator]);
permission!(pub ChooseWork, "login.switch", anywhere, [ContractorManager, ContractorRecorder, Operator]);
permission!(pub ManageAccounts, "account.manage", anywhere, [WardAdmin, ContractorManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/login", sign_in::show)
        .post("/login", sign_in::enter)
        .get("/code", sign_in::code)
        .post("/code", sign_in::use_code)
        .post("/logout", sign_in::leave)
        .get("/password", sign_in::password)
        .post("/password", sign_in::change_password)
        .post("/logins/end", sign_in::end_all)
        .get("/work", work::show)
        .post("/work", work::choose)
        .get("/accounts", admin::list)
        .get("/accounts/new", admin::new)
        .post("/accounts", admin::create)
        .get("/accounts/{id}", admin::show)
        .post("/accounts/{id}", admin::update)
        .post("/accounts/{id}/code", admin::issue_code)
}
