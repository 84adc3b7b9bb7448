//! What the due days of a contract follow from, read from its records: of one contract, or of all in force at once.

use time::Date;

use super::{
    db::{
        self, Listed,
        days::{self, InForce},
        standing::{self, HandedIn, Of},
    },
    lines::{Line, When, lines},
    occurrences::{BriefingDay, ContractDays, CourseDays, SessionDay, StayDays},
};
use crate::{
    contracts::db::Contract,
    kit::{
        ctx::Ctx,
        error::Result,
        permission::{Permission, Role},
    },
    obligations::{
        self,
        db::owed::{self, Duty},
    },
    organisations,
    programmes::{
        self, Definition, Term,
        definition::{Event, Filing},
    },
    vocab::{business_days::ClosedDays, ids::ContractId, side::Side},
};

/// A contract with its definition and days.
pub struct Owing {
    pub contract: InForce,
    pub definition: &'static Definition,
    /// The programme's papers, and of a single contract those its clauses ask for besides.
    pub filings: Vec<Filing>,
    pub days: ContractDays,
    /// The obligations that papers answer; read of a single contract.
    duties: Vec<Duty>,
}

impl Owing {
    fn new(contract: InForce, definition: &'static Definition, happened: Happened) -> Self {
        let only = |stays: Vec<Of<StayDays>>| stays.into_iter().map(|one| one.it).collect();
        let days = ContractDays {
            signed_on: contract.signed_on,
            term: Term { starts_on: contract.starts_on, ends_on: contract.ends_on },
            briefings: happened.briefings,
            courses: happened.courses,
            sessions: happened.recorded.sessions.into_iter().map(|one| one.it).collect(),
            stays: happened.recorded.stays.map(only),
        };
        Self { contract, definition, filings: definition.filings.clone(), days, duties: Vec::new() }
    }

    pub fn lines<'a>(&'a self, closed: &ClosedDays, papers: &'a [Listed]) -> Vec<Line<'a>> {
        lines(&self.filings, &self.days, closed, (papers, &self.duties))
    }
}

/// What days are counted from that the records of one contract hold.
struct Happened {
    courses: Vec<CourseDays>,
    briefings: Vec<BriefingDay>,
    recorded: Recorded,
}

/// What may have a paper each time: sessions, and everybody's time in the programme; `None` when the reader sees no people.
struct Recorded {
    sessions: Vec<Of<SessionDay>>,
    stays: Option<Vec<Of<StayDays>>>,
}

impl Recorded {
    /// Read only where a paper of the definitions is due by it. Of one contract, or of all.
    async fn read<P: Permission, M>(
        cx: &mut Ctx<P, M>,
        contract: Option<ContractId>,
        definitions: &[&Definition],
    ) -> Result<Self> {
        let any = |events: &[Event]| definitions.iter().any(|definition| counts(definition, events));
        let by_session = any(&[Event::Session]);
        let sessions = if by_session { days::sessions(cx.db(), contract).await? } else { Vec::new() };
        let stays = match (sees_stays(cx), any(&BY_PERSON)) {
            (true, true) => Some(days::stays(cx.db(), contract).await?),
            (true, false) => Some(Vec::new()),
            (false, _) => None,
        };
        Ok(Self { sessions, stays })
    }

    fn of(&self, contract: ContractId) -> Self {
        let of_contract = |stays: &Vec<Of<StayDays>>| kept(stays, contract);
        Self { sessions: kept(&self.sessions, contract), stays: self.stays.as_ref().map(of_contract) }
    }
}

/// Those of one contract, in their order, still with its name.
fn kept<T: Clone>(all: &[Of<T>], contract: ContractId) -> Vec<Of<T>> {
    all.iter().filter(|one| one.contract == contract).cloned().collect()
}

/// A paper of a single session or person: no obligation stands for it.
fn is_by_record(filing: &Filing) -> bool {
    filing.due.is_some_and(|due| due.event == Event::Session || BY_PERSON.contains(&due.event))
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
    let definition = programmes::of(cx.db(), contract.programme).await?;
    let happened = Happened {
        courses: days::courses(cx.db(), contract.id).await?,
        briefings: days::briefings(cx.db(), contract.id).await?,
        recorded: Recorded::read(cx, Some(contract.id), &[definition]).await?,
    };
    let mut owing = Owing::new(basis, definition, happened);
    owing.filings = obligations::papers(cx.db(), contract.id, &owing.filings).await?;
    owing.duties = owed::duties(cx.db(), Some(contract.id)).await?;
    Ok(owing)
}

/// Every contract in force that the reader sees, and what was handed in under them.
pub struct OfAll {
    pub owing: Vec<Owing>,
    pub closed: ClosedDays,
    handed_in: Vec<HandedIn>,
}

