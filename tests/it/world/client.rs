//! A browser of one person: sends through the real router, keeps nothing. `send` is not generic, so that a test compiles
//! in a second.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use kayoi::kit::cookie::LoginToken;
use tower::ServiceExt as _;

pub struct Client {
    router: Router,
    token: Option<LoginToken>,
}

/// An answer, read to its end.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The same as it came, for files.
    pub bytes: Vec<u8>,
}

impl Got {
    /// Where a redirect goes.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The body without what differs from request to request.
    pub fn without_ids(&self) -> String {
        let mut text = String::new();
        let mut word = String::new();
        let flush = |word: &mut String, text: &mut String| {
            text.push_str(if uuid::Uuid::parse_str(word).is_ok() { "<id>" } else { word });
            word.clear();
        };
        for c in self.body.chars() {
            if c.is_ascii_hexdigit() || c == '-' {
                word.push(c);
            } else {
                flush(&mut word, &mut text);
                text.push(c);
            }
        }
        flush(&mut word, &mut text);
        text
    }
}

impl Client {
    pub(super) fn new(router: &Router, token: Option<LoginToken>) -> Self {
        Self { router: router.clone(), token }
    }

    /// Somebody with a login of a ground of its own, such as the demo's.
    pub fn of(router: &Router, token: LoginToken) -> Self {
        Self::new(router, Some(token))
    }

    /// The same person at another router, for pages that only a test has.
    pub fn through(mut self, router: &Router) -> Self {
        self.router = router.clone();
        self
    }

    pub async fn get(&self, path: &str) -> Got {
        self.send(self.request(Method::GET, path, Body::empty(), None)).await
    }

    /// As somebody who followed a link on a page.
    pub async fn get_from(&self, path: &str, referer: &str) -> Got {
        let mut request = self.request(Method::GET, path, Body::empty(), None);
        if !referer.is_empty() {
            request.headers_mut().insert(header::REFERER, referer.parse().unwrap());
        }
        self.send(request).await
    }

    /// An ordinary form with the token every form of this login carries.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let csrf = self.token.as_ref().map(LoginToken::csrf).unwrap_or_default();
        let pairs = fields.iter().copied().chain([("csrf", csrf.as_str())]);
        let body = pairs
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
            .collect::<Vec<_>>()
            .join("&");
        self.send(self.request(
            Method::POST,
            path,
            Body::from(body),
            Some("application/x-www-form-urlencoded"),
        ))
        .await
    }

    /// A form with one file.
    pub async fn upload(&self, path: &str, (field, name, text): (&str, &str, &str)) -> Got {
        self.upload_bytes(path, (field, name, text.as_bytes())).await
    }

    /// The same with a file that is no UTF-8.
    pub async fn upload_bytes(&self, path: &str, (field, name, bytes): (&str, &str, &[u8])) -> Got {
        let csrf = self.token.as_ref().map(LoginToken::csrf).unwrap_or_default();
        let part = |head: &str, bytes: &[u8]| {
            let head = format!("--part\r\ncontent-disposition: form-data; {head}\r\n\r\n");
            [head.as_bytes(), bytes, b"\r\n"].concat()
        };
        let file = part(&format!("name=\"{field}\"; filename=\"{name}\""), bytes);
        let body = [part("name=\"csrf\"", csrf.as_bytes()), file, b"--part--\r\n".to_vec()].concat();
        let content = Some("multipart/form-data; boundary=part");
        self.send(self.request(Method::POST, path, Body::from(body), content)).await
    }

    /// A form with fields and perhaps a file of any bytes.
    pub async fn hand_in(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Got {
        self.hand_in_as(path, fields, file.map(|(name, bytes)| ("file", name, bytes))).await
    }

    /// The same, the file in a field of that name.
    pub async fn hand_in_as(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &str, &[u8])>,
    ) -> Got {
        let csrf = self.token.as_ref().map(LoginToken::csrf).unwrap_or_default();
        let mut body = Vec::new();
        for (name, value) in fields.iter().copied().chain([("csrf", csrf.as_str())]) {
            body.extend(
                format!("--part\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        if let Some((field, name, bytes)) = file {
            body.extend(
                format!(
                    "--part\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
                )
                .bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--part--\r\n");
        let content = Some("multipart/form-data; boundary=part");
        self.send(self.request(Method::POST, path, Body::from(body), content)).await
    }

    /// What the tablet screen sends.
    pub async fn post_json(&self, path: &str, value: &serde_json::Value) -> Got {
        self.send(self.request(Method::POST, path, Body::from(value.to_string()), Some("application/json")))
            .await
    }

    fn request(&self, method: Method, path: &str, body: Body, content: Option<&str>) -> Request<Body> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::HOST, "127.0.0.1");
        if let Some(content) = content {
            request = request.header(header::CONTENT_TYPE, content);
        }
        if let Some(token) = &self.token {
            let cookie = token.set_cookie(false).unwrap();
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            request = request.header(header::COOKIE, pair).header("x-csrf-token", token.csrf());
        }
        request.body(body).unwrap()
    }

    pub async fn send(&self, mut request: Request<Body>) -> Got {
        let peer = kayoi::kit::server::Peer(([127, 0, 0, 1], 40_000).into());
        request.extensions_mut().insert(peer);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 * 1024 * 1024).await.unwrap();
        Got {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }
}

/// Form encoding.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte))
        } else {
            out += &format!("%{byte:02X}")
        }
        out
    })
}
