//! 端末からの第一報: a report that was written at a hall without a network. It comes once, however often it is sent, and is reported in
//! the name of whoever sends it; who wrote it on the tablet stands in its words.

use time::OffsetDateTime;

use super::{
    db, duties,
    first_report::{Description, FirstReport},
    kinds::{Kind, Told},
};
use crate::{
    contracts,
    kit::{ctx::Act, error::Result, form::Choice, permission::Permission},
    sealing::Unit,
    vocab::{
        dates::jst_date,
        ids::{ContractId, IncidentId, ParticipantId, SessionId},
    },
};

/// What a tablet sent.
pub(crate) struct TabletReport<'a> {
    /// The key of the report on the tablet.
    pub id: IncidentId,
    pub session: SessionId,
    pub kind: &'a str,
    pub happened_at: OffsetDateTime,
    pub words: &'a str,
    pub participant: Option<ParticipantId>,
    pub told: &'a [String],
    /// When it was written.
    pub at: OffsetDateTime,
    /// Who wrote it, when that isn't who sends it.
    pub written_by: Option<&'a str>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrived {
    Reported,
    /// It came before.
    Known,
    /// It can't be a report as it is: a person has to look.
    Unfit,
}

/// The longest words of a report, in characters.
const LONGEST: usize = 1_000;

/// The kinds and the parties that a tablet offers.
pub(crate) fn offered() -> (Vec<Choice>, Vec<Choice>) {
    let kinds = Kind::OFFERED.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect();
    let told = Told::ALL.iter().map(|one| Choice::new(one.code(), one.label())).collect();
    (kinds, told)
}

/// Takes the report, with everything that follows from one. Nothing is committed yet.
pub(crate) async fn arrive<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    report: &TabletReport<'_>,
) -> Result<Arrived> {
    if db::find(cx.db(), report.id).await?.is_some() {
        return Ok(Arrived::Known);
    }
    if db::is_there(cx.db(), report.id).await? {
        return Ok(Arrived::Unfit);
    }
    let place = db::place(cx.db(), report.session).await?.filter(|place| place.contract == contract);
    let first = contracts::db::first_day(cx.db(), contract).await?;
    let (Some(place), Some(kind)) = (place, Kind::from_code(report.kind)) else { return Ok(Arrived::Unfit) };
    let enrolled = db::people(cx.db(), contract, Some(place.course)).await?;
    let is_stranger = report.participant.is_some_and(|id| enrolled.iter().all(|(other, _)| *other != id));
    let words = report.words.trim();
    let is_dated = jst_date(report.happened_at) >= first && report.happened_at <= cx.now();
    if is_stranger || words.is_empty() || words.chars().count() > LONGEST || !is_dated {
        return Ok(Arrived::Unfit);
    }
    let what = match report.written_by {
        Some(name) => format!("{words}\n（端末で書いた人：{name}）"),
        None => words.to_owned(),
    };
    let told_at = report.at.clamp(report.happened_at, cx.now());
    let first = FirstReport {
        kind,
        happened_at: report.happened_at,
        known_at: report.happened_at,
        participant: report.participant,
        description: Description { what, done: String::new() },
        told: Told::ALL.map(|one| report.told.iter().any(|code| code == one.code()).then_some(told_at)),
    };
    let sealed = cx.seal(Unit::Unit(contract.0), report.id.0, 1, &first.description)?;
    let (by, now) = (cx.actor().account, cx.now());
    let session = Some(report.session);
    let new = db::NewIncident { id: report.id, contract, session, report: &first, sealed: &sealed, by, now };
    db::insert(cx.write(), &new).await?;
    duties::reported(cx, (contract, report.id), kind, jst_date(first.known_at)).await?;
    Ok(Arrived::Reported)
}
