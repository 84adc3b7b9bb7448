//! What a request's operations are besides what they say: whose they are, what they follow, why one was refused.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{entry::Field, operations::OperationIn};
use crate::vocab::ids::{AccountId, TabletId};

/// Who enters, as shown, and on which tablet. Example: 「田中 花子」, 「端末A／田中 花子」.
#[derive(Clone, Debug)]
pub struct Author {
    pub account: AccountId,
    pub name: String,
    pub tablet: Option<TabletId>,
}

/// An operation with its author. A tablet's also names the one before it on the same field, which its author had made or seen:
/// several that were entered without a network come in one chain, and a tablet doesn't contradict itself.
#[derive(Clone, Debug)]
pub struct Stroke {
    pub operation: OperationIn,
    pub author: Author,
    pub after: Option<Uuid>,
}

/// Why an operation was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The session takes nothing now.
    Shut,
    ReusedKey,
    NotOnRoster,
    Value,
    UnknownVersion,
}

/// The versions with which operations that were not contradicted were answered: what their author knew of the field then.
pub type Chains = BTreeMap<(Uuid, Field, Uuid), i32>;
