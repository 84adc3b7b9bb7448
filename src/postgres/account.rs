//! Operating-system users: who is calling, and who runs the server.
//!
//! Asked from `id`, so that users of a directory service (LDAP, macOS) are known too.

use std::path::Path;
use std::process::{Command, Stdio};

use std::os::unix::process::CommandExt;

use super::problem::{PostgresProblem, file};

/// A user of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) uid: u32,
    gid: u32,
}

impl Account {
    /// The user this process runs as.
    pub(super) fn current() -> Result<Account, PostgresProblem> {
        let uid = id(&["-u"])?.unwrap_or_default();
        Account::look_up(&uid)?.ok_or(PostgresProblem::NamelessUser(uid))
    }

    /// The user with this id.
    pub(super) fn with_uid(uid: u32) -> Result<Account, PostgresProblem> {
        let uid = uid.to_string();
        Account::look_up(&uid)?.ok_or(PostgresProblem::NamelessUser(uid))
    }

    /// Who runs PostgreSQL when root starts it: it refuses to run as root itself.
    pub(super) fn for_root() -> Result<Account, PostgresProblem> {
        for name in ["postgres", "nobody"] {
            if let Some(account) = Account::look_up(name)? {
                return Ok(account);
            }
        }
        Err(PostgresProblem::NoAccount)
    }

    fn look_up(user: &str) -> Result<Option<Account>, PostgresProblem> {
        let (name, uid, gid) = (id(&["-un", user])?, id(&["-u", user])?, id(&["-g", user])?);
        let number = |text: Option<String>| text.and_then(|text| text.parse().ok());
        Ok(name.zip(number(uid)).zip(number(gid)).map(|((name, uid), gid)| Account { name, uid, gid }))
    }

    /// Whether this is root.
    pub(super) fn is_root(&self) -> bool {
        self.uid == 0
    }

    /// Gives `path` to this user.
    pub(super) fn own(&self, path: &Path) -> Result<(), PostgresProblem> {
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
            .map_err(file("change the owner of", path))
    }

    /// A command that runs as this user (which needs root unless it is the current one), from a
    /// folder everybody can enter and with nothing of our environment but the PATH.
    pub(super) fn command(&self, program: &Path, as_root: bool) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").current_dir("/").stdin(Stdio::null());
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        if as_root {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Whether this user can enter `folder`. The kernel answers, so groups and access lists count.
    pub(super) fn can_enter(&self, folder: &Path) -> bool {
        let mut test = self.command(Path::new("test"), true);
        test.arg("-x").arg(folder).status().is_ok_and(|status| status.success())
    }
}

/// What `id` prints; `None` when it knows no such user.
fn id(arguments: &[&str]) -> Result<Option<String>, PostgresProblem> {
    let answer = Command::new("id").args(arguments).output().map_err(file("run", "id"))?;
    Ok(answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_user_has_a_name_and_root_has_another_to_run_as() {
        let me = Account::current().unwrap();
        assert_eq!(Account::with_uid(me.uid).unwrap(), me);
        assert!(!Account::for_root().unwrap().is_root());
    }

    #[test]
    fn a_user_id_without_a_name_is_a_problem_not_a_guess() {
        assert!(
            matches!(Account::with_uid(64_999), Err(PostgresProblem::NamelessUser(uid)) if uid == "64999")
        );
    }
}
