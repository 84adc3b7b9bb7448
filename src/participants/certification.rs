//! 認定: the words of the register for a person's long-term care certification. 未確認 is a word of its own, so that a rule
//! answers 判定不能 instead of taking it for 認定なし.

use super::eligibility::Certification;
use crate::kit::form::Choice;

/// The word stored in the database for 未確認.
pub const UNKNOWN: &str = "unknown";

/// The words stored in the database, in the order a form offers them.
pub const CODES: [&str; 10] =
    ["none", "target", "support_1", "support_2", "care_1", "care_2", "care_3", "care_4", "care_5", UNKNOWN];

/// What the rules know of a stored word; `None` is "not known".
pub fn known(code: &str) -> Option<Certification> {
    let at = CODES.iter().position(|c| *c == code)?;
    Certification::ALL.get(at).copied()
}

/// 認定なし・事業対象者・要支援1 … 未確認
pub fn label(code: &str) -> &'static str {
    known(code).map_or("未確認", Certification::label)
}

/// Reads a label back, as it stands in an uploaded list; widths of digits do not matter.
pub fn from_label(text: &str) -> Option<&'static str> {
    let text = crate::vocab::kana::half_digits(text.trim());
    match text.as_str() {
        "非該当" | "なし" => Some("none"),
        _ => CODES.into_iter().find(|code| label(code) == text),
    }
}

pub fn choices() -> Vec<Choice> {
    CODES.iter().map(|code| Choice::new(*code, label(code))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_own_label_and_reads_back() {
        for code in CODES {
            assert_eq!(from_label(label(code)), Some(code));
        }
        assert_eq!(from_label("要支援１"), Some("support_1"));
        assert_eq!(from_label("非該当"), Some("none"));
        assert_eq!(from_label("要支援3"), None);
    }

    #[test]
    fn what_is_not_known_stays_unknown_to_the_rules() {
        assert_eq!(known(UNKNOWN), None);
        assert_eq!(known("none"), Some(Certification::None));
        assert_eq!(known("care_5"), Some(Certification::Care5));
    }
}
