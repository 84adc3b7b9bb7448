//! 委託料: what the ward pays. Rules add up; each becomes lines that show their arithmetic. Integer yen only.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Date;

/// The rules that hold from a day on, until the next schedule begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeSchedule {
    #[schemars(with = "String")]
    pub from: Date,
    #[serde(default)]
    pub tax: Tax,
    #[serde(default)]
    pub rounding: Rounding,
    /// What participants paid to the contractor is taken off.
    #[serde(default)]
    pub net_of_user_fees: bool,
    pub rules: Vec<FeeRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeRule {
    pub code: String,
    pub label: String,
    pub basis: Basis,
    /// A cancelled session that is paid counts like a held one for this rule.
    #[serde(default)]
    pub counts_paid_cancellations: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
}

/// What is counted, and its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Basis {
    /// Each session held.
    PerSession { price: Price },
    /// Each person who took part in the period.
    PerHead { price: Price },
    /// Each attendance of a person.
    PerHeadSession { price: Price },
    /// Each month of the period that meets the term.
    PerMonth {
        price: Price,
        #[serde(default)]
        proration: Proration,
    },
    /// Each course that ended in the period.
    PerCourse { price: Price },
    /// Each block of so many attendances of one person, begun ones counted when `begun` is set.
    PerBlock { sessions: u16, price: Price, begun: bool },
    /// By the month's number of users, once a month or for each session of it.
    Tiered { per: TierPer, users: UsersCounted, tiers: Vec<Tier> },
    /// Each session by its length; the first band that is long enough counts.
    HourlyBands { bands: Vec<HourBand> },
    /// Each time the add-on was given.
    AddOn { add_on: String, price: Price },
}

/// A price in yen: written here, or agreed in each contract under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Price {
    Yen(i64),
    /// The contract's own price of this code; the label is what its form asks for.
    Contract {
        code: String,
        label: String,
    },
}

/// A step: from so many users to so many, both included; `each_further` is added for every user above `from - 1`
/// when it is set (6～10人: base for 5 and one more price for each above).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub from: u16,
    pub to: u16,
    pub base: Price,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each_further: Option<Price>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierPer {
    Session,
    Month,
}

/// Who is a user of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UsersCounted {
    /// Attended at least one session of the month.
    Attended,
    /// Had a place in the month.
    Enrolled,
}

/// Sessions of up to so many minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HourBand {
    pub to_minutes: u16,
    pub price: Price,
}

/// A month that the term only touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proration {
    /// The whole price.
    #[default]
    None,
    /// By days of the calendar month.
    ByDay,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    pub span: CapSpan,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yen: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapSpan {
    Month,
    Contract,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tax {
    /// Prices include it, or none is owed: nothing is added.
    #[default]
    Included,
    /// So many percent are added to the sum.
    Added(u8),
}

/// Parts of a yen, from proration, percentages and tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    #[default]
    Down,
    HalfUp,
    Up,
}

impl FeeSchedule {
    /// Every price of its rules, in order.
    pub fn prices(&self) -> impl Iterator<Item = &Price> {
        self.rules.iter().flat_map(|rule| rule.basis.prices())
    }
}

impl Basis {
    fn prices(&self) -> Vec<&Price> {
        match self {
            Self::PerSession { price }
            | Self::PerHead { price }
            | Self::PerHeadSession { price }
            | Self::PerMonth { price, .. }
            | Self::PerCourse { price }
            | Self::PerBlock { price, .. }
            | Self::AddOn { price, .. } => vec![price],
            Self::Tiered { tiers, .. } => {
                tiers.iter().flat_map(|tier| std::iter::once(&tier.base).chain(&tier.each_further)).collect()
            }
            Self::HourlyBands { bands } => bands.iter().map(|band| &band.price).collect(),
        }
    }
}
