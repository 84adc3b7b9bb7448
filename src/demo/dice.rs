//! A tiny seeded generator (SplitMix64), so that the demo and the tests are the same at every run and no dependency is
//! needed. Never for keys, codes or tokens.

use time::OffsetDateTime;
use uuid::Uuid;

/// Throws numbers that follow from its seed alone.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or_default() + 1;
        low + i64::try_from(self.throw() % span).unwrap_or_default()
    }

    /// True in `percent` of a hundred throws.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.throw() % 100 < percent
    }

    /// One of a list that isn't empty.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        let index = self.throw() % u64::try_from(list.len()).unwrap_or(1).max(1);
        list[usize::try_from(index).unwrap_or_default()]
    }

    /// An id of version 7 made "at" a time, like those of the program.
    pub fn id(&mut self, at: OffsetDateTime) -> Uuid {
        let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.throw().to_be_bytes());
        random[8..].copy_from_slice(&self.throw().to_be_bytes()[..2]);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_numbers() {
        let (mut a, mut b) = (Dice::new(7), Dice::new(7));
        assert_eq!(
            (0..50).map(|_| a.throw()).collect::<Vec<_>>(),
            (0..50).map(|_| b.throw()).collect::<Vec<_>>()
        );
        assert_ne!(Dice::new(7).throw(), Dice::new(8).throw());
    }

    #[test]
    fn numbers_stay_in_their_range() {
        let mut dice = Dice::new(1);
        let throws: Vec<i64> = (0..500).map(|_| dice.between(-2, 3)).collect();
        assert_eq!((throws.iter().min(), throws.iter().max()), (Some(&-2), Some(&3)));
    }

    #[test]
    fn ids_carry_their_time_and_version() {
        let at = time::macros::datetime!(2026-06-17 10:00 +9);
        let id = Dice::new(3).id(at);
        assert_eq!(id.get_version_num(), 7);
        assert_eq!(id.get_timestamp().map(|t| t.to_unix().0), u64::try_from(at.unix_timestamp()).ok());
    }
}
