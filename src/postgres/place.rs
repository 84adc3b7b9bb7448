//! Where the cluster lives, and who runs it there.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use sha2::{Digest, Sha256};

use super::account::Account;
use super::problem::{PostgresProblem, file};
use super::settings::PORT;

/// Longest path of a unix socket, in bytes: 108 on Linux, 104 on macOS, one of them for the end.
const LONGEST_SOCKET: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// The cluster's folder and the user who runs the server there.
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
    /// Settles on a folder for `wanted` and makes it.
    ///
    /// Root's clusters run as another user. Where that user can't reach `wanted` (a checkout under
    /// `/root`, say), the cluster goes to a folder of its own under `/var/lib` (a throwaway one to
    /// the temporary folder), named after `wanted`, and stays there.
    pub(super) fn choose(wanted: &Path, throwaway: bool) -> Result<Place, PostgresProblem> {
        let me = Account::current()?;
        fs::create_dir_all(wanted).map_err(file("make", wanted))?;
        let wanted = wanted.canonicalize().map_err(file("find", wanted))?;
        let root = Path::new(if throwaway { "/tmp" } else { "/var/lib" });
        let elsewhere = root.join(name_after(&wanted));
        let base = if belongs_elsewhere(&me, &wanted, &elsewhere)? { elsewhere } else { wanted };
        own_folder(&base, &me)?;
        let runner = runner(&me, &base)?;
        let socket_dir = socket_dir(&base, &me)?;
        give_folder(&socket_dir, &me, &runner)?;
        Ok(Place { base, socket_dir, runner, me })
    }

    /// The cluster itself.
    pub(super) fn data(&self) -> PathBuf {
        self.base.join("data")
    }

    /// Makes the empty folder that `initdb` fills before it becomes [`Place::data`].
    pub(super) fn make_room(&self) -> Result<PathBuf, PostgresProblem> {
        let unfinished = self.base.join("data.new");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).map_err(file("remove", &unfinished))?;
        }
        give_folder(&unfinished, &self.me, &self.runner)?;
        Ok(unfinished)
    }

    /// Makes what `initdb` filled the cluster, for good: the name is on the disk before anything else is.
    pub(super) fn move_in(&self, unfinished: &Path) -> Result<(), PostgresProblem> {
        fs::rename(unfinished, self.data()).map_err(file("rename", unfinished))?;
        File::open(&self.base).and_then(|base| base.sync_all()).map_err(file("save", &self.base))
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

    /// Writes a file of the cluster, whole or not at all, as the user who runs the server: root does
    /// not write where another user could have planted a link.
    pub(super) fn write(&self, path: &Path, text: &str) -> Result<(), PostgresProblem> {
        let unfinished = path.with_extension("new");
        let mut tee = self.runner.command(Path::new("tee"), self.changes_user());
        tee.arg(&unfinished).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut writing = tee.spawn().map_err(file("write", &unfinished))?;
        if let Some(mut input) = writing.stdin.take() {
            input.write_all(text.as_bytes()).map_err(file("write", &unfinished))?;
        }
        if !writing.wait().map_err(file("write", &unfinished))?.success() {
            return Err(file("write", &unfinished)(std::io::Error::other("tee failed")));
        }
        fs::rename(&unfinished, path).map_err(file("rename", &unfinished))
    }

    /// Whether the server runs as another user than this process.
    pub(super) fn changes_user(&self) -> bool {
        self.runner.uid != self.me.uid
    }
}

/// Whether the cluster of `wanted` is, or must be, in `elsewhere`.
fn belongs_elsewhere(me: &Account, wanted: &Path, elsewhere: &Path) -> Result<bool, PostgresProblem> {
    if !me.is_root() || wanted.join("data").exists() {
        return Ok(false);
    }
    Ok(elsewhere.join("data").exists() || !Account::for_root()?.can_enter(parent(wanted)))
}

/// Who runs the cluster in `base`: this user, and for root the owner of the data or another user.
fn runner(me: &Account, base: &Path) -> Result<Account, PostgresProblem> {
    if !me.is_root() {
        return Ok(me.clone());
    }
    match fs::metadata(base.join("data")).map(|found| found.uid()) {
        Ok(0) => Err(PostgresProblem::OwnedByRoot { path: base.join("data") }),
        Ok(owner) => Account::with_uid(owner),
        Err(_) => Account::for_root(),
    }
}

/// Where the socket goes: beside the data, or, where that path is too long for a socket, to a short
/// folder in the temporary folder.
fn socket_dir(base: &Path, me: &Account) -> Result<PathBuf, PostgresProblem> {
    let beside = base.join("socket");
    if beside.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() <= LONGEST_SOCKET {
        return Ok(beside);
    }
    let short = Path::new("/tmp").join(name_after(base));
    own_folder(&short, me)?;
    Ok(short.join("socket"))
}

/// Makes a folder of this user, or checks that the one that is there is such: in a temporary folder
/// somebody else could have made it first. The server's user may pass through root's, nothing more:
/// root writes here, and a link planted by another user would lead it astray.
fn own_folder(path: &Path, me: &Account) -> Result<(), PostgresProblem> {
    folder_of(path, &[me])?;
    let mode = if me.is_root() { 0o711 } else { 0o700 };
    fs::set_permissions(path, Permissions::from_mode(mode)).map_err(file("close", path))
}

/// Makes a folder inside one of [`own_folder`] that only `runner` (and root) can enter.
fn give_folder(path: &Path, me: &Account, runner: &Account) -> Result<(), PostgresProblem> {
    if folder_of(path, &[me, runner])? != runner.uid {
        runner.own(path)?;
    }
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(file("close", path))
}

/// Makes the folder where it is missing; the owner's id, who must be one of `allowed`.
fn folder_of(path: &Path, allowed: &[&Account]) -> Result<u32, PostgresProblem> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(problem) if problem.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(file("make", path)(problem));
        }
        _ => {}
    }
    let found = fs::symlink_metadata(path).map_err(file("look at", path))?;
    if found.is_dir() && allowed.iter().any(|account| account.uid == found.uid()) {
        return Ok(found.uid());
    }
    Err(PostgresProblem::ForeignFolder { path: path.to_path_buf(), owner: found.uid() })
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
        let socket_dir = fs::metadata(place.socket_dir()).unwrap();
        assert_eq!((socket_dir.mode() & 0o777, socket_dir.uid()), (0o700, place.runner.uid));
        let base = fs::metadata(parent(&place.data())).unwrap();
        assert_eq!((base.mode() & 0o066, base.uid()), (0, place.me.uid));
    }

    #[test]
    fn a_path_too_long_for_a_socket_gets_a_short_folder() {
        let folder = Folder::new();
        let place = Place::choose(&folder.path().join("p".repeat(100)), true).unwrap();
        assert!(place.socket_dir().as_os_str().len() < 40, "{}", place.socket_dir().display());
        assert!(place.data().starts_with(folder.path()));
        fs::remove_dir_all(parent(place.socket_dir())).unwrap();
    }

    #[test]
    fn a_folder_that_is_a_link_is_refused() {
        let folder = Folder::new();
        let me = Account::current().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path(), &link).unwrap();
        let problem = own_folder(&link, &me).unwrap_err();
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

        fs::create_dir(place.data()).unwrap();
        place.runner.own(&place.data()).unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        assert_eq!(place.data(), Place::choose(&wanted, true).unwrap().data(), "once made it stays there");
        fs::remove_dir_all(parent(&place.data())).unwrap();
    }
}