/// One statement for all contracts, and one each for sessions and people where a paper is due by them.
pub async fn of_all<P: Permission, M>(cx: &mut Ctx<P, M>) -> Result<OfAll> {
    let found = standing::standing(cx.db()).await?;
    let mut defined = Vec::with_capacity(found.contracts.len());
    for contract in found.contracts {
        let definition = programmes::of(cx.db(), contract.programme).await?;
        defined.push((contract, definition));
    }
    let definitions: Vec<&Definition> = defined.iter().map(|(_, definition)| *definition).collect();
    let recorded = Recorded::read(cx, None, &definitions).await?;
    let owing = defined.into_iter().map(|(contract, definition)| {
        let happened = Happened {
            courses: of(&found.courses, contract.id),
            briefings: of(&found.briefings, contract.id),
            recorded: recorded.of(contract.id),
        };
        Owing::new(contract, definition, happened)
    });
    Ok(OfAll {
        owing: owing.collect(),
        closed: organisations::closed_days_of(&found.closed),
        handed_in: found.handed_in,
    })
}

/// Those of one contract, in their order.
fn of<T: Clone>(all: &[Of<T>], contract: ContractId) -> Vec<T> {
    kept(all, contract).into_iter().map(|one| one.it).collect()
}

impl OfAll {
    /// What isn't there and is due by a day, the longest overdue first: of each session and each person. What is due by the
    /// contract's own days stands among its obligations.
    pub fn owed(&self, until: Date) -> Vec<Owed> {
        let mut all: Vec<Owed> = self.owing.iter().flat_map(|owing| self.owed_of(owing, until)).collect();
        all.sort_by(|a, b| {
            (a.last_day, &a.contract_title, &a.title).cmp(&(b.last_day, &b.contract_title, &b.title))
        });
        all
    }

    fn owed_of(&self, owing: &Owing, until: Date) -> Vec<Owed> {
        let contract = &owing.contract;
        let one = |line: Line<'_>| {
            let When::Due { occurrence, day } = &line.when else { return None };
            if !is_by_record(line.filing) {
                return None;
            }
            let last = self.handed_in.iter().find(|paper| {
                paper.contract == contract.id
                    && paper.code == line.filing.code
                    && paper.side == line.side.code()
                    && occurrence.is_of(&paper.occurrence)
            });
            let is_open = last.is_none_or(|paper| paper.is_returned) && day.last_day() <= until;
            is_open.then(|| Owed {
                contract: contract.id,
                contract_number: contract.number.clone(),
                contract_title: contract.title.clone(),
                title: line.filing.title.clone(),
                subject: occurrence.subject.clone(),
                by_ward: line.side == Side::Ward,
                is_returned: last.is_some(),
                due_on: day.due_on,
                last_day: day.last_day(),
            })
        };
        owing.lines(&self.closed, &[]).into_iter().filter_map(one).collect()
    }
}

/// How many papers of a contract aren't there.
pub struct Missing {
    pub owed: u64,
    pub overdue: u64,
}

/// Of what has a day, over the whole contract: the obligations, and the papers of single sessions and people.
pub async fn missing<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: &Contract,
    duties: &owed::Owed,
) -> Result<Missing> {
    let closed = organisations::closed_days(cx.db()).await?;
    let papers = db::last_of_occurrences(cx.db(), Some(contract.id)).await?;
    let owing = of_contract(cx, contract).await?;
    let lines = owing.lines(&closed, &papers);
    let today = cx.today();
    let others: Vec<_> = lines.iter().filter(|line| is_by_record(line.filing)).collect();
    let owed = others.iter().filter(|line| line.due_on().is_some() && !line.is_handed_in()).count() as u64;
    let overdue = others.iter().filter(|line| line.is_overdue(today)).count() as u64;
    Ok(Missing {
        owed: duties.papers.unsigned_abs() + owed,
        overdue: duties.late_papers.unsigned_abs() + overdue,
    })
}

/// A paper that isn't there, for the home pages.
pub struct Owed {
    pub contract: ContractId,
    pub contract_number: String,
    pub contract_title: String,
    pub title: String,
    /// Which one, in words; empty when there is only one.
    pub subject: String,
    /// Owed by the ward, otherwise by the contractor.
    pub by_ward: bool,
    /// It was there and came back.
    pub is_returned: bool,
    pub due_on: Date,
    /// The last day on which it is not late.
    pub last_day: Date,
}

/// What a paper may be due by of every person.
const BY_PERSON: [Event; 3] = [Event::Application, Event::ServiceStart, Event::ServiceEnd];

fn sees_stays<P: Permission, M>(cx: &Ctx<P, M>) -> bool {
    cx.actor().sees_people() && cx.actor().role != Role::WardAuditor
}

/// Whether a paper of the definition is due by one of these events.
fn counts(definition: &Definition, events: &[Event]) -> bool {
    definition.filings.iter().filter_map(|filing| filing.due).any(|due| events.contains(&due.event))
}
