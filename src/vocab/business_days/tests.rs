use proptest::prelude::*;
use time::macros::date;
use time::{Date, Month, Weekday};

use super::*;

/// The national holidays of a year as `M/D name`.
fn holidays_of(year: i32) -> Vec<String> {
    let first = Date::from_calendar_date(year, Month::January, 1).unwrap();
    std::iter::successors(Some(first), |day| day.next_day())
        .take_while(|day| day.year() == year)
        .filter_map(|day| Some(format!("{}/{} {}", u8::from(day.month()), day.day(), holiday(day)?)))
        .collect()
}

/// The whole official list of the year of the enthronement.
#[test]
fn the_year_of_the_enthronement() {
    assert_eq!(
        holidays_of(2019).join(" "),
        "1/1 元日 1/14 成人の日 2/11 建国記念の日 3/21 春分の日 4/29 昭和の日 4/30 国民の休日 5/1 天皇の即位の日 \
         5/2 国民の休日 5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 5/6 振替休日 7/15 海の日 8/11 山の日 \
         8/12 振替休日 9/16 敬老の日 9/23 秋分の日 10/14 体育の日 10/22 即位礼正殿の儀の行われる日 11/3 文化の日 \
         11/4 振替休日 11/23 勤労感謝の日"
    );
}

/// A5.10: the holidays of 2020 and 2021 moved for the Olympic games.
#[test]
fn the_years_of_the_olympic_games() {
    assert_eq!(
        holidays_of(2020).join(" "),
        "1/1 元日 1/13 成人の日 2/11 建国記念の日 2/23 天皇誕生日 2/24 振替休日 3/20 春分の日 4/29 昭和の日 \
         5/3 憲法記念日 5/4 みどりの日 5/5 こどもの日 5/6 振替休日 7/23 海の日 7/24 スポーツの日 8/10 山の日 \
         9/21 敬老の日 9/22 秋分の日 11/3 文化の日 11/23 勤労感謝の日"
    );
    assert_eq!(
        holidays_of(2021).join(" "),
        "1/1 元日 1/11 成人の日 2/11 建国記念の日 2/23 天皇誕生日 3/20 春分の日 4/29 昭和の日 5/3 憲法記念日 \
         5/4 みどりの日 5/5 こどもの日 7/22 海の日 7/23 スポーツの日 8/8 山の日 8/9 振替休日 9/20 敬老の日 \
         9/23 秋分の日 11/3 文化の日 11/23 勤労感謝の日"
    );
    assert_eq!(holiday(date!(2021 - 10 - 11)), None);
}

#[test]
fn an_ordinary_year() {
    assert_eq!(
        holidays_of(2026).join(" "),
        "1/1 元日 1/12 成人の日 2/11 建国記念の日 2/23 天皇誕生日 3/20 春分の日 4/29 昭和の日 5/3 憲法記念日 \
         5/4 みどりの日 5/5 こどもの日 5/6 振替休日 7/20 海の日 8/11 山の日 9/21 敬老の日 9/22 国民の休日 \
         9/23 秋分の日 10/12 スポーツの日 11/3 文化の日 11/23 勤労感謝の日"
    );
}

/// A5.10, with the names that changed and the years without rules.
#[test]
fn the_worked_cases_of_the_law() {
    for (day, name) in [
        (date!(2026 - 05 - 06), Some("振替休日")),
        (date!(2026 - 09 - 22), Some("国民の休日")),
        (date!(2027 - 03 - 21), Some("春分の日")),
        (date!(2027 - 03 - 22), Some("振替休日")),
        (date!(2026 - 08 - 10), None),
        (date!(2029 - 09 - 24), Some("振替休日")),
        (date!(2032 - 09 - 21), Some("国民の休日")),
        (date!(2026 - 11 - 22), None),
        (date!(2018 - 12 - 24), Some("振替休日")),
        (date!(2019 - 12 - 23), None),
        (date!(2015 - 08 - 11), None),
        (date!(2006 - 01 - 01), None),
        (date!(2151 - 01 - 01), None),
    ] {
        assert_eq!(holiday(day), name, "{day}");
    }
}

/// Equinoxes published by the National Astronomical Observatory.
#[test]
fn the_equinoxes() {
    for (spring, autumn) in [
        (date!(2022 - 03 - 21), date!(2022 - 09 - 23)),
        (date!(2023 - 03 - 21), date!(2023 - 09 - 23)),
        (date!(2024 - 03 - 20), date!(2024 - 09 - 22)),
        (date!(2025 - 03 - 20), date!(2025 - 09 - 23)),
        (date!(2027 - 03 - 21), date!(2027 - 09 - 23)),
        (date!(2028 - 03 - 20), date!(2028 - 09 - 22)),
    ] {
        assert_eq!((holiday(spring), holiday(autumn)), (Some("春分の日"), Some("秋分の日")), "{spring}");
    }
}

