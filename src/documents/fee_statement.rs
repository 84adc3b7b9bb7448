//! 委託料内訳書: what a contract's records come to in a period. Without personal data.

use serde::Serialize;

use super::{
    paper::{Masthead, Paper},
    parts::Fact,
    table::{Cell, Column, Table},
};

#[derive(Clone, Debug, Serialize)]
pub struct FeeStatement {
    pub masthead: Masthead,
    /// 契約番号, 件名, 受託者, 期間, 契約期間 …
    pub facts: Vec<Fact>,
    /// What keeps the total from being final.
    pub problems: Vec<String>,
    pub lines: Vec<FeeLine>,
    /// 小計, 消費税 …, the last one the total.
    pub sums: Vec<FeeSum>,
    /// How the sums were made.
    pub steps: Vec<String>,
    pub notes: Vec<String>,
}

/// So many of one thing at one price.
#[derive(Clone, Debug, Serialize)]
pub struct FeeLine {
    pub label: String,
    pub rule: String,
    pub when: String,
    pub arithmetic: String,
    /// As printed: 「80,000円」.
    pub amount: String,
    pub yen: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct FeeSum {
    pub label: String,
    /// As printed; 「—」 while nothing can be counted.
    pub amount: String,
    pub yen: Option<i64>,
}

impl Paper for FeeStatement {
    const NAME: &'static str = "fee_statement.typ";
    const TEMPLATE: &'static str = include_str!("../../templates/documents/fee_statement.typ");

    fn masthead(&self) -> &Masthead {
        &self.masthead
    }

    fn rows(&self) -> usize {
        self.lines.len() + self.sums.len() + self.problems.len() + self.notes.len()
    }
}

impl From<&FeeStatement> for Table {
    fn from(statement: &FeeStatement) -> Self {
        let line = |kind: &str, one: [&str; 4], yen: Cell| {
            let mut cells = vec![Cell::text(kind)];
            cells.extend(one.map(|text| if text.is_empty() { Cell::Empty } else { Cell::text(text) }));
            cells.push(yen);
            cells
        };
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for text in &statement.problems {
            rows.push(line("確認が必要", [text, "", "", ""], Cell::Empty));
        }
        for one in &statement.lines {
            rows.push(line(
                "内訳",
                [&one.label, &one.when, &one.rule, &one.arithmetic],
                Cell::Whole(one.yen),
            ));
        }
        for one in &statement.sums {
            rows.push(line("合計欄", [&one.label, "", "", ""], one.yen.map_or(Cell::Empty, Cell::Whole)));
        }
        for text in &statement.notes {
            rows.push(line("注記", [text, "", "", ""], Cell::Empty));
        }
        let columns =
            [("区分", 10), ("内容", 24), ("期間", 20), ("決まり", 48), ("計算", 36), ("金額（円）", 14)];
        Self {
            title: "委託料内訳書".into(),
            columns: columns.map(|(heading, width)| Column::new(heading, width)).to_vec(),
            rows,
            provenance: None,
        }
    }
}

impl FeeStatement {
    /// A quarter of an invented contract, with one session that nobody recorded.
    pub fn sample() -> Self {
        let line = |label: &str, rule: &str, when: &str, arithmetic: &str, amount: &str, yen| FeeLine {
            label: label.into(),
            rule: rule.into(),
            when: when.into(),
            arithmetic: arithmetic.into(),
            amount: amount.into(),
            yen,
        };
        let session =
            "実施した1回ごとに20,000円を支払います。委託料の対象になる中止は、実施した回に数えます。";
        let sum = |label: &str, amount: &str, yen: i64| FeeSum {
            label: label.into(),
            amount: amount.into(),
            yen: Some(yen),
        };
        Self {
            masthead: Masthead {
                handling: None,
                ..Masthead::sample("委託料内訳書", "委託料内訳書", "令和6年9月～10月（未確定）")
            },
            facts: vec![
                Fact::new("契約番号", "6健介第123号"),
                Fact::new("件名", "シニアの元気クラブ事業委託"),
                Fact::new("受託者", "株式会社あおぞらフィットネス"),
                Fact::new("期間", "令和6年9月～10月"),
            ],
            problems: vec!["令和6年10月24日の回の記録がありません。実施か中止かを記録してください。".into()],
            lines: vec![
                line("教室の実施", session, "令和6年9月", "4回 × 20,000円 ＝ 80,000円", "80,000円", 80_000),
                line("教室の実施", session, "令和6年10月", "3回 × 20,000円 ＝ 60,000円", "60,000円", 60_000),
                line(
                    "口腔の講話",
                    "この加算を行った1回ごとに9,500円を支払います。契約期間を通じて3回まで支払います。",
                    "令和6年10月",
                    "2回 × 9,500円 ＝ 19,000円",
                    "19,000円",
                    19_000,
                ),
            ],
            sums: vec![
                sum("小計", "159,000円", 159_000),
                sum("消費税", "15,900円", 15_900),
                sum("合計（未確定）", "174,900円", 174_900),
            ],
            steps: vec!["消費税：159,000円 × 10% ＝ 15,900円（1円未満は切り捨てます。）".into()],
            notes: vec![
                "令和6年10月17日の回の中止を令和6年10月16日15:59に決定（天候・災害）。実施日前日の16時までの決定のため、実績に含めず、委託料の対象になりません。".into(),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_line_and_says_first_what_is_open() {
        let table = Table::from(&FeeStatement::sample());
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        assert_eq!(table.rows.len(), 1 + 3 + 3 + 1);
        assert_eq!(table.rows[0][0], Cell::text("確認が必要"));
        assert_eq!(table.rows[6][5], Cell::Whole(174_900));
    }
}
