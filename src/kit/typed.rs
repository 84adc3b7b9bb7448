//! What arrives in a request body: a typed form, an upload, JSON from the tablet screen. Each checks the form's token
//! before the page function sees anything.

use axum::{
    extract::{FromRequest, Multipart, Request},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use axum_extra::extract::Form as Pairs;
use serde::de::DeserializeOwned;

use super::{
    cookie::LoginToken,
    error::{AppError, Result},
    form::Form,
};
use crate::app::App;

const OUTDATED: &str =
    "画面の有効期限が切れています。前の画面に戻り、読み込み直してから、もう一度操作してください。";

/// An ordinary form.
pub struct Typed(pub Form);

impl FromRequest<App> for Typed {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let login = LoginToken::of(request.headers(), app.config.is_secure());
        let Pairs(pairs) = Pairs::<Vec<(String, String)>>::from_request(request, app).await.map_err(
            |problem| match problem.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
                _ => AppError::refused(
                    "送られた内容を読み取れませんでした。画面を読み込み直して、もう一度入力してください。",
                ),
            },
        )?;
        let form = Form::from_pairs(pairs);
        check(login.as_ref(), form.value("csrf"))?;
        Ok(Self(form))
    }
}

/// A form with files.
pub struct Uploaded {
    pub form: Form,
    pub files: Vec<UploadedFile>,
}

pub struct UploadedFile {
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

impl FromRequest<App> for Uploaded {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let login = LoginToken::of(request.headers(), app.config.is_secure());
        let unreadable = |_| {
            AppError::refused("ファイルを受け取れませんでした。大きさを確かめて、もう一度選んでください。")
        };
        let mut multipart = Multipart::from_request(request, app)
            .await
            .map_err(|_| AppError::refused("送られた内容を読み取れませんでした。"))?;
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        while let Some(field) = multipart.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = field.bytes().await.map_err(unreadable)?.to_vec();
                    // A browser sends no name when nothing was chosen; a chosen file may be empty.
                    if !file.is_empty() || !bytes.is_empty() {
                        files.push(UploadedFile { field: name, name: file, bytes });
                    }
                }
                None => pairs.push((name, field.text().await.map_err(unreadable)?)),
            }
        }
        let form = Form::from_pairs(pairs);
        check(login.as_ref(), form.value("csrf"))?;
        Ok(Self { form, files })
    }
}

/// JSON from the tablet screen; the token comes as the header `x-csrf-token`.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let login = LoginToken::of(request.headers(), app.config.is_secure());
        check(login.as_ref(), header(request.headers(), "x-csrf-token"))?;
        let axum::Json(value) = axum::Json::from_request(request, app)
            .await
            .map_err(|_| AppError::refused("送られた内容を読み取れませんでした。"))?;
        Ok(Self(value))
    }
}

/// Guests have no login and so no token; the origin check of `shield` stands for them.
fn check(login: Option<&LoginToken>, given: &str) -> Result<()> {
    match login {
        Some(login) if !login.csrf_matches(given) => Err(AppError::OutdatedForm(OUTDATED)),
        _ => Ok(()),
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}
