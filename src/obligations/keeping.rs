//! 義務を保つ: gathers the facts of a contract, lets the engine date its obligations, and stores them. What is done is never
//! touched; what is open follows every change that moves a date. Registers open duties with [`arise`] and close them with
//! [`settle`].

use time::Date;

use super::{
    binding::BoundClause,
    dated::{DatedObligation, paper_rule},
    db::{self, Closing, Done, Named},
    engine::{self, Arisen, Facts, dated_obligations},
    gates::{GateState, gates_of},
    library::{Evidence, Occasion},
    terms::{Terms, terms_of},
};
use crate::{
    contracts::{self, db::Contract, states::ContractState},
    filings::{self, occurrences::Occurrence},
    kit::{
        ctx::{Act, Ctx},
        db::Reads,
        error::{AppError, Result},
        permission::Permission,
    },
    organisations,
    programmes::definition::Filing,
    vocab::ids::{AccountId, ContractId, OccasionId},
};

/// What the clauses of a contract demand of other features.
pub async fn terms(db: &mut Reads, contract: ContractId) -> Result<Terms> {
    Ok(terms_of(&db::bindings::of_contract(db, contract).await?))
}

/// The gates a contract demands, and whether each is open.
pub async fn gates(db: &mut Reads, contract: ContractId) -> Result<Vec<GateState>> {
    let clauses = db::bindings::of_contract(db, contract).await?;
    let standings = db::standings(db, contract).await?;
    Ok(gates_of(&clauses, &standings))
}

/// What the engine makes of the contract as it stands, signed on `signed_on`.
pub async fn expected<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: &Contract,
    signed_on: Date,
) -> Result<Vec<DatedObligation>> {
    let clauses = db::bindings::of_contract(cx.db(), contract.id).await?;
    expected_under(cx, contract, signed_on, &clauses).await
}

/// The same under other clauses than those the contract carries.
pub async fn expected_under<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: &Contract,
    signed_on: Date,
    clauses: &[BoundClause],
) -> Result<Vec<DatedObligation>> {
    let mut owing = filings::owing(cx, contract).await?;
    owing.days.signed_on = Some(signed_on);
    let arisen = db::dates::arisen(cx.db(), contract.id).await?;
    let closed = organisations::closed_days(cx.db()).await?;
    Ok(dated_obligations(&Facts {
        signed_on,
        days: &owing.days,
        filings: &owing.definition.filings,
        reports: &owing.definition.reports,
        clauses,
        arisen: &arisen,
        closed: &closed,
    }))
}

/// Works out anew what is open under a contract in force; a draft or a closed one has nothing to follow.
pub async fn follow<P: Permission>(cx: &mut Act<P>, id: ContractId) -> Result<()> {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let is_in_force = ContractState::from_code(&contract.state).is_some_and(ContractState::is_in_force);
    if let Some(signed_on) = contract.signed_on.filter(|_| is_in_force) {
        renew(cx, &contract, signed_on).await?;
    }
    Ok(())
}

/// Works out anew what is open under every contract in force, when the ward's closed days have changed.
pub async fn follow_all<P: Permission>(cx: &mut Act<P>) -> Result<()> {
    for id in contracts::db::in_force(cx.db()).await? {
        follow(cx, id).await?;
    }
    Ok(())
}

/// Replaces what is open by what the engine says now; returns how many are open after it. A contractor dates what came up and
/// what follows its briefings; everything else waits for the ward's next act.
pub async fn renew<P: Permission>(cx: &mut Act<P>, contract: &Contract, signed_on: Date) -> Result<usize> {
    let expected = expected(cx, contract, signed_on).await?;
    let stored = db::dates::stored(cx.db(), contract.id).await?;
    let is_contractor = cx.actor().role.is_contractor();
    let may_date = |occurrence: &str| {
        !is_contractor || occurrence.starts_with("arisen:") || occurrence.starts_with("briefing:")
    };
    let gone: Vec<uuid::Uuid> = stored
        .iter()
        .filter(|row| row.state == "open" && may_date(&row.occurrence))
        .filter(|row| !expected.iter().any(|new| row.says(new)))
        .map(|row| row.id)
        .collect();
    let kept =
        |new: &DatedObligation| stored.iter().any(|row| row.is_same_duty(new) && !gone.contains(&row.id));
    let fresh: Vec<&DatedObligation> =
        expected.iter().filter(|new| may_date(&new.occurrence) && !kept(new)).collect();
    let mut rows = Vec::with_capacity(fresh.len());
    for one in fresh {
        rows.push((cx.new_id(), one));
    }
    if !gone.is_empty() {
        db::dates::remove(cx.write(), &gone).await?;
    }
    if !rows.is_empty() {
        db::dates::insert(cx.write(), contract.id, &rows).await?;
        close_by_papers(cx, contract, &rows).await?;
    }
    let over = stored.iter().filter(|row| row.state != "open").count();
    Ok(expected.len().saturating_sub(over))
}

