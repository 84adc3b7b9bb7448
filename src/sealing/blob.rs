//! The blob: version byte, 12-byte nonce, ciphertext with tag. The place it belongs to is authenticated with it.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::keyring::SealProblem;

const FORMAT: u8 = 1;
const NONCE: usize = 12;

/// A struct that is stored sealed. `TABLE` is part of what the blob is bound to.
pub trait Sealable: Serialize + DeserializeOwned {
    /// Table and column, e.g. `participant`, `attendance.memo`.
    const TABLE: &'static str;
}

/// Where a blob belongs.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub ward: Uuid,
    /// The row; for rows with a compound key the two ids xor-ed ([`Place::of_pair`]).
    pub row: Uuid,
    pub version: i32,
}

impl Place {
    /// The stand-in row id of a row keyed by two ids.
    pub fn of_pair(a: Uuid, b: Uuid) -> Uuid {
        Uuid::from_u128(a.as_u128().rotate_left(64) ^ b.as_u128())
    }

    pub(super) fn bound(&self, table: &str) -> Vec<u8> {
        format!("kayoi\u{1f}{}\u{1f}{table}\u{1f}{}\u{1f}{}", self.ward, self.row, self.version).into_bytes()
    }
}

pub(super) fn seal<T: Sealable>(key: &[u8; 32], place: Place, value: &T) -> Result<Vec<u8>, SealProblem> {
    let plain = serde_json::to_vec(value).map_err(|_| SealProblem::Unreadable(T::TABLE))?;
    seal_bytes(key, &place.bound(T::TABLE), &plain)
}

pub(super) fn open<T: Sealable>(key: &[u8; 32], place: Place, blob: &[u8]) -> Result<T, SealProblem> {
    let plain = open_bytes(key, &place.bound(T::TABLE), blob).ok_or(SealProblem::Unreadable(T::TABLE))?;
    serde_json::from_slice(&plain).map_err(|_| SealProblem::Unreadable(T::TABLE))
}

/// Not generic, so that it is compiled once.
pub(super) fn seal_bytes(key: &[u8; 32], bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealProblem> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|_| SealProblem::NoRandomness)?;
    let sealed = Aes256Gcm::new(key.into())
        .encrypt((&nonce).into(), Payload { msg: plain, aad: bound })
        .map_err(|_| SealProblem::Unreadable("seal"))?;
    let mut blob = Vec::with_capacity(1 + NONCE + sealed.len());
    blob.push(FORMAT);
    blob.extend_from_slice(&nonce);
    blob.extend_from_slice(&sealed);
    Ok(blob)
}

pub(super) fn open_bytes(key: &[u8; 32], bound: &[u8], blob: &[u8]) -> Option<Vec<u8>> {
    let (&format, rest) = blob.split_first()?;
    let (nonce, sealed) = rest.split_at_checked(NONCE)?;
    let nonce: &[u8; NONCE] = nonce.try_into().ok()?;
    (format == FORMAT).then_some(())?;
    Aes256Gcm::new(key.into()).decrypt(nonce.into(), Payload { msg: sealed, aad: bound }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Note(String);
    impl Sealable for Note {
        const TABLE: &'static str = "note";
    }

    fn place() -> Place {
        Place { ward: Uuid::from_u128(1), row: Uuid::from_u128(2), version: 3 }
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let note = Note("髙𠮷 花子".into());
        let blob = seal(&[7; 32], place(), &note).unwrap();
        assert_eq!(open::<Note>(&[7; 32], place(), &blob).unwrap(), note);
        assert!(!blob.windows(6).any(|w| w == "花子".as_bytes()));
    }

    #[test]
    fn a_blob_moved_elsewhere_or_changed_does_not_open() {
        let blob = seal(&[7; 32], place(), &Note("x".into())).unwrap();
        let elsewhere = [
            Place { ward: Uuid::from_u128(9), ..place() },
            Place { row: Uuid::from_u128(9), ..place() },
            Place { version: 4, ..place() },
        ];
        for other in elsewhere {
            assert!(open::<Note>(&[7; 32], other, &blob).is_err());
        }
        assert!(open::<Note>(&[8; 32], place(), &blob).is_err());
        for bit in 0..blob.len() {
            let mut changed = blob.clone();
            changed[bit] ^= 1;
            assert!(open::<Note>(&[7; 32], place(), &changed).is_err());
        }
        assert!(open::<Note>(&[7; 32], place(), &[]).is_err());
    }
}
