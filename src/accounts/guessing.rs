//! Waits after wrong passwords. A hall or an office is one address for many people, and a stranger may type anybody's name,
//! so: a device that never signed in with an account waits by account *and* address, and the account as a whole pauses
//! only such devices; a device that did (a signed cookie says so) has a count of its own that nobody else can raise.

use time::{Duration, OffsetDateTime};

/// What the tries of the last hour say when somebody tries again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tries {
    /// With this name from this address (or, for a known device, from this device), and when the last one was.
    pub here: i64,
    pub last_here: Option<OffsetDateTime>,
    /// With this name by unknown devices anywhere.
    pub of_name: i64,
    /// By unknown devices from this address with any name, in the last minute.
    pub of_address: i64,
    /// The device once signed in with this name.
    pub known_device: bool,
}

const FREE: i64 = 5;
const LONGEST_WAIT: i64 = 60;
const NAME_HOURLY: i64 = 20;
const ADDRESS_MINUTELY: i64 = 60;

/// How long this try must wait; zero means go ahead.
pub fn wait(tries: Tries, now: OffsetDateTime) -> Duration {
    if !tries.known_device && tries.of_address >= ADDRESS_MINUTELY {
        return Duration::minutes(1);
    }
    if !tries.known_device && tries.of_name >= NAME_HOURLY {
        return Duration::minutes(15);
    }
    wait_here(tries, now)
}

/// For one-time codes: 60 random bits can't be guessed, so a stranger's tries never hold up the right one elsewhere; one
/// address that tries and tries waits whatever names it gives.
pub fn wait_for_code(tries: Tries, now: OffsetDateTime) -> Duration {
    if !tries.known_device && tries.of_address >= ADDRESS_MINUTELY {
        return Duration::minutes(1);
    }
    wait_here(tries, now)
}

/// With this name from here.
fn wait_here(tries: Tries, now: OffsetDateTime) -> Duration {
    let over = tries.here - FREE;
    let (Some(last), true) = (tries.last_here, over >= 0) else { return Duration::ZERO };
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
        let of =
            |here| wait(Tries { here, last_here: Some(at(0)), ..Tries::default() }, at(0)).whole_seconds();
        assert_eq!([of(4), of(5), of(6), of(7), of(11), of(40)], [0, 1, 2, 4, 60, 60]);
        assert_eq!(
            wait(Tries { here: 7, last_here: Some(at(0)), ..Tries::default() }, at(5)),
            Duration::ZERO
        );
    }

    #[test]
    fn guessing_from_elsewhere_does_not_lock_the_owner_out() {
        let attacked = Tries { of_name: 500, of_address: 500, ..Tries::default() };
        assert_eq!(wait(attacked, at(0)), Duration::minutes(1));
        assert_eq!(wait(Tries { of_address: 0, ..attacked }, at(0)), Duration::minutes(15));
        assert_eq!(wait(Tries { known_device: true, ..attacked }, at(0)), Duration::ZERO);
        assert_eq!(wait_for_code(attacked, at(0)), Duration::minutes(1));
        assert_eq!(wait_for_code(Tries { of_address: 0, ..attacked }, at(0)), Duration::ZERO);
    }
}
