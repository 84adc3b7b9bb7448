//! 参加者: the people a programme is for. Source: the eligibility sentences of 目黒型 (I-6(2), 別紙1-2) and 新宿型 (対象者).
//! Invariant: a fact nobody has entered makes the answer 判定不能, never 非該当, unless another fact already excludes.

pub mod eligibility;
pub mod identity;
pub mod people;

pub use identity::{EmergencyContact, Identity};
pub use people::{Person, Register, sex_label};

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
