//! Every route with every role: whoever may not, is refused; whatever is another ward's, does not exist. Routes and
//! roles come from the route table, so a new route is swept from its first day.

use std::{collections::BTreeMap, fmt::Write as _};

use axum::http::{Method, StatusCode};
use kayoi::{
    app::route_table,
    kit::{permission::Role, routing::RouteInfo},
};
use uuid::Uuid;

use crate::world::{CANARY, Client, Got, Town, World};

/// What a path parameter `{id}` names, by the segment before it.
const BY_SEGMENT: &[(&str, &str)] = &[
    ("accounts", "account"),
    ("applications", "application"),
    ("briefings", "briefing"),
    ("centres", "centre"),
    ("certificates", "certificate"),
    ("clause-sets", "clause_set"),
    ("clauses", "clause"),
    ("closed-days", "closed_day"),
    ("complaints", "complaint"),
    ("consents", "consent"),
    ("contractors", "contractor"),
    ("contracts", "contract"),
    ("council-papers", "council_paper"),
    ("courses", "course"),
    ("data-flows", "data_flow"),
    ("departments", "department"),
    ("districts", "district"),
    ("enrolments", "enrolment"),
    ("erasure-photos", "erasure_photo"),
    ("erasure-plans", "erasure_plan"),
    ("erasures", "erasure"),
    ("filings", "filing"),
    ("follow-ups", "follow_up"),
    ("guidance", "guidance_target"),
    ("handovers", "handover"),
    ("held-items", "handover_line"),
    ("import", "import_batch"),
    ("hearings", "hearing"),
    ("incidents", "incident"),
    ("inspections", "inspection"),
    ("key-destructions", "key_destruction"),
    ("lessons", "lesson"),
    ("liaison", "liaison_sheet"),
    ("measures", "measure_list"),
    ("obligations", "obligation"),
    ("participants", "participant"),
    ("permits", "permit"),
    ("plans", "individual_plan"),
    ("pledges", "pledge"),
    ("programmes", "programme"),
    ("referrals", "referral"),
    ("reports", "report"),
    ("requests", "ward_request"),
    ("rosters", "roster"),
    ("searches", "search"),
    ("services", "service"),
    ("sessions", "session"),
    ("surveys", "survey"),
    ("trainings", "training"),
    ("user-fee-receipts", "user_fee_receipt"),
];

/// What a parameter with a name of its own stands for.
const BY_NAME: &[(&str, &str)] = &[
    ("batch", "guidance_batch"),
    ("add_on", "add_on"),
    ("contract", "contract"),
    ("course", "course"),
    ("enrolment", "enrolment"),
    ("entry", "designation"),
    ("incident_report", "incident_report"),
    ("inquiry", "guidance_inquiry"),
    ("inspection_answer", "inspection_answer"),
    ("inspection_point", "inspection_point"),
    ("participant", "participant"),
    ("record", "service_record"),
    ("result", "guidance_result"),
    ("roster", "roster"),
    ("session", "session"),
    ("text", "contract_text"),
    ("ward_request_answer", "ward_request_answer"),
];

/// Parameters that are words, not ids.
const WORDS: &[(&str, &str)] = &[
    ("at", "0"),
    ("code", "programme"),
    ("figure", "attendances.all"),
    ("form", "places"),
    ("format", "csv"),
    ("instrument", "grip"),
    ("list", "roster"),
    ("month", "2026-05"),
    ("number", "1"),
    ("paper", "certificate"),
    ("planned", "first"),
    ("rows", "fees.0.rules"),
    ("section", "fees"),
    ("sheet", "kcl"),
    ("timing", "pre"),
    ("trial", "fee"),
];

/// What a page must be asked with.
const QUERIES: &[(&str, &str)] = &[("/courses/{id}/lists/{list}", "purpose=submission&as=xlsx")];

/// Whose ids stand in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Own,
    Foreign,
    Random,
    /// The first id is one's own, the next are another ward's.
    OwnThenForeign,
    OwnThenRandom,
}

/// The ids of both towns, by kind.
pub struct Samples {
    home: BTreeMap<&'static str, Uuid>,
    other: BTreeMap<&'static str, Uuid>,
}

impl Samples {
    pub async fn take(w: &World) -> Self {
        let kinds = BY_SEGMENT.iter().chain(BY_NAME).map(|(_, kind)| *kind);
        let (mut home, mut other) = (BTreeMap::new(), BTreeMap::new());
        for kind in kinds {
            let of = async |town: &Town| {
                w.sample(town, kind)
                    .await
                    .unwrap_or_else(|| panic!("a test town has no {kind}; add one in world/town.rs"))
            };
            home.insert(kind, of(&w.home).await);
            other.insert(kind, of(&w.other).await);
        }
        Self { home, other }
    }

    fn id(&self, kind: &str, whose: Whose, place: usize) -> Uuid {
        match (whose, place) {
            (Whose::Own, _) | (Whose::OwnThenForeign | Whose::OwnThenRandom, 0) => self.home[kind],
            (Whose::Foreign | Whose::OwnThenForeign, _) => self.other[kind],
            (Whose::Random | Whose::OwnThenRandom, _) => Uuid::new_v4(),
        }
    }

