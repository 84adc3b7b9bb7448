//! What a course and an individual service need of a definition, as plain numbers.

use super::definition::{
    AbsenceRule, Definition, Questionnaire, StageRecord, StageTiming, Style, VitalsRule,
};

/// A class with a roster. Counts are of people or sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoursePlan {
    pub sessions: u16,
    pub minutes: u16,
    /// About how long a course, or one person's stay, takes.
    pub months: u8,
    pub capacity: u16,
    pub minimum: u16,
    pub vitals: VitalsRule,
    pub absences: &'static AbsenceRule,
    /// The session at which measurements are taken for the first time.
    pub measured_at_session: u16,
}

/// A service for one person: steps, length and rhythm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePlan {
    pub steps: Vec<PlannedStep>,
    pub months: u8,
    pub least_days_per_week: u8,
    pub most_days_per_week: u8,
    pub monitoring_every_months: u8,
}

/// A step with the ward's word for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedStep {
    pub step: ServiceStep,
    pub label: &'static str,
}

/// The steps an individual service has records for, in the order they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    fn of(record: StageRecord) -> Option<Self> {
        match record {
            StageRecord::HomeAssessment => Some(Self::HomeAssessment),
            StageRecord::PlanAndExplanation => Some(Self::PlanAndExplanation),
            StageRecord::FirstDay => Some(Self::FirstDay),
            StageRecord::ServiceDays => Some(Self::ServiceDays),
            StageRecord::Monitoring => Some(Self::Monitoring),
            StageRecord::FinalHomeVisit => Some(Self::FinalHomeVisit),
            StageRecord::CentreLiaison => Some(Self::CentreLiaison),
            StageRecord::Report => Some(Self::UsageReport),
            StageRecord::ConsentAndIdentity
            | StageRecord::Screening
            | StageRecord::Sessions
            | StageRecord::Assessment
            | StageRecord::RecruitmentCall
            | StageRecord::GuidanceContact => None,
        }
    }
}

impl Definition {
    /// The course plan, when people come together.
    pub fn course(&'static self) -> Option<CoursePlan> {
        self.style.has_sessions().then(|| CoursePlan {
            sessions: self.calendar.sessions.map_or(1, |count| count.most),
            minutes: self.calendar.minutes,
            months: self.calendar.months,
            capacity: self.places.capacity,
            minimum: self.places.minimum,
            vitals: self.measurement.vitals,
            absences: &self.absences,
            measured_at_session: self.measurement.first_at_session.unwrap_or(1),
        })
    }

    /// The service plan, when each person has a service of their own.
    pub fn service(&'static self) -> Option<ServicePlan> {
        if self.style != Style::Individual {
            return None;
        }
        let days = |count: u16| u8::try_from(count).unwrap_or(7);
        let steps = self.stages.iter().filter_map(|stage| {
            ServiceStep::of(stage.record).map(|step| PlannedStep { step, label: &stage.label })
        });
        let monitoring = self.stages.iter().find_map(|stage| match (stage.record, stage.timing) {
            (StageRecord::Monitoring, StageTiming::EveryMonths(months)) => Some(months),
            _ => None,
        });
        Some(ServicePlan {
            steps: steps.collect(),
            months: self.calendar.months,
            least_days_per_week: days(self.calendar.rhythm.least),
            most_days_per_week: days(self.calendar.rhythm.most),
            monitoring_every_months: monitoring.unwrap_or(1),
        })
    }

    /// The questionnaire everybody answers at the end.
    pub fn questionnaire(&self) -> Option<&Questionnaire> {
        self.questionnaires.first()
    }
}
