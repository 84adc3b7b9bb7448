//! 文中の期間: 「3週間前まで」「５営業日以内」 in a clause, as a distance.

use unicode_normalization::UnicodeNormalization;

use crate::programmes::definition::Offset;

/// Longest distance that is believed, in its own unit.
const MOST: u16 = 366;

/// The first distance of a text in a direction: before its event, or after it.
pub fn distance(text: &str, before: bool) -> Option<Offset> {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let digits = plain.match_indices(|c: char| c.is_ascii_digit());
    let starts = digits.map(|(at, _)| at).filter(|at| !ends_in_digit(&plain[..*at]));
    starts.filter_map(|at| plain.get(at..)).find_map(|rest| read(rest, before))
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

fn read(text: &str, before: bool) -> Option<Offset> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let count: u16 = text[..end].parse().ok().filter(|count| (1..=MOST).contains(count))?;
    let rest = &text[end..];
    let (unit, rest) = [
        ("営業日", Unit::BusinessDays),
        ("開庁日", Unit::BusinessDays),
        ("週間", Unit::Weeks),
        ("か月", Unit::Months),
        ("ヶ月", Unit::Months),
        ("ヵ月", Unit::Months),
        ("カ月", Unit::Months),
        ("箇月", Unit::Months),
        ("日", Unit::Days),
    ]
    .into_iter()
    .find_map(|(word, unit)| rest.strip_prefix(word).map(|rest| (unit, rest)))?;
    match (before, rest.starts_with('前')) {
        (true, true) => unit.before(count),
        (false, false)
            if rest.starts_with("以内") || rest.starts_with('後') || rest.starts_with("を目安") =>
        {
            Some(unit.after(count))
        }
        (true | false, _) => None,
    }
}

#[derive(Clone, Copy)]
enum Unit {
    BusinessDays,
    Days,
    Weeks,
    Months,
}

impl Unit {
    fn before(self, count: u16) -> Option<Offset> {
        match self {
            Self::Days => Some(Offset::DaysBefore(count)),
            Self::Weeks => Some(Offset::WeeksBefore(count)),
            Self::BusinessDays | Self::Months => None,
        }
    }

    fn after(self, count: u16) -> Offset {
        match self {
            Self::BusinessDays => Offset::BusinessDaysAfter(count),
            Self::Days => Offset::DaysAfter(count),
            Self::Weeks => Offset::WeeksAfter(count),
            Self::Months => Offset::MonthsAfter(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_read_in_their_direction() {
        for (text, before, found) in [
            ("事業の３週間前までに提出する", true, Some(Offset::WeeksBefore(3))),
            ("事業の３週間前までに提出する", false, None),
            ("終了後、2週間以内に報告", false, Some(Offset::WeeksAfter(2))),
            ("起算日から5営業日以内", false, Some(Offset::BusinessDaysAfter(5))),
            ("おおむね1か月を目安に消去", false, Some(Offset::MonthsAfter(1))),
            ("開始の10日前まで", true, Some(Offset::DaysBefore(10))),
            ("平成15年法律第57号", false, None),
            ("第2条第1項", true, None),
            ("999日以内", false, None),
        ] {
            assert_eq!(distance(text, before), found, "{text}");
        }
    }
}
