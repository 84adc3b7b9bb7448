//! Contracts with their clauses, 従事者名簿 and obligations.

use serde_json::{Value, json};
use time::Date;
use uuid::Uuid;

use super::{Account, Build, Contractor, Made, Signed, Ward, iso, moment};
use crate::{
    contracts::clauses::{self, SplitClause},
    obligations::{Binding, BoundClause, ClauseRef, propose},
    programmes::{
        Definition,
        definition::{FeeSchedule, Price},
    },
    sealing::Unit,
    vocab::dates::fiscal_year,
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

/// A contract is signed so long before it begins; nobody works under it earlier.
const SIGNED_BEFORE: time::Duration = time::Duration::days(10);

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
                bound.push(self.confirmed(ward, (id, number), clause));
            }
        }
        (id, bound)
    }

    /// As proposed; the second version of a set asks for the training twice a year.
    fn confirmed(&mut self, ward: &Ward, (set, version): (Uuid, i32), clause: &SplitClause) -> BoundClause {
        let proposed = Binding::of_proposal(&propose(clause));
        let nothing = || Binding { rules: Vec::new(), reason: "手続きのない定めです。".into() };
        let mut binding = proposed.clone().unwrap_or_else(nothing);
        for rule in binding.rules.iter_mut().filter(|rule| version > 1 && rule.code == "training") {
            rule.parameters.every_months = Some(6);
        }
        let as_proposed = proposed.as_ref() == Some(&binding);
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
        let signed_on = new.starts_on - SIGNED_BEFORE;
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
            self.signed.push(Signed::new(&contract, new.programme, signed_on, clauses));
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
        self.designations(contract, id, contract.starts_on - SIGNED_BEFORE, people)
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
        self.designations(contract, id, self.day(0), people);
        id
    }

    /// The first of `people` is the 取扱責任者; all begin on the day `from`.
    fn designations(
        &mut self,
        contract: &Contract,
        roster: Uuid,
        from: Date,
        people: &[(&Account, &'static str, &'static str)],
    ) -> Vec<Custodian> {
        let mut made = Vec::new();
        for (index, (account, job, qualification)) in people.iter().enumerate() {
            let id = self.id();
            self.rows.add("designation", json!({
                "ward_id": contract.ward, "id": id, "contract_id": contract.id, "roster_id": roster, "account_id": account.id,
                "custody": if index == 0 { "custodian_manager" } else { "custodian" }, "job": job, "qualification": qualification,
                "work_place": "教室会場・法人事務所", "valid_from": iso(from), "valid_to": null
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
