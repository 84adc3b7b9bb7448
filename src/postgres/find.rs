//! Where the machine keeps its PostgreSQL binaries.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::problem::PostgresProblem;

/// Oldest and newest major version that Kayoi is made for.
pub(super) const OLDEST: u32 = 15;
/// See [`OLDEST`].
pub(super) const NEWEST: u32 = 18;

/// One installation: a folder with `initdb`, `postgres` and `pg_ctl`, all of one major version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    dir: PathBuf,
    major: u32,
}

impl Binaries {
    /// The program `name` of this installation, e.g. `pg_dump`.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Major version, 15 to 18.
    #[must_use]
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The installation in `dir`, if it is whole and of a version that Kayoi supports.
    ///
    /// Links are followed first: some machines keep a lone link to `postgres` on the PATH, and the
    /// programs that belong to it stand beside the file that the link names.
    fn at(dir: &Path) -> Option<Binaries> {
        let dir = dir.join("postgres").canonicalize().ok()?.parent()?.to_path_buf();
        if !["initdb", "pg_ctl"].iter().all(|program| dir.join(program).is_file()) {
            return None;
        }
        let answer = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
        let major = major_of(&String::from_utf8_lossy(&answer.stdout))?;
        (OLDEST..=NEWEST).contains(&major).then_some(Binaries { dir, major })
    }
}

/// The installation to use: the one that made the cluster, or the best one for a new cluster.
pub(super) fn for_cluster(data: &Path) -> Result<Binaries, PostgresProblem> {
    choose(installed(&Places::of_this_machine()), made_by(data).as_deref(), data)
}

/// The major version that made the cluster in `data`; `None` when there is no cluster yet.
fn made_by(data: &Path) -> Option<String> {
    Some(fs::read_to_string(data.join("PG_VERSION")).ok()?.trim().to_owned())
}

fn choose(found: Vec<Binaries>, made_by: Option<&str>, data: &Path) -> Result<Binaries, PostgresProblem> {
    let mut found = found.into_iter();
    match made_by {
        None => found.next().ok_or(PostgresProblem::NotInstalled),
        Some(version) => found.find(|binaries| binaries.major.to_string() == version).ok_or_else(|| {
            PostgresProblem::OtherMajor { data: data.to_path_buf(), made_by: version.to_owned() }
        }),
    }
}

/// Where to look, best first.
struct Places {
    /// `$PG_BINDIR`: the operator's own choice.
    chosen: Option<PathBuf>,
    /// Folders of packagers, each with the versions inside: `root/N/bin` or `rootN/bin`.
    packaged: Vec<(PathBuf, &'static str)>,
    /// `$PATH`.
    path: OsString,
}

impl Places {
    fn of_this_machine() -> Places {
        let packaged = [
            ("/usr/lib/postgresql", ""),
            ("/usr", "pgsql-"),
            ("/opt/homebrew/opt", "postgresql@"),
            ("/usr/local/opt", "postgresql@"),
            ("/home/linuxbrew/.linuxbrew/opt", "postgresql@"),
            ("/Applications/Postgres.app/Contents/Versions", ""),
        ];
        Places {
            chosen: env::var_os("PG_BINDIR").map(PathBuf::from),
            packaged: packaged.iter().map(|(root, prefix)| (PathBuf::from(root), *prefix)).collect(),
            path: env::var_os("PATH").unwrap_or_default(),
        }
    }

    /// Every folder to try, in the order of preference: chosen, packaged (newest first), PATH.
    fn folders(&self) -> Vec<PathBuf> {
        let packaged = (OLDEST..=NEWEST).rev().flat_map(|major| {
            self.packaged.iter().map(move |(root, prefix)| root.join(format!("{prefix}{major}")).join("bin"))
        });
        self.chosen.iter().cloned().chain(packaged).chain(env::split_paths(&self.path)).collect()
    }
}

fn installed(places: &Places) -> Vec<Binaries> {
    places.folders().iter().filter_map(|folder| Binaries::at(folder)).collect()
}

/// `15` of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`; `18` of `… 18beta1`.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split("(PostgreSQL) ").nth(1)?;
    let digits = number.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(number.len());
    number.get(..digits)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::super::tests::Folder;
    use super::*;

    /// An installation of shell scripts that only knows its version.
    fn install(dir: &Path, version: &str) {
        fs::create_dir_all(dir).unwrap();
        for program in ["postgres", "initdb", "pg_ctl"] {
            let file = dir.join(program);
            fs::write(&file, format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    fn places(root: &Path, path: &Path) -> Places {
        Places { chosen: None, packaged: vec![(root.to_path_buf(), "")], path: path.as_os_str().to_owned() }
    }

    #[test]
    fn the_major_version_is_read_from_the_server_itself() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_of("postgres, a dog"), None);
    }

    #[test]
    fn the_newest_supported_version_comes_first_and_others_are_left_out() {
        let folder = Folder::new();
        for version in ["14.2", "15.3", "17.1", "19.0"] {
            install(&folder.path().join(version.split('.').next().unwrap()).join("bin"), version);
        }
        let found = installed(&places(folder.path(), Path::new("")));
        assert_eq!(found.iter().map(Binaries::major).collect::<Vec<_>>(), [17, 15]);
    }

    #[test]
    fn the_operators_choice_wins() {
        let folder = Folder::new();
        install(&folder.path().join("17/bin"), "17.1");
        install(&folder.path().join("own"), "15.3");
        let mut places = places(folder.path(), Path::new(""));
        places.chosen = Some(folder.path().join("own"));
        assert_eq!(installed(&places).first().unwrap().major(), 15);
    }

    #[test]
    fn a_lone_link_on_the_path_leads_to_its_installation() {
        let folder = Folder::new();
        install(&folder.path().join("real"), "16.4");
        fs::create_dir(folder.path().join("links")).unwrap();
        symlink(folder.path().join("real/postgres"), folder.path().join("links/postgres")).unwrap();
        let found = installed(&places(Path::new("/nowhere"), &folder.path().join("links")));
        assert_eq!(found.len(), 1);
        assert!(found[0].program("pg_ctl").ends_with("real/pg_ctl"));
    }

    #[test]
    fn a_postgres_without_initdb_beside_it_is_no_installation() {
        let folder = Folder::new();
        install(folder.path(), "16.4");
        fs::remove_file(folder.path().join("initdb")).unwrap();
        assert_eq!(installed(&places(Path::new("/nowhere"), folder.path())), []);
    }

    #[test]
    fn a_cluster_is_run_by_the_version_that_made_it() {
        let binaries = |major| Binaries { dir: PathBuf::from(format!("/{major}")), major };
        let found = || vec![binaries(17), binaries(15)];
        let data = Path::new("/data");
        assert_eq!(choose(found(), None, data).unwrap().major(), 17);
        assert_eq!(choose(found(), Some("15"), data).unwrap().major(), 15);
        let problem = choose(found(), Some("16"), data).unwrap_err();
        assert!(problem.to_string().contains("apt-get install postgresql-16"), "{problem}");
        let problem = choose(Vec::new(), None, data).unwrap_err();
        assert!(problem.to_string().contains("apt-get install postgresql "), "{problem}");
    }
}
