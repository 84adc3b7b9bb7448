//! 違反と対応, as far as they got.

use serde_json::{Value, json};
use time::{Date, Duration};
use uuid::Uuid;

use super::{Account, Build, Contract, Custodian, Made, iso, moment};
use crate::{
    breaches::{
        BreachWords, ConsequenceKind, DecisionWords, NoticeWords, Outcome, StatementWords, came_up, owed,
    },
    sealing::Unit,
    vocab::ids::BreachId,
};

/// A clause that was broken: the contractor stated its case to a guidance that stands, and may state it to a publication.
#[derive(Clone, Copy, Debug)]
pub struct Broken<'a> {
    /// When the ward noticed it.
    pub on: Date,
    pub what: &'a str,
    pub guidance: &'a str,
    pub statement: &'a str,
    pub reason: &'a str,
    pub improve: &'a str,
    pub publication: &'a str,
    pub officer: &'a Account,
    pub by: &'a Custodian,
}

/// A damage without a breach, agreed on and paid in part.
#[derive(Clone, Copy, Debug)]
pub struct Damaged<'a> {
    pub on: Date,
    pub what: &'a str,
    pub claim: &'a str,
    pub payee: &'a str,
    /// Yen that are owed, and those that came in.
    pub owed: i64,
    pub paid: i64,
    pub officer: &'a Account,
}

/// What is told: which kind, when, until when the case may be stated.
struct Told<'a> {
    breach: Uuid,
    kind: ConsequenceKind,
    on: Date,
    state_by: Date,
    words: &'a str,
    amount: Option<i64>,
}

impl Build<'_> {
    pub fn breach(&mut self, contract: &Contract, of: &Broken) -> Made {
        let breach = self.record(contract, ("breach", of.on, of.what), of.officer)?;
        self.occasion(contract, came_up(BreachId(breach), of.on), of.officer.id);
        let told = Told {
            breach,
            kind: ConsequenceKind::Guidance,
            on: of.on + Duration::days(1),
            state_by: of.on + Duration::days(8),
            words: of.guidance,
            amount: None,
        };
        let guidance = self.tell(contract, &told, of.officer)?;
        self.state_case(contract, (guidance, told.kind), (told.on + Duration::days(2), of.statement), of.by)?;
        let words = DecisionWords {
            reason: of.reason.to_owned(),
            content: Some(of.improve.to_owned()),
            ..DecisionWords::default()
        };
        let on = of.on + Duration::days(6);
        let (until, nothing) = (on + Duration::days(14), None);
        self.decide(contract, (guidance, told.kind), (on, &words, until, nothing), of.officer)?;
        let told = Told {
            kind: ConsequenceKind::Publication,
            on: of.on + Duration::days(7),
            state_by: of.on + Duration::days(21),
            words: of.publication,
            ..told
        };
        self.tell(contract, &told, of.officer)?;
        Ok(())
    }

    pub fn damage(&mut self, contract: &Contract, of: &Damaged) -> Made {
        let breach = self.record(contract, ("damage", of.on, of.what), of.officer)?;
        let told = Told {
            breach,
            kind: ConsequenceKind::Damages,
            on: of.on,
            state_by: of.on + Duration::days(7),
            words: of.claim,
            amount: Some(of.owed),
        };
        let claim = self.tell(contract, &told, of.officer)?;
        let words = DecisionWords {
            reason: "弁明の期限までに異議がなかったため".into(),
            content: Some(of.payee.to_owned()),
            ..DecisionWords::default()
        };
        let on = of.on + Duration::days(8);
        let pay_by = on + Duration::days(30);
        self.decide(contract, (claim, told.kind), (on, &words, pay_by, Some(of.owed)), of.officer)?;
        self.occasion(contract, owed(BreachId(breach), of.on, pay_by), of.officer.id);
        let (id, paid_on) = (self.id(), on + Duration::days(2));
        self.rows.add("damages_payment", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "consequence_id": claim, "kind": "damages", "number": 1,
            "paid_on": iso(paid_on), "amount": of.paid, "made_at": moment(paid_on, 15, 0), "made_by": of.officer.id
        }));
        Ok(())
    }

    fn record(
        &mut self,
        contract: &Contract,
        (kind, on, what): (&str, Date, &str),
        officer: &Account,
    ) -> Made<Uuid> {
        let id = self.id();
        let clause = self.clause_about(contract, if kind == "damage" { "damages" } else { "secrecy" });
        let words = BreachWords(what.to_owned());
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &words)?;
        self.rows.add("breach", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "kind": kind, "clause_id": clause, "happened_on": iso(on),
            "noticed_on": iso(on), "incident_id": null, "inspection_id": null, "sealed": sealed, "made_at": moment(on, 17, 0), "made_by": officer.id
        }));
        Ok(id)
    }

    fn tell(&mut self, contract: &Contract, told: &Told, officer: &Account) -> Made<Uuid> {
        let id = self.id();
        let clause = self.clause_about(contract, told.kind.code());
        let words = NoticeWords(told.words.to_owned());
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &words)?;
        let planned_on = told.kind.takes_two().then(|| iso(told.state_by + Duration::days(7)));
        self.rows.add("consequence", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "breach_id": told.breach, "kind": told.kind.code(), "clause_id": clause,
            "notified_on": iso(told.on), "state_by": iso(told.state_by), "planned_on": planned_on, "amount": told.amount, "sealed": sealed,
            "made_at": moment(told.on, 17, 30), "made_by": officer.id
        }));
        Ok(id)
    }

    fn state_case(
        &mut self,
        contract: &Contract,
        (consequence, kind): (Uuid, ConsequenceKind),
        (on, words): (Date, &str),
        by: &Custodian,
    ) -> Made {
        let id = self.id();
        let words = StatementWords { words: words.to_owned(), file_name: None };
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &words)?;
        self.rows.add("consequence_statement", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "consequence_id": consequence, "kind": kind.code(),
            "made_at": moment(on, 10, 30), "made_by": by.account
        }));
        self.words("consequence_statement_words", contract, id, by, &sealed);
        Ok(())
    }

    /// It was imposed, until that day and, of damages, in that sum.
    fn decide(
        &mut self,
        contract: &Contract,
        (consequence, kind): (Uuid, ConsequenceKind),
        (on, words, until_on, amount): (Date, &DecisionWords, Date, Option<i64>),
        officer: &Account,
    ) -> Made {
        let id = self.id();
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, words)?;
        self.rows.add("consequence_decision", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "consequence_id": consequence, "kind": kind.code(),
            "outcome": Outcome::Imposed.code(), "from_on": null, "until_on": iso(until_on), "amount": amount, "was_to_end_on": null, "sealed": sealed,
            "made_at": moment(on, 11, 30), "made_by": officer.id
        }));
        Ok(())
    }

    /// The clause that was confirmed to mean a rule, else the first one the contract carries.
    fn clause_about(&self, contract: &Contract, rule: &str) -> Option<String> {
        let signed = self.signed.iter().find(|one| one.contract.id == contract.id)?;
        let clauses = signed.clauses();
        let means = |clause: &&crate::obligations::BoundClause| {
            clause.binding.rules.iter().any(|bound| bound.code == rule)
        };
        let found = &clauses.iter().find(means).or(clauses.first())?.clause;
        let is_it =
            |row: &&Value| row["clause_set_id"] == found.set.to_string() && row["number"] == found.number;
        self.rows.of("clause").iter().find(is_it)?["id"].as_str().map(str::to_owned)
    }
}
