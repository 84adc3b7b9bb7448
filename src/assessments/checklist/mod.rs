//! 基本チェックリスト: 25 items, seven criteria for 事業対象者, any one of which is enough (A1).

use serde::{Deserialize, Serialize};

use super::finding::{Finding, Points};

mod items;
mod scoring;

pub use items::{CRITERIA, Criterion, ITEMS, Item, RiskOn};
pub use scoring::{ChecklistResult, CriterionResult, score};

/// The number of items.
pub const COUNT: usize = 25;

/// The item answered by height and weight instead of yes or no.
pub const BMI_ITEM: u8 = 12;

/// What the person said. The point follows from the item's polarity and is never stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Yes,
    No,
    #[default]
    Missing,
}

/// The answers of one sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistAnswers {
    /// In item order. The place of No.12 stays [`Answer::Missing`]: that item is read from the body size.
    answers: [Answer; COUNT],
    /// Height in tenths of a centimetre.
    pub height_cm10: Option<u32>,
    /// Weight in grams.
    pub weight_g: Option<u32>,
}

impl ChecklistAnswers {
    /// The answer to item `no` (1 to 25); [`Answer::Missing`] for any other number and for No.12.
    pub fn answer(&self, no: u8) -> Answer {
        slot(no).map_or(Answer::Missing, |index| self.answers[index])
    }

    /// Sets the answer to item `no`; numbers without a yes-or-no answer are left alone.
    pub fn set(&mut self, no: u8, answer: Answer) {
        if let Some(index) = slot(no) {
            self.answers[index] = answer;
        }
    }

    /// Whether item `no` scores its point; `None` when the answer is missing.
    pub fn scores(&self, no: u8) -> Option<bool> {
        if no == BMI_ITEM {
            return Some(self.body()?.is_underweight());
        }
        let item = ITEMS.iter().find(|item| item.no == no)?;
        match (self.answer(no), item.risk_on) {
            (Answer::Missing, _) => None,
            (answer, RiskOn::Yes) => Some(answer == Answer::Yes),
            (answer, RiskOn::No) => Some(answer == Answer::No),
            (Answer::Yes | Answer::No, RiskOn::Underweight) => None,
        }
    }

    /// Height and weight, when both are there.
    pub fn body(&self) -> Option<Body> {
        Some(Body { height_cm10: self.height_cm10.filter(|h| *h > 0)?, weight_g: self.weight_g? })
    }

    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

fn slot(no: u8) -> Option<usize> {
    (no != BMI_ITEM).then(|| usize::from(no).checked_sub(1)).flatten().filter(|index| *index < COUNT)
}

/// Height and weight of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Body {
    height_cm10: u32,
    weight_g: u32,
}

impl Body {
    /// BMI < 18.5, decided without rounding: weight(kg) × 10000 < 18.5 × height(cm)².
    pub fn is_underweight(self) -> bool {
        u128::from(self.weight_g) * 2000 < 37 * self.height_squared()
    }

    /// BMI in tenths, rounded half up, for display only.
    pub fn bmi_tenths(self) -> u128 {
        (u128::from(self.weight_g) * 20_000 + self.height_squared()) / (2 * self.height_squared())
    }

    /// BMI as printed, for example `22.3`.
    pub fn bmi_shown(self) -> String {
        let tenths = self.bmi_tenths();
        format!("{}.{}", tenths / 10, tenths % 10)
    }

    fn height_squared(self) -> u128 {
        u128::from(self.height_cm10) * u128::from(self.height_cm10)
    }
}

impl Criterion {
    /// The points of this criterion's items.
    pub fn points(&self, answers: &ChecklistAnswers) -> Points {
        points(answers, self.items)
    }
}

fn points(answers: &ChecklistAnswers, items: &[u8]) -> Points {
    items.iter().fold(Points::default(), |sum, no| {
        let scored = answers.scores(*no);
        Points { lo: sum.lo + u8::from(scored == Some(true)), hi: sum.hi + u8::from(scored != Some(false)) }
    })
}

#[cfg(test)]
mod tests;
