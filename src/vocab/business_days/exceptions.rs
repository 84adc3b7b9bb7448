//! 特例: the years in which a law of its own moved, added or took away national holidays.

use time::{Date, macros::date};

/// A day that differs from the rule of the year, oldest first: its name, or `None` for an ordinary day. Substitute and
/// in-between holidays follow from these by the law and are not written down.
///
/// 2019: the law on the day of the enthronement and of its ceremony. 2020 and 2021: the special measures law for the
/// Tokyo Olympic and Paralympic Games.
const EXCEPTIONS: [(Date, Option<&str>); 14] = [
    (date!(2019 - 05 - 01), Some("天皇の即位の日")),
    (date!(2019 - 10 - 22), Some("即位礼正殿の儀の行われる日")),
    (date!(2020 - 07 - 20), None),
    (date!(2020 - 07 - 23), Some("海の日")),
    (date!(2020 - 07 - 24), Some("スポーツの日")),
    (date!(2020 - 08 - 10), Some("山の日")),
    (date!(2020 - 08 - 11), None),
    (date!(2020 - 10 - 12), None),
    (date!(2021 - 07 - 19), None),
    (date!(2021 - 07 - 22), Some("海の日")),
    (date!(2021 - 07 - 23), Some("スポーツの日")),
    (date!(2021 - 08 - 08), Some("山の日")),
    (date!(2021 - 08 - 11), None),
    (date!(2021 - 10 - 11), None),
];

/// `None` when the rule of the year holds for the day; `Some(None)` is an ordinary day in spite of it.
pub(super) fn exception(date: Date) -> Option<Option<&'static str>> {
    EXCEPTIONS.iter().find(|(day, _)| *day == date).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::EXCEPTIONS;

    #[test]
    fn each_day_stands_once_in_order() {
        assert!(EXCEPTIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn each_olympic_year_keeps_the_number_of_its_holidays() {
        for year in [2020, 2021] {
            let of_year = || EXCEPTIONS.iter().filter(|(day, _)| day.year() == year);
            let named = of_year().filter(|(_, name)| name.is_some()).count();
            assert_eq!((named, of_year().count()), (3, 6), "{year}");
        }
    }
}
