//! The key directory: `root.key` wraps every ward and unit key; `anchor.key` signs the audit heads. Files are written
//! to a temporary name, synced and renamed, readable by the owner alone.

use std::{
    collections::BTreeMap,
    fs, io,
    io::Write as _,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    Unit,
    blob::{self, Place, Sealable},
    tokens::SearchKey,
};

#[derive(Debug, thiserror::Error)]
pub enum SealProblem {
    #[error("no key for this unit; the key directory is incomplete or the unit was erased")]
    NoKey,
    #[error("the key of this unit was destroyed")]
    Destroyed,
    #[error("a sealed {0} could not be opened: wrong key, moved or damaged")]
    Unreadable(&'static str),
    #[error("the system gave no random bytes")]
    NoRandomness,
    #[error("{0} is readable by others; run: chmod 600 {0}")]
    Exposed(PathBuf),
    #[error("key file {0}: {1}")]
    File(PathBuf, io::Error),
    #[error("key file {0} is damaged")]
    Damaged(PathBuf),
}

type Key = Zeroizing<[u8; 32]>;

/// All keys this program may use.
pub struct Keyring {
    directory: PathBuf,
    root: RwLock<Key>,
    pub(super) units: RwLock<BTreeMap<Unit, Key>>,
}

#[derive(Serialize, Deserialize)]
struct WrappedKey {
    kind: String,
    id: Uuid,
    wrapped: String,
}

/// A line of `kayoi keys list`.
#[derive(Serialize)]
pub struct KeyInfo {
    pub kind: String,
    pub id: Uuid,
    /// First 8 bytes of the key's SHA-256, to tell copies apart without showing the key.
    pub fingerprint: String,
}

impl Keyring {
    /// Opens the key directory, making it and a new root key at the very first start.
    pub fn open(directory: &Path) -> Result<Self, SealProblem> {
        for folder in [directory.to_path_buf(), directory.join("ward"), directory.join("unit")] {
            fs::create_dir_all(&folder).map_err(|e| SealProblem::File(folder.clone(), e))?;
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))
                .map_err(|e| SealProblem::File(folder, e))?;
        }
        let root = read_or_make(&directory.join("root.key"))?;
        Ok(Self { directory: directory.to_path_buf(), root: RwLock::new(root), units: RwLock::default() })
    }

    /// Makes the key of a new ward or unit; an existing one stays as it is.
    pub fn make(&self, unit: Unit) -> Result<(), SealProblem> {
        if self.path(unit).exists() || self.is_destroyed(unit) {
            return Ok(());
        }
        let key = random_key()?;
        // Another copy of the program may make it at the same moment; then its key is the one.
        if place_once(&self.path(unit), &self.wrapped(unit, &key)?)? {
            self.units.write().unwrap_or_else(PoisonError::into_inner).insert(unit, key);
        }
        Ok(())
    }

    pub fn has(&self, unit: Unit) -> bool {
        self.path(unit).exists()
    }

    pub fn seal<T: Sealable>(&self, unit: Unit, place: Place, value: &T) -> Result<Vec<u8>, SealProblem> {
        blob::seal(&*self.key(unit)?, place, value)
    }

    pub fn unseal<T: Sealable>(&self, unit: Unit, place: Place, sealed: &[u8]) -> Result<T, SealProblem> {
        blob::open(&*self.key(unit)?, place, sealed)
    }

    /// Seals bytes as they are, such as an uploaded file; `table` is part of what they are bound to.
    pub fn seal_raw(
        &self,
        unit: Unit,
        table: &'static str,
        place: Place,
        bytes: &[u8],
    ) -> Result<Vec<u8>, SealProblem> {
        blob::seal_bytes(&*self.key(unit)?, &place.bound(table), bytes)
    }

    pub fn unseal_raw(
        &self,
        unit: Unit,
        table: &'static str,
        place: Place,
        sealed: &[u8],
    ) -> Result<Vec<u8>, SealProblem> {
        blob::open_bytes(&*self.key(unit)?, &place.bound(table), sealed).ok_or(SealProblem::Unreadable(table))
    }

    /// The ward's key for search tokens, derived from its ward key.
    pub fn search_key(&self, ward: Uuid) -> Result<SearchKey, SealProblem> {
        let key = self.key(Unit::Ward(ward))?;
        let mut derived = [0; 32];
        Hkdf::<Sha256>::new(None, &*key)
            .expand(b"kayoi search tokens 1", &mut derived)
            .map_err(|_| SealProblem::NoKey)?;
        Ok(SearchKey(derived))
    }

    /// The key of device cookies; made at first use.
    pub fn device_key(&self) -> Result<SearchKey, SealProblem> {
        Ok(SearchKey(*read_or_make(&self.directory.join("device.key"))?))
    }

    /// The key that signs audit anchors (Ed25519 seed), made at first use.
    pub fn anchor_seed(&self) -> Result<Key, SealProblem> {
        read_or_make(&self.directory.join("anchor.key"))
    }

    /// A password for a database role on a server that needs one, made at first use and kept.
    pub fn database_password(&self, role: &str) -> Result<String, SealProblem> {
        let key = read_or_make(&self.directory.join(format!("{role}.password")))?;
        Ok(hex(&*key))
    }

    /// Every key in the directory.
    pub fn list(&self) -> Result<Vec<KeyInfo>, SealProblem> {
        let mut found = Vec::new();
        for unit in self.stored()? {
            let (kind, id) = name(unit);
            found.push(KeyInfo { kind: kind.into(), id, fingerprint: self.fingerprint(unit)? });
        }
        Ok(found)
    }

    /// Makes a new root key and re-wraps every key with it. Blobs stay as they are. Returns how many were re-wrapped.
    ///
    /// The new root is first written as `root.key.next`, so that a crash half-way leaves both roots on disk.
    pub fn rotate_root(&self) -> Result<usize, SealProblem> {
        let units = self.stored()?;
        for &unit in &units {
            self.key(unit)?;
        }
        let next = random_key()?;
        let staged = self.directory.join("root.key.next");
        replace(&staged, hex(&*next).as_bytes())?;
        *self.root.write().unwrap_or_else(PoisonError::into_inner) = next;
        for &unit in &units {
            let key = self.key(unit)?;
            replace(&self.path(unit), &self.wrapped(unit, &key)?)?;
        }
        let root = self.directory.join("root.key");
        fs::rename(&staged, &root).map_err(|e| SealProblem::File(root, e))?;
        Ok(units.len())
    }

    pub(super) fn key(&self, unit: Unit) -> Result<Key, SealProblem> {
        // Another copy of the program may have destroyed what this one still remembers.
        if self.is_destroyed(unit) {
            self.units.write().unwrap_or_else(PoisonError::into_inner).remove(&unit);
            return Err(SealProblem::Destroyed);
        }
        if let Some(key) = self.units.read().unwrap_or_else(PoisonError::into_inner).get(&unit) {
            return Ok(key.clone());
        }
        let path = self.path(unit);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(SealProblem::NoKey),
            Err(e) => return Err(SealProblem::File(path, e)),
        };
        let file: WrappedKey =
            serde_json::from_slice(&text).map_err(|_| SealProblem::Damaged(path.clone()))?;
        let wrapped = STANDARD.decode(&file.wrapped).map_err(|_| SealProblem::Damaged(path.clone()))?;
        let root = self.root.read().unwrap_or_else(PoisonError::into_inner).clone();
        let plain = blob::open_bytes(&root, &bound(unit), &wrapped)
            .or_else(|| self.with_staged_root(unit, &wrapped))
            .ok_or(SealProblem::Damaged(path.clone()))?;
        let key = Zeroizing::new(plain.try_into().map_err(|_| SealProblem::Damaged(path))?);
        self.units.write().unwrap_or_else(PoisonError::into_inner).insert(unit, Key::clone(&key));
        Ok(key)
    }

    /// After a rotation that was cut off, some keys are wrapped by the staged root.
    fn with_staged_root(&self, unit: Unit, wrapped: &[u8]) -> Option<Vec<u8>> {
        let staged = read_key(&self.directory.join("root.key.next")).ok()??;
        blob::open_bytes(&staged, &bound(unit), wrapped)
    }

    /// The key's file: the key under the root key.
    fn wrapped(&self, unit: Unit, key: &Key) -> Result<Vec<u8>, SealProblem> {
        let root = self.root.read().unwrap_or_else(PoisonError::into_inner).clone();
        let wrapped = STANDARD.encode(blob::seal_bytes(&root, &bound(unit), &**key)?);
        let (kind, id) = name(unit);
        serde_json::to_vec(&WrappedKey { kind: kind.into(), id, wrapped })
            .map_err(|_| SealProblem::Damaged(self.path(unit)))
    }

    fn stored(&self) -> Result<Vec<Unit>, SealProblem> {
        let mut found = Vec::new();
        for (folder, make) in [("ward", Unit::Ward as fn(Uuid) -> Unit), ("unit", Unit::Unit)] {
            let folder = self.directory.join(folder);
            for entry in fs::read_dir(&folder).map_err(|e| SealProblem::File(folder.clone(), e))? {
                let file_name = entry.map_err(|e| SealProblem::File(folder.clone(), e))?.file_name();
                let id = file_name.to_str().and_then(|n| n.strip_suffix(".key")).and_then(|n| n.parse().ok());
                found.extend(id.map(make));
            }
        }
        found.sort();
        Ok(found)
    }

    pub(super) fn path(&self, unit: Unit) -> PathBuf {
        let (kind, id) = name(unit);
        self.directory.join(kind).join(format!("{id}.key"))
    }
}

