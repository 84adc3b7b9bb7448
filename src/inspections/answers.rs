//! What the two sides say about an inspection: why it can't be then, what was put right, what the second look showed.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    kit::form::{Choice, Form},
    sealing::Sealable,
    vocab::dates::wareki,
};

/// The contractor can't be inspected as planned: S3 別記 7(2) asks for a good reason and for proof that all is in order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Objection {
    pub reason: String,
    pub proof: String,
}

impl Sealable for Objection {
    const TABLE: &'static str = "inspection";
}

/// What was done about a point.
#[derive(Serialize, Deserialize)]
pub struct Done(pub String);

impl Sealable for Done {
    const TABLE: &'static str = "inspection_answer";
}

/// What the second look showed.
#[derive(Serialize, Deserialize)]
pub struct Remark(pub String);

impl Sealable for Remark {
    const TABLE: &'static str = "inspection_answer";
}

/// Whether the ward is content with what was put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Accepted,
    Returned,
}

impl Decision {
    const ALL: [Self; 2] = [Self::Accepted, Self::Returned];

    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Returned => "returned",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Accepted => "是正を確かめた",
            Self::Returned => "まだ足りない",
        }
    }

    pub fn choices() -> Vec<Choice> {
        Self::ALL.map(|decision| Choice::new(decision.code(), decision.label())).to_vec()
    }
}

const TEXT: usize = 2_000;

pub fn blank_answer(today: Date) -> Form {
    Form::empty().with("done_on", wareki(today))
}

/// Something is put right after it was found, and not tomorrow.
pub fn read_answer(form: &mut Form, held_on: Date, today: Date) -> Option<(Date, Done)> {
    let on = form.day_since("done_on", "是正した日", ("検査の日", held_on), today);
    let done = form.required_lines("done", "是正した内容", TEXT);
    let answer = (on?, Done(done?));
    (!form.has_problems()).then_some(answer)
}

pub fn read_decision(form: &mut Form) -> Option<(Decision, Remark)> {
    let decision = form.choice("decision", "再確認の結果", &Decision::ALL.map(Decision::code));
    let remark = form.required_lines("remark", "確かめた方法・足りない点", TEXT);
    Some((decision.as_deref().and_then(Decision::from_code)?, Remark(remark?)))
}

pub fn read_objection(form: &mut Form) -> Option<Objection> {
    let reason = form.required_lines("reason", "受けられない理由", TEXT);
    let proof = form.required_lines("proof", "適正に扱っていることの説明", TEXT);
    Some(Objection { reason: reason?, proof: proof? })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn something_is_put_right_after_it_was_found() {
        let (held, today) = (date!(2026 - 11 - 10), date!(2026 - 11 - 20));
        for (day, is_taken) in [("R8.11.10", true), ("R8.11.9", false), ("R8.11.21", false)] {
            let mut form = Form::empty().with("done_on", day).with("done", "鍵を替えた");
            assert_eq!(read_answer(&mut form, held, today).is_some(), is_taken, "{day}");
        }
    }

    #[test]
    fn an_objection_has_a_reason_and_a_proof_and_a_decision_its_words() {
        assert!(read_objection(&mut Form::empty().with("reason", "改修中")).is_none());
        assert!(
            read_objection(&mut Form::empty().with("reason", "改修中").with("proof", "台帳の写し")).is_some()
        );
        assert!(read_decision(&mut Form::empty().with("decision", "accepted")).is_none());
        assert!(read_decision(&mut Form::empty().with("decision", "maybe").with("remark", "x")).is_none());
        assert!(read_decision(&mut Form::empty().with("decision", "returned").with("remark", "x")).is_some());
    }
}