/// A5.11.
#[test]
fn a_ward_says_why_it_is_closed() {
    let okinawa = ClosedDays { local: vec![date!(2026 - 06 - 23)], ..ClosedDays::default() };
    for (day, why) in [
        (date!(2026 - 11 - 20), None),
        (date!(2026 - 11 - 21), Some("土曜日")),
        (date!(2026 - 11 - 22), Some("日曜日")),
        (date!(2026 - 11 - 23), Some("祝日（勤労感謝の日）")),
        (date!(2026 - 05 - 06), Some("振替休日")),
        (date!(2026 - 09 - 22), Some("国民の休日")),
        (date!(2026 - 12 - 28), None),
        (date!(2026 - 12 - 29), Some("年末年始")),
        (date!(2027 - 01 - 01), Some("年末年始")),
        (date!(2027 - 01 - 03), Some("年末年始")),
        (date!(2027 - 01 - 04), None),
        (date!(2026 - 06 - 23), Some("区の閉庁日")),
    ] {
        assert_eq!(okinawa.why_closed(day).map(|why| why.to_string()).as_deref(), why, "{day}");
        assert_eq!(okinawa.is_closed(day), why.is_some(), "{day}");
    }
    assert!(!ClosedDays::default().is_closed(date!(2026 - 06 - 23)));
}

/// A5.10: what a later law moves is entered by the ward, and a ward may be closed or open for longer.
#[test]
fn a_ward_corrects_its_closed_days() {
    let ward = ClosedDays {
        spans: vec![ClosedSpan { from: date!(2026 - 08 - 12), to: date!(2026 - 08 - 14) }],
        holidays: vec![date!(2026 - 10 - 13)],
        open: vec![date!(2026 - 10 - 12), date!(2026 - 11 - 21), date!(2026 - 08 - 14)],
        ..ClosedDays::default()
    };
    for (day, why) in [
        (date!(2026 - 08 - 11), Some("祝日（山の日）")),
        (date!(2026 - 08 - 12), Some("区の閉庁日")),
        (date!(2026 - 08 - 13), Some("区の閉庁日")),
        (date!(2026 - 08 - 14), None),
        (date!(2026 - 10 - 12), None),
        (date!(2026 - 10 - 13), Some("区が登録した祝日")),
        (date!(2026 - 11 - 21), None),
        (date!(2026 - 11 - 22), Some("日曜日")),
    ] {
        assert_eq!(ward.why_closed(day).map(|why| why.to_string()).as_deref(), why, "{day}");
    }
    assert!(ward.is_local(date!(2026 - 08 - 13)) && !ward.is_local(date!(2026 - 08 - 14)));
    assert_eq!(ward.holiday(date!(2026 - 10 - 12)), None);
}

#[test]
fn a_ward_that_never_opens_keeps_the_day() {
    let never =
        ClosedDays { spans: vec![ClosedSpan { from: Date::MIN, to: Date::MAX }], ..ClosedDays::default() };
    let day = date!(2026 - 11 - 20);
    assert_eq!((never.next_open(day), never.previous_open(day)), (day, day));
}

/// Where the calendar ends there is no later day, however many are asked for.
#[test]
fn counting_stops_at_the_end_of_the_calendar() {
    let open = ClosedDays::default();
    assert_eq!(open.business_days_after(Date::MAX, u16::MAX), Date::MAX);
    let last = Date::MAX.checked_sub(time::Duration::days(30)).unwrap();
    assert_eq!(open.business_days_after(last, u16::MAX), Date::MAX);
}

