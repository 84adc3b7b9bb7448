//! 事業の定義: everything a programme is, as data. One file per section, in the order of the editor's pages.
//!
//! A definition is read from TOML (presets, import), kept as JSON in the database and edited in the browser; it holds no
//! code and no closure, only facts and the choice between rules that Kayoi knows. Sentences in it are a ward's own words.
//! Whether it makes sense is said by [`super::check`], what it means in Japanese by [`super::wording`].

mod absence;
mod add_on;
mod calendar;
mod cancellation;
mod consent;
mod document;
mod due;
mod eligibility;
mod fee;
mod filing;
mod guidance;
mod measurement;
mod places;
mod questionnaire;
mod report;
mod screening;
mod staffing;
mod stage;
mod user_fee;
mod venue;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use absence::{AbsenceRule, TellWhom};
pub use add_on::AddOn;
pub use calendar::{Calendar, Forbidden, Per, Rhythm, SessionCount, StartRule};
pub use cancellation::{Cancellation, CancellationCause, CancellationPay, CancellationRule, Decider};
pub use consent::Consent;
pub use document::{Paper, PaperKind};
pub use due::{DueRule, Event, Offset};
pub use eligibility::{
    AgeDay, Condition, Eligibility, Facts, Priority, Reading, ServiceGroup, Threshold, YesNoQuestion,
};
pub use fee::{
    Basis, Cap, CapSpan, FeeRule, FeeSchedule, HourBand, Price, Proration, Rounding, Tax, Tier, TierPer,
    UsersCounted,
};
pub use filing::{Decision, Filing, FilingForm, Owes};
pub use guidance::{Contact, ContactMeans, Guidance, ResultGroup, Selection, ValueTest};
pub use measurement::{
    Comparison, Instrument, Measurement, PlannedInstrument, SoftLimits, Timing, VitalsRule,
};
pub use places::{Counted, Places};
pub use questionnaire::{Answer, AnswerForm, Question, Questionnaire};
pub use report::{Cadence, Report, Section, SectionContent};
pub use screening::{AnswerTest, Ask, DecidedBy, Outcome, OutcomeRule, Screening, ScreeningQuestion};
pub use staffing::{Need, StaffRole, Substitute, When};
pub use stage::{Stage, StageRecord, StageTiming, Who};
pub use user_fee::{Refund, UserBasis, UserFee};
pub use venue::{EndCheck, Venue, VenueItem, VenueMeasure};

use super::InformationItem;

/// A programme as a ward defines it. Codes are lower-case words joined by `-` or `_`; they never change once published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub code: String,
    pub name: String,
    /// Where its numbers come from.
    pub source: String,
    pub style: Style,
    /// The items a new contract starts with; the ward may change the list.
    pub information_items: Vec<InformationItem>,
    /// Most fiscal years a contractor may hold it, the first included; absent when the source sets no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_years: Option<u8>,
    /// What the programme wants to reach; a report may ask how far it came for each.
    #[serde(default)]
    pub goals: Vec<Goal>,
    #[serde(default)]
    pub stages: Vec<Stage>,
    pub eligibility: Eligibility,
    #[serde(default)]
    pub screenings: Vec<Screening>,
    #[serde(default)]
    pub consents: Vec<Consent>,
    pub calendar: Calendar,
    pub places: Places,
    #[serde(default)]
    pub cancellation: Cancellation,
    #[serde(default)]
    pub staffing: Vec<StaffRole>,
    #[serde(default)]
    pub venue: Venue,
    #[serde(default)]
    pub add_ons: Vec<AddOn>,
    pub measurement: Measurement,
    #[serde(default)]
    pub questionnaires: Vec<Questionnaire>,
    #[serde(default)]
    pub absences: AbsenceRule,
    /// Only of a guidance programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guidance: Option<Guidance>,
    /// What the ward pays, by the day from which it holds; oldest first.
    #[serde(default)]
    pub fees: Vec<FeeSchedule>,
    /// What participants pay.
    #[serde(default)]
    pub user_fees: Vec<UserFee>,
    #[serde(default)]
    pub reports: Vec<Report>,
    #[serde(default)]
    pub filings: Vec<Filing>,
    #[serde(default)]
    pub documents: Vec<Paper>,
}

/// How people take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// 教室: everyone starts and ends together.
    Course,
    /// 随時参加の教室: people join each month and stay for their own months.
    RollingCourse,
    /// 個別サービス: each has a service of their own.
    Individual,
    /// 保健指導: the ward names the people, the contractor contacts them.
    Guidance,
}

/// One goal, with the ward's words for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    pub code: String,
    pub text: String,
}

impl Style {
    pub const ALL: [Self; 4] = [Self::Course, Self::RollingCourse, Self::Individual, Self::Guidance];

    pub fn code(self) -> &'static str {
        match self {
            Self::Course => "course",
            Self::RollingCourse => "rolling_course",
            Self::Individual => "individual",
            Self::Guidance => "guidance",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Course => "教室（全員が同じ日に始めて終わる）",
            Self::RollingCourse => "随時参加の教室（月ごとに入る）",
            Self::Individual => "個別サービス",
            Self::Guidance => "保健指導",
        }
    }

    /// People come together in sessions that have a roster.
    pub fn has_sessions(self) -> bool {
        matches!(self, Self::Course | Self::RollingCourse)
    }
}