fn name(unit: Unit) -> (&'static str, Uuid) {
    match unit {
        Unit::Ward(id) => ("ward", id),
        Unit::Unit(id) => ("unit", id),
    }
}

fn bound(unit: Unit) -> Vec<u8> {
    let (kind, id) = name(unit);
    format!("kayoi key\u{1f}{kind}\u{1f}{id}").into_bytes()
}

fn random_key() -> Result<Key, SealProblem> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *key).map_err(|_| SealProblem::NoRandomness)?;
    Ok(key)
}

fn read_or_make(path: &Path) -> Result<Key, SealProblem> {
    if let Some(key) = read_key(path)? {
        return Ok(key);
    }
    place_once(path, hex(&*random_key()?).as_bytes())?;
    read_key(path)?.ok_or_else(|| SealProblem::Damaged(path.into()))
}

fn read_key(path: &Path) -> Result<Option<Key>, SealProblem> {
    let text = match fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(SealProblem::File(path.into(), e)),
    };
    let mode = fs::metadata(path).map_err(|e| SealProblem::File(path.into(), e))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(SealProblem::Exposed(path.into()));
    }
    let text = text.trim().as_bytes();
    let mut key = Zeroizing::new([0; 32]);
    if text.len() != 64 {
        return Err(SealProblem::Damaged(path.into()));
    }
    for (byte, pair) in key.iter_mut().zip(text.chunks(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| SealProblem::Damaged(path.into()))?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| SealProblem::Damaged(path.into()))?;
    }
    Ok(Some(key))
}

