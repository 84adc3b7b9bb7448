//! Generated papers and files: pure functions from plain view structs to bytes.
//!
//! A paper is a [`Paper`]: a serialisable struct whose texts are already formatted, and a typst template in
//! `templates/documents/`. [`pdf::render`] turns it into one PDF that is PDF/A-2a and PDF/UA-1 at once. Lists leave as
//! one [`Table`], written by [`sheet::xlsx`] or [`csv::write`]. Nothing here reads the database, the clock or a
//! permission: the caller projects what the reader may see, and a hidden field arrives as `None` and prints as 「—」. Only
//! [`issue`] knows the request: it gives a paper its 出力番号 and hands it out.

pub mod applicant_list;
pub mod attendance;
pub mod consent_form;
pub mod contract_standing;
pub mod council_paper;
pub mod course_report;
pub mod csv;
pub mod custody_receipt;
pub mod data_flow_sheet;
pub mod erasure_paper;
pub mod fee_receipt;
pub mod fee_statement;
#[cfg(feature = "pdf")]
mod fonts;
pub mod form_paper;
#[cfg(feature = "pdf")]
mod glyphs;
pub mod guidance_overall;
pub mod guidance_result;
pub mod handover_ledger;
pub mod individual_assessment;
pub mod issue;
pub mod liaison_sheet;
pub mod measures_list;
pub mod name_tags;
pub mod outline;
mod paper;
pub mod participant_roster;
pub mod parts;
pub mod pdf;
#[cfg(feature = "pdf")]
mod press;
#[cfg(test)]
#[cfg(feature = "pdf")]
mod printing_tests;
pub mod provision_record;
pub mod record_sheet;
pub mod result_sheet;
pub mod service_plan;
pub mod service_report;
pub mod session_plan;
pub mod session_sheet;
pub mod sheet;
pub mod table;

pub use applicant_list::ApplicantList;
pub use consent_form::ConsentForm;
pub use contract_standing::ContractStanding;
pub use council_paper::CouncilPaper;
pub use course_report::CourseReport;
pub use custody_receipt::CustodyReceipt;
pub use data_flow_sheet::DataFlowSheet;
pub use erasure_paper::ErasurePaper;
pub use fee_receipt::FeeReceipt;
pub use fee_statement::FeeStatement;
pub use form_paper::FormPaper;
pub use guidance_overall::GuidanceOverall;
pub use guidance_result::GuidanceResult;
pub use handover_ledger::HandoverLedger;
pub use individual_assessment::IndividualAssessment;
pub use issue::{Format, Issue};
pub use liaison_sheet::LiaisonSheet;
pub use measures_list::MeasuresList;
pub use name_tags::NameTags;
pub use paper::{Masthead, Paper};
pub use participant_roster::ParticipantRoster;
pub use pdf::{PdfProblem, render};
pub use provision_record::ProvisionRecord;
pub use record_sheet::RecordSheet;
pub use result_sheet::ResultSheet;
pub use service_plan::ServicePlan;
pub use service_report::ServiceReport;
pub use session_plan::SessionPlan;
pub use session_sheet::SessionSheet;
pub use table::{Cell, Column, Provenance, Table};
