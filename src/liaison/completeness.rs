//! What a sheet must hold before it is sent (別紙2 2).

use super::{content::LiaisonText, kinds::Kind};
use crate::programmes::InformationItem;

/// One thing that is missing: the field and the sentence for the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    pub field: &'static str,
    pub sentence: &'static str,
}

const CONDUCT: Missing =
    Missing { field: "conduct", sentence: "参加中の様子を入力してください。" };
const SOCIAL: Missing = Missing {
    field: "social",
    sentence: "社会参加・グループ活動につながったかを入力してください。なければ「特になし」と入力します。",
};
const IMPRESSIONS: Missing = Missing {
    field: "impressions",
    sentence: "参加者の感想を入力してください。聞き取れなかったときは、その旨を入力します。",
};
const COMMENT: Missing = Missing {
    field: "comment",
    sentence: "測定結果についての評価コメントを入力してください。",
};
const ABSENCE: Missing = Missing {
    field: "message",
    sentence: "欠席について連絡する内容を入力してください。",
};
const CARE_PLAN: Missing =
    Missing { field: "message", sentence: "ケアプランの内容を入力してください。" };

/// What is still missing, in the order of the form. A sheet's message to the centre may stay empty; a comment is owed as
/// soon as something was measured.
pub fn missing(kind: Kind, text: &LiaisonText, is_measured: bool) -> Vec<Missing> {
    let owed: Vec<(&str, Missing)> = match kind {
        Kind::Sheet => {
            let comment = is_measured.then_some((text.comment.as_str(), COMMENT));
            [(text.conduct.as_str(), CONDUCT), (&text.social, SOCIAL), (&text.impressions, IMPRESSIONS)]
                .into_iter()
                .chain(comment)
                .collect()
        }
        Kind::Absence => vec![(&text.message, ABSENCE)],
        Kind::CarePlan => vec![(&text.message, CARE_PLAN)],
    };
    owed.into_iter().filter(|(value, _)| value.trim().is_empty()).map(|(_, missing)| missing).collect()
}

/// Whether the contract lets this kind of paper reach the contractor at all.
///
/// # Errors
/// The sentence for the writer when it does not.
pub fn covered(kind: Kind, items: &[InformationItem]) -> Result<(), &'static str> {
    if kind == Kind::CarePlan && !items.contains(&InformationItem::CarePlan) {
        return Err(
            "この契約の情報項目に「ケアプラン内容」がないため、受託者へ送れません。必要なときは区に相談してください。",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> LiaisonText {
        let some = || "書いた".to_owned();
        LiaisonText {
            conduct: some(),
            social: some(),
            impressions: some(),
            message: String::new(),
            comment: some(),
            nearby: String::new(),
        }
    }

    #[test]
    fn a_sheet_needs_its_three_texts_and_a_comment_on_what_was_measured() {
        assert!(missing(Kind::Sheet, &written(), true).is_empty());
        let bare = LiaisonText { conduct: " \n".into(), comment: String::new(), ..written() };
        assert_eq!(missing(Kind::Sheet, &bare, true), [CONDUCT, COMMENT]);
        assert_eq!(missing(Kind::Sheet, &bare, false), [CONDUCT]);
        assert_eq!(missing(Kind::Sheet, &LiaisonText::default(), true).len(), 4);
    }

    #[test]
    fn an_absence_and_a_care_plan_are_their_message() {
        assert_eq!(missing(Kind::Absence, &written(), true), [ABSENCE]);
        assert_eq!(missing(Kind::CarePlan, &written(), false), [CARE_PLAN]);
        let told = LiaisonText { message: "電話した".into(), ..LiaisonText::default() };
        assert!(missing(Kind::Absence, &told, true).is_empty());
    }

    #[test]
    fn a_care_plan_needs_its_information_item() {
        assert!(covered(Kind::CarePlan, &[InformationItem::Name]).is_err());
        assert!(covered(Kind::CarePlan, &[InformationItem::CarePlan]).is_ok());
        assert!(covered(Kind::Sheet, &[]).is_ok());
    }
}
