//! 連絡: papers that a contractor sends to the community care centre and the ward, and what comes back. Source: 目黒型
//! 包括支援センター連絡シート (別紙1 6(2)③, 6(3)①, 別紙2 2). Invariants: what was sent does not change, a sheet that was
//! opened can't be withdrawn, every state is reached by one named act, and no name of another district's people leaves
//! with a sheet.
//!
//! `kinds`: what goes which way and who sees how much · `states`: its life · `gathering` → `snapshot`: from the records to
//! the paper that is sent · `acts`: the acts that seal and store · `papers`: the same as PDF.

mod acts;
mod attendance;
mod completeness;
mod content;
mod db;
mod forms;
mod gathering;
mod kinds;
mod pages;
mod papers;
mod results;
mod snapshot;
pub mod states;
mod views;

pub use acts::unit;
pub use content::{EventNote, LiaisonAnswer, LiaisonSnapshot, LiaisonText};
pub use kinds::{AnswerAction, Direction, Kind};

/// Composing a paper without a database: for the invented wards of the demo and the tests.
pub(crate) mod composing {
    pub(crate) use super::{
        attendance::{Audience, CourseAttendance},
        content::Results,
        db::Subject,
        results::{Assessed, Pair, pairs, results},
        snapshot::{Records, compose},
    };
}

use crate::{kit::routing::Routes, permission};

permission!(pub ReadLiaison, "liaison.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder, CentreManager, CentreStaff]);
permission!(pub WriteLiaison, "liaison.write", people, [ContractorManager, ContractorRecorder, CentreManager, CentreStaff]);
permission!(pub ReceiveLiaison, "liaison.receive", people, [ContractorManager, ContractorRecorder, CentreManager, CentreStaff]);
permission!(pub PrintLiaison, "liaison.print", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder, CentreManager, CentreStaff]);
permission!(pub FollowCourseLiaison, "liaison.course", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub SendCarePlans, "liaison.care_plans", people, [CentreManager, CentreStaff]);
permission!(pub SendCourseLiaison, "liaison.send_all", people, [ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    use pages::{care_plans, course, inbox, print, reading, receiving, sending, writing};
    Routes::new()
        .get("/liaison", inbox::list)
        .get("/liaison/new", writing::new)
        .post("/liaison", writing::create)
        .get("/liaison/care-plans", care_plans::list)
        .get("/liaison/{id}", reading::show)
        .get("/liaison/{id}/edit", writing::edit)
        .post("/liaison/{id}", writing::update)
        .get("/liaison/{id}/check", sending::check)
        .post("/liaison/{id}/sending", sending::send)
        .get("/liaison/{id}/withdrawal", sending::ask_withdrawal)
        .post("/liaison/{id}/withdrawal", sending::withdraw)
        .post("/liaison/{id}/revision", sending::revise)
        .post("/liaison/{id}/opening", receiving::open)
        .post("/liaison/{id}/answer", receiving::answer)
        .get("/liaison/{id}/return", receiving::ask_return)
        .post("/liaison/{id}/return", receiving::send_back)
        .post("/liaison/{id}/closing", receiving::close)
        .get("/liaison/{id}/pdf", print::sheet)
        .get("/liaison/{id}/assessment.pdf", print::assessment)
        .get("/courses/{id}/liaison", course::show)
        .get("/courses/{id}/liaison/sending", course::ask)
        .post("/courses/{id}/liaison/sending", course::send)
}
