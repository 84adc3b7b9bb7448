//! 同意: what a participant agreed to, each kind of the programme apart: explained when and by whom, agreed or refused, by the
//! person or the family, and taken back at any time. Source: 仙台型 実施仕様書 6(1), 11 (教材), 行政情報の取扱い (情報共有).
//!
//! Invariants: an answer is never rewritten, the latest of a kind holds; one that was taken back stays with its day and reason;
//! names in it are sealed with the key of the course or service. An application keeps its own answers until it is accepted,
//! then they are copied here ([`copy`]).

mod db;
pub mod given;
mod pages;
pub(crate) mod paper;
mod standing;
mod views;

pub use db::{ConsentWords, Withdrawal};
pub use given::{Given, Giver};

use crate::{
    enrolments::db as enrolment_db,
    kit::{ctx::Act, db::Reads, error::Result, permission::Permission, routing::Routes},
    permission,
    programmes::{self, Definition},
    sealing::Unit,
    vocab::ids::{ConsentId, ContractId, EnrolmentId},
};

permission!(pub SeeConsents, "consent.view", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);
permission!(pub RecordConsent, "consent.record", people, [WardAdmin, WardOfficer, ContractorManager, ContractorRecorder]);

pub fn routes() -> Routes {
    Routes::new()
        .get("/enrolments/{id}/consents", pages::show)
        .post("/enrolments/{id}/consents", pages::record)
        .get("/enrolments/{id}/consents/pdf", pages::print)
        .get("/consents/{id}/withdrawal", pages::ask_withdrawal)
        .post("/consents/{id}/withdrawal", pages::withdraw)
}

/// What is wrong with the required consents of an enrolment, in one sentence; empty when nothing is. `None`: the programme has
/// no consents.
pub(crate) async fn wanting(
    db: &mut Reads,
    enrolment: EnrolmentId,
    contract: ContractId,
) -> Result<Option<String>> {
    let version = db::programme(db, contract).await?;
    let definition = programmes::of(db, version).await?;
    if definition.consents.is_empty() {
        return Ok(None);
    }
    let rows = db::of_enrolment(db, enrolment).await?;
    Ok(Some(standing::wanting(definition, &rows)))
}

/// Copies the answers of an accepted application to its enrolment.
pub(crate) async fn copy<P: Permission>(
    cx: &mut Act<P>,
    enrolment: EnrolmentId,
    definition: &Definition,
    given: &std::collections::BTreeMap<String, Given>,
) -> Result<()> {
    let row = enrolment_db::find(cx.db(), enrolment).await?.ok_or(crate::kit::error::AppError::NotFound)?;
    for kind in &definition.consents {
        if let Some(given) = given.get(&kind.code) {
            store(cx, &row, kind, given).await?;
        }
    }
    Ok(())
}

/// Writes one answer.
async fn store<P: Permission>(
    cx: &mut Act<P>,
    enrolment: &enrolment_db::EnrolmentRow,
    kind: &programmes::definition::Consent,
    given: &Given,
) -> Result<ConsentId> {
    let id = ConsentId(cx.new_id());
    let words = ConsentWords { explained_by: given.explained_by.clone(), family: given.family.clone() };
    let sealed = cx.seal(enrolment.unit(), id.0, 1, &words)?;
    let (by, now) = (cx.actor().account, cx.now());
    let new = db::New {
        id,
        contract: enrolment.contract,
        participant: enrolment.participant,
        enrolment: enrolment.id,
        kind: &kind.code,
        required: kind.required,
        given,
        sealed: &sealed,
        by,
        now,
    };
    db::insert(cx.write(), &new).await?;
    Ok(id)
}

/// Whose key seals the words of a consent.
fn unit(row: &db::Consent) -> Unit {
    Unit::Unit(row.course.map_or(row.enrolment.0, |course| course.0))
}
