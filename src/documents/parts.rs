//! Small parts that several papers share.

use serde::{Deserialize, Serialize};

/// A name as its owner writes it, with the reading that helps when a character cannot be printed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonName {
    pub written: String,
    /// Full-width katakana.
    pub kana: String,
}

impl PersonName {
    pub fn new(written: impl Into<String>, kana: impl Into<String>) -> Self {
        Self { written: written.into(), kana: kana.into() }
    }
}

/// One line of a label–value table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fact {
    pub label: String,
    /// `None` prints 「—」: hidden from this reader, or not recorded.
    pub value: Option<String>,
}

impl Fact {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: Some(value.into()) }
    }

    pub fn hidden(label: impl Into<String>) -> Self {
        Self { label: label.into(), value: None }
    }
}

/// 基本情報 ① of 別紙2: which course, when, where, by whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CourseFacts {
    /// 報告書作成日
    pub prepared_on: String,
    /// 事業名
    pub programme: String,
    /// コース名
    pub course: String,
    /// 日程, such as 「令和6年6月6日～9月19日 毎週木曜日（全16回）」
    pub term: String,
    /// 会場名
    pub venue: String,
    /// 実施事業者名
    pub contractor: String,
}

impl CourseFacts {
    /// The invented course of the samples.
    pub(super) fn sample() -> Self {
        Self {
            prepared_on: "令和6年10月1日".into(),
            programme: "シニアの元気クラブ".into(),
            course: "手ぬぐい体操グループづくりコース".into(),
            term: "令和6年6月6日～9月19日　毎週木曜日　10時～12時（全16回）".into(),
            venue: "みどり区立 若葉住区センター　第2会議室".into(),
            contractor: "株式会社あおぞらフィットネス".into(),
        }
    }
}

/// A chart as an SVG picture. It must carry its looks in presentation attributes (no stylesheet reaches paper).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chart {
    /// The conclusion in words, printed under the picture.
    pub caption: String,
    /// What a screen reader says in place of the picture.
    pub alt: String,
    /// SVG source.
    pub svg: String,
}

/// One answer of 区が指定するアンケート.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuestionAnswer {
    pub question: String,
    pub answer: Option<String>,
}

/// One measure of one person, before and after, with the unit inside the texts' heading.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeasureLine {
    /// Such as 「握力（kg）」.
    pub measure: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// Signed difference, such as 「+1.8」.
    pub change: Option<String>,
    /// 改善・維持・悪化, or why there is none (「片方のみ」).
    pub verdict: Option<String>,
}

impl MeasureLine {
    /// A line whose five texts are all known.
    pub fn new(measure: &str, before: &str, after: &str, change: &str, verdict: &str) -> Self {
        Self {
            measure: measure.into(),
            before: Some(before.into()),
            after: Some(after.into()),
            change: Some(change.into()),
            verdict: Some(verdict.into()),
        }
    }
}
