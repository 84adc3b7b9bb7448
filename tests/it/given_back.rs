//! Given back and done, tried behind the pages' back: a course that is given back takes along whoever was in nothing else, a
//! contractor finds nothing done that the ward decides on, and figures are deleted only when their time is over.

use kayoi::kit::permission::Role;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{wall::tried, world::World};

const REFUSED: &str = "42501";

async fn admin(w: &World, sql: &str) -> u64 {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut w.admin().await).await.unwrap().rows_affected()
}

/// The contractor's report on the course, accepted with the end of its reading.
async fn give_back_the_course(w: &World) {
    let (officer, manager) =
        (w.home.account(Role::WardOfficer).id, w.home.account(Role::ContractorManager).id);
    let done = admin(
        w,
        &format!(
            "insert into erasure (ward_id, id, contract_id, unit, course_id, erased_on, due_on, ends_reading, sealed, state, reported_at, reported_by, decided_at, decided_by)
             values ('{}', gen_random_uuid(), '{}', 'course', '{}', '2026-06-16', '2026-06-23', true, '\\x00', 'accepted', now(), '{manager}', now(), '{officer}')",
            w.home.ward.id, w.home.contract.id, w.home.course.id
        ),
    )
    .await;
    assert_eq!(done, 1);
}

/// Rows of the contractor's tables that name one of the course's people, table by table.
async fn named(w: &World, person: Uuid) -> Vec<(String, u64)> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select t.relname::text from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'participant_id' and not a.attisdropped
         where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and t.relname <> 'erasure'
           and has_table_privilege('kayoi_contractor', t.oid, 'select') order by 1",
    )
    .fetch_all(&mut w.admin().await)
    .await
    .unwrap();
    let mut found = Vec::new();
    for table in tables {
        let sql = format!("select from {table} where participant_id = '{person}'");
        let rows = tried(w, Role::ContractorManager, w.home.contract.id, &sql).await.unwrap();
        if rows > 0 {
            found.push((table, rows));
        }
    }
    let sql = format!("select from participant where id = '{person}'");
    let rows = tried(w, Role::ContractorManager, w.home.contract.id, &sql).await.unwrap();
    found.extend((rows > 0).then(|| ("participant".to_owned(), rows)));
    found
}

#[tokio::test]
async fn a_course_that_is_given_back_takes_along_whoever_was_in_nothing_else() {
    let w = World::new().await;
    for enrolled in &w.home.enrolled {
        assert!(named(&w, enrolled.participant.id).await.len() > 2, "there is something to close");
    }
    give_back_the_course(&w).await;
    for person in w.home.enrolled.iter().map(|enrolled| enrolled.participant.id) {
        assert_eq!(named(&w, person).await, [], "nothing names them any more");
    }
}

#[tokio::test]
async fn who_is_in_another_course_too_stays_and_what_was_written_in_the_first_goes() {
    let w = World::new().await;
    let enrolled = &w.home.enrolled[0];
    let other = Uuid::new_v4();
    let copies = format!(
        "insert into course select (jsonb_populate_record(c, jsonb_build_object('id', '{other}', 'name', 'もう一つの教室'))).* from course c where c.id = '{}';
         insert into enrolment select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'course_id', '{other}'))).* from enrolment e where e.id = '{}'",
        w.home.course.id, enrolled.id
    );
    assert!(admin(&w, &copies).await > 0);
    give_back_the_course(&w).await;
    let left = named(&w, enrolled.participant.id).await;
    let has = |table: &str| left.iter().any(|(known, _)| known == table);
    assert!(has("participant") && has("enrolment"), "{left:?}");
    for gone in ["attendance", "assessment", "questionnaire_answer", "operation", "liaison_sheet"] {
        assert!(!has(gone), "{gone} of the course is closed: {left:?}");
    }
}

/// A package of the course, planned, packed and given in Kayoi, whose line belongs to no course: where the contractor takes it.
async fn package_of_the_course(w: &World) -> String {
    let officer = w.as_officer().await;
    let planned = [
        ("kind", "out"),
        ("on", "2026-06-17"),
        ("channel", "system"),
        ("content", "参加者の一覧"),
        ("medium", "file"),
        ("quantity", "1"),
        ("place", "Kayoi"),
        ("giver", "佐藤"),
        ("taker", "田中"),
        ("protection", "暗号化"),
    ];
    let sent = officer.post(&format!("/contracts/{}/handovers", w.home.contract.id), &planned).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (path, course) = (sent.location().to_owned(), w.home.course.id.to_string());
    let packed = [
        ("course", course.as_str()),
        ("items", "name"),
        ("notice_on", "2026-06-18"),
        ("notice_channel", "by_hand"),
    ];
    let made = officer.post(&format!("{path}/package"), &packed).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let given = officer.post(&format!("{path}/giving"), &[("version", "1"), ("on", "2026-06-17")]).await;
    assert_eq!(given.status, 303, "{}", given.body);
    format!("{path}/package/file")
}

