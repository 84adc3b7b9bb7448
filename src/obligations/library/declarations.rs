//! 定めのみ: what makes a clause one that asks for nothing.

use serde::Deserialize;

use super::Sign;

/// A reason why there is nothing to do, and the words by which such a clause is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    pub code: String,
    pub reason: String,
    pub signs: Vec<Sign>,
}