/// A paper may have been accepted before its obligation was dated.
async fn close_by_papers<P: Permission>(
    cx: &mut Act<P>,
    contract: &Contract,
    fresh: &[(uuid::Uuid, &DatedObligation)],
) -> Result<()> {
    let papers = filings::last_papers(cx, Some(contract.id)).await?;
    for paper in papers.iter().filter(|paper| paper.is_settled()) {
        let rule = paper_rule(&paper.code);
        let is_of = |one: &DatedObligation| {
            let occurrence =
                Occurrence { key: one.occurrence.clone(), on: one.event_on, subject: String::new() };
            one.rule == rule && one.owed_by.code() == paper.side && occurrence.is_of(&paper.occurrence)
        };
        let Some((_, one)) = fresh.iter().find(|(_, one)| is_of(one)) else { continue };
        let (on, by) = (crate::vocab::dates::jst_date(paper.filed_at), cx.actor().account);
        let named =
            Named { contract: contract.id, rule: &rule, occurrence: &one.occurrence, owed_by: &paper.side };
        let done =
            Done { state: "done", on, by, note: "提出ずみの書類で済みになりました。" };
        db::close_named(cx.write(), &named, &done).await?;
    }
    Ok(())
}

/// Something came up: opens the duties that the clauses hang on it. Told twice, it opens them once.
pub async fn arise<P: Permission>(cx: &mut Act<P>, contract: ContractId, came_up: &Arisen) -> Result<()> {
    let (id, now, by) = (OccasionId(cx.new_id()), cx.now(), cx.actor().account);
    if db::dates::tell(cx.write(), id, contract, came_up, (now, by)).await? {
        follow(cx, contract).await?;
    }
    Ok(())
}

/// A paper that was handed in and needs no further decision.
pub struct HandedIn<'a> {
    pub code: &'a str,
    /// Empty for one that was handed in as its occasion came up.
    pub occurrence: &'a str,
    pub side: &'a str,
}

/// Closes the obligation a paper answers: that of its occurrence, else the one of its kind that is due first.
pub async fn settle_paper<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    paper: &HandedIn<'_>,
    on: Date,
) -> Result<()> {
    let (by, rule) = (cx.actor().account, paper_rule(paper.code));
    let named = Named { contract, rule: &rule, occurrence: paper.occurrence, owed_by: paper.side };
    let done = Done { state: "done", on, by, note: "提出物で済みになりました。" };
    db::close_named(cx.write(), &named, &done).await?;
    Ok(())
}

/// What may come up under a contract: the occasions its clauses hang duties on.
pub async fn occasions_of(db: &mut Reads, contract: ContractId) -> Result<Vec<Occasion>> {
    let clauses = db::bindings::of_contract(db, contract).await?;
    let bound = clauses.iter().flat_map(|clause| &clause.binding.rules);
    let found: std::collections::BTreeSet<Occasion> = bound
        .filter_map(|bound| Some((bound.rule()?, bound)))
        .filter(|(rule, bound)| rule.asks_for_something(&bound.parameters))
        .filter_map(|(rule, bound)| rule.trigger(&bound.parameters).occasion())
        .collect();
    Ok(found.into_iter().collect())
}

/// The papers of a contract: those of its programme and those its clauses ask for besides.
pub async fn papers(db: &mut Reads, contract: ContractId, programme: &[Filing]) -> Result<Vec<Filing>> {
    let clauses = db::bindings::of_contract(db, contract).await?;
    Ok(engine::papers(&clauses, programme))
}

/// A register holds the proof: closes what it proves. `occurrence` may be empty for every one that is open. Returns how many
/// were closed.
pub async fn settle<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    evidence: Evidence,
    occurrence: &str,
    on: Date,
    by: AccountId,
) -> Result<u64> {
    let side = if cx.actor().role.is_contractor() { "contractor" } else { "ward" };
    let note = format!("{}により済みになりました。", evidence.label());
    let done = Done { state: "done", on, by, note: &note };
    let closing = Closing { contract, evidence, occurrence, side, done };
    Ok(db::close(cx.write(), &closing).await?)
}
