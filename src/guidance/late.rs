//! 遅れ: the contacts of the guidance whose days are over, for the home of whoever gives it.

use time::Date;

use super::{
    db::{records, targets},
    loading::{Place, by_target},
    plan::{self, Standing},
};
use crate::{
    kit::{
        ctx::{Ctx, View},
        error::{AppError, Result},
        permission::Permission,
    },
    vocab::ids::ContractId,
};

/// How many contacts are late, and since when the first.
pub(crate) struct Late {
    pub contract: ContractId,
    pub contacts: usize,
    /// Last day of the one that should have been first.
    pub since: Date,
}

/// Of the contract the contractor acts under; `None` when nothing is late or it is no guidance.
pub(crate) async fn late_contacts<P: Permission>(cx: &mut View<P>) -> Result<Option<Late>> {
    let Some(contract) = cx.actor().contract else { return Ok(None) };
    let place = match Place::load(cx, contract).await {
        Err(AppError::NotFound) => return Ok(None),
        loaded => loaded?,
    };
    let days = days_over(cx, &place).await?;
    Ok(days.iter().min().map(|since| Late { contract, contacts: days.len(), since: *since }))
}

/// The last day of every contact that is late.
async fn days_over<P: Permission, M: Send>(cx: &mut Ctx<P, M>, place: &Place) -> Result<Vec<Date>> {
    let targets = targets::of_contract(cx.db(), place.contract.id).await?;
    let contacts = records::contacts_of_contract(cx.db(), place.contract.id).await?;
    let (done, today) = (by_target(&contacts), cx.today());
    let steps = targets.iter().flat_map(|target| {
        let done = done.get(&target.id).map_or(&[][..], Vec::as_slice);
        plan::steps(place.guidance, target.started_on, target.ended_on, done, today)
    });
    Ok(steps.filter(|step| step.standing == Standing::Late).filter_map(|step| Some(step.days?.1)).collect())
}
