//! 状態の表: what the states of a paper allow in the program, the guard beside its table allows in the database, and none else.

use std::{collections::BTreeSet, fmt::Debug};

use kayoi::{
    council::states::PaperState,
    filings::states::{FilingAct, FilingState},
    handovers::{
        kinds::Kind,
        states::{HandoverAct, HandoverState},
    },
    incidents::states::IncidentState,
    obligations::Evidence,
    permits::states::{PermitAct, PermitState},
    programmes::definition::Decision,
    surveys::states::{SurveyAct, SurveyState},
    vocab::side::Side,
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, raw_sql};

use super::world::World;

type Steps = BTreeSet<(String, String)>;

/// A guard on a copy of its table that has no other walls, so that the guard alone answers.
struct Guard<'a> {
    table: &'a str,
    states: Vec<&'static str>,
    /// What every step writes beside the state: names and days in one's own name.
    writes: &'a str,
}

impl Guard<'_> {
    /// Every step it lets a database role take, where `row` says what the row is like before.
    async fn passes(&self, w: &World, role: &str, row: &str) -> Steps {
        let mut admin = w.admin().await;
        let mut all = admin.begin().await.unwrap();
        let (table, sample) = (self.table, w.sample(&w.home, self.table).await.unwrap());
        run(&mut all, &format!(
            "create schema steps_{table}; grant usage on schema steps_{table} to kayoi_ward, kayoi_contractor;
             create table steps_{table}.one (like {table}); grant select, update on steps_{table}.one to kayoi_ward, kayoi_contractor;
             insert into steps_{table}.one select * from {table} where id = '{sample}';
             create trigger guard before update on steps_{table}.one for each row execute function {}();",
            self.name()
        ))
        .await
        .unwrap();
        let account = w.home.account(kayoi::kit::permission::Role::WardOfficer).id;
        let mut passed = Steps::new();
        for (from, to) in self.states.iter().flat_map(|from| self.states.iter().map(move |to| (*from, *to))) {
            let mut step = all.begin().await.unwrap();
            let before = if row.is_empty() { String::new() } else { format!(", {row}") };
            run(&mut step, &format!("update steps_{table}.one set state = '{from}', version = 1{before}"))
                .await
                .unwrap();
            run(
                &mut step,
                &format!("select set_config('app.account', '{account}', true); set local role {role}"),
            )
            .await
            .unwrap();
            let taken = format!("update steps_{table}.one set state = '{to}', version = 2, {}", self.writes);
            match run(&mut step, &taken).await {
                Ok(()) => {
                    passed.insert((from.to_owned(), to.to_owned()));
                }
                Err(error) => {
                    let error = error.as_database_error().unwrap().to_string();
                    assert!(error.contains("may not take"), "{table} {from} {to}: {error}");
                }
            }
            step.rollback().await.unwrap();
        }
        all.rollback().await.unwrap();
        passed
    }

    fn name(&self) -> String {
        let of = if self.table == "council_paper" { "council" } else { self.table };
        format!("{of}_guard")
    }
}

async fn run(db: &mut PgConnection, sql: &str) -> sqlx::Result<()> {
    raw_sql(AssertSqlSafe(sql.to_owned())).execute(db).await.map(|_| ())
}

/// The steps of the program: `next` of every state and act.
fn steps<S: Copy, A: Copy, E: Debug>(
    states: &[S],
    acts: &[A],
    code: impl Fn(S) -> &'static str,
    next: impl Fn(S, A) -> Result<S, E>,
) -> Steps {
    let reached =
        |from: &S, act: &A| next(*from, *act).ok().map(|to| (code(*from).to_owned(), code(to).to_owned()));
    states.iter().flat_map(|from| acts.iter().filter_map(move |act| reached(from, act))).collect()
}

