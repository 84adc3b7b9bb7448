//! 利用者負担: what participants pay.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fee::Price;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserFee {
    pub code: String,
    pub label: String,
    pub basis: UserBasis,
    /// Most yen a person pays in a month; absent when not limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_per_month: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum UserBasis {
    /// Each attendance; the first so many are free.
    PerSession {
        price: Price,
        first_free: u16,
    },
    /// Paid before each block of so many sessions.
    PrepaidBlock {
        sessions: u16,
        price: Price,
        refund: Refund,
    },
    /// A share of the price of a session, by the person's burden ratio (1, 2 or 3 tenths).
    BurdenRatio {
        of: Price,
    },
    /// Once a person takes part (materials, insurance).
    Once {
        price: Price,
    },
    PerMonth {
        price: Price,
    },
}

/// What happens to prepaid sessions a person doesn't use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Refund {
    None,
    /// The ward decides each case.
    Discretion,
    Unused,
}
