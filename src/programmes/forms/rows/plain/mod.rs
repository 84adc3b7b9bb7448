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

    pub(super) fn list(self) -> &'static dyn List {
        match self {
            Self::WardQuestions => &Of::<YesNoQuestion>(0, PhantomData),
            Self::Priorities => &Of::<Priority>(0, PhantomData),
            Self::Screenings => &Of::<Screening>(0, PhantomData),
            Self::Stages => &Of::<Stage>(0, PhantomData),
            Self::Consents => &Of::<Consent>(0, PhantomData),
            Self::Staffing => &Of::<StaffRole>(0, PhantomData),
            Self::VenueItems => &Of::<VenueItem>(0, PhantomData),
            Self::EndChecks => &Of::<EndCheck>(0, PhantomData),
            Self::AddOns => &Of::<AddOn>(0, PhantomData),
            Self::Instruments => &Of::<PlannedInstrument>(0, PhantomData),
            Self::Questionnaires => &Of::<Questionnaire>(0, PhantomData),
            Self::Reports => &Of::<Report>(0, PhantomData),
            Self::Filings => &Of::<Filing>(0, PhantomData),
            Self::Documents => &Of::<Paper>(0, PhantomData),
        }
    }
}
