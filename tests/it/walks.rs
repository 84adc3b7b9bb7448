//! Walks over every page that look for one thing each: that a file with people in it leaves its entry in the 受渡し管理簿, and that
//! a page which meets a destroyed key says so.

use axum::http::{Method, StatusCode};
use kayoi::{
    app::route_table,
    kit::{permission::Role, routing::RouteInfo},
    sealing::Unit,
};
use uuid::Uuid;

use crate::{
    sweep::{Samples, Who, Whose, check, events, send},
    world::World,
};

/// Every page, and everybody who may open it.
fn readers() -> impl Iterator<Item = (RouteInfo, Who)> {
    route_table().into_iter().filter(|route| route.method == Method::GET).flat_map(|route| {
        Who::all()
            .into_iter()
            .filter(|who| who.refusal(&route).is_none())
            .map(|who| (route.clone(), who))
            .collect::<Vec<_>>()
    })
}

/// Files that name nobody: figures, forms, and papers about the contract. Whatever else leaves may name people.
const NAMES_NOBODY: &[&str] = &[
    "/contracts/{id}/certificates/pdf",
    "/contracts/{id}/data-flows/pdf",
    "/contracts/{id}/fees/csv",
    "/contracts/{id}/fees/pdf",
    "/contracts/{id}/guidance/figures/pdf",
    "/contracts/{id}/guidance/import/template",
    "/contracts/{id}/rosters/{roster}/pdf",
    "/contracts/{id}/standing/paper",
    "/council-papers/{id}/pdf",
    "/job-windows/{id}/pdf",
    "/key-destructions/{id}/certificate",
    "/measures/{id}/pdf",
    "/obligations/calendar",
    "/participants/import/template",
    "/pledges/{id}/pdf",
    "/programmes/{id}/versions/{number}/file",
];

/// A contractor's own copy names nobody; the ward's paper carries every word.
const COPIES: &[&str] = &["/erasure-plans/{id}/pdf", "/erasures/{id}/papers/{paper}"];

fn names_nobody(path: &str, who: Who) -> bool {
    let is_contractor = who.role().is_some_and(Role::is_contractor);
    NAMES_NOBODY.contains(&path) || is_contractor && COPIES.contains(&path)
}

/// Whatever leaves with people in it is in the 受渡し管理簿, once, under the name of who took it; a page never is.
#[tokio::test]
async fn every_file_with_people_in_it_writes_its_entry_of_the_ledger() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let (mut files, mut noted, mut wrong) = (0, 0, Vec::new());
    for (route, who) in readers() {
        let (seen, before) = (events(&w).await.len(), entries(&w).await);
        let got = send(&who.client(&w).await, &route, &samples.path(&route, Whose::Own).0).await;
        let new = entries(&w).await - before;
        let place = format!("{} by {who:?}", route.path);
        if !got.headers.contains_key("content-disposition") {
            assert_eq!(new, 0, "{place} is no file");
            continue;
        }
        files += 1;
        let names_people = events(&w).await[seen..].iter().any(|people| !people.is_empty());
        let wanted = i64::from(!names_nobody(route.path, who));
        if new != wanted || wanted == 0 && names_people {
            wrong.push(format!("{place} left {new} entries"));
        }
        noted += new;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!("{files} files taken, {noted} of them with people in them");
    assert!(noted >= 20, "the files with people in them are nearly gone: {noted} of {files}");
}

/// Where a clause asks for consent, no contractor takes what may name people, whatever it is drawn from.
#[tokio::test]
async fn no_file_that_may_name_people_passes_a_shut_gate() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    w.bind(r#"[{"code": "copying", "parameters": {"mode": "consent"}}]"#).await;
    let (mut passed, mut shut) = (Vec::new(), 0);
    for (route, who) in readers().filter(|(_, who)| who.role().is_some_and(Role::is_contractor)) {
        let got = send(&who.client(&w).await, &route, &samples.path(&route, Whose::Own).0).await;
        if got.headers.contains_key("content-disposition") && !names_nobody(route.path, who) {
            passed.push(format!("{} by {who:?}", route.path));
        }
        shut += usize::from(got.status == 422 && got.body.contains("「許可」の画面"));
    }
    assert!(passed.is_empty(), "{passed:#?}");
    println!("{shut} files stayed in");
    assert!(shut >= 20, "hardly a file is kept in: {shut}");
}

async fn entries(w: &World) -> i64 {
    sqlx::query_scalar("select count(*) from handover where ward_id = $1 and action is not null")
        .bind(w.home.ward.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

/// A list goes on without the words, the page of the thing itself answers 410, and nothing breaks.
#[tokio::test]
async fn every_page_that_meets_a_destroyed_key_says_so() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    for key in keys_under_contracts(&w).await {
        w.keys().destroy(Unit::Unit(key)).unwrap();
    }
    let mut said = 0;
    for (route, who) in readers() {
        let got = send(&who.client(&w).await, &route, &samples.path(&route, Whose::Own).0).await;
        check(&route, who, Whose::Own, &got);
        if got.status == StatusCode::GONE {
            assert!(
                got.body.contains("この情報は消去されています"),
                "{} by {who:?}\n{}",
                route.path,
                got.body
            );
            assert!(route.path.contains('{'), "{} by {who:?} is a list of many contracts", route.path);
            said += 1;
        }
    }
    println!("{said} pages say that what they would show was erased");
    assert!(said >= 20, "hardly a page meets what was destroyed: {said}");
}

/// The units of the home town: its contracts, their courses and individual services.
async fn keys_under_contracts(w: &World) -> Vec<Uuid> {
    sqlx::query_scalar(
        "select id from contract where ward_id = $1 union all select id from course where ward_id = $1
         union all select id from enrolment where ward_id = $1 and course_id is null",
    )
    .bind(w.home.ward.id)
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap()
}
