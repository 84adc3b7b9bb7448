//! 登録・参加: how a person comes to a contract (referral) and takes part in a course or an individual service
//! (enrolment). Invariants: a referral is decided once, a finished enrolment is never taken up again (a person who
//! comes back is enrolled anew), and every withdrawal has a reason.

mod course_list;
pub(crate) mod db;
pub(crate) mod entrance;
mod months;
mod notes;
mod papers;
mod placing;
pub mod referral_states;
mod referrals;
mod show;
pub(crate) mod start;
pub mod states;
pub mod withdrawal;

pub use notes::{EnrolmentNote, ReferralNote};

use crate::{kit::routing::Routes, permission};

permission!(pub MakeReferral, "referral.create", [WardAdmin, WardOfficer, CentreManager, CentreStaff]);
permission!(pub SeeReferrals, "referral.list", [WardAdmin, WardOfficer, CentreManager, CentreStaff]);
permission!(pub SeeReferral, "referral.view", [WardAdmin, WardOfficer, CentreManager, CentreStaff]);
permission!(pub DecideReferral, "referral.decide", [WardAdmin, WardOfficer]);
permission!(pub WithdrawReferral, "referral.withdraw", [WardAdmin, WardOfficer, CentreManager, CentreStaff]);
permission!(pub PlaceParticipant, "enrolment.create", [WardAdmin, WardOfficer]);
permission!(pub SeeEnrolment, "enrolment.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder, CentreManager, CentreStaff]);
permission!(pub ChangeEnrolment, "enrolment.change", [WardAdmin, WardOfficer]);
permission!(pub SeeCourseEnrolments, "enrolment.list", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/participants/{id}/referrals/new", referrals::new)
        .post("/participants/{id}/referrals", referrals::create)
        .get("/referrals", referrals::list)
        .get("/referrals/{id}", referrals::show)
        .post("/referrals/{id}/acceptance", referrals::accept)
        .post("/referrals/{id}/refusal", referrals::decline)
        .post("/referrals/{id}/withdrawal", referrals::withdraw)
        .get("/participants/{id}/enrolments/new", placing::new)
        .post("/participants/{id}/enrolments/check", placing::check)
        .post("/participants/{id}/enrolments", placing::create)
        .get("/enrolments/{id}", show::show)
        .post("/enrolments/{id}/place", show::place)
        .get("/enrolments/{id}/start", start::ask)
        .post("/enrolments/{id}/start", start::give)
        .get("/enrolments/{id}/withdrawal", show::ask_withdrawal)
        .post("/enrolments/{id}/withdrawal", show::withdraw)
        .get("/enrolments/{id}/completion", show::ask_completion)
        .post("/enrolments/{id}/completion", show::complete)
        .get("/courses/{id}/enrolments", course_list::show)
        .post("/courses/{id}/enrolments/completion", start::complete_stays)
}
