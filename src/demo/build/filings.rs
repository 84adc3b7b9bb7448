//! 提出物, as far as the other side got with each.

use serde_json::json;
use time::{Date, Duration};
use uuid::Uuid;

use super::{Account, Build, Contract, Made, bytes, iso, moment};
use crate::{
    filings::{Content, Said},
    programmes::Definition,
    sealing::{Place, Unit},
};

/// A paper that was handed in.
#[derive(Clone, Copy, Debug)]
pub struct Handed<'a> {
    /// Which one of the programme.
    pub code: &'a str,
    /// What it is for, and when that was due.
    pub occurrence: Option<(&'a str, Date, Date)>,
    pub subject: &'a str,
    /// 記載事項
    pub said: &'a [(&'a str, &'a str)],
    pub words: &'a str,
    /// Name and text of a file.
    pub file: Option<(&'a str, &'a str)>,
    pub by: Uuid,
    pub on: Date,
    /// `received`, `approved` or `returned`, by whom, and why it was returned.
    pub decided: Option<(&'a str, &'a Account, &'a str)>,
    pub replaces: Option<Uuid>,
}

impl Build<'_> {
    /// A paper of the contractor, handed in at two in the afternoon and decided on the next day.
    pub fn filing(&mut self, contract: &Contract, programme: &Definition, handed: &Handed) -> Made<Uuid> {
        let Some(filing) = programme.filings.iter().find(|filing| filing.code == handed.code) else {
            return Err(super::DemoProblem::Page(format!("no paper {}", handed.code)));
        };
        let (id, unit, ward) = (self.id(), Unit::Unit(contract.id), contract.ward);
        let remark = match handed.decided {
            Some(("returned", _, why)) => {
                Some(self.seal(unit, ward, id, 2, &crate::filings::Remark(why.to_owned()))?)
            }
            _ => None,
        };
        let decided_at = handed.decided.map(|_| moment(handed.on + Duration::days(1), 10, 30));
        self.rows.add("filing", json!({
            "ward_id": ward, "id": id, "contract_id": contract.id, "code": filing.code, "title": filing.title,
            "occurrence": handed.occurrence.map_or("", |(key, ..)| key), "subject": handed.subject, "side": "contractor",
            "decision": crate::filings::decision_code(filing.decision),
            "event_on": handed.occurrence.map(|(_, on, _)| iso(on)), "due_on": handed.occurrence.map(|(.., due)| iso(due)),
            "last_on": handed.occurrence.map(|(.., due)| iso(due)), "day_on": null, "replaces": handed.replaces,
            "state": handed.decided.map_or("filed", |(state, ..)| state), "filed_at": moment(handed.on, 14, 5), "filed_by": handed.by,
            "decided_at": decided_at, "decided_by": handed.decided.map(|(_, by, _)| by.id), "remark": remark,
            "version": if handed.decided.is_some() { 2 } else { 1 }
        }));
        self.filing_content(contract, id, handed)?;
        Ok(id)
    }

    fn filing_content(&mut self, contract: &Contract, id: Uuid, handed: &Handed) -> Made {
        let (unit, ward) = (Unit::Unit(contract.id), contract.ward);
        let content = Content {
            said: handed
                .said
                .iter()
                .map(|(label, value)| Said { label: (*label).into(), value: (*value).into() })
                .collect(),
            words: handed.words.to_owned(),
            file_name: handed.file.map(|(name, _)| name.to_owned()),
        };
        let sealed = self.seal(unit, ward, id, 1, &content)?;
        let file = match handed.file {
            Some((_, text)) => {
                let place = Place { ward, row: id, version: 1 };
                Some(bytes(&self.keys.seal_raw(unit, crate::filings::FILE, place, text.as_bytes())?))
            }
            None => None,
        };
        let text = handed.file.map(|(_, text)| text);
        self.rows.add("filing_content", json!({
            "ward_id": ward, "id": id, "contract_id": contract.id, "filed_by": handed.by, "sealed": sealed, "file": file,
            "file_kind": text.map(|_| "txt"), "file_size": text.map(str::len), "file_sha256": text.map(|text| bytes(&crate::filings::sha256(text.as_bytes())))
        }));
        Ok(())
    }
}
