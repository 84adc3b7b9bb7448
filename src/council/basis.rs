//! 根拠: on which law a contract's paper stands, and how its parts are called there. Until March 2023 wards went by their own
//! ordinances; since April 2023 by the national Act (domain rules A4.11, A6.1).

use crate::kit::form::Choice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// The ward's former ordinance, and its 審議会.
    Ordinance,
    /// The national Act, and the ward's 運営会議.
    Act,
}

impl Law {
    pub const ALL: [Self; 2] = [Self::Ordinance, Self::Act];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ordinance => "ordinance",
            Self::Act => "act",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|law| law.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Ordinance => "区の（旧）個人情報保護条例",
            Self::Act => "個人情報保護法と区の要綱",
        }
    }

    /// What the paper is called.
    pub fn paper_title(self) -> &'static str {
        match self {
            Self::Ordinance => "諮問・報告事項",
            Self::Act => "付議事項",
        }
    }

    /// What stands above the articles on the cover.
    pub fn basis_label(self) -> &'static str {
        match self {
            Self::Ordinance => "条例の根拠",
            Self::Act => "要綱の根拠",
        }
    }

    /// The usual name of the body.
    pub fn usual_body(self) -> &'static str {
        match self {
            Self::Ordinance => "情報公開・個人情報保護審議会",
            Self::Act => "個人情報保護管理運営会議",
        }
    }

    pub fn choices() -> Vec<Choice> {
        let choice = |law: Self| {
            let hint = format!("{}：{}", law.usual_body(), law.paper_title());
            Choice::new(law.code(), law.label()).hint(hint)
        };
        Self::ALL.map(choice).to_vec()
    }
}
