use proptest::prelude::*;
use time::Date;
use time::macros::{date, datetime, time};

use super::*;

/// A5.8, U19: both ends of every era, the two shared days, 元年, and how each is printed.
#[test]
fn a_month_is_read_without_its_day_or_with_any() {
    for typed in ["令和8年8月", "R8.8", "2026-8", "２０２６年８月", "R8/8/1", "令和8年8月31日"]
    {
        let read = parse_month(typed).map(|day| (day.year(), day.month()));
        assert_eq!(read, Ok((2026, time::Month::August)), "{typed}");
    }
    for wrong in ["", "8月", "R8", "令和8年13月", "いつか"] {
        assert!(parse_month(wrong).unwrap_err().contains("年と月を入力してください"), "{wrong}");
    }
}

#[test]
fn eras_begin_and_end_on_their_days() {
    for (day, printed) in [
        (date!(1868 - 01 - 01), "明治元年1月1日"),
        (date!(1912 - 07 - 29), "明治45年7月29日"),
        (date!(1912 - 07 - 30), "大正元年7月30日"),
        (date!(1926 - 12 - 24), "大正15年12月24日"),
        (date!(1926 - 12 - 25), "昭和元年12月25日"),
        (date!(1989 - 01 - 07), "昭和64年1月7日"),
        (date!(1989 - 01 - 08), "平成元年1月8日"),
        (date!(2019 - 04 - 30), "平成31年4月30日"),
        (date!(2019 - 05 - 01), "令和元年5月1日"),
        (date!(2026 - 11 - 20), "令和8年11月20日"),
        (date!(2027 - 03 - 31), "令和9年3月31日"),
    ] {
        assert_eq!(wareki(day), printed);
        assert_eq!(parse_date(printed), Ok(day), "{printed}");
    }
    assert_eq!(wareki(date!(1867 - 12 - 31)), "1867年12月31日");
}

/// A5.8: on the two shared days both eras are accepted.
#[test]
fn shared_days_are_read_in_both_eras() {
    for (typed, day) in [
        ("明治45年7月30日", date!(1912 - 07 - 30)),
        ("大正元年7月30日", date!(1912 - 07 - 30)),
        ("大正15年12月25日", date!(1926 - 12 - 25)),
        ("昭和元年12月25日", date!(1926 - 12 - 25)),
    ] {
        assert_eq!(parse_date(typed), Ok(day), "{typed}");
    }
}

/// A5.8 and ux.md §11: a day outside its era is refused with the right one.
#[test]
fn days_outside_their_era_are_refused_with_a_suggestion() {
    for (typed, suggestion) in [
        ("昭和65年1月1日", "平成2年1月1日"),
        ("昭和64年1月8日", "平成元年1月8日"),
        ("S64.1.8", "平成元年1月8日"),
        ("平成元年1月7日", "昭和64年1月7日"),
        ("明治45年7月31日", "大正元年7月31日"),
        ("大正元年7月29日", "明治45年7月29日"),
        ("大正15年12月26日", "昭和元年12月26日"),
        ("昭和元年12月24日", "大正15年12月24日"),
        ("平成31年5月1日", "令和元年5月1日"),
        ("令和元年4月30日", "平成31年4月30日"),
    ] {
        let problem = parse_date(typed).unwrap_err();
        assert!(
            matches!(&problem, DateProblem::NotInEra { suggestion: given, .. } if given == suggestion),
            "{typed}: {problem}"
        );
    }
    assert_eq!(
        parse_date("S65.1.1").unwrap_err().to_string(),
        "昭和65年1月1日という日はありません。平成2年1月1日のことでしたら、そのように入力してください。"
    );
}

