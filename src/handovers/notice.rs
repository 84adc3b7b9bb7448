//! パスワードの別送: a password passes on another occasion than what it opens.

use thiserror::Error;
use time::Date;

use super::kinds::Channel;

/// When and how something passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing {
    pub on: Date,
    pub channel: Channel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "パスワードの通知は、データとは別の機会に渡します。データと同じ日に、同じ方法では渡せません。日か方法を変えてください。"
)]
pub struct SameOccasion;

/// Whether the password may pass this way when the data pass that way.
///
/// # Errors
/// [`SameOccasion`].
pub fn apart(data: Passing, notice: Passing) -> Result<(), SameOccasion> {
    if notice == data { Err(SameOccasion) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_password_never_travels_with_its_data() {
        let data = Passing { on: date!(2026 - 06 - 17), channel: Channel::ByHand };
        assert_eq!(apart(data, data), Err(SameOccasion));
        assert_eq!(apart(data, Passing { channel: Channel::Post, ..data }), Ok(()));
        assert_eq!(apart(data, Passing { on: date!(2026 - 06 - 18), ..data }), Ok(()));
    }
}
