//! The context of a page that anybody may open: no login, no tenant, no transaction.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};

use super::{
    answer::Answer,
    chrome::{self, Chrome},
    cookie::LoginToken,
    error::{AppError, Result},
};
use crate::app::App;

/// A visitor.
pub struct Guest {
    pub app: App,
    pub request_id: String,
    /// Of a cookie the browser still holds (an ended login), so that its forms pass the check of `typed`.
    csrf: String,
}

impl FromRequestParts<App> for Guest {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let csrf = LoginToken::of(&parts.headers, app.config.is_secure())
            .map(|token| token.csrf())
            .unwrap_or_default();
        Ok(Self { app: app.clone(), request_id: super::request_id(parts), csrf })
    }
}

impl Guest {
    pub fn show<T: askama::Template>(self, view: &T) -> Result {
        self.show_with(StatusCode::OK, view)
    }

    pub fn show_with<T: askama::Template>(self, status: StatusCode, view: &T) -> Result {
        Ok(Answer::page(status, chrome::render(view, &Chrome::signed_out("", &self.csrf))?))
    }
}
