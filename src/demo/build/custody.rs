//! 誓約書 and 教育・訓練 of a contract's custodians.

use serde_json::json;
use time::{Date, Duration};
use uuid::Uuid;

use super::{Account, Build, Contract, Custodian, Made, iso, moment};
use crate::{
    lessons::{db::Words, questions, starter},
    permits::{
        db::{Decision, Said},
        kinds::Kind,
    },
    pledges::words,
    sealing::Unit,
};

/// A lesson that was given, and how far its report got.
#[derive(Clone, Copy, Debug)]
pub struct Taught<'a> {
    /// `protection` (with the test that ships) or `drill`.
    pub kind: &'a str,
    pub title: &'a str,
    pub on: Date,
    /// What the ward was told; `None` while it was told nothing.
    pub report: Option<&'a str>,
    /// Who of the ward received it.
    pub received: Option<&'a Account>,
}

/// For how long after its last day a contract's papers are still printed.
const LAST_PAPERS: Duration = Duration::days(60);

impl Build<'_> {
    /// Somebody's own pledge under a contract, three days before it began, received by the ward the next day if at all.
    pub fn pledge(&mut self, contract: &Contract, who: &Custodian, received: Option<&Account>) {
        let (id, day) = (self.id(), contract.starts_on - Duration::days(3));
        self.rows.add("pledge", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "account_id": who.account, "means": "electronic", "wording": words::WORDING,
            "words": words::today(), "given_on": iso(day), "handed_at": moment(day, 9, 10), "handed_by": who.account, "sealed": null, "file": null,
            "file_kind": null, "file_size": null, "file_sha256": null, "state": if received.is_some() { "received" } else { "given" },
            "decided_at": received.map(|_| moment(day + Duration::days(1), 10, 30)), "decided_by": received.map(|by| by.id), "reason": null,
            "version": if received.is_some() { 2 } else { 1 }
        }));
    }

    /// A permit from the contract's first day through its last, or through the weeks of its last papers when it covers files;
    /// applied for by `manager`, in force when somebody of the ward approved it.
    pub fn permit(
        &mut self,
        contract: &Contract,
        (kind, covers_files): (Kind, bool),
        manager: &Custodian,
        approved: Option<&Account>,
    ) -> Made {
        let (id, unit, day) = (self.id(), Unit::Unit(contract.id), contract.starts_on - Duration::days(4));
        let example = |hint: &str| hint.split_once("例：").map_or(hint, |(_, example)| example).to_owned();
        let said =
            Said(kind.fields().iter().map(|field| (field.name.to_owned(), example(field.hint))).collect());
        let sealed = self.seal(unit, contract.ward, id, 1, &said)?;
        let words = Decision("使った日ごとに、戻したことを確かめて記録してください。".into());
        let decision = approved.map(|_| self.seal(unit, contract.ward, id, 2, &words)).transpose()?;
        let from = if approved.is_some() { contract.starts_on } else { self.today };
        let applied = if approved.is_some() { day } else { self.day(-1) };
        let to = contract.ends_on + if covers_files { LAST_PAPERS } else { Duration::ZERO };
        self.rows.add("permit", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "kind": kind.code(), "starts_on": iso(from), "ends_on": iso(to),
            "covers_files": covers_files, "applied_at": moment(applied, 13, 20), "applied_by": manager.account, "follows": null,
            "state": if approved.is_some() { "approved" } else { "applied" }, "decided_at": approved.map(|_| moment(day + Duration::days(1), 16, 40)),
            "decided_by": approved.map(|by| by.id), "decision": decision, "suspension_checked_on": null, "gangs_checked_on": null, "ended_at": null,
            "ended_by": null, "ending": null, "ending_version": null, "version": if approved.is_some() { 2 } else { 1 }
        }));
        self.rows.add("permit_words", json!({
            "ward_id": contract.ward, "id": id, "version": 1, "contract_id": contract.id, "made_by": manager.account, "sealed": sealed
        }));
        Ok(())
    }

    /// What a contractor's person wrote in their own words, apart from its row.
    pub(super) fn words(
        &mut self,
        table: &'static str,
        contract: &Contract,
        of: Uuid,
        by: &Custodian,
        sealed: &str,
    ) {
        self.rows.add(table, json!({
            "ward_id": contract.ward, "id": of, "contract_id": contract.id, "made_by": by.account, "sealed": sealed
        }));
    }

    /// The two permits under which a contractor may print and export.
    pub fn permit_files(&mut self, contract: &Contract, staff: &[Custodian], officer: &Account) -> Made {
        let Some(manager) = staff.first() else { return Ok(()) };
        self.permit(contract, (Kind::TakeOut, true), manager, Some(officer))?;
        self.permit(contract, (Kind::Copying, true), manager, Some(officer))
    }

    /// A lesson that everybody passed or attended once it is reported, and has still to take until then; the first of
    /// `people` prepared, gave and reported it, and has no result of their own.
    pub fn lesson(&mut self, contract: &Contract, taught: &Taught<'_>, people: &[Custodian]) -> Made {
        let Some(manager) = people.first() else { return Ok(()) };
        let is_drill = taught.kind == "drill";
        let asked =
            if is_drill { Vec::new() } else { questions::read(starter::QUESTIONS).unwrap_or_default() };
        let id = self.id();
        let words = taught.report.map(|text| Words(text.to_owned()));
        let report = words
            .map(|words| self.seal(Unit::Unit(contract.id), contract.ward, id, 2, &words))
            .transpose()?;
        let state = match (taught.report, taught.received) {
            (Some(_), Some(_)) => "received",
            (Some(_), None) => "reported",
            (None, _) => "open",
        };
        let version = match state {
            "received" => 3,
            "reported" => 2,
            _ => 1,
        };
        self.rows.add("lesson", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "kind": taught.kind, "title": taught.title, "held_on": iso(taught.on),
            "materials": if is_drill { "教室の途中で参加者が倒れたことを想定し、119番・AED・家族への連絡・区への第一報を順に行った。" } else { starter::MATERIALS },
            "questions": asked, "pass_mark": if is_drill { 0 } else { starter::PASS_MARK }, "made_at": moment(taught.on, 9, 0), "made_by": manager.account,
            "state": state, "report": report, "report_version": taught.report.map(|_| 2), "reported_at": taught.report.map(|_| moment(taught.on, 17, 0)),
            "reported_by": taught.report.map(|_| manager.account), "decided_at": taught.received.map(|_| moment(taught.on + Duration::days(1), 11, 0)),
            "decided_by": taught.received.map(|by| by.id), "reason": null, "reason_version": null, "version": version
        }));
        for one in people.iter().skip(1).filter(|_| taught.report.is_some()) {
            let result = self.id();
            self.rows.add("lesson_result", json!({
                "ward_id": contract.ward, "id": result, "contract_id": contract.id, "lesson_id": id, "account_id": one.account, "taken_on": iso(taught.on),
                "score": (!is_drill).then_some(asked.len()), "passed": true, "recorded_at": moment(taught.on, 15, 0),
                "recorded_by": if is_drill { manager.account } else { one.account }
            }));
        }
        Ok(())
    }
}
