//! 登録・参加: how a person comes to a contract (referral) and takes part in a course or an individual service
//! (enrolment). Invariants: a referral is decided once, a finished enrolment is never taken up again (a person who
//! comes back is enrolled anew), and every withdrawal has a reason.

pub mod referral_states;
pub mod states;
pub mod withdrawal;

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
