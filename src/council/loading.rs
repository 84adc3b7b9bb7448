//! What the pages load: a version with its words opened, its content as it was frozen or as it would be now, and the approved
//! version before it.

use super::{
    annex::Annex,
    basis::Law,
    content::{Content, compose},
    db::{self, Basis, CouncilPaper},
    facts::Facts,
    narrative::{Approval, Narrative},
    states::{CouncilRefusal, PaperState, Submission},
};
use crate::{
    contracts::{self, db::Contract, states::ContractState},
    data_flows,
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    measures, programmes,
    sealing::Unit,
    vocab::{
        dates::jst_date,
        ids::{ContractId, CouncilPaperId},
    },
};

/// A version, its stored words understood.
pub struct Loaded {
    pub row: CouncilPaper,
    pub contract: Contract,
    pub state: PaperState,
    pub annexes: Vec<Annex>,
    pub narrative: Narrative,
}

impl Loaded {
    pub fn submission(&self) -> Option<Submission> {
        let (at, by) = self.row.submitted_at.zip(self.row.submitter)?;
        Some(Submission { by, on: jst_date(at) })
    }
}

pub async fn contract<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<Contract> {
    contracts::db::find(cx.db(), id).await?.ok_or(AppError::NotFound)
}

/// A contract whose papers may still be written, and what it stands on.
pub async fn with_basis<P: Permission, M>(cx: &mut Ctx<P, M>, id: ContractId) -> Result<(Contract, Basis)> {
    let contract = contract(cx, id).await?;
    if contract.state == ContractState::Closed.code() {
        return Err(AppError::refused(CouncilRefusal::Closed));
    }
    let basis = db::basis(cx.db(), id).await?.ok_or_else(|| AppError::refused(CouncilRefusal::NoBasis))?;
    Ok((contract, basis))
}

pub async fn paper<P: Permission, M>(cx: &mut Ctx<P, M>, id: CouncilPaperId) -> Result<Loaded> {
    let row = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let contract = contract(cx, row.contract).await?;
    Ok(Loaded {
        state: state_of(&row)?,
        annexes: Annex::all_of(&row.annexes),
        narrative: narrative(cx, &row)?,
        contract,
        row,
    })
}

pub fn state_of(row: &CouncilPaper) -> Result<PaperState> {
    PaperState::from_code(&row.state).ok_or_else(|| AppError::bug("unknown state of a council paper"))
}

pub fn narrative<P: Permission, M>(cx: &Ctx<P, M>, row: &CouncilPaper) -> Result<Narrative> {
    cx.open_paper(Unit::Unit(row.contract.0), row.id.0, row.sealed_version, &row.sealed)
}

fn frozen<P: Permission, M>(cx: &Ctx<P, M>, row: &CouncilPaper) -> Result<Option<Content>> {
    let Some(sealed) = &row.frozen else { return Ok(None) };
    Ok(Some(cx.open_paper(Unit::Unit(row.contract.0), row.id.0, 1, sealed)?))
}

/// The content of a version, and of the last approved one before it.
pub async fn contents<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    paper: &Loaded,
) -> Result<(Content, Option<CouncilPaper>, Option<Content>)> {
    let all = db::list(cx.db(), paper.contract.id).await?;
    let earlier: Vec<CouncilPaper> = all
        .into_iter()
        .filter(|one| one.number < paper.row.number && one.state == PaperState::Approved.code())
        .collect();
    let now = match frozen(cx, &paper.row)? {
        Some(content) => content,
        None => composed(cx, paper, &earlier).await?,
    };
    let Some(last) = earlier.into_iter().next() else { return Ok((now, None, None)) };
    let before = frozen(cx, &last)?;
    Ok((now, Some(last), before))
}

/// The paper as it would be submitted now.
async fn composed<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    paper: &Loaded,
    earlier: &[CouncilPaper],
) -> Result<Content> {
    let contract = &paper.contract;
    let basis =
        db::basis(cx.db(), contract.id).await?.ok_or_else(|| AppError::bug("a paper without a basis"))?;
    let facts = facts(cx, contract, &basis, paper.annexes.clone()).await?;
    let flows = data_flows::gather(cx, contract.id).await?.all();
    let measures = measures::accepted(cx.db(), contract.id).await?;
    let known = earlier.iter().filter_map(approval).chain(paper.narrative.earlier.iter().cloned());
    let mut known: Vec<Approval> = known.collect();
    known.sort_by_key(|approval| std::cmp::Reverse(approval.on));
    Ok(compose(&facts, &paper.narrative, measures, flows, known))
}

pub async fn facts<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: &Contract,
    basis: &Basis,
    annexes: Vec<Annex>,
) -> Result<Facts> {
    let law = Law::from_code(&basis.law).ok_or_else(|| AppError::bug("unknown law of a council basis"))?;
    let programme = programmes::of(cx.db(), contract.programme).await?;
    Ok(Facts::new(contract, programme, law, annexes))
}

/// What an approved version was approved as.
pub fn approval(row: &CouncilPaper) -> Option<Approval> {
    Some(Approval {
        body: row.body.clone()?,
        meeting: row.meeting.clone()?,
        on: row.decided_on?,
        what: format!("この契約の付議書 第{}版", row.number),
    })
}
