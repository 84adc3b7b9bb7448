//! The demo: loads quickly and once, is whole, and a dump of it holds nothing readable about anybody.

use std::{collections::BTreeSet, process::Command, time::Instant};

use kayoi::{
    demo::{self, Loaded},
    kit::clock::Clock,
    participants::Identity,
    sealing::{Place, Unit},
    vocab::dates::jst_date,
};
use sqlx::{Connection as _, PgConnection};
use time::macros::datetime;
use uuid::Uuid;

use crate::world::{Ground, NOW, own_database, today};

async fn loaded(name: &str) -> Ground {
    let ground = own_database(name).await;
    let began = Instant::now();
    let done = demo::load(&ground.database, &ground.keys, today(), NOW).await.unwrap();
    assert!(matches!(done, Loaded::Now { participants: 190..=210 }), "{done:?}");
    let took = began.elapsed();
    println!("demo loaded in {took:?}");
    assert!(took.as_secs() < 20, "loading took {took:?}");
    ground
}

async fn count(admin: &mut PgConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(admin).await.unwrap()
}

#[tokio::test]
async fn the_demo_is_whole_and_loads_once() {
    let ground = loaded("demo").await;
    let mut admin = ground.database.admin().await.unwrap();
    for (what, expected, sql) in [
        ("wards", 3, "select count(*) from ward"),
        ("contracts", 8, "select count(*) from contract"),
        ("contractors", 3, "select count(*) from contractor"),
        (
            "contractors in two wards",
            1,
            "select count(*) from (select contractor_id from contract group by 1 having count(distinct ward_id) = 2) c",
        ),
        ("centres", 5, "select count(*) from centre"),
        (
            "logins",
            i64::try_from(demo::accounts().len()).unwrap(),
            "select count(*) from account where password_hash is not null",
        ),
        (
            "classes of today",
            1,
            "select count(*) from session where held_on = '2026-06-17' and state = 'open'",
        ),
        ("conflicts", 1, "select count(*) from attendance where conflicts > 0"),
        ("finished courses", 1, "select count(*) from course where state = 'finished'"),
        ("states of sheets", 6, "select count(distinct state) from liaison_sheet"),
        ("pending rosters", 2, "select count(*) from roster where state in ('submitted', 'returned')"),
        ("steps of the individual service", 5, "select count(distinct step) from service_record"),
    ] {
        assert_eq!(count(&mut admin, sql).await, expected, "{what}");
    }
    for (what, sql) in [
        ("memos", "select count(*) from attendance where memo is not null"),
        ("flags", "select count(*) from attendance where flags <> '{}'"),
        ("people waiting", "select count(*) from enrolment where state = 'waiting'"),
        (
            "withdrawals",
            "select count(*) from enrolment where state = 'withdrawn' and withdrawal_reason is not null",
        ),
        ("open follow-ups", "select count(*) from follow_up where state = 'open'"),
        ("open obligations", "select count(*) from obligation where state = 'open'"),
        ("assessments after", "select count(*) from assessment where timing = 'post'"),
        ("referrals", "select count(*) from referral where state = 'proposed'"),
        ("events", "select count(*) from audit_event where action = 'participant.view'"),
    ] {
        assert!(count(&mut admin, sql).await > 0, "{what}");
    }
    let again = demo::load(&ground.database, &ground.keys, today(), NOW).await.unwrap();
    assert_eq!(again, Loaded::Before);
}

/// Everything readable about the demo's people, from their opened rows.
async fn readable(ground: &Ground) -> BTreeSet<String> {
    let mut admin = ground.database.admin().await.unwrap();
    let rows: Vec<(Uuid, Uuid, i32, Vec<u8>)> =
        sqlx::query_as("select ward_id, id, version, sealed from participant")
            .fetch_all(&mut admin)
            .await
            .unwrap();
    let mut words = BTreeSet::new();
    for (ward, row, version, sealed) in &rows {
        let person: Identity = ground
            .keys
            .unseal(Unit::Ward(*ward), Place { ward: *ward, row: *row, version: *version }, sealed)
            .unwrap();
        words.extend([
            person.name(),
            person.kana(),
            person.family_name + &person.given_name,
            person.family_kana + &person.given_kana,
        ]);
        words.extend([person.address, person.telephone, person.history, person.household, person.housing]);
        words.extend(
            person
                .emergency
                .into_iter()
                .flat_map(|contact| [contact.name, contact.telephone, contact.address]),
        );
    }
    assert!(rows.len() > 190 && words.len() > 500, "{} people, {} words", rows.len(), words.len());
    // 「なし」 and other words too short to say anything about anybody.
    words.into_iter().filter(|word| word.chars().count() > 5).collect()
}

