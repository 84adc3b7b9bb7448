//! What stands around every request: its number, security headers, the origin check of unsafe methods, error pages,
//! the request line of the log. A write goes on when the browser has gone.

use std::time::{Duration, Instant};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts, uri::PathAndQuery},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use super::{
    denials::{Asker, Denial},
    error::AppError,
    error_page::{self, Back},
};
use crate::{app::App, config::is_own_path};

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; \
    manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The page that registers a worker: `serviceWorker.register` takes a script's address, so it needs a policy of its own name.
pub const TABLET_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types tablet";

/// A form with a file of 10 MB, and room for a page to say itself that one is a little larger.
pub const UPLOAD_LIMIT: usize = 12 * 1024 * 1024;
const FORM_LIMIT: usize = 512 * 1024;
const BODY_TIME: Duration = Duration::from_secs(10);
/// A file of 10 MB over the uplink of a telephone.
const UPLOAD_TIME: Duration = Duration::from_secs(60);

const HEADERS: [(&str, &str); 8] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ("cache-control", "no-store"),
];

/// The outermost layer.
pub async fn surround(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (mut parts, body) = request.into_parts();
    let id = super::ids::new_id(app.clock.now()).to_string();
    parts.extensions.insert(super::RequestId(id.clone()));
    let method = parts.method.clone();
    let route = parts.extensions.get::<MatchedPath>().map_or("-", |p| p.as_str()).to_owned();
    let back = way_back(&app, &parts);
    // The tablet's script must not follow a redirect to the sign-in page and take it for an answer.
    let asker = Asker::of(&parts, &app);
    let wants_json = parts.headers.contains_key("x-csrf-token");
    let speaks_json = parts.uri.path().starts_with(JSON_ROUTES);

    let mut response = if is_unsafe(&method) && !same_origin(&app, &parts) {
        AppError::Forbidden(
            "ほかのサイトからの送信は受け付けません。このシステムの画面から操作してください。".into(),
        )
        .into_response()
    } else {
        run(Request::from_parts(parts, body), next, &method).await
    };
    let denial = response.extensions().get::<Denial>().copied().filter(|of| of.counts(is_unsafe(&method)));
    if let Some((asker, denial)) = asker.zip(denial) {
        asker.note(&app, denial, &id).await;
    }
    response = if speaks_json {
        spoken(response)
    } else if wants_json && sends_to_login(&response) {
        StatusCode::UNAUTHORIZED.into_response()
    } else {
        dress(response, &id, &back)
    };
    harden(&mut response, app.config.is_secure());
    let status = response.status().as_u16();
    tracing::info!(%method, route, status, ms = started.elapsed().as_millis() as u64, request = id, "{method} {route} {status}");
    response
}

/// The headers of every answer; a page that set one itself keeps it.
fn harden(response: &mut Response, is_secure: bool) {
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(HeaderName::from_static(name))
            .or_insert(HeaderValue::from_static(value));
    }
    if is_secure {
        response.headers_mut().insert(
            "strict-transport-security",
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        );
    }
}

/// A write must not be cut off half-way when the client goes: it runs in a task of its own.
async fn run(request: Request, next: Next, method: &Method) -> Response {
    if !is_unsafe(method) {
        return next.run(request).await;
    }
    // The whole body first: a context opens a transaction, and a slow sender must not hold one.
    let (parts, body) = request.into_parts();
    let upload = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"multipart/form-data"));
    let (limit, time) = if upload { (UPLOAD_LIMIT, UPLOAD_TIME) } else { (FORM_LIMIT, BODY_TIME) };
    let request = match tokio::time::timeout(time, axum::body::to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Request::from_parts(parts, Body::from(bytes)),
        Ok(Err(_)) => return AppError::TooLarge.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(_) => AppError::bug("a page function panicked").into_response(),
    }
}

/// Gives every refusal its page, also those that axum itself makes (404, 405, 413).
fn dress(response: Response, id: &str, back: &Back) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let sentence = match response.extensions().get::<error_page::Sentence>() {
        Some(sentence) => sentence.0.clone(),
        None if response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|t| t.as_bytes().starts_with(b"text/html")) =>
        {
            return response;
        }
        None => String::new(),
    };
    match error_page::Fault::of(status.as_u16()).render(&sentence, id, back) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, Body::empty()).into_response(),
    }
}

/// Routes whose every answer is JSON, refusals too: a tablet tells its user in its own words.
const JSON_ROUTES: &str = "/t/api/";

/// A redirect or a refusal as `{"problem": …}`: `login` or `work` where somebody has to sign in or choose a contract first, else a
/// sentence for the person.
fn spoken(response: Response) -> Response {
    let status = response.status();
    let problem = |status: StatusCode, problem: &str| {
        (status, axum::Json(serde_json::json!({ "problem": problem }))).into_response()
    };
    if sends_to_login(&response) {
        return problem(StatusCode::UNAUTHORIZED, "login");
    }
    if status.is_redirection() {
        let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
        return problem(StatusCode::CONFLICT, to.unwrap_or_default().trim_start_matches('/'));
    }
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let own = response.extensions().get::<error_page::Sentence>().map(|sentence| sentence.0.clone());
    let own = own.filter(|sentence| !sentence.is_empty());
    problem(status, own.as_deref().unwrap_or_else(|| plainly(status)))
}

/// What a status means where no rule said more.
fn plainly(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "見つかりません。この契約のものではないか、なくなっています。",
        410 => "この情報は消去されています。",
        413 => "一度に送る量が多すぎます。",
        429 => "短い時間に何度も送られました。少し待ってから、もう一度送ってください。",
        503 => "いま受け付けられません。少し待ってから、もう一度送ってください。",
        _ => "受け付けられませんでした。記録は端末に残っています。",
    }
}

/// To the page that led here, if it is one of ours and not this very one; else home.
fn way_back(app: &App, parts: &Parts) -> Back {
    let text = |name: HeaderName| parts.headers.get(name).and_then(|v| v.to_str().ok());
    let before = text(header::REFERER)
        .and_then(|address| app.config.path_of(address).or_else(|| path_at(address, text(header::HOST)?)));
    let here = parts.uri.path_and_query().map(PathAndQuery::as_str);
    before.filter(|path| is_unsafe(&parts.method) || Some(*path) != here).map_or_else(Back::home, Back::to)
}

/// The path of an address at the host under which this request came, whatever name the host has in the settings.
fn path_at<'a>(address: &'a str, host: &str) -> Option<&'a str> {
    let (_, rest) = address.split_once("://")?;
    rest.strip_prefix(host).filter(|path| is_own_path(path))
}

fn sends_to_login(response: &Response) -> bool {
    response.headers().get(header::LOCATION).is_some_and(|to| to.as_bytes() == b"/login")
}

fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Fetch metadata where the browser sends it, else Origin against Host. A request with neither is not from a browser
/// page of ours and is refused.
fn same_origin(app: &App, parts: &Parts) -> bool {
    let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, h)| h == host) || app.config.origin == origin
        }
        _ => false,
    }
}