#[tokio::test]
async fn a_permit_takes_the_same_steps() {
    let w = World::new().await;
    let guard = Guard {
        table: "permit",
        states: PermitState::ALL.map(PermitState::code).to_vec(),
        writes: "decided_by = case when state = 'applied' then app_account() else decided_by end,
                 decided_at = case when state = 'applied' then now() else decided_at end, ended_by = app_account(), ended_at = now()",
    };
    let acts = |acts: &[PermitAct]| steps(&PermitState::ALL, acts, PermitState::code, PermitState::next);
    use PermitAct::{Approve, End, Refuse, Return, Revoke, Withdraw};
    assert_eq!(guard.passes(&w, "kayoi_ward", "").await, acts(&[Approve, Refuse, Return, Revoke]));
    assert_eq!(guard.passes(&w, "kayoi_contractor", "").await, acts(&[Withdraw, End]));
}

#[tokio::test]
async fn a_survey_takes_the_same_steps() {
    let w = World::new().await;
    let guard = Guard {
        table: "survey",
        states: SurveyState::ALL.map(SurveyState::code).to_vec(),
        writes: "submitted_by = app_account(), submitted_at = now(), decided_by = app_account(), decided_at = now(),
                 correction_by = app_account(), correction = '\\x00'",
    };
    let leads_to = |act, state: SurveyState| match act {
        SurveyAct::Write => vec![(state, state), (state, SurveyState::Submitted)],
        // What was accepted before gives way to what is accepted now.
        SurveyAct::Accept => {
            vec![(state, SurveyState::Accepted), (SurveyState::Accepted, SurveyState::Replaced)]
        }
        SurveyAct::Return => vec![(state, SurveyState::Returned)],
        SurveyAct::Correct => vec![(state, state)],
    };
    for owed_by in [Side::Contractor, Side::Ward] {
        for (role, reader) in [("kayoi_ward", Side::Ward), ("kayoi_contractor", Side::Contractor)] {
            let mut expected = Steps::new();
            for act in [SurveyAct::Write, SurveyAct::Accept, SurveyAct::Return, SurveyAct::Correct] {
                for state in
                    SurveyState::ALL.into_iter().filter(|state| state.allows(act, owed_by, reader).is_ok())
                {
                    let reached = leads_to(act, state);
                    expected
                        .extend(reached.into_iter().map(|(a, b)| (a.code().to_owned(), b.code().to_owned())));
                }
            }
            let row = format!("owed_by = '{}'", owed_by.code());
            assert_eq!(guard.passes(&w, role, &row).await, expected, "{role}, owed by {}", owed_by.code());
        }
    }
}

#[tokio::test]
async fn a_handover_takes_the_same_steps() {
    let w = World::new().await;
    let guard = Guard {
        table: "handover",
        states: HandoverState::ALL.map(HandoverState::code).to_vec(),
        writes: "given_by = case when state = 'planned' then app_account() else given_by end, received_by = app_account(),
                 cancelled_by = app_account()",
    };
    let acts = [HandoverAct::Give, HandoverAct::Receive, HandoverAct::Cancel];
    let sides = [("kayoi_ward", Side::Ward), ("kayoi_contractor", Side::Contractor)];
    for kind in [Kind::Out, Kind::Back, Kind::Gathered] {
        for (planner, (role, by)) in
            [Side::Ward, Side::Contractor].into_iter().flat_map(|one| sides.map(|by| (one, by)))
        {
            let next = |state: HandoverState, act| state.next(act, kind, (planner, by));
            let expected = steps(&HandoverState::ALL, &acts, HandoverState::code, next);
            let row = format!("kind = '{}', side = '{}', remark = null", kind.code(), planner.code());
            assert_eq!(guard.passes(&w, role, &row).await, expected, "{role}: {row}");
        }
    }
}

#[tokio::test]
async fn an_incident_takes_the_same_steps() {
    let w = World::new().await;
    let guard = Guard {
        table: "incident",
        states: IncidentState::ALL.map(IncidentState::code).to_vec(),
        writes: "opened_by = case when state = 'reported' then app_account() else opened_by end,
                 opened_at = case when state = 'reported' then now() else opened_at end,
                 seen_by = case when state = 'opened' then app_account() else seen_by end,
                 seen_at = case when state = 'opened' then now() else seen_at end, closed_by = app_account()",
    };
    let acts = [IncidentState::open, IncidentState::acknowledge, IncidentState::close];
    let expected = steps(&IncidentState::ALL, &acts, IncidentState::code, |state, act| act(state));
    assert_eq!(guard.passes(&w, "kayoi_ward", "").await, expected);
}

