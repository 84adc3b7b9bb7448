//! The dated obligations of one contract: gathers the facts, lets the rules of `obligations` work out the dates, stores
//! them. Done ones are never touched; what is open is worked out anew when courses are added, moved or cancelled.

use time::Date;

use super::{clauses::SplitClause, db, states::ContractState};
use crate::{
    kit::{
        ctx::Act,
        db::Reads,
        error::{AppError, Result},
        permission::Permission,
    },
    obligations::{self, ClauseText, ContractFacts, CourseSpan, DatedObligation},
    organisations, programmes,
    vocab::ids::ContractId,
};

/// What the rules make of the contract as it stands, signed on `signed_on`.
pub async fn expected(
    reads: &mut Reads,
    contract: &db::Contract,
    signed_on: Date,
) -> Result<Vec<DatedObligation>> {
    let programme = programmes::of(reads, contract.programme).await?;
    let clauses = match contract.clause_set {
        Some(set) => db::clause_sets::clauses(reads, set).await?,
        None => Vec::new(),
    };
    let texts: Vec<String> = clauses.iter().map(SplitClause::full_text).collect();
    let clauses: Vec<ClauseText<'_>> = clauses
        .iter()
        .zip(&texts)
        .map(|(clause, text)| ClauseText { number: clause.number, heading: clause.heading.as_deref(), text })
        .collect();
    let ends = db::course_ends(reads, contract.id).await?;
    let courses: Vec<CourseSpan<'_>> = ends
        .iter()
        .map(|course| CourseSpan { name: &course.name, first_on: course.first_on, last_on: course.last_on })
        .collect();
    let closed = organisations::closed_days(reads).await?;
    let facts = ContractFacts {
        signed_on,
        starts_on: contract.starts_on,
        ends_on: contract.ends_on,
        reports: &programme.reports,
        courses: &courses,
        clauses: &clauses,
    };
    Ok(obligations::dated_obligations(&facts, &closed))
}

/// Works out anew what is open when the courses of a contract in force have changed.
pub async fn follow_courses<P: Permission>(cx: &mut Act<P>, id: ContractId) -> Result<()> {
    let contract = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let is_in_force = ContractState::from_code(&contract.state).is_some_and(ContractState::is_in_force);
    if let Some(signed_on) = contract.signed_on.filter(|_| is_in_force) {
        renew(cx, &contract, signed_on).await?;
    }
    Ok(())
}

/// Works out anew what is open under every contract in force when the ward's closed days have changed.
pub async fn follow_closed_days<P: Permission>(cx: &mut Act<P>) -> Result<()> {
    for id in db::in_force(cx.db()).await? {
        follow_courses(cx, id).await?;
    }
    Ok(())
}

/// Replaces what is open by what the rules say now; returns how many are open after it.
pub async fn renew<P: Permission>(
    cx: &mut Act<P>,
    contract: &db::Contract,
    signed_on: Date,
) -> Result<usize> {
    let expected = expected(cx.db(), contract, signed_on).await?;
    obligations::db::remove_open(cx.write(), contract.id).await?;
    let done = obligations::db::done(cx.db(), contract.id).await?;
    let is_done = |new: &DatedObligation| {
        done.iter().any(|(rule, title)| rule == new.rule.code() && *title == new.title)
    };
    let mut open = 0;
    for obligation in expected.iter().filter(|new| !is_done(new)) {
        let id = cx.new_id();
        obligations::db::insert(cx.write(), id, contract.id, obligation).await?;
        open += 1;
    }
    Ok(open)
}
