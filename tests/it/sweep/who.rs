//! Who asks, and what is true of every answer they get.

use axum::http::{Method, StatusCode};
use kayoi::kit::{permission::Role, routing::RouteInfo};

use super::samples::Whose;
use crate::world::{CANARY, Client, Got, World};

/// Who sends: a role of the home town (its operator inside a job window), somebody of its contractor who is in no accepted
/// 従事者名簿, or its operator outside any window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Role(Role),
    Undesignated,
    Outside,
}

impl Who {
    pub fn all() -> Vec<Self> {
        [Self::Nobody, Self::Undesignated, Self::Outside]
            .into_iter()
            .chain(Role::ALL.map(Self::Role))
            .collect()
    }

    pub async fn client(self, w: &World) -> Client {
        match self {
            Self::Nobody => w.as_nobody(),
            Self::Role(role) => w.role(role).await,
            Self::Undesignated => w.as_undesignated().await,
            Self::Outside => w.as_operator_outside().await,
        }
    }

    pub fn role(self) -> Option<Role> {
        match self {
            Self::Nobody => None,
            Self::Role(role) => Some(role),
            Self::Undesignated => Some(Role::ContractorManager),
            Self::Outside => Some(Role::Operator),
        }
    }

    /// What the route table says to this person, before any row is looked at.
    pub fn refusal(self, route: &RouteInfo) -> Option<StatusCode> {
        if route.permission == "anyone" {
            return None;
        }
        let Some(role) = self.role() else {
            // A tablet's script is told; it must not follow a redirect.
            let speaks = route.path.starts_with("/t/api/");
            return Some(if speaks { StatusCode::UNAUTHORIZED } else { StatusCode::SEE_OTHER });
        };
        let lacks_designation = self == Self::Undesignated && route.people;
        let lacks_window = self == Self::Outside && !route.outside;
        let may = route.roles.contains(&role) && !lacks_designation && !lacks_window;
        (!may).then_some(StatusCode::FORBIDDEN)
    }
}

pub async fn send(client: &Client, route: &RouteInfo, path: &str) -> Got {
    if route.method == Method::GET { client.get(path).await } else { client.post(path, &[]).await }
}

/// No answer may name the other town, and none may be our own fault.
pub fn check(route: &RouteInfo, who: Who, whose: Whose, got: &Got) {
    let place = format!("{} {} by {who:?} with {whose:?} ids: {}", route.method, route.path, got.status);
    assert!(!got.status.is_server_error(), "{place}\n{}", got.body);
    assert!(!got.body.contains(CANARY), "{place} shows the other ward\n{}", got.body);
    let headers = format!("{:?}", got.headers);
    assert!(!headers.contains(CANARY), "{place} shows the other ward in {headers}");
}
