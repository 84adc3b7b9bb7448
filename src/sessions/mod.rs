//! 教室の回: what a session's attendance leads to. Source: 目黒型 別紙1-6(2)⑧. Invariant: tasks follow from the codes
//! alone, so the same attendance always opens the same tasks, in whatever order it was entered.

pub mod follow_up;

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
