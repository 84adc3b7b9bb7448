//! 一覧: the lists that lie in no other list.

mod add_ons;
mod consents;
mod documents;
mod eligibility;
mod filings;
mod instruments;
mod questionnaires;
mod reports;
mod screenings;
mod staffing;
mod stages;
#[cfg(test)]
mod tests;
mod venue;

use std::marker::PhantomData;

use super::list::{About, List, Listed, MOST_NAME, MOST_SENTENCE, Of, new_code};
use crate::programmes::definition::{
    AddOn, Consent, EndCheck, Filing, Paper, PlannedInstrument, Priority, Questionnaire, Report, Screening,
    StaffRole, Stage, VenueItem, YesNoQuestion,
};

/// One of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plain {
    WardQuestions,
    Priorities,
    Screenings,
    Stages,
    Consents,
    Staffing,
    VenueItems,
    EndChecks,
    AddOns,
    Instruments,
    Questionnaires,
    Reports,
    Filings,
    Documents,
}

impl Plain {
    pub(super) const ALL: [Self; 14] = [
        Self::WardQuestions,
        Self::Priorities,
        Self::Screenings,
        Self::Stages,
        Self::Consents,
        Self::Staffing,
        Self::VenueItems,
        Self::EndChecks,
        Self::AddOns,
        Self::Instruments,
        Self::Questionnaires,
        Self::Reports,
        Self::Filings,
        Self::Documents,
    ];

    pub(super) fn list(self) -> Box<dyn List> {
        match self {
            Self::WardQuestions => Box::new(Of::<YesNoQuestion>(0, PhantomData)),
            Self::Priorities => Box::new(Of::<Priority>(0, PhantomData)),
            Self::Screenings => Box::new(Of::<Screening>(0, PhantomData)),
            Self::Stages => Box::new(Of::<Stage>(0, PhantomData)),
            Self::Consents => Box::new(Of::<Consent>(0, PhantomData)),
            Self::Staffing => Box::new(Of::<StaffRole>(0, PhantomData)),
            Self::VenueItems => Box::new(Of::<VenueItem>(0, PhantomData)),
            Self::EndChecks => Box::new(Of::<EndCheck>(0, PhantomData)),
            Self::AddOns => Box::new(Of::<AddOn>(0, PhantomData)),
            Self::Instruments => Box::new(Of::<PlannedInstrument>(0, PhantomData)),
            Self::Questionnaires => Box::new(Of::<Questionnaire>(0, PhantomData)),
            Self::Reports => Box::new(Of::<Report>(0, PhantomData)),
            Self::Filings => Box::new(Of::<Filing>(0, PhantomData)),
            Self::Documents => Box::new(Of::<Paper>(0, PhantomData)),
        }
    }
}
