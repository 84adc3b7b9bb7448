//! 参加者: the register of the people programmes are for: entering, finding, showing, importing and exporting them.
//! Source: the eligibility sentences of 目黒型 (I-6(2), 別紙1-2) and 新宿型 (対象者); information items of S0.
//! Invariants: a fact nobody has entered makes a rule's answer 判定不能, never 非該当, unless another fact already excludes;
//! names are kept byte for byte; every showing of a person is in the audit stream; an upload writes nothing before it is
//! confirmed.

pub mod certification;
mod db;
pub mod eligibility;
pub mod entry;
mod export;
mod filter;
mod history;
pub mod identity;
mod import;
mod list;
pub mod people;
mod readings;
mod register;
mod show;
mod taking_part;
pub mod tokens;
mod views;

pub(crate) use db::districts;
pub use identity::{EmergencyContact, Identity};
pub use people::{Person, Register, sex_label};
pub(crate) use register::{register_new, same_people};
pub use views::shown_name;

/// For lists of people that come with other data: reading the file, its lines by the rules of the form, the register.
pub(crate) mod arrivals {
    pub(crate) use super::{
        db::{districts, sharing, take_numbers},
        import::{FileProblem, Line, judge, read, unguarded},
        register::store_new,
    };
}

use crate::{kit::routing::Routes, permission};

permission!(pub SeeParticipants, "participant.list", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder, CentreManager, CentreStaff]);
permission!(pub SearchParticipants, "participant.search", people, [WardAdmin, WardOfficer, CentreManager, CentreStaff]);
permission!(pub SeeParticipant, "participant.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder, CentreManager, CentreStaff]);
permission!(pub SeeContact, "participant.contact", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder, CentreManager, CentreStaff]);
permission!(pub SeeReadings, "participant.readings", [WardAdmin, WardOfficer]);
permission!(pub RegisterParticipant, "participant.register", [WardAdmin, WardOfficer]);
permission!(pub EditParticipant, "participant.change", [WardAdmin, WardOfficer]);
permission!(pub ImportParticipants, "participant.import", [WardAdmin, WardOfficer]);
permission!(pub RehearseImport, "participant.rehearse", [WardAdmin, WardOfficer]);
permission!(pub ExportParticipants, "participant.export", people, [WardAdmin, WardOfficer, ContractorManager, CentreManager]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/participants", list::list)
        .post("/participants/search", list::search)
        .get("/participants/new", register::new)
        .post("/participants/check", register::check)
        .post("/participants", register::create)
        .get("/participants/import", import::choose)
        .post("/participants/import", import::upload)
        .post("/participants/import/rehearsal", import::rehearsing::run)
        .post("/participants/import/rehearsal/acceptance", import::rehearsing::accept)
        .get("/participants/import/template", import::template)
        .get("/participants/import/{id}", import::preview)
        .post("/participants/import/{id}", import::confirm)
        .post("/participants/import/{id}/discard", import::discard)
        .get("/participants/export", export::choose)
        .post("/participants/export", export::hand_out)
        .get("/participants/{id}", show::show)
        .get("/participants/{id}/edit", register::edit)
        .post("/participants/{id}/check", register::check_change)
        .post("/participants/{id}", register::update)
        .post("/participants/{id}/contact", show::contact)
        .get("/participants/{id}/history", history::show)
        .get("/participants/{id}/readings", readings::show)
}
