//! Tests through the real router and the real database, as one program: `world` makes wards with people and a frozen
//! clock, every other module is about one thing. A feature's tests are in `tests/it/<feature>.rs`.
//!
//! The first test of a run starts a throwaway PostgreSQL under `target/it` (or takes `KAYOI_TEST_DATABASE_URL`, an
//! administrator's connection) and makes a database for the run; each test makes its own wards in it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise"
)]

mod access_reviews;
mod applications;
mod audit;
mod behind;
mod breaches;
mod budget;
mod calendar_feeds;
mod classday;
mod clause_import;
mod closing;
mod complaints;
mod contractor_wall;
mod council;
mod crash;
mod custodians;
mod data_flows;
mod demo;
mod erasure;
mod fees;
mod filings;
mod given_back;
mod guards;
mod guidance;
mod handing_in;
mod handovers;
mod hearings;
mod homes;
mod incidents;
mod inspections;
mod job_windows;
mod ledger_duties;
mod links;
mod make_up;
mod matrix;
mod measures;
mod obligations;
mod oversight_duties;
mod owed;
mod password;
mod permits;
mod person_papers;
mod photos;
mod programme_conditions;
mod programme_editor;
mod programme_lists;
mod programme_tabs;
mod programmes;
mod readers;
mod reckonings;
mod recording;
mod refusals;
mod rehearsal;
mod requests;
mod roster_changes;
mod steps;
mod surveys;
mod sweep;
mod tables;
mod tablets;
mod walks;
mod wall;
mod ways;
mod world;
mod year;
