//! From rows to what the rules of the steps judge, for one service or a page of them in as many statements.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    db::{self, Head, RecordRow, SheetRow},
    records::Kind,
    steps::{Assessed, Fact, Liaison, Service},
};
use crate::{
    kit::{
        db::Reads,
        error::{AppError, Result},
    },
    programmes::{self, Definition, ServicePlan, definition::Offset},
    vocab::ids::EnrolmentId,
};

/// A service with the rows behind it.
pub struct Loaded {
    pub head: Head,
    pub programme: &'static Definition,
    pub service: Service,
    pub records: Vec<RecordRow>,
    pub sheets: Vec<SheetRow>,
}

impl Loaded {
    /// The rhythm of the service, from its contract's programme.
    pub fn plan(&self) -> Result<ServicePlan> {
        self.programme.service().ok_or_else(|| AppError::bug("not an individual service"))
    }
}

/// In the order of `heads`.
pub async fn load(db: &mut Reads, heads: Vec<Head>) -> Result<Vec<Loaded>> {
    let enrolments: Vec<Uuid> = heads.iter().map(|head| head.enrolment.0).collect();
    let contracts: Vec<Uuid> = heads.iter().map(|head| head.contract.0).collect();
    let mut records: BTreeMap<EnrolmentId, Vec<RecordRow>> = BTreeMap::new();
    for row in db::records_of(db, &enrolments).await? {
        records.entry(row.enrolment).or_default().push(row);
    }
    let mut sheets: BTreeMap<EnrolmentId, Vec<SheetRow>> = BTreeMap::new();
    for row in db::sheets_of(db, &enrolments).await? {
        sheets.entry(row.enrolment).or_default().push(row);
    }
    let assessed = db::assessed(db, &enrolments).await?;
    let reported = db::reported(db, &contracts).await?;
    let mut loaded = Vec::with_capacity(heads.len());
    for head in heads {
        let programme = programmes::of(db, head.programme).await?;
        let records = records.remove(&head.enrolment).unwrap_or_default();
        let sheets = sheets.remove(&head.enrolment).unwrap_or_default();
        let found = assessed.iter().find(|row| row.enrolment == head.enrolment);
        let service = Service {
            facts: records.iter().filter_map(fact).collect(),
            enrolled_on: head.enrolled_on,
            ended_on: head.ended_on,
            assessed: found.map_or_else(Assessed::default, |row| Assessed { pre: row.pre, post: row.post }),
            liaison: liaison(&sheets),
            report_day: report_day(programme),
            reported: reported
                .iter()
                .filter(|row| row.contract == head.contract)
                .map(|row| row.period)
                .collect(),
        };
        loaded.push(Loaded { head, programme, service, records, sheets });
    }
    Ok(loaded)
}

fn fact(row: &RecordRow) -> Option<Fact> {
    Some(Fact {
        kind: Kind::from_code(&row.step)?,
        done_on: row.done_on,
        attended: row.attended.unwrap_or_default(),
        transport: row.transport.unwrap_or_default(),
        explained_on: row.explained_on,
        consented_on: row.consented_on,
    })
}

fn report_day(programme: &Definition) -> Option<u8> {
    programme
        .reports
        .iter()
        .find_map(|report| if let Offset::DayOfNextMonth(day) = report.due.offset { Some(day) } else { None })
}

/// A sheet that came back or was withdrawn is not sent.
fn liaison(sheets: &[SheetRow]) -> Liaison {
    let to_centre = || sheets.iter().filter(|sheet| sheet.kind == "sheet");
    if to_centre().any(|sheet| matches!(sheet.state.as_str(), "sent" | "opened" | "answered" | "closed")) {
        Liaison::Sent
    } else if to_centre().any(|sheet| matches!(sheet.state.as_str(), "draft" | "returned")) {
        Liaison::Draft
    } else {
        Liaison::None
    }
}
