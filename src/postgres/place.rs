//! Where the cluster lives, and who runs it there.

use std::fs::{self, File, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::Account;
use super::problem::{PostgresProblem, file};
use super::settings::PORT;

/// Longest path of a unix socket, in bytes: 108 on Linux, 104 on macOS, one of them for the end.
const LONGEST_SOCKET: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// The cluster's folder and the user who owns it and runs the server.
#[derive(Debug)]
pub(super) struct Place {
    base: PathBuf,
    socket_dir: PathBuf,
    /// The user who runs the server.
    pub(super) runner: Account,
    /// The user of this process.
    pub(super) me: Account,
}

impl Place {
    /// Settles on a folder for `wanted` and makes it, for its runner alone (0700).
    ///
    /// Root's clusters run as another user. Where that user can't reach `wanted` (a checkout under
    /// `/root`, say), the cluster goes to a folder of its own under `/var/lib` (a throwaway one to
    /// the temporary folder), named after `wanted`, so that the next start finds it again.
    pub(super) fn choose(wanted: &Path, throwaway: bool) -> Result<Place, PostgresProblem> {
        let me = Account::current()?;
        fs::create_dir_all(wanted).map_err(file("make", wanted))?;
        let wanted = wanted.canonicalize().map_err(file("find", wanted))?;
        let mut base = wanted.clone();
        let mut runner = runner(&me, &base)?;
        if me.is_root() && !runner.can_enter(parent(&wanted)) {
            let root = if throwaway { std::env::temp_dir() } else { PathBuf::from("/var/lib") };
            base = root.join(name_after(&wanted));
            runner = self::runner(&me, &base)?;
        }
        private_folder(&base, &me, &runner)?;
        let socket_dir = socket_dir(&base, &me, &runner)?;
        Ok(Place { base, socket_dir, runner, me })
    }

    /// The cluster itself.
    pub(super) fn data(&self) -> PathBuf {
        self.base.join("data")
    }

    /// The cluster while `initdb` makes it.
    pub(super) fn data_in_the_making(&self) -> PathBuf {
        self.base.join("data.new")
    }

    /// What the server prints until its own log takes over.
    pub(super) fn start_log(&self) -> PathBuf {
        self.base.join("start.log")
    }

    /// Folder of the server's socket.
    pub(super) fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// Waits until no other process starts or stops this cluster; the lock ends with the file.
    pub(super) fn lock(&self) -> Result<File, PostgresProblem> {
        let path = self.base.join("start.lock");
        let lock = File::create(&path).map_err(file("make", &path))?;
        lock.lock().map_err(file("lock", &path))?;
        Ok(lock)
    }

    /// Whether the server runs as another user than this process.
    pub(super) fn changes_user(&self) -> bool {
        self.runner.uid != self.me.uid
    }
}

/// Who runs the cluster in `base`: its owner where there is one, else this user, and for root another.
fn runner(me: &Account, base: &Path) -> Result<Account, PostgresProblem> {
    let owner = |path: &Path| fs::metadata(path).ok().map(|found| found.uid());
    if !me.is_root() {
        return match owner(base) {
            Some(owner) if owner != me.uid => {
                Err(PostgresProblem::ForeignFolder { path: base.to_path_buf(), owner })
            }
            _ => Ok(me.clone()),
        };
    }
    match owner(&base.join("data")) {
        Some(0) => Err(PostgresProblem::OwnedByRoot { path: base.to_path_buf() }),
        Some(owner) => Account::with_uid(owner),
        None => Account::for_root(),
    }
}

/// Where the socket goes: beside the data, or, where that path is too long for a socket, to a short
/// folder in the temporary folder.
fn socket_dir(base: &Path, me: &Account, runner: &Account) -> Result<PathBuf, PostgresProblem> {
    let beside = base.join("socket");
    let fits = beside.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() <= LONGEST_SOCKET;
    let chosen = if fits { beside } else { Path::new("/tmp").join(name_after(base)) };
    private_folder(&chosen, me, runner)?;
    Ok(chosen)
}

/// Makes a folder that only `runner` (and root) can enter, or checks that the one there is such:
/// in a temporary folder somebody else could have made it first.
fn private_folder(path: &Path, me: &Account, runner: &Account) -> Result<(), PostgresProblem> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(problem) if problem.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(file("make", path)(problem));
        }
        _ => {}
    }
    let found = fs::symlink_metadata(path).map_err(file("look at", path))?;
    if !found.is_dir() || ![me.uid, runner.uid].contains(&found.uid()) {
        return Err(PostgresProblem::ForeignFolder { path: path.to_path_buf(), owner: found.uid() });
    }
    if found.uid() != runner.uid {
        runner.own(path)?;
    }
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(file("close", path))
}

/// `kayoi-` and twelve hexadecimal digits that stand for `path`.
fn name_after(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_bytes());
    let digits: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("kayoi-{digits}")
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::super::tests::Folder;
    use super::*;

    #[test]
    fn the_folder_is_private_and_the_socket_stands_beside_the_data() {
        let folder = Folder::new();
        let place = Place::choose(&folder.path().join("pg"), true).unwrap();
        assert_eq!(place.socket_dir().parent(), place.data().parent());
        for path in [place.socket_dir(), parent(&place.data())] {
            let found = fs::metadata(path).unwrap();
            assert_eq!((found.mode() & 0o777, found.uid()), (0o700, place.runner.uid), "{}", path.display());
        }
    }

    #[test]
    fn a_path_too_long_for_a_socket_gets_a_short_folder() {
        let folder = Folder::new();
        let place = Place::choose(&folder.path().join("p".repeat(100)), true).unwrap();
        assert!(place.socket_dir().as_os_str().len() < 40, "{}", place.socket_dir().display());
        assert!(place.data().starts_with(folder.path()));
        fs::remove_dir(place.socket_dir()).unwrap();
    }

    #[test]
    fn a_folder_that_is_a_link_is_refused() {
        let folder = Folder::new();
        let me = Account::current().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        let problem = private_folder(&link, &me, &me).unwrap_err();
        assert!(matches!(problem, PostgresProblem::ForeignFolder { .. }), "{problem}");
    }

    #[test]
    fn a_checkout_that_the_servers_user_cannot_reach_puts_the_cluster_elsewhere() {
        if !Account::current().unwrap().is_root() {
            return; // an ordinary user runs the server itself and reaches its own folders
        }
        let folder = Folder::new();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o700)).unwrap();
        let wanted = folder.path().join("pg");
        let place = Place::choose(&wanted, true).unwrap();
        assert!(!place.data().starts_with(folder.path()), "{}", place.data().display());
        assert_eq!(place.data(), Place::choose(&wanted, true).unwrap().data());
        fs::remove_dir_all(parent(&place.data())).unwrap();
    }
}