    /// The path with its parameters filled in, and how many of them are ids.
    pub fn path(&self, route: &RouteInfo, whose: Whose) -> (String, usize) {
        let (mut path, mut before, mut ids) = (String::new(), "", 0);
        for segment in route.path.split('/').skip(1) {
            let name = segment.strip_prefix('{').and_then(|s| s.strip_suffix('}'));
            match name {
                None => write!(path, "/{segment}").unwrap(),
                Some(name) => match (kind_of(before, name), word_of(name)) {
                    // Corporate facts are public: a contractor is no ward's own.
                    (Some("contractor"), _) => write!(path, "/{}", self.home["contractor"]).unwrap(),
                    (Some(kind), _) => {
                        write!(path, "/{}", self.id(kind, whose, ids)).unwrap();
                        ids += 1;
                    }
                    (None, Some(word)) => write!(path, "/{word}").unwrap(),
                    (None, None) => panic!(
                        "{}: what is {segment}? Add it to BY_SEGMENT, BY_NAME or WORDS in tests/it/sweep.rs",
                        route.path
                    ),
                },
            }
            before = segment;
        }
        if let Some((_, query)) = QUERIES.iter().find(|(asked, _)| *asked == route.path) {
            write!(path, "?{query}").unwrap();
        }
        (path, ids)
    }
}

fn kind_of(before: &str, name: &str) -> Option<&'static str> {
    let (list, key) = if name == "id" { (BY_SEGMENT, before) } else { (BY_NAME, name) };
    list.iter().find(|(k, _)| *k == key).map(|(_, kind)| *kind)
}

fn word_of(name: &str) -> Option<&'static str> {
    WORDS.iter().find(|(n, _)| *n == name).map(|(_, word)| *word)
}

/// Who sends: a role of the home town, or somebody of its contractor who is in no accepted 従事者名簿.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Role(Role),
    Undesignated,
}

impl Who {
    pub fn all() -> Vec<Self> {
        [Self::Nobody, Self::Undesignated].into_iter().chain(Role::ALL.map(Self::Role)).collect()
    }

    pub async fn client(self, w: &World) -> Client {
        match self {
            Self::Nobody => w.as_nobody(),
            Self::Role(role) => w.role(role).await,
            Self::Undesignated => w.as_undesignated().await,
        }
    }

    pub fn role(self) -> Option<Role> {
        match self {
            Self::Nobody => None,
            Self::Role(role) => Some(role),
            Self::Undesignated => Some(Role::ContractorManager),
        }
    }

    /// What the route table says to this person, before any row is looked at.
    pub fn refusal(self, route: &RouteInfo) -> Option<StatusCode> {
        if route.permission == "anyone" {
            return None;
        }
        let Some(role) = self.role() else { return Some(StatusCode::SEE_OTHER) };
        let lacks_designation = self == Self::Undesignated && route.people;
        (!route.roles.contains(&role) || lacks_designation).then_some(StatusCode::FORBIDDEN)
    }
}

pub async fn send(client: &Client, route: &RouteInfo, path: &str) -> Got {
    if route.method == Method::GET { client.get(path).await } else { client.post(path, &[]).await }
}

/// No answer may name the other town, and none may be our own fault.
pub fn check(route: &RouteInfo, who: Who, whose: Whose, got: &Got) {
    let place = format!("{} {} by {who:?} with {whose:?} ids: {}", route.method, route.path, got.status);
    assert!(!got.status.is_server_error(), "{place}\n{}", got.body);
    assert!(!got.body.contains(CANARY), "{place} shows the other ward\n{}", got.body);
    let headers = format!("{:?}", got.headers);
    assert!(!headers.contains(CANARY), "{place} shows the other ward in {headers}");
}

#[tokio::test]
async fn whoever_may_not_is_refused() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let (mut asked, mut refused) = (0, 0);
    for route in route_table() {
        for who in Who::all() {
            let Some(expected) = who.refusal(&route) else { continue };
            let client = who.client(&w).await;
            for whose in [Whose::Own, Whose::Foreign, Whose::Random] {
                let got = send(&client, &route, &samples.path(&route, whose).0).await;
                check(&route, who, whose, &got);
                assert_eq!(
                    got.status, expected,
                    "{} {} by {who:?} with {whose:?} ids",
                    route.method, route.path
                );
                if expected == StatusCode::SEE_OTHER {
                    assert_eq!(got.location(), "/login", "{} {}", route.method, route.path);
                }
                asked += 1;
                refused += usize::from(got.status == expected);
            }
        }
    }
    println!(
        "{} routes × {} people: {asked} requests, {refused} refused",
        route_table().len(),
        Who::all().len()
    );
    assert!(asked > 100, "the table of routes is nearly empty");
}

