//! 義務: what follows from every signed contract of the story, as far as the story got with each.

use serde_json::{Value, json};
use time::Date;
use uuid::Uuid;

use super::{Account, Build, Contract, Handed, Made, iso, moment};
use crate::{
    filings::{
        decision_code,
        occurrences::{BriefingDay, ContractDays, CourseDays},
    },
    obligations::{
        Arisen, BoundClause, DatedObligation, Evidence, Facts, Gate, dated_obligations, paper_rule,
        report_rule,
    },
    programmes::{
        Definition, Term,
        definition::{Cadence, Decision},
    },
    vocab::{business_days::ClosedDays, side::Side},
};

/// A signed contract with what its obligations follow from.
pub(super) struct Signed {
    pub contract: Contract,
    pub programme: &'static Definition,
    signed_on: Date,
    clauses: Vec<BoundClause>,
    pub courses: Vec<CourseDays>,
    arisen: Vec<Arisen>,
}

impl Signed {
    pub fn new(
        contract: &Contract,
        programme: &'static Definition,
        signed_on: Date,
        clauses: Vec<BoundClause>,
    ) -> Self {
        let (courses, arisen) = (Vec::new(), Vec::new());
        Self { contract: contract.clone(), programme, signed_on, clauses, courses, arisen }
    }

    pub(super) fn clauses(&self) -> &[BoundClause] {
        &self.clauses
    }

    /// Whether it is a report of a quarter, a year or the contract that nobody of the story began.
    fn leaves_to_play(&self, due: &DatedObligation) -> bool {
        let is_long =
            |cadence| matches!(cadence, Cadence::Quarterly | Cadence::PerFiscalYear | Cadence::PerContract);
        self.programme.reports.iter().any(|one| report_rule(&one.code) == due.rule && is_long(one.cadence))
    }

    fn dated(&self, briefings: Vec<BriefingDay>, closed: &ClosedDays) -> Vec<DatedObligation> {
        let term = Term { starts_on: self.contract.starts_on, ends_on: self.contract.ends_on };
        let days = ContractDays {
            signed_on: Some(self.signed_on),
            term,
            briefings,
            courses: self.courses.clone(),
            sessions: Vec::new(),
            stays: None,
        };
        dated_obligations(&Facts {
            signed_on: self.signed_on,
            days: &days,
            filings: &self.programme.filings,
            reports: &self.programme.reports,
            clauses: &self.clauses,
            arisen: &self.arisen,
            closed,
        })
    }
}

/// How far the story got with an obligation.
#[derive(Clone, Debug)]
enum Progress {
    Open,
    /// It lies with the side that decides since that day.
    HandedIn(String),
    Done(String),
}

