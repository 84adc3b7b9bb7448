//! What a page function returns. It can only be made by a context (which then has written its audit event), so no page
//! can show personal data or claim a write that was not committed.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

pub const NOTICE_COOKIE: &str = "kayoi_notice";

/// A finished response.
pub struct Answer(pub(super) Response);

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        self.0
    }
}

impl Answer {
    /// A plain word for machines.
    pub fn text(status: StatusCode, text: &'static str) -> Self {
        Self((status, text).into_response())
    }

    /// What a tablet keeps to start without a network: nothing personal in it, asked for anew whenever there is one. `csp` in
    /// place of the policy of every page.
    pub fn shell(content_type: &'static str, bytes: Vec<u8>, csp: Option<&'static str>) -> Self {
        let mut response = Response::new(Body::from(bytes));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if let Some(csp) = csp {
            headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(csp));
        }
        Self(response)
    }

    /// To another page without having written anything (a guest's page).
    pub fn redirect(to: &str) -> Self {
        Self(Redirect::to(to).into_response())
    }

    /// Tells the browser to forget the pages of this site. Not its storage: what a tablet has recorded and not sent lies there, sealed,
    /// and the next recorder's login begins with this one's end.
    pub fn clearing_browser(mut self) -> Self {
        self.0.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
        self
    }

    pub fn with_cookie(mut self, cookie: Option<HeaderValue>) -> Self {
        if let Some(cookie) = cookie {
            self.0.headers_mut().append(header::SET_COOKIE, cookie);
        }
        self
    }

    pub(super) fn page(status: StatusCode, html: String) -> Self {
        let mut response = (status, Html(html)).into_response();
        response.headers_mut().append(
            header::SET_COOKIE,
            HeaderValue::from_static("kayoi_notice=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"),
        );
        Self(response)
    }
}

/// Proof that a transaction with its audit event was committed; the only way to a redirect or a JSON answer after a write.
#[must_use = "answer the request: redirect, json"]
pub struct Committed(pub(super) ());

impl Committed {
    /// Further work that must follow the commit in another role's transaction (ending logins).
    pub async fn then(
        self,
        work: impl Future<Output = Result<Answer, super::error::AppError>>,
    ) -> Result<Answer, super::error::AppError> {
        work.await
    }

    /// Back to a page (303).
    pub fn redirect(self, to: impl AsRef<str>) -> Result<Answer, super::error::AppError> {
        Ok(Answer(Redirect::to(to.as_ref()).into_response()))
    }

    /// Back to a page that shows `notice` once. No personal data in it.
    pub fn redirect_with(self, to: impl AsRef<str>, notice: &str) -> Result<Answer, super::error::AppError> {
        let mut response = Redirect::to(to.as_ref()).into_response();
        let cookie = format!(
            "{NOTICE_COOKIE}={}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
            URL_SAFE_NO_PAD.encode(notice)
        );
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        Ok(Answer(response))
    }

    pub fn json<T: serde::Serialize>(self, body: &T) -> Result<Answer, super::error::AppError> {
        Ok(Answer(axum::Json(body).into_response()))
    }
}

/// A file to save or to look at in the browser.
pub struct File {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
    /// Shown in the browser (PDF) instead of saved.
    pub inline: bool,
}

impl From<File> for Answer {
    fn from(file: File) -> Self {
        let how = if file.inline { "inline" } else { "attachment" };
        let name: String = file
            .name
            .bytes()
            .map(|b| {
                if b.is_ascii_alphanumeric() || b == b'.' || b == b'-' {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect();
        let mut response = Response::new(Body::from(file.bytes));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
        if let Ok(value) = HeaderValue::from_str(&format!("{how}; filename*=UTF-8''{name}")) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        Self(response)
    }
}