#[tokio::test]
async fn a_council_paper_takes_the_same_steps() {
    let w = World::new().await;
    let guard = Guard {
        table: "council_paper",
        states: PaperState::ALL.map(PaperState::code).to_vec(),
        writes: "submitted_by = case when state = 'draft' then app_account() else submitted_by end, recorded_by = app_account()",
    };
    let mut expected = Steps::new();
    let submitted = kayoi::council::states::Submission {
        by: kayoi::vocab::ids::AccountId(w.home.account(kayoi::kit::permission::Role::WardAdmin).id),
        on: time::macros::date!(2026 - 06 - 01),
    };
    let by = kayoi::vocab::ids::AccountId(w.home.account(kayoi::kit::permission::Role::WardOfficer).id);
    for state in PaperState::ALL {
        let written = state.write().map(|()| [PaperState::Draft, PaperState::Submitted]);
        let decided = state.decide(Some(submitted), by).map(|_| [PaperState::Approved, PaperState::Deferred]);
        let reached = written.into_iter().chain(decided).flatten();
        expected.extend(reached.map(|to| (state.code().to_owned(), to.code().to_owned())));
    }
    assert_eq!(guard.passes(&w, "kayoi_ward", "").await, expected);
}

#[tokio::test]
async fn a_filing_takes_the_same_steps() {
    let w = World::new().await;
    let acts = [FilingAct::Receive, FilingAct::Approve, FilingAct::Return];
    let sides = [("kayoi_ward", Side::Ward), ("kayoi_contractor", Side::Contractor)];
    for (code, decision) in
        [("none", Decision::None), ("receipt", Decision::Receipt), ("approval", Decision::Approval)]
    {
        for (owner, (role, by)) in
            [Side::Ward, Side::Contractor].into_iter().flat_map(|one| sides.map(|by| (one, by)))
        {
            let next = |state: FilingState, act| state.next(decision, act, (owner, by));
            let expected = steps(&FilingState::ALL, &acts, FilingState::code, next);
            let row = format!("decision = '{code}', side = '{}', remark = null", owner.code());
            let mut passed = Steps::new();
            // A return alone says why.
            for (to, remark) in [("returned", "'\\x00'"), ("other", "null")] {
                let writes = format!("decided_by = app_account(), decided_at = now(), remark = {remark}");
                let states = FilingState::ALL.map(FilingState::code).to_vec();
                let guard = Guard { table: "filing", states, writes: &writes };
                let found = guard.passes(&w, role, &row).await;
                passed.extend(
                    found.into_iter().filter(|(_, reached)| (reached == "returned") == (to == "returned")),
                );
            }
            assert_eq!(passed, expected, "{role}: {row}");
        }
    }
}

/// What a contractor may say is done and the ward only receives is what no other page closes.
#[tokio::test]
async fn what_the_ward_decides_is_the_same_in_the_wall() {
    let w = World::new().await;
    let policy: String = sqlx::query_scalar(
        "select pg_get_expr(polwithcheck, polrelid) from pg_policy where polname = 'decided_by_ward'",
    )
    .fetch_one(&mut w.admin().await)
    .await
    .unwrap();
    let listed = policy.split("evidence = ANY (ARRAY[").nth(1).unwrap().split(']').next().unwrap();
    let listed: BTreeSet<&str> = listed.split('\'').skip(1).step_by(2).collect();
    // A condition is kept all the time: nobody says that it is done.
    let said = Evidence::ALL
        .into_iter()
        .filter(|one| one.closed_elsewhere().is_none() && *one != Evidence::Condition);
    assert_eq!(listed, said.map(Evidence::code).collect());
}
