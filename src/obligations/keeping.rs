//! 義務を保つ: gathers the facts of a contract, lets the engine date its obligations, and stores them. What is done is never
//! touched; what is open follows every change that moves a date. Registers open duties with [`arise`]; how they close them is
//! [`super::settling`].

use time::{Date, OffsetDateTime};

use super::{
    binding::BoundClause,
    dated::{DatedObligation, paper_rule},
    db::{self, dates::Fresh},
    enforced::{GateState, Rests, in_state, stand},
    engine::{self, Arisen, Facts, dated_obligations},
    gates::demanded,
    library::Occasion,
    named::Named,
    settling::{hand_in, settle},
    terms::{Terms, terms_of},
};
use crate::{
    contracts::{self, db::Contract, open::Open},
    filings,
    kit::{
        aside::aside,
        ctx::{Act, Ctx},
        db::Reads,
        error::{AppError, Result},
        permission::Permission,
    },
    organisations,
    programmes::definition::Filing,
    vocab::{
        dates::jst_date,
        ids::{ContractId, OccasionId},
    },
};

/// What the clauses of a contract demand of other features.
pub async fn terms(db: &mut Reads, contract: ContractId) -> Result<Terms> {
    Ok(terms_of(&db::bindings::of_contract(db, contract).await?))
}

/// The gates a contract demands, and whether each is open; `open`: what keeps it from being closed.
pub async fn gates(
    db: &mut Reads,
    contract: &Contract,
    open: &[Open],
    now: OffsetDateTime,
) -> Result<Vec<GateState>> {
    let clauses = db::bindings::of_contract(db, contract.id).await?;
    let duties = db::gate_duties(db, contract.id).await?;
    let registers = db::registers(db, contract.id, now).await?;
    let rests = Rests { duties: &duties, registers: &registers, open, now };
    let gates = stand(demanded(&clauses), &rests);
    Ok(in_state(gates, contracts::state_of(contract)?))
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
    let clauses = clauses.to_vec();
    aside(move || {
        dated_obligations(&Facts {
            signed_on,
            days: &owing.days,
            filings: &owing.definition.filings,
            reports: &owing.definition.reports,
            clauses: &clauses,
            arisen: &arisen,
            closed: &closed,
        })
    })
    .await
}

/// Works out anew what is open under a contract in force; a draft or a closed one has nothing to follow.
pub async fn follow<P: Permission>(cx: &mut Act<P>, id: ContractId) -> Result<()> {
    let contract = contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let is_in_force = contract.is_in_force();
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

/// Replaces what is open by what the engine says now; returns how many are open of the whole contract after it. A contractor dates what came up and
/// what follows its briefings; everything else waits for the ward's next act.
pub async fn renew<P: Permission>(cx: &mut Act<P>, contract: &Contract, signed_on: Date) -> Result<i64> {
    let expected = expected(cx, contract, signed_on).await?;
    let stored = db::dates::stored(cx.db(), contract.id).await?;
    let is_contractor = cx.actor().role.is_contractor();
    let may_date = |occurrence: &str| {
        !is_contractor || occurrence.starts_with("arisen:") || occurrence.starts_with("briefing:")
    };
    // What came up stays as it was dated until the ward's next act; a briefing that moves takes its duties along.
    let may_remove = |occurrence: &str| !is_contractor || occurrence.starts_with("briefing:");
    let gone: Vec<uuid::Uuid> = stored
        .iter()
        .filter(|row| row.state == "open" && may_remove(&row.occurrence))
        .filter(|row| !expected.iter().any(|new| row.says(new)))
        .map(|row| row.id)
        .collect();
    let kept =
        |new: &DatedObligation| stored.iter().any(|row| row.is_same_duty(new) && !gone.contains(&row.id));
    let fresh: Vec<&DatedObligation> =
        expected.iter().filter(|new| may_date(&new.occurrence) && !kept(new)).collect();
    let handed_in_on = |new: &DatedObligation| {
        stored.iter().find(|row| row.is_same_duty(new)).and_then(|row| row.handed_in_on)
    };
    let mut rows = Vec::with_capacity(fresh.len());
    for one in fresh {
        rows.push(Fresh { id: cx.new_id(), one, handed_in_on: handed_in_on(one) });
    }
    if !gone.is_empty() {
        db::dates::remove(cx.write(), &gone).await?;
    }
    if !rows.is_empty() {
        db::dates::insert(cx.write(), contract.id, &rows).await?;
        answer_by_papers(cx, contract, &rows).await?;
    }
    let today = cx.today();
    Ok(db::owed::of_contract(cx.db(), contract.id, today).await?.open)
}

/// A paper may have been handed in, and accepted, before its obligation was dated.
async fn answer_by_papers<P: Permission>(
    cx: &mut Act<P>,
    contract: &Contract,
    fresh: &[Fresh<'_>],
) -> Result<()> {
    let papers = filings::last_of_occurrences(cx.db(), Some(contract.id)).await?;
    for paper in papers.iter().filter(|paper| !paper.is_returned()) {
        let rule = paper_rule(&paper.code);
        let is_of = |one: &DatedObligation| {
            one.rule == rule && one.owed_by.code() == paper.side && one.is_answered_at(&paper.occurrence)
        };
        let Some(found) = fresh.iter().find(|fresh| is_of(fresh.one)) else { continue };
        let on = jst_date(paper.filed_at);
        let named = Named::of_paper(contract.id, &paper.code, &found.one.occurrence, &paper.side);
        if paper.is_settled() {
            settle(cx, &named, on, "提出ずみの書類で済みになりました。").await?;
        } else {
            hand_in(cx, &named, on).await?;
        }
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
