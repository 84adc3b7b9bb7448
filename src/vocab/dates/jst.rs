//! Japan Standard Time: instants are stored in UTC and read by people in Japan.

use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, macros::offset};

use super::era::wareki;

/// Nine hours ahead of UTC all year.
const JST: UtcOffset = offset!(+9);

/// The day it is in Japan at this instant.
pub fn jst_date(at: OffsetDateTime) -> Date {
    in_japan(at).date()
}

/// The day and the time a clock in Japan shows at this instant.
pub fn jst_local(at: OffsetDateTime) -> PrimitiveDateTime {
    let at = in_japan(at);
    PrimitiveDateTime::new(at.date(), at.time())
}

/// `17:10`.
pub fn jst_time(at: OffsetDateTime) -> String {
    let at = in_japan(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `令和8年11月20日 17:10`.
pub fn jst_stamp(at: OffsetDateTime) -> String {
    format!("{} {}", wareki(jst_date(at)), jst_time(at))
}

/// The instant at which a clock in Japan shows this day and time.
pub fn jst_at(day: Date, time: Time) -> OffsetDateTime {
    day.with_time(time).assume_offset(JST)
}

/// The instant at which a day begins in Japan.
pub fn jst_midnight(day: Date) -> OffsetDateTime {
    jst_at(day, Time::MIDNIGHT)
}

/// The instant on a Japanese clock; the last nine hours of the year 9999 stay as they are.
pub fn in_japan(at: OffsetDateTime) -> OffsetDateTime {
    at.checked_to_offset(JST).unwrap_or(at)
}
