//! Kayoi（かよい）: care-prevention services that a municipality entrusts to outside organisations.
//!
//! The table of contents; each folder is named after what its users say.

// 土台 — plumbing
pub mod app;
pub mod config;
pub mod database;
pub mod health;
pub mod kit;
pub mod pledges;
pub mod postgres;
pub mod routes;
pub mod sealing;
pub mod vocab;

// 規則の答え — three-valued verdicts
pub mod verdict;

// 組織・人 — who is there
pub mod accounts;
pub mod audit;
pub mod organisations;

// 契約 — contract, clauses, duties, programmes
pub mod contracts;
pub mod filings;
pub mod obligations;
pub mod programmes;

// 参加者・教室 — people and what they take part in
pub mod add_ons;
pub mod applications;
pub mod briefings;
pub mod complaints;
pub mod consents;
pub mod courses;
pub mod enrolments;
pub mod fees;
pub mod guidance;
pub mod hearings;
pub mod incidents;
pub mod name_tags;
pub mod participants;
pub mod permissions;
pub mod person_papers;
pub mod services;
pub mod sessions;
pub mod staffing;
pub mod surveys;
pub mod trainings;
pub mod user_fees;
pub mod venues;

// 評価 — instruments, scores, comparisons
pub mod assessments;

// 連絡・報告 — what crosses between organisations
pub mod behind;
pub mod documents;
pub mod figures;
pub mod home;
pub mod lessons;
pub mod liaison;
pub mod reports;

// 運用 — what an operator types
pub mod certificates;
pub mod command;
pub mod demo;
