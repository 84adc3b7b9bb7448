//! 義務のきまり: one duty of the library.

use serde::Deserialize;

use super::{Evidence, Gate, Mode, Parameters, Setting, Sign, Trigger, trigger::Cycle};
use crate::programmes::definition::{Decision, FilingForm, Owes};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub code: String,
    pub topic: String,
    /// What is done, as the title of the obligation.
    pub title: String,
    /// What it is for, in one plain sentence.
    pub why: String,
    pub owes: Owes,
    pub trigger: Trigger,
    pub evidence: Evidence,
    /// Of a [`Evidence::Filing`].
    #[serde(default)]
    pub form: Option<FilingForm>,
    pub decision: Decision,
    #[serde(default)]
    pub gate: Option<Gate>,
    /// From how many days before the due day the homes show it.
    #[serde(default = "a_fortnight")]
    pub remind_days: u16,
    /// From how many days after the last day it counts as escalated.
    #[serde(default = "a_week")]
    pub escalate_days: u16,
    /// Whether the thing may be done at all, where the rule is about that.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// What a clause may set otherwise.
    #[serde(default)]
    pub settings: Vec<Setting>,
    /// It may be done before the contract is signed, as the ward prepares it.
    #[serde(default)]
    pub before_signing: bool,
    /// Papers of a programme that are this very duty: where it asks for one, there is no second obligation.
    #[serde(default)]
    pub same_filings: Vec<String>,
    /// The programme's reports are this very duty.
    #[serde(default)]
    pub same_reports: bool,
    /// By which words a clause is known to mean it; any one of them.
    pub signs: Vec<Sign>,
}

fn a_fortnight() -> u16 {
    14
}

fn a_week() -> u16 {
    7
}

impl Rule {
    /// The trigger as a clause sets it.
    pub fn trigger(&self, set: &Parameters) -> Trigger {
        let mut trigger = self.trigger;
        if let (Trigger::Every(cycle), Some(every_months)) = (trigger, set.every_months) {
            trigger = Trigger::Every(Cycle { every_months, ..cycle });
        }
        if let Some(offset) = set.offset {
            trigger = trigger.with_offset(offset);
        }
        set.closed_day.map_or(trigger, |policy| trigger.with_closed_day(policy))
    }

    pub fn decision(&self, set: &Parameters) -> Decision {
        set.decision.unwrap_or(self.decision)
    }

    /// Whether the thing may be done; `None` of a rule that is about something else.
    pub fn mode(&self, set: &Parameters) -> Option<Mode> {
        self.mode.map(|mode| set.mode.unwrap_or(mode))
    }

    /// Whether there is something to do at all: what is forbidden needs no application, a condition no paper.
    pub fn asks_for_something(&self, set: &Parameters) -> bool {
        !self.trigger.is_standing() && matches!(self.mode(set), None | Some(Mode::Consent))
    }

    pub fn may_set(&self, setting: Setting) -> bool {
        self.settings.contains(&setting)
    }
}
