//! One contract over its year: drafted, its clauses read and confirmed, signed; and the clock moved from stop to stop.

use std::collections::BTreeSet;

use kayoi::{
    contracts::clauses::{self, ClauseSplit, PaperPart, SplitClause, SplitProblem},
    kit::permission::Role,
};
use sqlx::Row as _;
use time::{Date, OffsetDateTime, format_description::well_known::Iso8601, macros::offset};
use uuid::Uuid;

use crate::world::{Client, Got, World};

/// A paper as a ward brings it, and what a person makes of the clauses that no word gives away.
pub struct Paper {
    pub text: &'static str,
    /// `numbers` or `chapters`.
    pub shape: &'static str,
    /// By the printed number: rules that are bound, or without any the reason why it asks for nothing.
    pub by_hand: &'static [(&'static str, &'static [&'static str], &'static str)],
}

/// What is drafted.
pub struct Draft {
    /// The version of the ward's programme.
    pub programme: Uuid,
    pub fiscal_year: &'static str,
    pub starts_on: &'static str,
    pub ends_on: &'static str,
    pub signed_on: &'static str,
}

/// An obligation as it is reckoned by hand: due day, last day where the due day is closed, side, rule, and where the day comes from.
pub type Due = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// An obligation as it is kept.
#[derive(Clone)]
pub struct Kept {
    pub id: Uuid,
    pub rule: String,
    pub occurrence: String,
    pub owed_by: String,
    pub due_on: Date,
    pub last_on: Date,
    pub evidence: String,
    pub decision: String,
    pub state: String,
    pub is_handed_in: bool,
}

pub struct Year {
    pub w: World,
    pub id: Uuid,
    /// Its address.
    pub contract: String,
}

pub fn day(text: &str) -> Date {
    Date::parse(text, &Iso8601::DATE).unwrap()
}

/// Ten in the morning in Japan.
fn morning(on: Date) -> OffsetDateTime {
    on.with_hms(10, 0, 0).unwrap().assume_offset(offset!(+9))
}

/// A world on the morning of a day.
pub async fn world_on(on: &str) -> World {
    World::at(morning(day(on))).await
}

/// The version of the programme that a contract of the town follows.
pub async fn programme_of(w: &World, contract: Uuid) -> Uuid {
    sqlx::query_scalar("select programme_version_id from contract where id = $1")
        .bind(contract)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap()
}

impl Year {
    /// A signed contract: the paper is read over HTTP, every proposal confirmed but for what `by_hand` says.
    pub async fn signed(w: World, draft: &Draft, paper: &Paper) -> Self {
        let officer = w.as_officer().await;
        let contract = drafted(&w, &officer, draft).await;
        let id = contract.rsplit('/').next().unwrap().parse().unwrap();
        let set = imported(&officer, &contract, paper).await;
        confirmed(&officer, &set, paper).await;
        let fields = [("signed_on", draft.signed_on), ("version", "2")];
        done(&officer.post(&format!("{contract}/signature"), &fields).await);
        Self { w, id, contract }
    }

    pub async fn officer(&self) -> Client {
        self.w.as_officer().await
    }

    /// The contractor's manager under this contract.
    pub async fn manager(&self) -> Client {
        self.w.sign_in_under(&self.w.home, self.w.home.account(Role::ContractorManager), self.id).await
    }

    pub fn today(&self) -> Date {
        kayoi::vocab::dates::jst_date(self.w.app.clock.now())
    }

    /// The clock stands at ten in the morning of that day.
    pub fn wait_until(&self, on: &str) {
        let clock = &self.w.app.clock;
        clock.advance(morning(day(on)) - clock.now());
    }

    pub async fn kept(&self) -> Vec<Kept> {
        let rows = sqlx::query(
            "select * from obligation where contract_id = $1 order by due_on, rule, owed_by, occurrence",
        )
        .bind(self.id)
        .fetch_all(&mut self.w.admin().await)
        .await
        .unwrap();
        rows.iter()
            .map(|row| Kept {
                id: row.get("id"),
                rule: row.get("rule"),
                occurrence: row.get("occurrence"),
                owed_by: row.get("owed_by"),
                due_on: row.get("due_on"),
                last_on: row.get("last_on"),
                evidence: row.get("evidence"),
                decision: row.get("decision"),
                state: row.get("state"),
                is_handed_in: row.get::<Option<Date>, _>("handed_in_on").is_some(),
            })
            .collect()
    }

    /// The contract's obligations are these, no more and no less.
    pub async fn owes(&self, tables: &[&[Due]]) {
        let mut expected: Vec<String> = tables.iter().copied().flatten().map(written).collect();
        let mut found: Vec<String> = self.kept().await.iter().map(Kept::written).collect();
        expected.sort();
        found.sort();
        let only = |a: &[String], b: &[String]| {
            let mut rest = b.to_vec();
            let mut is_alone = |line: &String| {
                rest.iter().position(|other| other == line).map(|at| rest.remove(at)).is_none()
            };
            a.iter().filter(|line| is_alone(line)).cloned().collect::<Vec<_>>()
        };
        let (missing, besides) = (only(&expected, &found), only(&found, &expected));
        assert!(
            missing.is_empty() && besides.is_empty(),
            "not kept: {missing:#?}\nnot reckoned: {besides:#?}"
        );
    }

