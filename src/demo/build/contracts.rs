//! Contracts with their clauses, 従事者名簿 and obligations.

use serde_json::{Value, json};
use time::Date;
use uuid::Uuid;

use super::{Account, Build, Contractor, Made, Ward, iso, moment};
use crate::{
    contracts::clauses::{self, SplitClause},
    filings::{
        decision_code,
        occurrences::{BriefingDay, ContractDays, CourseDays},
    },
    obligations::{
        Arisen, Binding, BoundClause, ClauseRef, DatedObligation, Evidence, Facts, dated_obligations,
        paper_rule, propose,
    },
    programmes::{
        Definition, Term,
        definition::{FeeSchedule, Price},
    },
    sealing::Unit,
    vocab::{business_days::ClosedDays, dates::fiscal_year},
};

#[derive(Clone, Debug)]
pub struct Contract {
    pub id: Uuid,
    pub ward: Uuid,
    pub contractor: Uuid,
    pub number: String,
    pub title: String,
    pub starts_on: Date,
    pub ends_on: Date,
}

/// A line of a 従事者名簿.
#[derive(Clone, Debug)]
pub struct Custodian {
    pub designation: Uuid,
    pub account: Uuid,
    pub organisation: String,
    pub job: &'static str,
}

/// What a new contract is made of.
pub struct NewContract<'a> {
    pub number: &'a str,
    pub title: &'a str,
    pub programme: &'static Definition,
    pub starts_on: Date,
    pub ends_on: Date,
    /// `draft`, `signed`, `active`, `closing` or `closed`.
    pub state: &'a str,
    pub clause_set: Option<&'a ClauseSet>,
}

/// An imported 特記事項, every clause confirmed as proposed.
pub struct ClauseSet {
    id: Uuid,
    name: String,
    texts: Vec<SplitClause>,
    clauses: Vec<BoundClause>,
}

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

