//! No page offers a link that refuses: everything a person is led to from the home page opens for that person.

use std::collections::{BTreeSet, VecDeque};

use kayoi::kit::permission::Role;
use uuid::Uuid;

use crate::world::{Client, World};

/// The addresses a page links to, without fragments and without files of the program.
fn links(html: &str) -> Vec<String> {
    html.split("href=\"/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|path| path.replace("&#38;", "&").replace("&amp;", "&"))
        .map(|path| format!("/{}", path.split('#').next().unwrap_or_default()))
        .filter(|path| !path.starts_with("/static/"))
        .collect()
}

/// The address with every id and page number left out: one of each kind is enough.
fn kind(path: &str) -> String {
    let part = |part: &str| if Uuid::parse_str(part).is_ok() { "*".to_owned() } else { part.to_owned() };
    path.split('/')
        .map(|piece| piece.split(['?', '&', '=']).map(part).collect::<Vec<_>>().join("="))
        .collect::<Vec<_>>()
        .join("/")
}

/// Opens whatever can be reached from the home page; returns how many kinds of pages that were.
async fn walk(who: &str, client: &Client) -> usize {
    let mut seen = BTreeSet::from([kind("/home")]);
    let mut open = VecDeque::from([("/home".to_owned(), String::new())]);
    while let Some((path, from)) = open.pop_front() {
        let got = client.get(&path).await;
        assert!(got.status.as_u16() < 400, "{who}: {path}, linked on {from}, answers {}", got.status);
        for link in links(&got.body) {
            if seen.insert(kind(&link)) {
                open.push_back((link, path.clone()));
            }
        }
    }
    seen.len()
}

#[tokio::test]
async fn every_role_can_open_what_its_pages_link_to() {
    let world = World::new().await;
    for role in Role::ALL {
        let pages = walk(role.label(), &world.role(role).await).await;
        println!("{}: {pages} kinds of pages", role.label());
        assert!(pages >= 3, "{} reaches only {pages}", role.label());
    }
}

#[tokio::test]
async fn who_stands_in_no_accepted_roster_is_led_to_no_refusal() {
    let world = World::new().await;
    let client = world.as_undesignated().await;
    assert!(walk("従事者名簿にない人", &client).await >= 4);
    let home = client.get("/home").await.body;
    assert!(home.contains("従事者名簿に載っていません"), "{home}");
    assert!(!home.contains("href=\"/participants\""), "{home}");
}

#[tokio::test]
async fn a_persons_sheets_are_that_persons_alone() {
    let world = World::new().await;
    let officer = world.as_officer().await;
    let (one, other) = (world.home.people[0].id, world.home.people[1].id);
    let (name, whole) = {
        let page = officer.get(&format!("/liaison?participant={one}")).await.body;
        let heading =
            page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap_or_default();
        (heading.to_owned(), page)
    };
    assert!(name.contains("さんの連絡シート"), "{name}");
    assert!(whole.contains(&format!("href=\"/participants/{one}\"")), "{whole}");
    let all = officer.get("/liaison").await.body;
    let narrowed = officer.get(&format!("/liaison?participant={other}")).await.body;
    assert!(links(&all).iter().filter(|link| link.starts_with("/liaison/")).count() > 0);
    let sheets_of = |page: &str| -> BTreeSet<String> {
        links(page).into_iter().filter(|link| link.starts_with("/liaison/")).collect()
    };
    assert!(sheets_of(&whole).is_disjoint(&sheets_of(&narrowed)));
}

#[tokio::test]
async fn a_new_course_moves_the_day_its_report_is_due() {
    let world = World::new().await;
    let officer = world.as_officer().await;
    let contract = world.home.contract.id.to_string();
    let fields = [
        ("contract", contract.as_str()),
        ("name", "秋のいす体操"),
        ("venue", "試験会館"),
        ("first_on", "令和8年7月1日"),
        ("starts_at", "10:00"),
        ("minutes", "90"),
        ("count", "16"),
        ("capacity", "10"),
        ("minimum", "3"),
    ];
    let got = officer.post("/courses", &fields).await;
    assert_eq!(got.status.as_u16(), 303, "{}", got.body);
    let page = officer.get(&format!("/contracts/{contract}/obligations")).await.body;
    assert!(page.contains("実施報告書の提出（秋のいす体操）"), "{page}");
    assert!(page.contains("教室の最終回（令和8年10月14日）の2週間後（令和8年10月28日）まで"), "{page}");
}
