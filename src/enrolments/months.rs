//! 月ごとの利用者数: how many people have a place in each month of a rolling course.

use std::collections::BTreeMap;

use time::Date;

use crate::vocab::dates::add_months;

/// The months of a course's page at most.
const MOST: usize = 24;

/// People by the first day of each month, from first and last days of their stays. A stay that ended before it began has no
/// month.
pub fn users(stays: &[(Date, Date)]) -> BTreeMap<Date, u16> {
    let mut users: BTreeMap<Date, u16> = BTreeMap::new();
    for (from, to) in stays {
        for month in between(*from, *to) {
            let count = users.entry(month).or_default();
            *count = count.saturating_add(1);
        }
    }
    users
}

/// The first days of the months from one day to another, both included.
pub fn between(from: Date, to: Date) -> Vec<Date> {
    if to < from {
        return Vec::new();
    }
    let first = from.replace_day(1).unwrap_or(from);
    let months = (0..).map(|ahead| add_months(first, ahead));
    months.take_while(|month| *month <= to).take(MOST * 10).collect()
}

/// The months a page shows: this one and those after it until the contract ends.
pub fn shown(today: Date, ends_on: Date) -> Vec<Date> {
    between(today, ends_on).into_iter().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn every_month_of_a_stay_counts_once() {
        let stays = [
            (date!(2024 - 09 - 01), date!(2024 - 11 - 30)),
            (date!(2024 - 11 - 01), date!(2025 - 01 - 31)),
            (date!(2024 - 10 - 15), date!(2024 - 10 - 20)),
            (date!(2024 - 12 - 01), date!(2024 - 11 - 20)),
        ];
        let expected = BTreeMap::from([
            (date!(2024 - 09 - 01), 1),
            (date!(2024 - 10 - 01), 2),
            (date!(2024 - 11 - 01), 2),
            (date!(2024 - 12 - 01), 1),
            (date!(2025 - 01 - 01), 1),
        ]);
        assert_eq!(users(&stays), expected);
    }

    #[test]
    fn a_page_shows_from_this_month_to_the_end_of_the_contract() {
        let months = shown(date!(2024 - 12 - 20), date!(2025 - 02 - 28));
        assert_eq!(months, [date!(2024 - 12 - 01), date!(2025 - 01 - 01), date!(2025 - 02 - 01)]);
        assert!(shown(date!(2025 - 03 - 01), date!(2025 - 02 - 28)).is_empty());
    }
}
