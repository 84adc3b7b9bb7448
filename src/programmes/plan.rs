//! The parts of a programme. Lengths are in the unit the name says; counts are of people or sessions.

use serde::Serialize;

use super::{InformationItem, Questionnaire};

/// A programme as a contract is made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Programme {
    /// Never changes; contracts store it.
    pub code: &'static str,
    pub name: &'static str,
    /// Where its numbers come from.
    pub source: &'static str,
    pub style: Style,
    /// The items a new contract starts with; the ward may change the list.
    pub information_items: &'static [InformationItem],
    pub instruments: &'static [PlannedInstrument],
    /// アンケート that the ward has everybody answer at the end.
    pub questionnaire: Option<&'static Questionnaire>,
    pub report: ReportPlan,
    pub goals: &'static [Goal],
    /// Most fiscal years a contractor may hold it, the first included; `None` when the source sets no limit.
    pub most_years: Option<u8>,
}

/// People come together in a course, or each has a service of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    Course(CoursePlan),
    Individual(ServicePlan),
}

/// A class of fixed length with weekly sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CoursePlan {
    pub sessions: u16,
    pub minutes: u16,
    /// About how long a course takes.
    pub months: u8,
    pub capacity: u16,
    pub minimum: u16,
    pub vitals: VitalsRule,
    pub absences: AbsenceRule,
    /// The session at which measurements are taken for the first time.
    pub measured_at_session: u16,
}

/// Whether blood pressure and pulse are owed by everyone who attends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VitalsRule {
    NotRequired,
    /// At the start and at the end; a session can't be closed without a value or a reason.
    BeforeAndAfter,
}

/// Which absences are followed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AbsenceRule {
    /// Everyone absent without notice is contacted.
    pub contact_without_notice: bool,
    /// An absence at the first session, notified or not, is told to the ward or centre.
    pub tell_first_session: bool,
    /// As many absences without notice in a row are told to the ward or centre.
    pub tell_in_a_row: u8,
}

/// A service for one person: steps, length and rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ServicePlan {
    pub steps: &'static [ServiceStep],
    pub months: u8,
    pub least_days_per_week: u8,
    pub most_days_per_week: u8,
    pub monitoring_every_months: u8,
}

/// The steps of a short-term intensive service, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceStep {
    HomeAssessment,
    PlanAndExplanation,
    FirstDay,
    ServiceDays,
    Monitoring,
    FinalHomeVisit,
    CentreLiaison,
    UsageReport,
}

impl ServiceStep {
    pub fn code(self) -> &'static str {
        match self {
            Self::HomeAssessment => "home_assessment",
            Self::PlanAndExplanation => "plan_and_explanation",
            Self::FirstDay => "first_day",
            Self::ServiceDays => "service_days",
            Self::Monitoring => "monitoring",
            Self::FinalHomeVisit => "final_home_visit",
            Self::CentreLiaison => "centre_liaison",
            Self::UsageReport => "usage_report",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::HomeAssessment => "事前アセスメント（居宅訪問）",
            Self::PlanAndExplanation => "実施計画の作成と説明",
            Self::FirstDay => "初回利用（送迎あり）",
            Self::ServiceDays => "通所（週1～3回）",
            Self::Monitoring => "モニタリング（月1回）",
            Self::FinalHomeVisit => "最終評価（居宅訪問）",
            Self::CentreLiaison => "地域包括支援センターへの連絡",
            Self::UsageReport => "利用実績報告書の提出",
        }
    }
}

/// What is asked or measured. The scoring and units live with the assessments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    BasicChecklist,
    SarcF,
    SelfRatedHealth,
    GripStrength,
    OneLegStanding,
    TimedUpAndGo,
    UsualWalk5m,
    FastestWalk5m,
    ChairStand30s,
}

impl Instrument {
    pub fn code(self) -> &'static str {
        match self {
            Self::BasicChecklist => "kcl",
            Self::SarcF => "sarc_f",
            Self::SelfRatedHealth => "health",
            Self::GripStrength => "grip",
            Self::OneLegStanding => "ols_open",
            Self::TimedUpAndGo => "tug",
            Self::UsualWalk5m => "walk5_u",
            Self::FastestWalk5m => "walk5_m",
            Self::ChairStand30s => "cs30",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::BasicChecklist => "基本チェックリスト",
            Self::SarcF => "SARC-F",
            Self::SelfRatedHealth => "主観的健康感",
            Self::GripStrength => "握力",
            Self::OneLegStanding => "開眼片足立ち",
            Self::TimedUpAndGo => "TUG",
            Self::UsualWalk5m => "5m通常歩行",
            Self::FastestWalk5m => "5m最大歩行",
            Self::ChairStand30s => "30秒椅子立ち上がり（CS-30）",
        }
    }
}

/// When an instrument is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentTiming {
    BeforeAndAfter,
    /// And once in every calendar month between.
    BeforeMonthlyAndAfter,
}

/// An instrument in a programme. Where it isn't required the contractor chooses it with the ward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlannedInstrument {
    pub instrument: Instrument,
    pub timing: InstrumentTiming,
    pub required: bool,
}

/// The report a programme asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReportPlan {
    pub title: &'static str,
    pub due: ReportDue,
    pub sections: &'static [ReportSection],
}

/// When a report is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportDue {
    /// Once per course, so many weeks after its last day.
    WeeksAfterEnd(u8),
    /// Each month, on this day of the next.
    DayOfNextMonth(u8),
}

/// One section of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReportSection {
    pub code: &'static str,
    pub title: &'static str,
    pub content: SectionContent,
}

/// Where a section's words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionContent {
    /// Counted from the records; nobody types it.
    Derived,
    /// Written by the contractor.
    Narrative,
    /// Written by the contractor, one text per goal of the programme.
    NarrativePerGoal,
}

/// What a programme wants to reach; the report says for each how far it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Goal {
    pub code: &'static str,
    pub text: &'static str,
}

impl Programme {
    /// The course plan, when people come together.
    pub fn course(&self) -> Option<&CoursePlan> {
        match &self.style {
            Style::Course(plan) => Some(plan),
            Style::Individual(_) => None,
        }
    }

    /// The service plan, when each person has a service of their own.
    pub fn service(&self) -> Option<&ServicePlan> {
        match &self.style {
            Style::Course(_) => None,
            Style::Individual(plan) => Some(plan),
        }
    }

    /// Whether the programme may go to the same contractor for its `year`-th fiscal year (from 1).
    pub fn may_renew_into(&self, year: u8) -> bool {
        self.most_years.is_none_or(|most| year <= most)
    }
}
