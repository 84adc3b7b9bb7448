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

mod applications;
mod audit;
mod behind;
mod budget;
mod classday;
mod complaints;
mod council;
mod crash;
mod data_flows;
mod demo;
mod erasure;
mod fees;
mod filings;
mod guards;
mod guidance;
mod handing_in;
mod handovers;
mod hearings;
mod homes;
mod incidents;
mod ledger_duties;
mod links;
mod make_up;
mod measures;
mod obligations;
mod password;
mod person_papers;
mod programme_conditions;
mod programme_editor;
mod programme_lists;
mod programmes;
mod readers;
mod recording;
mod sweep;
mod tables;
mod walks;
mod wall;
mod ways;
mod world;
