//! 辞退の理由: the choices a withdrawal is counted by; what is particular to a person goes into the sealed remark.

use crate::kit::form::Choice;

/// (stored word, label)
pub const REASONS: [(&str, &str); 8] = [
    ("illness", "体調・病気"),
    ("hospital", "入院・入所"),
    ("family", "家族の都合"),
    ("transport", "通うのが難しい"),
    ("other_activity", "ほかの活動に参加する"),
    ("moved", "転居"),
    ("deceased", "死亡"),
    ("other", "その他"),
];

pub fn choices() -> Vec<Choice> {
    REASONS.iter().map(|(code, label)| Choice::new(*code, *label)).collect()
}

pub fn codes() -> [&'static str; 8] {
    REASONS.map(|(code, _)| code)
}

/// An unknown word is printed as その他.
pub fn reason_label(code: &str) -> &'static str {
    REASONS.iter().find(|(known, _)| *known == code).map_or("その他", |(_, label)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_distinct_and_read_back() {
        assert!(REASONS.iter().all(|(code, label)| reason_label(code) == *label));
        assert_eq!(reason_label("?"), "その他");
    }
}
