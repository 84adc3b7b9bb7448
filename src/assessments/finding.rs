//! Three-valued findings, and the range of points they are decided from.

use serde::{Deserialize, Serialize};

/// The outcome of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// 該当
    Applies,
    /// 非該当
    DoesNotApply,
    /// 判定不能: the missing answers could change the outcome.
    Undecided,
}

impl Finding {
    /// The word printed on screens and papers.
    pub fn word(self) -> &'static str {
        match self {
            Finding::Applies => "該当",
            Finding::DoesNotApply => "非該当",
            Finding::Undecided => "判定不能",
        }
    }

    /// Any one criterion is enough: 該当 wins, then 判定不能, else 非該当.
    pub fn any(findings: impl IntoIterator<Item = Finding>) -> Finding {
        findings.into_iter().fold(Finding::DoesNotApply, |overall, next| match (overall, next) {
            (Finding::Applies, _) | (_, Finding::Applies) => Finding::Applies,
            (Finding::Undecided, _) | (_, Finding::Undecided) => Finding::Undecided,
            (Finding::DoesNotApply, Finding::DoesNotApply) => Finding::DoesNotApply,
        })
    }
}

/// Points as far as they are known: `lo` counts a missing answer as no points, `hi` as full points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    pub lo: u8,
    pub hi: u8,
}

impl Points {
    /// Decides "`needed` points or more" (domain rule A1.4).
    pub fn reach(self, needed: u8) -> Finding {
        if self.lo >= needed {
            Finding::Applies
        } else if self.hi < needed {
            Finding::DoesNotApply
        } else {
            Finding::Undecided
        }
    }

    /// The number, when no missing answer leaves it open.
    pub fn settled(self) -> Option<u8> {
        (self.lo == self.hi).then_some(self.lo)
    }
}

impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.settled() {
            Some(points) => write!(f, "{points}"),
            None => write!(f, "{}〜{}", self.lo, self.hi),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_criterion_met_outweighs_one_left_open() {
        use Finding::{Applies, DoesNotApply, Undecided};
        assert_eq!(Finding::any([Undecided, Applies, DoesNotApply]), Applies);
        assert_eq!(Finding::any([DoesNotApply, Undecided]), Undecided);
        assert_eq!(Finding::any([]), DoesNotApply);
    }

    #[test]
    fn points_are_shown_as_a_range_only_while_open() {
        assert_eq!(Points { lo: 2, hi: 3 }.to_string(), "2〜3");
        assert_eq!(Points { lo: 4, hi: 4 }.to_string(), "4");
    }
}
