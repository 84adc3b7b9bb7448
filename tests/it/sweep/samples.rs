//! What stands in the parameters of a route: rows of both towns, or words.

use std::{collections::BTreeMap, fmt::Write as _};

use kayoi::kit::routing::RouteInfo;
use uuid::Uuid;

use crate::world::{Town, World};

/// What a path parameter `{id}` names, by the segment before it.
const BY_SEGMENT: &[(&str, &str)] = &[
    ("accounts", "account"),
    ("applications", "application"),
    ("breaches", "breach"),
    ("briefings", "briefing"),
    ("centres", "centre"),
    ("certificates", "certificate"),
    ("clause-sets", "clause_set"),
    ("clauses", "clause"),
    ("closed-days", "closed_day"),
    ("complaints", "complaint"),
    ("consents", "consent"),
    ("consequences", "consequence"),
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
    ("job-windows", "job_window"),
    ("key-destructions", "key_destruction"),
    ("lessons", "lesson"),
    ("liaison", "liaison_sheet"),
    ("measures", "measure_list"),
    ("obligations", "obligation"),
    ("parked", "parked_operation"),
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
    ("tablets", "tablet"),
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
    ("address", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics"),
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
                        "{}: what is {segment}? Add it to BY_SEGMENT, BY_NAME or WORDS in tests/it/sweep/samples.rs",
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
