//! Secrets that follow from a key and are stored nowhere.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{
    Unit,
    keyring::{Keyring, SealProblem},
};

impl Keyring {
    /// A secret for one purpose, derived from a unit's key: told to a device once, never stored, gone with the key.
    pub fn derive(&self, unit: Unit, purpose: &[u8]) -> Result<Zeroizing<[u8; 32]>, SealProblem> {
        let key = self.key(unit)?;
        let mut derived = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, &*key).expand(purpose, &mut *derived).map_err(|_| SealProblem::NoKey)?;
        Ok(derived)
    }
}
