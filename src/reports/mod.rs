//! 実施報告: what a contractor reports to the ward. Source: 目黒型 別紙2 and 新宿型 利用実績報告書. Invariants: a report is
//! returned with a reason or accepted, and an accepted report is frozen.

pub mod states;

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
