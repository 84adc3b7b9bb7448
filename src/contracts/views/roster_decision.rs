//! The pages before the ward accepts a 従事者名簿 or gives it back.

use askama::Template;

use super::roster::{Person, below, person};
use crate::{
    contracts::pages::roster::Loaded,
    kit::{form::Form, parts::Link},
};

/// Before an acceptance.
#[derive(Template)]
#[template(path = "contracts/roster_confirm.html")]
pub struct RosterConfirm {
    question: String,
    lines: Vec<String>,
    people: Vec<Person>,
    version: i32,
    action: String,
    back: String,
    label: &'static str,
}

impl RosterConfirm {
    pub fn acceptance(loaded: &Loaded) -> Self {
        let lines = vec![
            "承認すると、次の人が、それぞれの期間、この契約の参加者の情報を見られるようになります。".into(),
            "今まで有効だった版にいて、この版にいない人は、すぐに見られなくなります。".into(),
        ];
        Self::new(loaded, "acceptance", "この名簿を承認しますか", lines, "承認する")
    }

    fn new(loaded: &Loaded, path: &str, question: &str, lines: Vec<String>, label: &'static str) -> Self {
        let back = loaded.href();
        Self {
            question: format!("第{}版：{question}", loaded.roster.number),
            lines,
            people: loaded.lines.iter().map(|line| person(line, None, &back)).collect(),
            version: loaded.roster.version,
            action: format!("{back}/{path}"),
            back,
            label,
        }
    }
}

/// 差戻し with its reason.
#[derive(Template)]
#[template(path = "contracts/roster_return.html")]
pub struct RosterReturn {
    trail: Vec<Link>,
    form: Form,
    heading: String,
    action: String,
    back: String,
}

impl RosterReturn {
    pub fn new(loaded: &Loaded, form: Form) -> Self {
        let back = loaded.href();
        Self {
            trail: below(&loaded.contract),
            form,
            heading: format!("従事者名簿（第{}版）を差し戻す", loaded.roster.number),
            action: format!("{back}/return"),
            back,
        }
    }
}
