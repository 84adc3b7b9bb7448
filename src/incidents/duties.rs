//! 義務との結び付き: a first report opens what the clauses ask for. Reported, the duty lies with the ward; taken over by the ward,
//! it is done.

use time::Date;

use super::{db::Incident, follow_up::Stage, kinds::Kind};
use crate::{
    kit::{
        ctx::Act,
        error::{AppError, Result},
        permission::Permission,
    },
    obligations::{self, Arisen, Named, Occasion},
    vocab::{
        dates::jst_date,
        ids::{ContractId, IncidentId},
    },
};

/// The rules of the library that a first report answers, and the one that a final report answers.
const FIRST: [&str; 2] = ["incident", "accident"];
const IN_WRITING: &str = "incident_report";

/// What the engine is told of an incident.
pub(crate) fn came_up(id: IncidentId, kind: Kind, on: Date) -> Arisen {
    let occasion = if kind.is_data() { Occasion::Incident } else { Occasion::Accident };
    Arisen { occasion, on, key: id.to_string(), subject: kind.label().to_owned(), due_on: None }
}

fn named(contract: ContractId, rule: &str, of: &Arisen) -> Named<'static> {
    Named { contract, rule: rule.to_owned(), occurrence: of.occurrence(), owed_by: "contractor" }
}

/// The first report is there; what the clauses ask for is counted from the day on which the contractor knew.
pub async fn reported<P: Permission>(
    cx: &mut Act<P>,
    (contract, id): (ContractId, IncidentId),
    kind: Kind,
    known_on: Date,
) -> Result<()> {
    let today = cx.today();
    let of = came_up(id, kind, known_on);
    obligations::arise(cx, contract, &of).await?;
    for rule in FIRST {
        obligations::hand_in(cx, &named(contract, rule, &of), today).await?;
    }
    Ok(())
}

/// The ward has taken the first report over.
pub async fn acknowledged<P: Permission>(cx: &mut Act<P>, id: IncidentId, found: &Incident) -> Result<()> {
    let kind = AppError::known(&found.kind, Kind::from_code)?;
    let on = jst_date(found.reported_at);
    for rule in FIRST {
        let named = named(found.contract, rule, &came_up(id, kind, on));
        obligations::settle(cx, &named, on, "第一報を区が確認し、済みになりました。").await?;
    }
    Ok(())
}

/// A report that follows: the final one is what a clause asks for in writing.
pub async fn followed<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    (id, kind): (IncidentId, Kind),
    stage: Stage,
) -> Result<()> {
    let today = cx.today();
    if stage == Stage::Final {
        obligations::hand_in(cx, &named(contract, IN_WRITING, &came_up(id, kind, today)), today).await?;
    }
    Ok(())
}

/// The ward has received a report that follows, made on that day.
pub async fn received<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    (id, kind): (IncidentId, Kind),
    (stage, on): (Stage, Date),
) -> Result<()> {
    if stage == Stage::Final {
        let named = named(contract, IN_WRITING, &came_up(id, kind, on));
        obligations::settle(cx, &named, on, "最終報告を区が受け取り、済みになりました。").await?;
    }
    Ok(())
}
