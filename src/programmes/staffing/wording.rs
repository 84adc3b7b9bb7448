//! The staffing standard in words.

use crate::programmes::definition::{AddOn, Need, StaffRole, Substitute, When};

impl When {
    /// In which sessions, as a sentence.
    /// `add_ons`: of the programme, for the name behind a code.
    pub fn sentence(&self, add_ons: &[AddOn]) -> String {
        match self {
            Self::Always => "すべての回に必要です。".to_owned(),
            Self::AddOn(code) => {
                let name =
                    add_ons.iter().find(|add_on| add_on.code == *code).map_or(code, |add_on| &add_on.name);
                format!("加算プログラム「{name}」を行う回に必要です。")
            }
            Self::MoreThan(people) => format!("参加者が{people}人を超える回に必要です。"),
            Self::SupportedPeople => "要支援の人・事業対象者が参加する回に必要です。".to_owned(),
        }
    }
}

impl StaffRole {
    /// The role in words.
    pub fn sentence(&self, add_ons: &[AddOn]) -> String {
        let need = match self.need {
            Need::Fixed(people) => format!("{people}人"),
            Need::OnePer(people) => format!("参加者{people}人につき1人"),
        };
        let qualifications = match self.qualifications.as_slice() {
            [] => "資格は問いません。".to_owned(),
            listed => format!("{}のどれかの資格が必要です。", listed.join("・")),
        };
        let substitute = match self.substitute {
            Substitute::SameQualification => "代わりの人にも同じ資格が必要です。",
            Substitute::Nobody => "代わりの人は認めず、いないときは中止します。",
            Substitute::Anyone => "代わりは従事者名簿の人ならだれでもできます。",
        };
        let same =
            if self.same_through_course { "教室を通して同じ人が担当します。" } else { "" };
        let double = if self.may_double { "ほかの役割と兼ねることができます。" } else { "" };
        format!(
            "「{}」：{need}。{}{qualifications}{substitute}{same}{double}",
            self.label,
            self.when.sentence(add_ons)
        )
    }
}