impl Build<'_> {
    /// The obligations of every signed contract, by its courses as they stand.
    pub(super) fn obligations(&mut self) {
        let closed = ClosedDays::default();
        for signed in std::mem::take(&mut self.signed) {
            let briefings = self.briefings_of(signed.contract.id);
            for due in signed.dated(briefings, &closed) {
                self.obligation(&signed, &due);
            }
        }
    }

    fn briefings_of(&self, contract: Uuid) -> Vec<BriefingDay> {
        let day = |row: &Value| {
            let format = time::macros::format_description!("[year]-[month]-[day]");
            let on = Date::parse(row["held_on"].as_str()?, format).ok()?;
            Some(BriefingDay { id: row["id"].as_str()?.parse().ok()?, on })
        };
        let own = self.rows.of("briefing").iter().filter(|row| row["contract_id"] == contract.to_string());
        own.filter_map(day).collect()
    }

    fn obligation(&mut self, signed: &Signed, due: &DatedObligation) {
        let contract = &signed.contract;
        let progress = match due.evidence {
            Evidence::Filing => self.by_paper(contract.id, due),
            Evidence::Report => self.by_report(signed, due),
            Evidence::Inspection => self.by_inspection(contract.id, due),
            Evidence::Incident => self.by_incident(due),
            Evidence::Breach => self.by_breach(due),
            Evidence::Request => self.by_answer("ward_request_answer", "request_id", due),
            Evidence::Roster => self.by_roster(contract.id, due),
            Evidence::Training
            | Evidence::Pledge
            | Evidence::Handover
            | Evidence::Erasure
            | Evidence::Permission
            | Evidence::ProtectionPlan
            | Evidence::Survey
            | Evidence::Measures
            | Evidence::Complaint
            | Evidence::Rehearsal
            | Evidence::Record
            | Evidence::Condition => self.by_day(due),
        };
        let (state, handed_in_on, done_on) = match &progress {
            Progress::Open => ("open", None, None),
            Progress::HandedIn(on) => ("open", Some(on), None),
            Progress::Done(on) => ("done", None, Some(on)),
        };
        let id = self.id();
        let done_by = done_on.and_then(|_| self.hand_of(contract, due.owed_by));
        self.rows.add("obligation", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "rule": due.rule, "occurrence": due.occurrence, "title": due.title,
            "clauses": due.clauses, "owed_by": due.owed_by.code(), "event_on": iso(due.event_on), "due_on": iso(due.due_on), "last_on": iso(due.last_on),
            "explanation": due.explanation, "evidence": due.evidence.code(), "decision": decision_code(due.decision),
            "gate": due.gate.map(Gate::code), "remind_on": iso(due.remind_on), "escalate_on": iso(due.escalate_on),
            "handed_in_on": handed_in_on, "state": state, "done_on": done_on, "done_by": done_by, "note": "", "version": 1
        }));
    }

    /// Who records for a side: the first officer of the ward, the first manager of the contractor.
    fn hand_of(&self, contract: &Contract, side: Side) -> Option<Value> {
        let (role, of) = match side {
            Side::Ward => ("officer", ("ward_id", contract.ward)),
            Side::Contractor => ("manager", ("contractor_id", contract.contractor)),
        };
        let its = |row: &&Value| row["role"] == role && row[of.0] == of.1.to_string();
        self.rows.of("account").iter().find(its).map(|row| row["id"].clone())
    }

    /// What was due a week ago was done on its day.
    fn by_day(&self, due: &DatedObligation) -> Progress {
        if due.due_on < self.day(-7) { Progress::Done(due.due_on.to_string()) } else { Progress::Open }
    }

    /// The list of who works is there when the ward accepted one; a submitted one lies with it.
    fn by_roster(&self, contract: Uuid, due: &DatedObligation) -> Progress {
        let own = || self.rows.of("roster").iter().filter(|row| row["contract_id"] == contract.to_string());
        let in_state = |state: &str| own().find(|row| row["state"] == state);
        match (in_state("accepted"), in_state("submitted")) {
            (Some(_), _) => self.by_day(due),
            (None, Some(row)) => Progress::HandedIn(day_of(&row["submitted_at"])),
            (None, None) => Progress::Open,
        }
    }

    /// The yearly one was held in its year; of a correction, what became of its answer.
    fn by_inspection(&self, contract: Uuid, due: &DatedObligation) -> Progress {
        if due.occurrence.starts_with("arisen:") {
            return self.by_answer("inspection_answer", "point_id", due);
        }
        let first = due.event_on.year() - i32::from(u8::from(due.event_on.month()) < 4);
        let year = format!("{first}-04-01")..=due.event_on.to_string();
        let held = |row: &Value| {
            let on = row["held_on"].as_str().filter(|on| year.contains(&(*on).to_owned()))?;
            (row["contract_id"] == contract.to_string()).then(|| Progress::Done(on.to_owned()))
        };
        self.rows.of("inspection").iter().find_map(held).unwrap_or(Progress::Open)
    }

    /// The first report lies with the ward until somebody takes it over; a report in writing follows.
    fn by_incident(&self, due: &DatedObligation) -> Progress {
        let is_first = due.rule != "incident_report";
        let incidents = self.rows.of("incident");
        match incidents.iter().find(|row| names(&due.occurrence, &row["id"])) {
            Some(row) if is_first && row["state"] == "seen" => Progress::Done(day_of(&row["seen_at"])),
            Some(row) if is_first => Progress::HandedIn(day_of(&row["reported_at"])),
            _ => Progress::Open,
        }
    }

    /// Decided on by the ward; damages, until the last yen is paid, are open.
    fn by_breach(&self, due: &DatedObligation) -> Progress {
        let is_it = |row: &&Value| names(&due.occurrence, &row["breach_id"]) && row["kind"] == *due.rule;
        let consequence = self.rows.of("consequence").iter().find(is_it);
        let decisions = self.rows.of("consequence_decision");
        let decided =
            consequence.and_then(|of| decisions.iter().find(|row| row["consequence_id"] == of["id"]));
        match decided.filter(|row| row["kind"] != "damages") {
            Some(row) => Progress::Done(day_of(&row["made_at"])),
            None => Progress::Open,
        }
    }

    /// Answered and not decided on: none of the story's answers is.
    fn by_answer(&self, table: &str, about: &str, due: &DatedObligation) -> Progress {
        let answer = self.rows.of(table).iter().find(|row| names(&due.occurrence, &row[about]));
        answer.map_or(Progress::Open, |row| Progress::HandedIn(day_of(&row["made_at"])))
    }

    /// What became of the last paper that answers it.
    fn by_paper(&self, contract: Uuid, due: &DatedObligation) -> Progress {
        let Some(row) = self.answer_to(contract, due) else { return Progress::Open };
        let on = day_of(&row["filed_at"]);
        match (row["state"].as_str(), row["decision"].as_str()) {
            (Some("received" | "approved"), _) | (_, Some("none")) => Progress::Done(on),
            (Some("filed"), _) => Progress::HandedIn(on),
            _ => Progress::Open,
        }
    }

    fn answer_to(&self, contract: Uuid, due: &DatedObligation) -> Option<&Value> {
        let is_it = |row: &&Value| {
            row["contract_id"] == contract.to_string()
                && row["code"].as_str().map(paper_rule).as_ref() == Some(&due.rule)
                && row["occurrence"].as_str().is_some_and(|of| due.is_answered_at(of))
        };
        self.rows.of("filing").iter().rfind(is_it)
    }

    /// The contractor's papers that were due by a day and that the story doesn't tell of: handed in on their day, and taken over.
    pub fn papers_until(&mut self, contract: &Contract, until: Date, by: Uuid, officer: &Account) -> Made {
        let Some(signed) = self.signed.iter().find(|one| one.contract.id == contract.id) else {
            return Ok(());
        };
        let programme = signed.programme;
        let all = signed.dated(self.briefings_of(contract.id), &ClosedDays::default());
        let is_owed = |due: &&DatedObligation| {
            due.evidence == Evidence::Filing && due.owed_by == Side::Contractor && due.last_on <= until
        };
        for due in all.iter().filter(is_owed) {
            let Some(code) = due.rule.strip_prefix("filing/") else { continue };
            if self.answer_to(contract.id, due).is_some() {
                continue;
            }
            let (words, name) = (format!("{}です。", due.title), format!("{}.txt", due.title));
            let taken = match due.decision {
                Decision::None => None,
                Decision::Receipt => Some(("received", officer, "")),
                Decision::Approval => Some(("approved", officer, "")),
            };
            self.filing(
                contract,
                programme,
                &Handed {
                    code,
                    occurrence: Some((&due.occurrence, due.event_on, due.due_on)),
                    subject: "",
                    said: &[],
                    words: &words,
                    file: Some((&name, &words)),
                    by,
                    on: due.due_on,
                    decided: taken,
                    replaces: None,
                },
            )?;
        }
        Ok(())
    }

    /// What became of the report that answers it, where it was begun: none of the story's is accepted.
    fn by_report(&self, signed: &Signed, due: &DatedObligation) -> Progress {
        let is_it = |row: &&Value| {
            let (course, from) = (row["course_id"].as_str(), row["period"].as_str().unwrap_or_default());
            let names = match course {
                Some(course) => [format!("course:{course}"), format!("course:{course}/from:{from}")],
                None => ["end".to_owned(), format!("from:{from}")],
            };
            row["contract_id"] == signed.contract.id.to_string() && names.contains(&due.occurrence)
        };
        match self.rows.of("report").iter().find(is_it) {
            Some(row) if row["state"] == "submitted" => Progress::HandedIn(day_of(&row["submitted_at"])),
            Some(_) => Progress::Open,
            None if signed.leaves_to_play(due) => Progress::Open,
            None => self.by_day(due),
        }
    }

    /// Something that came up under a contract, told by somebody.
    pub fn occasion(&mut self, contract: &Contract, came_up: Arisen, by: Uuid) {
        let id = self.id();
        self.rows.add("occasion", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "occasion": came_up.occasion.code(), "key": came_up.key,
            "happened_on": iso(came_up.on), "subject": came_up.subject, "due_on": came_up.due_on.map(iso), "told_at": moment(came_up.on, 16, 30), "told_by": by
        }));
        if let Some(signed) = self.signed.iter_mut().find(|signed| signed.contract.id == contract.id) {
            signed.arisen.push(came_up);
        }
    }
}

/// Whether something that came up is this row's.
fn names(occurrence: &str, id: &Value) -> bool {
    id.as_str().is_some_and(|id| occurrence.ends_with(&format!(":{id}")))
}

/// The day of a moment, which stands in the time of Japan.
fn day_of(moment: &Value) -> String {
    moment.as_str().and_then(|text| text.get(..10)).unwrap_or_default().to_owned()
}
