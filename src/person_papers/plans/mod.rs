//! 個別事業計画: a person's goals in a course, what will be done, what to mind; explained, then agreed on.

pub mod content;
pub mod pages;
mod views;
