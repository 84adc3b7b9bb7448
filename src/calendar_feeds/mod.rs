//! 予定表の購読: an address at which a calendar program fetches what is open, as often as it likes and without a login.
//!
//! Invariants: the address holds 32 random bytes, of which the database keeps the SHA-256; it is shown once; whoever has it
//! reads titles and days of obligations, never a participant; a disabled account, another role or an ended contract empties it.

mod address;
mod db;
mod pages;

use crate::{kit::routing::Routes, permission};

permission!(pub FollowCalendar, "calendar.follow", [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/obligations/calendar-feed", pages::show)
        .post("/obligations/calendar-feed", pages::make)
        .post("/obligations/calendar-feed/end", pages::end)
        .get("/calendars/{address}", pages::fetch)
}
