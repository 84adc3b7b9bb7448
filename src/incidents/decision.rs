//! 区の決定: an instruction to the contractor, or whether the matter is made public (S0 特記19・20, S4 第36・39条).

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    kit::form::{Choice, Form},
    sealing::Sealable,
    vocab::dates::{parse_date, wareki},
};

/// The ward's words, sealed with the contract's key.
#[derive(Serialize, Deserialize)]
pub struct Words(pub String);

impl Sealable for Words {
    const TABLE: &'static str = "incident_decision";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionKind {
    Instruction,
    Publish,
    Withhold,
}

impl DecisionKind {
    const ALL: [Self; 3] = [Self::Instruction, Self::Publish, Self::Withhold];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Instruction => "instruction",
            Self::Publish => "publish",
            Self::Withhold => "withhold",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Instruction => "受託者への指示",
            Self::Publish => "公表する",
            Self::Withhold => "公表しない",
        }
    }

    /// What its second day is called; empty where it has none.
    pub fn day_label(self) -> &'static str {
        match self {
            Self::Instruction => "対応の期限",
            Self::Publish => "公表する日",
            Self::Withhold => "",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|kind| Choice::new(kind.code(), kind.label())).to_vec()
    }
}

pub struct Decision {
    pub kind: DecisionKind,
    pub decided_on: Date,
    pub effective_on: Option<Date>,
    pub words: Words,
}

pub fn blank(today: Date) -> Form {
    Form::empty().with("decided_on", wareki(today))
}

/// Reads the form. A decision isn't dated before the report or after today; its second day isn't before it.
pub fn read(form: &mut Form, reported_on: Date, today: Date) -> Option<Decision> {
    let kind = form.choice("kind", "決定の種類", &DecisionKind::ALL.map(DecisionKind::code));
    let kind = kind.as_deref().and_then(DecisionKind::from_code);
    let decided_on = form.date("decided_on", "決定した日");
    if decided_on.is_some_and(|on| on < reported_on || on > today) {
        form.refuse("decided_on", "報告を受けた日から今日までの日を入力してください。");
    }
    let effective_on = form.parse_optional("effective_on", parse_date).flatten();
    match (kind, effective_on) {
        (Some(DecisionKind::Publish), None) if form.problem("effective_on").is_none() => {
            form.refuse("effective_on", "公表する日を入力してください。例：令和8年4月7日");
        }
        (Some(DecisionKind::Withhold), Some(_)) => {
            form.refuse("effective_on", "公表しないときは、日を空けてください。");
        }
        (_, Some(on)) if decided_on.is_some_and(|decided| on < decided) => {
            form.refuse("effective_on", "決定した日から後の日を入力してください。");
        }
        (_, Some(_) | None) => {}
    }
    let words = form.required_lines("words", "内容と理由", 2_000);
    let decision = Decision { kind: kind?, decided_on: decided_on?, effective_on, words: Words(words?) };
    (!form.has_problems()).then_some(decision)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const REPORTED: Date = date!(2026 - 11 - 18);
    const TODAY: Date = date!(2026 - 11 - 20);

    fn typed(kind: &str, effective_on: &str) -> Form {
        blank(TODAY).with("kind", kind).with("words", "理由").with("effective_on", effective_on)
    }

    #[test]
    fn publication_has_a_day_and_silence_has_none() {
        assert!(read(&mut typed("publish", "R8.11.25"), REPORTED, TODAY).is_some());
        assert!(read(&mut typed("withhold", ""), REPORTED, TODAY).is_some());
        assert!(read(&mut typed("instruction", ""), REPORTED, TODAY).is_some());
        for (kind, day) in [("publish", ""), ("withhold", "R8.11.25"), ("instruction", "R8.11.19")] {
            let mut form = typed(kind, day);
            assert!(read(&mut form, REPORTED, TODAY).is_none(), "{kind}");
            assert!(form.problem("effective_on").is_some());
        }
    }

    #[test]
    fn a_decision_is_not_dated_back_before_the_report() {
        for day in ["R8.11.17", "R8.11.21"] {
            let mut form = Form::empty().with("decided_on", day).with("kind", "withhold").with("words", "x");
            assert!(read(&mut form, REPORTED, TODAY).is_none());
            assert!(form.problem("decided_on").is_some());
        }
    }
}