impl Build<'_> {
    /// Imports a paper the way a ward officer does.
    pub fn clause_set(&mut self, ward: &Ward, name: &str, paper: &str) -> Made<ClauseSet> {
        let clauses = clauses::split(paper)?.clauses;
        let (id, bound) = self.version(ward, (name, 1, None), &clauses, clauses.len());
        Ok(ClauseSet { id, name: name.to_owned(), texts: clauses, clauses: bound })
    }

    /// The next version of a set, its last clause still to be confirmed.
    pub fn next_version(&mut self, ward: &Ward, set: &ClauseSet) {
        let last = set.texts.len().saturating_sub(1);
        self.version(ward, (&set.name, 2, Some(set.id)), &set.texts, last);
    }

    /// A set whose first clauses were confirmed as proposed.
    fn version(
        &mut self,
        ward: &Ward,
        (name, number, follows): (&str, i32, Option<Uuid>),
        clauses: &[SplitClause],
        confirmed: usize,
    ) -> (Uuid, Vec<BoundClause>) {
        let id = self.id();
        self.rows.add("clause_set", json!({
            "ward_id": ward.id, "id": id, "name": name, "kind": "clauses", "version": number, "follows": follows, "made_at": moment(self.day(-200), 10, 0)
        }));
        let mut bound = Vec::with_capacity(clauses.len());
        for (nth, clause) in clauses.iter().enumerate() {
            let clause_id = self.id();
            self.rows.add("clause", json!({
                "ward_id": ward.id, "id": clause_id, "clause_set_id": id, "number": clause.number, "label": clause.label, "heading": clause.heading,
                "heading_inherited": clause.heading_inherited, "body": clause.text, "items": clause.items
            }));
            if nth < confirmed {
                bound.push(self.confirmed(ward, id, clause));
            }
        }
        (id, bound)
    }

    fn confirmed(&mut self, ward: &Ward, set: Uuid, clause: &SplitClause) -> BoundClause {
        let proposed = Binding::of_proposal(&propose(clause));
        let nothing = || Binding { rules: Vec::new(), reason: "手続きのない定めです。".into() };
        let (as_proposed, binding) = (proposed.is_some(), proposed.unwrap_or_else(nothing));
        self.rows.add("clause_binding", json!({
            "ward_id": ward.id, "clause_set_id": set, "clause_number": clause.number, "version": 1, "rules": binding.rules, "reason": binding.reason,
            "as_proposed": as_proposed, "confirmed_at": moment(self.day(-199), 15, 0), "confirmed_by": null
        }));
        let label = clause.label.clone();
        BoundClause { clause: ClauseRef { set, number: clause.number, label }, binding }
    }

    /// A contract with the programme's information items, its key; once signed, it will have obligations.
    pub fn contract(&mut self, ward: &Ward, contractor: &Contractor, new: &NewContract) -> Made<Contract> {
        let version = self.published(ward, new.programme);
        let id = self.id();
        self.make_key(Unit::Unit(id))?;
        let items: Vec<&str> = new.programme.information_items.iter().map(|item| item.code()).collect();
        let signed_on = new.starts_on - time::Duration::days(10);
        self.rows.add("contract", json!({
            "ward_id": ward.id, "id": id, "number": new.number, "title": new.title, "programme_version_id": version, "department_id": ward.department,
            "contractor_id": contractor.id, "fiscal_year": fiscal_year(new.starts_on), "starts_on": iso(new.starts_on), "ends_on": iso(new.ends_on),
            "items": items, "state": new.state,
            "signed_on": (new.state != "draft").then(|| signed_on.to_string()), "version": 1
        }));
        if let Some(set) = new.clause_set {
            let text = self.id();
            self.rows.add("contract_text", json!({
                "ward_id": ward.id, "id": text, "contract_id": id, "clause_set_id": set.id, "applied_at": moment(self.day(-198), 10, 0),
                "applied_by": null, "ended_at": null, "ended_by": null
            }));
        }
        for (nth, code) in agreed(new.programme).into_iter().enumerate() {
            let yen = [18_000, 12_000, 9_000, 4_500][nth % 4];
            self.rows.add("contract_price", json!({
                "ward_id": ward.id, "contract_id": id, "code": code, "from_on": iso(new.starts_on), "yen": yen
            }));
        }
        let contract = Contract {
            id,
            ward: ward.id,
            contractor: contractor.id,
            number: new.number.into(),
            title: new.title.into(),
            starts_on: new.starts_on,
            ends_on: new.ends_on,
        };
        if new.state != "draft" {
            let clauses = new.clause_set.map(|set| set.clauses.clone()).unwrap_or_default();
            let courses = Vec::new();
            let (contract, programme) = (contract.clone(), new.programme);
            self.signed.push(Signed { contract, programme, signed_on, clauses, courses, arisen: Vec::new() });
        }
        Ok(contract)
    }

    /// The ward's published version of a preset, taken over once.
    fn published(&mut self, ward: &Ward, programme: &Definition) -> Uuid {
        let of_ward = |row: &&Value| {
            row["ward_id"] == ward.id.to_string() && row["definition"]["code"] == programme.code
        };
        let known = self.rows.of("programme_version").iter().find(of_ward);
        if let Some(id) = known.and_then(|row| row["id"].as_str()).and_then(|id| id.parse().ok()) {
            return id;
        }
        let (id, version) = (self.id(), self.id());
        self.rows.add(
            "programme",
            json!({ "ward_id": ward.id, "id": id, "code": programme.code, "name": programme.name }),
        );
        let at = moment(self.day(-220), 10, 0);
        self.rows.add("programme_version", json!({
            "ward_id": ward.id, "id": version, "programme_id": id, "number": 1, "state": "published", "definition": programme,
            "note": "ひな形から作成", "made_at": at, "made_by": null, "published_at": at, "published_by": null, "retired_at": null, "version": 1
        }));
        version
    }

    /// The next version of a programme that a contract of the ward has, as an officer's draft with fewer places.
    pub fn draft(&mut self, ward: &Ward, programme: &Definition) {
        let published = self.published(ward, programme);
        let is_it = |row: &&Value| row["id"] == published.to_string();
        let found = self.rows.of("programme_version").iter().find(is_it);
        let Some(of) = found.map(|row| row["programme_id"].clone()) else { return };
        let mut definition = programme.clone();
        definition.places.capacity =
            definition.places.capacity.saturating_sub(2).max(definition.places.minimum);
        let (version, at) = (self.id(), moment(self.day(-3), 15, 0));
        self.rows.add("programme_version", json!({
            "ward_id": ward.id, "id": version, "programme_id": of, "number": 2, "state": "draft", "definition": definition,
            "note": "", "made_at": at, "made_by": null, "published_at": null, "published_by": null, "retired_at": null, "version": 1
        }));
    }

    /// The obligations of every signed contract, by its courses as they stand.
    pub(super) fn obligations(&mut self) {
        let closed = ClosedDays::default();
        for signed in std::mem::take(&mut self.signed) {
            let briefings = self.briefings_of(signed.contract.id);
            for due in signed.dated(briefings, &closed) {
                self.obligation(signed.contract.id, signed.contract.ward, &due);
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

    fn obligation(&mut self, contract: Uuid, ward: Uuid, due: &DatedObligation) {
        // A period's report is done with its own acceptance, which the demo leaves to play.
        let is_report = due.evidence == Evidence::Report && due.occurrence.contains("from:");
        let is_past = if due.evidence == Evidence::Filing {
            self.has_paper(contract, due)
        } else {
            due.due_on < self.day(-7) && !is_report
        };
        let id = self.id();
        self.rows.add("obligation", json!({
            "ward_id": ward, "id": id, "contract_id": contract, "rule": due.rule, "occurrence": due.occurrence, "title": due.title, "clauses": due.clauses,
            "owed_by": due.owed_by.code(), "event_on": iso(due.event_on), "due_on": iso(due.due_on), "last_on": iso(due.last_on),
            "explanation": due.explanation, "evidence": due.evidence.code(), "decision": decision_code(due.decision),
            "gate": due.gate.map(crate::obligations::Gate::code), "remind_on": iso(due.remind_on), "escalate_on": iso(due.escalate_on),
            "state": if is_past { "done" } else { "open" }, "done_on": is_past.then(|| due.due_on.to_string()), "done_by": null, "note": "", "version": 1
        }));
    }

    /// Whether the paper was handed in and needs no further decision.
    fn has_paper(&self, contract: Uuid, due: &DatedObligation) -> bool {
        let is_it = |row: &&Value| {
            row["contract_id"] == contract.to_string()
                && row["code"].as_str().map(paper_rule).as_ref() == Some(&due.rule)
                && row["occurrence"] == due.occurrence
        };
        let is_settled = |row: &Value| {
            row["state"] == "received" || row["state"] == "approved" || row["decision"] == "none"
        };
        self.rows.of("filing").iter().filter(is_it).any(is_settled)
    }

    /// Something that came up under a contract, told by somebody of the ward.
    pub fn occasion(&mut self, contract: &Contract, came_up: Arisen, by: &Account) {
        let id = self.id();
        self.rows.add("occasion", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "occasion": came_up.occasion.code(), "key": came_up.key,
            "happened_on": iso(came_up.on), "subject": came_up.subject, "told_at": moment(came_up.on, 16, 30), "told_by": by.id
        }));
        if let Some(signed) = self.signed.iter_mut().find(|signed| signed.contract.id == contract.id) {
            signed.arisen.push(came_up);
        }
    }

    /// A 従事者名簿 that the ward accepted on the day before the contract began.
    pub fn roster_accepted(
        &mut self,
        contract: &Contract,
        by: &Account,
        people: &[(&Account, &'static str, &'static str)],
    ) -> Vec<Custodian> {
        let day = contract.starts_on - time::Duration::days(5);
        let manager = people.first().map(|(account, ..)| account.id);
        let id = self.id();
        self.rows.add("roster", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "number": 1, "state": "accepted", "submitted_at": moment(day, 11, 20), "submitted_by": manager,
            "decided_at": moment(day, 15, 5), "decided_by": by.id, "return_reason": null, "version": 3
        }));
        self.designations(contract, id, people)
    }

    /// A 従事者名簿 the ward has still to accept (`submitted`), or sent back with a reason (`returned`).
    pub fn roster_pending(
        &mut self,
        contract: &Contract,
        number: i32,
        returned: Option<(&Account, &str)>,
        people: &[(&Account, &'static str, &'static str)],
    ) -> Uuid {
        let manager = people.first().map(|(account, ..)| account.id);
        let id = self.id();
        self.rows.add("roster", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "number": number, "state": if returned.is_some() { "returned" } else { "submitted" },
            "submitted_at": moment(self.day(-3), 17, 40), "submitted_by": manager, "decided_at": returned.map(|_| moment(self.day(-1), 9, 15)),
            "decided_by": returned.map(|(by, _)| by.id), "return_reason": returned.map(|(_, why)| why), "version": 2
        }));
        self.designations(contract, id, people);
        id
    }

    /// The first of `people` is the 取扱責任者.
    fn designations(
        &mut self,
        contract: &Contract,
        roster: Uuid,
        people: &[(&Account, &'static str, &'static str)],
    ) -> Vec<Custodian> {
        let mut made = Vec::new();
        for (index, (account, job, qualification)) in people.iter().enumerate() {
            let id = self.id();
            self.rows.add("designation", json!({
                "ward_id": contract.ward, "id": id, "contract_id": contract.id, "roster_id": roster, "account_id": account.id,
                "custody": if index == 0 { "custodian_manager" } else { "custodian" }, "job": job, "qualification": qualification,
                "work_place": "教室会場・法人事務所", "valid_from": iso(contract.starts_on - time::Duration::days(30)), "valid_to": null
            }));
            made.push(Custodian {
                designation: id,
                account: account.id,
                organisation: account.organisation.clone(),
                job,
            });
        }
        made
    }
}

/// The prices a programme leaves to its contracts, by code.
fn agreed(programme: &Definition) -> Vec<String> {
    let mut codes: Vec<String> = programme
        .fees
        .iter()
        .flat_map(FeeSchedule::prices)
        .filter_map(|price| match price {
            Price::Contract { code, .. } => Some(code.clone()),
            Price::Yen(_) => None,
        })
        .collect();
    codes.dedup();
    codes
}
