//! 事業: what a programme is made of, as data: style, calendar, instruments, information items, report and goals. Two
//! presets ship, 目黒型 シニアの部活 (a course) and 新宿型 通所型短期集中 (an individual service). Invariants: codes never
//! change once published, numbers are the sources', sentences are our own.

mod information_items;
mod plan;
mod presets;
mod questionnaire;

pub use information_items::InformationItem;
pub use plan::{
    AbsenceRule, CoursePlan, Goal, Instrument, InstrumentTiming, PlannedInstrument, Programme, ReportDue,
    ReportPlan, ReportSection, SectionContent, ServicePlan, ServiceStep, Style, VitalsRule,
};
pub use presets::{all, by_code, meguro, questionnaire_by_code, shinjuku};
pub use questionnaire::{AnswerForm, AnswerOption, Questionnaire, QuestionnaireItem};
