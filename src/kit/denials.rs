//! 拒否の記録: a refusal that the person's role doesn't explain — a record that isn't there for them, an act on what somebody else
//! changed or that a rule forbids, a form of another login — stands in the audit stream like a refusal by role. Once a minute for each login, route and
//! kind: whoever tries one number after another shows as such minute by minute, further lines would say nothing new, and a crawler
//! must not fill the ward's chain or hold its head. The row is the first one of the minute.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use axum::{extract::MatchedPath, http::request::Parts};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    actor::enter,
    cookie::LoginToken,
    db::Writes,
    error::{AppError, Result},
};
use crate::{
    app::App,
    audit::{self, Event},
};

/// Which refusal, carried from [`AppError`] to `shield`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Denial {
    /// 404: nobody's, another contract's or another ward's.
    Missing,
    /// 409: changed by somebody else meanwhile.
    Stale,
    /// 403: a form of no page of this login.
    Form,
    /// 422: a rule said no to an act. A page that a rule keeps shut is no attempt at anything.
    Refused,
}

impl Denial {
    fn code(self) -> &'static str {
        match self {
            Self::Missing => "not_found",
            Self::Stale => "stale",
            Self::Form => "form_token",
            Self::Refused => "refused",
        }
    }

    /// Whether a request of this method is an attempt that has to be known.
    pub fn counts(self, is_act: bool) -> bool {
        is_act || self != Self::Refused
    }
}

type Known = BTreeSet<(Vec<u8>, String, Denial)>;

/// What was denied in the running minute.
#[derive(Default)]
pub struct Denials(Mutex<(i64, Known)>);

/// Logins times routes that are told apart within a minute; more is a flood and says no more.
const MOST: usize = 10_000;

impl Denials {
    /// Whether it is the first of its kind in this minute.
    fn is_new(&self, login: Vec<u8>, route: &str, denial: Denial, now: OffsetDateTime) -> bool {
        let minute = now.unix_timestamp().div_euclid(60);
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.0 != minute {
            *running = (minute, Known::new());
        }
        running.1.len() < MOST && running.1.insert((login, route.to_owned(), denial))
    }
}

/// Who asked for what, as far as the record needs it.
pub(super) struct Asker {
    login: LoginToken,
    route: String,
    /// The row the address ends in.
    row: Option<Uuid>,
}

/// The last id in an address: of the row that was asked for, or of the one it lies under.
fn row_of(route: &str, address: &str) -> Option<Uuid> {
    let places = route.split('/').zip(address.split('/'));
    places.filter(|(place, _)| place.starts_with('{')).filter_map(|(_, typed)| typed.parse().ok()).last()
}

impl Asker {
    /// `None` of a visitor without a login, and of an address that leads nowhere.
    pub fn of(parts: &Parts, app: &App) -> Option<Self> {
        let route = parts.extensions.get::<MatchedPath>()?.as_str().to_owned();
        let row = row_of(&route, parts.uri.path());
        Some(Self { login: LoginToken::of(&parts.headers, app.config.is_secure())?, route, row })
    }

    /// Writes the denial. It goes on when the browser has gone: leaving early hides no attempt.
    pub async fn note(self, app: &App, denial: Denial, request: &str) {
        if !app.denials.is_new(self.login.hash(), &self.route, denial, app.clock.now()) {
            return;
        }
        let (app, request) = (app.clone(), request.to_owned());
        let written = tokio::spawn(async move { self.write(&app, denial, &request).await }).await;
        if !matches!(written, Ok(Ok(()))) {
            tracing::error!("a denial could not be written to the audit stream");
        }
    }

    async fn write(&self, app: &App, denial: Denial, request: &str) -> Result<()> {
        let now = app.clock.now();
        let mut db = Writes::begin(app.pools.of(self.login.pool)).await?;
        if enter(&mut db, &self.login, now).await?.is_none() {
            return Ok(());
        }
        let detail = serde_json::json!({ "kind": denial.code(), "route": self.route });
        let event = Event::new("denied").detail(detail);
        let event = self.row.into_iter().fold(event, Event::about);
        audit::append(&mut db, &event, now, request).await?;
        db.commit().await.map_err(AppError::from)
    }
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    #[test]
    fn the_row_is_the_last_id_of_the_address() {
        let (outer, inner) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let of = |route: &str, address: String| row_of(route, &address);
        assert_eq!(of("/requests/{id}", format!("/requests/{outer}")), Some(outer));
        assert_eq!(
            of("/requests/{id}/answers/{answer}/file", format!("/requests/{outer}/answers/{inner}/file")),
            Some(inner)
        );
        let sheet = format!("/participants/{outer}/sheets/kcl");
        assert_eq!(of("/participants/{id}/sheets/{sheet}", sheet), Some(outer), "a word is no row");
        assert_eq!(of("/contracts", "/contracts".into()), None);
        assert_eq!(of("/contracts/{id}", "/contracts/1%27".into()), None);
    }

    #[test]
    fn one_a_minute_for_each_login_route_and_kind() {
        let (denials, now) = (Denials::default(), datetime!(2026-06-17 10:00:05 +9));
        let new = |login: u8, route: &str, denial, at| denials.is_new(vec![login], route, denial, at);
        assert!(new(1, "/contracts/{id}", Denial::Missing, now));
        assert!(!new(1, "/contracts/{id}", Denial::Missing, now + Duration::seconds(50)));
        assert!(new(1, "/contracts/{id}", Denial::Stale, now));
        assert!(new(2, "/contracts/{id}", Denial::Missing, now));
        assert!(new(1, "/reports/{id}", Denial::Missing, now));
        assert!(new(1, "/contracts/{id}", Denial::Missing, now + Duration::minutes(1)));
    }
}
