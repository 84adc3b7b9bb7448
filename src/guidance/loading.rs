//! From rows to what pages and figures are made of: a contract with its plan, a target with the person, all facts at once.

use std::collections::BTreeMap;

use time::Date;

use super::{
    calls::{InquiryKind, Outcome},
    db::{
        inquiries,
        records::{self, ContactLine},
        targets::{self, GuidanceContract, TargetRow},
    },
    figures::{CallFact, ContactFact, GuidanceRows, InquiryFact, TargetFact},
    plan::{self, Step},
    readings::Readings,
    states::TargetState,
    words::TargetWords,
};
use crate::{
    enrolments::states::EnrolmentState,
    kit::{
        ctx::Ctx,
        db::Reads,
        error::{AppError, Result},
        permission::Permission,
    },
    participants::{Person, people},
    programmes::{
        self, InformationItem,
        definition::{ContactMeans, Guidance},
    },
    sealing::Unit,
    vocab::{
        dates::jst_date,
        ids::{ContractId, EnrolmentId},
    },
};

/// A guidance contract as this reader may see it.
pub struct Place {
    pub contract: GuidanceContract,
    pub guidance: &'static Guidance,
    /// Whether the programme asks for consents.
    pub asks_consents: bool,
    /// The contract's information items, for a contractor; `None` for the ward.
    pub items: Option<Vec<InformationItem>>,
}

impl Place {
    /// # Errors
    /// `NotFound` when there is no such guidance contract for this reader.
    pub async fn load<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Self> {
        let contract = targets::contract(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        let definition = programmes::of(cx.db(), contract.programme).await?;
        let guidance = definition.guidance.as_ref().ok_or(AppError::NotFound)?;
        let items = cx.actor().role.is_contractor().then(|| {
            contract.items.iter().filter_map(|code| InformationItem::from_code(code)).collect::<Vec<_>>()
        });
        cx.because_of(id);
        Ok(Self { contract, guidance, asks_consents: !definition.consents.is_empty(), items })
    }

    pub fn shows(&self, item: InformationItem) -> bool {
        self.items.as_ref().is_none_or(|items| items.contains(&item))
    }

    /// Whether results, plans and records may be shown.
    pub fn shows_records(&self) -> bool {
        self.shows(InformationItem::ServiceRecord)
    }
}

/// One target with the person, opened for this reader.
pub struct Target {
    pub place: Place,
    pub row: TargetRow,
    pub person: Person,
    pub state: TargetState,
}

impl Target {
    /// # Errors
    /// `NotFound` when there is no such target for this reader.
    pub async fn load<P: Permission, M: Send>(cx: &mut Ctx<P, M>, id: EnrolmentId) -> Result<Self> {
        let row = targets::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
        let place = Place::load(cx, row.contract).await?;
        let register = people::find(cx.db(), row.participant).await?.ok_or(AppError::NotFound)?;
        let person = people::open(cx, register, place.items.as_deref())?;
        let state = state_of(&row)?;
        Ok(Self { place, row, person, state })
    }

    /// Whose key seals what is written about the person.
    pub fn unit(&self) -> Unit {
        Unit::Unit(self.row.id.0)
    }

    /// The person's e-mail, diagnosis and treatment, and how they were selected, as this reader may see it.
    pub async fn words<P: Permission, M: Send>(&self, cx: &mut Ctx<P, M>) -> Result<TargetWords> {
        let sealed = targets::sealed_of(cx.db(), self.row.id).await?;
        let words: TargetWords = cx.open(self.row.participant, self.unit(), self.row.id.0, FIRST, &sealed)?;
        Ok(match &self.place.items {
            Some(items) => words.projected(items),
            None => words,
        })
    }

