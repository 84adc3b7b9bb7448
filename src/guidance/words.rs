//! What is written in words about a target, sealed with the enrolment's key; an inquiry's with the contract's.

use serde::{Deserialize, Serialize};

use crate::{programmes::InformationItem, sealing::Sealable};

/// What the check-up data said besides the values, and how the person was selected.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct TargetWords {
    pub email: String,
    /// 傷病名
    pub diagnosis: String,
    /// 治療状況
    pub treatment: String,
    /// How the criteria came out, sentence by sentence.
    pub working: Vec<String>,
    /// Why an officer took the person in although the criteria did not select.
    pub reason: String,
}

/// What was said on the telephone.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct CallWords {
    pub note: String,
}

/// What a contact was about.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ContactWords {
    /// 支援の内容
    pub content: String,
    /// 目標
    pub goals: String,
    /// 次回まで
    pub next: String,
}

/// 医師の指示.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct InstructionWords {
    /// Name of the doctor and where they practise.
    pub doctor: String,
    pub text: String,
}

/// What somebody called about.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct InquiryWords {
    pub summary: String,
}

/// What was answered.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ResponseWords {
    pub text: String,
}

impl Sealable for TargetWords {
    const TABLE: &'static str = "guidance_target";
}

impl Sealable for CallWords {
    const TABLE: &'static str = "guidance_call";
}

impl Sealable for ContactWords {
    const TABLE: &'static str = "guidance_contact";
}

impl Sealable for InstructionWords {
    const TABLE: &'static str = "guidance_instruction";
}

impl Sealable for InquiryWords {
    const TABLE: &'static str = "guidance_inquiry";
}

impl Sealable for ResponseWords {
    const TABLE: &'static str = "guidance_inquiry.response";
}

impl TargetWords {
    /// What is shown under a contract that lists `items`; the selection is the ward's own.
    #[must_use]
    pub fn projected(mut self, items: &[InformationItem]) -> Self {
        let texts = [
            (InformationItem::Email, &mut self.email),
            (InformationItem::Diagnosis, &mut self.diagnosis),
            (InformationItem::Treatment, &mut self.treatment),
        ];
        for (item, text) in texts {
            if !items.contains(&item) {
                text.clear();
            }
        }
        self.reason.clear();
        if !items.contains(&InformationItem::ServiceRecord) {
            self.working.clear();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_items_of_the_contract_are_left() {
        let words = TargetWords {
            email: "hana@example.jp".into(),
            diagnosis: "2型糖尿病".into(),
            treatment: "内服".into(),
            working: vec!["血糖：該当".into()],
            reason: "医師の依頼".into(),
        };
        let shown = words.clone().projected(&[InformationItem::Diagnosis]);
        assert_eq!(
            (shown.email.as_str(), shown.diagnosis.as_str(), shown.treatment.as_str()),
            ("", "2型糖尿病", "")
        );
        assert!(shown.working.is_empty() && shown.reason.is_empty());
        let all = words.projected(&[InformationItem::Email, InformationItem::ServiceRecord]);
        assert_eq!((all.email.as_str(), all.working.len()), ("hana@example.jp", 1));
    }
}
