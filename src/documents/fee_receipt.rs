//! 領収書: what a participant paid to the contractor.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::{Fact, PersonName},
};

#[derive(Clone, Debug, Serialize)]
pub struct FeeReceipt {
    pub masthead: Masthead,
    pub participant: PersonName,
    /// As printed: 「1,200円」.
    pub amount: String,
    /// ただし書き
    pub purpose: String,
    pub facts: Vec<Fact>,
    pub contractor: String,
    pub issued_on: String,
}

impl Paper for FeeReceipt {
    const NAME: &'static str = "fee_receipt.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/fee_receipt.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.facts.len()
    }
}

impl FeeReceipt {
    /// An invented participant's receipt of a month.
    pub fn sample() -> Self {
        Self {
            masthead: Masthead { handling: None, ..Masthead::sample("領収書", "領収書", "第12号") },
            participant: PersonName::new("髙橋 花子", "タカハシ ハナコ"),
            amount: "1,200円".into(),
            purpose: "令和6年7月分の利用者負担".into(),
            facts: vec![Fact::new("領収書の番号", "第12号"), Fact::new("受け取った日", "令和6年7月31日")],
            contractor: "株式会社あおぞらフィットネス".into(),
            issued_on: "令和6年7月31日".into(),
        }
    }
}