    /// On this day exactly these rules are late, on the page of each obligation; nothing else is.
    pub async fn stands(&self, on: &str, late: &[&str]) {
        self.wait_until(on);
        let officer = self.officer().await;
        let mut said_late = BTreeSet::new();
        for one in self.kept().await.iter().filter(|one| one.state == "open" && !one.is_handed_in) {
            let page = officer.get(&format!("/obligations/{}", one.id)).await.body;
            let left = (one.due_on - self.today()).whole_days();
            let place = format!("{} on {on}", one.written());
            if page.contains("日過ぎています") {
                said_late.insert(one.rule.clone());
            }
            assert_eq!(page.contains("今日まで"), left == 0, "{place}");
            let in_grace = one.due_on < self.today() && self.today() <= one.last_on;
            assert_eq!(page.contains("翌開庁日まで"), in_grace, "{place}");
        }
        let late: BTreeSet<String> = late.iter().map(|rule| (*rule).to_owned()).collect();
        assert_eq!(said_late, late, "late on {on}");
    }

    /// Something comes up that a clause hangs duties on.
    pub async fn comes_up(&self, who: &Client, occasion: &str, on: &str) {
        let fields = [("occasion", occasion), ("happened_on", on)];
        done(&who.post(&format!("{}/occasions", self.contract), &fields).await);
    }
}

impl Kept {
    fn written(&self) -> String {
        let last = if self.last_on == self.due_on { String::new() } else { format!(" ({})", self.last_on) };
        let side = if self.owed_by == "ward" { "区" } else { "受託者" };
        format!("{}{last} {side} {}", self.due_on, self.rule)
    }
}

fn written(due: &Due) -> String {
    let (on, last, side, rule, from) = *due;
    assert!(!from.is_empty(), "{rule}: a day comes from a clause or a worked case");
    let last = if last.is_empty() { String::new() } else { format!(" ({last})") };
    format!("{on}{last} {side} {rule}")
}

/// Where an act leads that was done; else what its page says.
#[track_caller]
pub fn done(got: &Got) -> String {
    let said = got.body.split("<main").nth(1).unwrap_or(&got.body);
    assert_eq!(got.status, 303, "{said}");
    got.location().to_owned()
}

async fn drafted(w: &World, officer: &Client, draft: &Draft) -> String {
    let row = sqlx::query("select department_id, contractor_id from contract where id = $1")
        .bind(w.home.contract.id)
        .fetch_one(&mut w.admin().await)
        .await
        .unwrap();
    let id = |column: &str| row.get::<Uuid, _>(column).to_string();
    let (programme, department, contractor) =
        (draft.programme.to_string(), id("department_id"), id("contractor_id"));
    let fields = [
        ("programme", programme.as_str()),
        ("number", "年第1号"),
        ("title", "一年の委託"),
        ("contractor", &contractor),
        ("department", &department),
        ("fiscal_year", draft.fiscal_year),
        ("starts_on", draft.starts_on),
        ("ends_on", draft.ends_on),
        ("items", "name"),
    ];
    done(&officer.post("/contracts", &fields).await)
}

/// The paper is shown in clauses, and stored as shown.
async fn imported(officer: &Client, contract: &str, paper: &Paper) -> String {
    let part = part_of(paper);
    let asked = [("kind", "clauses"), ("form", paper.shape), ("text", paper.text), ("part", &part)];
    let shown = officer.hand_in(&format!("{contract}/clauses/import"), &asked, None).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let mut fields: Vec<(String, String)> =
        vec![("version".into(), "1".into()), ("kind".into(), "clauses".into())];
    for (place, clause) in read(paper).into_iter().enumerate() {
        assert!(
            shown.body.contains(&format!("<legend class=\"correction__label\">{}</legend>", clause.label))
        );
        let named = |field: &str| format!("{field}-{place}");
        fields.push(("clause".into(), place.to_string()));
        fields.push((named("number"), clause.number.to_string()));
        fields.push((named("label"), clause.label));
        fields.push((named("heading"), clause.heading.unwrap_or_default()));
        if clause.heading_inherited {
            fields.push((named("inherited"), "yes".into()));
        }
        fields.push((named("text"), clause.text));
        fields.push((named("items"), serde_json::to_string(&clause.items).unwrap()));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    done(&officer.post(&format!("{contract}/clauses"), &fields).await)
}

/// Which of the texts of a paper it is, as the page offers them; empty where there is one alone.
fn part_of(paper: &Paper) -> String {
    let wanted = read(paper);
    let is_wanted =
        |part: &PaperPart| split(&part.text, paper.shape).is_ok_and(|found| found.clauses == wanted);
    clauses::parts(paper.text)
        .into_iter()
        .find(is_wanted)
        .map_or_else(String::new, |part| part.line.to_string())
}

fn read(paper: &Paper) -> Vec<SplitClause> {
    split(paper.text, paper.shape).unwrap().clauses
}

fn split(text: &str, shape: &str) -> Result<ClauseSplit, SplitProblem> {
    if shape == "chapters" { clauses::split_sections(text) } else { clauses::split(text) }
}

/// A person reads what no word gave away or what a word gave away wrongly; the rest is taken as proposed.
async fn confirmed(officer: &Client, set: &str, paper: &Paper) {
    for (label, rules, reason) in paper.by_hand {
        let clauses = read(paper);
        let clause = clauses.iter().find(|clause| clause.label == *label).unwrap();
        let mut fields = vec![("version", "0"), ("reason", *reason)];
        fields.extend(rules.iter().map(|rule| ("rules", *rule)));
        done(&officer.post(&format!("{set}/clauses/{}", clause.number), &fields).await);
    }
    done(&officer.post(&format!("{set}/confirmation"), &[]).await);
}
