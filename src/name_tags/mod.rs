//! 名札: numbers, names and readings of a course's people on sheets of ten (S4 6(1)⑤). Invariant: a number is given once in
//! a course and stays with the person, so that a tag that was printed is never somebody else's.

mod db;
mod pages;
mod papers;

use crate::{kit::routing::Routes, permission};

permission!(pub SeeNameTags, "name_tag.view", people, [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub AssignNameTags, "name_tag.assign", people, [WardAdmin, WardOfficer, ContractorManager]);
permission!(pub PrintNameTags, "name_tag.print", people, [WardAdmin, WardOfficer, ContractorManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/courses/{id}/name-tags", pages::show)
        .post("/courses/{id}/name-tags", pages::assign)
        .get("/courses/{id}/name-tags.pdf", papers::pdf)
}
