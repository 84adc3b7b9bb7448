//! Every route with every role: whoever may not, is refused; whatever is another ward's, does not exist. Routes and
//! roles come from the route table, so a new route is swept from its first day.

mod samples;
mod who;

use axum::http::{Method, StatusCode};
use kayoi::app::route_table;
use uuid::Uuid;

pub use self::{
    samples::{Samples, Whose},
    who::{Who, check, send},
};
use crate::world::World;

#[tokio::test]
async fn whoever_may_not_is_refused() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let (mut asked, mut refused) = (0, 0);
    for route in route_table() {
        for who in Who::all() {
            let Some(expected) = who.refusal(&route) else { continue };
            let client = who.client(&w).await;
            for whose in [Whose::Own, Whose::Foreign, Whose::Random] {
                let got = send(&client, &route, &samples.path(&route, whose).0).await;
                check(&route, who, whose, &got);
                assert_eq!(
                    got.status, expected,
                    "{} {} by {who:?} with {whose:?} ids",
                    route.method, route.path
                );
                if expected == StatusCode::SEE_OTHER {
                    assert_eq!(got.location(), "/login", "{} {}", route.method, route.path);
                }
                asked += 1;
                refused += usize::from(got.status == expected);
            }
        }
    }
    println!(
        "{} routes × {} people: {asked} requests, {refused} refused",
        route_table().len(),
        Who::all().len()
    );
    assert!(asked > 100, "the table of routes is nearly empty");
}

#[tokio::test]
async fn what_is_another_wards_does_not_exist() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let mut asked = 0;
    for route in route_table() {
        let ids = samples.path(&route, Whose::Random).1;
        for who in Who::all().into_iter().filter(|who| ids > 0 && who.refusal(&route).is_none()) {
            let mut pairs = vec![(Whose::Foreign, Whose::Random)];
            if ids > 1 {
                pairs.push((Whose::OwnThenForeign, Whose::OwnThenRandom));
            }
            for (foreign, random) in pairs {
                let client = who.client(&w).await;
                let theirs = send(&client, &route, &samples.path(&route, foreign).0).await;
                let nothing = send(&client, &route, &samples.path(&route, random).0).await;
                check(&route, who, foreign, &theirs);
                let place = format!("{} {} by {who:?} with {foreign:?} ids", route.method, route.path);
                // An unreadable form may be told before the row is looked for; an answer about the row never.
                let is_hidden = theirs.status == StatusCode::NOT_FOUND
                    || (route.method != Method::GET && theirs.status == StatusCode::UNPROCESSABLE_ENTITY);
                assert!(is_hidden, "{place}: {}\n{}", theirs.status, theirs.body);
                assert_eq!(
                    (theirs.status, theirs.without_ids()),
                    (nothing.status, nothing.without_ids()),
                    "{place} differs from an id that nobody has"
                );
                asked += 2;
            }
        }
    }
    println!("{asked} requests with another ward's ids and with nobody's: all the same");
    assert!(asked > 0, "no route has an id");
}

/// Also: a page that names a person leaves exactly one event, and the event names the person.
#[tokio::test]
async fn ones_own_pages_answer_and_leave_one_event() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let (mut pages, mut readings) = (0, 0);
    for route in route_table().into_iter().filter(|r| r.method == Method::GET) {
        for who in Who::all().into_iter().filter(|who| who.refusal(&route).is_none()) {
            let before = events(&w).await;
            let got = send(&who.client(&w).await, &route, &samples.path(&route, Whose::Own).0).await;
            check(&route, who, Whose::Own, &got);
            pages += 1;
            let named =
                w.home.people.iter().filter(|p| got.body.contains(&p.name)).map(|p| p.id).collect::<Vec<_>>();
            if !named.is_empty() {
                let new = &events(&w).await[before.len()..];
                assert_eq!(
                    new.len(),
                    1,
                    "{} by {who:?} shows people and left {} events",
                    route.path,
                    new.len()
                );
                assert!(
                    named.iter().all(|id| new[0].contains(id)),
                    "{} by {who:?} shows somebody its event doesn't name",
                    route.path
                );
                readings += 1;
            }
        }
    }
    println!("{pages} pages seen, {readings} of them showed people and left one event each");
    assert!(pages > 10);
}

/// Comes last in effect: every act of the home town with an empty form, on a town of its own.
#[tokio::test]
async fn ones_own_acts_never_break() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let mut acts = 0;
    for route in route_table().into_iter().filter(|r| r.method != Method::GET) {
        for who in Who::all().into_iter().filter(|who| who.refusal(&route).is_none()) {
            let got = send(&who.client(&w).await, &route, &samples.path(&route, Whose::Own).0).await;
            check(&route, who, Whose::Own, &got);
            acts += 1;
        }
    }
    println!("{acts} acts sent with an empty form");
    assert!(acts > 5);
}

pub async fn events(w: &World) -> Vec<Vec<Uuid>> {
    sqlx::query_scalar("select participant_ids from audit_event where ward_id = $1 order by seq")
        .bind(w.home.ward.id)
        .fetch_all(&mut w.admin().await)
        .await
        .unwrap()
}