    pub fn steps(&self, done: &[(&str, Date)], today: Date) -> Vec<Step> {
        plan::steps(self.place.guidance, self.row.started_on, self.row.ended_on, done, today)
    }
}

/// Words that are written once are sealed for the row's first version.
pub const FIRST: i32 = 1;

pub fn state_of(row: &TargetRow) -> Result<TargetState> {
    let enrolment =
        EnrolmentState::from_code(&row.state).ok_or_else(|| AppError::bug("state of an enrolment"))?;
    let last = row.last_outcome.as_deref().and_then(Outcome::from_code);
    Ok(TargetState::of(enrolment, row.started_on, last))
}

/// The contacts of each target, by code and day.
pub fn by_target(contacts: &[ContactLine]) -> BTreeMap<EnrolmentId, Vec<(&str, Date)>> {
    let mut all: BTreeMap<EnrolmentId, Vec<(&str, Date)>> = BTreeMap::new();
    for contact in contacts {
        all.entry(contact.target).or_default().push((&contact.planned, contact.done_on));
    }
    all
}

/// What a contract's figures are counted from, as its records stand on that day, in five statements whatever its size.
///
/// # Errors
/// When the database is away, or holds a word the program doesn't know.
pub async fn rows_of(
    db: &mut Reads,
    contract: ContractId,
    guidance: &Guidance,
    today: Date,
) -> Result<GuidanceRows> {
    let rows = targets::of_contract(db, contract).await?;
    let contacts = records::contacts_of_contract(db, contract).await?;
    let mut results: BTreeMap<EnrolmentId, Vec<(Date, Readings)>> = BTreeMap::new();
    for row in records::results_of_contract(db, contract).await? {
        results.entry(row.target).or_default().push((row.taken_on, row.figures.0));
    }
    let mut calls = calls_of(db, contract).await?;
    let inquiries = inquiries::list(db, contract, false, i64::from(i32::MAX), 0).await?;
    let days = by_target(&contacts);
    let fact = |row: TargetRow| {
        let done = days.get(&row.id).map_or(&[][..], Vec::as_slice);
        Ok(TargetFact {
            state: state_of(&row)?,
            steps: plan::steps(guidance, row.started_on, row.ended_on, done, today),
            contacts: contact_facts(&contacts, row.id)?,
            results: results.remove(&row.id).unwrap_or_default(),
            target: row.id,
            participant: row.participant,
            by_hand: row.by_hand,
            calls: calls.remove(&row.id).unwrap_or_default(),
            reason: row.reason,
        })
    };
    let targets = rows.into_iter().map(fact).collect::<Result<_>>()?;
    let inquiries = inquiries
        .iter()
        .filter_map(|line| {
            let kind = InquiryKind::from_code(&line.kind)?;
            let (escalated, answered) = (line.escalated, line.answered_on.is_some());
            Some(InquiryFact { id: line.id, on: line.received_on, kind, escalated, answered })
        })
        .collect();
    Ok(GuidanceRows { targets, inquiries })
}

async fn calls_of(db: &mut Reads, contract: ContractId) -> Result<BTreeMap<EnrolmentId, Vec<CallFact>>> {
    let mut calls: BTreeMap<EnrolmentId, Vec<CallFact>> = BTreeMap::new();
    for row in records::calls_of_contract(db, contract).await? {
        let call = CallFact { on: jst_date(row.called_at), outcome: row.outcome };
        calls.entry(row.target).or_default().push(call);
    }
    Ok(calls)
}

/// The rows stand in the order of their targets.
fn contact_facts(contacts: &[ContactLine], target: EnrolmentId) -> Result<Vec<ContactFact>> {
    let from = contacts.partition_point(|contact| contact.target < target);
    contacts[from..]
        .iter()
        .take_while(|contact| contact.target == target)
        .map(|contact| {
            let means =
                ContactMeans::from_code(&contact.means).ok_or_else(|| AppError::bug("means of a contact"))?;
            let (planned, on) = (contact.planned.clone(), contact.done_on);
            Ok(ContactFact { planned, on, means, minutes: contact.minutes })
        })
        .collect()
}
