//! アンケート of a programme: what one person answered. Source: 目黒型 別紙2 2(2) and (7)②. Invariants: what was chosen is a
//! plain code under ids and can be counted; what was written in words is personal and sealed with the course's key.

pub mod db;
mod forms;
pub mod pages;
mod replies;
pub mod views;

pub use replies::{Chosen, Mode, Replies, Reply, Words};

use crate::{
    kit::{ctx::Ctx, error::Result, permission::Permission},
    sealing::Unit,
    vocab::ids::{CourseId, EnrolmentId},
};

/// Whose key seals the words.
pub fn unit(course: Option<CourseId>, enrolment: EnrolmentId) -> Unit {
    Unit::Unit(course.map_or(enrolment.0, |course| course.0))
}

/// The whole of a stored row, its words opened. Remembered in the audit stream as having been seen.
pub fn open<P: Permission, M>(cx: &mut Ctx<P, M>, unit: Unit, row: &db::Stored) -> Result<Replies> {
    let words = match &row.sealed {
        Some(blob) => cx.open::<Words>(row.participant, unit, row.id, row.version, blob)?,
        None => Words::default(),
    };
    cx.saw([row.participant]);
    Ok(Replies { chosen: row.chosen.0.clone(), words })
}
