//! New ids: UUIDv7 from the request's own time, so that rows made later sort later, also under a frozen test clock.

use std::sync::atomic::{AtomicU16, Ordering};

use time::OffsetDateTime;
use uuid::{Timestamp, Uuid, timestamp::context::NoContext};

/// Keeps ids of one millisecond in the order they were made.
static ORDER: AtomicU16 = AtomicU16::new(0);

pub fn new_id(now: OffsetDateTime) -> Uuid {
    let seconds = u64::try_from(now.unix_timestamp()).unwrap_or_default();
    let id = Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.nanosecond()));
    // rand_a (12 bits after the version) carries a counter; the 62 random bits of rand_b stay.
    let counter = u128::from(ORDER.fetch_add(1, Ordering::Relaxed) & 0x0fff);
    Uuid::from_u128((id.as_u128() & !(0x0fff_u128 << 64)) | (counter << 64))
}
