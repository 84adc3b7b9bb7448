//! 預かり証: what the contractor received of the ward and keeps for it (S4 第26条).

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
};

#[derive(Clone, Debug, Serialize)]
pub struct CustodyReceipt {
    pub masthead: Masthead,
    /// Ward and department it is given to.
    pub to: String,
    /// (what, medium, how many)
    pub things: Vec<(String, String, String)>,
    pub facts: Vec<Fact>,
    pub contractor: String,
    pub received_on: String,
}

impl Paper for CustodyReceipt {
    const NAME: &'static str = "custody_receipt.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/custody_receipt.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.things.len() + self.facts.len()
    }
}

impl CustodyReceipt {
    /// An invented contractor's receipt.
    pub fn sample() -> Self {
        Self {
            masthead: Masthead::sample("預かり証", "預かり証", "契第12号"),
            to: "みどり区　介護予防課".into(),
            things: vec![("参加予定者名簿".into(), "紙".into(), "30枚".into())],
            facts: vec![
                Fact::new("件名", "シニアの元気クラブ運営業務委託"),
                Fact::new("受渡しの方法", "手渡し"),
                Fact::new("場所", "みどり区役所3階 介護予防課"),
                Fact::new("渡した人", "佐藤 学"),
                Fact::new("受け取った人", "田中 直子"),
            ],
            contractor: "株式会社あおぞらフィットネス".into(),
            received_on: "令和6年6月4日".into(),
        }
    }
}
