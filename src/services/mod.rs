//! 個別支援: S0's eight steps for one person — home-visit assessment, plan with explanation and consent, service days 1 to 3
//! a week, monthly monitoring, final visit — each with its record and its place on the person's timeline.

pub fn routes() -> crate::kit::routing::Routes {
    crate::kit::routing::Routes::new()
}
