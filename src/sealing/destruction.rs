//! 鍵の破棄: a unit's key is overwritten and removed; a mark stays, so that what it sealed says that it was erased and isn't taken
//! for a damaged key directory. Copies of the key directory elsewhere are destroyed by hand, and other servers started anew.

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
    sync::PoisonError,
};

use sha2::{Digest, Sha256};

use super::{
    Unit,
    keyring::{Keyring, SealProblem, hex, place_once},
};

impl Keyring {
    /// First 8 bytes of the key's SHA-256, to name it without showing it.
    pub fn fingerprint(&self, unit: Unit) -> Result<String, SealProblem> {
        Ok(hex(&Sha256::digest(*self.key(unit)?)[..8]))
    }

    /// Destroys a key for good. Done twice, it is done once.
    pub fn destroy(&self, unit: Unit) -> Result<(), SealProblem> {
        let path = self.path(unit);
        let problem = |e| SealProblem::File(path.clone(), e);
        place_once(&self.mark(unit), b"")?;
        self.units.write().unwrap_or_else(PoisonError::into_inner).remove(&unit);
        let length = match fs::metadata(&path) {
            Ok(found) => usize::try_from(found.len()).unwrap_or(4_096),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(problem(e)),
        };
        let mut file = fs::OpenOptions::new().write(true).open(&path).map_err(problem)?;
        file.write_all(&vec![0; length]).and_then(|()| file.sync_all()).map_err(problem)?;
        fs::remove_file(&path).map_err(problem)
    }

    pub fn is_destroyed(&self, unit: Unit) -> bool {
        self.mark(unit).exists()
    }

    fn mark(&self, unit: Unit) -> PathBuf {
        self.path(unit).with_extension("destroyed")
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::sealing::{Place, Sealable};

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Note(String);
    impl Sealable for Note {
        const TABLE: &'static str = "note";
    }

    #[test]
    fn what_a_destroyed_key_sealed_opens_no_more_and_says_why() {
        let folder = std::env::temp_dir().join(format!("kayoi-destroy-{}", Uuid::new_v4()));
        let keys = Keyring::open(&folder).unwrap();
        let (one, other) = (Unit::Unit(Uuid::from_u128(1)), Unit::Unit(Uuid::from_u128(2)));
        keys.make(one).unwrap();
        keys.make(other).unwrap();
        let place = Place { ward: Uuid::nil(), row: Uuid::nil(), version: 1 };
        let blob = keys.seal(one, place, &Note("x".into())).unwrap();
        assert_eq!(keys.fingerprint(one).unwrap().len(), 16);
        keys.destroy(one).unwrap();
        keys.destroy(one).unwrap();
        assert!(keys.is_destroyed(one) && !keys.has(one) && keys.has(other));
        assert!(matches!(keys.unseal::<Note>(one, place, &blob), Err(SealProblem::Destroyed)));
        let anew = Keyring::open(&folder).unwrap();
        assert!(matches!(anew.unseal::<Note>(one, place, &blob), Err(SealProblem::Destroyed)));
        anew.make(one).unwrap();
        assert!(!anew.has(one), "a destroyed unit gets no new key");
        assert_eq!(anew.list().unwrap().len(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }
}
