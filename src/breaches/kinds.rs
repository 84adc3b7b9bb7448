//! What is written down, what may follow from it, and how that is decided.

use crate::kit::form::Choice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreachKind {
    /// A clause was broken or not kept (S0 特記20, S4 第37条).
    Breach,
    /// A damage without a breach, such as to a room or a participant (S3 11(7)③, S4 別紙1 8(2)).
    Damage,
}

impl BreachKind {
    pub const ALL: [Self; 2] = [Self::Breach, Self::Damage];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Breach => "breach",
            Self::Damage => "damage",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Breach => "条項への違反",
            Self::Damage => "違反のない損害",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Breach => "特記事項や仕様書の決まりに違反した、または怠った",
            Self::Damage => "会場や備品を壊した、参加者にけがをさせたなど、賠償だけを決めるもの",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|kind| Choice::new(kind.code(), kind.label()).hint(kind.hint())).to_vec()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsequenceKind {
    /// 改善に向けた指導 (S0 特記20).
    Guidance,
    /// 公表 (S0 特記20, S4 第39条).
    Publication,
    /// 契約の解除 (S3 別記 4(1), S4 第37条・別紙1 15).
    Termination,
    /// 損害の賠償 (S0 特記21, S3 別記 4(2), S4 第38条).
    Damages,
}

impl ConsequenceKind {
    pub const ALL: [Self; 4] = [Self::Guidance, Self::Publication, Self::Termination, Self::Damages];

    /// The word stored in the database, and the rule of the library that is done with the decision.
    pub fn code(self) -> &'static str {
        match self {
            Self::Guidance => "guidance",
            Self::Publication => "publication",
            Self::Termination => "termination",
            Self::Damages => "damages",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Guidance => "改善の指導",
            Self::Publication => "公表",
            Self::Termination => "契約の解除",
            Self::Damages => "損害の賠償",
        }
    }

    /// A damage without a breach is only made good.
    pub fn may_follow(self, kind: BreachKind) -> bool {
        kind == BreachKind::Breach || self == Self::Damages
    }

    /// What can't be taken back is decided by somebody else than who gave the notice.
    pub fn takes_two(self) -> bool {
        matches!(self, Self::Publication | Self::Termination)
    }

    /// Whether the contractor is heard first. What is only to be done better may be asked for at once.
    pub fn is_heard(self) -> bool {
        self != Self::Guidance
    }

    pub fn outcome_label(self, outcome: Outcome) -> &'static str {
        match (self, outcome) {
            (Self::Guidance, Outcome::Imposed) => "指導する",
            (Self::Guidance, Outcome::Dropped) => "指導しない",
            (Self::Publication, Outcome::Imposed) => "公表する",
            (Self::Publication, Outcome::Dropped) => "公表しない",
            (Self::Termination, Outcome::Imposed) => "契約を解除する",
            (Self::Termination, Outcome::Dropped) => "契約を解除しない",
            (Self::Damages, Outcome::Imposed) => "賠償を求める",
            (Self::Damages, Outcome::Dropped) => "賠償を求めない",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Imposed,
    Dropped,
}

impl Outcome {
    pub const ALL: [Self; 2] = [Self::Imposed, Self::Dropped];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Imposed => "imposed",
            Self::Dropped => "dropped",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obligations::{Evidence, library::library};

    #[test]
    fn every_kind_is_a_rule_of_the_library_that_this_register_proves() {
        for kind in ConsequenceKind::ALL {
            let rule = library().rule(kind.code());
            assert_eq!(rule.map(|rule| rule.evidence), Some(Evidence::Breach), "{kind:?}");
            assert_eq!(ConsequenceKind::from_code(kind.code()), Some(kind));
        }
        assert!(BreachKind::ALL.iter().all(|kind| BreachKind::from_code(kind.code()) == Some(*kind)));
        assert!(Outcome::ALL.iter().all(|one| Outcome::from_code(one.code()) == Some(*one)));
    }

    #[test]
    fn a_damage_without_a_breach_is_only_made_good() {
        let follows = |kind| ConsequenceKind::ALL.map(|one| one.may_follow(kind));
        assert_eq!(follows(BreachKind::Breach), [true; 4]);
        assert_eq!(follows(BreachKind::Damage), [false, false, false, true]);
    }
}
