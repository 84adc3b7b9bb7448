//! 言い方: each user fee as a sentence for a participant.

use crate::programmes::definition::{Refund, UserBasis, UserFee};
use crate::programmes::fee::yen;

impl UserFee {
    pub fn sentence(&self) -> String {
        let limit = self.most_per_month.map(|most| format!("1か月に{}までです。", yen(most)));
        self.basis.sentence() + &limit.unwrap_or_default()
    }
}

impl UserBasis {
    pub fn sentence(&self) -> String {
        match self {
            Self::PerSession { price, first_free: 0 } => {
                format!("参加した1回ごとに{}をお支払いいただきます。", price.wording())
            }
            Self::PerSession { price, first_free } => format!(
                "はじめの{first_free}回は無料です。その後は参加した1回ごとに{}をお支払いいただきます。",
                price.wording()
            ),
            Self::PrepaidBlock { sessions, price, refund } => format!(
                "{sessions}回分の{}を、はじめの回の前にお支払いいただきます。{}",
                price.wording(),
                refund.sentence()
            ),
            Self::BurdenRatio { of } => format!(
                "参加した1回ごとに、{}の負担割合（1割から3割）分をお支払いいただきます。1円未満は切り捨てます。",
                of.wording()
            ),
            Self::Once { price } => {
                format!("初めて参加する回に一度だけ{}をお支払いいただきます。", price.wording())
            }
            Self::PerMonth { price } => {
                format!("参加の登録がある1か月ごとに{}をお支払いいただきます。", price.wording())
            }
        }
    }
}

impl Refund {
    pub fn sentence(self) -> &'static str {
        match self {
            Self::None => "使わなかった回の分は返金しません。",
            Self::Discretion => "使わなかった回の分を返金するかどうかは、事情により区が決めます。",
            Self::Unused => "終了までに使わなかった回の分は返金します。1円未満は切り捨てます。",
        }
    }
}
