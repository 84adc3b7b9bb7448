//! The program put together: what every request shares, and the router.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};

use crate::{
    accounts::hashing::Hasher,
    config::Config,
    contracts::db::styles::Styles,
    database::Pools,
    kit::{assets, clock::Clock, denials::Denials, routing::RouteInfo, shield},
    routes,
    sealing::Keyring,
};

/// Everything shared; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

pub struct Shared {
    pub config: Config,
    pub pools: Pools,
    pub keys: Keyring,
    pub clock: Clock,
    pub hasher: Hasher,
    /// Refusals of the running minute, so that each is written once.
    pub denials: Denials,
    /// The style of the programme each contract runs under, for the menu.
    pub styles: Styles,
}

impl std::ops::Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    pub fn new(config: Config, pools: Pools, keys: Keyring, clock: Clock, hasher: Hasher) -> Self {
        let (denials, styles) = (Denials::default(), Styles::default());
        Self(Arc::new(Shared { config, pools, keys, clock, hasher, denials, styles }))
    }

    /// The router with every layer, outermost last.
    pub fn router(&self) -> Router {
        let (router, _) = routes::all().into_parts();
        router
            .route("/static/{*path}", get(assets::serve))
            .route("/favicon.ico", get(assets::favicon))
            .layer(DefaultBodyLimit::max(shield::UPLOAD_LIMIT))
            .layer(TimeoutLayer::with_status_code(
                axum::http::StatusCode::SERVICE_UNAVAILABLE,
                Duration::from_secs(30),
            ))
            .layer(CatchPanicLayer::new())
            .layer(middleware::from_fn_with_state(self.clone(), shield::surround))
            .layer(CompressionLayer::new().gzip(true))
            .with_state(self.clone())
    }
}

/// The route table, for the sweep test and the matrix in git.
pub fn route_table() -> Vec<RouteInfo> {
    routes::all().into_parts().1
}
