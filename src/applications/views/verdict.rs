//! 対象者の判定 on the pages of an application: what is still to be found out, the outcome, each condition in one line, and
//! the whole tree for whoever wants it.

use super::verdict_chip;
use crate::{
    applications::Judgement,
    kit::parts::{Chip, Tone},
    programmes::eligibility::Judged,
    verdict::Finding,
};

pub struct VerdictPart {
    pub chip: Chip,
    pub priority: String,
    /// What nobody knows yet and the verdict waits for.
    pub open: Vec<String>,
    pub conditions: Vec<ConditionLine>,
    /// The tree, a line for every branch.
    pub lines: Vec<String>,
}

/// One condition of the programme.
pub struct ConditionLine {
    pub chip: Chip,
    pub text: String,
}

impl VerdictPart {
    pub fn new(judgement: &Judgement) -> Self {
        let judged = &judgement.eligibility;
        Self {
            chip: verdict_chip(judged.answer),
            priority: judgement.priority.as_ref().map(|(_, label)| label.clone()).unwrap_or_default(),
            open: judged.open(),
            conditions: judged.conditions().into_iter().map(condition_line).collect(),
            lines: judged.lines(),
        }
    }
}

fn condition_line(judged: &Judged) -> ConditionLine {
    let chip = match judged.answer {
        Finding::Met => Chip::new(Tone::Success, "満たす"),
        Finding::NotMet => Chip::new(Tone::Danger, "満たさない"),
        Finding::Undecidable => Chip::new(Tone::Warning, "未確認"),
    };
    ConditionLine { chip, text: judged.sentence() }
}
