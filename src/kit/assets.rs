//! CSS, fonts and scripts: embedded in the program, read from disk in a development build.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// A file as it goes out, and its own hash.
fn sent(path: &str) -> Option<(Vec<u8>, [u8; 32])> {
    let file = Static::get(path)?;
    let data = if path.ends_with(".js") { without_comments(&file.data) } else { file.data.into_owned() };
    Some((data, file.metadata.sha256_hash()))
}

/// A file for who puts it into an answer of its own.
pub fn read(path: &str) -> Option<Vec<u8>> {
    sent(path).map(|(data, _)| data)
}

/// `GET /static/{*path}`. Nothing personal is ever served from here, so browsers may keep it.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some((data, hash)) = sent(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let tag = format!("\"{}\"", hash[..12].iter().map(|b| format!("{b:02x}")).collect::<String>());
    let fresh = headers.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let mut response =
        if fresh { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(data)) };
    let kept = if path.starts_with("fonts/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    let mime = match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("ico") => "image/x-icon",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "text/plain; charset=utf-8",
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, tag);
    }
    response
}

/// `GET /favicon.ico`, which browsers ask for beside a PDF: a paper has no page that could name the icon.
pub async fn favicon(headers: HeaderMap) -> Response {
    serve(Path("icons/kayoi.ico".to_owned()), headers).await
}

/// Scripts are written with their explanations and sent without: lines that are wholly comment stay here.
fn without_comments(script: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(script);
    let code = text.lines().filter(|line| {
        let line = line.trim_start();
        !(line.is_empty()
            || line.starts_with("//")
            || line.starts_with("/*")
            || line.starts_with("* ")
            || line == "*"
            || line.starts_with("*/"))
    });
    code.flat_map(|line| [line.trim_start().as_bytes(), b"\n"]).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_stay_home_and_code_goes_out() {
        let sent = without_comments(b"/**\n * Why.\n */\nconst a = 1; // kept\n\n  // gone\n  f(a);\n");
        assert_eq!(sent, b"const a = 1; // kept\nf(a);\n");
    }
}
