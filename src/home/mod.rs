//! ホーム: what needs doing, for each kind of user; the front door and the help page.

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
