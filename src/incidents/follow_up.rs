//! 続報・最終報告: the form as typed, and what it says once it is read. Numbered after the first report, which is number 1.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{first_report::told_at, kinds::Told};
use crate::{
    kit::form::{Choice, Form},
    sealing::Sealable,
    vocab::dates::{jst_date, jst_midnight},
};

/// The words of a report, sealed with the contract's key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Findings {
    /// What is known now that wasn't before.
    pub changed: String,
    pub cause: String,
    pub prevention: String,
    /// 被害の広がり.
    pub damage: String,
    /// What was done for the people concerned.
    pub response: String,
}

impl Sealable for Findings {
    const TABLE: &'static str = "incident_report";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Interim,
    Final,
}

impl Stage {
    const ALL: [Self; 2] = [Self::Interim, Self::Final];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Interim => "interim",
            Self::Final => "final",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Interim => "続報",
            Self::Final => "最終報告",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Interim => "分かったことだけで書けます",
            Self::Final => "原因と再発防止策まで書きます",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|stage| Choice::new(stage.code(), stage.label()).hint(stage.hint())).to_vec()
    }
}

/// A report as it is stored.
pub struct FollowUp {
    pub stage: Stage,
    pub findings: Findings,
    /// When each of [`Told::ALL`] was told since the last report.
    pub told: [Option<OffsetDateTime>; 4],
}

/// Longest text of a field, in characters.
const TEXT: usize = 2_000;

/// Reads the form, or records its problems. A final report says cause and prevention.
pub fn read(form: &mut Form, now: OffsetDateTime) -> Option<FollowUp> {
    let stage = form.choice("stage", "報告の段階", &Stage::ALL.map(Stage::code));
    let stage = stage.as_deref().and_then(Stage::from_code);
    let is_final = stage == Some(Stage::Final);
    let findings = Findings {
        changed: form
            .required_lines("changed", "前の報告から分かったこと・変わったこと", TEXT)
            .unwrap_or_default(),
        cause: text(form, "cause", "原因", is_final),
        prevention: text(form, "prevention", "再発を防ぐためにすること", is_final),
        damage: text(form, "damage", "被害の状況", false),
        response: text(form, "response", "本人・家族への対応", false),
    };
    let midnight = jst_midnight(jst_date(now));
    let told = Told::ALL.map(|one| told_at(form, one, Some(midnight), now));
    let stage = stage?;
    (!form.has_problems()).then_some(FollowUp { stage, findings, told })
}

fn text(form: &mut Form, name: &str, label: &str, required: bool) -> String {
    let read = if required {
        form.required_lines(name, label, TEXT)
    } else {
        form.optional_lines(name, label, TEXT)
    };
    read.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-22 10:40 +9);

    #[test]
    fn an_interim_report_says_what_changed() {
        let mut form = Form::empty().with("stage", "interim").with("changed", "骨折と分かった");
        let read = read(&mut form, NOW).unwrap();
        assert_eq!((read.stage, read.findings.changed.as_str()), (Stage::Interim, "骨折と分かった"));
    }

    fn whole() -> Form {
        let form = Form::empty().with("stage", "final").with("changed", "骨折と分かった");
        form.with("cause", "脚のゴムが外れていた").with("prevention", "1脚ずつ確かめる")
    }

    #[test]
    fn a_final_report_says_cause_and_prevention() {
        assert!(read(&mut whole(), NOW).is_some());
        let mut form = Form::empty().with("stage", "final").with("changed", "骨折と分かった");
        assert!(read(&mut form, NOW).is_none());
        assert!(form.problem("cause").is_some() && form.problem("prevention").is_some());
        assert!(form.problem("damage").is_none());
    }

    #[test]
    fn the_times_are_of_today_and_not_later_than_now() {
        let told = read(&mut whole().with("told_centre_at", "9:00"), NOW).unwrap().told;
        assert_eq!(told[3], Some(datetime!(2026-11-22 9:00 +9)));
        assert!(read(&mut whole().with("told_ward_at", "23:00"), NOW).is_none());
    }
}
