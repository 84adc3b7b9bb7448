//! The pages of the list of measures.

pub mod accepting;
pub mod marking;
pub mod reading;

use super::{
    db::{self, MeasureList},
    states::Progress,
};
use crate::{
    audit::Event,
    contracts::states::ContractState,
    kit::{
        ctx::Ctx,
        error::{AppError, Result},
        permission::Permission,
    },
    vocab::{ids::MeasureListId, side::Side},
};

/// A version, if this person may see it, and how far it has come.
async fn found<P: Permission, M>(cx: &mut Ctx<P, M>, id: MeasureListId) -> Result<(MeasureList, Progress)> {
    let list = db::find(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let progress = progress(&list)?;
    Ok((list, progress))
}

fn progress(list: &MeasureList) -> Result<Progress> {
    Ok(Progress {
        contract: ContractState::from_code(&list.contract_state)
            .ok_or_else(|| AppError::bug("unknown contract state"))?,
        ward_marked: list.ward_marks.is_some(),
        contractor_by: list.contractor_account,
        accepted: list.accepted_at.is_some(),
    })
}

/// Which side's measures are marked: a contractor's own; for the ward, what the form says.
fn side_asked<P: Permission, M>(cx: &Ctx<P, M>, asked: &str) -> Side {
    if cx.actor().role.is_contractor() || asked == Side::Contractor.code() {
        Side::Contractor
    } else {
        Side::Ward
    }
}

fn refused(list: &MeasureList) -> Event {
    Event::new("measures.refused").about(list.id.0).under(list.contract)
}
