//! Waits after wrong passwords. A hall or an office is one address for many people, so waits are per account *and*
//! address; what is per account alone pauses only devices that never signed in with it, so that nobody can lock a
//! colleague out by guessing.

use time::{Duration, OffsetDateTime};

/// What the failure rows say when somebody tries.
#[derive(Clone, Copy, Debug, Default)]
pub struct Failures {
    /// Of this account from this address, and when the last one was.
    pub here: i32,
    pub last_here: Option<OffsetDateTime>,
    /// Of this account from anywhere, within the last hour.
    pub account_hour: i64,
    /// From this address for any account, within the last minute.
    pub address_minute: i64,
    /// The device holds a cookie that says it once signed in with this account.
    pub known_device: bool,
}

const FREE_TRIES: i32 = 5;
const LONGEST_WAIT: i64 = 60;
const ACCOUNT_HOURLY: i64 = 20;
const ADDRESS_MINUTELY: i64 = 60;

/// How long this try must wait; zero means go ahead.
pub fn wait(failures: Failures, now: OffsetDateTime) -> Duration {
    if failures.address_minute >= ADDRESS_MINUTELY {
        return Duration::minutes(1);
    }
    if failures.account_hour >= ACCOUNT_HOURLY && !failures.known_device {
        return Duration::minutes(15);
    }
    let over = failures.here - FREE_TRIES;
    let (Some(last), true) = (failures.last_here, over >= 0) else { return Duration::ZERO };
    let pause = Duration::seconds((1_i64 << over.min(6)).min(LONGEST_WAIT));
    (last + pause - now).max(Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + Duration::seconds(second)
    }

    #[test]
    fn five_tries_are_free_then_waits_double_up_to_a_minute() {
        let of = |here| {
            wait(Failures { here, last_here: Some(at(0)), ..Failures::default() }, at(0)).whole_seconds()
        };
        assert_eq!([of(4), of(5), of(6), of(7), of(11), of(40)], [0, 1, 2, 4, 60, 60]);
        assert_eq!(
            wait(Failures { here: 7, last_here: Some(at(0)), ..Failures::default() }, at(5)),
            Duration::ZERO
        );
    }

    #[test]
    fn guessing_from_elsewhere_does_not_lock_the_owner_out() {
        let attacked = Failures { account_hour: 500, ..Failures::default() };
        assert_eq!(wait(attacked, at(0)), Duration::minutes(15));
        assert_eq!(wait(Failures { known_device: true, ..attacked }, at(0)), Duration::ZERO);
    }

    #[test]
    fn one_address_cannot_try_many_accounts_quickly() {
        assert_eq!(
            wait(Failures { address_minute: 60, known_device: true, ..Failures::default() }, at(0)),
            Duration::minutes(1)
        );
    }
}