#[tokio::test]
async fn a_package_goes_with_the_people_who_are_in_it() {
    let w = World::new().await;
    let (file, manager) = (package_of_the_course(&w).await, w.as_manager().await);
    assert_eq!(manager.get(&file).await.status, 200);
    let person = w.home.enrolled[0].participant.id;
    let of_one = format!(
        "update handover_package set course_id = null, participant_ids = array['{person}']::uuid[], people = 1 where course_id is not null"
    );
    give_back_the_course(&w).await;
    assert_eq!(manager.get(&file).await.status, 404, "its course is given back");
    assert_eq!(admin(&w, &of_one).await, 1);
    assert_eq!(manager.get(&file).await.status, 404, "whoever is in it is given back");
    let of_others = of_one
        .replace(&person.to_string(), &Uuid::new_v4().to_string())
        .replace("course_id is not null", "course_id is null and people = 1");
    assert_eq!(admin(&w, &of_others).await, 1);
    assert_eq!(manager.get(&file).await.status, 200, "nobody in it is given back");
}

/// An open duty of the contractor, as it is set; its id.
async fn duty(w: &World, set: &str) -> Uuid {
    sqlx::query_scalar(AssertSqlSafe(format!(
        "update obligation set state = 'open', done_on = null, done_by = null, owed_by = 'contractor', handed_in_on = null, {set}
         where id = (select id from obligation where contract_id = $1 order by id limit 1) returning id"
    )))
    .bind(w.home.contract.id)
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_contractor_finds_nothing_done_that_the_ward_decides_on() {
    let w = World::new().await;
    for (set, outcome) in [
        ("decision = 'none', evidence = 'record'", Ok(1)),
        ("decision = 'receipt', evidence = 'record'", Ok(1)),
        ("decision = 'approval', evidence = 'record'", Err(REFUSED.to_owned())),
        ("decision = 'receipt', evidence = 'filing', occurrence = 'x'", Err(REFUSED.to_owned())),
        ("decision = 'none', evidence = 'filing'", Ok(1)),
        ("decision = 'receipt', evidence = 'roster'", Err(REFUSED.to_owned())),
        ("decision = 'approval', owed_by = 'ward'", Ok(1)),
    ] {
        let set = set.replace("owed_by = 'ward'", "title = 'ward'");
        let id = duty(&w, &set).await;
        if set.contains("title = 'ward'") {
            admin(&w, &format!("update obligation set owed_by = 'ward' where id = '{id}'")).await;
        }
        let done = format!(
            "update obligation set state = 'done', done_on = '2026-06-17', done_by = app_account(), version = version + 1 where id = '{id}'"
        );
        assert_eq!(tried(&w, Role::ContractorManager, w.home.contract.id, &done).await, outcome, "{set}");
    }
}

#[tokio::test]
async fn a_contractor_takes_away_no_duty_that_came_up() {
    let w = World::new().await;
    for (occurrence, rows) in [("arisen:x", 0), ("start", 0), ("briefing:x", 1)] {
        let id = duty(&w, &format!("occurrence = '{occurrence}'")).await;
        let taken = format!("delete from obligation where id = '{id}'");
        assert_eq!(
            tried(&w, Role::ContractorManager, w.home.contract.id, &taken).await,
            Ok(rows),
            "{occurrence}"
        );
    }
}

#[tokio::test]
async fn figures_are_deleted_only_when_their_time_is_over_and_they_were_given_back() {
    let w = World::new().await;
    let id = Uuid::new_v4();
    let proposed = format!(
        "insert into key_destruction (ward_id, id, contract_id, course_id, kept_until, basis, copies, proposed_at, proposed_by)
         values ('{}', '{id}', '{}', '{}', '2026-06-16', '規程', 'なし', now(), '{}')",
        w.home.ward.id,
        w.home.contract.id,
        w.home.course.id,
        w.home.account(Role::WardAdmin).id
    );
    assert_eq!(admin(&w, &proposed).await, 1);
    let delete = async |today: &str| {
        let sql =
            format!("select delete_numbers('{id}') from set_config('app.now', '{today} 10:00+09', true)");
        tried(&w, Role::WardOfficer, w.home.contract.id, &sql).await
    };
    assert_eq!(delete("2026-06-17").await, Err(REFUSED.to_owned()), "not given back");
    give_back_the_course(&w).await;
    assert_eq!(delete("2026-06-17").await, Err(REFUSED.to_owned()), "the contract still runs");
    let over = format!(
        "update contract set state = 'closed', ends_on = '2026-06-15', closed_on = '2026-06-15' where id = '{}'",
        w.home.contract.id
    );
    assert_eq!(admin(&w, &over).await, 1);
    assert_eq!(delete("2026-06-16").await, Err(REFUSED.to_owned()), "still kept");
    assert_eq!(delete("2026-06-17").await, Ok(1));
    let within = format!("select delete_numbers_of('{id}')");
    assert_eq!(tried(&w, Role::WardOfficer, w.home.contract.id, &within).await, Err(REFUSED.to_owned()));
}
