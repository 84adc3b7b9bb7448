//! The words of a report: what the contractor writes around the figures, section by section and goal by goal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asked::Asked;
use crate::{programmes::SectionContent, sealing::Sealable};

/// Longest text of one section, in characters.
pub const TEXT_MAX: usize = 4_000;

/// Sealed in `report.sealed`, under the course's or the contract's key.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narrative {
    /// By the code of the section.
    pub sections: BTreeMap<String, String>,
    /// By the code of the goal.
    pub goals: BTreeMap<String, GoalText>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalText {
    pub outcome: Outcome,
    pub text: String,
}

/// How far a goal was reached, in the contractor's judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Reached,
    Mostly,
    Partly,
    NotReached,
}

impl Sealable for Narrative {
    const TABLE: &'static str = "report.narrative";
}

/// Free text may name people and never reaches a log.
impl std::fmt::Debug for Narrative {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Narrative(…)")
    }
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Reached, Self::Mostly, Self::Partly, Self::NotReached];

    pub fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Mostly => "mostly",
            Self::Partly => "partly",
            Self::NotReached => "not_reached",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Reached => "達成",
            Self::Mostly => "おおむね達成",
            Self::Partly => "一部達成",
            Self::NotReached => "未達成",
        }
    }
}

/// One thing to write: a section, or one goal of the section 目標.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    pub code: &'static str,
    pub title: &'static str,
    pub is_goal: bool,
    /// May stay empty.
    pub optional: bool,
}

impl Passage {
    /// Its place in an address. A goal and a section may share a code.
    pub fn slug(&self) -> String {
        if self.is_goal { format!("goal-{}", self.code) } else { self.code.to_owned() }
    }
}

/// Everything a report has to have written, in its order.
pub fn passages(asked: Asked) -> Vec<Passage> {
    let mut all = Vec::new();
    for section in asked.sections() {
        match section.content {
            SectionContent::Derived => {}
            SectionContent::Narrative => all.push(Passage {
                code: &section.code,
                title: &section.title,
                is_goal: false,
                optional: section.code == "remarks",
            }),
            SectionContent::NarrativePerGoal => {
                all.extend(asked.programme.goals.iter().map(|goal| Passage {
                    code: &goal.code,
                    title: &goal.text,
                    is_goal: true,
                    optional: false,
                }))
            }
        }
    }
    all
}

impl Narrative {
    pub fn is_written(&self, passage: &Passage) -> bool {
        let filled = |text: &str| !text.trim().is_empty();
        if passage.is_goal {
            self.goals.get(passage.code).is_some_and(|goal| filled(&goal.text))
        } else {
            self.sections.get(passage.code).is_some_and(|text| filled(text))
        }
    }

    /// The passages that still have to be written.
    pub fn missing(&self, asked: Asked) -> Vec<Passage> {
        passages(asked).into_iter().filter(|p| !p.optional && !self.is_written(p)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes;

    fn meguro() -> Asked {
        Asked::all(programmes::meguro()).next().unwrap()
    }

    fn shinjuku() -> Asked {
        Asked::all(programmes::shinjuku()).next().unwrap()
    }

    #[test]
    fn a_course_report_wants_four_sections_and_four_goals() {
        let all = passages(meguro());
        assert_eq!(all.iter().filter(|p| p.is_goal).count(), 4);
        assert_eq!(all.iter().filter(|p| !p.is_goal).count(), 4);
        assert_eq!(Narrative::default().missing(meguro()).len(), 8);
    }

    #[test]
    fn a_monthly_report_may_have_no_remarks() {
        assert_eq!(passages(shinjuku()).len(), 1);
        assert!(Narrative::default().missing(shinjuku()).is_empty());
    }

    #[test]
    fn every_passage_has_a_place_of_its_own() {
        let mut slugs: Vec<String> = passages(meguro()).iter().map(Passage::slug).collect();
        slugs.sort();
        assert!(slugs.windows(2).all(|pair| pair[0] != pair[1]), "{slugs:?}");
    }

    #[test]
    fn blanks_are_not_written() {
        let mut narrative = Narrative::default();
        narrative.sections.insert("survey".into(), " 　\n".into());
        narrative
            .goals
            .insert("learn".into(), GoalText { outcome: Outcome::Mostly, text: "知識が増えた".into() });
        let missing = narrative.missing(meguro());
        assert_eq!(missing.len(), 7);
        assert!(missing.iter().any(|p| p.code == "survey") && missing.iter().all(|p| p.code != "learn"));
    }

    #[test]
    fn outcomes_read_back() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        }
    }
}
