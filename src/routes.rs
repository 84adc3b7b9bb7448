//! Every route of the program, by feature.

use crate::{accounts, health, kit::routing::Routes};

pub fn all() -> Routes {
    Routes::new().merge(health::routes()).merge(accounts::routes())
}