/// ux.md §11: 元号 in every form, 西暦, full width, separators.
#[test]
fn a_date_is_read_in_any_usual_form() {
    for typed in [
        "昭和16年3月5日",
        "昭和１６年３月５日",
        " 昭和 16年 3月 5日 ",
        "昭和16年（1941年）3月5日",
        "昭和16年(1941) 3月5日",
        "昭16.3.5",
        "S16.3.5",
        "s16/3/5",
        "Ｓ１６．３．５",
        "S.16.3.5",
        "s16-03-05",
        "S160305",
        "㍼16年3月5日",
        "1941-3-5",
        "1941/03/05",
        "1941.3.5",
        "1941 3 5",
        "１９４１－３－５",
        "1941−3−5",
        "1941ー3ー5",
        "1941年3月5日",
        "西暦1941年3月5日",
        "1941年3月5",
        "19410305",
        "１９４１０３０５",
    ] {
        assert_eq!(parse_date(typed), Ok(date!(1941 - 03 - 05)), "{typed}");
    }
    for (typed, day) in [
        ("M45.7.1", date!(1912 - 07 - 01)),
        ("T元.8.1", date!(1912 - 08 - 01)),
        ("h1/1/8", date!(1989 - 01 - 08)),
        ("Ｒ元年５月１日", date!(2019 - 05 - 01)),
        ("令8.11.20", date!(2026 - 11 - 20)),
        ("㋿8年11月20日", date!(2026 - 11 - 20)),
        ("2024/2/29", date!(2024 - 02 - 29)),
    ] {
        assert_eq!(parse_date(typed), Ok(day), "{typed}");
    }
}

#[test]
fn what_is_not_a_date_is_refused() {
    for typed in ["", " ", "　", "-"] {
        assert_eq!(parse_date(typed), Err(DateProblem::Missing), "{typed:?}");
    }
    let unreadable = [
        "山田",
        "昭和",
        "昭和16年",
        "昭和16年3月",
        "昭和0年1月1日",
        "昭和00年1月1日",
        "元年3月5日",
        "昭和1941年3月5日",
        "194135",
        "S16035",
        "1941//",
        "1941年3月5日頃",
        "19411年3月5日",
        "昭和16年3月5日5",
        "S000305",
        "00000305",
        "昭和16年（1941年3月5日",
    ];
    for typed in unreadable {
        assert_eq!(parse_date(typed), Err(DateProblem::Unreadable), "{typed}");
    }
    for typed in ["16.3.5", "16年3月5日", "941/3/5"] {
        assert_eq!(parse_date(typed), Err(DateProblem::EraMissing), "{typed}");
    }
    for typed in ["1867/12/31", "2200/1/1", "昭和999年1月1日"] {
        assert_eq!(parse_date(typed), Err(DateProblem::OutOfRange), "{typed}");
    }
    assert_eq!(parse_date("昭和16年（1942年）3月5日"), Err(DateProblem::ErasDisagree));
}

#[test]
fn days_that_do_not_exist_are_named_in_the_refusal() {
    for (typed, named) in [
        ("S16.2.30", "昭和16年2月30日"),
        ("2025/2/29", "2025年2月29日"),
        ("1941/13/1", "1941年13月1日"),
        ("19410431", "1941年4月31日"),
        ("令和元年6月0日", "令和元年6月0日"),
    ] {
        let problem = parse_date(typed).unwrap_err();
        assert_eq!(problem, DateProblem::NoSuchDay { typed: named.to_owned() }, "{typed}");
        let sentence = problem.to_string();
        assert!(sentence.starts_with(named) && sentence.contains("例："), "{sentence}");
    }
}

#[test]
fn a_refused_birthday_does_not_reach_a_log() {
    assert_eq!(format!("{:?}", parse_date("S16.2.30").unwrap_err()), "NoSuchDay(…)");
    assert_eq!(format!("{:?}", parse_date("S65.1.1").unwrap_err()), "NotInEra(…)");
}

/// ux.md §11: `昭和16年（1941年）3月5日`.
#[test]
fn days_are_printed_in_the_usual_ways() {
    assert_eq!(both_eras(date!(1941 - 03 - 05)), "昭和16年（1941年）3月5日");
    assert_eq!(both_eras(date!(2019 - 05 - 01)), "令和元年（2019年）5月1日");
    assert_eq!(with_weekday(date!(2026 - 11 - 20)), "11月20日（金）");
    assert_eq!(with_weekday(date!(2026 - 11 - 22)), "11月22日（日）");
    assert_eq!(short(date!(2026 - 11 - 20)), "2026/11/20");
    assert_eq!(short(date!(2026 - 03 - 05)), "2026/03/05");
}

