//! 教室の回: what happens in one class — attendance, vitals, notes — and what follows from it.

pub mod closing;
pub mod entry;
pub mod operations;
pub mod record_view;
pub mod recording;
pub mod vitals;
