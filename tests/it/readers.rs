//! Which file applies each rule of a definition. A rule that is only checked and worded is a promise nobody keeps: who adds a
//! field to the schema names the file that reads it. Variants need no line, because every match names them all.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use serde_json::Value;

/// Struct of the schema, file that reads fields of it outside check, words and forms, the fields.
const READERS: &[(&str, &str, &[&str])] = &[
    ("Definition", "src/programmes/plan.rs", &["absences", "stages"]),
    ("Definition", "src/add_ons/views.rs", &["add_ons"]),
    ("Definition", "src/courses/draft.rs", &["calendar"]),
    ("Definition", "src/courses/cancel.rs", &["cancellation"]),
    ("Definition", "src/programmes/presets.rs", &["code"]),
    ("Definition", "src/consents/standing.rs", &["consents"]),
    ("Definition", "src/person_papers/subject.rs", &["documents"]),
    ("Definition", "src/applications/judgement.rs", &["eligibility", "screenings"]),
    ("Definition", "src/fees/reckoning.rs", &["fees"]),
    ("Definition", "src/filings/gathering.rs", &["filings"]),
    ("Definition", "src/reports/narrative.rs", &["goals"]),
    ("Definition", "src/guidance/loading.rs", &["guidance"]),
    ("Definition", "src/contracts/forms.rs", &["information_items"]),
    ("Definition", "src/contracts/renewal.rs", &["most_years"]),
    ("Definition", "src/assessments/sheets.rs", &["measurement", "style"]),
    ("Definition", "src/reports/loading.rs", &["name", "questionnaires"]),
    ("Definition", "src/enrolments/entrance.rs", &["places"]),
    ("Definition", "src/reports/asked.rs", &["reports"]),
    ("Definition", "src/programmes/views/list.rs", &["source"]),
    ("Definition", "src/staffing/checks.rs", &["staffing"]),
    ("Definition", "src/fees/for_users.rs", &["user_fees"]),
    ("Definition", "src/venues/start.rs", &["venue"]),
    (
        "AbsenceRule",
        "src/programmes/absences/mod.rs",
        &[
            "contact_without_notice",
            "notice_resets",
            "tell",
            "tell_first_session",
            "tell_in_a_row",
            "within_days",
        ],
    ),
    ("AddOn", "src/add_ons/giving.rs", &["code"]),
    ("AddOn", "src/programmes/add_ons.rs", &["most_per_contract", "most_per_stay", "name", "qualifications"]),
    ("Answer", "src/assessments/questionnaire/forms.rs", &["code"]),
    ("Answer", "src/assessments/questionnaire/replies.rs", &["text"]),
    (
        "Calendar",
        "src/programmes/session_dates/mod.rs",
        &["forbidden", "minutes", "months", "rhythm", "sessions", "start"],
    ),
    ("Calendar", "src/courses/make_up.rs", &["make_up_sessions"]),
    ("Cancellation", "src/programmes/cancelled.rs", &["causes", "pay"]),
    ("CancellationRule", "src/programmes/cancelled.rs", &["cause", "contractor_bears"]),
    ("CancellationRule", "src/programmes/definition/cancellation.rs", &["decided_by"]),
    ("Cap", "src/programmes/fee/caps.rs", &["span", "times", "yen"]),
    ("Consent", "src/consents/given.rs", &["code", "family_may", "label"]),
    ("Consent", "src/user_fees/pages.rs", &["cost"]),
    ("Consent", "src/consents/paper.rs", &["explanation"]),
    ("Consent", "src/consents/standing.rs", &["required"]),
    ("Contact", "src/guidance/plan.rs", &["code", "label"]),
    ("Contact", "src/guidance/pages/contacts.rs", &["means", "minutes"]),
    ("Contact", "src/guidance/views/overview.rs", &["month"]),
    ("DueRule", "src/programmes/due/mod.rs", &["closed_day", "event", "offset"]),
    ("Eligibility", "src/programmes/eligibility.rs", &["priorities", "questions", "rule"]),
    ("EndCheck", "src/venues/end_checks.rs", &["code", "text"]),
    ("FeeRule", "src/programmes/fee/mod.rs", &["basis", "cap", "code", "label"]),
    ("FeeRule", "src/programmes/fee/counting.rs", &["counts_paid_cancellations"]),
    ("FeeSchedule", "src/programmes/fee/mod.rs", &["from", "net_of_user_fees", "rules", "tax"]),
    ("FeeSchedule", "src/programmes/fee/counting.rs", &["rounding"]),
    ("Filing", "src/filings/lines.rs", &["code", "due", "occasion", "owes"]),
    ("Filing", "src/filings/filing_form.rs", &["day", "form"]),
    ("Filing", "src/filings/pages/writing.rs", &["decision", "title"]),
    ("Goal", "src/reports/course_paper.rs", &["code", "text"]),
    ("Guidance", "src/guidance/views/overview.rs", &["about_people"]),
    ("Guidance", "src/guidance/figures/mod.rs", &["contacts"]),
    ("Guidance", "src/guidance/pages/results.rs", &["result_groups"]),
    ("Guidance", "src/guidance/import/views.rs", &["selection"]),
    ("HourBand", "src/programmes/fee/counting.rs", &["price", "to_minutes"]),
    ("Measurement", "src/programmes/plan.rs", &["first_at_session"]),
    ("Measurement", "src/assessments/comparison/policies.rs", &["instruments"]),
    ("Measurement", "src/person_papers/result_sheet.rs", &["result_sheet"]),
    ("Measurement", "src/sessions/roster.rs", &["soft_limits"]),
    ("Measurement", "src/sessions/pages/close.rs", &["vitals"]),
    ("OutcomeRule", "src/programmes/screening.rs", &["outcome", "reason", "when"]),
    ("Paper", "src/person_papers/subject.rs", &["kind", "title"]),
    ("Places", "src/programmes/capacity.rs", &["capacity", "counted", "minimum"]),
    ("PlannedInstrument", "src/assessments/comparison/policies.rs", &["comparison", "instrument"]),
    ("PlannedInstrument", "src/assessments/sheets.rs", &["may_make_up", "timing"]),
    ("PlannedInstrument", "src/figures/checks.rs", &["required"]),
    ("Priority", "src/applications/judgement.rs", &["label"]),
    ("Priority", "src/applications/asked.rs", &["when"]),
    ("Question", "src/assessments/questionnaire/replies.rs", &["answer", "text"]),
    ("Question", "src/assessments/questionnaire/forms.rs", &["code"]),
    ("Questionnaire", "src/assessments/questionnaire/forms.rs", &["code", "questions"]),
    ("Questionnaire", "src/assessments/questionnaire/views.rs", &["title"]),
    ("Report", "src/reports/asked.rs", &["cadence", "code", "sections", "title"]),
    ("Report", "src/programmes/report_periods.rs", &["due"]),
    ("ResultGroup", "src/guidance/figures/mod.rs", &["code", "label"]),
    ("ResultGroup", "src/guidance/pages/results.rs", &["values"]),
    ("Rhythm", "src/programmes/plan.rs", &["least", "most"]),
    ("Rhythm", "src/programmes/session_dates/refusal.rs", &["per"]),
    ("Screening", "src/applications/judgement.rs", &["code", "hearing_by"]),
    ("Screening", "src/programmes/screening.rs", &["outcomes"]),
    ("Screening", "src/applications/forms/sheets.rs", &["questions"]),
    ("Screening", "src/applications/views/mod.rs", &["title"]),
    ("ScreeningQuestion", "src/applications/forms/sheets.rs", &["ask", "code", "reference_only", "text"]),
    ("ScreeningQuestion", "src/applications/asked.rs", &["when"]),
    ("Section", "src/reports/narrative.rs", &["code"]),
    ("Section", "src/reports/course_paper.rs", &["content"]),
    ("Section", "src/reports/asked.rs", &["title"]),
    ("Selection", "src/programmes/guidance.rs", &["any", "label"]),
    ("SessionCount", "src/programmes/plan.rs", &["least", "most"]),
    ("SoftLimits", "src/sessions/vitals.rs", &["diastolic", "pulse_least", "pulse_most", "systolic"]),
    (
        "StaffRole",
        "src/programmes/staffing/mod.rs",
        &["code", "label", "qualifications", "same_through_course"],
    ),
    ("StaffRole", "src/programmes/staffing/together.rs", &["may_double"]),
    ("StaffRole", "src/programmes/staffing/role.rs", &["need", "substitute", "when"]),
    ("Stage", "src/programmes/plan.rs", &["label", "record", "timing"]),
    ("Tier", "src/programmes/fee/tiers.rs", &["base", "each_further", "from", "to"]),
    ("UserFee", "src/programmes/user_fee/mod.rs", &["basis", "code", "label", "most_per_month"]),
    ("ValueTest", "src/programmes/guidance.rs", &["is", "value"]),
    ("Venue", "src/venues/end_checks.rs", &["end_checks"]),
    ("Venue", "src/venues/form.rs", &["standard"]),
    ("VenueItem", "src/programmes/venue.rs", &["blocks_start", "code", "measure", "text"]),
    ("YesNoQuestion", "src/applications/forms/facts.rs", &["code", "text"]),
];

