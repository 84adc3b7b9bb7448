//! 5営業日の時計: until when an erasure has to be reported, from one of two starting points (A4.6, S3 行政情報2(6)③), and when a
//! plan and staged reports take its place.

use time::Date;

use crate::vocab::{business_days::ClosedDays, dates::add_months};

const BUSINESS_DAYS: u16 = 5;

/// The day it is counted from: when the media left the ward's premises before they were erased, else when they were erased.
pub fn base_day(carried_out_on: Option<Date>, erased_on: Date) -> Date {
    carried_out_on.unwrap_or(erased_on)
}

/// The last day of the report.
pub fn due_day(base: Date, closed: &ClosedDays) -> Date {
    closed.business_days_after(base, BUSINESS_DAYS)
}

/// Whether the work ends later than the report would be due, so that a データ消去計画書 is wanted.
pub fn wants_plan(base: Date, completes_on: Date, closed: &ClosedDays) -> bool {
    completes_on > due_day(base, closed)
}

/// Whether a plan is so long that what is done is reported as it is done.
pub fn is_staged(base: Date, completes_on: Date) -> bool {
    completes_on >= add_months(base, 1)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a4_6_worked_cases() {
        let closed = ClosedDays::default();
        for (base, due) in [
            (date!(2024 - 09 - 10), date!(2024 - 09 - 18)),
            (date!(2024 - 09 - 12), date!(2024 - 09 - 20)),
            (date!(2024 - 12 - 24), date!(2025 - 01 - 07)),
            (date!(2025 - 03 - 31), date!(2025 - 04 - 07)),
            (date!(2025 - 04 - 25), date!(2025 - 05 - 07)),
            (date!(2026 - 09 - 17), date!(2026 - 09 - 29)),
            (date!(2026 - 12 - 25), date!(2027 - 01 - 07)),
            (date!(2026 - 12 - 28), date!(2027 - 01 - 08)),
        ] {
            assert_eq!(due_day(base, &closed), due, "{base}");
        }
    }

    #[test]
    fn what_was_carried_out_first_counts_from_that_day() {
        let (out, erased) = (date!(2026 - 06 - 01), date!(2026 - 06 - 10));
        assert_eq!(base_day(Some(out), erased), out);
        assert_eq!(base_day(None, erased), erased);
    }

    #[test]
    fn a_long_work_wants_a_plan_and_a_longer_one_staged_reports() {
        let (closed, base) = (ClosedDays::default(), date!(2026 - 06 - 01));
        assert!(
            !wants_plan(base, date!(2026 - 06 - 08), &closed)
                && wants_plan(base, date!(2026 - 06 - 09), &closed)
        );
        assert!(!is_staged(base, date!(2026 - 06 - 30)) && is_staged(base, date!(2026 - 07 - 01)));
    }
}
