//! CSS, fonts and scripts: embedded in the program, read from disk in a development build.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes},
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use brotli::enc::BrotliEncoderParams;
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

/// Text files as brotli packs them, by the hash of what they are made of: made when first asked for, never twice. It takes a tenth
/// of a second for a script, and what comes out is a tenth smaller than what gzip makes of it on the way.
static PACKED: Mutex<BTreeMap<[u8; 32], Bytes>> = Mutex::new(BTreeMap::new());

/// `None` when it can't be packed: it then goes out as it is.
fn packed(hash: [u8; 32], data: &[u8]) -> Option<Bytes> {
    let mut made = PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = made.get(&hash) {
        return Some(bytes.clone());
    }
    let mut bytes = Vec::new();
    let best = BrotliEncoderParams { quality: 11, size_hint: data.len(), ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &data[..], &mut bytes, &best).ok()?;
    Some(made.entry(hash).or_insert(bytes.into()).clone())
}

/// Whether the browser takes brotli.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        name.trim() == "br" && weight.trim().trim_start_matches("q=").parse::<f32>().is_ok_and(|q| q > 0.0)
    })
}

/// `GET /static/{*path}`. Nothing personal is ever served from here, so browsers may keep it.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some((data, hash)) = sent(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = path.rsplit('.').next();
    let is_text = matches!(kind, Some("css" | "js" | "mjs" | "svg" | "webmanifest" | "txt"));
    let packed = if is_text && takes_brotli(&headers) { packed(hash, &data) } else { None };
    let form = if packed.is_some() { "-br" } else { "" };
    let tag = format!("\"{}{form}\"", hash[..12].iter().map(|b| format!("{b:02x}")).collect::<String>());
    let fresh = headers.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes());
    let is_packed = packed.is_some();
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(packed.map_or_else(|| Body::from(data), Body::from))
    };
    let kept = if path.starts_with("fonts/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=300"
    };
    let mime = match kind {
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
    if is_packed {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
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
    use super::*;

    #[test]
    fn comments_stay_home_and_code_goes_out() {
        let sent = without_comments(b"/**\n * Why.\n */\nconst a = 1; // kept\n\n  // gone\n  f(a);\n");
        assert_eq!(sent, b"const a = 1; // kept\nf(a);\n");
    }

    #[tokio::test]
    async fn a_script_goes_out_packed_to_who_takes_it_and_unpacks_to_itself() {
        let ask = |accepted: &'static str| {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            serve(Path("t/app.js".to_owned()), headers)
        };
        let (packed, plain) = (ask("gzip, deflate, br, zstd").await, ask("gzip, br;q=0").await);
        assert_eq!(packed.headers().get(header::CONTENT_ENCODING).unwrap(), "br");
        assert_eq!(plain.headers().get(header::CONTENT_ENCODING), None);
        assert_ne!(packed.headers().get(header::ETAG), plain.headers().get(header::ETAG));
        let read =
            async |response: Response| axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let (packed, plain) = (read(packed).await, read(plain).await);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
        assert!(packed.len() <= 15 * 1024, "{}", packed.len());
    }
}