/// The stories are told in days before and after today, so that another day is another story: ends of months, leap days,
/// years that turn.
#[tokio::test]
async fn the_demo_loads_on_whatever_day_it_is() {
    for now in [
        datetime!(2026-11-20 15:00 +9),
        datetime!(2027-01-01 00:10 +9),
        datetime!(2027-03-31 23:50 +9),
        datetime!(2028-02-29 09:00 +9),
        datetime!(2028-07-31 12:00 +9),
    ] {
        let today = jst_date(now);
        let ground = own_database(&format!("demo_on_{}_{}", today.year(), today.ordinal())).await;
        let done = demo::load(&ground.database, &ground.keys, today, now).await;
        assert!(matches!(done, Ok(Loaded::Now { .. })), "on {today}: {done:?}");
        let app = ground.app(Clock::frozen(now)).await;
        let accepted = demo::settle(&app, &ground.database).await;
        assert!(matches!(accepted, Ok(2..)), "on {today}, reports accepted: {accepted:?}");
    }
}

/// The notes of the stories, as they were written.
const NOTES: [&str; 6] = [
    "右ひざに痛み。しゃがむ動作は見学した。",
    "ひざの手術を受ける",
    "体調よく過ごしています",
    "玄関の段差15cm",
    "階段がつらい",
    "測定の机を2つ",
];

fn found<'a>(dump: &str, words: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    words.into_iter().filter(|word| dump.contains(word)).collect()
}

#[tokio::test]
async fn a_dump_holds_nothing_readable_about_anybody() {
    let ground = loaded("dump").await;
    let words = readable(&ground).await;
    let all = || words.iter().map(String::as_str).chain(NOTES);
    let dump = dump(&ground);
    assert!(
        dump.contains("若葉区") && dump.contains("COPY public.participant"),
        "this is no dump of the demo"
    );
    assert_eq!(found(&dump, all()), Vec::<&str>::new(), "a dump names people");

    // The same search finds what stands in the clear.
    let mut admin = ground.database.admin().await.unwrap();
    sqlx::query("create table planted as select unnest($1::text[]) as word")
        .bind(all().map(str::to_owned).collect::<Vec<_>>())
        .execute(&mut admin)
        .await
        .unwrap();
    let planted = self::dump(&ground);
    sqlx::raw_sql("drop table planted").execute(&mut admin).await.unwrap();
    admin.close().await.unwrap();
    assert_eq!(found(&planted, all()).len(), all().count(), "the search itself is blind");
    println!(
        "{} bytes of dump, {} words looked for, none found; all found when planted",
        dump.len(),
        all().count()
    );
}

fn dump(ground: &Ground) -> String {
    let options = ground.database.admin_options();
    let mut command = Command::new(ground.program("pg_dump"));
    command.args(["--username", options.get_username(), "--dbname", options.get_database().unwrap()]);
    command.env("PGPORT", options.get_port().to_string());
    command.env(
        "PGHOST",
        options
            .get_socket()
            .map_or_else(|| options.get_host().to_owned(), |socket| socket.display().to_string()),
    );
    if let Ok(url) = std::env::var("KAYOI_TEST_DATABASE_URL") {
        let password = url
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once('@'))
            .and_then(|(user, _)| user.split_once(':'))
            .map(|(_, password)| password.to_owned());
        command.env("PGPASSWORD", password.unwrap_or_default());
    }
    let answer = command.output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8(answer.stdout).unwrap()
}