/// A5.9: the day a legal age is reached, and the day before it.
#[test]
fn a_year_of_age_is_complete_the_day_before_the_birthday() {
    for (birth, age, reached) in [
        (date!(1961 - 11 - 21), 65, date!(2026 - 11 - 20)),
        (date!(1961 - 11 - 22), 65, date!(2026 - 11 - 21)),
        (date!(1959 - 04 - 01), 65, date!(2024 - 03 - 31)),
        (date!(1960 - 02 - 29), 65, date!(2025 - 02 - 28)),
        (date!(1964 - 06 - 01), 60, date!(2024 - 05 - 31)),
        (date!(1961 - 01 - 01), 65, date!(2025 - 12 - 31)),
    ] {
        assert_eq!(legal_age(birth, reached), age, "{birth}");
        assert_eq!(legal_age(birth, reached.previous_day().unwrap()), age - 1, "{birth}");
        assert_eq!(everyday_age(birth, reached), age - 1, "{birth}");
        assert_eq!(everyday_age(birth, reached.next_day().unwrap()), age, "{birth}");
    }
    assert_eq!(everyday_age(date!(1941 - 03 - 05), date!(2026 - 11 - 20)), 85);
}

/// A5.8: April to March; 2019 carries both names.
#[test]
fn fiscal_years_run_from_april_to_march() {
    for (day, year, label) in [
        (date!(2026 - 11 - 20), 2026, "令和8年度"),
        (date!(2027 - 03 - 31), 2026, "令和8年度"),
        (date!(2027 - 04 - 01), 2027, "令和9年度"),
        (date!(2019 - 04 - 01), 2019, "平成31年度（令和元年度）"),
        (date!(2020 - 03 - 31), 2019, "平成31年度（令和元年度）"),
        (date!(1989 - 01 - 08), 1988, "昭和63年度"),
        (date!(1989 - 04 - 01), 1989, "平成元年度"),
    ] {
        assert_eq!(fiscal_year(day), year, "{day}");
        assert_eq!(fiscal_year_label(year), label);
    }
}

/// A5.11, A4.3 (rows 6 and 7).
#[test]
fn periods_of_months_end_as_the_civil_code_says() {
    for (start, months, end) in [
        (date!(2026 - 04 - 06), 3, date!(2026 - 07 - 05)),
        (date!(2026 - 11 - 30), 3, date!(2027 - 02 - 28)),
        (date!(2024 - 12 - 01), 3, date!(2025 - 02 - 28)),
        (date!(2025 - 01 - 01), 3, date!(2025 - 03 - 31)),
        (date!(2026 - 10 - 31), 1, date!(2026 - 11 - 30)),
        (date!(2023 - 11 - 30), 3, date!(2024 - 02 - 29)),
        (date!(2024 - 02 - 29), 12, date!(2025 - 02 - 28)),
        (date!(2026 - 04 - 01), 12, date!(2027 - 03 - 31)),
    ] {
        assert_eq!(period_end(start, months), end, "{start} + {months}");
    }
}

#[test]
fn adding_months_stays_inside_the_month() {
    for (start, months, result) in [
        (date!(2026 - 01 - 31), 1, date!(2026 - 02 - 28)),
        (date!(2024 - 01 - 31), 1, date!(2024 - 02 - 29)),
        (date!(2026 - 11 - 20), 2, date!(2027 - 01 - 20)),
        (date!(2026 - 01 - 15), -1, date!(2025 - 12 - 15)),
        (date!(2026 - 03 - 31), -13, date!(2025 - 02 - 28)),
        (date!(2026 - 03 - 31), 0, date!(2026 - 03 - 31)),
        (date!(2026 - 03 - 31), i32::MAX, Date::MAX),
        (date!(2026 - 03 - 31), i32::MIN, Date::MIN),
        (date!(2026 - 03 - 31), 100_000, Date::MAX),
    ] {
        assert_eq!(add_months(start, months), result, "{start} + {months}");
    }
}

