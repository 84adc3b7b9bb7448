//! 支援の予定: each planned contact of a person with where it stands today.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    kit::parts::{Chip, Tone},
    programmes::{definition::Guidance, guidance::PlannedContact},
    vocab::dates::with_weekday,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Done,
    /// Done after its days were over.
    DoneLate,
    Planned,
    /// Its days are over and nothing is recorded.
    Late,
    /// Not due: nobody takes part (yet, or any more).
    NotDue,
}

/// A planned contact and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub code: String,
    pub label: String,
    /// Its days; absent before the first day of the guidance is known.
    pub days: Option<(Date, Date)>,
    pub explanation: String,
    pub done_on: Option<Date>,
    pub standing: Standing,
}

/// The plan of somebody: `done` are the recorded contacts by code, `ended_on` the last day of the guidance.
pub fn steps(
    guidance: &Guidance,
    started_on: Option<Date>,
    ended_on: Option<Date>,
    done: &[(&str, Date)],
    today: Date,
) -> Vec<Step> {
    let planned = started_on.map(|day| guidance.plan(day)).unwrap_or_default();
    let step = |(at, contact): (usize, &crate::programmes::definition::Contact)| {
        let plan = planned.get(at);
        let done_on = done.iter().find(|(code, _)| *code == contact.code).map(|(_, on)| *on);
        Step {
            code: contact.code.clone(),
            label: contact.label.clone(),
            days: plan.map(|plan| (plan.from, plan.to)),
            explanation: plan.map(|plan| plan.explanation.clone()).unwrap_or_default(),
            done_on,
            standing: standing(plan, done_on, ended_on, today),
        }
    };
    guidance.contacts.iter().enumerate().map(step).collect()
}

fn standing(
    plan: Option<&PlannedContact>,
    done_on: Option<Date>,
    ended_on: Option<Date>,
    today: Date,
) -> Standing {
    match (plan, done_on) {
        (Some(plan), Some(on)) if on > plan.to => Standing::DoneLate,
        (_, Some(_)) => Standing::Done,
        (None, None) => Standing::NotDue,
        (Some(plan), None) if ended_on.is_some_and(|end| end <= plan.to) => Standing::NotDue,
        (Some(plan), None) if plan.to < today => Standing::Late,
        (Some(_), None) => Standing::Planned,
    }
}

impl Standing {
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "済",
            Self::DoneLate => "済（期間後）",
            Self::Planned => "予定",
            Self::Late => "遅れ",
            Self::NotDue => "なし",
        }
    }

    /// The sign before the word, so that a row of cells is told apart without colours.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Done | Self::DoneLate => "✓",
            Self::Planned => "○",
            Self::Late => "！",
            Self::NotDue => "—",
        }
    }

    /// The style sheet's name.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done | Self::DoneLate => "done",
            Self::Planned => "planned",
            Self::Late => "late",
            Self::NotDue => "none",
        }
    }

    pub fn chip(self) -> Chip {
        let tone = match self {
            Self::Done => Tone::Success,
            Self::DoneLate | Self::Planned => Tone::Info,
            Self::Late => Tone::Danger,
            Self::NotDue => Tone::Neutral,
        };
        Chip::new(tone, self.label())
    }
}

impl Step {
    /// 「6月1日（月）〜6月30日（火）」
    pub fn days_words(&self) -> String {
        self.days.map_or_else(
            || "参加の日から決まります".to_owned(),
            |(from, to)| format!("{}〜{}", with_weekday(from), with_weekday(to)),
        )
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::programmes::presets;

    fn at(started: Option<Date>, ended: Option<Date>, done: &[(&str, Date)], today: Date) -> Vec<Standing> {
        let guidance = presets::guidance().guidance.as_ref().unwrap();
        steps(guidance, started, ended, done, today).iter().map(|step| step.standing).collect()
    }

    #[test]
    fn a_contact_is_late_when_its_month_is_over_and_not_a_day_before() {
        use Standing::{Done, DoneLate, Late, NotDue, Planned};
        let start = Some(date!(2026 - 04 - 10));
        let done = [("first", date!(2026 - 04 - 20)), ("second", date!(2026 - 06 - 11))];
        let whole = at(start, None, &done, date!(2026 - 07 - 09));
        assert_eq!(whole, [Done, DoneLate, Planned, Planned, Planned, Planned]);
        assert_eq!(at(start, None, &done, date!(2026 - 07 - 10))[2], Late);
        assert_eq!(at(None, None, &[], date!(2026 - 07 - 10)), [NotDue; 6]);
        // Stopped in the third month: what was due before stays late, the rest is not due.
        let stopped = at(start, Some(date!(2026 - 06 - 20)), &done[..1], date!(2026 - 12 - 01));
        assert_eq!(stopped, [Done, Late, NotDue, NotDue, NotDue, NotDue]);
    }
}