#[test]
fn closed_days_are_read_with_any_part_missing() {
    let read: ClosedDays = serde_json::from_str(r#"{"local":["2026-06-23"]}"#).unwrap();
    assert_eq!(read, ClosedDays { local: vec![date!(2026 - 06 - 23)], ..ClosedDays::default() });
    assert!(serde_json::from_str::<ClosedDays>(r#"{"locals":[]}"#).is_err());
}

/// A4.5: the quarterly report is due on the 10th or the next open day.
#[test]
fn quarterly_reports_move_to_the_next_open_day() {
    let closed = ClosedDays::default();
    for (tenth, due) in [
        (date!(2021 - 10 - 10), date!(2021 - 10 - 11)),
        (date!(2022 - 01 - 10), date!(2022 - 01 - 11)),
        (date!(2022 - 04 - 10), date!(2022 - 04 - 11)),
        (date!(2022 - 10 - 10), date!(2022 - 10 - 11)),
        (date!(2023 - 01 - 10), date!(2023 - 01 - 10)),
        (date!(2026 - 01 - 10), date!(2026 - 01 - 13)),
        (date!(2026 - 10 - 10), date!(2026 - 10 - 13)),
        (date!(2027 - 01 - 10), date!(2027 - 01 - 12)),
        (date!(2027 - 04 - 10), date!(2027 - 04 - 12)),
        (date!(2027 - 10 - 10), date!(2027 - 10 - 12)),
        (date!(2028 - 01 - 10), date!(2028 - 01 - 11)),
        (date!(2028 - 04 - 10), date!(2028 - 04 - 10)),
    ] {
        assert_eq!(closed.next_open(tenth), due, "{tenth}");
    }
}

/// A4.6: the erasure report is due within five business days.
#[test]
fn erasure_reports_are_due_five_business_days_later() {
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
        assert_eq!(closed.business_days_after(base, 5), due, "{base}");
    }
    assert_eq!(closed.business_days_after(date!(2026 - 11 - 22), 0), date!(2026 - 11 - 22));
}

/// A4.9: "before" duties move back, "within" duties forward, and a silent contract moves nothing.
#[test]
fn policies_move_a_due_date_and_say_why() {
    let closed = ClosedDays::default();
    let (none, next, previous) =
        (ClosedDayPolicy::None, ClosedDayPolicy::NextOpen, ClosedDayPolicy::PreviousOpen);
    for (policy, date, on, reason) in [
        (previous, date!(2024 - 05 - 06), date!(2024 - 05 - 02), "振替休日のため前開庁日"),
        (next, date!(2024 - 12 - 30), date!(2025 - 01 - 06), "年末年始のため翌開庁日"),
        (next, date!(2026 - 10 - 10), date!(2026 - 10 - 13), "土曜日のため翌開庁日"),
        (next, date!(2023 - 10 - 09), date!(2023 - 10 - 10), "祝日（スポーツの日）のため翌開庁日"),
        (none, date!(2024 - 12 - 30), date!(2024 - 12 - 30), "年末年始ですが期限は動きません"),
        (none, date!(2026 - 11 - 20), date!(2026 - 11 - 20), ""),
        (next, date!(2026 - 11 - 20), date!(2026 - 11 - 20), ""),
        (previous, date!(2026 - 11 - 20), date!(2026 - 11 - 20), ""),
    ] {
        assert_eq!(policy.apply(date, &closed), Due { on, reason: reason.to_owned() }, "{date}");
    }
}

#[test]
fn policies_are_stored_under_their_names() {
    for (policy, name) in [
        (ClosedDayPolicy::None, "none"),
        (ClosedDayPolicy::NextOpen, "next_open"),
        (ClosedDayPolicy::PreviousOpen, "previous_open"),
    ] {
        assert_eq!(serde_json::to_value(policy).unwrap(), name);
        assert_eq!((policy.code(), ClosedDayPolicy::from_code(name)), (name, Some(policy)));
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (date!(2007 - 01 - 05).to_julian_day()..=date!(2150 - 12 - 01).to_julian_day())
        .prop_map(|day| Date::from_julian_day(day).unwrap())
}

proptest! {
    #[test]
    fn the_nearest_open_days_are_open_with_none_between(day in any_day(), local in any_day()) {
        let closed = ClosedDays { local: vec![local, day], ..ClosedDays::default() };
        let (before, after) = (closed.previous_open(day), closed.next_open(day));
        prop_assert!(before < day && day < after);
        prop_assert!(!closed.is_closed(before) && !closed.is_closed(after));
        let mut between = before.next_day().unwrap();
        while between < after {
            prop_assert!(closed.is_closed(between));
            between = between.next_day().unwrap();
        }
    }

    #[test]
    fn business_days_are_counted_one_by_one(day in any_day(), n in 1u16..30) {
        let closed = ClosedDays::default();
        let due = closed.business_days_after(day, n);
        let open = std::iter::successors(day.next_day(), |day| day.next_day())
            .take_while(|day| *day <= due)
            .filter(|day| !closed.is_closed(*day))
            .count();
        prop_assert_eq!(open, usize::from(n));
        prop_assert!(!closed.is_closed(due));
    }

    #[test]
    fn a_substitute_is_never_a_sunday(day in any_day()) {
        if holiday(day) == Some("振替休日") {
            prop_assert!(day.weekday() != Weekday::Sunday);
        }
    }
}
