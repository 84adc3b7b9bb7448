//! The private PostgreSQL cluster: what Kayoi runs on when `DATABASE_URL` is not set.
//!
//! Kayoi takes the machine's own `postgres` binaries, makes a cluster in a folder of its own and
//! talks to it through a unix socket in a folder that only its users can enter. There is no TCP
//! port and no password: PostgreSQL asks the kernel who is calling (`peer`) and a map says which
//! database roles that operating-system user may take.
//!
//! The server outlives a killed Kayoi on purpose: the next start finds it running and goes on.

mod access;
mod account;
mod cluster;
mod find;
mod place;
mod problem;
mod server;
mod settings;
#[cfg(test)]
mod tests;

pub use access::LOGIN_ROLES;
pub use cluster::{Cluster, Options};
pub use find::Binaries;
pub use problem::PostgresProblem;
