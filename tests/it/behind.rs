//! 内訳 over HTTP: every figure of a report and of a statement leads to its records, and they come to the figure.

use std::collections::BTreeMap;

use kayoi::{demo, kit::clock::Clock, kit::permission::Role, vocab::ids::ContractId};
use uuid::Uuid;

use super::world::{Client, NOW, World, officer_of, own_database, today};

/// The links of a page that begin with `at`, with their words.
fn links(body: &str, at: &str) -> Vec<(String, String)> {
    let begins = format!("<a href=\"{at}");
    body.split(&begins)
        .skip(1)
        .map(|rest| {
            let (path, rest) = rest.split_once('"').unwrap();
            let words = rest.split_once('>').unwrap().1.split_once("</a>").unwrap().0;
            (format!("{at}{}", path.replace("&#38;", "&")), words.to_owned())
        })
        .collect()
}

/// The text between two marks.
fn between<'a>(body: &'a str, from: &str, to: &str) -> Option<&'a str> {
    body.split_once(from)?.1.split_once(to).map(|(text, _)| text)
}

/// The records a page lists in all: 「全12件中」, or none.
fn records(body: &str) -> usize {
    between(body, "<p>全<span class=\"num\">", "</span>")
        .map_or(0, |count| count.replace(',', "").parse().unwrap())
}

/// The records lead on to pages that open.
async fn records_open(client: &Client, body: &str, path: &str) {
    let table = between(body, "<caption>", "</table>").unwrap_or_default();
    for (record, _) in links(table, "/").into_iter().take(2) {
        let page = record.split('#').next().unwrap();
        assert_eq!(client.get(page).await.status, 200, "{record}, a record behind {path}");
    }
}

/// Figures whose value is worked out of the records and isn't their number.
fn is_worked_out(code: &str) -> bool {
    let values = ["value.", "measure."].iter().any(|start| code.starts_with(start));
    let ends = |ends: &[&str]| ends.iter().any(|end| code.ends_with(end));
    ends(&[".minutes", ".medians", ".means"]) || values && ends(&[".before", ".after"])
}

/// Opens a figure and holds its records against what the paper says.
async fn figure_holds(client: &Client, path: &str, words: &str) {
    let got = client.get(path).await;
    assert_eq!(got.status, 200, "{path}\n{}", got.body);
    let value = between(&got.body, "<strong class=\"behind-figure num\">", "</strong>").unwrap();
    let after = words.strip_prefix(value).unwrap_or_else(|| panic!("{path}: {words} is {value} there"));
    assert!(!after.starts_with(|c: char| c.is_ascii_digit()), "{path}: {words} is {value} there");
    assert!(!got.body.contains("受理のあとに記録が変わりました"), "{path}\n{}", got.body);
    let code = path.rsplit('/').next().unwrap();
    if !is_worked_out(code) {
        assert_eq!(records(&got.body).to_string(), value, "{path}");
    }
    records_open(client, &got.body, path).await;
}

/// The first two and the last figure of each kind on a page: 「value.1.2.before」 is one kind with every other value.
async fn figures_hold(client: &Client, page: &str, at: &str) -> usize {
    let got = client.get(page).await;
    assert_eq!(got.status, 200, "{page}\n{}", got.body);
    let mut kinds: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (path, words) in links(&got.body, at) {
        let code = path.strip_prefix(at).unwrap();
        kinds.entry(code.replace(|c: char| c.is_ascii_digit(), "")).or_default().push((path, words));
    }
    for figures in kinds.values() {
        let last = figures.iter().skip(2).next_back();
        for (path, words) in figures.iter().take(2).chain(last) {
            figure_holds(client, path, words).await;
        }
    }
    kinds.len()
}

