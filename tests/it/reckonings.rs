//! What is still accounted for, reckoned three times: by the page of the ledger, by `things_of` for whoever may not see it, and by
//! `keeps_open`, which the wall of closing asks. They agree at every step of a thing's way.

use uuid::Uuid;

use super::{
    handovers::{PAPER, plan, received_as},
    world::{Client, World},
};

/// How many sheets of the thing the SQL of the ledger still expects, and how many of the contract's things keep it open.
async fn by_sql(w: &World, item: &str) -> (i64, i64) {
    let mut db = w.admin().await;
    let item: Uuid = item.parse().unwrap();
    let outstanding: i64 = sqlx::query_scalar(
        "select coalesce((select outstanding from things_of($1, $2) where item_id = $3), 0)::bigint",
    )
    .bind(w.home.ward.id)
    .bind(w.home.contract.id)
    .bind(item)
    .fetch_one(&mut db)
    .await
    .unwrap();
    sqlx::query("select set_config('app.ward', $1, false)")
        .bind(w.home.ward.id.to_string())
        .execute(&mut db)
        .await
        .unwrap();
    let things = sqlx::query_scalar("select count(*) from keeps_open($1) where kind = 'held'")
        .bind(w.home.contract.id)
        .fetch_one(&mut db)
        .await
        .unwrap();
    (outstanding, things)
}

/// The numbers of the thing's line among what is not accounted for, in its hands and on the way; `None` once it is gone from there.
/// With it, how many lines there are.
fn on_page(page: &str, item: &str) -> (Option<i64>, usize) {
    let section = page.split("<h2>記録").next().unwrap();
    let lines = section.matches("/held-items/").count();
    let Some(line) = section.split(item).nth(1) else { return (None, lines) };
    let line = line.split("</tr>").next().unwrap();
    let figures = line.split("<td class=\"num\">").skip(1);
    let read = |cell: &str| -> i64 {
        cell.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
    };
    (Some(figures.map(read).sum()), lines)
}

async fn agree(w: &World, officer: &Client, item: &str, left: i64, step: &str) {
    let page = officer.get(&format!("/contracts/{}/handovers", w.home.contract.id)).await.body;
    let (outstanding, things) = by_sql(w, item).await;
    let (shown, lines) = on_page(&page, item);
    assert_eq!((shown.unwrap_or_default(), outstanding), (left, left), "{step}");
    assert_eq!(i64::try_from(lines).unwrap(), things, "{step}: as many things as keep the contract open");
    assert_eq!(shown.is_some(), left > 0, "{step}");
}

async fn done(client: &Client, path: &str, fields: &[(&str, &str)]) -> String {
    let got = client.post(path, fields).await;
    assert_eq!(got.status, 303, "{path}: {}", got.body);
    got.location().to_owned()
}

#[tokio::test]
async fn the_three_reckonings_of_the_ledger_agree_on_the_whole_way_of_a_thing() {
    let w = World::new().await;
    let (officer, manager) = (w.as_officer().await, w.as_manager().await);
    let giving = [("version", "1"), ("on", "2026-06-17")];
    let taking = [("version", "2"), ("on", "2026-06-17"), ("counted", "yes")];
    let (_, item) = received_as(&w, &PAPER).await;
    agree(&w, &officer, &item, 12, "it came").await;

    let count = format!("count-{item}");
    let fields = [
        ("kind", "back"),
        ("on", "2026-06-17"),
        ("channel", "by_hand"),
        ("item", item.as_str()),
        (count.as_str(), "5"),
    ];
    let back = plan(&w, &manager, &fields).await.location().to_owned();
    agree(&w, &officer, &item, 12, "planned to go back").await;
    done(&manager, &format!("{back}/giving"), &giving).await;
    agree(&w, &officer, &item, 12, "on its way").await;
    done(&officer, &format!("{back}/receipt"), &taking).await;
    agree(&w, &officer, &item, 7, "five are back").await;

    let report = [
        ("unit", "contract"),
        ("erased_on", "2026-06-17"),
        ("person", "田中"),
        ("place", "事業所2階"),
        ("item", item.as_str()),
        (count.as_str(), "7"),
    ];
    let erasures = format!("/contracts/{}/erasures", w.home.contract.id);
    let first = manager.hand_in_as(&erasures, &report, None).await.location().to_owned();
    agree(&w, &officer, &item, 7, "reported, not accepted").await;
    done(&officer, &format!("{first}/return"), &[("reason", "数を確かめてください")]).await;
    agree(&w, &officer, &item, 7, "the report came back").await;
    let again = first.rsplit('/').next().unwrap();
    let second = [&report[..], &[("again", again)]].concat();
    let second = manager.hand_in_as(&erasures, &second, None).await.location().to_owned();
    done(&officer, &format!("{second}/acceptance"), &[]).await;
    agree(&w, &officer, &item, 0, "accepted").await;
}