#[tokio::test]
async fn what_is_another_wards_does_not_exist() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let mut asked = 0;
    for route in route_table() {
        let ids = samples.path(&route, Whose::Random).1;
        for who in Who::all().into_iter().filter(|who| ids > 0 && who.refusal(&route).is_none()) {
            let mut pairs = vec![(Whose::Foreign, Whose::Random)];
            if ids > 1 {
                pairs.push((Whose::OwnThenForeign, Whose::OwnThenRandom));
            }
            for (foreign, random) in pairs {
                let client = who.client(&w).await;
                let theirs = send(&client, &route, &samples.path(&route, foreign).0).await;
                let nothing = send(&client, &route, &samples.path(&route, random).0).await;
                check(&route, who, foreign, &theirs);
                let place = format!("{} {} by {who:?} with {foreign:?} ids", route.method, route.path);
                // An unreadable form may be told before the row is looked for; an answer about the row never.
                let is_hidden = theirs.status == StatusCode::NOT_FOUND
                    || (route.method != Method::GET && theirs.status == StatusCode::UNPROCESSABLE_ENTITY);
                assert!(is_hidden, "{place}: {}\n{}", theirs.status, theirs.body);
                assert_eq!(
                    (theirs.status, theirs.without_ids()),
                    (nothing.status, nothing.without_ids()),
                    "{place} differs from an id that nobody has"
                );
                asked += 2;
            }
        }
    }
    println!("{asked} requests with another ward's ids and with nobody's: all the same");
    assert!(asked > 0, "no route has an id");
}

/// Also: a page that names a person leaves exactly one event, and the event names the person.
#[tokio::test]
async fn ones_own_pages_answer_and_leave_one_event() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let (mut pages, mut readings) = (0, 0);
    for route in route_table().into_iter().filter(|r| r.method == Method::GET) {
        for who in Who::all().into_iter().filter(|who| who.refusal(&route).is_none()) {
            let before = events(&w).await;
            let got = send(&who.client(&w).await, &route, &samples.path(&route, Whose::Own).0).await;
            check(&route, who, Whose::Own, &got);
            pages += 1;
            let named =
                w.home.people.iter().filter(|p| got.body.contains(&p.name)).map(|p| p.id).collect::<Vec<_>>();
            if !named.is_empty() {
                let new = &events(&w).await[before.len()..];
                assert_eq!(
                    new.len(),
                    1,
                    "{} by {who:?} shows people and left {} events",
                    route.path,
                    new.len()
                );
                assert!(
                    named.iter().all(|id| new[0].contains(id)),
                    "{} by {who:?} shows somebody its event doesn't name",
                    route.path
                );
                readings += 1;
            }
        }
    }
    println!("{pages} pages seen, {readings} of them showed people and left one event each");
    assert!(pages > 10);
}

/// Comes last in effect: every act of the home town with an empty form, on a town of its own.
#[tokio::test]
async fn ones_own_acts_never_break() {
    let w = World::new().await;
    let samples = Samples::take(&w).await;
    let mut acts = 0;
    for route in route_table().into_iter().filter(|r| r.method != Method::GET) {
        for who in Who::all().into_iter().filter(|who| who.refusal(&route).is_none()) {
            let got = send(&who.client(&w).await, &route, &samples.path(&route, Whose::Own).0).await;
            check(&route, who, Whose::Own, &got);
            acts += 1;
        }
    }
    println!("{acts} acts sent with an empty form");
    assert!(acts > 5);
}

pub async fn events(w: &World) -> Vec<Vec<Uuid>> {
    sqlx::query_scalar("select participant_ids from audit_event where ward_id = $1 order by seq")
        .bind(w.home.ward.id)
        .fetch_all(&mut w.admin().await)
        .await
        .unwrap()
}

/// The matrix in git: who may open what. `UPDATE_SNAPSHOTS=1` writes it anew.
#[test]
fn the_permission_matrix_is_the_one_in_git() {
    let mut routes = route_table();
    routes.sort_by_key(|r| (r.path, r.method.to_string()));
    let mut text = String::from(
        "Who may open what. ✓ may, p may while designated in the accepted 従事者名簿.\nWritten by tests/it/sweep.rs; UPDATE_SNAPSHOTS=1 writes it anew.\n\n",
    );
    let heads = [
        "w.admin",
        "w.officer",
        "w.auditor",
        "w.evaluator",
        "c.manager",
        "c.recorder",
        "h.manager",
        "h.staff",
    ];
    writeln!(text, "{:6}{:52}{:24}{}", "", "", "", heads.map(|h| format!("{h:12}")).concat().trim_end())
        .unwrap();
    for route in routes {
        let tick = |role: &Role| match (route.roles.contains(role), route.people && role.is_contractor()) {
            (false, _) => "·",
            (true, false) => "✓",
            (true, true) => "p",
        };
        let ticks: String = Role::ALL.iter().map(|role| format!("{:12}", tick(role))).collect();
        writeln!(
            text,
            "{:6}{:52}{:24}{}",
            route.method.as_str(),
            route.path,
            route.permission,
            ticks.trim_end()
        )
        .unwrap();
    }
    crate::world::snapshot("permissions.txt", &text);
}
