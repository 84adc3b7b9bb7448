//! 教室・コース: the sessions of a course and the places in it. The days follow from the programme's calendar
//! (`programmes::session_dates`). Invariants: sessions stay in date order (one in place of a cancelled one may
//! come between), a session is never on a day the programme forbids, a session that was moved keeps the reason, and nobody
//! takes a place beyond the capacity.

mod cancel;
mod db;
mod draft;
mod make_up;
mod pages;
mod plan;
mod reschedule;
mod tabs;
pub mod words;

pub use db::{Session, sessions};
pub use tabs::{CourseTab, tabs};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewCourses, "course.view", [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub PlanCourse, "course.plan", [WardAdmin, WardOfficer]);
permission!(pub MoveSession, "session.move", [WardAdmin, WardOfficer]);
permission!(pub CancelSession, "session.cancel", [WardAdmin, WardOfficer]);
permission!(pub MakeUpSession, "session.make_up", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/courses", pages::list)
        .get("/courses/new", plan::new)
        .post("/courses/preview", plan::preview)
        .post("/courses", plan::create)
        .get("/courses/{id}", pages::show)
        .get("/courses/{id}/cancellation", cancel::course)
        .post("/courses/{id}/cancellation", cancel::cancel_course)
        .get("/sessions/{id}/move", reschedule::show)
        .post("/sessions/{id}/move", reschedule::save)
        .get("/sessions/{id}/make-up", make_up::show)
        .post("/sessions/{id}/make-up", make_up::save)
        .get("/sessions/{id}/cancellation", cancel::session)
        .post("/sessions/{id}/cancellation", cancel::cancel_session)
}
