//! 同意書: each kind of consent with what was explained, the answer and its days (仙台 実施仕様書 6(1)).

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::{Fact, PersonName},
};

#[derive(Clone, Debug, Serialize)]
pub struct ConsentForm {
    pub masthead: Masthead,
    /// 事業名, 契約, 教室.
    pub facts: Vec<Fact>,
    pub person: PersonName,
    pub lines: Vec<ConsentLine>,
    pub signature: Signature,
}

/// One kind. Without an answer both boxes stay empty.
#[derive(Clone, Debug, Serialize)]
pub struct ConsentLine {
    pub label: String,
    pub explanation: String,
    pub required: bool,
    pub agreed: Option<bool>,
    /// 説明した日と人.
    pub explained: Option<String>,
    /// 回答した日と人.
    pub answered: Option<String>,
    /// The day it was taken back.
    pub taken_back: Option<String>,
}

/// Who signs, and to whom the paper goes.
#[derive(Clone, Debug, Serialize)]
pub struct Signature {
    pub ward: String,
    /// The family may sign for some of it.
    pub family: bool,
}

impl Paper for ConsentForm {
    const NAME: &'static str = "consent_form.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/consent_form.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.lines.len() + 4
    }
}

impl ConsentForm {
    /// An invented person: one kind agreed, one refused, one open.
    pub fn sample() -> Self {
        let line = |label: &str, agreed: Option<bool>| ConsentLine {
            label: label.into(),
            explanation: "事業のあらまし、担当者、費用など、参加を決めるために大切なことを説明します。"
                .into(),
            required: label == "事業の利用",
            agreed,
            explained: agreed.map(|_| "令和6年8月10日　今野".into()),
            answered: agreed.map(|_| "令和6年8月10日　本人".into()),
            taken_back: None,
        };
        Self {
            masthead: Masthead::sample("同意書", "同意書", "フレイル予防教室"),
            facts: vec![Fact::new("事業名", "フレイル予防教室"), Fact::new("契約", "第1期")],
            person: PersonName::new("髙橋 花子", "タカハシ ハナコ"),
            lines: vec![
                line("事業の利用", Some(true)),
                line("関係機関との情報共有", Some(false)),
                line("教材費の負担", None),
            ],
            signature: Signature { ward: "みどり区".into(), family: true },
        }
    }
}
