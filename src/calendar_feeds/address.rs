//! 購読の住所: the secret part of the address, and what the database keeps of it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// How the last part of the address ends, so that calendar programs know what comes.
const ENDING: &str = ".ics";

/// The secret of one address.
pub struct Address([u8; 32]);

impl Address {
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Ok(Self(secret))
    }

    /// From the last part of a path; `None` when it can't be one.
    pub fn read(part: &str) -> Option<Self> {
        let secret = URL_SAFE_NO_PAD.decode(part.strip_suffix(ENDING)?).ok()?;
        secret.try_into().ok().map(Self)
    }

    /// What the database keeps.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    pub fn path(&self) -> String {
        format!("/calendars/{}{ENDING}", URL_SAFE_NO_PAD.encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_and_nothing_else_is_one() {
        let made = Address::new().unwrap();
        let part = made.path().strip_prefix("/calendars/").unwrap().to_owned();
        assert_eq!(Address::read(&part).unwrap().hash(), made.hash());
        for wrong in ["", ".ics", "abc.ics", &part[1..], part.trim_end_matches(ENDING), "あ.ics"] {
            assert!(Address::read(wrong).is_none(), "{wrong}");
        }
    }
}
