//! 主観的健康感: one question on an ordinal scale, rank 1 is best (A2.4). No single scale is in use
//! everywhere, so the answer stores the scale's code and answers on different scales are not compared.

use serde::{Deserialize, Serialize};

/// An ordinal scale, best answer first.
#[derive(Debug, PartialEq, Eq)]
pub struct Scale {
    pub code: &'static str,
    pub question: &'static str,
    pub steps: &'static [&'static str],
}

/// The five steps that the questionnaire for people aged 75 and over also uses.
pub static FIVE_STEPS: Scale = Scale {
    code: "five",
    question: "あなたの現在の健康状態はいかがですか",
    steps: &["よい", "まあよい", "ふつう", "あまりよくない", "よくない"],
};

static SCALES: [&Scale; 1] = [&FIVE_STEPS];

/// The scale of that code.
pub fn scale(code: &str) -> Option<&'static Scale> {
    SCALES.into_iter().find(|scale| scale.code == code)
}

/// The answer: a rank on a scale, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfHealthAnswer {
    pub scale: String,
    /// 1 is the best step.
    pub rank: Option<u8>,
}

impl SelfHealthAnswer {
    pub fn blank() -> Self {
        Self { scale: FIVE_STEPS.code.to_owned(), rank: None }
    }

    /// The wording of the chosen step; `None` when blank or not on its scale.
    pub fn step(&self) -> Option<&'static str> {
        let index = usize::from(self.rank?).checked_sub(1)?;
        scale(&self.scale)?.steps.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessments::{Answers, Change, Policies, compare};

    fn said(step: &str) -> Answers {
        let rank = FIVE_STEPS.steps.iter().position(|s| *s == step).map(|i| u8::try_from(i + 1).unwrap());
        Answers::SelfHealth(SelfHealthAnswer { rank, ..SelfHealthAnswer::blank() })
    }

    #[test]
    fn worked_cases() {
        let cases = [
            ("まあよい", "よい", Change::Improved),
            ("ふつう", "ふつう", Change::Kept),
            ("よい", "ふつう", Change::Worsened),
            ("ふつう", "", Change::Excluded),
        ];
        for (pre, post, change) in cases {
            let comparison = compare(Some(&said(pre)), Some(&said(post)), &Policies::default());
            assert_eq!(comparison.change, change, "{pre} → {post}");
        }
    }

    #[test]
    fn answers_on_two_scales_are_not_compared() {
        let other = Answers::SelfHealth(SelfHealthAnswer { scale: "four".into(), rank: Some(1) });
        assert_eq!(
            compare(Some(&said("ふつう")), Some(&other), &Policies::default()).change,
            Change::Excluded
        );
    }

    #[test]
    fn the_working_names_the_steps() {
        let comparison = compare(Some(&said("まあよい")), Some(&said("よい")), &Policies::default());
        assert!(comparison.working.contains("まあよい → よい"), "{}", comparison.working);
    }
}
