//! 時計: the one place that reads the time. Requests carry it in their context; tests set it.

use std::sync::Mutex;

use time::{Duration, OffsetDateTime};

/// The program's clock: real, or standing still until a test moves it.
pub enum Clock {
    Real,
    Frozen(Mutex<OffsetDateTime>),
}

impl Clock {
    /// A clock that stands at `at`.
    pub fn frozen(at: OffsetDateTime) -> Self {
        Self::Frozen(Mutex::new(at))
    }

    /// The present moment in UTC.
    pub fn now(&self) -> OffsetDateTime {
        match self {
            Self::Real => real_now(),
            Self::Frozen(at) => *lock(at),
        }
    }

    /// Moves a frozen clock; a real one goes on by itself.
    pub fn advance(&self, by: Duration) {
        if let Self::Frozen(at) = self {
            *lock(at) += by;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock itself")]
fn real_now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

fn lock(at: &Mutex<OffsetDateTime>) -> std::sync::MutexGuard<'_, OffsetDateTime> {
    at.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