/// Puts a new file in the place of an old one: it is whole or the old one stays.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), SealProblem> {
    fs::rename(stage(path, bytes)?, path).map_err(|e| SealProblem::File(path.into(), e))
}

/// Makes a file that must not be there yet. False: somebody was quicker, and theirs stays.
pub(super) fn place_once(path: &Path, bytes: &[u8]) -> Result<bool, SealProblem> {
    let problem = |e| SealProblem::File(path.to_path_buf(), e);
    let staged = stage(path, bytes)?;
    let linked = fs::hard_link(&staged, path);
    fs::remove_file(&staged).map_err(problem)?;
    match linked {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(problem(e)),
    }
}

/// Writes and syncs under a name that nobody else uses, readable by the owner alone.
fn stage(path: &Path, bytes: &[u8]) -> Result<PathBuf, SealProblem> {
    let problem = |e| SealProblem::File(path.to_path_buf(), e);
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("key");
    let staged = path.with_file_name(format!("{name}.{}", hex(&random_key()?[..8])));
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&staged).map_err(problem)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(problem)?;
    Ok(staged)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Note(String);
    impl Sealable for Note {
        const TABLE: &'static str = "note";
    }

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("kayoi-keyring-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        path
    }

    fn place() -> Place {
        Place { ward: Uuid::from_u128(1), row: Uuid::from_u128(2), version: 1 }
    }

    #[test]
    fn a_new_root_key_opens_what_the_old_one_sealed() {
        let path = folder("rotate");
        let unit = Unit::Ward(Uuid::from_u128(5));
        let ring = Keyring::open(&path).unwrap();
        ring.make(unit).unwrap();
        let sealed = ring.seal(unit, place(), &Note("あ".into())).unwrap();
        let before = fs::read(path.join("root.key")).unwrap();
        assert_eq!(ring.rotate_root().unwrap(), 1);
        assert_ne!(before, fs::read(path.join("root.key")).unwrap());
        let again = Keyring::open(&path).unwrap();
        assert_eq!(again.unseal::<Note>(unit, place(), &sealed).unwrap(), Note("あ".into()));
        let _ = fs::remove_dir_all(path);
    }

    #[test]
    fn copies_that_make_the_same_key_at_once_agree_on_one() {
        let path = folder("race");
        let rings: Vec<Keyring> = (0..8).map(|_| Keyring::open(&path).unwrap()).collect();
        for n in 0..20 {
            let unit = Unit::Unit(Uuid::from_u128(100 + n));
            std::thread::scope(|scope| {
                rings.iter().for_each(|ring| drop(scope.spawn(|| ring.make(unit).unwrap())))
            });
            let sealed = rings[0].seal(unit, place(), &Note("う".into())).unwrap();
            assert!(rings.iter().all(|ring| ring.unseal::<Note>(unit, place(), &sealed).is_ok()));
        }
        let _ = fs::remove_dir_all(path);
    }

    #[test]
    fn without_its_key_a_unit_is_gone() {
        let path = folder("erase");
        let unit = Unit::Unit(Uuid::from_u128(6));
        let ring = Keyring::open(&path).unwrap();
        ring.make(unit).unwrap();
        let sealed = ring.seal(unit, place(), &Note("い".into())).unwrap();
        fs::remove_file(path.join("unit").join(format!("{}.key", Uuid::from_u128(6)))).unwrap();
        let again = Keyring::open(&path).unwrap();
        assert!(matches!(again.unseal::<Note>(unit, place(), &sealed), Err(SealProblem::NoKey)));
        let _ = fs::remove_dir_all(path);
    }

    #[test]
    fn a_root_key_that_others_can_read_is_refused() {
        let path = folder("exposed");
        Keyring::open(&path).unwrap();
        fs::set_permissions(path.join("root.key"), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keyring::open(&path), Err(SealProblem::Exposed(_))));
        let _ = fs::remove_dir_all(path);
    }
}