#[tokio::test]
async fn every_figure_of_the_demos_reports_leads_to_its_records() {
    let ground = own_database("behind").await;
    demo::load(&ground.database, &ground.keys, today(), NOW).await.unwrap();
    let app = ground.app(Clock::frozen(NOW)).await;
    assert!(demo::settle(&app, &ground.database).await.unwrap() >= 2);
    let mut admin = ground.database.admin().await.unwrap();
    let reports: Vec<(Uuid, Uuid, bool)> = sqlx::query_as(
        "select ward_id, id, state = 'accepted' and course_id is not null from report order by ward_id, id",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    let mut seen = Vec::new();
    for (ward, report, _) in &reports {
        let officer = officer_of(&ground, &app, *ward).await;
        let at = format!("/reports/{report}/figures/");
        seen.push(figures_hold(&officer, &format!("/reports/{report}/whole"), &at).await);
    }
    println!("kinds of figures of each report: {seen:?}");
    assert!(seen.iter().any(|kinds| *kinds > 40) && seen.iter().all(|kinds| *kinds >= 8), "{seen:?}");

    // What was accepted stays with its records, whatever is corrected later.
    let (ward, report, _) = reports.iter().find(|(.., frozen)| *frozen).unwrap();
    let officer = officer_of(&ground, &app, *ward).await;
    let path = format!("/reports/{report}/figures/attendances.all");
    let before = officer.get(&path).await.body;
    sqlx::query("update attendance set status = 'absent_notified' where ward_id = $1")
        .bind(ward)
        .execute(&mut admin)
        .await
        .unwrap();
    let after = officer.get(&path).await.body;
    assert!(after.contains("受理したときのまま"), "{after}");
    assert_eq!(records(&after), records(&before));
    assert!(records(&after) > 0 && !after.contains("受理のあとに記録が変わりました"));
}

async fn report_of(w: &World, contract: Uuid) -> Uuid {
    sqlx::query_scalar("select id from report where ward_id = $1 and contract_id = $2 limit 1")
        .bind(w.home.ward.id)
        .bind(contract)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_figure_opens_for_whom_the_report_opens() {
    let w = World::new().await;
    let path = format!("/reports/{}/figures/attendances.all", report_of(&w, w.home.contract.id).await);
    let name = &w.home.people[0].name;
    for client in [w.as_officer().await, w.as_manager().await, w.as_recorder().await] {
        let got = client.get(&path).await;
        assert_eq!((got.status.as_u16(), records(&got.body)), (200, 6), "{}", got.body);
        assert!(got.body.contains(name.as_str()), "{}", got.body);
        let unknown = path.replace("attendances.all", "attendances.nobody");
        assert_eq!(client.get(&unknown).await.status, 404);
    }
    for (client, status) in [
        (w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await, 404),
        (w.sign_in(&w.other, w.other.account(Role::ContractorManager)).await, 404),
        (
            w.sign_in_under(&w.home, w.home.account(Role::ContractorManager), w.home.service_contract.id)
                .await,
            404,
        ),
        (w.role(Role::WardAuditor).await, 403),
        (w.as_undesignated().await, 403),
        (w.as_centre().await, 403),
    ] {
        let got = client.get(&path).await;
        assert_eq!(got.status, status, "{}", got.body);
        assert!(!got.body.contains(name.as_str()));
    }
}

#[tokio::test]
async fn the_names_on_a_page_are_one_event_and_those_of_the_contract_alone() {
    let w = World::new().await;
    let path = format!("/reports/{}/figures/", report_of(&w, w.home.contract.id).await);
    let events = async || -> Vec<i64> {
        let sql = "select coalesce(cardinality(participant_ids), 0)::bigint from audit_event where ward_id = $1 and action = 'report.read' order by seq";
        sqlx::query_scalar(sql).bind(w.home.ward.id).fetch_all(&mut w.admin().await).await.unwrap()
    };
    w.as_officer().await.get(&format!("{path}sessions.held")).await;
    let before = events().await;
    w.as_officer().await.get(&format!("{path}present.1")).await;
    let after = events().await;
    assert_eq!((after.len(), after.last()), (before.len() + 1, Some(&3)), "{before:?} {after:?}");

    sqlx::query("update contract set items = '{address}' where ward_id = $1 and id = $2")
        .bind(w.home.ward.id)
        .bind(w.home.contract.id)
        .execute(&mut w.admin().await)
        .await
        .unwrap();
    let manager = w.as_manager().await;
    let hidden = manager.get(&format!("{path}attendances.all")).await;
    assert_eq!((hidden.status.as_u16(), records(&hidden.body)), (200, 6));
    assert!(!hidden.body.contains(&w.home.people[0].name) && hidden.body.contains("番号"), "{}", hidden.body);
    assert_eq!(manager.get(&format!("{path}attended.support")).await.status, 404);
    let other = manager.get(&format!("{path}attended.other")).await;
    assert_eq!(records(&other.body), 3, "nobody's sex is told\n{}", other.body);
    assert_eq!(w.as_officer().await.get(&format!("{path}attended.support")).await.status, 200);
}

/// The figures page of a guidance, which a contractor reads before there is a report.
#[tokio::test]
async fn every_figure_of_a_guidance_leads_to_its_records() {
    let w = World::new().await;
    let base = format!("/contracts/{}/guidance/figures", w.home.guided_contract.id);
    let manager =
        w.sign_in_under(&w.home, w.home.account(Role::ContractorManager), w.home.guided_contract.id).await;
    for client in [w.as_officer().await, manager] {
        assert!(figures_hold(&client, &base, &format!("{base}/")).await > 20);
    }
    let path = format!("{base}/selected");
    assert_eq!(w.as_manager().await.get(&path).await.status, 404, "under another contract");
    let foreign = w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await;
    assert_eq!(foreign.get(&path).await.status, 404);
    assert_eq!(w.role(Role::WardAuditor).await.get(&path).await.status, 403);
}

#[tokio::test]
async fn every_line_of_a_statement_leads_to_its_records() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let contracts =
        [w.home.contract.id, w.home.service_contract.id, w.home.guided_contract.id].map(ContractId);
    let mut lines = 0;
    for contract in contracts {
        let statement = officer.get(&format!("/contracts/{contract}/fees?period=all")).await.body;
        let counts = statement.split("記録 ").skip(1).filter_map(|rest| rest.split('件').next());
        let counts: Vec<usize> = counts.filter_map(|count| count.parse().ok()).collect();
        let at = format!("/contracts/{contract}/fees/rows?period=all&#38;rule=");
        let figures = links(&statement, &at);
        assert_eq!(figures.len(), counts.len(), "{statement}");
        lines += figures.len();
        for ((path, _), count) in figures.iter().zip(counts) {
            let path = path.replace("&#38;", "&");
            let got = officer.get(&path).await;
            assert_eq!((got.status.as_u16(), records(&got.body)), (200, count), "{path}\n{}", got.body);
            records_open(&officer, &got.body, &path).await;
        }
    }
    assert!(lines >= 1, "no statement has a line");
    let path = format!("/contracts/{}/fees/rows?period=all", w.home.contract.id);
    let foreign = w.sign_in(&w.other, w.other.account(Role::WardOfficer)).await;
    assert_eq!(foreign.get(&path).await.status, 404);
    let other =
        w.sign_in_under(&w.home, w.home.account(Role::ContractorManager), w.home.service_contract.id).await;
    assert_eq!(other.get(&path).await.status, 404);
}