#[test]
fn instants_are_read_on_a_japanese_clock() {
    let afternoon = datetime!(2026-11-20 08:10:59 UTC);
    assert_eq!(jst_time(afternoon), "17:10");
    assert_eq!(jst_stamp(afternoon), "令和8年11月20日 17:10");
    assert_eq!(jst_date(datetime!(2026-11-20 14:59:59 UTC)), date!(2026 - 11 - 20));
    assert_eq!(jst_date(datetime!(2026-11-20 15:00:00 UTC)), date!(2026 - 11 - 21));
    assert_eq!(jst_stamp(datetime!(2026-12-31 15:00:00 UTC)), "令和9年1月1日 00:00");
    assert_eq!(jst_date(datetime!(9999-12-31 23:00:00 UTC)), Date::MAX);
}

#[test]
fn times_are_read_in_any_usual_form() {
    for typed in ["17:10", "１７：１０", "1710", "17時10分", " 17 : 10 ", "午後5時10分", "午後５：１０"]
    {
        assert_eq!(parse_time(typed), Ok(time!(17:10)), "{typed}");
    }
    for (typed, read) in [
        ("9:05", time!(9:05)),
        ("905", time!(9:05)),
        ("17時", time!(17:00)),
        ("17時半", time!(17:30)),
        ("午前0時", time!(0:00)),
        ("午後0時30分", time!(12:30)),
        ("23:59", time!(23:59)),
    ] {
        assert_eq!(parse_time(typed), Ok(read), "{typed}");
    }
    for (typed, problem) in [
        ("", TimeProblem::Missing),
        ("夕方", TimeProblem::Unreadable),
        ("17:", TimeProblem::Unreadable),
        ("17", TimeProblem::Unreadable),
        ("17:100", TimeProblem::Unreadable),
        ("+1:10", TimeProblem::Unreadable),
        ("夕1", TimeProblem::Unreadable),
        ("24:00", TimeProblem::NoSuchTime),
        ("17:60", TimeProblem::NoSuchTime),
        ("午後12時", TimeProblem::NotTwelveHours),
        ("午前13時", TimeProblem::NotTwelveHours),
    ] {
        assert_eq!(parse_time(typed), Err(problem), "{typed}");
    }
}

/// Any day of 1868–2100.
fn any_day() -> impl Strategy<Value = Date> {
    (date!(1868 - 01 - 01).to_julian_day()..=date!(2100 - 12 - 31).to_julian_day())
        .prop_map(|day| Date::from_julian_day(day).unwrap())
}

proptest! {
    #[test]
    fn what_is_printed_can_be_typed_again(day in any_day()) {
        prop_assert_eq!(parse_date(&wareki(day)), Ok(day));
        prop_assert_eq!(parse_date(&both_eras(day)), Ok(day));
        prop_assert_eq!(parse_date(&short(day)), Ok(day));
    }

    #[test]
    fn reading_any_text_answers(text in "\\PC{0,20}", date in "[昭和平成元年月日SHR0-9/（）() -]{0,14}") {
        for typed in [&text, &date] {
            if let Ok(day) = parse_date(typed) {
                prop_assert!((1868..=2199).contains(&day.year()));
            }
            if let Err(problem) = parse_time(typed) {
                prop_assert!(problem.to_string().contains("例："));
            }
        }
    }

    #[test]
    fn legal_age_is_ahead_of_everyday_age_by_one_day(birth in any_day(), on in any_day()) {
        prop_assert_eq!(legal_age(birth, on), everyday_age(birth, on.next_day().unwrap()));
        prop_assert!((0..=1).contains(&(legal_age(birth, on) - everyday_age(birth, on))));
    }

    #[test]
    fn a_period_joins_the_next_one(start in any_day(), months in 1u16..60) {
        let day_after = period_end(start, months).next_day().unwrap();
        let corresponding = add_months(start, i32::from(months));
        prop_assert!(day_after == corresponding || day_after.day() == 1);
    }
}
