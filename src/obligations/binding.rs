//! 結び付け: what a person confirmed that a clause means: its rules as the clause sets them, or 「定めのみ」 with the reason.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    library::{Parameters, Rule, library},
    proposal::Proposal,
};

/// Characters of a reason.
pub const LONGEST_REASON: usize = 300;

/// A rule as one clause sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundRule {
    pub code: String,
    #[serde(default)]
    pub parameters: Parameters,
}

impl BoundRule {
    pub fn rule(&self) -> Option<&'static Rule> {
        library().rule(&self.code)
    }
}

/// What a clause means. Either rules, or a reason why there is nothing to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    pub rules: Vec<BoundRule>,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BindingProblem {
    #[error("義務を1つ以上選ぶか、「定めのみ」として理由を書いてください。")]
    Open,
    #[error("義務を選んだ条項は「定めのみ」にできません。どちらかを外してください。")]
    Both,
    #[error("同じ義務が2回選ばれています。1つにしてください。")]
    Twice,
    #[error("知らない義務が選ばれています。選び直してください。")]
    Unknown,
}

impl Binding {
    /// Whether it says one thing, and only what the library knows.
    ///
    /// # Errors
    /// [`BindingProblem`].
    pub fn check(&self) -> Result<(), BindingProblem> {
        match (self.rules.is_empty(), self.reason.is_empty()) {
            (true, true) => return Err(BindingProblem::Open),
            (false, false) => return Err(BindingProblem::Both),
            (true, false) | (false, true) => {}
        }
        if self.rules.iter().any(|bound| bound.rule().is_none()) {
            return Err(BindingProblem::Unknown);
        }
        let again =
            |at: usize, bound: &BoundRule| self.rules[..at].iter().any(|other| other.code == bound.code);
        let twice = self.rules.iter().enumerate().any(|(at, bound)| again(at, bound));
        if twice { Err(BindingProblem::Twice) } else { Ok(()) }
    }

    /// The proposal, taken as it is; `None` where nothing was recognised.
    pub fn of_proposal(proposal: &Proposal) -> Option<Self> {
        let bound = |rule: &super::proposal::ProposedRule| BoundRule {
            code: rule.code.clone(),
            parameters: rule.parameters.clone(),
        };
        let rules = proposal.rules.iter().map(bound).collect();
        (!proposal.is_open()).then(|| Self { rules, reason: proposal.reason.clone() })
    }
}

/// Where a clause stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClauseRef {
    pub set: uuid::Uuid,
    pub number: u16,
    /// The number as printed: `第６条`, `11(7)`.
    pub label: String,
}

/// A clause with what it was confirmed to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundClause {
    pub clause: ClauseRef,
    pub binding: Binding,
}
