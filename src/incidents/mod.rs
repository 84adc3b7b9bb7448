//! 事故・急変: an accident, a sudden illness, or something that happened to personal data, from the first report, written in
//! two minutes at the hall, to the end of the matter: follow-up reports, the people concerned, the days of the law, the ward's
//! instructions and its decision about publication.
//! Source: 新宿型 特記事項19・20, 仙台型 事故発生時の対応, 目黒型 特記仕様書35・36・39条; 個人情報保護法68条.
//!
//! Invariants: whoever reports, judges or decides does so in their own name and rewrites nothing; free text is sealed with the
//! contract's key; the ward reads a report by opening it; what the law asks for is worked out anew from the last facts and
//! never stored; only the ward ends the matter, and only when nothing is missing.

mod affected;
mod case;
mod clocks;
mod closing;
mod commission;
mod db;
mod decision;
mod duties;
mod first_report;
mod follow_up;
mod from_tablet;
mod judgement;
mod kinds;
mod pages;
mod papers;
mod running;
pub mod states;
mod views;

pub(crate) use db::of_session;
pub(crate) use decision::Words as DecisionWords;
pub(crate) use duties::came_up;
pub(crate) use first_report::Description;
pub(crate) use follow_up::Findings;
pub(crate) use from_tablet::{Arrived, TabletReport, arrive, offered};
pub(crate) use kinds::Kind;
pub(crate) use running::{Clock, next_day, tasks as running_tasks};
pub(crate) use views::{IncidentLine, line};

use crate::{kit::routing::Routes, permission};

permission!(pub ViewIncidents, "incident.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub WriteIncident, "incident.write", people, [ContractorManager, ContractorRecorder]);
permission!(pub ReceiveIncident, "incident.receive", [WardAdmin, WardOfficer]);
permission!(pub ChooseAffected, "incident.affected", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub PrintIncident, "incident.print", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    use pages::{affected, deciding, follow_ups, judging, printing, reading, receiving, writing};
    Routes::new()
        .get("/incidents", reading::list)
        .get("/incidents/new", writing::new)
        .post("/incidents", writing::report)
        .get("/incidents/{id}", reading::show)
        .post("/incidents/{id}/opening", receiving::open)
        .post("/incidents/{id}/acknowledgement", receiving::acknowledge)
        .get("/incidents/{id}/reports/new", follow_ups::new)
        .post("/incidents/{id}/reports", follow_ups::write)
        .post("/incidents/{id}/reports/{incident_report}/receipt", follow_ups::receive)
        .get("/incidents/{id}/people", affected::list)
        .get("/incidents/{id}/people/new", affected::choose)
        .post("/incidents/{id}/people", affected::add)
        .post("/incidents/{id}/people/notice", affected::tell)
        .post("/incidents/{id}/people/{participant}/removal", affected::remove)
        .get("/incidents/{id}/judgement", judging::form)
        .post("/incidents/{id}/judgement", judging::judge)
        .get("/incidents/{id}/commission", judging::commission_form)
        .post("/incidents/{id}/commission", judging::report)
        .get("/incidents/{id}/decisions/new", deciding::form)
        .post("/incidents/{id}/decisions", deciding::decide)
        .get("/incidents/{id}/closing", deciding::ask_closing)
        .post("/incidents/{id}/closing", deciding::close)
        .get("/incidents/{id}/first.pdf", printing::first)
        .get("/incidents/{id}/whole.pdf", printing::whole)
        .get("/sessions/{id}/incidents/new", writing::new_of_session)
        .post("/sessions/{id}/incidents", writing::report_of_session)
}
