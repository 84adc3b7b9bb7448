//! 調査票・計画・点検 of a contract, as far as the other side got with each.

use serde_json::json;

use super::{Build, Contract, Made, iso, moment};
use crate::{
    sealing::Unit,
    surveys::sheets::{Answer, Answers, Ask, sheet},
    vocab::side::Side,
};

/// How far a sheet got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    Draft,
    Submitted,
    /// By whom of the other side.
    Accepted(uuid::Uuid),
}

impl Build<'_> {
    /// A プライバシーマーク that runs out on a day, registered by `from`; confirmed by `confirmed`, or still waiting.
    pub fn certificate(
        &mut self,
        contract: &Contract,
        name: &str,
        to: time::Date,
        (from, confirmed): (uuid::Uuid, Option<uuid::Uuid>),
    ) {
        let (id, day) = (self.id(), contract.starts_on - time::Duration::days(6));
        self.rows.add("certificate", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "kind": "privacy_mark", "name": name, "number": "第10860001(05)号",
            "valid_from": iso(to - time::Duration::days(730)), "valid_to": iso(to), "registered_at": moment(day, 10, 0), "registered_by": from,
            "state": if confirmed.is_some() { "confirmed" } else { "registered" }, "decided_at": confirmed.map(|_| moment(day, 15, 0)),
            "decided_by": confirmed, "reason": "", "version": if confirmed.is_some() { 2 } else { 1 }
        }));
    }

    /// A first version of a sheet, whole, written by `from`. `words` stand beside every answer.
    pub fn survey(
        &mut self,
        contract: &Contract,
        (form, words): (&str, &str),
        from: uuid::Uuid,
        reached: Reached,
    ) -> Made {
        let Some(sheet) = sheet(form) else { return Ok(()) };
        let answer = |ask: Ask| match ask {
            Ask::YesNo | Ask::Kept => Answer { choice: "yes".into(), words: words.into() },
            Ask::Words => Answer { choice: String::new(), words: words.into() },
        };
        let answers =
            Answers(sheet.questions.iter().map(|one| (one.code.clone(), answer(one.ask))).collect());
        let (state, version, accepted) = match reached {
            Reached::Draft => ("draft", 1, None),
            Reached::Submitted => ("submitted", 2, None),
            Reached::Accepted(by) => ("accepted", 3, Some(by)),
        };
        let is_out = reached != Reached::Draft;
        let (id, day) = (self.id(), contract.starts_on - time::Duration::days(6));
        let sealed = self.seal(Unit::Unit(contract.id), contract.ward, id, 1, &answers)?;
        self.rows.add("survey", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "form": form, "owed_by": if sheet.owed_by == Side::Ward { "ward" } else { "contractor" },
            "number": 1, "state": state, "sealed": sealed, "sealed_version": 1,
            "made_at": moment(day, 9, 0), "made_by": from, "submitted_at": is_out.then(|| moment(day, 16, 0)), "submitted_by": is_out.then_some(from),
            "decided_at": accepted.map(|_| moment(day + time::Duration::days(1), 11, 0)), "decided_by": accepted, "reason": null, "reason_version": null,
            "correction": null, "correction_version": null, "correction_at": null, "correction_by": null, "version": version
        }));
        Ok(())
    }
}
