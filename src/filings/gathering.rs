//! What the due days of a contract follow from, read from its records: of one contract, or of all in force at once.

use super::{
    db::{
        self, Listed,
        days::{self, InForce},
    },
    lines::{Line, lines},
    occurrences::{ContractDays, CourseDays},
};
use crate::{
    contracts::db::Contract,
    kit::{
        ctx::Ctx,
        error::Result,
        permission::{Permission, Role},
    },
    obligations, organisations,
    programmes::{
        self, Definition, Term,
        definition::{Event, Filing},
    },
    vocab::{business_days::ClosedDays, ids::ContractId},
};

/// A contract with its definition and days.
pub struct Owing {
    pub contract: InForce,
    pub definition: &'static Definition,
    /// The programme's papers, and of a single contract those its clauses ask for besides.
    pub filings: Vec<Filing>,
    pub days: ContractDays,
}

impl Owing {
    pub fn lines<'a>(&'a self, closed: &ClosedDays, papers: &'a [Listed]) -> Vec<Line<'a>> {
        lines(&self.filings, &self.days, closed, papers)
    }
}

/// Everything about one contract that its lines follow from.
pub async fn of_contract<P: Permission, M>(cx: &mut Ctx<P, M>, contract: &Contract) -> Result<Owing> {
    let basis = InForce {
        id: contract.id,
        number: contract.number.clone(),
        title: contract.title.clone(),
        programme: contract.programme,
        starts_on: contract.starts_on,
        ends_on: contract.ends_on,
        signed_on: contract.signed_on,
    };
    let courses = days::courses(cx.db(), Some(contract.id)).await?;
    let mut owing = owing(cx, basis, courses.into_iter().map(|(_, course)| course).collect()).await?;
    let asked = obligations::papers(cx.db(), contract.id, &owing.filings).await?;
    owing.filings.extend(asked);
    Ok(owing)
}

/// The same of every contract in force that the reader sees.
pub async fn of_all<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<Vec<Owing>> {
    let contracts = days::in_force(cx.db()).await?;
    let courses = days::courses(cx.db(), None).await?;
    let mut all = Vec::with_capacity(contracts.len());
    for contract in contracts {
        let own = courses.iter().filter(|(id, _)| *id == contract.id).map(|(_, course)| course.clone());
        let own = own.collect();
        all.push(owing(cx, contract, own).await?);
    }
    Ok(all)
}

/// The last paper of each occurrence, of one contract or of all.
pub async fn last_papers<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: Option<ContractId>,
) -> Result<Vec<Listed>> {
    Ok(db::last_of_occurrences(cx.db(), contract).await?)
}

pub async fn closed_days<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<ClosedDays> {
    Ok(organisations::closed_days(cx.db()).await?)
}

async fn owing<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: InForce,
    courses: Vec<CourseDays>,
) -> Result<Owing> {
    let definition = programmes::of(cx.db(), contract.programme).await?;
    let sessions = if counts(definition, &[Event::Session]) {
        days::sessions(cx.db(), contract.id).await?
    } else {
        Vec::new()
    };
    let sees_people = cx.actor().sees_people() && cx.actor().role != Role::WardAuditor;
    let by_person = [Event::Application, Event::ServiceStart, Event::ServiceEnd];
    let stays = match (sees_people, counts(definition, &by_person)) {
        (true, true) => Some(days::stays(cx.db(), contract.id).await?),
        (true, false) => Some(Vec::new()),
        (false, _) => None,
    };
    let days = ContractDays {
        signed_on: contract.signed_on,
        term: Term { starts_on: contract.starts_on, ends_on: contract.ends_on },
        briefings: days::briefings(cx.db(), contract.id).await?,
        courses,
        sessions,
        stays,
    };
    Ok(Owing { contract, definition, filings: definition.filings.clone(), days })
}

/// Whether a paper of the definition is due by one of these events.
fn counts(definition: &Definition, events: &[Event]) -> bool {
    definition.filings.iter().filter_map(|filing| filing.due).any(|due| events.contains(&due.event))
}
