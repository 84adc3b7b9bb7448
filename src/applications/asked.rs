//! What a programme's rules want to know of an applicant, so that the form asks that and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::programmes::{
    Definition,
    definition::{Condition, ServiceGroup},
};

/// The facts that decide, each once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub resident: bool,
    pub insured_here: bool,
    pub own_facility_user: bool,
    /// By group, the services that rules name as exceptions.
    pub services: BTreeMap<ServiceGroup, BTreeSet<String>>,
    pub sarc_f: bool,
    /// The other instruments with a threshold.
    pub instruments: BTreeSet<String>,
    pub restrictions: BTreeSet<String>,
}

impl Asked {
    /// Of the rule and of the classes of priority.
    pub fn of(definition: &Definition) -> Self {
        let mut asked = Self::default();
        asked.add(&definition.eligibility.rule);
        for priority in &definition.eligibility.priorities {
            asked.add(&priority.when);
        }
        asked
    }

    fn add(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.add(part)),
            Condition::Not(inner) => self.add(inner),
            Condition::Resident => self.resident = true,
            Condition::InsuredHere => self.insured_here = true,
            Condition::OwnFacilityUser => self.own_facility_user = true,
            Condition::UsesServices { group, except } => {
                self.services.entry(*group).or_default().extend(except.iter().cloned());
            }
            Condition::Instrument { code, .. } if code == "sarc_f" => self.sarc_f = true,
            Condition::Instrument { code, .. } => {
                self.instruments.insert(code.clone());
            }
            Condition::Restriction(name) => {
                self.restrictions.insert(name.clone());
            }
            // Of the particulars, of the programme's own questions and of its sheets.
            Condition::LegalAge { .. }
            | Condition::Certification(_)
            | Condition::Question(_)
            | Condition::Screening { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::{meguro, presets::sendai};

    #[test]
    fn sendai_asks_for_sarc_f_services_and_its_own_facility() {
        let asked = Asked::of(sendai());
        assert!(asked.resident && asked.own_facility_user && asked.sarc_f && !asked.insured_here);
        let exceptions = &asked.services[&ServiceGroup::LongTermCare];
        assert!(exceptions.contains("福祉用具貸与") && exceptions.contains("住宅改修"));
        assert!(asked.services[&ServiceGroup::Prevention].is_empty());
    }

    #[test]
    fn meguro_asks_for_the_insurer_and_the_register_alone() {
        let expected = Asked { resident: true, insured_here: true, ..Asked::default() };
        assert_eq!(Asked::of(meguro()), expected);
    }
}
