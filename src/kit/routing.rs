//! Routes as data. A page function is accepted only if its first argument is a context that names a permission; the
//! table of method, path, permission and roles is what the sweep test, the matrix in git and the navigation read.

use axum::{
    Router,
    handler::Handler,
    http::Method,
    routing::{self, MethodRouter},
};

use super::{
    ctx::{Acting, Ctx, Viewing},
    guest::Guest,
    permission::{Anyone, Permission, Role},
};
use crate::app::App;

/// A handler argument list that begins with a context: carries the permission. `M` is what the method may do.
pub trait Guarded<M> {
    type Permission: Permission;
}

macro_rules! guarded { ($($t:ident)*) => {
    impl<X, P: Permission, M, $($t),*> Guarded<M> for (X, Ctx<P, M>, $($t,)*) { type Permission = P; }
    impl<X, M, $($t),*> Guarded<M> for (X, Guest, $($t,)*) { type Permission = Anyone; }
} }
guarded!();
guarded!(A);
guarded!(A B);
guarded!(A B C);

/// One line of the route table.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    pub method: Method,
    pub path: &'static str,
    pub permission: &'static str,
    pub roles: &'static [Role],
    pub people: bool,
    pub anywhere: bool,
    pub outside: bool,
}

/// A feature's routes, and their table.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    table: Vec<RouteInfo>,
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get<H, T>(self, path: &'static str, page: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded<Viewing> + 'static,
    {
        self.add::<T::Permission>(Method::GET, path, routing::get(page))
    }

    pub fn post<H, T>(self, path: &'static str, page: H) -> Self
    where
        H: Handler<T, App>,
        T: Guarded<Acting> + 'static,
    {
        self.add::<T::Permission>(Method::POST, path, routing::post(page))
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    pub fn into_parts(self) -> (Router<App>, Vec<RouteInfo>) {
        (self.router, self.table)
    }

    fn add<P: Permission>(mut self, method: Method, path: &'static str, page: MethodRouter<App>) -> Self {
        self.router = self.router.route(path, page);
        self.table.push(RouteInfo {
            method,
            path,
            permission: P::NAME,
            roles: P::ROLES,
            people: P::PEOPLE,
            anywhere: P::ANYWHERE,
            outside: P::OUTSIDE,
        });
        self
    }
}