/// Fields that are said and from which nothing follows, with the reason.
const SAID_ONLY: &[(&str, &str)] =
    &[("Stage.code", "names a step in the editor"), ("Stage.who", "who does a step")];

/// Folders that say or edit a definition and apply nothing of it.
const APPLY_NOTHING: &[&str] =
    &["check/", "wording/", "wording.rs", "forms/", "diff/", "text/", "random.rs", "simulate/", "trial/"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every field of every struct of the schema, as `Struct.field`.
fn fields() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("docs/programme.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let own = [("Definition", &schema)];
    let defined = schema["$defs"].as_object().unwrap().iter().map(|(name, def)| (name.as_str(), def));
    let of = |(name, def): (&str, &Value)| {
        let keys = def["properties"].as_object().into_iter().flat_map(|all| all.keys());
        keys.map(|key| format!("{name}.{key}")).collect::<Vec<_>>()
    };
    own.into_iter().chain(defined).flat_map(of).collect()
}

/// Whether a source reads a field of that name outside its tests: `.field`, but no method of that name.
fn reads(source: &str, field: &str) -> bool {
    let code = source.split("mod tests {").next().unwrap_or_default();
    let dotted = format!(".{field}");
    code.match_indices(&dotted).any(|(at, found)| {
        let next = code[at + found.len()..].chars().next();
        next.is_none_or(|next| !next.is_alphanumeric() && next != '_' && next != '(')
    })
}

#[test]
fn every_rule_of_a_definition_is_applied_somewhere() {
    let mut named: BTreeMap<String, &str> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (owner, file, fields) in READERS {
        if APPLY_NOTHING.iter().any(|folder| file.starts_with("src/programmes/") && file.contains(folder)) {
            wrong.push(format!("{owner}: {file} applies nothing"));
        }
        let source = fs::read_to_string(root().join(file)).unwrap_or_default();
        for field in *fields {
            if !reads(&source, field) {
                wrong.push(format!("{owner}.{field}: not read in {file}"));
            }
            if named.insert(format!("{owner}.{field}"), file).is_some() {
                wrong.push(format!("{owner}.{field}: named twice"));
            }
        }
    }
    named.extend(SAID_ONLY.iter().map(|(field, why)| ((*field).to_owned(), *why)));
    let there = fields();
    wrong.extend(
        there
            .iter()
            .filter(|field| !named.contains_key(*field))
            .map(|field| format!("{field}: applied by nothing")),
    );
    wrong.extend(
        named
            .keys()
            .filter(|field| !there.contains(*field))
            .map(|field| format!("{field}: not in the schema")),
    );
    assert!(wrong.is_empty(), "Apply these rules, or take them out of the schema:\n  {}", wrong.join("\n  "));
}

#[test]
fn a_field_is_told_from_a_method_and_from_longer_names() {
    assert!(reads("rule.tell.clone()", "tell") && reads("self.tell", "tell"));
    assert!(!reads("self.tell(rule)", "tell") && !reads("rule.tell_first", "tell") && !reads("tell", "tell"));
    assert!(!reads("mod tests { rule.tell }", "tell"));
}
