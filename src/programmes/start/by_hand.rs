//! A start that the staff decided instead of the rule (「実施可能な場合」 is a judgement), with a reason.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::Date;

use super::{Start, StartAnswer, StartFacts, full_months};
use crate::{
    programmes::definition::{Calendar, Places, StartRule},
    vocab::dates::{period_end, wareki},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByHand {
    pub start_on: Date,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StartRefusal {
    #[error("開始日を手で決めるときは、理由を入力してください。例：本人の希望と会場の都合")]
    NoReason,
    #[error("開始日が契約の期間の外です。契約の期間内の日を選んでください。")]
    OutsideTerm,
    #[error("開始日が申込日より前です。申込日以後の日を選んでください。")]
    BeforeApplication,
}

impl ByHand {
    pub(super) fn answer(
        &self,
        calendar: &Calendar,
        places: Places,
        facts: &StartFacts,
    ) -> Result<StartAnswer, StartRefusal> {
        let on = self.start_on;
        if self.reason.trim().is_empty() {
            return Err(StartRefusal::NoReason);
        }
        if on < facts.applied_on {
            return Err(StartRefusal::BeforeApplication);
        }
        if facts.term.is_some_and(|term| !term.contains(on)) {
            return Err(StartRefusal::OutsideTerm);
        }
        let ends_on = period_end(on, u16::from(calendar.months));
        let explanation =
            vec![format!("担当者が{}と決めました（理由：{}）。", wareki(on), self.reason.trim())];
        let warnings = departures(calendar, places, facts, on, ends_on);
        Ok(StartAnswer { start: Start::On { on, ends_on }, explanation, warnings })
    }
}

/// What the rule would have said against it.
fn departures(
    calendar: &Calendar,
    places: Places,
    facts: &StartFacts,
    on: Date,
    ends_on: Date,
) -> Vec<String> {
    let mut all = Vec::new();
    let StartRule::FirstOfNextMonth { finish_inside_contract, .. } = calendar.start else { return all };
    if on.day() != 1 {
        all.push("月の1日ではない日に始めます。".to_owned());
    }
    let full = full_months(calendar, places, &facts.users, on);
    if !full.is_empty() {
        all.push(format!("{}は定員{}人に達しています。", full.join("、"), places.capacity));
    }
    if facts.waiting > 0 {
        all.push(format!("先に{}人が待機しています。", facts.waiting));
    }
    if let Some(term) = facts.term
        && finish_inside_contract
        && ends_on > term.ends_on
    {
        all.push(format!(
            "{}まで続き、契約の終わり（{}）を過ぎます。",
            wareki(ends_on),
            wareki(term.ends_on)
        ));
    }
    all
}
