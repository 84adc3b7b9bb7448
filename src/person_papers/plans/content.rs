//! What a plan says, and the forms it is written with.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::{Date, Duration};

use crate::{
    kit::form::Form,
    sealing::Sealable,
    vocab::dates::{parse_date, wareki},
};

/// Characters of a text.
const TEXT: usize = 1_500;

/// A version of a plan, sealed with the course's key.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Plan {
    /// 目標
    pub goals: String,
    /// 取り組むこと
    pub actions: String,
    /// 気をつけること
    pub cautions: String,
}

impl Sealable for Plan {
    const TABLE: &'static str = "individual_plan";
}

/// Who explained it to whom.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Consent {
    pub explained_by: String,
    pub explained_to: String,
}

impl Sealable for Consent {
    const TABLE: &'static str = "individual_plan.consent";
}

/// A new version.
pub struct Draft {
    pub made_on: Date,
    pub plan: Plan,
}

/// Explanation, and agreement if it was given.
pub struct Said {
    pub explained_on: Date,
    pub agreed_on: Option<Date>,
    pub consent: Consent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlanRefusal {
    #[error("この事業には、個別事業計画の決まりがありません。")]
    NotAsked,
    #[error("この人の参加は終わっているため、計画は変えられません。")]
    Over,
    #[error("この版の計画は、すでに同意まで記録されています。変えるときは、新しい版を作ってください。")]
    Agreed,
    #[error("新しい版の計画があります。説明と同意は、新しい版に記録してください。")]
    Older,
}

/// Reads a new version.
pub fn read(form: &mut Form, today: Date) -> Option<Draft> {
    let made_on = form.date("made_on", "作成日").filter(|day| is_recent(form, "made_on", *day, today));
    let goals = form.required_lines("goals", "目標", TEXT);
    let actions = form.required_lines("actions", "取り組むこと", TEXT);
    let cautions = form.optional_lines("cautions", "気をつけること", TEXT);
    let plan = Plan { goals: goals?, actions: actions?, cautions: cautions? };
    Some(Draft { made_on: made_on?, plan }).filter(|_| !form.has_problems())
}

/// Reads explanation and agreement. Nobody agrees before they were told, and nobody is told before there is a plan.
pub fn read_said(form: &mut Form, made_on: Date, today: Date) -> Option<Said> {
    let explained_on = form
        .date("explained_on", "説明した日")
        .filter(|day| is_between(form, "explained_on", *day, (made_on, today)));
    let explained_by = form.required("explained_by", "説明した人", 60);
    let explained_to = form.required("explained_to", "説明を受けた人", 60);
    let agreed_on = form.parse_optional("agreed_on", |typed| parse_date(typed).map_err(|e| e.to_string()));
    if let (Some(Some(agreed)), Some(explained)) = (agreed_on, explained_on) {
        is_between(form, "agreed_on", agreed, (explained, today));
    }
    if form.has_problems() {
        return None;
    }
    let consent = Consent { explained_by: explained_by?, explained_to: explained_to? };
    Some(Said { explained_on: explained_on?, agreed_on: agreed_on?, consent })
}

fn is_recent(form: &mut Form, field: &str, day: Date, today: Date) -> bool {
    is_between(form, field, day, (today - Duration::days(730), today))
}

fn is_between(form: &mut Form, field: &str, day: Date, (from, to): (Date, Date)) -> bool {
    let fits = (from..=to).contains(&day);
    if !fits {
        form.refuse(field, format!("{}から{}までの日を入力してください。", wareki(from), wareki(to)));
    }
    fits
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 06 - 17);

    #[test]
    fn a_plan_has_goals_and_what_is_done() {
        let mut form = Form::empty().with("made_on", "R8.6.1");
        assert!(read(&mut form, TODAY).is_none());
        assert!(form.problem("goals").is_some() && form.problem("actions").is_some());
        let mut form = form.with("x", "");
        assert!(form.problem("cautions").is_none());
        form =
            Form::empty().with("made_on", "R8.6.1").with("goals", "一人で買い物").with("actions", "足の体操");
        assert_eq!(read(&mut form, TODAY).unwrap().made_on, date!(2026 - 06 - 01));
        let mut late = Form::empty().with("made_on", "R8.6.18").with("goals", "a").with("actions", "b");
        assert!(read(&mut late, TODAY).is_none());
    }

    #[test]
    fn it_is_explained_after_it_is_made_and_agreed_on_after_it_is_explained() {
        let said = |explained: &str, agreed: &str| {
            let mut form = Form::empty()
                .with("explained_on", explained)
                .with("agreed_on", agreed)
                .with("explained_by", "山田")
                .with("explained_to", "本人");
            read_said(&mut form, date!(2026 - 06 - 03), TODAY).map(|said| said.agreed_on)
        };
        assert_eq!(said("R8.6.3", ""), Some(None));
        assert_eq!(said("R8.6.3", "R8.6.17"), Some(Some(TODAY)));
        assert_eq!(said("R8.6.2", ""), None);
        assert_eq!(said("R8.6.10", "R8.6.9"), None);
        assert_eq!(said("R8.6.10", "R8.6.18"), None);
        assert_eq!(said("", "R8.6.10"), None);
    }
}
