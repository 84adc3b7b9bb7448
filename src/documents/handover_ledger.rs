//! 受渡し管理簿: every handover of a contract with both confirmations, and what the contractor still holds.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
    table::{Cell, Column, Table},
};

#[derive(Clone, Debug, Serialize)]
pub struct HandoverLedger {
    pub masthead: Masthead,
    pub facts: Vec<Fact>,
    pub rows: Vec<LedgerRow>,
    /// What is neither back nor erased.
    pub held: Vec<Holding>,
}

/// One entry, as printed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LedgerRow {
    /// When it passed, or when it is planned to.
    pub when: String,
    pub kind: String,
    /// What, on which medium.
    pub content: String,
    pub quantity: String,
    pub channel: String,
    pub place: String,
    pub giver: String,
    pub taker: String,
    /// Protection and transport.
    pub protection: String,
    pub state: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Holding {
    pub content: String,
    pub came_on: String,
    pub came: String,
    pub back: String,
    pub erased: String,
    pub outstanding: String,
}

impl Paper for HandoverLedger {
    const NAME: &'static str = "handover_ledger.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/handover_ledger.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.rows.len() + self.held.len()
    }
}

impl From<&[LedgerRow]> for Table {
    fn from(rows: &[LedgerRow]) -> Self {
        let heads = [
            ("日時", 22),
            ("種類", 18),
            ("内容・媒体", 40),
            ("数量", 10),
            ("方法", 22),
            ("場所", 24),
            ("渡した人", 22),
            ("受け取った人", 22),
            ("保護・搬送", 40),
            ("状態", 16),
        ];
        Self {
            title: "受渡し管理簿".into(),
            columns: heads.into_iter().map(|(heading, width)| Column::new(heading, width)).collect(),
            rows: rows.iter().map(cells).collect(),
            provenance: None,
        }
    }
}

fn cells(row: &LedgerRow) -> Vec<Cell> {
    [
        &row.when,
        &row.kind,
        &row.content,
        &row.quantity,
        &row.channel,
        &row.place,
        &row.giver,
        &row.taker,
        &row.protection,
        &row.state,
    ]
    .into_iter()
    .map(|text| if text.is_empty() { Cell::Empty } else { Cell::text(text) })
    .collect()
}

impl HandoverLedger {
    /// An invented contract's ledger.
    pub fn sample() -> Self {
        let row = LedgerRow {
            when: "令和6年6月4日　受取り 6月4日".into(),
            kind: "区から受託者へ".into(),
            content: "参加予定者名簿（紙）".into(),
            quantity: "30枚".into(),
            channel: "手渡し".into(),
            place: "みどり区役所3階 介護予防課".into(),
            giver: "佐藤 学".into(),
            taker: "田中 直子".into(),
            protection: "鍵付きかばん　区役所から事業所まで電車".into(),
            state: "双方確認ずみ".into(),
        };
        let notice = LedgerRow {
            when: "令和6年6月6日　受取り 6月7日".into(),
            content: "パスワード通知書（紙）".into(),
            quantity: "1枚".into(),
            channel: "追跡できる郵送".into(),
            protection: "封かん　追跡番号 1234-5678-9012".into(),
            ..row.clone()
        };
        let own = LedgerRow {
            when: "令和6年6月10日".into(),
            kind: "Kayoiからの印刷".into(),
            content: "名簿の印刷（電子ファイル）　30人　出力番号 0190F2A1-7C3E9B42".into(),
            quantity: "1件".into(),
            channel: "Kayoiの画面".into(),
            taker: "田中 直子（受託者）".into(),
            state: "記録ずみ".into(),
            ..LedgerRow::default()
        };
        Self {
            masthead: Masthead::sample("受渡し管理簿", "受渡し管理簿", "契第12号"),
            facts: vec![
                Fact::new("契約番号", "契第12号"),
                Fact::new("件名", "シニアの元気クラブ運営業務委託"),
                Fact::new("受託者", "株式会社あおぞらフィットネス"),
                Fact::new("所管課", "介護予防課"),
            ],
            rows: vec![row, notice, own],
            held: vec![Holding {
                content: "参加予定者名簿（紙）".into(),
                came_on: "令和6年6月4日".into(),
                came: "30枚".into(),
                back: "20枚".into(),
                erased: "0枚".into(),
                outstanding: "10枚".into(),
            }],
        }
    }
}
