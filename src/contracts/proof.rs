//! 履行の証し: a register of the people and things of a contract proves a duty of its clauses. The one way from these registers
//! to the obligations.

use time::Date;

use crate::{
    kit::{ctx::Act, error::Result, permission::Permission},
    obligations::db::{Done, Named, close_named},
    vocab::ids::ContractId,
};

/// What is proved: a duty by a rule of the library, on the day it was done.
pub struct Proof<'a> {
    pub rule: &'a str,
    pub on: Date,
    pub note: &'a str,
}

/// Closes the contractor's duty that is due first, if one is open.
pub async fn prove<P: Permission>(cx: &mut Act<P>, contract: ContractId, proof: &Proof<'_>) -> Result<()> {
    close(cx, contract, proof, ("", "contractor")).await
}

/// Closes the ward's own duty that is due first.
pub async fn prove_of_ward<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    proof: &Proof<'_>,
) -> Result<()> {
    close(cx, contract, proof, ("", "ward")).await
}

/// Closes the contractor's duty of one occurrence.
pub async fn prove_occurrence<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    proof: &Proof<'_>,
    occurrence: &str,
) -> Result<()> {
    close(cx, contract, proof, (occurrence, "contractor")).await
}

async fn close<P: Permission>(
    cx: &mut Act<P>,
    contract: ContractId,
    proof: &Proof<'_>,
    (occurrence, owed_by): (&str, &str),
) -> Result<()> {
    let by = cx.actor().account;
    let named = Named { contract, rule: proof.rule, occurrence, owed_by };
    let done = Done { state: "done", on: proof.on, by, note: proof.note };
    close_named(cx.write(), &named, &done).await?;
    Ok(())
}
