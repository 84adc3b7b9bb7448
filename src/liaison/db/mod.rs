//! Statements of the liaison, by what they are about.

mod care_plans;
mod course;
mod records;
mod sheets;

pub use care_plans::{ServiceUser, service_users};
pub use course::{CourseHead, Member, Progress, centre_names, course, members, progress};
pub use records::{
    StoredAssessment, Subject, absence_explanation, assessments, districts_of, service_days, subject,
};
pub use sheets::{
    Listed, NewEvent, NewSheet, Sheet, count, events, find, insert, insert_event, list, open_draft, update,
};
