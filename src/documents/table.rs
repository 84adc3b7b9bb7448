//! A list that leaves the system: the one shape behind xlsx and CSV.

use time::Date;

/// A list with typed cells. Each row has one cell per column.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the list is, such as 「参加者一覧」; the sheet's name in xlsx.
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Who took the list out and what for; printed with it.
    pub provenance: Option<Provenance>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub heading: String,
    /// Width in half-width characters, used by xlsx.
    pub width: u16,
}

impl Column {
    pub fn new(heading: impl Into<String>, width: u16) -> Self {
        Self { heading: heading.into(), width }
    }
}

/// A value whose kind decides how it is written: numbers stay numbers, text never becomes a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Empty,
    /// Names, and every number that is an identifier (leading zeros stay).
    Text(String),
    Whole(i64),
    /// `digits` ÷ 10^`places`: 21.5 is `Decimal { digits: 215, places: 1 }`.
    Decimal {
        digits: i64,
        places: u8,
    },
    Date(Date),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// `None` becomes an empty cell.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }
}

/// The watermark of an export: it finds the audit event and reminds the reader of the purpose.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// 出力番号
    pub reference: String,
    /// 利用目的
    pub purpose: String,
    /// Account and organisation.
    pub taken_by: String,
    /// 出力日時 as printed.
    pub taken_at: String,
}

impl Provenance {
    /// The four facts in one line.
    pub fn line(&self) -> String {
        format!(
            "出力番号：{}　出力日時：{}　出力者：{}　利用目的：{}",
            self.reference, self.taken_at, self.taken_by, self.purpose
        )
    }
}

/// 10^`places` as text arithmetic: digits with a point, exact at any size.
pub(super) fn decimal(digits: i64, places: u8) -> String {
    let places = usize::from(places);
    let magnitude = format!("{:0>width$}", digits.unsigned_abs(), width = places + 1);
    let (whole, fraction) = magnitude.split_at(magnitude.len() - places);
    let sign = if digits < 0 { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
pub(super) fn sample() -> Table {
    use time::macros::date;
    Table {
        title: "参加者一覧".into(),
        columns: vec![
            Column::new("被保険者番号", 14),
            Column::new("氏名", 20),
            Column::new("生年月日", 14),
            Column::new("出席回数", 10),
            Column::new("握力の差（kg）", 14),
            Column::new("メモ", 40),
        ],
        rows: vec![
            vec![
                Cell::text("0000123456"),
                Cell::text("髙橋 花子"),
                Cell::Date(date!(1941 - 03 - 05)),
                Cell::Whole(14),
                Cell::Decimal { digits: 18, places: 1 },
                Cell::text("右ひざに痛みあり。\n「無理をしない」を約束"),
            ],
            vec![
                Cell::text("0000654321"),
                Cell::text("山﨑 次郎"),
                Cell::Empty,
                Cell::Whole(-3),
                Cell::Decimal { digits: -5, places: 1 },
                Cell::text("=HYPERLINK(\"http://example.invalid\",\"見る\")"),
            ],
        ],
        provenance: None,
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal(215, 1), "21.5");
        assert_eq!(decimal(-5, 1), "-0.5");
        assert_eq!(decimal(7, 2), "0.07");
        assert_eq!(decimal(0, 1), "0.0");
        assert_eq!(decimal(42, 0), "42");
        assert_eq!(decimal(i64::MIN, 2), "-92233720368547758.08");
    }
}
