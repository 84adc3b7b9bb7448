//! Search tokens: HMAC-SHA-256 of folded text under the ward's search key, cut to 16 bytes. Equal tokens reveal equal
//! text within a ward and nothing across wards; the program verifies every hit after opening the row.

use hmac::Mac;

/// A ward's key for search tokens, derived from its ward key.
pub struct SearchKey(pub(super) [u8; 32]);

impl SearchKey {
    #[cfg(test)]
    pub fn for_tests() -> Self {
        Self([7; 32])
    }

    /// The token of `text` as a `field` (`kana`, `name`, `phone`, `birth`). `text` is folded by the caller.
    pub fn token(&self, field: &str, text: &str) -> Vec<u8> {
        let mut mac = crate::kit::cookie::keyed(&self.0);
        mac.update(field.as_bytes());
        mac.update(b"\x1f");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes()[..16].to_vec()
    }
}
