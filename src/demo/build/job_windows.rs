//! 保守作業 of an operator under a contract.

use serde_json::json;
use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339, macros::offset};
use uuid::Uuid;

use super::{Account, Build, Contract, Made, Seen, Ward};
use crate::{
    job_windows::{Application, Decision, Place, Report},
    sealing::Unit,
};

/// A job window, applied for somewhat over a day before it begins.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    pub operator: &'a Account,
    /// Who of the ward decided, and later confirmed.
    pub admin: &'a Account,
    pub from: OffsetDateTime,
    pub hours: i64,
    pub purpose: &'a str,
    pub touches: &'a str,
    pub reached: Step<'a>,
}

/// How far it got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    Applied,
    Approved,
    /// With what was done.
    Reported(&'a str),
    Confirmed(&'a str),
}

impl<'a> Step<'a> {
    /// The state and version of its row, and the report.
    fn row(self) -> (&'static str, i32, Option<&'a str>) {
        match self {
            Self::Applied => ("applied", 1, None),
            Self::Approved => ("approved", 2, None),
            Self::Reported(done) => ("reported", 3, Some(done)),
            Self::Confirmed(done) => ("confirmed", 4, Some(done)),
        }
    }
}

impl Build<'_> {
    /// What was reported was also done: it stands in the audit stream.
    pub fn job_window(&mut self, ward: &Ward, contract: &Contract, job: &Job<'_>) -> Made<Uuid> {
        let (id, unit) = (self.id(), Unit::Unit(contract.id));
        let (state, version, done) = job.reached.row();
        let said = Application {
            purpose: job.purpose.into(),
            touches: job.touches.into(),
            people: "保守担当 沢田".into(),
            witness: "担当課の職員が、始まりと終わりを電話で確かめる".into(),
        };
        let sealed = self.seal(unit, contract.ward, id, 1, &said)?;
        let decided = (version > 1).then_some(job.admin.id);
        let decision = Decision("始める前と終わった後に、担当課へ電話してください。".into());
        let decision = decided.map(|_| self.seal(unit, contract.ward, id, 2, &decision)).transpose()?;
        let report = done.map(|done| Report { done: done.to_owned(), data: String::new() });
        let report = report.map(|report| self.seal(unit, contract.ward, id, 3, &report)).transpose()?;
        let to = job.from + Duration::hours(job.hours);
        let (reported_at, confirmed) = (to + Duration::minutes(20), state == "confirmed");
        self.rows.add("job_window", json!({
            "ward_id": contract.ward, "id": id, "contract_id": contract.id, "operator_id": job.operator.id, "place": Place::Remote.code(),
            "starts_at": text(job.from), "ends_at": text(to), "sealed": sealed, "applied_at": text(job.from - Duration::hours(25)), "state": state,
            "decided_at": decided.map(|_| text(job.from - Duration::hours(18))), "decided_by": decided, "decision": decision, "ended_at": null,
            "ended_by": null, "ending": null, "reported_at": done.map(|_| text(reported_at)), "touched_data": done.map(|_| false),
            "report": report, "report_version": done.map(|_| 3), "confirmed_at": confirmed.then(|| text(reported_at + Duration::hours(16))),
            "confirmed_by": confirmed.then_some(job.admin.id), "version": version
        }));
        if done.is_some() {
            for (minutes, action) in [
                (2, "job_window.enter"),
                (2, "login.switch"),
                (3, "maintenance.view"),
                (48, "maintenance.view"),
            ] {
                let at = text(job.from + Duration::minutes(minutes));
                self.remember(job.operator, ward, &at, action, &Seen::object(id).under(contract));
            }
        }
        Ok(id)
    }
}

/// An instant as text, on a Japanese clock.
fn text(at: OffsetDateTime) -> String {
    at.to_offset(offset!(+9)).format(&Rfc3339).unwrap_or_default()
}
