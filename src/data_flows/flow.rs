//! One row of the flow of data.

use serde::{Deserialize, Serialize};

use crate::sealing::Sealable;

/// Most rows of one sheet, and most parties they name: what the drawing has room for.
pub const MOST_FLOWS: usize = 30;
pub const MOST_PARTIES: usize = 12;

/// Who passes what to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    pub from: String,
    pub to: String,
    pub what: String,
    pub medium: String,
    pub protection: String,
    pub when: String,
}

impl Sealable for Flow {
    const TABLE: &'static str = "data_flow";
}

/// Who takes part, in the order in which they come up.
pub fn parties(flows: &[Flow]) -> Vec<&str> {
    let mut parties: Vec<&str> = Vec::new();
    for name in flows.iter().flat_map(|flow| [flow.from.as_str(), flow.to.as_str()]) {
        if !parties.contains(&name) {
            parties.push(name);
        }
    }
    parties
}
