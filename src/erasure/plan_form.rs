//! データ消去計画書の記入.

use time::Date;

use super::{
    clock::{due_day, wants_plan},
    details::PlanWords,
};
use crate::{
    kit::form::Form,
    vocab::{business_days::ClosedDays, dates::wareki},
};

const LONGEST: usize = 2_000;

pub struct NewPlan {
    pub base_on: Date,
    pub due_on: Date,
    pub completes_on: Date,
    pub words: PlanWords,
}

/// Reads the form, or records the problems.
pub fn read(form: &mut Form, closed: &ClosedDays) -> Option<NewPlan> {
    let base_on = form.date("base_on", "起算日");
    let completes_on = form.date("completes_on", "消去が終わる予定の日");
    if let Some((base, completes)) = base_on.zip(completes_on)
        && !wants_plan(base, completes, closed)
    {
        let due = wareki(due_day(base, closed));
        form.refuse(
            "completes_on",
            format!("5営業日（{due}まで）に終わるときは、計画書は要りません。終わってから報告してください。"),
        );
    }
    let media = form.required_lines("media", "対象の記録媒体と台数", LONGEST);
    let steps = form.required_lines("steps", "工程", LONGEST);
    let person = form.required("person", "責任者", 200);
    if form.has_problems() {
        return None;
    }
    let base_on = base_on?;
    Some(NewPlan {
        base_on,
        due_on: due_day(base_on, closed),
        completes_on: completes_on?,
        words: PlanWords { media: media?, steps: steps?, person: person? },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_for_what_takes_longer() {
        let form = |completes: &str| {
            Form::empty()
                .with("base_on", "R8.6.1")
                .with("completes_on", completes)
                .with("media", "PC 200台")
                .with("steps", "毎日20台")
                .with("person", "田中")
        };
        let mut short = form("R8.6.8");
        assert!(read(&mut short, &ClosedDays::default()).is_none());
        assert!(short.problem("completes_on").unwrap().contains("令和8年6月8日まで"));
        let plan = read(&mut form("R8.7.10"), &ClosedDays::default()).unwrap();
        assert_eq!(plan.due_on, time::macros::date!(2026 - 06 - 08));
    }
}
