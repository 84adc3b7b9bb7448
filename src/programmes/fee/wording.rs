//! 言い方: each rule as a sentence a ward officer would write. Used on every line and in the editor's preview.

use super::money::yen;
use crate::programmes::definition::{
    Basis, Cap, FeeRule, FeeSchedule, HourBand, Price, Proration, Rounding, Tax, Tier, TierPer, UsersCounted,
};
use crate::vocab::dates::wareki;

impl Price {
    /// `20,000円`, or `契約で定める額（基本額）`.
    pub fn wording(&self) -> String {
        match self {
            Self::Yen(amount) => yen(*amount),
            Self::Contract { label, .. } => format!("契約で定める額（{label}）"),
        }
    }
}

impl FeeSchedule {
    /// From when it holds, its rules one by one, and how the sum is made.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![format!("{}から適用します。", wareki(self.from))];
        sentences.extend(self.rules.iter().map(|rule| format!("{}：{}", rule.label, rule.sentence())));
        if self.net_of_user_fees {
            sentences.push("参加者から受け取った利用者負担を差し引きます（0円を下回りません）。".to_owned());
        }
        sentences.push(self.tax.sentence());
        sentences.push(self.rounding.sentence().to_owned());
        sentences
    }
}

impl FeeRule {
    pub fn sentence(&self) -> String {
        let mut sentence = self.basis.sentence();
        if let Some(cap) = &self.cap {
            sentence += &cap.sentence();
        }
        if self.counts_paid_cancellations {
            sentence += "委託料の対象になる中止は、実施した回に数えます。";
        }
        sentence
    }
}

impl Basis {
    pub fn sentence(&self) -> String {
        match self {
            Self::PerSession { price } => format!("実施した1回ごとに{}を支払います。", price.wording()),
            Self::PerHead { price } => {
                format!("期間中に1回以上出席した1人ごとに{}を支払います。", price.wording())
            }
            Self::PerHeadSession { price } => {
                format!("1人の1回（出席・支援）ごとに{}を支払います。", price.wording())
            }
            Self::PerMonth { price, proration } => {
                format!("1か月ごとに{}を支払います。{}", price.wording(), proration.sentence())
            }
            Self::PerCourse { price } => format!("終了した1コースごとに{}を支払います。", price.wording()),
            Self::PerBlock { sessions, price, begun } => block_sentence(*sessions, price, *begun),
            Self::Tiered { per, users, tiers } => tiers_sentence(*per, *users, tiers),
            Self::HourlyBands { bands } => bands_sentence(bands),
            Self::AddOn { price, .. } => {
                format!("この加算を行った1回ごとに{}を支払います。", price.wording())
            }
        }
    }
}

fn block_sentence(sessions: u16, price: &Price, begun: bool) -> String {
    let rest = if begun { "1組と数えます" } else { "数えません" };
    format!(
        "1人の出席{sessions}回を1組とし、1組ごとに{}を支払います。{sessions}回に満たない組は{rest}。",
        price.wording()
    )
}

fn tiers_sentence(per: TierPer, users: UsersCounted, tiers: &[Tier]) -> String {
    let who = match users {
        UsersCounted::Attended => "月の利用者は、その月に1回以上出席した人です。",
        UsersCounted::Enrolled => "月の利用者は、その月に参加の登録がある人です。",
    };
    tiers.iter().map(|tier| tier.sentence(per)).collect::<String>() + who
}

impl Tier {
    /// `月の利用者が6人から10人までのとき、1回20,000円に、5人を超える1人ごとに2,000円を加えます。`
    pub fn sentence(&self, per: TierPer) -> String {
        let users = match (self.from, self.to) {
            (from, u16::MAX) => format!("{from}人以上"),
            (from, to) if from == to => format!("{from}人"),
            (from, to) => format!("{from}人から{to}人まで"),
        };
        let unit = match per {
            TierPer::Session => "1回",
            TierPer::Month => "1か月",
        };
        let base = self.base.wording();
        match &self.each_further {
            None => format!("月の利用者が{users}のとき、{unit}{base}を支払います。"),
            Some(each) => format!(
                "月の利用者が{users}のとき、{unit}{base}に、{}人を超える1人ごとに{}を加えます。",
                self.from.saturating_sub(1),
                each.wording()
            ),
        }
    }
}

fn bands_sentence(bands: &[HourBand]) -> String {
    let band = |band: &HourBand| format!("{}分までの回は1回{}", band.to_minutes, band.price.wording());
    format!("{}を支払います。", bands.iter().map(band).collect::<Vec<_>>().join("、"))
}

impl Proration {
    pub fn sentence(self) -> &'static str {
        match self {
            Self::None => "契約が月の途中で始まるか終わる月も、1か月分です。",
            Self::ByDay => "契約が月の途中で始まるか終わる月は、その月の日数で日割りします。",
        }
    }
}

impl Cap {
    /// `契約期間を通じて3回まで支払います。`
    pub fn sentence(&self) -> String {
        let times = self.times.map(|times| format!("{times}回まで"));
        let most = self.yen.map(|most| format!("合計{}まで", yen(most)));
        let limits: Vec<String> = times.into_iter().chain(most).collect();
        if limits.is_empty() {
            return String::new();
        }
        format!("{}{}支払います。", self.span.label(), limits.join("、"))
    }
}

impl Tax {
    pub fn sentence(self) -> String {
        match self {
            Self::Included => "消費税は加えません（単価に含むか、かかりません）。".to_owned(),
            Self::Added(percent) => format!("合計に消費税{percent}%を加えます。"),
        }
    }
}

impl Rounding {
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Down => "1円未満は切り捨てます。",
            Self::HalfUp => "1円未満は四捨五入します。",
            Self::Up => "1円未満は切り上げます。",
        }
    }
}
