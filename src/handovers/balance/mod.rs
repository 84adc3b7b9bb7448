//! 収支: what a contractor holds of each thing: 受けた − 返した − 消去した. Facts in the order in which they happened go in; a thing
//! that nobody can account for can't come out. Copies are things of their own that remember where they came from.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::vocab::ids::HeldItemId;

/// What happened to a thing. Counts are pieces: sheets, discs, files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// It came to the contractor, or arose there.
    Came { item: HeldItemId, count: u32 },
    /// The contractor made `count` copies of it, which are `item`.
    Copied { of: HeldItemId, item: HeldItemId, count: u32 },
    /// It left for the ward, which hasn't confirmed yet.
    Left { item: HeldItemId, count: u32 },
    /// The ward confirmed what had left.
    Back { item: HeldItemId, count: u32 },
    /// It was destroyed, and the ward accepted the report.
    Erased { item: HeldItemId, count: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BalanceProblem {
    #[error("受け取った記録のない物です。")]
    Unknown,
    #[error("同じ物が2度記録されています。")]
    Twice,
    #[error("手元にあるのは{available}です。それより多くは、返したり消去したりできません。")]
    TooMany { available: u32 },
    #[error("手元にない物の写しは作れません。")]
    NothingToCopy,
    #[error("数が0です。")]
    Nothing,
}

/// What became of one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub came: u32,
    /// Of `came`: on its way to the ward.
    pub leaving: u32,
    pub back: u32,
    pub erased: u32,
}

impl Tally {
    /// 0 when everything went back or was erased.
    pub fn outstanding(self) -> u32 {
        self.came.saturating_sub(self.back).saturating_sub(self.erased)
    }

    /// What is still in the contractor's hands.
    pub fn held(self) -> u32 {
        self.outstanding().saturating_sub(self.leaving)
    }
}

/// All things of a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    tallies: BTreeMap<HeldItemId, Tally>,
}

impl Balance {
    /// The balance after these movements.
    ///
    /// # Errors
    /// The first [`BalanceProblem`]: then the ledger itself is wrong.
    pub fn of(movements: impl IntoIterator<Item = Movement>) -> Result<Self, BalanceProblem> {
        let mut balance = Self::default();
        for movement in movements {
            balance.apply(movement)?;
        }
        Ok(balance)
    }

    /// Adds one movement, or leaves everything as it was.
    ///
    /// # Errors
    /// [`BalanceProblem`].
    pub fn apply(&mut self, movement: Movement) -> Result<(), BalanceProblem> {
        match movement {
            Movement::Came { count: 0, .. }
            | Movement::Copied { count: 0, .. }
            | Movement::Left { count: 0, .. }
            | Movement::Back { count: 0, .. }
            | Movement::Erased { count: 0, .. } => Err(BalanceProblem::Nothing),
            Movement::Came { item, count } => self.bring(item, count),
            Movement::Copied { of, item, count } => {
                if self.tally(of).is_none_or(|tally| tally.held() == 0) {
                    return Err(BalanceProblem::NothingToCopy);
                }
                self.bring(item, count)
            }
            Movement::Left { item, count } => {
                self.take(item, count, Tally::held, |tally| tally.leaving += count)
            }
            Movement::Back { item, count } => self.take(
                item,
                count,
                |tally| tally.leaving,
                |tally| {
                    tally.leaving -= count;
                    tally.back += count;
                },
            ),
            Movement::Erased { item, count } => {
                self.take(item, count, Tally::held, |tally| tally.erased += count)
            }
        }
    }

    pub fn tally(&self, item: HeldItemId) -> Option<Tally> {
        self.tallies.get(&item).copied()
    }

    /// Everything that is not yet back or erased.
    pub fn outstanding(&self) -> impl Iterator<Item = (HeldItemId, Tally)> {
        self.tallies.iter().map(|(item, tally)| (*item, *tally)).filter(|(_, tally)| tally.outstanding() > 0)
    }

    pub fn is_settled(&self) -> bool {
        self.outstanding().next().is_none()
    }

    fn bring(&mut self, item: HeldItemId, count: u32) -> Result<(), BalanceProblem> {
        if self.tallies.contains_key(&item) {
            return Err(BalanceProblem::Twice);
        }
        self.tallies.insert(item, Tally { came: count, ..Tally::default() });
        Ok(())
    }

    fn take(
        &mut self,
        item: HeldItemId,
        count: u32,
        of: impl Fn(Tally) -> u32,
        change: impl FnOnce(&mut Tally),
    ) -> Result<(), BalanceProblem> {
        let tally = self.tallies.get_mut(&item).ok_or(BalanceProblem::Unknown)?;
        let available = of(*tally);
        if count > available {
            return Err(BalanceProblem::TooMany { available });
        }
        change(tally);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
