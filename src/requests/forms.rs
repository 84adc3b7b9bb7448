//! 求めと回答: the two forms, and the words that are sealed.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::kinds::{Decision, RequestKind, Stance};
use crate::{
    filings::{Attachment, attached},
    kit::{form::Form, typed::UploadedFile},
    sealing::Sealable,
    vocab::dates::wareki,
};

/// What is asked.
#[derive(Serialize, Deserialize)]
pub struct Asked(pub String);

impl Sealable for Asked {
    const TABLE: &'static str = "ward_request";
}

/// What is answered, with the file's name.
#[derive(Serialize, Deserialize)]
pub struct Reply {
    pub words: String,
    pub file_name: Option<String>,
}

impl Sealable for Reply {
    const TABLE: &'static str = "ward_request_answer";
}

/// Why an answer was returned.
#[derive(Serialize, Deserialize)]
pub struct Remark(pub String);

impl Sealable for Remark {
    const TABLE: &'static str = "ward_request_answer";
}

pub struct NewRequest {
    pub kind: RequestKind,
    pub due_on: Date,
    pub words: Asked,
}

pub struct NewReply {
    pub stance: Stance,
    pub words: String,
    pub attachment: Option<Attachment>,
}

const TEXT: usize = 4_000;
/// Days an answer usually takes, and at most.
const USUAL: Duration = Duration::days(7);
const LONGEST: Duration = Duration::days(366);

pub fn blank(today: Date) -> Form {
    let due = today.checked_add(USUAL).unwrap_or(today);
    Form::empty().with("kind", RequestKind::Report.code()).with("due_on", wareki(due))
}

pub fn read_request(form: &mut Form, today: Date) -> Option<NewRequest> {
    let kind = form.choice("kind", "求めの種類", &RequestKind::ALL.map(RequestKind::code));
    let due_on = form.date("due_on", "回答の期限");
    if due_on.is_some_and(|on| on < today || on - today > LONGEST) {
        form.refuse("due_on", "今日から1年以内の日を入力してください。");
    }
    let words = form.required_lines("words", "求める内容", TEXT);
    let kind = kind.as_deref().and_then(RequestKind::from_code);
    let request = NewRequest { kind: kind?, due_on: due_on?, words: Asked(words?) };
    (!form.has_problems()).then_some(request)
}

/// Papers that are asked for are attached; a refusal says why.
pub fn read_reply(form: &mut Form, files: Vec<UploadedFile>, kind: RequestKind) -> Option<NewReply> {
    let offered: &[Stance] = if kind.may_be_refused() { &Stance::ALL } else { &[Stance::Done] };
    let codes: Vec<&str> = offered.iter().map(|stance| stance.code()).collect();
    let stance = form.choice("stance", "回答", &codes).as_deref().and_then(Stance::from_code);
    let label = if stance == Some(Stance::Refused) { "断る理由" } else { "回答の内容" };
    let words = form.required_lines("words", label, TEXT);
    let attachment = attached(form, files, kind == RequestKind::Papers);
    let reply = NewReply { stance: stance?, words: words?, attachment: attachment? };
    (!form.has_problems()).then_some(reply)
}

/// A return says why.
pub fn read_decision(form: &mut Form) -> Option<(Decision, Option<Remark>)> {
    let decision = form.choice("decision", "決定", &Decision::ALL.map(Decision::code));
    match decision.as_deref().and_then(Decision::from_code)? {
        Decision::Received => Some((Decision::Received, None)),
        Decision::Returned => {
            let why = form.required_lines("remark", "差し戻す理由", TEXT)?;
            Some((Decision::Returned, Some(Remark(why))))
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 20);

    #[test]
    fn what_is_asked_has_its_words_and_a_day_to_come() {
        assert!(read_request(&mut blank(TODAY).with("words", "保管の状況"), TODAY).is_some());
        assert!(read_request(&mut blank(TODAY), TODAY).is_none());
        for day in ["R8.11.19", "R10.1.1"] {
            let mut form = Form::empty().with("kind", "report").with("due_on", day).with("words", "x");
            assert!(read_request(&mut form, TODAY).is_none() && form.problem("due_on").is_some(), "{day}");
        }
    }

    #[test]
    fn papers_are_attached_and_only_a_witnessing_is_refused() {
        let reply = |stance: &str, kind| {
            let mut form = Form::empty().with("stance", stance).with("words", "改修中のため");
            read_reply(&mut form, Vec::new(), kind).is_some()
        };
        assert!(reply("done", RequestKind::Report) && !reply("done", RequestKind::Papers));
        assert!(reply("refused", RequestKind::Witnessing) && !reply("refused", RequestKind::Report));
    }

    #[test]
    fn a_return_says_why() {
        assert!(read_decision(&mut Form::empty().with("decision", "received")).is_some());
        assert!(read_decision(&mut Form::empty().with("decision", "returned")).is_none());
        assert!(read_decision(&mut Form::empty().with("decision", "returned").with("remark", "x")).is_some());
    }
}
