//! 端末: the tablets that record a class without a network — registered by the contractor, permitted by the ward until a day, filled
//! for the classes of the next days, wiped afterwards. Sources: S1 (端末の管理), S3 (持出し・消去), S4 第7・11・29条.
//!
//! Invariants: what a tablet recorded is taken in the name of who recorded it, or parked for a person to decide, and never lost;
//! nothing is packed for a tablet that isn't permitted today, or that the clauses of the contract keep in; every pack is an entry
//! of the 受渡し管理簿, and its wipe the end of that entry.

mod secrets;
mod shell;
pub mod states;

use crate::kit::routing::Routes;

pub fn routes() -> Routes {
    Routes::new().get("/t/", shell::page).get("/t/sw.js", shell::worker).get("/t/kill-sw.js", shell::kill_worker)
}
