//! 連絡: papers that a contractor sends to the community care centre and the ward, and what comes back. Source: 目黒型
//! 包括支援センター連絡シート. Invariants: what was sent does not change, a sheet that was opened can't be withdrawn, and
//! every state is reached by one named act.

pub mod states;

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
