//! 教室・コース: the calendar of a course's sessions and the places in it. Source: 目黒型 (20 places, at least 3 people,
//! weekly). Invariants: sessions stay in date order, a session is never on a closed day, a session that was moved keeps
//! the reason, and nobody takes a place beyond the capacity.

pub mod calendar;
pub mod places;
pub mod words;

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
