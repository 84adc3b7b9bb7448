//! 個人情報保護の対策の一覧: which measures ward and contractor take, what changed in bold and underlined.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
};
use crate::measures::MeasureTable;

#[derive(Clone, Debug, Serialize)]
pub struct MeasuresList {
    pub masthead: Masthead,
    pub facts: Vec<Fact>,
    /// Against which version changes are marked; empty for a first one.
    pub note: String,
    pub tables: Vec<MeasureTable>,
}

impl Paper for MeasuresList {
    const NAME: &'static str = "measures_list.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/measures_list.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.facts.len() + self.tables.iter().map(|table| table.lines.len()).sum::<usize>()
    }
}

impl MeasuresList {
    /// An invented second version in which one mark of the ward changed.
    pub fn sample() -> Self {
        use crate::measures::{Marks, Sides, Usage, tables};
        let (before, now) =
            (Marks::all_but(true, &[(Usage::Connection, "standby")]), Marks::all_but(true, &[]));
        let sides = |ward| Sides { has_connection: true, ward: Some(ward), contractor: Some(ward) };
        let title = "個人情報保護の対策の一覧";
        Self {
            masthead: Masthead { handling: None, ..Masthead::sample(title, title, "契第12号") },
            facts: vec![
                Fact::new("件名", "シニアの元気クラブ運営業務委託"),
                Fact::new("受託者", "株式会社あおぞらフィットネス"),
                Fact::new("版", "第2版"),
            ],
            note: "太字・下線は、第1版（令和6年4月1日確認）からの変更箇所です。".into(),
            tables: tables(sides(&now), Some(sides(&before))),
        }
    }
}
