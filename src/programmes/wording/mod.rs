//! 言い方: a whole definition in plain Japanese, section by section in the editor's order. Rules say their own sentences;
//! here they are put together, with the words for everything that is no rule.

mod words;

/// The sections of a definition by their field, in the editor's order.
const TITLES: [(&str, &str); 26] = [
    ("code", "コード"),
    ("name", "名称"),
    ("source", "出典"),
    ("style", "事業の形"),
    ("information_items", "情報項目"),
    ("most_years", "続けられる年度"),
    ("goals", "目標"),
    ("stages", "段階"),
    ("eligibility", "対象者"),
    ("screenings", "体調確認"),
    ("consents", "同意"),
    ("calendar", "日程"),
    ("places", "定員"),
    ("cancellation", "中止"),
    ("staffing", "人員"),
    ("venue", "会場"),
    ("add_ons", "加算プログラム"),
    ("measurement", "評価"),
    ("questionnaires", "アンケート"),
    ("absences", "欠席"),
    ("guidance", "保健指導"),
    ("fees", "委託料"),
    ("user_fees", "利用者負担"),
    ("reports", "報告"),
    ("filings", "提出書類"),
    ("documents", "書類"),
];

/// The Japanese title of a section, by its field.
pub fn title(field: &str) -> Option<&'static str> {
    TITLES.iter().find(|(known, _)| *known == field).map(|(_, title)| *title)
}
