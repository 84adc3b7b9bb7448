//! The end of a contract over HTTP and behind the pages' back: what is open under it keeps it open and is told on its standing.

use std::collections::BTreeSet;

use kayoi::{contracts::open::MATTERS, kit::permission::Role};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{
    wall::tried,
    world::{World, times},
};

const REFUSED: &str = "42501";

async fn admin(w: &World, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut w.admin().await).await.unwrap();
}

/// A contract that is being closed, with nothing under it but what a test adds.
async fn closing(w: &World) -> Uuid {
    let id = Uuid::new_v4();
    let copy = format!(
        "insert into contract (ward_id, id, number, title, department_id, contractor_id, fiscal_year, starts_on, ends_on, state, signed_on, programme_version_id)
         select ward_id, '{id}', '終', 'おわりの契約', department_id, contractor_id, fiscal_year, '2026-04-01', '2026-06-10', 'closing', '2026-03-20', programme_version_id
         from contract where id = '{}'",
        w.home.contract.id
    );
    admin(w, &copy).await;
    id
}

async fn close_behind(w: &World, contract: Uuid) -> Result<u64, String> {
    let sql = format!(
        "update contract set state = 'closed', closed_on = '2026-06-17', version = version + 1 where id = '{contract}'"
    );
    tried(w, Role::WardOfficer, contract, &sql).await
}

#[tokio::test]
async fn each_kind_of_open_thing_has_words() {
    let w = World::new().await;
    let asked =
        "select string_agg(prosrc, '') from pg_proc where proname in ('keeps_open', 'keeps_open_before')";
    let source: String = sqlx::query_scalar(asked).fetch_one(&mut w.admin().await).await.unwrap();
    let kinds = kinds_in(&source);
    for matter in &MATTERS {
        assert!(kinds.contains(matter.code), "nothing tells {}", matter.code);
    }
    for kind in &kinds {
        assert!(MATTERS.iter().any(|matter| matter.code == *kind), "{kind} has no words");
    }
}

/// The kinds that `keeps_open` may tell: the quoted words in the first column of each of its selects.
fn kinds_in(source: &str) -> BTreeSet<&str> {
    let columns = source.split("select '").skip(1).map(|rest| rest.split('\'').next().unwrap());
    let cases = source.split("select case").skip(1).flat_map(|rest| {
        let arms = rest.split(" end").next().unwrap();
        arms.split("then '")
            .skip(1)
            .chain(arms.split("else '").skip(1))
            .map(|arm| arm.split('\'').next().unwrap())
    });
    columns.chain(cases).collect()
}

#[tokio::test]
async fn what_an_inspection_found_keeps_the_contract_open() {
    let w = World::new().await;
    let officer = w.as_officer().await;
    let (contract, inspection) = (closing(&w).await, Uuid::new_v4());
    let by = w.home.account(Role::WardOfficer).id;
    admin(&w, &format!(
        "insert into inspection (ward_id, id, contract_id, kind, mode, planned_on, plan, planned_at, planned_by, state, held_on, result, settled_at, settled_by)
           values ('{ward}', '{inspection}', '{contract}', 'personal_data', 'on_site', '2026-06-10', '\\x01', now(), '{by}', 'held', '2026-06-10', '\\x01', now(), '{by}');
         insert into inspection_point (ward_id, id, contract_id, inspection_id, code, result, sealed, due_on)
           values ('{ward}', gen_random_uuid(), '{contract}', '{inspection}', 'keeping', 'correct', '\\x01', '2026-06-16')",
        ward = w.home.ward.id
    ))
    .await;
    let standing = officer.get(&format!("/contracts/{contract}/standing")).await.body;
    assert!(
        standing.contains("是正の済んでいない検査の指摘が1件") && standing.contains("令和8年6月16日"),
        "{standing}"
    );
    assert!(standing.contains("期限を過ぎたことが1件あります") && !standing.contains("順調です"));
    let ask = officer.get(&format!("/contracts/{contract}/closure")).await.body;
    assert!(ask.contains(&format!("href=\"/inspections?contract={contract}\"")), "{ask}");
    let refused = officer.post(&format!("/contracts/{contract}/closure"), &[("version", "1")]).await;
    assert!(
        refused.status == 422 && refused.body.contains("是正の済んでいない検査の指摘"),
        "{}",
        refused.body
    );
    assert_eq!(times(&w, "contract.refused").await, 1, "the attempt is known");
    assert_eq!(close_behind(&w, contract).await, Err(REFUSED.to_owned()), "nor past the page");

    admin(
        &w,
        &format!(
            "update inspection_point set result = 'remark', due_on = null where contract_id = '{contract}'"
        ),
    )
    .await;
    let closed = officer.post(&format!("/contracts/{contract}/closure"), &[("version", "1")]).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    let over = officer.get(&format!("/contracts/{contract}/standing")).await.body;
    assert!(
        over.contains("この契約は令和8年6月17日に終了しました") && !over.contains("開いています"),
        "{over}"
    );
}

#[tokio::test]
async fn a_draft_says_that_it_is_not_closed_this_way() {
    let w = World::new().await;
    let contract = closing(&w).await;
    admin(&w, &format!("update contract set state = 'draft', signed_on = null where id = '{contract}'"))
        .await;
    let standing = w.as_officer().await.get(&format!("/contracts/{contract}/standing")).await.body;
    assert!(standing.contains("締結していない契約は、終了できません"), "{standing}");
}

#[tokio::test]
async fn a_duty_is_not_done_before_the_contract_was_signed() {
    let w = World::new().await;
    let manager = w.as_manager().await;
    let id = Uuid::new_v4();
    admin(&w, &format!(
        "insert into obligation (ward_id, id, contract_id, rule, title, owed_by, due_on, explanation, occurrence, event_on, last_on, evidence, remind_on, escalate_on)
         values ('{}', '{id}', '{contract}', 'secrecy_briefing', '周知', 'contractor', '2026-06-30', '', 'start', '2026-07-01', '2026-06-30', 'record', '2026-06-01', '2026-07-07');
         update contract set signed_on = '2026-05-20' where id = '{contract}'",
        w.home.ward.id,
        contract = w.home.contract.id
    ))
    .await;
    let done = async |day: &str| {
        manager
            .post(
                &format!("/obligations/{id}/completion"),
                &[("version", "1"), ("done_on", day), ("note", "周知した")],
            )
            .await
    };
    let early = done("2026-04-01").await;
    assert_eq!(early.status, 422);
    assert!(
        early.body.contains("令和8年5月20日") && early.body.contains("周知した"),
        "what was typed stays: {}",
        early.body
    );
    let by = w.home.account(Role::ContractorManager).id;
    let behind = |day: &str| {
        format!(
            "update obligation set state = 'done', done_on = '{day}', done_by = '{by}', note = '周知', version = 2 where id = '{id}'"
        )
    };
    let past = tried(&w, Role::ContractorManager, w.home.contract.id, &behind("2026-04-01")).await;
    assert_eq!(past, Err(REFUSED.to_owned()), "nor past the page");
    let in_time = tried(&w, Role::ContractorManager, w.home.contract.id, &behind("2026-05-20")).await;
    assert_eq!(in_time, Ok(1));
    assert_eq!(done("2026-05-20").await.status, 303);
}
