//! The login cookie: 32 random bytes, of which the database keeps the SHA-256. Its first letter names the pool to use.
//! The token against forged forms is derived from it, so nothing more is stored.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::permission::PoolKind;

/// What the browser holds.
#[derive(Clone)]
pub struct LoginToken {
    pub pool: PoolKind,
    secret: [u8; 32],
}

impl LoginToken {
    pub fn new(pool: PoolKind) -> Result<Self, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Ok(Self { pool, secret })
    }

    /// Reads the cookie of a request. Secure deployments use the `__Host-` name.
    pub fn of(headers: &HeaderMap, secure: bool) -> Option<Self> {
        let text = cookie(headers, name(secure))?;
        let mut chars = text.chars();
        let pool = PoolKind::of_letter(chars.next()?)?;
        let secret = URL_SAFE_NO_PAD.decode(chars.as_str()).ok()?.try_into().ok()?;
        Some(Self { pool, secret })
    }

    /// What the database keeps.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.secret).to_vec()
    }

    /// The hidden field of every form of this login.
    pub fn csrf(&self) -> String {
        let mut mac = keyed(&self.secret);
        mac.update(b"kayoi form");
        URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..18])
    }

    pub fn csrf_matches(&self, given: &str) -> bool {
        self.csrf().as_bytes().ct_eq(given.as_bytes()).into()
    }

    pub fn set_cookie(&self, secure: bool) -> Option<HeaderValue> {
        let flag = if secure { "; Secure" } else { "" };
        let value = URL_SAFE_NO_PAD.encode(self.secret);
        HeaderValue::from_str(&format!(
            "{}={}{value}; Path=/; HttpOnly; SameSite=Lax{flag}",
            name(secure),
            self.pool.letter()
        ))
        .ok()
    }

    pub fn clear_cookie(secure: bool) -> Option<HeaderValue> {
        let flag = if secure { "; Secure" } else { "" };
        HeaderValue::from_str(&format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{flag}", name(secure)))
            .ok()
    }
}

/// The value of a cookie of the request.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// HMAC-SHA-256 takes a key of any length, so this can't fail; the type says it could.
pub fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    Hmac::new((&block).into())
}

fn name(secure: bool) -> &'static str {
    if secure { "__Host-kayoi" } else { "kayoi" }
}
