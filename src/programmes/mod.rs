//! 事業: what a programme is, as data. A ward's programme has versions (draft, published, retired), a contract is bound to
//! one of them; presets ship for a ward to take over.
//!
//! [`definition`] is the schema, one file per section; beside it each rule has a file of its own that takes facts and
//! answers with its working out. Invariants: codes never change once published, a published version never changes,
//! numbers of presets are the sources', sentences are our own.

// ── 定義 ────────────────────────────────────────────────────────────────────
pub mod db;
pub mod definition;
mod information_items;
pub mod presets;
pub mod schema;
mod shelf; // the definition a contract is bound to

// ── 規則: facts in, an answer with its working out ──────────────────────────
pub mod absences; // 欠席
pub mod add_ons; // 加算プログラム
pub mod cancelled; // 中止した回の委託料
pub mod capacity; // 定員・最少催行人数
pub mod due; // 期限
pub mod eligibility; // 対象者
pub mod fee; // 委託料
pub mod guidance; // 保健指導
mod plan; // what kind of service it is
pub mod report_periods; // 報告の期間
pub mod screening; // 体調確認
pub mod session_dates; // 日程
pub mod staffing; // 人員
pub mod start; // 開始月
pub mod term; // 期間
pub mod user_fee; // 利用者負担
pub mod venue; // 会場

// ── 編集 ────────────────────────────────────────────────────────────────────
pub mod check; // what contradicts itself
pub mod diff; // 版の違い
pub mod fault;
mod forms; // 入力欄
mod pages;
pub mod reading; // a definition from outside
pub mod text; // TOML
mod views;
pub mod wording; // the rules in words

// ── 試算 ────────────────────────────────────────────────────────────────────
pub mod simulate; // the engine
mod trial; // its pages

#[cfg(test)]
mod random;

pub use definition::{
    AbsenceRule, AnswerForm, CancellationCause, Definition, Goal, Instrument, PlannedInstrument, Question,
    Questionnaire, Section, SectionContent, Style, Timing, VitalsRule,
};
pub(crate) use forms::numbered;
pub use information_items::InformationItem;
pub use plan::{CoursePlan, PlannedStep, ServicePlan, ServiceStep};
pub use presets::{meguro, shinjuku};
pub use shelf::definition as of;
pub use term::Term;

use crate::{kit::routing::Routes, permission};

permission!(pub ViewProgrammes, "programme.view", [WardAdmin, WardOfficer, WardAuditor]);
permission!(pub EditProgrammes, "programme.edit", [WardAdmin, WardOfficer]);

pub fn routes() -> Routes {
    use pages::{differences, draft, export, import, list, publication, rows, section, show, trial};
    Routes::new()
        .get("/programmes", list::list)
        .post("/programmes", list::take_over)
        .get("/programmes/import", import::form)
        .post("/programmes/import", import::read)
        .get("/programmes/{id}", show::show)
        .get("/programmes/{id}/versions/{number}", show::version)
        .get("/programmes/{id}/versions/{number}/file", export::file)
        .get("/programmes/{id}/versions/{number}/trial/{trial}", trial::form)
        .post("/programmes/{id}/versions/{number}/trial/{trial}", trial::answer)
        .get("/programmes/{id}/differences", differences::show)
        .post("/programmes/{id}/draft", draft::begin)
        .get("/programmes/{id}/draft", draft::show)
        .get("/programmes/{id}/draft/forms/{form}", draft::form)
        .post("/programmes/{id}/draft/forms/{form}", draft::change)
        .get("/programmes/{id}/draft/rows/{rows}/{at}", rows::form)
        .post("/programmes/{id}/draft/rows/{rows}/{at}", rows::change)
        .post("/programmes/{id}/draft/rows/{rows}/{at}/place", rows::move_row)
        .get("/programmes/{id}/draft/rows/{rows}/{at}/removal", rows::removing)
        .post("/programmes/{id}/draft/rows/{rows}/{at}/removal", rows::remove)
        .get("/programmes/{id}/draft/sections/{section}", section::form)
        .post("/programmes/{id}/draft/sections/{section}", section::change)
        .get("/programmes/{id}/draft/publication", publication::form)
        .post("/programmes/{id}/draft/publication", publication::publish)
        .get("/programmes/{id}/draft/discard", publication::discarding)
        .post("/programmes/{id}/draft/discard", publication::discard)
}

/// What this thread has worked so far, in milliseconds: no other test that runs beside it counts.
#[cfg(test)]
fn worked() -> u64 {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    spent.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok()).unwrap() / 1_000_000
}

/// The smallest definition that is whole, for tests to change.
#[cfg(test)]
pub fn sample() -> Definition {
    toml::from_str(include_str!("sample.toml")).unwrap()
}
