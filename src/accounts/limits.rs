//! How long a login lives.

use time::Duration;

use crate::kit::permission::PoolKind;

/// After this time without a request the login ends. A class lasts 120 minutes and its vitals are taken at both ends,
/// so a contractor's login outlives the class; offices are stricter.
pub fn idle(pool: PoolKind) -> Duration {
    match pool {
        PoolKind::Contractor => Duration::minutes(150),
        PoolKind::Auditor | PoolKind::Operator => Duration::minutes(15),
        PoolKind::Ward | PoolKind::Centre | PoolKind::Auth | PoolKind::Worker => Duration::minutes(30),
    }
}

/// A login never lives longer than a working day.
pub const ABSOLUTE: Duration = Duration::hours(10);

/// Logins of one account at the same time; the oldest goes first.
pub const AT_ONCE: i64 = 5;

/// A one-time code on paper.
pub const CODE: Duration = Duration::hours(72);
