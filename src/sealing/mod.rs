//! 封緘: personal data at rest. Direct identifiers, contacts, medical text and free notes are one AES-256-GCM blob a
//! row, bound to ward, table, row and version. Keys live outside PostgreSQL and its backups, in a key directory: a
//! *ward key* for the register (and its search tokens), a *unit key* for what one course or one individual service
//! produced. Destroying a unit key erases that unit everywhere, backups included (S4 第29条, S3 行政情報2(6)).
//!
//! Invariant: a blob moved to another row, table, ward or version does not open.

mod blob;
mod derived;
mod destruction;
mod keyring;
mod tokens;

pub use blob::{Place, Sealable};
pub use keyring::{KeyInfo, Keyring, SealProblem};
pub use tokens::SearchKey;

use uuid::Uuid;

/// Whose key seals a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// The ward's register: outlives contracts.
    Ward(Uuid),
    /// One course, one individual service (the enrolment), or one contract's monthly reports: returned and erased together.
    Unit(Uuid),
}
