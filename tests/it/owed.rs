//! 期限を過ぎたもの: the standing page, the contract's overview, the papers, the home and the list of obligations count the same,
//! in every contract of the demo and for each side that reads it.

use kayoi::{demo, kit::clock::Clock, kit::cookie::LoginToken, kit::permission::Role};
use sqlx::PgConnection;
use uuid::Uuid;

use super::world::{Client, Ground, NOW, officer_of, own_database, today};

/// The number between two marks; 0 where the page doesn't speak of any.
fn number(page: &str, before: &str) -> usize {
    let Some((_, rest)) = page.split_once(before) else { return 0 };
    let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// What one reader finds about a contract.
struct Counted {
    standing: usize,
    overview: usize,
    overview_papers: usize,
    papers: usize,
    paper_list: usize,
}

async fn counted(reader: &Client, contract: Uuid) -> Counted {
    let get = async |path: String| {
        let got = reader.get(&path).await;
        assert_eq!(got.status, 200, "{path}");
        got.body
    };
    let standing = get(format!("/contracts/{contract}/standing")).await;
    let overview = get(format!("/contracts/{contract}")).await;
    let of = |figure: &str| {
        overview.split_once(figure).map_or("", |(_, rest)| rest.split("</a>").next().unwrap_or(""))
    };
    let papers = get(format!("/contracts/{contract}/filings")).await;
    let owed = papers.split("<h2").nth(1).unwrap_or_default();
    let list = get("/filings?show=overdue".to_owned()).await;
    Counted {
        standing: standing
            .split("期限を過ぎた義務</h2>")
            .nth(1)
            .and_then(|rest| rest.split("<h2").next())
            .unwrap_or_default()
            .matches("日過ぎています")
            .count(),
        overview: number(of("残っている義務"), "うち期限切れ"),
        overview_papers: number(of("残っている提出物"), "うち期限切れ"),
        papers: owed.matches("日過ぎています").count(),
        paper_list: list.matches(&format!("href=\"/contracts/{contract}/filings\"")).count(),
    }
}

/// What `is_late` says, of duties and of papers.
async fn late(admin: &mut PgConnection, contract: Uuid) -> (i64, i64) {
    sqlx::query_as("select count(*), count(*) filter (where is_paper(o)) from obligation o where o.contract_id = $1 and is_late(o, $2)")
        .bind(contract)
        .bind(today())
        .fetch_one(admin)
        .await
        .unwrap()
}

async fn manager_of(ground: &Ground, app: &kayoi::app::App, (ward, contract): (Uuid, Uuid)) -> Client {
    let token = LoginToken::new(Role::ContractorManager.pool()).unwrap();
    let done = sqlx::query(
        "insert into login (token_hash, account_id, ward_id, contract_id, made_at, seen_at, expires_at)
         select $1, a.id, $2, c.id, $4, $4, $4 + interval '10 hours' from account a join contract c on c.contractor_id = a.contractor_id
         where c.id = $3 and a.kind = 'contractor' and a.role = 'manager' order by a.id limit 1",
    )
    .bind(token.hash())
    .bind(ward)
    .bind(contract)
    .bind(app.clock.now())
    .execute(&mut ground.database.admin().await.unwrap())
    .await
    .unwrap();
    assert_eq!(done.rows_affected(), 1);
    Client::of(&app.router(), token)
}

#[tokio::test]
async fn every_page_counts_the_same_things_as_late() {
    let ground = own_database("owed").await;
    demo::load(&ground.database, &ground.keys, today(), NOW).await.unwrap();
    let app = ground.app(Clock::frozen(NOW)).await;
    let mut admin = ground.database.admin().await.unwrap();
    let contracts: Vec<(Uuid, Uuid, String)> = sqlx::query_as(
        "select ward_id, id, number from contract where state in ('signed', 'active', 'closing') order by ward_id, number",
    )
    .fetch_all(&mut admin)
    .await
    .unwrap();
    let mut all = 0;
    for (ward, contract, name) in contracts {
        let (duties, papers) = late(&mut admin, contract).await;
        let (duties, papers) = (usize::try_from(duties).unwrap(), usize::try_from(papers).unwrap());
        all += duties;
        let manager = manager_of(&ground, &app, (ward, contract)).await;
        for (who, reader) in [("officer", &officer_of(&ground, &app, ward).await), ("manager", &manager)] {
            let found = counted(reader, contract).await;
            assert_eq!((found.standing, found.overview), (duties, duties), "{name}, {who}: duties");
            // Papers of single sessions and people are no duties, and count on all three pages alike.
            assert!(found.paper_list >= papers, "{name}, {who}: {} of {papers} papers", found.paper_list);
            assert_eq!(
                (found.overview_papers, found.papers),
                (found.paper_list, found.paper_list),
                "{name}, {who}: papers"
            );
        }
        let home = manager.get("/home").await.body;
        assert_eq!(number(&home, "期限を過ぎた義務をすべて見る"), duties, "{name}: home");
        let list = manager.get("/obligations?state=late").await.body;
        assert_eq!(list.matches("日過ぎています").count(), duties, "{name}: list");
        let reports: i64 = sqlx::query_scalar(
            "select count(*) from obligation o where o.contract_id = $1 and o.rule like 'report/%' and is_late(o, $2)
             and not exists (select from report r where r.contract_id = o.contract_id and r.state in ('draft', 'returned'))",
        )
        .bind(contract)
        .bind(today())
        .fetch_one(&mut admin)
        .await
        .unwrap();
        let waiting = manager.get(&format!("/reports?contract={contract}")).await;
        if waiting.status == 200 {
            let shown = waiting.body.matches("日過ぎています").count();
            assert!(shown >= usize::try_from(reports).unwrap(), "{name}: {shown} of {reports} reports");
        }
    }
    assert!(all > 0, "the demo has something late");
}
