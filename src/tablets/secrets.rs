//! 端末の秘密: the proof with which a tablet says who recorded something, and the envelopes to which it seals what isn't sent yet, so
//! that the server can open them when nobody can unlock the tablet any more.

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use p256::{PublicKey, SecretKey, ecdh::diffie_hellman};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    sealing::{Keyring, SealProblem, Unit},
    vocab::ids::{AccountId, ContractId, TabletId},
};

/// The key of one recorder on one tablet. Nothing of it is stored here: it is derived anew from the contract's key.
pub fn proof_key(
    keys: &Keyring,
    contract: ContractId,
    (tablet, account): (TabletId, AccountId),
) -> Result<Zeroizing<[u8; 32]>, SealProblem> {
    let purpose = format!("tablet-proof {tablet} {account}");
    keys.derive(Unit::Unit(contract.0), purpose.as_bytes())
}

/// What the server keeps of a machine's secret, 32 random bytes in base64url: its hash. `None` for anything else.
pub fn device(secret: &str) -> Option<[u8; 32]> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).ok()?);
    (bytes.len() == 32).then(|| Sha256::digest(&*bytes).into())
}

/// Whether `proof` (base64) is that key's over the words.
pub fn proves(key: &[u8; 32], words: &str, proof: &str) -> bool {
    let Ok(proof) = STANDARD.decode(proof) else { return false };
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) else { return false };
    mac.update(words.as_bytes());
    mac.verify_slice(&proof).is_ok()
}

/// A new pair: the private half as 32 bytes, the public one as 65.
///
/// # Errors
/// The system gives no random bytes.
pub fn rescue_pair() -> Result<(Zeroizing<Vec<u8>>, Vec<u8>), SealProblem> {
    // About one in 2^32 candidates is no key of the curve.
    for _ in 0..8 {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *bytes).map_err(|_| SealProblem::NoRandomness)?;
        if let Ok(secret) = SecretKey::from_slice(&*bytes) {
            return Ok((Zeroizing::new(bytes.to_vec()), secret.public_key().to_sec1_bytes().into_vec()));
        }
    }
    Err(SealProblem::NoRandomness)
}

/// What a tablet sealed to the server: an ephemeral public key, a nonce and the ciphertext, all base64.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Envelope {
    pub e: String,
    pub iv: String,
    pub c: String,
}

impl Envelope {
    /// The bytes inside; `None` for what isn't an envelope to this key, or of another tablet.
    pub fn open(&self, private: &[u8], tablet: TabletId) -> Option<Vec<u8>> {
        let secret = SecretKey::from_slice(private).ok()?;
        let ephemeral = PublicKey::from_sec1_bytes(&STANDARD.decode(&self.e).ok()?).ok()?;
        let shared = diffie_hellman(secret.to_nonzero_scalar(), ephemeral.as_affine());
        let key = envelope_key(shared.raw_secret_bytes().as_slice())?;
        let iv: [u8; 12] = STANDARD.decode(&self.iv).ok()?.try_into().ok()?;
        let sealed = STANDARD.decode(&self.c).ok()?;
        let bound = tablet.to_string();
        let cipher = Aes256Gcm::new((&*key).into());
        cipher.decrypt((&iv).into(), Payload { msg: &sealed, aad: bound.as_bytes() }).ok()
    }
}

fn envelope_key(shared: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, shared).expand(b"kayoi-rescue-1", &mut *key).ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    /// As a tablet does it.
    fn sealed(public: &[u8], tablet: TabletId, plain: &[u8]) -> Envelope {
        let (private, own) = rescue_pair().unwrap();
        let secret = SecretKey::from_slice(&private).unwrap();
        let other = PublicKey::from_sec1_bytes(public).unwrap();
        let shared = diffie_hellman(secret.to_nonzero_scalar(), other.as_affine());
        let key = envelope_key(shared.raw_secret_bytes().as_slice()).unwrap();
        let iv = [5_u8; 12];
        let bound = tablet.to_string();
        let payload = Payload { msg: plain, aad: bound.as_bytes() };
        let c = Aes256Gcm::new((&*key).into()).encrypt((&iv).into(), payload).unwrap();
        Envelope { e: STANDARD.encode(own), iv: STANDARD.encode(iv), c: STANDARD.encode(c) }
    }

    #[test]
    fn an_envelope_opens_for_its_tablet_alone() {
        let (private, public) = rescue_pair().unwrap();
        assert_eq!((private.len(), public.len(), public[0]), (32, 65, 4));
        let tablet = TabletId(Uuid::from_u128(1));
        let envelope = sealed(&public, tablet, "髙橋".as_bytes());
        assert_eq!(envelope.open(&private, tablet).as_deref(), Some("髙橋".as_bytes()));
        assert_eq!(envelope.open(&private, TabletId(Uuid::from_u128(2))), None);
        assert_eq!(envelope.open(&rescue_pair().unwrap().0, tablet), None);
        let changed = Envelope { c: STANDARD.encode(b"other"), ..envelope.clone() };
        assert_eq!(changed.open(&private, tablet), None);
        assert_eq!(Envelope { e: "AAAA".into(), ..envelope }.open(&private, tablet), None);
    }

    #[test]
    fn a_proof_is_of_one_key_and_one_text() {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&[7; 32]).unwrap();
        mac.update(b"[1]");
        let proof = STANDARD.encode(mac.finalize().into_bytes());
        assert!(proves(&[7; 32], "[1]", &proof));
        assert!(
            !proves(&[7; 32], "[2]", &proof)
                && !proves(&[8; 32], "[1]", &proof)
                && !proves(&[7; 32], "[1]", "?")
        );
    }
}
