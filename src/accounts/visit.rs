//! Who tries to sign in, and from where: the address behind a proxy, and the mark of a device that signed in before.

use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::db;
use crate::{
    app::App,
    kit::{cookie::cookie, error::Result, ids::new_id, server::Peer},
};

/// A try to sign in: with which name, from where.
pub struct Visit {
    pub name: String,
    pub address: String,
    /// The mark of a device that once signed in with this name; empty for any other.
    pub device: String,
}

impl Visit {
    pub fn of(app: &App, name: String, peer: &Peer, headers: &HeaderMap) -> Result<Self> {
        let mark = device_mark(app, &name)?;
        let known = cookie(headers, &device_cookie_name(&mark)) == Some(mark.as_str());
        Ok(Self {
            address: client_address(peer, headers),
            device: if known { mark } else { String::new() },
            name,
        })
    }

    /// Somebody who is signed in: as from a device that is known, whose waits hold up nobody elsewhere.
    pub fn signed_in(app: &App, name: &str, peer: &Peer, headers: &HeaderMap) -> Result<Self> {
        Ok(Self {
            address: client_address(peer, headers),
            device: device_mark(app, name)?,
            name: name.to_owned(),
        })
    }

    pub fn as_try(&self, app: &App) -> db::NewTry<'_> {
        let now = app.clock.now();
        db::NewTry {
            id: new_id(now),
            login_name: &self.name,
            address: &self.address,
            device: &self.device,
            now,
        }
    }
}

/// Behind a proxy on this machine, the address it names last; otherwise whoever connected.
fn client_address(peer: &Peer, headers: &HeaderMap) -> String {
    // Some proxies lengthen the caller's own line, others add one below it: the last word is always the proxy's.
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let forwarded = forwarded.and_then(|v| v.to_str().ok()).and_then(|v| v.rsplit(',').next());
    match forwarded.and_then(|a| a.trim().parse::<std::net::IpAddr>().ok()) {
        Some(address) if peer.0.ip().is_loopback() => address.to_string(),
        _ => peer.0.ip().to_string(),
    }
}

/// Proof, for this browser, that this account once signed in here.
fn device_mark(app: &App, name: &str) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(app.keys.device_key()?.token("device", name)))
}

/// One cookie a name, so that colleagues on one tablet keep theirs. The name's own letters don't show.
fn device_cookie_name(mark: &str) -> String {
    format!("kayoi_device_{}", mark.get(..8).unwrap_or_default())
}

pub fn device_cookie(app: &App, name: &str) -> Result<Option<axum::http::HeaderValue>> {
    let mark = device_mark(app, name)?;
    let (cookie, secure) = (device_cookie_name(&mark), if app.config.is_secure() { "; Secure" } else { "" });
    let cookie = format!("{cookie}={mark}; Path=/login; Max-Age=31536000; HttpOnly; SameSite=Strict{secure}");
    Ok(axum::http::HeaderValue::from_str(&cookie).ok())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    /// What sign-in takes as the address when `lines` say `x-forwarded-for`.
    fn seen(peer: [u8; 4], lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        client_address(&Peer((peer, 40_000).into()), &headers)
    }

    #[test]
    fn only_a_proxy_on_this_machine_names_the_caller_and_only_with_its_last_word() {
        assert_eq!(seen([127, 0, 0, 1], &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen([127, 0, 0, 1], &["198.51.100.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen([127, 0, 0, 1], &["198.51.100.1", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen([127, 0, 0, 1], &["198.51.100.1", "not an address"]), "127.0.0.1");
        assert_eq!(seen([192, 0, 2, 7], &["203.0.113.9"]), "192.0.2.7");
    }
}
