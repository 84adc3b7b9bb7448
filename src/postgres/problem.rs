//! What can go wrong with the private cluster, in words that tell the operator what to type.

use std::io;
use std::path::PathBuf;

use super::find::{NEWEST, OLDEST};

/// Why there is no running private cluster. `Display` is what the operator reads.
#[derive(Debug, thiserror::Error)]
pub enum PostgresProblem {
    /// No usable installation anywhere.
    #[error(
        "PostgreSQL {OLDEST} to {NEWEST} was not found on this machine. Type: apt-get install postgresql \
         (macOS: brew install postgresql@17), or set PG_BINDIR to the folder of initdb and postgres, \
         or set DATABASE_URL to a server that runs elsewhere."
    )]
    NotInstalled,

    /// The cluster was made by a major version that is not installed (any more).
    #[error(
        "{} was made by PostgreSQL {made_by}, which is not installed. Type: apt-get install postgresql-{made_by} \
         — or move the data to the newer version as docs/deployment.md says.",
        data.display()
    )]
    OtherMajor { data: PathBuf, made_by: String },

    /// PostgreSQL refuses to run as root, and no other account is there.
    #[error(
        "PostgreSQL does not run as root, and there is neither a user 'postgres' nor a user 'nobody'. \
         Type: useradd --system postgres"
    )]
    NoAccount,

    /// A user id without a name: PostgreSQL can't tell who it is.
    #[error(
        "the user id {0} has no name on this machine, so PostgreSQL cannot tell who is calling. \
         Start Kayoi as a user that `id -un` can name."
    )]
    NamelessUser(String),

    /// The folder belongs to somebody else.
    #[error(
        "{} belongs to the user id {owner}. Start Kayoi as that user (or root), or choose another folder \
         with KAYOI_DATA.",
        path.display()
    )]
    ForeignFolder { path: PathBuf, owner: u32 },

    /// The cluster's files belong to root, who can't run PostgreSQL.
    #[error("{} belongs to root, but PostgreSQL does not run as root. Type: chown -R postgres {}", path.display(), path.display())]
    OwnedByRoot { path: PathBuf },

    /// `initdb` failed.
    #[error("initdb failed:\n{output}")]
    Initdb { output: String },

    /// The server ended while it was starting.
    #[error("PostgreSQL did not start. The end of {}:\n{tail}", log.display())]
    Start { log: PathBuf, tail: String },

    /// The server runs but is not ready, e.g. in a very long recovery.
    #[error("PostgreSQL was not ready after {seconds} s; it may still be recovering. Look at {}", log.display())]
    NotReady { seconds: u64, log: PathBuf },

    /// `pg_ctl stop` or `reload` failed.
    #[error("pg_ctl {action} failed:\n{output}")]
    Control { action: &'static str, output: String },

    /// A file, folder or program could not be used.
    #[error("could not {doing} {}: {source}", path.display())]
    File { doing: &'static str, path: PathBuf, source: io::Error },
}

/// Adds what was being done, and where, to an [`io::Error`].
pub(super) fn file(
    doing: &'static str,
    path: impl Into<PathBuf>,
) -> impl FnOnce(io::Error) -> PostgresProblem {
    let path = path.into();
    move |source| PostgresProblem::File { doing, path, source }
}
