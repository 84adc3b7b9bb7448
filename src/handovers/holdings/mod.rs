//! 手元にある物: what the contractor of a contract holds now, reckoned from the ledger by [`super::balance`].

use super::{
    balance::{Balance, Movement, Tally},
    db::lines::{self, Item, Return},
    states::HandoverState,
};
use crate::{
    erasure,
    kit::{
        db::Reads,
        error::{AppError, Result},
    },
    vocab::ids::{ContractId, HeldItemId},
};

/// The things of a contract and what became of each.
pub struct Holdings {
    pub items: Vec<Item>,
    balance: Balance,
}

impl Holdings {
    pub async fn of(db: &mut Reads, contract: ContractId) -> Result<Self> {
        let items = lines::items(db, contract).await?;
        let returns = lines::returns(db, contract).await?;
        let erased = erasure::db::erased(db, contract).await?;
        let balance = Balance::of(movements(&items, &returns, &erased)).map_err(AppError::bug)?;
        Ok(Self { items, balance })
    }

    pub fn tally(&self, item: HeldItemId) -> Tally {
        self.balance.tally(item).unwrap_or_default()
    }

    /// What can be returned, copied or erased now.
    pub fn held(&self) -> impl Iterator<Item = (&Item, u32)> {
        self.items.iter().map(|item| (item, self.tally(item.id).held())).filter(|(_, count)| *count > 0)
    }

    /// What is neither back nor erased, also what is on its way.
    pub fn outstanding(&self) -> impl Iterator<Item = (&Item, Tally)> {
        self.items.iter().map(|item| (item, self.tally(item.id))).filter(|(_, tally)| tally.outstanding() > 0)
    }
}

fn movements(items: &[Item], returns: &[Return], erased: &[(HeldItemId, i32)]) -> Vec<Movement> {
    let count = |quantity: i32| u32::try_from(quantity).unwrap_or_default();
    let is_there = |state: &str| {
        matches!(HandoverState::from_code(state), Some(HandoverState::Received | HandoverState::Done))
    };
    let came = items.iter().filter(|item| is_there(&item.state)).map(|one| {
        let (item, count) = (one.id, count(one.quantity));
        match one.copied_from {
            Some(of) => Movement::Copied { of, item, count },
            None => Movement::Came { item, count },
        }
    });
    let went = returns.iter().flat_map(|one| {
        let (item, count) = (one.item, count(one.quantity));
        let left = Movement::Left { item, count };
        match HandoverState::from_code(&one.state) {
            Some(HandoverState::Given) => vec![left],
            Some(HandoverState::Received) => vec![left, Movement::Back { item, count }],
            Some(HandoverState::Planned | HandoverState::Cancelled | HandoverState::Done) | None => {
                Vec::new()
            }
        }
    });
    let erased = erased.iter().map(|(item, n)| Movement::Erased { item: *item, count: count(*n) });
    came.chain(went).chain(erased).collect()
}

#[cfg(test)]
mod tests;
